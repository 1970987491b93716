//! Who records, replays, forges, swaps, reflects and loses what goes between two peers changes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use pure2p_core::node::{Happening, MessageState, Presence};
use pure2p_core::wire::{Batch, Item, ItemVerdict, Verdict, WireAddress, fuzzing};
use pure2p_tests::database;
use pure2p_tests::http::{self, Message};
use pure2p_tests::peers::{KEY, Peer};
use pure2p_tests::proxy::{Fate, Proxy};
use pure2p_tests::raw::{Raw, carrying, present, present_at, receipt, text};

/// Alice with Bob (made by hand) as a contact, open.
async fn alice_who_knows(bob: &Raw) -> Peer {
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.add_bare(bob.uid()).await;
    alice
}

/// Alice and Bob; she can't dial him, and all that he says goes through the proxy.
async fn through_a_proxy() -> (Peer, Peer, Proxy) {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    let proxy = Proxy::before(alice.open_one_way().await).await;
    alice.add_bare(bob.uid).await;
    bob.open().await;
    bob.node.add(&alice.link_to(proxy.address).await, None).await.unwrap();
    (alice, bob, proxy)
}

fn dump(peer: &Peer) -> Vec<String> {
    database::dump(&peer.database(), &KEY)
}

/// Answers until something stops it, so that the sender is not the one who waits.
fn numbers() -> impl FnMut() -> usize {
    let count = AtomicUsize::new(0);
    move || count.fetch_add(1, Ordering::SeqCst)
}

#[tokio::test]
async fn a_replayed_hello_changes_nothing_even_after_a_restart_and_from_elsewhere() {
    let bob = Raw::new(1);
    let mut alice = alice_who_knows(&bob).await;
    let (pending, hello) = bob.hello(&alice.uid);
    let answer = http::post(alice.address, &hello).await.unwrap();
    let session = pending.finish(&answer).unwrap();
    // An address that Alice never dials (it is her own), so that she does nothing by herself.
    let (counter, sealed) = session.seal_request(&present_at(&[alice.address])).unwrap();
    let answer = http::post(alice.address, &sealed).await.unwrap();
    session.open_answer(counter, &answer).unwrap();
    let goodbye = Batch {
        presence: Some(pure2p_core::wire::Presence { leaving: true, ..Default::default() }),
        ..Batch::default()
    };
    let (_, goodbye) = session.seal_request(&goodbye).unwrap();
    let (_, moved) = session.seal_request(&present_at(&[])).unwrap();
    for body in [&moved, &goodbye] {
        assert!(http::post(alice.address, body).await.is_some());
    }
    assert!(alice.contact(bob.uid()).await.addresses.is_empty(), "he took his address back");
    assert_eq!(alice.contact(bob.uid()).await.presence, Presence::WasHere);

    for round in 0..2 {
        let before = dump(&alice);
        let known = alice.contact(bob.uid()).await;
        let mut events = alice.node.subscribe();
        for n in 2..12 {
            // The handshake is answered (a Hello proves nothing), with other keys each time.
            let again = http::post_from(http::elsewhere(n), alice.address, &hello).await.unwrap();
            assert_ne!(again, answer);
            for body in [&sealed, &goodbye] {
                assert_eq!(http::post_from(http::elsewhere(n), alice.address, body).await, None);
            }
        }
        assert_eq!(alice.contact(bob.uid()).await, known, "no presence, no last seen, no address");
        assert_eq!(dump(&alice), before);
        let quiet = std::time::Duration::from_millis(1);
        assert!(tokio::time::timeout(quiet, events.next()).await.is_err(), "nothing was told");
        if round == 0 {
            let address = alice.address;
            alice.restart().await;
            alice.open_on(address).await;
        }
    }
    // The real Bob is not kept out by all of that.
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    assert!(line.ask(&present()).await.unwrap().presence.is_some());
    assert_eq!(alice.contact(bob.uid()).await.presence, Presence::Here);
}

