//! Who reaches whom, as both devices say it.

use std::time::Duration;

use super::properties::schedules;
use super::world::World;
use crate::node::Event;

const SECOND: Duration = Duration::from_secs(1);

/// What `node` says: (I reach them, they reach me); `None`: unknown.
fn says(world: &World, node: usize) -> (Option<bool>, Option<bool>) {
    let contact = world.contact(node).unwrap();
    let way = |yes: Option<i64>, no: Option<i64>| {
        assert!(yes.is_none() || no.is_none(), "both at once");
        yes.map(|_| true).or(no.map(|_| false))
    };
    (way(contact.reached_since, contact.unreached_since), way(contact.came_in_since, contact.kept_out_since))
}

#[test]
fn both_devices_say_what_is_true_and_follow_when_it_changes() {
    schedules(60, |seed| {
        let mut world = World::new(seed);
        world.add(0, true);
        world.add(1, true);
        let ways = [[[true, true], [false, true]], [[true, false], [true, true]], [[true; 2]; 2]];
        world.reach = ways[world.below(3) as usize];
        let first = world.below(2) as usize;
        world.open(first);
        let offset = Duration::from_millis(world.below(100_000));
        world.pass(offset);
        world.open(1 - first);
        for n in 0..4 {
            world.pass(60 * SECOND);
            for node in 0..2 {
                let (out, back) = (world.reach[node][1 - node], world.reach[1 - node][node]);
                assert_eq!(says(&world, node), (Some(out), Some(back)), "{node} of {:?}", world.reach);
            }
            // One of them is elsewhere from now on.
            let before = world.reach;
            world.reach = ways[world.below(3) as usize];
            let mover = world.below(2) as usize;
            if before != world.reach {
                world.move_to(mover, format!("11.1.{mover}.{n}:20000").parse().unwrap());
                // Whoever stays cannot know where the other one is if neither reaches the other at first.
                if !world.reach[mover][1 - mover] {
                    world.add(1 - mover, true);
                }
            }
        }
    });
}

#[test]
fn in_vain_alone_says_nothing() {
    let mut world = World::new(1);
    world.add(0, true);
    world.open(0);
    world.pass(300 * SECOND);
    assert_eq!(says(&world, 0), (None, None), "they were not there");
    world.add(1, true);
    world.open(1);
    world.pass(10 * SECOND);
    assert_eq!(says(&world, 0), (Some(true), Some(true)));
    let since = world.contact(0).unwrap().reached_since;
    world.close(1);
    world.pass(300 * SECOND);
    assert_eq!(says(&world, 0), (Some(true), Some(true)), "nor were they when they had left");
    world.open(1);
    world.pass(60 * SECOND);
    assert_eq!(world.contact(0).unwrap().reached_since, since, "it never failed");
    // They die, and are called in vain.
    world.kill(1);
    assert!(world.send_together(0, vec!["hello".to_owned()]));
    world.pass(300 * SECOND);
    assert_eq!(says(&world, 0), (Some(true), Some(true)));
}

#[test]
fn screens_are_told_what_changed_and_not_of_every_exchange() {
    let mut world = World::new(1);
    world.keep_events = true;
    world.add(0, true);
    world.add(1, true);
    world.reach = [[true, true], [false, true]];
    world.open(0);
    world.open(1);
    world.pass(60 * SECOND);
    let changes = |world: &mut World, node: usize| {
        let events = std::mem::take(&mut world.kept[node]);
        events.iter().filter(|event| matches!(event, Event::ContactChanged { .. })).count()
    };
    for node in 0..2 {
        assert!(changes(&mut world, node) >= 2, "{node}: each way, at least");
    }
    world.pass(3_600 * SECOND);
    for _ in 0..20 {
        for node in 0..2 {
            assert!(world.send_together(node, vec!["and another thing".to_owned()]));
        }
        world.pass(2 * SECOND);
    }
    for node in 0..2 {
        assert_eq!(changes(&mut world, node), 0, "{node}");
    }
}
