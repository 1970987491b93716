//! One who cannot reach the other, and depends on a request that the other one keeps parked.

use std::time::Duration;

use super::world::World;
use crate::store::messages::State;

const SECOND: Duration = Duration::from_secs(1);
const ONE_WAY: [[bool; 2]; 2] = [[true, true], [false, true]];

/// 0 reaches 1, and has a request parked there.
fn dependent() -> World {
    let mut world = World::new(1);
    world.add(0, true);
    world.add(1, true);
    world.reach = ONE_WAY;
    world.open(0);
    world.open(1);
    world.pass(30 * SECOND); // By then both know who reaches whom.
    assert_eq!(world.parked(1), 1);
    world
}

#[test]
fn whoever_depends_on_a_parked_request_asks_for_the_next_one_with_its_answer() {
    let mut world = dependent();
    // For a moment the other direction works, so 0 believes that it is reached.
    world.reach = [[true; 2]; 2];
    world.rename(1, "Balthasar");
    world.pass(SECOND);
    world.reach = ONE_WAY;
    world.rename(1, "Caspar"); // In vain, and so 1 knows.
    world.pass(130 * SECOND); // What was parked is over.
    assert!(world.send_together(1, vec!["do you hear me".to_owned()]));
    world.pass(3 * SECOND);
    assert!(world.history(1, true).iter().all(|(_, state)| *state != State::Waiting));
}

#[test]
fn another_network_knows_no_pause_between_parked_requests() {
    let mut world = dependent();
    // The way of the parked request breaks, which only its caller hears: it would park again after 20 s.
    world.reach = [[true, false], [false, true]];
    for exchange in world.flights_of(0) {
        world.finish(exchange, Err(crate::net::DialError::Refused));
    }
    world.reach = ONE_WAY;
    world.pass(2 * SECOND);
    assert_eq!(world.flights_of(0), [0; 0]);
    world.new_network(0);
    world.pass(3 * SECOND);
    assert_eq!(world.flights_of(0).len(), 1);
}

#[test]
fn two_who_say_nothing_exchange_one_request_each_time_that_one_is_renewed() {
    let mut world = dependent();
    let before = world.dials;
    world.pass(3_600 * SECOND);
    let dials = world.dials - before;
    assert!((30..=40).contains(&dials), "{dials} in an hour");
    assert_eq!(world.parked(1), 1);
    // And none of the foreground's outlives it.
    world.close(1);
    world.pass(SECOND);
    assert_eq!((world.parked(1), world.flights_of(0).len()), (0, 0));
}
