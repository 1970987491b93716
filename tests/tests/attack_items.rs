//! Items as no honest peer of this version makes them: kinds and fields of the future, clocks a year off.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use pure2p_core::node::{Direction, MessageState, Reason};
use pure2p_core::wire::items::{KIND_TEXT, MAX_TEXT};
use pure2p_core::wire::{Batch, Item, ItemId, ItemVerdict, Verdict, fuzzing};
use pure2p_tests::http;
use pure2p_tests::peers::Peer;
use pure2p_tests::raw::{Raw, carrying, text};

/// Alice with Bob (made by hand) as a contact, open.
async fn alice_who_knows(bob: &Raw) -> Peer {
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.add_bare(bob.uid()).await;
    alice
}

#[tokio::test]
async fn kinds_that_are_not_known_are_declined_and_what_is_declined_says_so() {
    let bob = Raw::new(10);
    let mut server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    // To Alice.
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    let strange = Item { kind: 999, body: b"from the future".to_vec(), ..text(1, "x") };
    let wrong = Item { body: b"no CBOR".to_vec(), ..text(2, "x") };
    let long = text(3, &"x".repeat(MAX_TEXT + 1));
    let answer = line.ask(&carrying(&[strange.clone(), wrong, long, text(4, "known")])).await.unwrap();
    let said: Vec<_> = answer.verdicts.iter().map(|verdict| verdict.verdict).collect();
    assert_eq!(said, [Verdict::NotUnderstood, Verdict::Refused, Verdict::Refused, Verdict::Stored]);
    assert_eq!(alice.received(bob.uid()).await, ["known"], "a gap holds nothing back");
    // Once understood it would be taken: the id is not burnt by the refusal.
    let later = Item { kind: KIND_TEXT, ..text(1, "now in words") };
    assert_eq!(line.ask(&carrying(&[later])).await.unwrap().verdicts[0].verdict, Verdict::Stored);

    // From Alice.
    let (declined, refused) = (alice.send(bob.uid(), "one").await, Verdict::NotUnderstood);
    server.next_with_items().await.say(refused);
    let reason = |id: ItemId| {
        let node = alice.node.clone();
        async move { node.message(id).await.unwrap().reason }
    };
    alice
        .until("not understood", || async { reason(declined.id).await == Some(Reason::NotUnderstood) })
        .await;
    let two = alice.send(bob.uid(), "two").await;
    let request = server.next_with_items().await;
    assert_eq!(request.batch.items.len(), 1, "it steps aside");
    request.say(Verdict::Refused);
    alice.until("refused", || async { reason(two.id).await == Some(Reason::Refused) }).await;
    alice.send(bob.uid(), "three").await;
    server.next_with_items().await.say(Verdict::Stored);
    alice
        .until("three is delivered", || async { alice.sent(bob.uid()).await[2].1 == MessageState::Delivered })
        .await;
    let states: Vec<_> = alice.sent(bob.uid()).await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [MessageState::Waiting, MessageState::Waiting, MessageState::Delivered]);
}

#[tokio::test]
async fn fields_that_are_not_known_are_skipped() {
    let bob = Raw::new(11);
    let alice = alice_who_knows(&bob).await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    // {"i": [item with "zz": 7], "qq": {"deep": [1, 2]}, "p": {"w": null}}, by hand.
    let item = fuzzing::batch_cbor(&Batch { items: vec![text(1, "fits")], ..Batch::default() });
    assert_eq!((item[0], &item[1..3], item[3], item[4]), (0xa1, &b"ai"[..], 0x81, 0xa5));
    let mut cbor = vec![0xa3, 0x61, b'i', 0x81, 0xa6];
    cbor.extend_from_slice(&item[5..]);
    cbor.extend_from_slice(&[0x62, b'z', b'z', 0x07]);
    cbor.extend_from_slice(&[0x62, b'q', b'q', 0xa1, 0x64, b'd', b'e', b'e', b'p', 0x82, 1, 2]);
    cbor.extend_from_slice(&[0x61, b'p', 0xa1, 0x61, b'w', 0xf6]);
    let mut plaintext = u32::try_from(cbor.len()).unwrap().to_be_bytes().to_vec();
    plaintext.extend_from_slice(&cbor);
    plaintext.resize(512, 0);
    let body = fuzzing::seal_plaintext(&line.session, &plaintext).unwrap();
    let answer = http::post(alice.address, &body).await.expect("it was understood");
    let answer = line.session.open_answer(0, &answer).unwrap();
    assert_eq!(answer.verdicts, [ItemVerdict { id: ItemId([1; 16]), verdict: Verdict::Stored }]);
    assert_eq!(alice.received(bob.uid()).await, ["fits"]);
}

#[tokio::test]
async fn clocks_a_year_off_change_no_order_and_hold_nothing_back() {
    const YEAR: i64 = 31_536_000_000;
    let bob = Raw::new(12);
    let alice = alice_who_knows(&bob).await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    let offsets = [YEAR, -YEAR, 0, i64::MAX - now, -now];
    let items: Vec<_> = (1..=5_u8)
        .zip(offsets)
        .map(|(n, offset)| Item {
            written_at: now + offset,
            counter: 100 - u64::from(n),
            ..text(n, &format!("{n}"))
        })
        .collect();
    for item in &items {
        let answer = line.ask(&carrying(std::slice::from_ref(item))).await.unwrap();
        assert_eq!(answer.verdicts[0].verdict, Verdict::Stored);
    }
    assert_eq!(
        alice.received(bob.uid()).await,
        ["1", "2", "3", "4", "5"],
        "the order in which they were stored"
    );
    let chat = alice.chat(bob.uid()).await;
    assert!(chat.iter().all(|message| message.direction == Direction::In));
    assert_eq!(chat[0].written_at, now + YEAR, "a claim, kept as one");
    assert!(chat.iter().all(|message| (message.stored_at - now).abs() < YEAR / 2), "this device's own clock");
}
