//! Verbs that are let go, that fail, and nodes that nobody ends.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::super::{Event, Events, Network, NetworkKind, NetworkSnapshot, Reason};
use super::*;
use crate::identity::Card;
use crate::store;

/// Sockets, engine and lock of one node agree, between two verbs.
async fn agrees(node: &Node, open: bool) {
    let stage = node.0.stage.lock().await;
    let bound = node.0.outside.sockets().as_ref().map(|sockets| sockets.listener.addresses().to_vec());
    assert_eq!((node.in_foreground(), bound.is_some()), (open, open));
    assert_eq!(stage.is_locked(), open);
    for address in bound.unwrap_or_default() {
        assert!(TcpStream::connect(address).await.is_ok());
    }
}

#[tokio::test]
async fn verbs_that_are_let_go_leave_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    for times in 0..12 {
        polled(times, node.enter_foreground(on_loopback())).await;
        node.enter_foreground(on_loopback()).await.unwrap();
        agrees(&node, true).await;
        polled(times, node.enter_background()).await;
        node.enter_foreground(on_loopback()).await.unwrap();
        agrees(&node, true).await;
        polled(times, node.enter_background()).await;
        node.enter_background().await.unwrap();
        agrees(&node, false).await;
    }
}

#[tokio::test]
async fn a_shutdown_that_is_let_go_is_waited_for_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let (release, held_up) = std::sync::mpsc::channel::<()>();
    let released = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&released);
    let slow = node.write(move |_, _, _| {
        let _ = held_up.recv();
        seen.store(true, Ordering::SeqCst);
        Ok(())
    });
    assert!(polled(1, slow).await.is_none());
    assert!(polled(1, node.shutdown()).await.is_none());
    let second = async {
        node.shutdown().await.unwrap();
        assert!(released.load(Ordering::SeqCst), "the writer still runs");
    };
    let later = async {
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
    };
    tokio::join!(second, later);
}

#[tokio::test]
async fn a_call_that_nobody_polls_holds_no_shutdown_up() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.add(&somebody(1).to_string(), None).await.unwrap();
    let mut draft = pin!(node.save_draft(somebody(1), "half a".into()));
    assert!(polled(1, draft.as_mut()).await.is_none());
    timeout(STUCK, node.shutdown()).await.expect("stuck").unwrap();
    draft.await.unwrap(); // It was done, of course.
}

#[tokio::test]
async fn a_node_that_nobody_holds_any_more_ends() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let mut events = node.subscribe();
    let bound = node.enter_foreground(on_loopback()).await.unwrap()[0];
    assert!(TcpStream::connect(bound).await.is_ok());
    let thread = node.0.stage.lock().await.take_thread().unwrap();
    drop(node);
    let begun = tokio::time::Instant::now();
    while !thread.is_finished() {
        assert!(begun.elapsed() < STUCK, "the writer goes on");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let rest = async { while events.next().await.is_some() {} };
    timeout(STUCK, rest).await.expect("the stream goes on");
    // The lock and the port are free.
    let again = Node::open(config(folder.path())).await.unwrap();
    again.enter_foreground(Foreground { listen: vec![bound] }).await.unwrap();
}

#[tokio::test]
async fn events_end_with_a_shutdown_after_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let mut events = node.subscribe();
    node.enter_foreground(on_loopback()).await.unwrap();
    node.shutdown().await.unwrap();
    let mut seen = Vec::new();
    let all = async {
        while let Some(event) = events.next().await {
            seen.push(event);
        }
    };
    timeout(STUCK, all).await.expect("the stream goes on although the node was shut down");
    assert_eq!(seen.last(), Some(&Event::Closed));
    assert_eq!(timeout(STUCK, node.subscribe().next()).await, Ok(None));
}

#[tokio::test]
async fn a_foreground_that_the_disk_refuses_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    for at_commit in [false, true] {
        break_disk(&node, "account", at_commit).await;
        assert_ne!(kind(node.enter_foreground(on_loopback()).await), "ok");
        agrees(&node, false).await;
        mend_disk(&node).await;
        node.enter_foreground(on_loopback()).await.unwrap();
        agrees(&node, true).await;
        node.enter_background().await.unwrap();
    }
}

#[tokio::test]
async fn leaving_needs_no_disk() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.add(&somebody(1).to_string(), None).await.unwrap();
    for at_commit in [false, true] {
        node.enter_foreground(on_loopback()).await.unwrap();
        node.write(|_, db, _| Ok(db.execute_batch("UPDATE contacts SET here = 1")?)).await.unwrap();
        break_disk(&node, "contacts", at_commit).await;
        assert_ne!(kind(node.enter_background().await), "ok");
        agrees(&node, false).await;
        mend_disk(&node).await;
    }
}

#[tokio::test]
async fn sockets_that_died_are_rebuilt_and_everybody_is_greeted_once() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    // Somebody whose door takes connections and says nothing: every greeting stays under way.
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let card = Card { serial: 1, addresses: vec![door.local_addr().unwrap()], name: None, invite: None };
    let link = card.sign(&Account::generate(&mut ChaCha20Rng::seed_from_u64(1))).unwrap();
    node.add(&link.to_string(), None).await.unwrap();
    let greetings = || node.0.outside.sockets().as_ref().map(|sockets| sockets.tasks.len());
    node.enter_foreground(on_loopback()).await.unwrap();
    assert_eq!(greetings(), Some(1));
    take_sockets_away(&node).await; // As iOS does it.
    node.enter_foreground(on_loopback()).await.unwrap();
    agrees(&node, true).await;
    assert_eq!(greetings(), Some(1));
}

