//! What shells ask. Every query reads one consistent snapshot and never waits for the writer.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use rusqlite::Connection;

use super::types::{
    AccountInfo, Chat, Contact, Happening, Hit, Message, Reach, ReachedBy, Request, SessionState, Settings,
    Storage, TimelineEntry, Waiting,
};
use super::view::View;
use super::{Node, Result, blocking};
use crate::delivery::{CommandError, StoredReach, attempt_error};
use crate::identity::{Account, Card, Uid, safety_number};
use crate::net::lan;
use crate::store::contacts::{ContactId, ContactRow, State};
use crate::store::messages::MessageRow;
use crate::store::{StoreError, account, attempts, contacts, held, messages, search};
use crate::wire::ItemId;

type Found<T> = std::result::Result<T, StoreError>;

impl Node {
    /// This home's account, if it has one.
    pub async fn account(&self) -> Result<Option<AccountInfo>> {
        self.read(|db| {
            let (Some(uid), Some(row)) = (account::uid(db)?, account::load(db)?) else { return Ok(None) };
            Ok(Some(AccountInfo { uid, name: row.name }))
        })
        .await
    }

    /// The chat list: accepted contacts, the latest first.
    pub async fn chats(&self) -> Result<Vec<Chat>> {
        let view = View::of(self);
        self.read(move |db| {
            let mut chats = Vec::new();
            for row in contacts::all(db)?.into_iter().filter(ContactRow::active) {
                let last = messages::page(db, row.id, None, 1)?.pop();
                let last = last.map(|last| view.message(db, last, &row)).transpose()?;
                let oldest = messages::oldest_waiting(db, row.id)?;
                let reason = oldest.map(|oldest| view.reason(db, &oldest, &row)).transpose()?.flatten();
                let draft = row.draft.clone();
                chats.push(Chat { contact: view.contact(db, row)?, last, reason, draft });
            }
            Ok(chats)
        })
        .await
    }

    /// Contacts, requests and blocked keys.
    pub async fn contacts(&self) -> Result<Vec<Contact>> {
        let view = View::of(self);
        self.read(move |db| contacts::all(db)?.into_iter().map(|row| view.contact(db, row)).collect()).await
    }

    /// One contact (also a removed one, of which little is left).
    pub async fn contact(&self, uid: Uid) -> Result<Contact> {
        let view = View::of(self);
        let found = self
            .read(move |db| contacts::find(db, &uid)?.map(|row| view.contact(db, row)).transpose())
            .await?;
        Ok(found.ok_or(CommandError::UnknownContact)?)
    }

    /// Strangers who wrote first; those with this account's invite come first.
    pub async fn requests(&self) -> Result<Vec<Request>> {
        self.read(|db| {
            let mut requests = Vec::new();
            for row in
                contacts::all(db)?.into_iter().filter(|row| row.state == State::Requested && !row.blocked)
            {
                requests.push(Request {
                    uid: row.uid,
                    texts: held::of(db, row.id)?.into_iter().map(|word| word.text).collect(),
                    suggested_name: row.suggested_name,
                    invited: row.invited,
                    came_at: row.added_at,
                });
            }
            requests.sort_by_key(|request| !request.invited);
            Ok(requests)
        })
        .await
    }

    /// A page of a chat, oldest first: the `limit` messages before `before` (or the last ones).
    pub async fn messages(&self, uid: Uid, before: Option<ItemId>, limit: u32) -> Result<Vec<Message>> {
        self.chat_page(uid, move |db, contact| match cursor(db, before, Some(contact))? {
            Some(before) => messages::page(db, contact, before, limit),
            None => Ok(Vec::new()),
        })
        .await
    }

    /// A page of a chat, oldest first: the `limit` messages after `after`. None after one that is gone: who
    /// scrolls towards the present begins at the end again.
    pub async fn messages_after(&self, uid: Uid, after: ItemId, limit: u32) -> Result<Vec<Message>> {
        self.chat_page(uid, move |db, contact| match messages::find(db, &after, Some(contact))? {
            Some(after) => messages::page_after(db, contact, after.id, limit),
            None => Ok(Vec::new()),
        })
        .await
    }

    async fn chat_page(
        &self,
        uid: Uid,
        rows: impl FnOnce(&Connection, ContactId) -> Found<Vec<MessageRow>> + Send + 'static,
    ) -> Result<Vec<Message>> {
        let view = View::of(self);
        let page = self
            .read(move |db| {
                let Some(contact) = contacts::find(db, &uid)? else { return Ok(None) };
                let rows = rows(db, contact.id)?;
                let page: Found<Vec<_>> =
                    rows.into_iter().map(|row| view.message(db, row, &contact)).collect();
                Ok(Some(page?))
            })
            .await?;
        Ok(page.ok_or(CommandError::UnknownContact)?)
    }

