//! Turns events, which are hints, into rows, which are what the database says.

use std::collections::HashMap;
use std::net::SocketAddr;

use pure2p_core::identity::Uid;
use pure2p_core::node::{Direction, Event, Message, MessageState, Reach, ReachState, Reason};
use pure2p_core::wire::ItemId;

use crate::failure::Done;
use crate::output::ProgressLine;
use crate::rows::EventRow;
use crate::session::Session;
use crate::{names, words};

const PAGE: u32 = 200;

/// See the module.
pub(super) struct Printer {
    session: Session,
    progress: ProgressLine,
    /// The newest message of each chat that was printed, or was there before: after an overflow
    /// everything behind it is still to be printed.
    printed: HashMap<Uid, ItemId>,
    listening: Vec<SocketAddr>,
    reach: ReachState,
}

impl Printer {
    /// Call it before the foreground is entered: what comes later is news.
    pub(super) async fn new(session: &Session) -> Done<Self> {
        let chats = session.node.chats().await?;
        let printed = chats.into_iter().filter_map(|chat| Some((chat.contact.uid, chat.last?.id))).collect();
        let progress = ProgressLine::new(session.output);
        Ok(Self {
            session: session.clone(),
            progress,
            printed,
            listening: Vec::new(),
            reach: ReachState::Closed,
        })
    }

    pub(super) fn listening(&mut self, addresses: &[SocketAddr]) -> Done {
        if self.listening == addresses {
            return Ok(());
        }
        self.listening = addresses.to_vec();
        let text = format!("Open. {}", words::listening(addresses));
        let addresses = addresses.iter().map(ToString::to_string).collect();
        self.row(&EventRow::Listening { addresses }, || text)
    }

    pub(super) fn closed(&mut self) -> Done {
        self.row(&EventRow::Closed, || words::CLOSED.to_owned())
    }

    pub(super) async fn event(&mut self, event: Event) -> Done {
        match event {
            Event::ContactChanged { uid } => self.contact(uid).await,
            Event::Listening { addresses } => self.listening(&addresses),
            Event::MessageStates { ids, state, .. } => self.states(&ids, state).await,
            Event::Messages { ids, .. } => self.messages(&ids).await,
            Event::Overflowed => self.catch_up().await,
            Event::Presence { uid, presence } => {
                let name = self.name(uid).await;
                let row = EventRow::Presence { uid: uid.to_string(), presence: names::presence(presence) };
                self.row(&row, || {
                    format!("{} {name} {}", words::dot(presence), words::presence(presence, None))
                })
            }
            Event::Progress { done, total } => self.progress(done, total),
            Event::ReachChanged => self.reach().await,
            Event::ReasonChanged { chat, reason } => self.reason(chat, reason).await,
            Event::RequestArrived { uid } => {
                let name = self.name(uid).await;
                let row = EventRow::Request { uid: uid.to_string() };
                self.row(&row, || format!("{name} wants to write to you: `pure2p requests`"))
            }
            // `closed` is said by whoever leaves the foreground, when it is true.
            _ => Ok(()),
        }
    }

    fn row(&mut self, row: &EventRow, text: impl FnOnce() -> String) -> Done {
        self.progress.clear();
        self.session.output.row(row, text)
    }

    fn progress(&mut self, done: u64, total: u64) -> Done {
        if self.session.output.json {
            return self.row(&EventRow::Progress { done, total }, String::new);
        }
        if done < total {
            self.progress.show(&format!("Delivering {done} of {total}…"));
        } else {
            self.progress.clear();
        }
        Ok(())
    }

    async fn contact(&mut self, uid: Uid) -> Done {
        let Ok(contact) = self.session.node.contact(uid).await else { return Ok(()) };
        if !self.session.output.json {
            return Ok(()); // Nothing that a person must read: the other events say it in words.
        }
        let row = EventRow::Contact { uid: uid.to_string(), state: names::contact_state(&contact) };
        self.row(&row, String::new)
    }

