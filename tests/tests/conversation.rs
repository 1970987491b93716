//! Two people and their devices: what is promised of a conversation, over real sockets and databases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use pure2p_core::node::{
    ContactState, Event, Foreground, MessageState, NodeError, Presence, Reason, Setting,
};
use pure2p_core::wire::items::MAX_TEXT;
use pure2p_core::wire::{Batch, Verdict};
use pure2p_tests::http;
use pure2p_tests::peers::{self, Peer, STUCK, config, event, pair};
use pure2p_tests::proxy::Proxy;
use pure2p_tests::raw::{Raw, carrying, present, text};
use pure2p_tests::rng::Repeatable;

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("message {n}")).collect()
}

async fn states(peer: &Peer, with: &Peer) -> Vec<MessageState> {
    peer.sent(with.uid).await.into_iter().map(|(_, state)| state).collect()
}

#[tokio::test]
async fn what_was_written_while_closed_arrives_in_order_and_is_read() {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    bob.open().await;
    bob.close().await;
    alice.add(&bob).await;
    bob.add_bare(alice.uid).await; // He knows who she is, not where.
    for word in ["one", "two", "three"] {
        let message = alice.send(bob.uid, word).await;
        assert_eq!((message.state, message.reason), (MessageState::Waiting, Some(Reason::AppClosed)));
    }
    alice.open().await;
    alice
        .until("the reason is that Bob's app is closed", || async {
            let reason = alice.chat(bob.uid).await[0].reason;
            matches!(reason, Some(Reason::NotOpen { last_seen: None }))
        })
        .await;

    bob.open_on(bob.address).await;
    assert_eq!(bob.until_received(alice.uid, 3).await, ["one", "two", "three"]);
    alice.until_all(bob.uid, MessageState::Delivered).await;
    assert_eq!(alice.contact(bob.uid).await.state, ContactState::Bound);
    assert_eq!(bob.contact(alice.uid).await.state, ContactState::Bound);
    assert_eq!(bob.contact(alice.uid).await.unread, 3);

    bob.node.mark_read(alice.uid).await.unwrap();
    alice.until_all(bob.uid, MessageState::Read).await;
    bob.send(alice.uid, "four").await;
    assert_eq!(alice.until_received(bob.uid, 1).await, ["four"]);
    // Names are suggested in sessions, too.
    assert_eq!(bob.contact(alice.uid).await.name, "Alice");
}

#[tokio::test]
async fn read_receipts_can_be_switched_off() {
    let (alice, bob) = pair().await;
    bob.node.change_setting(Setting::ReadReceipts(false)).await.unwrap();
    alice.send(bob.uid, "seen?").await;
    bob.until_received(alice.uid, 1).await;
    bob.node.mark_read(alice.uid).await.unwrap();
    // A later message of Bob's comes after anything that he would have said of reading.
    bob.send(alice.uid, "no").await;
    alice.until_received(bob.uid, 1).await;
    alice.until_all(bob.uid, MessageState::Delivered).await;
    assert_eq!(states(&alice, &bob).await, [MessageState::Delivered]);
}

#[tokio::test]
async fn a_goodbye_is_believed_at_once() {
    let (alice, bob) = pair().await;
    let here = || async { alice.contact(bob.uid).await.presence == Presence::Here };
    alice.until("Bob is here", here).await;
    bob.until("Alice is here", || async { bob.contact(alice.uid).await.presence == Presence::Here }).await;
    let mut events = alice.node.subscribe();
    bob.close().await;
    event(&mut events, |event| match event {
        Event::Presence { uid, presence: Presence::WasHere } if uid == bob.uid => Some(()),
        _ => None,
    })
    .await;
    assert_eq!(alice.contact(bob.uid).await.presence, Presence::WasHere);
}

#[tokio::test]
async fn both_find_each_other_after_a_move_to_another_port() {
    let (mut alice, mut bob) = pair().await;
    bob.send(alice.uid, "before").await;
    alice.until_received(bob.uid, 1).await;
    let old = bob.address;
    bob.restart().await;
    alice.send(bob.uid, "while away").await;
    bob.open().await;
    assert_ne!(bob.address, old);
    bob.until_received(alice.uid, 1).await;
    alice.until_all(bob.uid, MessageState::Delivered).await;
    assert!(alice.contact(bob.uid).await.addresses.iter().any(|known| known.address == bob.address));
    // And the other way round, from what was told in the session.
    alice.restart().await;
    alice.open().await;
    bob.until("Bob knows Alice's new address", || async {
        bob.contact(alice.uid).await.addresses.iter().any(|known| known.address == alice.address)
    })
    .await;
    bob.send(alice.uid, "after").await;
    assert_eq!(alice.until_received(bob.uid, 2).await, ["before", "after"]);
}