    /// One message.
    pub async fn message(&self, id: ItemId) -> Result<Message> {
        let view = View::of(self);
        let found = self
            .read(move |db| match with_contact(db, &id)? {
                Some((row, contact)) => Ok(Some(view.message(db, row, &contact)?)),
                None => Ok(None),
            })
            .await?;
        Ok(found.ok_or(CommandError::UnknownMessage)?)
    }

    /// What the composer of a chat holds.
    pub async fn draft(&self, uid: Uid) -> Result<String> {
        let found = self.read(move |db| Ok(contacts::find(db, &uid)?.map(|row| row.draft))).await?;
        Ok(found.ok_or(CommandError::UnknownContact)?)
    }

    /// Everything that happened to a message, oldest first.
    pub async fn details(&self, id: ItemId) -> Result<Vec<TimelineEntry>> {
        let found = self
            .read(move |db| messages::find(db, &id, None)?.map(|row| timeline(db, &row)).transpose())
            .await?;
        Ok(found.ok_or(CommandError::UnknownMessage)?)
    }

    /// What waits, for whom and why, oldest first: the `limit` messages after `after` (or the first ones).
    pub async fn queue(&self, after: Option<ItemId>, limit: u32) -> Result<Vec<Waiting>> {
        let view = View::of(self);
        self.read(move |db| {
            let mut known: HashMap<ContactId, (ContactRow, Vec<attempts::AttemptRow>)> = HashMap::new();
            let mut queue = Vec::new();
            let Some(after) = cursor(db, after, None)? else { return Ok(queue) };
            for row in messages::all_waiting(db, after, limit)? {
                let (contact, tried) = match known.entry(row.contact) {
                    Entry::Occupied(entry) => entry.into_mut(),
                    Entry::Vacant(entry) => {
                        let Some(contact) = contacts::by_id(db, row.contact)? else { continue };
                        entry.insert((contact, attempts::between(db, row.contact, row.stored_at, None)?))
                    }
                };
                let Some(reason) = view.reason(db, &row, contact)? else { continue };
                queue.push(Waiting {
                    id: row.item,
                    to: row.chat,
                    reason,
                    attempts: tried
                        .iter()
                        .filter(|try_| try_.first_at >= row.stored_at)
                        .map(|try_| try_.times)
                        .sum(),
                    next_attempt_at: contact.next_attempt_at,
                });
            }
            Ok(queue)
        })
        .await
    }

    /// Messages with words that begin with the words of `text`, newest first: the `limit` older than
    /// `before` (or the newest ones).
    pub async fn search(&self, text: &str, before: Option<ItemId>, limit: u32) -> Result<Vec<Hit>> {
        let view = View::of(self);
        let text = text.to_owned();
        self.read(move |db| {
            let mut hits = Vec::new();
            let Some(before) = cursor(db, before, None)? else { return Ok(hits) };
            for row in search::find(db, &text, before, limit)? {
                if let Some(contact) = contacts::by_id(db, row.contact)? {
                    hits.push(Hit { message: view.message(db, row, &contact)? });
                }
            }
            Ok(hits)
        })
        .await
    }

    /// This account's signed contact link. `addresses`: what it says; `None`: where this device listens,
    /// or listened last. LAN addresses are left out of the latter unless asked for.
    pub async fn link(&self, addresses: Option<Vec<SocketAddr>>, with_lan: bool) -> Result<String> {
        let row = self.read(account::load).await?.ok_or(CommandError::NoAccount)?;
        let addresses = addresses.unwrap_or_else(|| {
            let mut known = row.listened.clone();
            known.retain(|address| with_lan || !lan(address.ip()));
            known
        });
        // Signed within the transaction: a link that is refused uses no serial up.
        self.write(move |_, db, now| {
            let seed = account::seed(db)?.ok_or(CommandError::NoAccount)?;
            let account = Account::from_seed(&seed).map_err(|_| StoreError::Damaged)?;
            let serial = account::next_card_serial(db, now.wall)?;
            let card = Card { serial, addresses, name: row.name, invite: Some(row.invite) };
            Ok(card.sign(&account)?.to_string())
        })
        .await
    }

    /// The safety number of this account and `uid`: 60 digits.
    pub async fn safety_number(&self, uid: Uid) -> Result<String> {
        let own = self.read(account::uid).await?.ok_or(CommandError::NoAccount)?;
        Ok(safety_number(&own, &uid))
    }

