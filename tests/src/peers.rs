//! Whole peers in this process: a home in a temporary folder, an account, a node on 127.0.0.1.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use pure2p_core::identity::Uid;
use pure2p_core::node::{
    Config, Contact, DatabaseKey, Direction, Event, Events, Foreground, Message, MessageState, Node,
};
use tempfile::TempDir;

/// Nothing here takes that long; what does is stuck.
pub const STUCK: Duration = Duration::from_secs(60);
/// The database key of every peer here.
pub const KEY: [u8; 32] = [7; 32];

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];

/// A person with a device.
pub struct Peer {
    /// Their messenger. Another one after [`Peer::restart`].
    pub node: Node,
    /// Who they are.
    pub uid: Uid,
    /// Where they can be dialled on this machine; port 0 before the first opening.
    pub address: SocketAddr,
    folder: PathBuf,
    _temporary: Option<Arc<TempDir>>,
}

impl Peer {
    /// A new person, app not open.
    pub async fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut peer = Self::at(folder.path(), name).await;
        peer._temporary = Some(Arc::new(folder));
        peer
    }

    /// A new person whose home is this folder.
    pub async fn at(folder: &Path, name: &str) -> Self {
        let node = open(folder).await;
        let uid = node.create_account(Some(name.to_owned())).await.unwrap().uid;
        let address = (LOOPBACK, 0).into();
        Self { node, uid, address, folder: folder.to_owned(), _temporary: None }
    }

    /// Opens the app on some port of 127.0.0.1.
    pub async fn open(&mut self) -> SocketAddr {
        self.open_on((LOOPBACK, 0).into()).await
    }

    /// Opens the app where nobody who is told nothing can find it: it listens on all interfaces, tells
    /// none of them, and so may not dial loopback addresses either. Who knows where can dial it.
    pub async fn open_one_way(&mut self) -> SocketAddr {
        self.open_on(([0, 0, 0, 0], 0).into()).await
    }

    /// Opens the app exactly there.
    pub async fn open_on(&mut self, listen: SocketAddr) -> SocketAddr {
        let bound = self.node.enter_foreground(Foreground { listen: vec![listen] }).await.unwrap();
        self.address = (LOOPBACK, bound[0].port()).into();
        self.address
    }

    /// Closes the app.
    pub async fn close(&self) {
        self.node.enter_background().await.unwrap();
    }

    /// Ends the process, as it were, and starts it again; not open.
    pub async fn restart(&mut self) {
        self.node.shutdown().await.unwrap();
        self.node = open(&self.folder).await;
    }

    /// The folder with the database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join("messages.db")
    }

    /// A link that says where this person was opened last.
    pub async fn link(&self) -> String {
        self.link_to(self.address).await
    }

    /// A link that says somewhere else.
    pub async fn link_to(&self, address: SocketAddr) -> String {
        self.node.link(Some(vec![address]), true).await.unwrap()
    }

    /// Adds `other` by a link.
    pub async fn add(&self, other: &Self) {
        self.node.add(&other.link().await, None).await.unwrap();
    }

    /// Adds `other` by UID alone.
    pub async fn add_bare(&self, other: Uid) {
        self.node.add(&other.to_string(), None).await.unwrap();
    }

    /// Writes.
    pub async fn send(&self, to: Uid, text: &str) -> Message {
        self.node.send(to, text.to_owned()).await.unwrap()
    }

    /// What is known of `other`.
    pub async fn contact(&self, other: Uid) -> Contact {
        self.node.contact(other).await.unwrap()
    }

    /// The whole chat.
    pub async fn chat(&self, with: Uid) -> Vec<Message> {
        self.node.messages(with, None, 1_000_000).await.unwrap_or_default()
    }

    /// The texts that came, in the order shown.
    pub async fn received(&self, from: Uid) -> Vec<String> {
        let chat = self.chat(from).await;
        chat.into_iter().filter(|m| m.direction == Direction::In).map(|m| m.text).collect()
    }

    /// The texts that were written, with what is true of them.
    pub async fn sent(&self, to: Uid) -> Vec<(String, MessageState)> {
        let chat = self.chat(to).await;
        chat.into_iter().filter(|m| m.direction == Direction::Out).map(|m| (m.text, m.state)).collect()
    }

    /// Waits until this is true. Looks again at every event, as shells do.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, mut holds: impl FnMut() -> F) {
        let mut events = self.node.subscribe();
        let patience = tokio::time::Instant::now() + STUCK;
        while !holds().await {
            // What no event tells (an address learnt, a file that grew) is looked at now and then.
            let look_again = tokio::time::Instant::now() + Duration::from_millis(100);
            assert!(look_again < patience, "never: {what}");
            let _ = tokio::time::timeout_at(look_again, events.next()).await;
        }
    }

    /// Waits for `count` messages from `from`.
    pub async fn until_received(&self, from: Uid, count: usize) -> Vec<String> {
        self.until(&format!("{count} messages arrive"), || async {
            self.received(from).await.len() >= count
        })
        .await;
        self.received(from).await
    }

    /// Waits until everything written to `to` has come at least that far.
    pub async fn until_all(&self, to: Uid, state: MessageState) {
        self.until(&format!("all is {state:?}"), || async {
            self.sent(to).await.iter().all(|(_, now)| *now >= state)
        })
        .await;
    }
}

/// The next event that is looked for.
pub async fn event<T>(events: &mut Events, mut pick: impl FnMut(Event) -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(found) = pick(events.next().await.expect("the node lives")) {
                return found;
            }
        }
    };
    tokio::time::timeout(STUCK, found).await.expect("the event never came")
}

/// Opens the node of a home with [`KEY`].
pub async fn open(folder: &Path) -> Node {
    Node::open(config(folder)).await.unwrap()
}

/// How the nodes here are opened.
pub fn config(folder: &Path) -> Config {
    Config { database: folder.join("messages.db"), key: DatabaseKey::new(KEY), descriptors: 1_024 }
}

/// Two people who have each other's links and are both open.
pub async fn pair() -> (Peer, Peer) {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    alice.open().await;
    bob.open().await;
    alice.add(&bob).await;
    bob.add(&alice).await;
    (alice, bob)
}
