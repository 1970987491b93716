//! Every sentence that people read, in English. The phones say the same in their resource files.

pub(crate) mod reach;

use std::net::SocketAddr;

use pure2p_core::identity::{LinkError, UidError};
use pure2p_core::net::DialError;
use pure2p_core::node::{
    AttemptError, Contact, ContactState, Direction, Happening, Message, MessageState, Presence, Reach,
    Reason, SessionState,
};

use crate::clock;

/// The bargain, told before an account is made.
pub(crate) const WELCOME: [&str; 4] = [
    "There is no server, ever: your messages go from your device straight to theirs, and nowhere else.",
    "Both of you must have the app open at the same time for a message to arrive.",
    "If you lose this device, you lose its history: nobody has a copy.",
    "Mobile data on both sides usually fails; the same Wi-Fi at home usually works.",
];

pub(crate) const NO_CHATS: &str = "No contacts yet. Show somebody your link (F3), or add theirs (F2).";
pub(crate) const NO_CHAT_OPEN: &str = "Choose somebody on the left, and press Enter to write.";
pub(crate) const NO_MESSAGES: &str = "Nothing written yet.";
pub(crate) const FIRST_CONTACT: &str =
    "The first exchange binds you. Compare safety numbers (F6) when you meet.";
pub(crate) const LINK_HINT: &str = "Whoever has this can ask to write to you.";
pub(crate) const REQUEST_HINT: &str =
    "Until you accept, they learn only that your UID is here: no name, no addresses, no receipts.";
pub(crate) const CLAIM: &str = "their own words";
pub(crate) const DELETE_HINT: &str = "Deleted on this device only; theirs keeps it.";
pub(crate) const NO_CONTACTS: &str = "No contacts yet.";
pub(crate) const NO_REQUESTS: &str = "No requests.";
pub(crate) const PORT_HINT: &str = "Another port counts from the next opening on.";
pub(crate) const ERASE_QUESTION: &str = "Delete everything on this device?";
/// Asked for before everything is deleted.
pub(crate) const ERASE_WORD: &str = "DELETE";
pub(crate) const ERASED: &str = "Everything is deleted.";
pub(crate) const NOTHING_WAITS: &str = "Nothing waits.";
pub(crate) const MANY_FOUND: &str = "The newest 100. One more word narrows it down.";
pub(crate) const NOTHING_FOUND: &str = "Nothing found.";
pub(crate) const ADD_HINT: &str = "Paste a link (pure2p:…) or type a UID: 64 characters.";
pub(crate) const UID_ONLY: &str =
    "A UID alone does not say where they are: their first message to you, or a link, will.";
pub(crate) const CLOSED: &str = "Closed.";

/// What is wrong with a UID, and what to do.
pub(crate) fn uid_error(error: &UidError) -> String {
    match error {
        UidError::Checksum { group: Some(group) } => {
            format!("Something is mistyped: look at group {group}.")
        }
        UidError::Checksum { group: None } => "Something is mistyped: compare it group by group.".to_owned(),
        UidError::MixedCase => "A UID is all small or all capital letters, not both.".to_owned(),
        UidError::UnknownVersion(_) => "This UID was made by a newer app: update this one.".to_owned(),
        UidError::WrongCharacter { position, group } => {
            format!("Character {position} (in group {group}) cannot be part of a UID.")
        }
        UidError::WrongLength { have } => format!("A UID has 64 characters; this has {have}."),
        UidError::WrongPrefix => "A UID begins with pure1, a link with pure2p:.".to_owned(),
        // Off the curve, weak: whoever made this did not use this app.
        _ => "This is not a UID that anybody can have.".to_owned(),
    }
}

/// What is wrong with a link, and what to do.
pub(crate) fn link_error(error: &LinkError) -> String {
    match error {
        LinkError::NotALink => "This is neither a link nor a UID.".to_owned(),
        LinkError::Uid(error) => uid_error(error),
        LinkError::Signature => "This link was changed on its way: ask for it again.".to_owned(),
        LinkError::TooLong => "This is too long for a link.".to_owned(),
        _ => "This link is broken: ask for it again.".to_owned(),
    }
}

/// Presence in words: "here now", "was here 14:02", "not met yet".
pub(crate) fn presence(presence: Presence, last_seen: Option<i64>) -> String {
    match (presence, last_seen) {
        (Presence::Here, _) => "here now".to_owned(),
        (Presence::WasHere, Some(at)) => format!("was here {}", clock::short(at)),
        (Presence::WasHere, None) => "was here".to_owned(),
        _ => "not met yet".to_owned(),
    }
}

/// Presence as a form: filled, hollow, dashed.
pub(crate) fn dot(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "●",
        Presence::WasHere => "○",
        _ => "◌",
    }
}

/// The word for a message's state.
pub(crate) fn state(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    }
}

/// The sign for a message's state: a clock, one tick, two ticks.
pub(crate) fn state_sign(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "◷",
        MessageState::Delivered => "✓",
        MessageState::Read => "✓✓",
    }
}