    /// The settings.
    pub async fn settings(&self) -> Result<Settings> {
        let row = self.read(account::load).await?.ok_or(CommandError::NoAccount)?;
        Ok(Settings {
            name: row.name,
            answer_new_people: row.answer_new_people,
            read_receipts: row.read_receipts,
            port: row.port,
            ask_router: row.ask_router,
        })
    }

    /// Who can reach this device, as the process of this home that is in the foreground knows it.
    pub async fn reach(&self) -> Result<Reach> {
        let open = self.open_somewhere();
        self.read(move |db| {
            if !open {
                return Ok(Reach::default());
            }
            let stored = account::reach(db)?.and_then(|bytes| StoredReach::read(&bytes));
            let Some(stored) = stored else { return Ok(Reach::default()) };
            let mut reached_by = Vec::new();
            for (uid, outside, at) in stored.came_in {
                let found = contacts::find(db, &Uid::from_store(uid))?.filter(ContactRow::active);
                reached_by.extend(found.map(|row| ReachedBy { uid: row.uid, at, outside }));
            }
            let [router, router_v6] = stored.router;
            Ok(Reach {
                state: stored.state,
                listening: stored.listening,
                addresses: stored.addresses,
                router,
                router_v6,
                seen_as: stored.seen_as,
                reached_by,
            })
        })
        .await
    }

    /// What this home takes on the device.
    pub async fn storage(&self) -> Result<Storage> {
        let database = self.0.database.clone();
        self.read(move |db| {
            let size = |suffix: &str| {
                let mut path = database.clone().into_os_string();
                path.push(suffix);
                std::fs::metadata(path).map_or(0, |file| file.len())
            };
            let bytes = ["", "-wal", "-shm"].into_iter().map(size).sum();
            Ok(Storage { bytes, messages: messages::count(db)? })
        })
        .await
    }

    /// What the session bar shows.
    pub async fn session(&self) -> Result<SessionState> {
        let open = self.open_somewhere();
        let (foreground, (done, total)) = {
            let here = self.0.here.read().unwrap_or_else(PoisonError::into_inner);
            (here.foreground, here.progress)
        };
        // As the events say it: sockets are built before, and closed after, what they tell of.
        let listening = match self.0.outside.sockets().as_ref().filter(|_| foreground) {
            Some(sockets) => sockets.listener.addresses().to_vec(),
            None => Vec::new(),
        };
        self.read(move |db| {
            let active = contacts::active(db)?;
            let here = if open { active.iter().filter(|row| row.here).count() } else { 0 };
            Ok(SessionState { listening, here: here as u64, contacts: active.len() as u64, done, total })
        })
        .await
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Found<T> + Send + 'static,
    ) -> Result<T> {
        if self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            return Err(super::NodeError::ShutDown);
        }
        let readers = Arc::clone(&self.0.readers);
        blocking(move || readers.read(query)).await
    }
}

/// The row that a page begins or ends at: `Some(None)` for no cursor, `None` for a message that is gone.
fn cursor(db: &Connection, id: Option<ItemId>, contact: Option<ContactId>) -> Found<Option<Option<i64>>> {
    let Some(id) = id else { return Ok(Some(None)) };
    Ok(messages::find(db, &id, contact)?.map(|row| Some(row.id)))
}

fn with_contact(db: &Connection, id: &ItemId) -> Found<Option<(MessageRow, ContactRow)>> {
    let Some(row) = messages::find(db, id, None)? else { return Ok(None) };
    let contact = contacts::by_id(db, row.contact)?;
    Ok(contact.map(|contact| (row, contact)))
}

fn timeline(db: &Connection, row: &MessageRow) -> Found<Vec<TimelineEntry>> {
    let mut entries = Vec::new();
    let mut add = |at, what| entries.push(TimelineEntry { at, what });
    add(row.written_at, Happening::Written);
    if row.outgoing {
        for attempt in attempts::between(db, row.contact, row.stored_at, row.delivered_at)? {
            let error = attempt_error(attempt.error);
            // A run of successes goes on after the one that delivered this message: only that one is its own.
            let (at, times) = match row.delivered_at {
                Some(delivered) if attempt.at > delivered => (delivered, 1),
                _ => (attempt.at, attempt.times),
            };
            add(at, Happening::Attempt { address: attempt.address, error, times });
        }
    }
    if let Some(at) = row.delivered_at {
        add(at, Happening::Delivered);
    }
    if let Some(at) = row.read_at {
        add(at, Happening::Read);
    }
    Ok(entries)
}
