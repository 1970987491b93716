//! Full disks, deletions at the wrong moment, and peers whose verdicts mean nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs::File;
use std::io::Write;
use std::path::Path;

use pure2p_core::node::{ContactState, MessageState, Presence, Reason};
use pure2p_core::wire::{Batch, ItemId, ItemVerdict, Verdict};
use pure2p_tests::namespace::{Own, alone};
use pure2p_tests::peers::Peer;
use pure2p_tests::raw::{Raw, Server, carrying, present, receipt, text};
use pure2p_tests::rng::Repeatable;

/// Alice, open, with a hand-made Bob whom she can dial.
async fn alice_and(bob: &Raw) -> (Peer, Server) {
    let server = bob.listen().await;
    let mut alice = Peer::new("Alice").await;
    alice.open().await;
    alice.node.add(&bob.link(1, &[server.address]), None).await.unwrap();
    (alice, server)
}

/// A disk of 16 MiB, which nobody else sees.
const A_SMALL_DISK: &str = "mount -t tmpfs -o size=16m,mode=700 tmpfs /mnt";

/// A full disk must be a real one: the engine, SQLite and the file system have to agree on what is lost.
/// (SQLite's own idea of a full disk is tested everywhere: `core/src/delivery/sim/full.rs`.)
#[test]
fn a_full_disk_loses_nothing_and_goes_on_when_there_is_room() {
    alone("a_full_disk_loses_nothing_and_goes_on_when_there_is_room", Own::Mounts, A_SMALL_DISK, || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(on_a_small_disk(Path::new("/mnt")));
    });
}

async fn on_a_small_disk(disk: &Path) {
    let mut alice = Peer::new("Alice").await;
    let mut bob = Peer::at(&disk.join("."), "Bob").await;
    alice.open().await;
    bob.open().await;
    bob.add(&alice).await;
    alice.add(&bob).await;
    alice.send(bob.uid, "there is room").await;
    bob.until_received(alice.uid, 1).await;
    bob.close().await;
    alice.until_all(bob.uid, MessageState::Delivered).await;

    // Leave room for some batches of many.
    let mut ballast = File::create(disk.join("ballast")).unwrap();
    let chunk = vec![1; 4_096];
    let mut filled = 0_u64;
    while ballast.write_all(&chunk).is_ok() {
        filled += 4_096;
    }
    ballast.set_len(filled - 400 * 1_024).unwrap();
    let texts: Vec<String> = (0..300).map(|n| format!("{n} {}", "x".repeat(4_000))).collect();
    alice.node.send_many(bob.uid, texts.clone()).await.unwrap();
    bob.open_on(bob.address).await;
    alice
        .until("Alice is told that Bob's device is full", || async {
            let chat = alice.chat(bob.uid).await;
            chat.iter().any(|message| message.reason == Some(Reason::DeviceFull))
        })
        .await;
    let received = bob.received(alice.uid).await;
    let expected = [&["there is room".to_owned()], texts.as_slice()].concat();
    assert!(received.len() < expected.len(), "the disk was too large for this test");
    assert_eq!(received, expected[..received.len()], "a beginning, in order");
    let delivered =
        alice.sent(bob.uid).await.iter().filter(|(_, state)| *state != MessageState::Waiting).count();
    assert!(delivered <= received.len(), "delivered means: it is there");

    // His own words are refused, all of a call or none.
    let before = bob.sent(alice.uid).await.len();
    let refused = bob.node.send_many(alice.uid, vec!["y".repeat(16_000); 100]).await.unwrap_err();
    assert_eq!(refused.kind(), "device_full", "{refused}");
    assert_eq!(bob.sent(alice.uid).await.len(), before);

    std::fs::remove_file(disk.join("ballast")).unwrap();
    drop(ballast);
    assert_eq!(bob.until_received(alice.uid, expected.len()).await, expected);
    alice.until_all(bob.uid, MessageState::Delivered).await;
    bob.send(alice.uid, "room again").await;
    alice.until_received(bob.uid, 1).await;
    assert_eq!(bob.received(alice.uid).await, expected);
}

