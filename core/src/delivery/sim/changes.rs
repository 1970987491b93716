//! Networks that come, go and change, and devices that sleep.

use std::time::Duration;

use super::properties::schedules;
use super::world::World;
use crate::store::messages::State;

const SECOND: Duration = Duration::from_secs(1);
const MS: fn(u64) -> Duration = Duration::from_millis;

fn all_delivered(world: &World) -> bool {
    (0..2).all(|node| world.history(node, true).iter().all(|(_, state)| *state != State::Waiting))
}

fn say(world: &mut World, node: usize, text: String) {
    assert!(world.send_together(node, vec![text]));
}

fn together(seed: u64, reach: [[bool; 2]; 2]) -> World {
    let mut world = World::new(seed);
    world.add(0, true);
    world.add(1, true);
    world.reach = reach;
    world.open(0);
    world.open(1);
    world.pass(20 * SECOND);
    world
}

/// Everything exactly once and in order.
fn check(world: &World) {
    for node in 0..2 {
        let sent: Vec<String> = world.history(node, true).into_iter().map(|(text, _)| text).collect();
        let there: Vec<String> = world.history(1 - node, false).into_iter().map(|(text, _)| text).collect();
        assert_eq!(there, sent[..there.len()]);
    }
}

fn some_reach(world: &mut World) {
    world.reach = match world.below(3) {
        0 => [[true, true], [false, true]],
        1 => [[true, false], [true, true]],
        _ => [[true; 2]; 2],
    };
}

#[test]
fn both_move_within_a_minute_and_one_old_path_is_enough() {
    schedules(200, |seed| {
        let mut world = together(seed, [[true; 2]; 2]);
        let keeper = world.below(2) as usize;
        let (first, gap) = (world.below(2) as usize, MS(world.below(60_000)));
        for node in [first, 1 - first] {
            let old = world.phones[node].address;
            world.move_to(node, format!("11.1.{node}.1:20000").parse().unwrap());
            if node == keeper {
                world.phones[node].old_door = Some(old); // Its old address still leads to it.
            }
            if node == first {
                world.pass(gap);
            }
        }
        for node in 0..2 {
            say(&mut world, node, format!("{node}: where are you?"));
        }
        world.pass(12 * SECOND);
        assert!(all_delivered(&world), "keeper {keeper}, first {first}, {gap:?} later");
        check(&world);
    });
}

#[test]
fn who_moves_is_found_again_within_seconds() {
    schedules(150, |seed| {
        let mut world = together(seed, [[true; 2]; 2]);
        for n in 0..5_u64 {
            let (node, talk) = (world.below(2) as usize, world.below(2) as usize);
            // In the middle of talking.
            for m in 0..world.below(4) {
                say(&mut world, talk, format!("{talk}: {n} {m}"));
            }
            let pause = MS(world.below(400));
            world.pass(pause);
            world.move_to(node, format!("11.1.{node}.{n}:20000").parse().unwrap());
            say(&mut world, 0, format!("0: after {n}"));
            say(&mut world, 1, format!("1: after {n}"));
            world.pass(5 * SECOND);
            assert!(all_delivered(&world), "move {n} of {node}");
            check(&world);
            let rest = MS(world.below(200_000));
            world.pass(rest);
        }
    });
}

#[test]
fn a_network_that_comes_and_goes_makes_nobody_spin_and_loses_nothing() {
    schedules(40, |seed| {
        let mut world = together(seed, [[true; 2]; 2]);
        some_reach(&mut world);
        let before = world.dials;
        for n in 0..100 {
            let node = world.below(2) as usize;
            if n % 20 == 0 {
                say(&mut world, node, format!("{node}: {n}"));
            }
            world.new_network(node);
            let pause = MS(world.below(20));
            world.pass(pause);
        }
        world.pass(2 * SECOND);
        assert!(world.dials - before < 40, "{} exchanges", world.dials - before);
        world.pass(40 * SECOND);
        assert!(all_delivered(&world), "{:?}", world.reach);
        check(&world);
        for phone in &world.phones {
            let engine = &phone.writer.engine;
            assert!(engine.exchanges.len() <= 2, "left over: {:?}", engine.exchanges);
        }
    });
}

#[test]
fn a_device_that_slept_is_back_within_seconds() {
    schedules(100, |seed| {
        let mut world = together(seed, [[true; 2]; 2]);
        some_reach(&mut world);
        (0..2).for_each(|node| world.new_network(node)); // So that both know.
        world.pass(60 * SECOND);
        for n in 0..3 {
            let (sleeper, span) = (world.below(2) as usize, 20_000 + world.below(600_000));
            world.sleep(sleeper, MS(span));
            let other = 1 - sleeper;
            say(&mut world, other, format!("{other}: good morning {n}"));
            say(&mut world, sleeper, format!("{sleeper}: did I miss anything? {n}"));
            // At most an offer that nobody heard (15 s); or, should only the other one reach the sleeper, its timer.
            let seconds = if world.reach[sleeper][other] { 20 } else { 45 };
            world.pass(seconds * SECOND);
            assert!(all_delivered(&world), "{sleeper} slept {span} ms, {:?}", world.reach);
            check(&world);
        }
    });
}
