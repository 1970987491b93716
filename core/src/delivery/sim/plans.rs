//! When the next try is due, as everybody may read it in the database.

use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rusqlite::Connection;

use super::super::{Effect, Engine, Now, Place};
use crate::identity::{Account, Card, Uid};
use crate::net::{Dial, DialError, Dialled, NetworkSnapshot};
use crate::store::{contacts, open_in_memory};
use crate::wire::{Batch, ItemVerdict, Presence, Verdict};

const AT: fn(u64) -> Now =
    |second| Now { steady: Duration::from_secs(second), wall: 1_700_000_000_000 + second as i64 * 1_000 };

fn account(seed: u64) -> Account {
    Account::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

/// A device in the foreground with one contact, one message that waits for it, and the try that this began.
fn trying() -> (Connection, Engine, Uid, u64, Dial) {
    let db = open_in_memory().unwrap();
    let mut engine = Engine::new(None, ChaCha20Rng::seed_from_u64(3));
    engine.create_account(&db, &account(1), None).unwrap();
    let addresses = vec!["11.0.0.2:20000".parse().unwrap()];
    let card = Card { serial: 1, addresses, name: None, invite: None };
    let link = card.sign(&account(2)).unwrap();
    engine.add(&db, AT(0), &link, None).unwrap();
    engine.send(&db, AT(0), &link.uid, vec!["hello".into()]).unwrap();
    engine.enter_foreground(&db, AT(1), Place::default()).unwrap();
    let dialled = engine.take_effects().into_iter().find_map(|effect| match effect {
        Effect::Dial { exchange, dial } => Some((exchange, dial)),
        _ => None,
    });
    let (exchange, dial) = dialled.unwrap();
    (db, engine, link.uid, exchange, dial)
}

/// When the next try is planned, in memory and as it is written.
fn plans(db: &Connection, engine: &Engine, uid: &Uid) -> (Option<i64>, Option<i64>) {
    let row = contacts::find(db, uid).unwrap().unwrap();
    let at = engine.peers[&row.id].retry_at;
    (at.map(|at| AT(0).wall + at.as_millis() as i64), row.next_attempt_at)
}

#[test]
fn a_planned_try_is_written_whatever_ended_the_last_one() {
    let said = |verdict| {
        move |dial: &Dial| {
            let verdicts = dial.batch.items.iter().map(|item| ItemVerdict { id: item.id, verdict }).collect();
            Ok(Batch { verdicts, presence: Some(Presence::default()), ..Batch::default() })
        }
    };
    type Answers = Box<dyn Fn(&Dial) -> Result<Batch, DialError>>;
    let outcomes: [(&str, Answers); 4] = [
        ("held", Box::new(said(Verdict::Held))),
        ("later", Box::new(said(Verdict::Later))),
        ("silence", Box::new(|_: &Dial| Err(DialError::Silent))),
        ("given up", Box::new(|_: &Dial| Err(DialError::Cancelled))),
    ];
    for (name, answer) in outcomes {
        let (db, mut engine, uid, exchange, dial) = trying();
        assert_eq!(plans(&db, &engine, &uid), (None, None), "it is under way");
        let dialled = Dialled { tried: Vec::new(), result: answer(&dial) };
        engine.dialled(&db, AT(2), exchange, dialled).unwrap();
        let (planned, written) = plans(&db, &engine, &uid);
        let again = engine.take_effects().into_iter().any(|effect| matches!(effect, Effect::Dial { .. }));
        assert_eq!(written, planned, "{name}");
        assert!(written.is_some_and(|at| at > AT(2).wall) || again, "{name}");
    }
    // Delivered: nothing more is to be tried.
    let (db, mut engine, uid, exchange, dial) = trying();
    let dialled = Dialled { tried: Vec::new(), result: said(Verdict::Stored)(&dial) };
    engine.dialled(&db, AT(2), exchange, dialled).unwrap();
    assert_eq!(plans(&db, &engine, &uid), (None, None));
}

#[test]
fn nothing_is_planned_where_nothing_can_be_tried() {
    let (db, mut engine, uid, exchange, _) = trying();
    let silence = Dialled { tried: Vec::new(), result: Err(DialError::Silent) };
    engine.dialled(&db, AT(2), exchange, silence).unwrap();
    assert!(plans(&db, &engine, &uid).1.is_some());
    let nowhere = Place { networks: Some(NetworkSnapshot::default()), ..Place::default() };
    engine.network_changed(&db, AT(3), nowhere).unwrap();
    assert_eq!(plans(&db, &engine, &uid).1, None, "offline");
    engine.network_changed(&db, AT(4), Place::default()).unwrap();
    engine.leave_foreground(&db, AT(5)).unwrap();
    assert_eq!(contacts::find(&db, &uid).unwrap().unwrap().next_attempt_at, None, "closed");
}

#[test]
fn what_nobody_reports_of_ends_with_the_next_foreground() {
    let (db, mut engine, ..) = trying();
    for second in 2..5 {
        engine.leave_foreground(&db, AT(second)).unwrap();
        engine.enter_foreground(&db, AT(second), Place::default()).unwrap();
        assert_eq!(engine.exchanges.len(), 1, "what it begins itself");
    }
}
