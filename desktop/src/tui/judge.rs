//! What to say of a link or UID while it is being entered.

use pure2p_core::identity::{ContactLink, Typed, UID_TEXT, Uid, check_typed};
use pure2p_core::node::{Contact, ContactState};

use crate::words;

/// The judgement, in words; whether *Add* would work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) fits: bool,
    pub(crate) text: String,
}

impl Judgement {
    fn no(text: impl Into<String>) -> Self {
        Self { fits: false, text: text.into() }
    }

    fn yes(text: impl Into<String>) -> Self {
        Self { fits: true, text: text.into() }
    }
}

/// Judges `text` as it stands.
pub(crate) fn judge<'a>(text: &str, own: Option<Uid>, known: impl Iterator<Item = &'a Contact>) -> Judgement {
    let text = text.trim();
    if text.is_empty() {
        return Judgement::no(words::ADD_HINT);
    }
    if text.contains(':') {
        return match ContactLink::parse_any(text) {
            Ok(link) => person(link.uid, own, known, &places(&link)),
            Err(error) => Judgement::no(words::link_error(&error)),
        };
    }
    match check_typed(text) {
        Typed::Complete(uid) => person(uid, own, known, words::UID_ONLY),
        Typed::Incomplete { group_with_wrong_character: Some(group), .. } => {
            Judgement::no(format!("Group {group} has a character that no UID has."))
        }
        Typed::Incomplete { entered, .. } => Judgement::no(format!("{entered} of {UID_TEXT} characters.")),
        Typed::Wrong(error) => Judgement::no(words::uid_error(&error)),
    }
}

fn person<'a>(
    uid: Uid,
    own: Option<Uid>,
    mut known: impl Iterator<Item = &'a Contact>,
    news: &str,
) -> Judgement {
    if own == Some(uid) {
        return Judgement::no("This is your own UID: they need it, you need theirs.");
    }
    match known.find(|contact| contact.uid == uid) {
        Some(contact) if contact.blocked => {
            Judgement::no(format!("You blocked {}: unblock them first.", contact.name))
        }
        Some(contact) if contact.state == ContactState::Requested => {
            Judgement::yes(format!("{} wrote to you already: adding accepts them.", contact.name))
        }
        Some(contact) if contact.state != ContactState::Removed => {
            Judgement::yes(format!("You know {} already: new addresses are added.", contact.name))
        }
        _ => Judgement::yes(news),
    }
}

fn places(link: &ContactLink) -> String {
    let Some(card) = &link.card else { return words::UID_ONLY.to_owned() };
    let name = card.name.as_deref().map(|name| format!("They call themselves {name}. ")).unwrap_or_default();
    let addresses: Vec<String> = card.addresses.iter().map(ToString::to_string).collect();
    match addresses.as_slice() {
        [] => format!("{name}{}", words::UID_ONLY),
        some => format!("{name}They may be at {}.", some.join(", ")),
    }
}
