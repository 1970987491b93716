//! Bad input gets a typed error and changes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

use pure2p_core::identity::MAX_NAME;
use pure2p_core::node::{Config, DatabaseKey, Foreground, Node, NodeError, Setting};
use pure2p_core::wire::ItemId;
use pure2p_core::wire::items::MAX_TEXT;
use pure2p_tests::database;
use pure2p_tests::peers::{self, KEY, Peer, config};
use pure2p_tests::raw::Raw;
use pure2p_tests::rng::Repeatable;

/// A closed home with a bit of everything in it.
async fn lived_in() -> (tempfile::TempDir, Peer) {
    let folder = tempfile::tempdir().unwrap();
    let alice = Peer::at(folder.path(), "Alice").await;
    let bob = Raw::new(1);
    alice.node.add(&bob.link(1, &["192.0.2.1:25000".parse().unwrap()]), Some("Bob".into())).await.unwrap();
    for n in 0..20 {
        alice.send(bob.uid(), &format!("message {n} {}", "x".repeat(500))).await;
    }
    alice.node.save_draft(bob.uid(), "half a thought".into()).await.unwrap();
    (folder, alice)
}

async fn kind_of_opening(folder: &Path, key: [u8; 32]) -> String {
    let config = Config { key: DatabaseKey::new(key), ..config(folder) };
    match Node::open(config).await {
        Ok(node) => {
            node.shutdown().await.unwrap();
            "ok".to_owned()
        }
        Err(error) => {
            assert!(!error.to_string().contains('\n'), "one line: {error}");
            error.kind().to_owned()
        }
    }
}

fn bytes(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("messages.db")).unwrap()
}

#[tokio::test]
async fn a_wrong_key_opens_nothing_and_changes_nothing() {
    let (folder, alice) = lived_in().await;
    alice.node.shutdown().await.unwrap();
    let before = bytes(folder.path());
    let mut nearly = KEY;
    nearly[31] ^= 1;
    for key in [nearly, [0; 32]] {
        assert_eq!(kind_of_opening(folder.path(), key).await, "wrong_key");
    }
    assert_eq!(bytes(folder.path()), before);
    let alice = peers::open(folder.path()).await;
    assert_eq!(alice.queue(None, u32::MAX).await.unwrap().len(), 20);
    assert_eq!(alice.draft(Raw::new(1).uid()).await.unwrap(), "half a thought");
}

