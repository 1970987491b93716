//! A real home: account, database, node.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pure2p_core::identity::Uid;
use pure2p_core::node::{Config, DatabaseKey, Event, Foreground, MessageState, Node};

pub(crate) const KEY: [u8; 32] = [9; 32];
/// As many as Android lets an app have.
const DESCRIPTORS: usize = 32_768;

pub(crate) struct Home {
    // Kept beside the target folder: the same disk that a user's home is on, not a RAM disk.
    pub(crate) folder: tempfile::TempDir,
    pub(crate) node: Node,
    pub(crate) uid: Uid,
}

pub(crate) fn folder() -> tempfile::TempDir {
    let near = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    tempfile::tempdir_in(near).unwrap()
}

impl Home {
    pub(crate) async fn new() -> Self {
        Self::with_descriptors(DESCRIPTORS).await
    }

    /// A home on a system that lets it have so many descriptors.
    pub(crate) async fn with_descriptors(descriptors: usize) -> Self {
        let folder = folder();
        let node = open_with(folder.path().join("messages.db"), descriptors).await;
        let uid = node.create_account(None).await.unwrap().uid;
        Self { folder, node, uid }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("messages.db")
    }

    pub(crate) async fn listen(&self) -> SocketAddr {
        let listen = vec!["127.0.0.1:0".parse().unwrap()];
        self.node.enter_foreground(Foreground { listen }).await.unwrap()[0]
    }

    pub(crate) async fn link(&self, address: SocketAddr) -> String {
        self.node.link(Some(vec![address]), true).await.unwrap()
    }
}

pub(crate) async fn open(database: PathBuf) -> Node {
    open_with(database, DESCRIPTORS).await
}

async fn open_with(database: PathBuf, descriptors: usize) -> Node {
    Node::open(Config { database, key: DatabaseKey::new(KEY), descriptors }).await.unwrap()
}

/// Waits until `count` own messages were delivered.
pub(crate) async fn delivered(events: &mut pure2p_core::node::Events, mut count: usize) {
    let give_up = Instant::now() + Duration::from_secs(300);
    while count > 0 && Instant::now() < give_up {
        match events.next().await {
            Some(Event::MessageStates { ids, state: MessageState::Delivered, .. }) => {
                count = count.saturating_sub(ids.len());
            }
            Some(_) => {}
            None => return,
        }
    }
}