#[tokio::test]
async fn what_was_deleted_is_not_shown_again_by_a_retry() {
    let bob = Raw::new(1);
    let (alice, _server) = alice_and(&bob).await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    let [one, two, three] = [1, 2, 3].map(|n| text(n, &format!("{n}")));
    let batch = carrying(&[one.clone(), two.clone(), three.clone()]);
    let stored = |answer: Option<Batch>, count: usize| {
        let answer = answer.unwrap();
        assert_eq!(answer.verdicts.len(), count);
        assert!(answer.verdicts.iter().all(|verdict| verdict.verdict == Verdict::Stored), "{answer:?}");
    };
    stored(line.ask(&batch).await, 3);

    alice.node.delete_message(bob.uid(), two.id).await.unwrap();
    stored(line.ask(&batch).await, 3);
    assert_eq!(alice.received(bob.uid()).await, ["1", "3"]);

    alice.node.delete_chat(bob.uid()).await.unwrap();
    stored(line.ask(&batch).await, 3);
    assert!(alice.received(bob.uid()).await.is_empty());
    assert!(alice.node.search("1", None, 10).await.unwrap().is_empty());

    alice.node.remove(bob.uid()).await.unwrap();
    assert!(line.ask(&batch).await.is_none(), "the session ended");
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    stored(line.ask(&batch).await, 3);
    assert!(alice.node.requests().await.unwrap().is_empty(), "a repeat is no knock");
    let four = text(4, "4");
    let answer = line.ask(&carrying(&[one.clone(), four.clone()])).await.unwrap();
    let said: Vec<_> = answer.verdicts.iter().map(|verdict| verdict.verdict).collect();
    assert_eq!((said, answer.presence), (vec![Verdict::Stored, Verdict::Held], None));
    assert_eq!(alice.node.requests().await.unwrap()[0].texts, ["4"]);

    // Remove the request, add him again: old ids stay known, the held one was never stored.
    alice.node.remove(bob.uid()).await.unwrap();
    let again = alice.node.add(&bob.uid().to_string(), None).await.unwrap();
    assert_eq!((again.state, again.unread), (ContactState::Entered, 0));
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    stored(line.ask(&carrying(&[one, two, three, four, text(5, "5")])).await, 5);
    assert_eq!(alice.received(bob.uid()).await, ["4", "5"]);
}

#[tokio::test]
async fn ids_are_known_over_restarts_and_within_one_batch() {
    let bob = Raw::new(2);
    let (mut alice, _server) = alice_and(&bob).await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    let twins = carrying(&[text(1, "first"), text(1, "second"), text(2, "third")]);
    let answer = line.ask(&twins).await.unwrap();
    assert_eq!(answer.verdicts.len(), 3);
    assert_eq!(alice.received(bob.uid()).await, ["first", "third"], "the id decides");
    alice.node.delete_message(bob.uid(), ItemId([1; 16])).await.unwrap();
    alice.restart().await;
    alice.open().await;
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    assert!(line.ask(&twins).await.unwrap().verdicts.iter().all(|said| said.verdict == Verdict::Stored));
    assert_eq!(alice.received(bob.uid()).await, ["third"]);
    // The same id from somebody else is another message: ids are looked up among that peer's only.
    let eve = Raw::new(3);
    alice.add_bare(eve.uid()).await;
    let line = eve.connect(alice.address, &alice.uid).await.unwrap();
    line.ask(&carrying(&[text(2, "mine"), text(1, "mine, too")])).await.unwrap();
    assert_eq!(alice.received(eve.uid()).await, ["mine", "mine, too"]);
    assert_eq!(alice.received(bob.uid()).await, ["third"]);
}