#[tokio::test]
async fn one_reachable_side_is_enough() {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    alice.open_one_way().await;
    bob.open().await;
    alice.add_bare(bob.uid).await;
    alice.send(bob.uid, "waits for Bob's call").await;
    let reason = alice.chat(bob.uid).await[0].reason;
    assert_eq!(reason, Some(Reason::NoAddress));
    bob.add(&alice).await;
    bob.until_received(alice.uid, 1).await;
    // From now on a request of Bob's is parked at Alice's: her words need not wait for his next call.
    for n in 0..5 {
        alice.send(bob.uid, &format!("{n}")).await;
        bob.until_received(alice.uid, 2 + n).await;
        bob.send(alice.uid, &format!("{n}")).await;
        alice.until_received(bob.uid, 1 + n).await;
    }
    alice.until_all(bob.uid, MessageState::Delivered).await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert!(alice.contact(bob.uid).await.reached_at.is_none(), "she could never have dialled him");
}

#[tokio::test]
async fn a_backlog_of_a_thousand_arrives_in_order() {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    alice.open().await;
    bob.open().await;
    bob.close().await;
    alice.add(&bob).await;
    bob.add(&alice).await;
    alice.node.send_many(bob.uid, numbered(1_000)).await.unwrap();
    bob.node.send_many(alice.uid, numbered(1_000)).await.unwrap(); // At the same time, the other way.
    bob.open_on(bob.address).await;
    assert_eq!(bob.until_received(alice.uid, 1_000).await, numbered(1_000));
    assert_eq!(alice.until_received(bob.uid, 1_000).await, numbered(1_000));
    alice.until_all(bob.uid, MessageState::Delivered).await;
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert!(alice.node.queue(None, u32::MAX).await.unwrap().is_empty());
}

#[tokio::test]
async fn strangers_wait_for_a_yes_and_bounded_first_words_are_kept() {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    alice.open().await;
    bob.open().await;
    let mut events = alice.node.subscribe();
    bob.add(&alice).await;
    alice.node.change_setting(Setting::Name(Some("Alicia".into()))).await.unwrap();
    bob.node.send_many(alice.uid, numbered(5)).await.unwrap();
    let knocks = |event| match event {
        Event::RequestArrived { uid } => Some(uid),
        _ => None,
    };
    assert_eq!(event(&mut events, knocks).await, bob.uid);
    bob.until("Bob is told that he has to wait", || async {
        bob.chat(alice.uid).await[0].reason == Some(Reason::NotAccepted)
    })
    .await;
    let requests = alice.node.requests().await.unwrap();
    assert_eq!((requests.len(), requests[0].texts.clone()), (1, numbered(3)));
    assert!(requests[0].invited, "he came with the invite of her link");
    assert_eq!(alice.contact(bob.uid).await.state, ContactState::Requested);
    assert!(alice.chat(bob.uid).await.is_empty());
    // He learns nothing but that this UID is here.
    assert_eq!(bob.contact(alice.uid).await.addresses.len(), 1, "only the one of the link");
    assert_eq!(bob.contact(alice.uid).await.name, "Alice", "what the link said");
    assert!(alice.node.send(bob.uid, "no".into()).await.is_err_and(|e| e.kind() == "not_accepted"));

    alice.node.accept(bob.uid).await.unwrap();
    assert_eq!(alice.until_received(bob.uid, 5).await, numbered(5));
    bob.until_all(alice.uid, MessageState::Delivered).await;
    assert!(alice.node.requests().await.unwrap().is_empty());
    bob.until("names follow", || async { bob.contact(alice.uid).await.name == "Alicia" }).await;
}

