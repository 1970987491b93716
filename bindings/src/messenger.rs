//! The one object of the border. Every call is forwarded to [`Node`] on the library's own runtime.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use pure2p_core::identity::Uid;
use pure2p_core::node::{self, DatabaseKey, Node, NodeError};
use zeroize::Zeroizing;

use crate::error::MessengerError;
use crate::events::{EventListener, Subscription};
use crate::ids::{MessageId, count};
use crate::records::{
    Account, Chat, Config, Contact, ForegroundOptions, Message, NetworkSnapshot, Reach, Request,
    SessionState, Setting, Settings, Storage, TimelineEntry, WaitingMessage,
};
use crate::runtime::{self, ask, run};

/// Descriptors enough for everybody that one person knows.
const DESCRIPTORS: u64 = 65_536;
/// What iOS grants at least.
const FEW_DESCRIPTORS: usize = 256;

/// One home's messenger.
///
/// Every call may be made from any thread, at any time, as often as one likes. A call that was begun is carried
/// out whether or not somebody still waits for it. After `shutdown`, leaving the foreground and
/// shutting down again do nothing, and every other call fails with `MessengerError.ShutDown`.
#[derive(uniffi::Object)]
pub struct Messenger {
    node: Node,
}

impl Messenger {
    /// Makes `call` on the runtime.
    async fn call<T, F>(&self, call: impl FnOnce(Node) -> F) -> Result<T, MessengerError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, NodeError>> + Send + 'static,
    {
        run(call(self.node.clone())).await
    }

    /// Asks `question`, which changes nothing.
    async fn ask<T, F>(&self, question: impl FnOnce(Node) -> F) -> Result<T, MessengerError>
    where
        F: Future<Output = Result<T, NodeError>>,
    {
        ask(question(self.node.clone())).await
    }
}

/// Lifecycle.
#[uniffi::export]
impl Messenger {
    /// Opens a home: its database, no network. `database_key` is 32 bytes that the platform's key store keeps.
    ///
    /// # Errors
    /// `BadKey`, `WrongKey`, `DamagedDatabase`, `NewerDatabase`, `UnreadableDatabase`, `DeviceFull`, `Busy`.
    #[uniffi::constructor]
    pub async fn open(config: Config, database_key: Vec<u8>) -> Result<Arc<Self>, MessengerError> {
        let key = Zeroizing::new(database_key);
        let bytes: Zeroizing<[u8; 32]> = match key.as_slice().try_into() {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(_) => return Err(MessengerError::BadKey { have: count(key.len()) }),
        };
        let config = node::Config {
            database: PathBuf::from(config.database),
            key: DatabaseKey::new(*bytes),
            descriptors: config.descriptors.map_or_else(descriptors, |many| many as usize),
        };
        let node = run(Node::open(config)).await?;
        Ok(Arc::new(Self { node }))
    }

    /// Makes the account of this home, offline.
    ///
    /// # Errors
    /// `AccountExists`, `BadName`.
    #[uniffi::method(default(name = None))]
    pub async fn create_account(&self, name: Option<String>) -> Result<Account, MessengerError> {
        self.call(|node| async move { Ok(node.create_account(name).await?.into()) }).await
    }

    /// This home's account, if it has one.
    pub async fn account(&self) -> Result<Option<Account>, MessengerError> {
        self.ask(|node| async move { Ok(node.account().await?.map(Into::into)) }).await
    }

    /// Listens, tells every contact that this device is here, and sends what waits. Gives the bound addresses. In
    /// the foreground already: gives them again, or rebuilds sockets that the system took away.
    ///
    /// # Errors
    /// `NoAccount`, `AlreadyOpen`, `AddressInUse` and its like.
    pub async fn enter_foreground(
        &self,
        options: ForegroundOptions,
    ) -> Result<Vec<SocketAddr>, MessengerError> {
        self.call(|node| async move { node.enter_foreground(options.into()).await }).await
    }

    /// Says goodbye, finishes what is in flight, closes every socket. Done within three seconds.
    pub async fn enter_background(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.enter_background().await }).await
    }

    /// The networks changed, or may have. The same snapshot again does nothing.
    pub async fn network_changed(&self, snapshot: NetworkSnapshot) -> Result<(), MessengerError> {
        self.call(|node| async move { node.network_changed(snapshot.into()).await }).await
    }

    /// The device slept, or a person wants to know how things stand now: the router is asked again, whoever is here is
    /// greeted again, and what waits is tried again, in the same networks. In the background it does nothing.
    pub async fn woke_up(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.woke_up().await }).await
    }

    /// Leaves the foreground and closes the database. Doing so again does nothing.
    pub async fn shutdown(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.shutdown().await }).await
    }

    /// Deletes account, history and everything else of this home, at once and for good. The messenger is shut
    /// down then; deleting the database key is left to the app.
    pub async fn delete_everything(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.delete_everything().await }).await
    }

    /// Calls `listener` for everything that happens from now on, until the subscription is closed or dropped.
    ///
    /// # Errors
    /// None of its own.
    pub fn subscribe(&self, listener: Arc<dyn EventListener>) -> Result<Arc<Subscription>, MessengerError> {
        Ok(Arc::new(Subscription::new(self.node.subscribe(), listener)?))
    }
}