#[tokio::test]
async fn deletions_while_it_is_on_its_way() {
    let bob = Raw::new(4);
    let (alice, mut server) = alice_and(&bob).await;
    // There is a session before the first message: only then a lost answer is asked for once more.
    server.next_ordinary().await.answer(&present());
    alice.until("Bob is here", || async { alice.contact(bob.uid()).await.presence == Presence::Here }).await;
    // A message.
    let gone = alice.send(bob.uid(), "gone").await;
    let request = server.next_with_items().await;
    alice.send(bob.uid(), "stays").await;
    alice.node.delete_message(bob.uid(), gone.id).await.unwrap();
    drop(request); // The answer is lost: the same is said once more, in another session.
    let request = server.next_with_items().await;
    assert_eq!(request.batch.items[0].id, gone.id);
    request.say(Verdict::Later);
    let request = server.next_with_items().await; // What is offered from now on is what is left.
    assert!(request.batch.items.iter().all(|item| item.id != gone.id));
    request.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    assert_eq!(alice.sent(bob.uid()).await, [("stays".into(), MessageState::Delivered)]);
    // The chat.
    alice.send(bob.uid(), "whole chat").await;
    let request = server.next_with_items().await;
    alice.node.delete_chat(bob.uid()).await.unwrap();
    request.say(Verdict::Stored);
    alice.send(bob.uid(), "a new start").await;
    let request = server.next_with_items().await;
    assert_eq!(request.batch.items.len(), 1);
    // The contact; then the answer comes, and then he is a contact again.
    alice.node.remove(bob.uid()).await.unwrap();
    request.say(Verdict::Stored);
    alice.node.add(&bob.link(2, &[server.address]), None).await.unwrap();
    assert!(alice.chat(bob.uid()).await.is_empty());
    alice.send(bob.uid(), "hello again").await;
    let request = server.next_with_items().await;
    assert_eq!(request.batch.items.len(), 1);
    request.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    assert_eq!(alice.chat(bob.uid()).await.len(), 1);
}

#[tokio::test]
async fn stored_counts_for_what_was_sent_and_for_nothing_else() {
    let (bob, eve) = (Raw::new(5), Raw::new(6));
    let (alice, mut server) = alice_and(&bob).await;
    alice.add_bare(eve.uid()).await;
    let for_eve = alice.send(eve.uid(), "for Eve").await;
    let one = alice.send(bob.uid(), "one").await;
    let request = server.next_with_items().await;
    assert_eq!(request.batch.items.len(), 1);
    let two = alice.send(bob.uid(), "two").await; // While "one" is on its way.
    let say = |id| ItemVerdict { id, verdict: Verdict::Stored };
    let lies = vec![say(two.id), say(for_eve.id), say(ItemId([0; 16])), say(ItemId([255; 16]))];
    request.answer(&Batch { verdicts: lies.clone(), ..present() });
    // The same lies as a request: it answers nothing that was offered.
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    line.ask(&Batch { verdicts: lies, ..present() }).await.unwrap();
    let waits = |state: &MessageState| *state == MessageState::Waiting;
    assert!(alice.sent(bob.uid()).await.iter().all(|(_, state)| waits(state)));
    assert!(alice.sent(eve.uid()).await.iter().all(|(_, state)| waits(state)));
    // Both come again, in order; who answered without a verdict meant "not yet".
    let request = server.next_with_items().await;
    let ids: Vec<_> = request.batch.items.iter().map(|item| item.id).collect();
    assert_eq!(ids, [one.id, two.id]);
    request.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    assert!(alice.sent(eve.uid()).await.iter().all(|(_, state)| waits(state)));
}

#[tokio::test]
async fn receipts_count_for_the_chats_own_messages_only() {
    let (bob, eve) = (Raw::new(7), Raw::new(8));
    let (alice, mut server) = alice_and(&bob).await;
    alice.add_bare(eve.uid()).await;
    let mine = alice.send(bob.uid(), "for Bob").await;
    server.next_with_items().await.say(Verdict::Stored);
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    let theirs = alice.send(eve.uid(), "for Eve").await;
    let line = eve.connect(alice.address, &alice.uid).await.unwrap();
    let many: Vec<ItemId> = (0..=1_000_u32).map(|n| ItemId(u128::from(n).to_be_bytes())).collect();
    let batch = carrying(&[
        text(1, "from Eve"),
        receipt(2, &[mine.id, ItemId([1; 16]), ItemId([9; 16])]),
        receipt(3, &[]),
        receipt(4, &many),
    ]);
    let answer = line.ask(&batch).await.unwrap();
    let said: Vec<_> = answer.verdicts.iter().map(|verdict| verdict.verdict).collect();
    assert_eq!(said, [Verdict::Stored, Verdict::Stored, Verdict::Stored, Verdict::Refused]);
    assert_eq!(alice.sent(bob.uid()).await[0].1, MessageState::Delivered, "Eve cannot read for Bob");
    assert_eq!(alice.contact(eve.uid()).await.unread, 1, "nor for Alice");
    // Read implies delivered, for her own: nothing she says makes it go back.
    line.ask(&carrying(&[receipt(5, &[theirs.id])])).await.unwrap();
    assert_eq!(alice.sent(eve.uid()).await[0].1, MessageState::Read);
    let line = bob.connect(alice.address, &alice.uid).await.unwrap();
    for again in [6, 6, 7] {
        line.ask(&carrying(&[receipt(again, &[mine.id])])).await.unwrap();
        assert_eq!(alice.sent(bob.uid()).await[0].1, MessageState::Read);
    }
}