#[tokio::test]
async fn a_replayed_sealed_body_is_dark_and_shows_nothing_twice() {
    let bob = Raw::new(2);
    let alice = alice_who_knows(&bob).await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    let (counter, body) = line.session.seal_request(&carrying(&[text(1, "once")])).unwrap();
    let answer = http::post(alice.address, &body).await.unwrap();
    assert_eq!(line.session.open_answer(counter, &answer).unwrap().verdicts[0].verdict, Verdict::Stored);
    let before = dump(&alice);
    for n in 1..5 {
        assert_eq!(http::post_from(http::elsewhere(n), alice.address, &body).await, None);
    }
    let mut flipped = body.clone();
    for at in [0, 16, 23, 24, body.len() - 1] {
        flipped[at] ^= 1;
        assert_eq!(http::post(alice.address, &flipped).await, None);
        flipped[at] ^= 1;
    }
    assert_eq!(dump(&alice), before);
    assert_eq!(alice.received(bob.uid()).await, ["once"]);
    // The session goes on.
    let answer = line.ask(&carrying(&[text(1, "once"), text(2, "twice")])).await.unwrap();
    assert!(answer.verdicts.iter().all(|verdict| verdict.verdict == Verdict::Stored));
    assert_eq!(alice.received(bob.uid()).await, ["once", "twice"]);
}

#[tokio::test]
async fn a_forged_200_delivers_nothing() {
    let bob = Raw::new(3);
    let mut server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    alice.send(bob.uid(), "for Bob only").await;
    let request = server.next_with_items().await;
    let stored = Batch {
        verdicts: vec![ItemVerdict { id: request.batch.items[0].id, verdict: Verdict::Stored }],
        ..present()
    };
    // Without Bob's session: plain CBOR, and padded with noise.
    let mut forged = fuzzing::batch_cbor(&stored);
    forged.resize(512, 7);
    request.answer_bytes(&forged);

    // It is asked again, in a session that it can trust; with a true answer with one bit wrong this time.
    let request = server.next_with_items().await;
    assert_eq!(alice.sent(bob.uid()).await[0].1, MessageState::Waiting);
    let mut body = request.seal(&stored);
    body[100] ^= 1;
    request.answer_bytes(&body);
    let request = server.next_with_items().await;
    assert_eq!(alice.sent(bob.uid()).await[0].1, MessageState::Waiting);
    assert!(server.hellos() >= 3, "each time a session that may have been tampered with is given up");
    request.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
}

#[tokio::test]
async fn answers_swapped_between_two_requests_deliver_nothing() {
    let bob = Raw::new(4);
    let mut server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    server.next().await.answer(&present()); // The greeting.
    alice.send(bob.uid(), "first").await;
    let first = server.next_with_items().await;
    let yes = |request: &pure2p_tests::raw::Request| Batch {
        verdicts: vec![ItemVerdict { id: request.batch.items[0].id, verdict: Verdict::Stored }],
        ..present()
    };
    let yes_to_first = first.seal(&yes(&first));
    first.answer_bytes(&yes_to_first);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    alice.send(bob.uid(), "second").await;
    let second = server.next_with_items().await;
    let yes_to_second = second.seal(&yes(&second));
    second.answer_bytes(&yes_to_first); // An authentic answer, of this session, to another request.
    let third = server.next_with_items().await;
    assert_eq!(alice.sent(bob.uid()).await[1].1, MessageState::Waiting);
    third.answer_bytes(&yes_to_second); // And one of another session.
    let fourth = server.next_with_items().await;
    assert_eq!(alice.sent(bob.uid()).await[1].1, MessageState::Waiting);
    fourth.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
}

#[tokio::test]
async fn a_lost_answer_with_items_is_offered_again_and_shown_once() {
    let (alice, bob, proxy) = through_a_proxy().await;
    bob.until("Alice is here", || async { bob.contact(alice.uid).await.presence == Presence::Here }).await;
    // What carries Alice's words to Bob is lost, whatever request it answers.
    let big = |seen: &pure2p_tests::proxy::Seen| seen.answer.body.len() > 8_000;
    let lost = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&lost);
    proxy.judge(move |seen| {
        if big(seen) && count.fetch_add(1, Ordering::SeqCst) == 0 { Fate::Lose } else { Fate::Forward }
    });
    let long = "x".repeat(9_000);
    alice.send(bob.uid, &long).await;
    alice.send(bob.uid, "and a short one").await;
    assert_eq!(bob.until_received(alice.uid, 2).await, [long.as_str(), "and a short one"]);
    alice.until_all(bob.uid, MessageState::Delivered).await;
    assert!(lost.load(Ordering::SeqCst) >= 2);
    bob.send(alice.uid, "got it").await;
    alice.until_received(bob.uid, 1).await;
    assert_eq!(bob.received(alice.uid).await.len(), 2);
}