/// Why a message to `name` waits, as one sentence.
pub(crate) fn reason(reason: &Reason, name: &str) -> String {
    match reason {
        Reason::AppClosed => "This app isn't open: nothing is tried.".to_owned(),
        Reason::Blocked => format!("You blocked {name}."),
        Reason::DeviceFull => format!("{name}'s device is full."),
        Reason::LocalNetworkForbidden => {
            format!(
                "{name} is in your own network, which this app may not use: allow it in the system's settings."
            )
        }
        Reason::NeitherReachable => {
            "Neither of you can be reached from outside. What helps: the same Wi-Fi, \
            one router that opens a port, or IPv6 on both sides."
                .to_owned()
        }
        Reason::NoAddress => format!("No address for {name} yet. Ask for a link, or send yours."),
        Reason::NoAnswer { last_seen } => {
            let last = last_seen.map_or_else(String::new, |at| format!(" Last here {}.", clock::short(at)));
            format!(
                "{name} doesn't answer: their app isn't open, or a router or firewall keeps you out.{last}"
            )
        }
        Reason::NoWayIn => {
            format!("{name} can't be reached from outside: this waits until their app reaches yours.")
        }
        Reason::NotAccepted => format!("{name} hasn't accepted you yet."),
        Reason::NotOpen { last_seen: Some(at) } => {
            format!("{name}'s app isn't open. Last here {}.", clock::short(*at))
        }
        Reason::NotOpen { last_seen: None } => format!("{name}'s app isn't open."),
        Reason::NotUnderstood => format!("{name}'s app is older and does not know this kind."),
        Reason::Offline => "You're offline.".to_owned(),
        Reason::Refused => format!("{name}'s device refused it: too large."),
        Reason::Starved => "This device has too many connections open.".to_owned(),
        Reason::Trying => "Trying now.".to_owned(),
        Reason::Unreachable => format!("{name} cannot be reached from this network."),
    }
}

/// How far a contact has come.
pub(crate) fn contact_state(contact: &Contact) -> &'static str {
    match contact.state {
        _ if contact.blocked => "blocked",
        ContactState::Bound => "contact",
        ContactState::Entered => "added, nothing exchanged yet",
        ContactState::Removed => "removed",
        ContactState::Requested => "wants to write to you",
    }
}

/// What happened to a message, with what came of it.
pub(crate) fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Written => "Written".to_owned(),
        Happening::Delivered => "Delivered: it is on their device".to_owned(),
        Happening::Read => "Read".to_owned(),
        Happening::Attempt { address, error, times } => {
            let place = address.map(|a| format!(" at {a}")).unwrap_or_default();
            let often = if *times > 1 { format!(" ({times} times)") } else { String::new() };
            format!("Tried{place}: {}{often}", error.map_or("it went through", attempt))
        }
    }
}

/// Why an attempt did not deliver.
fn attempt(error: AttemptError) -> &'static str {
    match error {
        AttemptError::Dial(DialError::BadAnswer) => "somebody else answered",
        AttemptError::Dial(DialError::Cancelled) => "this device broke it off",
        AttemptError::Dial(DialError::Dark) => "nobody there knows this contact",
        AttemptError::Dial(DialError::NoAddress) => "no address to try",
        AttemptError::Dial(DialError::Refused) => "nothing is open there",
        AttemptError::Dial(DialError::Silent) => "no answer",
        AttemptError::Dial(DialError::Starved) => "this device has too many connections open",
        AttemptError::Dial(DialError::Unreachable) => "no way leads there from this network",
        AttemptError::Later => "their device is busy or full",
        AttemptError::NotAccepted => "they have not accepted you yet",
        AttemptError::NotUnderstood => "their app is older and does not know this kind",
        AttemptError::Refused => "their device refused it: too large",
        AttemptError::Dial(DialError::TooLarge) => "it was more than fits into one exchange",
    }
}

/// One message as a line: when, who, what, and what is true of it.
pub(crate) fn message(message: &Message, name: &str) -> String {
    let at = clock::short(message.stored_at);
    // Indented, so that a message cannot pretend to be the next one.
    let text = message.text.replace('\n', "\n        ");
    match message.direction {
        Direction::In => format!("{at}  {name}: {text}"),
        Direction::Out => {
            let why = message.reason.as_ref().map(|r| format!(": {}", reason(r, name))).unwrap_or_default();
            format!("{at}  you: {text}  [{}{why}]", state(message.state))
        }
    }
}

/// The session bar. `moving`: something is delivered just now, or tried.
pub(crate) fn session(session: &SessionState, reach: &Reach, moving: bool) -> String {
    let open = if session.listening.is_empty() { "Not listening" } else { reach::short(reach) };
    let mut text = format!("{open} · {} of {} here", session.here, session.contacts);
    let waiting = session.total.saturating_sub(session.done);
    match waiting {
        0 => {}
        _ if moving => text.push_str(&format!(" · delivering {} of {}", session.done, session.total)),
        waiting => text.push_str(&format!(" · {waiting} waiting")),
    }
    text
}

/// What is gone when everything is deleted.
pub(crate) fn everything_lost(waiting: u64) -> [String; 3] {
    let waits = match waiting {
        0 => String::new(),
        1 => "; 1 of them was not delivered and never will be".to_owned(),
        n => format!("; {n} of them were not delivered and never will be"),
    };
    [
        "your account: nobody can reach this UID again, and no copy of its key exists".to_owned(),
        "your contacts, their names and addresses".to_owned(),
        format!("every message on this device{waits}. What others have, they keep"),
    ]
}

/// Where this device listens.
pub(crate) fn listening(addresses: &[SocketAddr]) -> String {
    if addresses.is_empty() {
        return "Not listening: nobody can come in.".to_owned();
    }
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    format!("Listening on {}.", addresses.join(", "))
}

/// The farewell when something still waits.
pub(crate) fn still_waiting(count: u64) -> String {
    match count {
        1 => "1 message waits until you are both here.".to_owned(),
        n => format!("{n} messages wait until you are both here."),
    }
}
