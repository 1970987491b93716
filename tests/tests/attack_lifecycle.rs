//! Shells that call at the worst moment, let go of calls, listen slowly, or delete everything.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use pure2p_core::node::{Event, Foreground, MessageState};
use pure2p_core::wire::{Batch, Verdict};
use pure2p_tests::peers::{self, Peer, STUCK, pair};
use pure2p_tests::raw::{Raw, present};
use pure2p_tests::rng::Repeatable;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_shutdown_in_the_middle_ends_every_call_and_keeps_what_was_promised() {
    let seed = std::env::var("PURE2P_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("PURE2P_SEED={seed}");
    let mut dice = Repeatable::new(seed);
    let (alice, bob) = pair().await;
    let (listen, to) = (alice.address, bob.uid);
    for round in 0..5_u64 {
        let node = peers::open(alice.folder()).await;
        if round == 0 {
            alice.node.shutdown().await.unwrap();
        }
        let mut tasks = Vec::new();
        for task in 0..4_u64 {
            let (node, mut dice) = (node.clone(), Repeatable::new(seed * 1_000 + round * 10 + task));
            tasks.push(tokio::spawn(async move {
                let mut promised = Vec::new();
                for n in 0..200 {
                    let result = match dice.below(6) {
                        0 => node.enter_foreground(Foreground { listen: vec![listen] }).await.map(drop),
                        1 => node.enter_background().await,
                        2 => node.contacts().await.map(drop),
                        _ => {
                            let text = format!("{round}-{task}-{n}");
                            node.send(to, text.clone()).await.map(|_| promised.push(text))
                        }
                    };
                    match result {
                        Ok(()) => {}
                        Err(error) if error.kind() == "shut_down" => break,
                        Err(error) => panic!("{error} ({})", error.kind()),
                    }
                }
                promised
            }));
        }
        // A random point: that many messages are in the database.
        let enough = dice.below(60);
        let begun = tokio::time::Instant::now();
        while node.messages(to, None, 10_000).await.unwrap().len() < enough {
            assert!(begun.elapsed() < STUCK);
        }
        tokio::time::timeout(STUCK, node.shutdown()).await.expect("stuck").unwrap();
        let node = peers::open(alice.folder()).await;
        let kept = node.messages(to, None, 100_000).await.unwrap();
        for task in tasks {
            let promised = tokio::time::timeout(STUCK, task).await.expect("stuck").unwrap();
            let mine: Vec<_> = kept.iter().filter(|m| promised.contains(&m.text)).map(|m| &m.text).collect();
            assert_eq!(mine, promised.iter().collect::<Vec<_>>(), "once, in order");
        }
        node.shutdown().await.unwrap();
    }
    // And all of it arrives.
    let node = peers::open(alice.folder()).await;
    let written: Vec<_> =
        node.messages(to, None, 100_000).await.unwrap().into_iter().map(|m| m.text).collect();
    node.enter_foreground(Foreground { listen: vec![listen] }).await.unwrap();
    assert_eq!(bob.until_received(alice.uid, written.len()).await, written);
    node.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_let_go_is_done_whole_or_not_at_all() {
    let alice = Peer::new("Alice").await;
    let bob = Raw::new(1).uid();
    alice.add_bare(bob).await;
    for n in 0..50_u64 {
        let texts: Vec<String> = (0..10).map(|m| format!("{n}.{m}")).collect();
        let call = alice.node.send_many(bob, texts);
        // Polled for a while that is sometimes long enough.
        let _ = tokio::time::timeout(Duration::from_micros(n * 40), call).await;
    }
    let last = alice.send(bob, "the last").await; // Whatever was begun came before it.
    let shown: Vec<_> = alice.sent(bob).await.into_iter().map(|(text, _)| text).collect();
    assert_eq!(alice.chat(bob).await.last().map(|message| message.id), Some(last.id));
    let mut rest = &shown[..shown.len() - 1];
    let mut before = None;
    while let [first, ..] = rest {
        let call: u64 = first.split_once('.').unwrap().0.parse().unwrap();
        assert!(before.is_none_or(|before| before < call), "in order");
        let whole: Vec<String> = (0..10).map(|m| format!("{call}.{m}")).collect();
        assert_eq!(rest[..10], whole);
        (before, rest) = (Some(call), &rest[10..]);
    }
}

#[tokio::test]
async fn who_listens_slowly_is_told_to_look_again() {
    let mut alice = Peer::new("Alice").await;
    let bob = Raw::new(2);
    alice.add_bare(bob.uid()).await;
    alice.open().await;
    let (mut slow, mut quick) = (alice.node.subscribe(), alice.node.subscribe());
    let counting = tokio::spawn(async move {
        let mut count = 0;
        while let Some(event) = quick.next().await {
            count += usize::from(matches!(event, Event::MessageStates { .. }));
        }
        count
    });
    for n in 0..1_500 {
        alice.send(bob.uid(), &format!("{n}")).await;
    }
    assert_eq!(slow.next().await, Some(Event::Overflowed));
    assert_eq!(alice.sent(bob.uid()).await.len(), 1_500, "the database is the truth");
    alice.node.shutdown().await.unwrap();
    drop(alice.node);
    let seen = tokio::time::timeout(STUCK, counting).await.expect("the stream ends with the node").unwrap();
    assert!(seen > 0);
}

#[tokio::test]
async fn everything_can_be_deleted_while_others_talk_to_it() {
    let (alice, bob) = pair().await;
    alice.send(bob.uid, "hello").await;
    bob.until_received(alice.uid, 1).await;
    bob.send(alice.uid, "to be forgotten").await;
    alice.until_received(bob.uid, 1).await;
    alice.node.delete_everything().await.unwrap();
    assert_eq!(std::fs::read_dir(alice.folder()).unwrap().count(), 0, "no file is left");
    assert!(tokio::net::TcpStream::connect(alice.address).await.is_err());
    assert_eq!(alice.node.contacts().await.unwrap_err().kind(), "shut_down");
    let fresh = peers::open(alice.folder()).await;
    assert!(fresh.account().await.unwrap().is_none());
    assert!(fresh.contacts().await.unwrap().is_empty());
    // To Bob she is somebody who is not there.
    bob.send(alice.uid, "are you there?").await;
    assert_eq!(bob.sent(alice.uid).await[1].1, MessageState::Waiting);
}

#[tokio::test]
async fn what_is_parked_ends_with_the_foreground() {
    let bob = Raw::new(3);
    let mut alice = Peer::new("Alice").await;
    let to = alice.open().await;
    alice.add_bare(bob.uid()).await;
    let line = bob.connect(to, &alice.uid).await.unwrap();
    line.ask(&present()).await.unwrap();
    let parked = Batch { park: Some(100), ..present() };
    // What comes while something is parked is given at once.
    let (answer, ()) = tokio::join!(line.ask(&parked), async {
        alice
            .until("the request is parked", || async {
                // She has no address of his: only through a parked request can this go out.
                alice.send(bob.uid(), "now").await;
                true
            })
            .await;
    });
    let answer = answer.unwrap();
    let verdicts = pure2p_tests::raw::verdicts(&answer, Verdict::Stored);
    assert!(!answer.items.is_empty());
    line.ask(&Batch { verdicts, ..present() }).await.unwrap();
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    // And a goodbye is what ends it.
    let (answer, left) = tokio::join!(line.ask(&parked), async {
        // So many later requests were answered meanwhile that the first one must have been read.
        for _ in 0..20 {
            line.ask(&present()).await.unwrap();
        }
        alice.node.enter_background().await
    });
    left.unwrap();
    assert!(answer.unwrap().presence.unwrap().leaving);
    assert!(tokio::net::TcpStream::connect(to).await.is_err());
}