#[tokio::test]
async fn a_database_that_was_cut_short_is_refused_as_it_is() {
    let (folder, alice) = lived_in().await;
    alice.node.shutdown().await.unwrap();
    let whole = bytes(folder.path());
    let path = folder.path().join("messages.db");
    let pages = whole.len() / 4_096;
    let mut dice = Repeatable::new(1);
    let mut lengths = vec![1, 15, 16, 100, 1_024, 4_095, 4_097, whole.len() - 1, whole.len() - 4_000];
    lengths.extend((0..8).map(|_| dice.below(whole.len())).filter(|length| length % 4_096 != 0));
    for length in lengths {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(kind_of_opening(folder.path(), KEY).await, "damaged_database", "{length} bytes");
        assert_eq!(bytes(folder.path()), whole[..length], "{length} bytes: untouched");
    }
    // Whole pages are missing.
    for pages in [1, 2, pages / 2, pages - 1] {
        std::fs::write(&path, &whole[..pages * 4_096]).unwrap();
        assert_eq!(kind_of_opening(folder.path(), KEY).await, "damaged_database", "{pages} pages");
        assert_eq!(bytes(folder.path()), whole[..pages * 4_096], "{pages} pages: untouched");
    }
    // Bytes that are no database at all, and a page that was changed.
    std::fs::write(&path, vec![7; 8_192]).unwrap();
    assert_eq!(kind_of_opening(folder.path(), KEY).await, "wrong_key");
    let mut changed = whole.clone();
    changed[100] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    assert_ne!(kind_of_opening(folder.path(), KEY).await, "ok");
    // Put back, it is what it was.
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(peers::open(folder.path()).await.queue(None, u32::MAX).await.unwrap().len(), 20);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let (folder, alice) = lived_in().await;
    alice.node.shutdown().await.unwrap();
    let path = folder.path().join("messages.db");
    let newer = database::open(&path, &KEY);
    let format: i64 = newer.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    newer.pragma_update(None, "user_version", format + 1).unwrap();
    newer
        .execute_batch("CREATE TABLE of_the_future (x INTEGER) STRICT; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(newer);
    let before = database::dump(&path, &KEY);
    let error = Node::open(config(folder.path())).await.unwrap_err();
    assert_eq!(error.kind(), "newer_database");
    assert!(error.to_string().contains(&format!("{}", format + 1)), "{error}");
    assert_eq!(database::dump(&path, &KEY), before);
    let again: i64 =
        database::open(&path, &KEY).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(again, format + 1);
}

#[tokio::test]
async fn a_home_that_is_none_is_an_error_not_a_new_account() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(kind_of_opening(&folder.path().join("missing"), KEY).await, "unreadable_database");
    std::fs::create_dir(folder.path().join("messages.db")).unwrap();
    assert_ne!(kind_of_opening(folder.path(), KEY).await, "ok");
    let empty = tempfile::tempdir().unwrap();
    let node = peers::open(empty.path()).await;
    assert_eq!(node.enter_foreground(Foreground::default()).await.unwrap_err().kind(), "no_account");
    assert_eq!(node.link(None, false).await.unwrap_err().kind(), "no_account");
    let bob = Raw::new(1).uid();
    assert_eq!(node.add(&bob.to_string(), None).await.unwrap_err().kind(), "no_account");
    assert!(node.account().await.unwrap().is_none());
    // A name that is none makes no account either.
    assert_eq!(node.create_account(Some("\u{202e}".into())).await.unwrap_err().kind(), "bad_name");
    assert!(node.account().await.unwrap().is_none());
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_and_the_account_is_as_before() {
    let (_folder, mut alice) = lived_in().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let before = database::dump(&alice.database(), &KEY);
    let error = alice.node.enter_foreground(Foreground { listen: vec![address] }).await.unwrap_err();
    assert_eq!((error.kind(), error.address()), ("address_in_use", Some(address)));
    let elsewhere = "192.0.2.1:25000".parse().unwrap();
    let error = alice.node.enter_foreground(Foreground { listen: vec![elsewhere] }).await.unwrap_err();
    assert_eq!((error.kind(), error.address()), ("address_not_available", Some(elsewhere)));
    // One of two that is taken is an error as well: an explicit wish is kept whole or not at all.
    let listen = vec!["127.0.0.1:0".parse().unwrap(), address];
    assert!(alice.node.enter_foreground(Foreground { listen }).await.is_err());
    assert!(alice.node.session().await.unwrap().listening.is_empty());
    assert_eq!(database::dump(&alice.database(), &KEY), before);
    drop(taken);
    alice.open_on(address).await;
}

#[tokio::test]
async fn the_accounts_own_port_may_be_taken_and_stays_remembered() {
    let (_folder, alice) = lived_in().await;
    let port = alice.node.settings().await.unwrap().port;
    let Ok(_taken) = std::net::TcpListener::bind(("0.0.0.0", port)) else { return };
    let bound = alice.node.enter_foreground(Foreground::default()).await.unwrap();
    assert!(bound.iter().all(|address| address.port() != port), "{bound:?}");
    assert_eq!(alice.node.settings().await.unwrap().port, port);
    alice.close().await;
}

#[tokio::test]
async fn commands_that_are_refused_change_nothing() {
    let (_folder, alice) = lived_in().await;
    let (bob, eve) = (Raw::new(1), Raw::new(2));
    let node = &alice.node;
    let own = alice.uid.to_string();
    let own_link = alice.link_to("192.0.2.2:25000".parse().unwrap()).await;
    let link = eve.link(1, &["192.0.2.3:25000".parse().unwrap()]);
    let before = database::dump(&alice.database(), &KEY);
    let unchanged = |what: &str| assert_eq!(database::dump(&alice.database(), &KEY), before, "{what}");
    let refused = |what: &str, error: NodeError, kind: &str| {
        assert_eq!(error.kind(), kind, "{what}");
        assert!(!error.to_string().contains('\n'));
        unchanged(what);
    };

    // A character changed anywhere is noticed: in a UID always, in a link by the signature.
    let uid = eve.uid().to_string();
    for at in 5..uid.len() {
        let mut wrong = uid.clone().into_bytes();
        wrong[at] = if wrong[at] == b'q' { b'p' } else { b'q' };
        let error = node.add(std::str::from_utf8(&wrong).unwrap(), None).await.unwrap_err();
        assert_eq!(error.kind(), "bad_uid", "at {at}");
    }
    unchanged("UIDs with one wrong character");
    let card = link.find('?').unwrap() + 1;
    for at in (card..link.len() - 1).step_by(7) {
        let mut wrong = link.clone().into_bytes();
        wrong[at] = if wrong[at] == b'a' { b'b' } else { b'a' };
        let error = node.add(std::str::from_utf8(&wrong).unwrap(), None).await.unwrap_err();
        assert_eq!(error.kind(), "tampered_link", "at {at}");
    }
    unchanged("tampered links");
    // Eve's card under Bob's UID.
    let mixed = format!("pure2p:{}{}", bob.uid(), &link[card - 1..]);
    refused("a foreign card", node.add(&mixed, None).await.unwrap_err(), "tampered_link");
    for nonsense in ["", "pure2p:", "pure1", "hello", "pure2p:?", &"x".repeat(5_000)] {
        let error = node.add(nonsense, None).await.unwrap_err();
        assert!(["bad_uid", "bad_link"].contains(&error.kind()), "{nonsense}: {}", error.kind());
    }
    unchanged("nonsense");
    refused("own UID", node.add(&own, None).await.unwrap_err(), "own_uid");
    refused("own link", node.add(&own_link, None).await.unwrap_err(), "own_uid");
    refused("blocking oneself", node.block(alice.uid).await.unwrap_err(), "own_uid");
    refused("second account", node.create_account(None).await.unwrap_err(), "account_exists");

    for name in ["", "  ", "a\nb", "\u{202e}evil", &"n".repeat(MAX_NAME + 1)] {
        let name = || Some(name.to_owned());
        refused("add", node.add(&link, name()).await.unwrap_err(), "bad_name");
        refused("rename", node.rename(bob.uid(), name()).await.unwrap_err(), "bad_name");
        refused("setting", node.change_setting(Setting::Name(name())).await.unwrap_err(), "bad_name");
    }

    let send = |text: &str| node.send(bob.uid(), text.to_owned());
    for empty in ["", " ", "\n\t "] {
        refused("empty", send(empty).await.unwrap_err(), "empty_text");
    }
    refused("too long", send(&"x".repeat(MAX_TEXT + 1)).await.unwrap_err(), "text_too_long");
    // Too long in bytes, not in characters.
    refused("too long", send(&"ö".repeat(MAX_TEXT / 2 + 1)).await.unwrap_err(), "text_too_long");
    let many = vec!["good".to_owned(), "good, too".to_owned(), String::new()];
    refused("all or none", node.send_many(bob.uid(), many).await.unwrap_err(), "empty_text");

    let (nobody, nothing) = (eve.uid(), ItemId([1; 16]));
    refused("stranger", node.send(nobody, "x".into()).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.accept(nobody).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.unblock(nobody).await.unwrap_err(), "unknown_contact");
    refused("not blocked", node.unblock(bob.uid()).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.remove(nobody).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.rename(nobody, None).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.mark_read(nobody).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.draft(nobody).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.save_draft(nobody, "x".into()).await.unwrap_err(), "unknown_contact");
    refused("stranger", node.show_chat(Some(nobody)).await.unwrap_err(), "unknown_contact");
    refused("no message", node.delete_message(bob.uid(), nothing).await.unwrap_err(), "unknown_message");
    refused("no message", node.details(nothing).await.unwrap_err(), "unknown_message");

    // The longest of everything is fine.
    send(&"x".repeat(MAX_TEXT)).await.unwrap();
    node.rename(bob.uid(), Some("n".repeat(MAX_NAME))).await.unwrap();
}

#[tokio::test]
async fn addresses_that_are_none_make_no_link() {
    let (_folder, alice) = lived_in().await;
    let before = database::dump(&alice.database(), &KEY);
    for address in ["0.0.0.0:25000", "192.0.2.1:0", "224.0.0.1:25000", "255.255.255.255:25000", "[::]:1"] {
        let error = alice.node.link(Some(vec![address.parse().unwrap()]), true).await.unwrap_err();
        assert_eq!(error.kind(), "bad_address", "{address}");
    }
    let many = vec!["192.0.2.1:25000".parse().unwrap(); 9];
    assert_eq!(alice.node.link(Some(many), true).await.unwrap_err().kind(), "bad_link");
    assert_eq!(database::dump(&alice.database(), &KEY), before);
}

#[tokio::test]
async fn a_blocked_contact_gets_nothing_until_unblocked() {
    let (_folder, alice) = lived_in().await;
    let bob = Raw::new(1).uid();
    alice.node.block(bob).await.unwrap();
    let before = database::dump(&alice.database(), &KEY);
    assert_eq!(alice.node.send(bob, "x".into()).await.unwrap_err().kind(), "blocked");
    assert_eq!(alice.node.add(&bob.to_string(), None).await.unwrap_err().kind(), "blocked");
    assert_eq!(alice.node.accept(bob).await.unwrap_err().kind(), "blocked");
    assert_eq!(database::dump(&alice.database(), &KEY), before);
    alice.node.unblock(bob).await.unwrap();
    alice.send(bob, "back").await;
    assert_eq!(alice.sent(bob).await.len(), 21);
}
