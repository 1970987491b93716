//! Rows of the store as the data that shells get.

use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::Connection;

use super::Node;
use super::types::{
    AddressSource, Contact, ContactState, Direction, KnownAddress, Message, MessageState, Millis, Presence,
    Reason, Way,
};
use crate::delivery::{Facts, Here, Known, reason_of, reason_told};
use crate::store::contacts::{self, ContactRow, State};
use crate::store::messages::{self, MessageRow};
use crate::store::{Result, addresses};

/// How many characters of a UID stand for a contact without a name.
const SHORT: usize = 13;

/// What queries need besides the database.
pub(super) struct View {
    here: Arc<RwLock<Here>>,
    /// Some process of this home is in the foreground.
    open: bool,
}

impl View {
    pub(super) fn of(node: &Node) -> Self {
        Self { here: Arc::clone(&node.0.here), open: node.open_somewhere() }
    }

    pub(super) fn contact(&self, db: &Connection, row: ContactRow) -> Result<Contact> {
        let presence = match row.last_seen {
            None => Presence::NotMet,
            Some(_) if self.open && row.here => Presence::Here,
            Some(_) => Presence::WasHere,
        };
        let named = row.name.clone().or_else(|| row.suggested_name.clone());
        Ok(Contact {
            uid: row.uid,
            name: named
                .unwrap_or_else(|| format!("{}…", row.uid.to_string().get(..SHORT).unwrap_or_default())),
            suggested_name: row.suggested_name,
            state: match row.state {
                State::Bound => ContactState::Bound,
                State::Entered => ContactState::Entered,
                State::Removed => ContactState::Removed,
                State::Requested => ContactState::Requested,
            },
            blocked: row.blocked,
            verified: row.verified,
            presence,
            last_seen: row.last_seen,
            waiting: messages::count_waiting(db, Some(row.id))?,
            unread: messages::count_unread(db, row.id)?,
            addresses: addresses::of(db, row.id)?
                .into_iter()
                .map(|row| KnownAddress {
                    address: row.address,
                    source: match row.source {
                        addresses::Source::Link => AddressSource::Link,
                        addresses::Source::Told | addresses::Source::ToldOnce => AddressSource::Told,
                    },
                    learnt_at: row.learnt_at,
                    worked_at: row.worked_at,
                    failed_at: row.failed_at,
                })
                .collect(),
            reached_at: row.reached_at,
            came_in_at: row.came_in_at,
            i_reach: way(row.reached_since, row.unreached_since),
            they_reach: way(row.came_in_since, row.kept_out_since),
        })
    }

    /// Why `message` waits, if it does.
    pub(super) fn reason(
        &self,
        db: &Connection,
        message: &MessageRow,
        contact: &ContactRow,
    ) -> Result<Option<Reason>> {
        if !message.outgoing || message.state != messages::State::Waiting {
            return Ok(None);
        }
        if self.open && !self.look(|here| here.foreground) {
            return Ok(Some(reason_told(contact, message.refusal)));
        }
        let known = addresses::of(db, contact.id)?;
        let contact = ContactRow { here: contact.here && self.open, ..contact.clone() };
        Ok(Some(self.look(|here| {
            let facts = Facts {
                open: self.open,
                offline: here.offline,
                trying: here.trying.contains(&contact.id),
                known: Known::of(&known, &here.surroundings),
                reach: here.reach,
            };
            reason_of(&contact, message.refusal, facts)
        })))
    }

    pub(super) fn message(&self, db: &Connection, row: MessageRow, contact: &ContactRow) -> Result<Message> {
        let reason = self.reason(db, &row, contact)?;
        Ok(message(row, reason))
    }

    /// Messages that were just written: they all wait for the same reason.
    pub(super) fn written(&self, db: &Connection, rows: Vec<MessageRow>) -> Result<Vec<Message>> {
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let contact = contacts::by_id(db, first.contact)?;
        let reason = contact.map(|contact| self.reason(db, first, &contact)).transpose()?.flatten();
        Ok(rows.into_iter().map(|row| message(row, reason)).collect())
    }

    fn look<T>(&self, look: impl FnOnce(&Here) -> T) -> T {
        look(&self.here.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What was seen last counts.
fn way(works_since: Option<Millis>, fails_since: Option<Millis>) -> Way {
    match (works_since, fails_since) {
        (None, None) => Way::Unknown,
        (Some(works), Some(fails)) if fails > works => Way::No { since: fails },
        (Some(since), _) => Way::Yes { since },
        (None, Some(since)) => Way::No { since },
    }
}

fn message(row: MessageRow, reason: Option<Reason>) -> Message {
    Message {
        id: row.item,
        chat: row.chat,
        direction: if row.outgoing { Direction::Out } else { Direction::In },
        text: row.text,
        state: match row.state {
            messages::State::Waiting => MessageState::Waiting,
            messages::State::Delivered => MessageState::Delivered,
            messages::State::Read => MessageState::Read,
        },
        reason,
        written_at: row.written_at,
        stored_at: row.stored_at,
        delivered_at: row.delivered_at,
        read_at: row.read_at,
    }
}