#[tokio::test]
async fn a_stranger_leaves_at_most_three_messages_and_4_kib() {
    let mut alice = Peer::new("Alice").await;
    let to = alice.open().await;
    let words = |first: u8, length: usize| -> Vec<_> {
        (first..first + 5).map(|n| text(n, &format!("{n}").repeat(length))).collect()
    };
    let (brief, wordy) = (Raw::new(1), Raw::new(2));
    for (stranger, length) in [(&brief, 1), (&wordy, 2_000)] {
        let line = stranger.connect(to, &alice.uid).await.unwrap();
        for first in [10, 20, 10] {
            let answer = line.ask(&carrying(&words(first, length))).await.unwrap();
            assert_eq!(answer.presence, None);
            assert!(answer.items.is_empty());
            assert_eq!(answer.verdicts.len(), 5);
            assert!(answer.verdicts.iter().all(|verdict| verdict.verdict == Verdict::Held));
        }
    }
    let kept: Vec<_> = alice.node.requests().await.unwrap();
    assert_eq!(kept.len(), 2);
    for request in kept {
        let bytes: usize = request.texts.iter().map(String::len).sum();
        assert!(request.texts.len() <= 3 && bytes <= 4_096, "{bytes}");
        let count = if request.uid == brief.uid() { 3 } else { 1 };
        assert_eq!(request.texts.len(), count);
        assert!(!request.invited);
    }
    // A hundred more strangers do not fill the device.
    for n in 100..200 {
        let Some(line) = Raw::new(n).connect(to, &alice.uid).await else { continue };
        let longest = text(1, &"x".repeat(MAX_TEXT));
        line.ask(&carrying(&[longest, text(2, "hello")])).await.unwrap();
    }
    assert!(alice.node.requests().await.unwrap().len() <= 32);
}

/// What somebody gets to see of Alice who is not her friend any more, said by sizes and meanings.
async fn as_seen_by(bob: &Raw, alice: &Peer, old: &pure2p_tests::raw::Line) -> Vec<String> {
    let mut seen = vec![format!("{:?}", old.ask(&present()).await)];
    let (pending, hello) = bob.hello(&alice.uid);
    let Some(answer) = http::post(alice.address, &hello).await else { return vec!["dark".into()] };
    seen.push(format!("{}", answer.len()));
    let session = pending.finish(&answer).unwrap();
    let batches = [
        present(),
        carrying(&[text(1, "an old one")]),
        carrying(&[text(2, "a new one"), text(1, "an old one")]),
        Batch { park: Some(1), ..present() },
        Batch {
            presence: Some(pure2p_core::wire::Presence { leaving: true, ..Default::default() }),
            ..present()
        },
    ];
    for batch in batches {
        let (counter, body) = session.seal_request(&batch).unwrap();
        let answer = http::post(alice.address, &body).await.unwrap();
        let opened = Batch { observed: None, ..session.open_answer(counter, &answer).unwrap() };
        seen.push(format!("{} {opened:?}", answer.len()));
    }
    seen
}

#[tokio::test]
async fn a_block_looks_like_removal() {
    let mut told = Vec::new();
    for (blocks, answers) in [(true, true), (false, true), (true, false), (false, false)] {
        let mut alice = Peer::new("Alice").await;
        let bob = Raw::new(3);
        let to = alice.open().await;
        alice.node.change_setting(Setting::AnswerNewPeople(answers)).await.unwrap();
        alice.add_bare(bob.uid()).await;
        let line = bob.connect(to, &alice.uid).await.unwrap();
        let answer = line.ask(&carrying(&[text(1, "an old one")])).await.unwrap();
        assert!(answer.presence.is_some());
        assert_eq!(answer.verdicts[0].verdict, Verdict::Stored);
        if blocks {
            alice.node.block(bob.uid()).await.unwrap();
        } else {
            alice.node.remove(bob.uid()).await.unwrap();
        }
        told.push((as_seen_by(&bob, &alice, &line).await, answers));
        if blocks {
            assert!(alice.node.requests().await.unwrap().is_empty(), "nothing of a blocked key is kept");
        }
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].0.len(), 7);
    assert_eq!(told[2], told[3]);
    assert_eq!(told[2].0, ["dark"]);
}