#[tokio::test]
async fn a_lost_answer_with_verdicts_is_made_good_and_shown_once() {
    let (alice, bob, proxy) = through_a_proxy().await;
    bob.until("Alice is here", || async { bob.contact(alice.uid).await.presence == Presence::Here }).await;
    let mut next = numbers();
    proxy.judge(
        move |seen| {
            if seen.request.body.len() > 8_000 && next() < 2 { Fate::Lose } else { Fate::Forward }
        },
    );
    let long = "x".repeat(9_000);
    bob.send(alice.uid, &long).await;
    bob.send(alice.uid, "after").await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert_eq!(alice.received(bob.uid).await, [long.as_str(), "after"]);
}

#[tokio::test]
async fn what_is_reflected_to_its_sender_is_not_an_answer() {
    let (alice, bob, proxy) = through_a_proxy().await;
    bob.until("Alice is here", || async { bob.contact(alice.uid).await.presence == Presence::Here }).await;
    let reflected = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&reflected);
    proxy.judge(move |seen| {
        if seen.request.body.len() < 8_000 || count.fetch_add(1, Ordering::SeqCst) > 0 {
            return Fate::Forward;
        }
        Fate::Replace(Message::ok(&seen.request.body))
    });
    let long = "y".repeat(9_000);
    bob.send(alice.uid, &long).await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert!(reflected.load(Ordering::SeqCst) >= 2, "the reflected one counted for nothing");
    assert!(bob.received(alice.uid).await.is_empty());
    // His own Hello and requests at his own door are nobody's.
    for seen in proxy.seen() {
        assert_eq!(http::post(bob.address, &seen.request.body).await, None);
        assert_eq!(http::post(bob.address, &seen.answer.body).await, None);
    }
    assert_eq!(alice.received(bob.uid).await, [long]);
}

#[tokio::test]
async fn a_third_partys_key_reaches_nobody_elses_chat() {
    let (bob, eve) = (Raw::new(5), Raw::new(6));
    let mut server = eve.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    // Bob's link, but where it leads Eve answers.
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    alice.add_bare(eve.uid()).await;
    let waiting = alice.send(bob.uid(), "for Bob only").await;
    alice
        .until("the attempt is told", || async {
            let told = alice.node.details(waiting.id).await.unwrap();
            told.iter().any(|entry| matches!(entry.what, Happening::Attempt { error: Some(_), .. }))
        })
        .await;
    assert_eq!(server.hellos(), 0, "a Hello to Bob is noise to Eve");
    // Her own line speaks for her alone: verdicts, receipts and items of hers touch nothing of Bob's.
    let line = eve.connect(alice.address, &alice.uid).await.unwrap();
    let mut batch = carrying(&[receipt(9, &[waiting.id]), Item { id: waiting.id, ..text(1, "hers") }]);
    batch.verdicts = vec![ItemVerdict { id: waiting.id, verdict: Verdict::Stored }];
    line.ask(&batch).await.unwrap();
    assert_eq!(alice.sent(bob.uid()).await, [("for Bob only".into(), MessageState::Waiting)]);
    assert_eq!(alice.received(eve.uid()).await, ["hers"]);
    assert!(alice.received(bob.uid()).await.is_empty());
    assert_eq!(alice.contact(bob.uid()).await.presence, Presence::NotMet);
    let request = server.requests_so_far();
    assert!(request.iter().all(|batch| batch.items.is_empty()), "she was given nothing of it");
}

#[tokio::test]
async fn a_session_does_not_survive_a_restart_and_one_hello_mends_that() {
    let (mut alice, bob, proxy) = through_a_proxy().await;
    bob.send(alice.uid, "before").await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    alice.restart().await;
    proxy.point_at(alice.open_one_way().await);
    let from = proxy.seen().len();
    bob.node.show_chat(Some(alice.uid)).await.unwrap();
    bob.send(alice.uid, "after").await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert_eq!(alice.received(bob.uid).await, ["before", "after"]);
    let seen = &proxy.seen()[from..];
    let dark = seen.iter().filter(|seen| !seen.answer.is_ok()).count();
    assert!(dark >= 1, "what was sealed for the old process was not answered");
    for exchange in seen.iter().filter(|seen| !seen.answer.is_ok()) {
        assert_eq!(exchange.answer.bytes(), http::BARE_404);
    }
    let hello = |body: &[u8]| pure2p_core::wire::is_hello(&alice.uid, body);
    assert_eq!(seen.iter().filter(|seen| hello(&seen.request.body)).count(), 1, "one Hello");
}

