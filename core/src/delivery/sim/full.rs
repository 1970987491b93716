//! A disk that is full for a while: SQLite's own limit on pages, so that what fails fails in the middle of
//! the work, on every system. (`tests/tests/attack_delivery.rs` fills a real one where it can.)

use std::time::Duration;

use super::properties::schedules;
use super::world::World;
use crate::store::contacts::Hold;
use crate::store::messages::State;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_full_disk_loses_nothing_and_goes_on_when_there_is_room() {
    schedules(6, |seed| {
        let mut world = World::new(seed);
        world.add(0, true);
        world.add(1, true);
        world.open(0);
        world.open(1);
        world.pass(5 * SECOND);
        let texts: Vec<String> = (0..100).map(|n| format!("0-{n} {}", "x".repeat(4_000))).collect();
        let room = 20 + world.below(80) as u32;
        world.limit_disk(1, Some(room));
        assert!(world.send_all(0, &texts).iter().all(|done| *done));
        world.pass(120 * SECOND);
        // A beginning is there, in order, and what is delivered is there; the rest waits, and it is said why.
        let arrived: Vec<String> = world.history(1, false).into_iter().map(|(text, _)| text).collect();
        assert!(!arrived.is_empty() && arrived.len() < texts.len(), "{} of {}", arrived.len(), texts.len());
        assert_eq!(arrived, texts[..arrived.len()]);
        let delivered = world.history(0, true).iter().filter(|(_, state)| *state != State::Waiting).count();
        assert_eq!(delivered, arrived.len());
        assert_eq!(world.contact(0).unwrap().hold, Hold::Later);
        // One's own words are refused, all of a call or none.
        assert!(!world.send_together(1, vec!["y".repeat(16_000); 100]));
        assert!(world.history(1, true).is_empty());

        world.limit_disk(1, None);
        world.pass(60 * SECOND);
        let arrived: Vec<String> = world.history(1, false).into_iter().map(|(text, _)| text).collect();
        assert_eq!(arrived, texts);
        assert!(world.history(0, true).iter().all(|(_, state)| *state != State::Waiting));
        assert_eq!(world.send_all(1, &["room again".to_owned()]), [true]);
        world.pass(5 * SECOND);
        assert_eq!(world.history(0, false).len(), 1);
    });
}