#[tokio::test]
async fn garbage_verdicts_lose_nothing_and_double_nothing() {
    let seed = std::env::var("PURE2P_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("PURE2P_SEED={seed}");
    let mut dice = Repeatable::new(seed);
    let bob = Raw::new(9);
    let (alice, mut server) = alice_and(&bob).await;
    let texts: Vec<String> = (0..40).map(|n| format!("{n}")).collect();
    let ids: Vec<ItemId> =
        alice.node.send_many(bob.uid(), texts.clone()).await.unwrap().iter().map(|m| m.id).collect();
    let mut stored = Vec::new();
    for round in 0.. {
        let request = server.next_with_items().await;
        let offered: Vec<ItemId> = request.batch.items.iter().map(|item| item.id).collect();
        let left: Vec<ItemId> = ids.iter().copied().filter(|id| !stored.contains(id)).collect();
        // Who says "held" is offered a few only, until presence says that they were accepted.
        assert!(!offered.is_empty());
        assert_eq!(offered, left[..offered.len()], "oldest first, and only what was not stored");
        if round >= 3 {
            stored.extend(offered);
            request.say(Verdict::Stored);
            if stored.len() == ids.len() {
                break;
            }
            continue;
        }
        let mut said = Vec::new();
        for id in offered {
            match dice.below(5) {
                0 => said.push(ItemVerdict { id, verdict: Verdict::Later }),
                1 => said.push(ItemVerdict { id, verdict: Verdict::Held }),
                2 => {}
                3 => {
                    // Twice the same word, and some strangers' ids.
                    said.extend([id, id].map(|id| ItemVerdict { id, verdict: Verdict::Stored }));
                    said.push(ItemVerdict {
                        id: ItemId([dice.below(256) as u8; 16]),
                        verdict: Verdict::Refused,
                    });
                    stored.push(id);
                }
                // A code of a later version: "not delivered" is what it means here.
                _ => said.push(ItemVerdict { id, verdict: Verdict::from(200) }),
            }
        }
        request.answer(&Batch { verdicts: said, ..present() });
        alice
            .until("what was stored is delivered", || async {
                let chat = alice.chat(bob.uid()).await;
                chat.iter()
                    .all(|message| (message.state == MessageState::Delivered) == stored.contains(&message.id))
            })
            .await;
        // Looking at the chat spares the pause.
        alice.node.show_chat(Some(bob.uid())).await.unwrap();
    }
    alice.until_all(bob.uid(), MessageState::Delivered).await;
    let shown: Vec<_> = alice.sent(bob.uid()).await.into_iter().map(|(text, _)| text).collect();
    assert_eq!(shown, texts);
}

#[tokio::test]
async fn items_in_answers_are_taken_once() {
    let bob = Raw::new(10);
    let (alice, mut server) = alice_and(&bob).await;
    // The greeting's answer carries items; the verdicts come with the next request, at once.
    let greeting = server.next_ordinary().await;
    let items = [text(1, "in"), text(2, "an answer"), text(1, "again")];
    greeting.answer(&carrying(&items));
    let owed = server.next_ordinary().await;
    let mut told = owed.batch.verdicts.clone();
    told.dedup();
    assert!(told.len() >= 2 && told.iter().all(|said| said.verdict == Verdict::Stored), "{told:?}");
    // As if that had been lost: the same comes again.
    owed.answer(&carrying(&items));
    let owed = server.next_ordinary().await;
    assert_eq!(owed.batch.verdicts.len(), 3);
    owed.answer(&present());
    assert_eq!(alice.received(bob.uid()).await, ["in", "an answer"]);
}