#[tokio::test]
async fn a_peer_that_forgets_its_sessions_is_greeted_once_for_each() {
    let bob = Raw::new(7);
    let mut server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    server.next().await.answer(&present());
    assert_eq!(server.hellos(), 1);
    server.forget_sessions();
    alice.send(bob.uid(), "hi").await;
    server.next_with_items().await.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    assert_eq!(server.hellos(), 2);
}

#[tokio::test]
async fn a_link_that_names_somebody_elses_address_gives_nobody_anything() {
    let (mut alice, mut carol) = (Peer::new("Alice").await, Peer::new("Carol").await);
    carol.open().await;
    alice.open().await;
    let bob = Raw::new(8);
    let before = dump(&carol);
    alice.node.add(&bob.link(1, &[carol.address]), None).await.unwrap();
    let message = alice.send(bob.uid(), "for Bob only").await;
    alice
        .until("an attempt failed", || async {
            let told = alice.node.details(message.id).await.unwrap();
            told.iter().any(|entry| matches!(entry.what, Happening::Attempt { error: Some(_), .. }))
        })
        .await;
    assert_eq!(alice.sent(bob.uid()).await[0].1, MessageState::Waiting);
    assert_eq!(alice.contact(bob.uid()).await.presence, Presence::NotMet);
    assert_eq!(dump(&carol), before);
    assert!(carol.node.requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_lie_about_the_observed_address_changes_nothing() {
    let bob = Raw::new(9);
    let mut server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    let lie: SocketAddr = "203.0.113.9:9".parse().unwrap();
    let told = |batch: &Batch| batch.presence.as_ref().map(|presence| presence.socket_addresses());
    let greeting = server.next().await;
    assert_eq!(told(&greeting.batch), Some(vec![alice.address]));
    greeting.answer(&Batch { observed: Some(WireAddress(lie)), ..present() });
    for n in 0..3 {
        alice.send(bob.uid(), &format!("{n}")).await;
        let request = server.next_with_items().await;
        assert_eq!(told(&request.batch), Some(vec![alice.address]));
        let verdicts = pure2p_tests::raw::verdicts(&request.batch, Verdict::Stored);
        request.answer(&Batch { observed: Some(WireAddress(lie)), verdicts, ..present() });
        alice.until_all(bob.uid(), MessageState::Delivered).await;
    }
    assert_eq!(alice.node.session().await.unwrap().listening, [alice.address]);
    assert!(!alice.node.link(None, true).await.unwrap().is_empty());
    assert!(dump(&alice).iter().all(|row| !row.contains("203.0.113.9")));
}

#[tokio::test]
async fn nothing_reads_a_redirect() {
    // 301–308, each to a door that must stay untouched; the proxy rewrites authentic answers.
    let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let elsewhere = door.local_addr().unwrap();
    let (alice, bob, proxy) = through_a_proxy().await;
    bob.until("Alice is here", || async { bob.contact(alice.uid).await.presence == Presence::Here }).await;
    let codes = Arc::new(Mutex::new(vec![301, 302, 303, 307, 308]));
    proxy.judge(move |_| match codes.lock().unwrap().pop() {
        Some(code) => Fate::Replace(Message {
            head: format!(
                "HTTP/1.1 {code} Moved\r\nlocation: http://{elsewhere}/output\r\ncontent-length: 0\r\n\r\n"
            )
            .into_bytes(),
            body: Vec::new(),
        }),
        None => Fate::Forward,
    });
    // Each look at the chat is a try at once, however long the pause is by then.
    bob.send(alice.uid, "straight on").await;
    bob.until("it is delivered", || async {
        bob.node.show_chat(Some(alice.uid)).await.unwrap();
        bob.sent(alice.uid).await[0].1 >= MessageState::Delivered
    })
    .await;
    assert_eq!(alice.received(bob.uid).await, ["straight on"]);
    let nobody = tokio::time::timeout(std::time::Duration::from_millis(1), door.accept()).await;
    assert!(nobody.is_err(), "no other connection was made");
}