/// Commands: what a person does. Each is one transaction.
#[uniffi::export]
impl Messenger {
    /// Adds a contact by UID or link. A link's addresses join what is known; a request from this UID is accepted.
    ///
    /// # Errors
    /// `BadUid`, `BadLink`, `OwnUid`, `Blocked`, `BadName`.
    #[uniffi::method(default(name = None))]
    pub async fn add(&self, uid_or_link: String, name: Option<String>) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.add(&uid_or_link, name).await?.into()) }).await
    }

    /// Accepts a stranger's request.
    pub async fn accept(&self, uid: Uid) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.accept(uid).await?.into()) }).await
    }

    /// Blocks a UID, known or not. To them it looks like removal.
    pub async fn block(&self, uid: Uid) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.block(uid).await?.into()) }).await
    }

    /// Takes a block back.
    pub async fn unblock(&self, uid: Uid) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.unblock(uid).await?.into()) }).await
    }

    /// Gives a contact a name of one's own; none: takes it back.
    pub async fn rename(&self, uid: Uid, name: Option<String>) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.rename(uid, name).await?.into()) }).await
    }

    /// Takes a contact, its chat and what waits for it off this device.
    pub async fn remove(&self, uid: Uid) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.remove(uid).await?.into()) }).await
    }

    /// A person compared safety numbers, or takes that back.
    pub async fn set_verified(&self, uid: Uid, verified: bool) -> Result<Contact, MessengerError> {
        self.call(|node| async move { Ok(node.set_verified(uid, verified).await?.into()) }).await
    }

    /// Stores a message and sends it as soon as both are here.
    ///
    /// # Errors
    /// `UnknownContact`, `Blocked`, `NotAccepted`, `EmptyText`, `TextTooLong`, `DeviceFull`.
    pub async fn send(&self, uid: Uid, text: String) -> Result<Message, MessengerError> {
        self.call(|node| async move { Ok(node.send(uid, text).await?.into()) }).await
    }

    /// Stores messages, all of them or none, in order, and sends them as soon as both are here.
    ///
    /// # Errors
    /// Those of `send`.
    pub async fn send_many(&self, uid: Uid, texts: Vec<String>) -> Result<Vec<Message>, MessengerError> {
        self.call(|node| async move { Ok(all(node.send_many(uid, texts).await?)) }).await
    }

    /// Everything received in this chat was seen.
    pub async fn mark_read(&self, uid: Uid) -> Result<(), MessengerError> {
        self.call(|node| async move { node.mark_read(uid).await }).await
    }

    /// Deletes a message on this device; theirs keeps it.
    pub async fn delete_message(&self, uid: Uid, id: MessageId) -> Result<(), MessengerError> {
        self.call(|node| async move { node.delete_message(uid, id).await }).await
    }

    /// Deletes a chat's messages on this device, waiting ones included.
    pub async fn delete_chat(&self, uid: Uid) -> Result<(), MessengerError> {
        self.call(|node| async move { node.delete_chat(uid).await }).await
    }

    /// Keeps what the composer holds.
    pub async fn save_draft(&self, uid: Uid, text: String) -> Result<(), MessengerError> {
        self.call(|node| async move { node.save_draft(uid, text).await }).await
    }

    /// Which chat is on the screen (none: no chat): tried at once, watched more closely.
    pub async fn show_chat(&self, uid: Option<Uid>) -> Result<(), MessengerError> {
        self.call(|node| async move { node.show_chat(uid).await }).await
    }

    /// Changes one setting.
    ///
    /// # Errors
    /// `BadName`, `BadPort`.
    pub async fn change_setting(&self, setting: Setting) -> Result<Settings, MessengerError> {
        self.call(|node| async move { Ok(node.change_setting(setting.into()).await?.into()) }).await
    }

    /// Makes the invites of all links given out so far worthless.
    pub async fn renew_invite(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.renew_invite().await }).await
    }

    /// Another process wrote into this home's database: look again and send what waits.
    pub async fn refresh(&self) -> Result<(), MessengerError> {
        self.call(|node| async move { node.refresh().await }).await
    }
}

