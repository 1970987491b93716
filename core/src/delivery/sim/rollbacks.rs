//! What a transaction decided that was lost, or that another process of the home made.

use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rusqlite::Connection;

use super::super::{CommandError, Effect, Engine, Now, Place};
use super::network::Weather;
use super::world::World;
use crate::identity::{Account, ContactLink, Uid};
use crate::node::Setting;
use crate::store::messages::State;
use crate::store::{contacts, open_in_memory};
use crate::wire::items::{KIND_TEXT, text_body};
use crate::wire::{Batch, Item, ItemId, Verdict};

const SECOND: Duration = Duration::from_secs(1);
const NOW: Now = Now { steady: SECOND, wall: 1_700_000_000_000 };
const REFUSES: Weather = Weather {
    lose_request: 0,
    lose_answer: 0,
    duplicate: 0,
    slow: 0,
    commit_fails: 1_000,
    job_fails: 0,
    all_fails: 0,
};

/// Two who know each other, both here.
fn together() -> World {
    let mut world = World::new(1);
    world.add(0, true);
    world.add(1, true);
    world.open(0);
    world.open(1);
    world.pass(5 * SECOND);
    world
}

fn account(seed: u64) -> Account {
    Account::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn send(world: &mut World, node: usize, text: &str) {
    assert_eq!(world.send_all(node, &[text.to_owned()]), [true]);
}

fn all_delivered(world: &World) -> bool {
    (0..2).all(|node| world.history(node, true).iter().all(|(_, state)| *state != State::Waiting))
}

#[test]
fn what_the_disk_refused_is_true_of_nobody() {
    type Command = fn(&mut Engine, &Connection, Now, Uid) -> Result<(), CommandError>;
    let commands: [Command; 6] = [
        |engine, db, _, uid| engine.remove(db, &uid),
        |engine, db, now, uid| engine.block(db, now, &uid),
        |engine, db, now, _| {
            let link = ContactLink { uid: account(99).uid(), card: None };
            engine.add(db, now, &link, None)
        },
        |engine, db, now, _| engine.change_setting(db, now, &Setting::AnswerNewPeople(false)),
        |engine, db, now, uid| engine.send(db, now, &uid, vec!["lost".into()]).map(|_| ()),
        |engine, db, now, _| Ok(engine.tick(db, now)?),
    ];
    for command in commands {
        let mut world = together();
        let uid = world.phones[1].uid;
        world.weather = REFUSES;
        assert!(!world.command(0, move |engine, db, now| command(engine, db, now, uid)));
        world.weather = Weather::default();
        // The world saw to it that memory follows. And so both go on, in both directions.
        assert!(world.rename(0, "Al"));
        for node in 0..2 {
            send(&mut world, node, "still there?");
        }
        world.pass(40 * SECOND);
        assert!(all_delivered(&world));
    }
}

#[test]
fn a_verdict_that_was_lost_is_asked_for_again_soon() {
    let mut world = together();
    world.reach = [[true, true], [false, true]];
    world.new_network(0);
    world.pass(5 * SECOND);
    send(&mut world, 0, "one");
    while world.history(1, false).is_empty() {
        world.pass(Duration::from_millis(1));
    }
    // The answer is on its way, and the disk does not take it.
    world.weather = REFUSES;
    world.pass(SECOND);
    assert!(!all_delivered(&world));
    world.weather = Weather::default();
    world.pass(40 * SECOND);
    assert!(all_delivered(&world), "it waits for their silence");
}

/// What another process of this phone's home writes.
fn elsewhere(world: &mut World, node: usize, write: impl FnOnce(&mut Engine, &Connection, Uid)) {
    let uid = world.phones[1 - node].uid;
    let phone = &world.phones[node];
    let mut other = Engine::new(Some(phone.uid), ChaCha20Rng::seed_from_u64(9));
    write(&mut other, &phone.writer.db, uid);
}

#[test]
fn who_was_removed_or_blocked_elsewhere_is_let_go() {
    for (blocks, told) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut world = World::new(1);
        world.add(0, true);
        world.add(1, true);
        // 1 depends on being called by 0, so it is 0 that has a request parked there.
        world.reach = [[true, true], [false, true]];
        world.open(0);
        world.open(1);
        world.pass(10 * SECOND);
        assert_eq!(world.parked(1), 1);
        elsewhere(&mut world, 1, |engine, db, uid| match blocks {
            true => engine.block(db, NOW, &uid).unwrap(),
            false => engine.remove(db, &uid).unwrap(),
        });
        if told {
            world.refresh(1);
        } else {
            world.expect_poke(1);
            world.pass(300 * SECOND); // No poke came: it is noticed when the next thing is due.
        }
        assert_eq!(world.parked(1), 0, "nobody is kept waiting for an answer {blocks} {told}");
        let active = |world: &World| world.phones[1].writer.engine.look(|here| here.active.len());
        assert_eq!(active(&world), 0);
    }
}