    async fn messages(&mut self, ids: &[ItemId]) -> Done {
        for id in ids {
            // A message that is gone again (deleted elsewhere) is not printed.
            if let Ok(message) = self.session.node.message(*id).await {
                self.message(&message).await?;
            }
        }
        Ok(())
    }

    async fn message(&mut self, message: &Message) -> Done {
        self.printed.insert(message.chat, message.id);
        if message.direction == Direction::Out {
            return Ok(());
        }
        let name = self.name(message.chat).await;
        let (id, from, text) = (message.id.to_string(), message.chat.to_string(), message.text.clone());
        self.row(&EventRow::Message { id, from, text }, || words::message(message, &name))
    }

    async fn states(&mut self, ids: &[ItemId], state: MessageState) -> Done {
        for id in ids {
            let Ok(message) = self.session.node.message(*id).await else { continue };
            // What an incoming message's state is, this device decided itself.
            if message.direction == Direction::In {
                continue;
            }
            let reason =
                message.reason.as_ref().filter(|_| state == MessageState::Waiting).map(names::reason);
            let (id, uid) = (id.to_string(), message.chat.to_string());
            let row = EventRow::State { id, uid, state: names::message_state(state), reason };
            self.row(&row, || {
                format!("{} {}: {}", words::state_sign(state), words::state(state), message.text)
            })?;
        }
        Ok(())
    }

    async fn reach(&mut self) -> Done {
        let reach = self.session.node.reach().await?;
        // That nobody can reach a closed app, `closed` says.
        if reach.state == self.reach || reach.state == ReachState::Closed {
            return Ok(());
        }
        self.reach = reach.state;
        let truth = if self.session.output.json { String::new() } else { self.truth(&reach).await? };
        self.row(&EventRow::Reach { state: names::reach_state(reach.state) }, || truth)
    }

    async fn truth(&self, reach: &Reach) -> Done<String> {
        let contacts = self.session.node.contacts().await?;
        Ok(words::reach::Report::of(reach, contacts.iter(), true).truth)
    }

    async fn reason(&mut self, chat: Uid, reason: Option<Reason>) -> Done {
        let name = self.name(chat).await;
        let row = EventRow::reason(chat.to_string(), reason.as_ref());
        match &reason {
            None if !self.session.output.json => Ok(()),
            None => self.row(&row, String::new),
            Some(reason) => self.row(&row, || format!("{name}: {}", words::reason(reason, &name))),
        }
    }

    /// Events were lost: prints every message that came and was not printed yet.
    async fn catch_up(&mut self) -> Done {
        for chat in self.session.node.chats().await? {
            let mut missed = self.missed(chat.contact.uid).await?;
            while let Some(message) = missed.pop() {
                self.message(&message).await?;
            }
        }
        self.reach().await?;
        let session = self.session.node.session().await?;
        self.progress(session.done, session.total)
    }

    /// Messages of a chat behind the last one that was printed, newest first.
    async fn missed(&self, chat: Uid) -> Done<Vec<Message>> {
        let node = &self.session.node;
        // If that last one was deleted, its place is gone: then what was not opened counts as new.
        let known = match self.printed.get(&chat) {
            Some(id) => node.message(*id).await.is_ok().then_some(*id),
            None => None,
        };
        let lost_place = known.is_none() && self.printed.contains_key(&chat);
        let unread = usize::try_from(node.contact(chat).await?.unread).unwrap_or(usize::MAX);
        let most = if lost_place { unread } else { usize::MAX };
        let mut missed: Vec<Message> = Vec::new();
        let mut before = None;
        loop {
            let page = node.messages(chat, before, PAGE).await?;
            let Some(first) = page.first() else { return Ok(missed) };
            before = Some(first.id);
            for message in page.into_iter().rev() {
                if Some(message.id) == known || missed.len() >= most {
                    return Ok(missed);
                }
                if message.direction == Direction::In {
                    missed.push(message);
                }
            }
        }
    }

    async fn name(&self, uid: Uid) -> String {
        let short = || uid.to_string().chars().take(12).collect();
        if self.session.output.json {
            return String::new();
        }
        self.session.node.contact(uid).await.map_or_else(|_| short(), |contact| contact.name)
    }
}