/// Queries: each reads one consistent snapshot and waits for nobody.
#[uniffi::export]
impl Messenger {
    /// The chat list: accepted contacts, the latest first.
    pub async fn chats(&self) -> Result<Vec<Chat>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.chats().await?)) }).await
    }

    /// Contacts, requests and blocked keys.
    pub async fn contacts(&self) -> Result<Vec<Contact>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.contacts().await?)) }).await
    }

    /// One contact.
    pub async fn contact(&self, uid: Uid) -> Result<Contact, MessengerError> {
        self.ask(|node| async move { Ok(node.contact(uid).await?.into()) }).await
    }

    /// Strangers who wrote first; those with this account's invite come first.
    pub async fn requests(&self) -> Result<Vec<Request>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.requests().await?)) }).await
    }

    /// A page of a chat, oldest first: the `limit` messages before `before`, or the last ones.
    #[uniffi::method(default(before = None, limit = 50))]
    pub async fn messages(
        &self,
        uid: Uid,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.messages(uid, before, limit).await?)) }).await
    }

    /// A page of a chat, oldest first: the `limit` messages after `after`.
    #[uniffi::method(default(limit = 50))]
    pub async fn messages_after(
        &self,
        uid: Uid,
        after: MessageId,
        limit: u32,
    ) -> Result<Vec<Message>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.messages_after(uid, after, limit).await?)) }).await
    }

    /// One message.
    pub async fn message(&self, id: MessageId) -> Result<Message, MessengerError> {
        self.ask(|node| async move { Ok(node.message(id).await?.into()) }).await
    }

    /// What the composer of a chat holds.
    pub async fn draft(&self, uid: Uid) -> Result<String, MessengerError> {
        self.ask(|node| async move { node.draft(uid).await }).await
    }

    /// Everything that happened to a message, oldest first.
    pub async fn details(&self, id: MessageId) -> Result<Vec<TimelineEntry>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.details(id).await?)) }).await
    }

    /// What waits, for whom and why, oldest first: the `limit` messages after `after`, or the first ones.
    #[uniffi::method(default(after = None, limit = 50))]
    pub async fn queue(
        &self,
        after: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<WaitingMessage>, MessengerError> {
        self.ask(|node| async move { Ok(all(node.queue(after, limit).await?)) }).await
    }

    /// Messages with words that begin with the words of `text`, newest first: the `limit` older than `before`, or
    /// the newest ones.
    #[uniffi::method(default(before = None, limit = 50))]
    pub async fn search(
        &self,
        text: String,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>, MessengerError> {
        self.ask(|node| async move {
            let hits = node.search(&text, before, limit).await?;
            Ok(hits.into_iter().map(|hit| hit.message.into()).collect())
        })
        .await
    }

    /// This account's signed contact link. `addresses`: what it says; left out: where this device listens, or
    /// listened last, without local-network addresses unless asked for.
    ///
    /// # Errors
    /// `NoAccount`, `BadLink` for addresses that no link may have.
    #[uniffi::method(default(addresses = None, with_lan = false))]
    pub async fn link(
        &self,
        addresses: Option<Vec<SocketAddr>>,
        with_lan: bool,
    ) -> Result<String, MessengerError> {
        self.call(|node| async move { node.link(addresses, with_lan).await }).await
    }

    /// The safety number of this account and `uid`: 60 digits.
    pub async fn safety_number(&self, uid: Uid) -> Result<String, MessengerError> {
        self.ask(|node| async move { node.safety_number(uid).await }).await
    }

    /// The settings.
    pub async fn settings(&self) -> Result<Settings, MessengerError> {
        self.ask(|node| async move { Ok(node.settings().await?.into()) }).await
    }

    /// What this home takes on the device.
    pub async fn storage(&self) -> Result<Storage, MessengerError> {
        self.ask(|node| async move { Ok(node.storage().await?.into()) }).await
    }

    /// Who can reach this device, as the process of this home that is in the foreground knows it.
    pub async fn reach(&self) -> Result<Reach, MessengerError> {
        self.ask(|node| async move { Ok(node.reach().await?.into()) }).await
    }

    /// What the session bar shows.
    pub async fn session(&self) -> Result<SessionState, MessengerError> {
        self.ask(|node| async move { Ok(node.session().await?.into()) }).await
    }
}

impl Drop for Messenger {
    /// The node's writer and sockets live on the runtime and would stay there.
    fn drop(&mut self) {
        let node = self.node.clone();
        if let Ok(runtime) = runtime::handle() {
            runtime.spawn(async move { node.shutdown().await });
        }
    }
}

fn all<T, U: From<T>>(many: Vec<T>) -> Vec<U> {
    many.into_iter().map(Into::into).collect()
}

/// Raises the process's own limit as far as the system lets it.
fn descriptors() -> usize {
    let raised = rlimit::increase_nofile_limit(DESCRIPTORS).ok();
    raised.and_then(|many| usize::try_from(many).ok()).unwrap_or(FEW_DESCRIPTORS)
}