#[tokio::test]
async fn after_the_event_that_says_closed_everything_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    // Their door takes the message and says nothing, so that closing the sockets takes a while.
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let card = Card { serial: 1, addresses: vec![door.local_addr().unwrap()], name: None, invite: None };
    let link = card.sign(&Account::generate(&mut ChaCha20Rng::seed_from_u64(1))).unwrap();
    node.add(&link.to_string(), None).await.unwrap();
    let id = node.send(link.uid, "hello".into()).await.unwrap().id;
    node.enter_foreground(on_loopback()).await.unwrap();
    let mut events = node.subscribe();
    let leaving = tokio::spawn({
        let node = node.clone();
        async move { node.enter_background().await }
    });
    let closed = async { while events.next().await != Some(Event::Closed) {} };
    timeout(STUCK, closed).await.expect("nobody says so");
    assert!(!node.open_somewhere());
    assert_eq!(node.session().await.unwrap().listening, []);
    assert_eq!(node.message(id).await.unwrap().reason, Some(Reason::AppClosed));
    leaving.await.unwrap().unwrap();
    // Another process of this home sees whose lock it is.
    let other = Node::open(config(folder.path())).await.unwrap();
    assert!(!other.open_somewhere());
    node.enter_foreground(on_loopback()).await.unwrap();
    assert!(other.open_somewhere() && node.open_somewhere());
    assert_eq!(kind(other.enter_foreground(on_loopback()).await), "already_open");
    assert!(other.open_somewhere());
}

/// The next event that says whether there is a foreground.
async fn next_said(events: &mut Events) -> Event {
    let said = async {
        loop {
            match events.next().await {
                Some(event @ (Event::Listening { .. } | Event::Closed)) => return event,
                Some(_) => {}
                None => panic!("the stream ended"),
            }
        }
    };
    timeout(STUCK, said).await.expect("nothing is said")
}

/// What a system does that takes sockets away, as far as the node can tell.
async fn take_sockets_away(node: &Node) {
    let _turn = node.0.stage.lock().await;
    let sockets = node.0.outside.sockets().take().unwrap();
    sockets.listener.close(Duration::ZERO).await;
    *node.0.outside.sockets() = Some(sockets);
}

#[tokio::test]
async fn sockets_that_died_are_noticed_by_nobody_but_the_node() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.enter_foreground(on_loopback()).await.unwrap();
    for _ in 0..3 {
        let mut events = node.subscribe();
        take_sockets_away(&node).await;
        assert!(matches!(next_said(&mut events).await, Event::Listening { .. }));
        agrees(&node, true).await;
    }
    // And if there is no other: it is over, and that is said.
    let mut events = node.subscribe();
    break_disk(&node, "account", true).await;
    take_sockets_away(&node).await;
    assert_eq!(next_said(&mut events).await, Event::Closed);
    agrees(&node, false).await;
    mend_disk(&node).await;
    // Whoever leaves while sockets die has left.
    for _ in 0..20 {
        node.enter_foreground(on_loopback()).await.unwrap();
        take_sockets_away(&node).await;
        timeout(STUCK, node.enter_background()).await.expect("stuck").unwrap();
        agrees(&node, false).await;
    }
    node.enter_foreground(on_loopback()).await.unwrap();
    take_sockets_away(&node).await;
    timeout(STUCK, node.shutdown()).await.expect("stuck").unwrap();
}

#[tokio::test]
async fn leaving_needs_no_turn_at_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.enter_foreground(on_loopback()).await.unwrap();
    node.write(|_, db, _| Ok(db.busy_timeout(Duration::ZERO)?)).await.unwrap();
    let other = store::open_writer(&folder.path().join("messages.db"), &[7; 32]).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(kind(node.enter_background().await), "busy");
    agrees(&node, false).await;
}

#[tokio::test]
async fn a_network_that_could_not_be_written_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.enter_foreground(on_loopback()).await.unwrap();
    let network = Network {
        kind: NetworkKind::Wired,
        addresses: Vec::new(),
        gateways: Vec::new(),
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: None,
    };
    let snapshot = NetworkSnapshot { networks: vec![network] };
    break_disk(&node, "account", true).await;
    assert_ne!(kind(node.network_changed(snapshot.clone()).await), "ok");
    assert_ne!(kind(node.network_changed(snapshot.clone()).await), "ok", "the same again is tried again");
    mend_disk(&node).await;
    node.network_changed(snapshot).await.unwrap();
}

#[tokio::test]
async fn everything_is_deleted_only_under_the_lock_and_then_whatever_fails() {
    let folder = tempfile::tempdir().unwrap();
    let (open, other) = (node(folder.path()).await, node(folder.path()).await);
    open.enter_foreground(on_loopback()).await.unwrap();
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(kind(other.delete_everything().await), "already_open");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
    assert!(other.account().await.unwrap().is_some(), "nothing was deleted, nothing shut down");
    other.shutdown().await.unwrap();
    // A disk that takes nothing more does not keep anybody from deleting.
    open.add(&somebody(1).to_string(), None).await.unwrap();
    open.write(|_, db, _| Ok(db.execute_batch("UPDATE contacts SET here = 1")?)).await.unwrap();
    break_disk(&open, "contacts", true).await;
    open.delete_everything().await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(kind(open.contacts().await), "shut_down");
}
