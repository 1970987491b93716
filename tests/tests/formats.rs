//! Databases that released formats wrote. A new format brings a new fixture, made by the code that is released
//! with it; the old ones stay as they are.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

use pure2p_core::node::{Direction, MessageState, Reason};
use pure2p_tests::database;
use pure2p_tests::peers::{KEY, open};

fn format_of(path: &Path) -> i64 {
    database::open(path, &KEY).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_database_of_format_1_opens_with_everything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/format-1.db");
    std::fs::copy(fixture, &path).unwrap();
    assert_eq!(format_of(&path), 1, "the fixture is as it was released");
    let fresh = tempfile::tempdir().unwrap();
    open(fresh.path()).await.shutdown().await.unwrap();

    let node = open(folder.path()).await;
    assert_eq!(node.account().await.unwrap().unwrap().name.as_deref(), Some("Alice"));
    let contacts = node.contacts().await.unwrap();
    assert_eq!(contacts.len(), 3, "a contact, a request and somebody blocked");
    let bob = contacts.iter().find(|contact| contact.name == "Bob").unwrap();
    assert!(bob.last_seen.is_some() && !bob.addresses.is_empty());
    let chat = node.messages(bob.uid, None, 100).await.unwrap();
    let shown: Vec<_> = chat.iter().map(|m| (m.direction, m.text.as_str(), m.state)).collect();
    assert_eq!(
        shown,
        [
            (Direction::Out, "the first", MessageState::Delivered),
            (Direction::In, "an answer", MessageState::Read),
            (Direction::Out, "waits", MessageState::Waiting),
        ]
    );
    assert_eq!(chat[2].reason, Some(Reason::AppClosed));
    assert_eq!(node.chats().await.unwrap()[0].draft, "half a");
    assert_eq!(node.requests().await.unwrap()[0].texts, ["May I?"]);
    assert_eq!(node.search("answer", None, 10).await.unwrap().len(), 1);
    assert!(!node.details(chat[0].id).await.unwrap().is_empty());
    node.send(bob.uid, "written by this version".into()).await.unwrap();
    node.shutdown().await.unwrap();
    assert_eq!(format_of(&path), format_of(&fresh.path().join("messages.db")));
}