#[tokio::test]
async fn new_people_can_be_left_in_the_dark() {
    let mut alice = Peer::new("Alice").await;
    let to = alice.open().await;
    let (friend, stranger) = (Raw::new(4), Raw::new(5));
    alice.add_bare(friend.uid()).await;
    let known = stranger.connect(to, &alice.uid).await.unwrap();
    assert!(known.ask(&present()).await.is_some());
    alice.node.change_setting(Setting::AnswerNewPeople(false)).await.unwrap();
    assert!(stranger.connect(to, &alice.uid).await.is_none());
    assert!(
        known.ask(&carrying(&[text(1, "still there?")])).await.is_none(),
        "also in a session from before"
    );
    assert!(friend.connect(to, &alice.uid).await.unwrap().ask(&present()).await.unwrap().presence.is_some());
    assert!(alice.node.requests().await.unwrap().is_empty());
    alice.node.change_setting(Setting::AnswerNewPeople(true)).await.unwrap();
    assert!(stranger.connect(to, &alice.uid).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_lifecycle_may_be_over_called_from_anywhere() {
    let seed = std::env::var("PURE2P_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("PURE2P_SEED={seed}");
    let (mut alice, mut bob) = pair().await;
    let (listen, to) = (alice.address, bob.uid);
    let mut tasks = Vec::new();
    for task in 0..4 {
        let (node, mut dice) = (alice.node.clone(), Repeatable::new(seed * 100 + task));
        tasks.push(tokio::spawn(async move {
            let mut written = Vec::new();
            for n in 0..25 {
                match dice.below(5) {
                    0 => drop(node.enter_foreground(Foreground { listen: vec![listen] }).await.unwrap()),
                    1 => node.enter_background().await.unwrap(),
                    2 => node.network_changed(Default::default()).await.unwrap(),
                    3 => node.refresh().await.unwrap(),
                    _ => {
                        let text = format!("{task}-{n}");
                        node.send(to, text.clone()).await.unwrap();
                        written.push(text);
                    }
                }
            }
            written
        }));
    }
    let mut written = Vec::new();
    for task in tasks {
        let mine = tokio::time::timeout(STUCK, task).await.expect("stuck").unwrap();
        written.push(mine);
    }
    alice.open_on(listen).await;
    let all = written.iter().map(Vec::len).sum();
    let received = bob.until_received(alice.uid, all).await;
    assert_eq!(received.len(), all);
    for mine in written {
        let of_this_task: Vec<_> = received.iter().filter(|text| mine.contains(text)).cloned().collect();
        assert_eq!(of_this_task, mine);
    }
    let shown: Vec<_> = alice.sent(bob.uid).await.into_iter().map(|(text, _)| text).collect();
    assert_eq!(received, shown);
    bob.restart().await;
}

#[tokio::test]
async fn after_a_shutdown_every_call_says_so() {
    let (alice, bob) = pair().await;
    let mut events = alice.node.subscribe();
    tokio::time::timeout(STUCK, alice.node.shutdown()).await.expect("stuck").unwrap();
    let over = |error: NodeError| assert_eq!(error.kind(), "shut_down");
    over(alice.node.send(bob.uid, "x".into()).await.unwrap_err());
    over(alice.node.contacts().await.unwrap_err());
    over(alice.node.account().await.unwrap_err());
    over(alice.node.enter_foreground(Foreground::default()).await.unwrap_err());
    over(alice.node.add(&bob.uid.to_string(), None).await.unwrap_err());
    over(alice.node.network_changed(Default::default()).await.unwrap_err());
    alice.node.enter_background().await.unwrap();
    alice.node.shutdown().await.unwrap();
    event(&mut events, |event| (event == Event::Closed).then_some(())).await;
    // Nobody is left there.
    assert!(tokio::net::TcpStream::connect(alice.address).await.is_err());
}

#[tokio::test]
async fn one_foreground_for_a_home() {
    let mut alice = Peer::new("Alice").await;
    let to = alice.open().await;
    let second = pure2p_core::node::Node::open(config(alice.folder())).await.unwrap();
    let refused = second.enter_foreground(Foreground { listen: vec!["127.0.0.1:0".parse().unwrap()] }).await;
    assert!(matches!(refused, Err(NodeError::AlreadyOpen)));
    assert_eq!(refused.unwrap_err().kind(), "already_open");
    // The first one is not disturbed, and the second can do everything else.
    assert_eq!(alice.node.session().await.unwrap().listening, [to]);
    let bob = Peer::new("Bob").await;
    second.add(&bob.uid.to_string(), None).await.unwrap();
    assert_eq!(alice.node.contacts().await.unwrap().len(), 1);
    alice.close().await;
    second.enter_foreground(Foreground { listen: vec![to] }).await.unwrap();
    second.shutdown().await.unwrap();
}

#[tokio::test]
async fn another_process_of_the_home_writes_and_the_open_one_sends() {
    let (alice, bob) = pair().await;
    let second = peers::open(alice.folder()).await;
    second.send(bob.uid, "from the other window".into()).await.unwrap();
    alice.node.refresh().await.unwrap();
    assert_eq!(bob.until_received(alice.uid, 1).await, ["from the other window"]);
    second.shutdown().await.unwrap();
}

#[tokio::test]
async fn an_older_link_of_a_known_contact_is_no_error_and_changes_little() {
    let (mut alice, mut bob) = (Peer::new("Alice").await, Peer::new("Bob").await);
    alice.open().await;
    bob.open().await;
    let old = bob.link_to("192.0.2.1:25000".parse().unwrap()).await;
    let proxy = Proxy::before(bob.address).await;
    let new = bob.link_to(proxy.address).await;
    alice.node.add(&new, None).await.unwrap();
    bob.add(&alice).await;
    alice.send(bob.uid, "hi").await;
    bob.until_received(alice.uid, 1).await;
    alice.until_all(bob.uid, MessageState::Delivered).await;
    let contact = alice.node.add(&old, None).await.unwrap();
    assert_eq!(contact.state, ContactState::Bound);
    let best = contact.addresses[0].address;
    assert!(best == bob.address || best == proxy.address, "what works wins over an old link");
    alice.send(bob.uid, "still").await;
    assert_eq!(bob.until_received(alice.uid, 2).await, ["hi", "still"]);
}

/// A page after the other: what every list that can grow gives, put together, is the list.
#[tokio::test]
async fn lists_that_grow_are_read_by_pages() {
    let folder = tempfile::tempdir().unwrap();
    let alice = peers::open(folder.path()).await;
    alice.create_account(None).await.unwrap();
    let bob = pure2p_core::identity::Account::generate(&mut Repeatable::new(7)).uid();
    alice.add(&bob.to_string(), None).await.unwrap();
    alice.send_many(bob, (0..25).map(|n| format!("parcel {n}")).collect()).await.unwrap();
    let whole: Vec<_> = alice.queue(None, 100).await.unwrap().into_iter().map(|waiting| waiting.id).collect();
    assert_eq!(whole.len(), 25);

    let storage = alice.storage().await.unwrap();
    let file = std::fs::metadata(folder.path().join("messages.db")).unwrap().len();
    assert!(storage.messages == 25 && storage.bytes > file, "{storage:?}, {file}");

    let mut queue = Vec::new();
    loop {
        let page = alice.queue(queue.last().copied(), 10).await.unwrap();
        assert!(page.len() <= 10);
        if page.is_empty() {
            break;
        }
        queue.extend(page.into_iter().map(|waiting| waiting.id));
    }
    assert_eq!(queue, whole);

    let mut hits = Vec::new();
    loop {
        let page = alice.search("parcel", hits.last().copied(), 10).await.unwrap();
        assert!(page.len() <= 10);
        if page.is_empty() {
            break;
        }
        hits.extend(page.into_iter().map(|hit| hit.message.id));
    }
    hits.reverse(); // Newest first.
    assert_eq!(hits, whole);

    let mut chat = alice.messages(bob, None, 3).await.unwrap();
    while chat.len() < 25 {
        let mut older = alice.messages(bob, Some(chat[0].id), 10).await.unwrap();
        assert!(!older.is_empty() && older.len() <= 10);
        older.append(&mut chat);
        chat = older;
    }
    let mut ids: Vec<_> = vec![chat[0].id];
    loop {
        let newer = alice.messages_after(bob, *ids.last().unwrap(), 10).await.unwrap();
        if newer.is_empty() {
            break;
        }
        ids.extend(newer.into_iter().map(|message| message.id));
    }
    assert_eq!(ids, whole);

    // A page that would begin at a message that is gone is empty: nothing is shown twice.
    alice.delete_message(bob, whole[4]).await.unwrap();
    assert!(alice.queue(Some(whole[4]), 10).await.unwrap().is_empty());
    assert!(alice.search("parcel", Some(whole[4]), 10).await.unwrap().is_empty());
    assert!(alice.messages(bob, Some(whole[4]), 10).await.unwrap().is_empty());
    assert!(alice.messages_after(bob, whole[4], 10).await.unwrap().is_empty());
    alice.shutdown().await.unwrap();
}