#[test]
fn a_contact_that_came_back_is_not_tried_for_ever() {
    let mut world = World::new(1);
    world.add(0, true);
    world.open(0);
    send(&mut world, 0, "under way"); // And it stays so for a while: nobody answers.
    let trying = |world: &World| world.phones[0].writer.engine.look(|here| here.trying.len());
    assert_eq!(trying(&world), 1);
    elsewhere(&mut world, 0, |engine, db, uid| engine.remove(db, &uid).unwrap());
    world.refresh(0);
    assert_eq!(trying(&world), 0);
    world.add(0, true);
    world.pass(SECOND);
    assert_eq!(trying(&world), 0, "there is nothing to be tried");
}

/// What somebody with one new message is answered by an engine whose transaction is lost, in whole or in part.
fn answer_of_a_full_disk(blocked: bool, partly: bool) -> Batch {
    let (own, other) = (account(1), account(2));
    let db = open_in_memory().unwrap();
    let mut engine = Engine::new(None, ChaCha20Rng::seed_from_u64(3));
    engine.create_account(&db, &own, None).unwrap();
    let link = ContactLink { uid: other.uid(), card: None };
    engine.enter_foreground(&db, NOW, Place::default()).unwrap();
    engine.add(&db, NOW, &link, None).unwrap();
    match blocked {
        true => engine.block(&db, NOW, &other.uid()).unwrap(),
        false => engine.remove(&db, &other.uid()).unwrap(),
    }
    engine.take_effects();
    let item =
        Item { id: ItemId([1; 16]), kind: KIND_TEXT, counter: 1, written_at: 1, body: text_body("hi") };
    let batch = Batch { items: vec![item], ..Batch::default() };
    let from = ([11, 0, 0, 2], 20_000).into();
    db.execute_batch("BEGIN").unwrap();
    let mark = engine.mark();
    engine.arrived(&db, NOW, 7, other.uid(), from, batch).unwrap();
    db.execute_batch("ROLLBACK").unwrap();
    let effects = match partly {
        true => {
            engine.undo_to(mark, true, &db, NOW);
            engine.take_effects()
        }
        false => {
            let effects = engine.take_effects();
            engine.take_back(effects, &db, NOW)
        }
    };
    let answer = effects.into_iter().find_map(|effect| match effect {
        Effect::Answer { arrival: 7, batch, .. } => batch,
        _ => None,
    });
    answer.unwrap()
}

#[test]
fn a_full_disk_tells_no_blocked_key_from_a_removed_one() {
    for partly in [false, true] {
        let answers = [false, true].map(|blocked| answer_of_a_full_disk(blocked, partly));
        for answer in answers {
            let verdicts: Vec<Verdict> = answer.verdicts.iter().map(|said| said.verdict).collect();
            assert_eq!(verdicts, [Verdict::Held]);
            assert!(answer.observed.is_some() && answer.presence.is_none() && answer.items.is_empty());
        }
    }
}

#[test]
fn an_account_made_by_another_process_is_found() {
    let db = open_in_memory().unwrap();
    let mut early = Engine::new(None, ChaCha20Rng::seed_from_u64(1));
    let mut other = Engine::new(None, ChaCha20Rng::seed_from_u64(2));
    let (own, bob) = (account(1), ContactLink { uid: account(2).uid(), card: None });
    other.create_account(&db, &own, None).unwrap();
    early.enter_foreground(&db, NOW, Place::default()).unwrap();
    early.assert_follows(&db, NOW);
    early.add(&db, NOW, &bob, None).unwrap();
    assert!(contacts::find(&db, &bob.uid).unwrap().is_some());
    let itself = early.block(&db, NOW, &own.uid());
    assert!(matches!(itself, Err(CommandError::OwnUid)));
}
