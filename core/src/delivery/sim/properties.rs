//! What must be true of every schedule.

use std::time::Duration;

use super::network::Weather;
use super::world::World;
use crate::store::messages::State;

const SECOND: Duration = Duration::from_secs(1);

/// Runs `property` for many seeds; the failing one is named by the panic's output.
pub(super) fn schedules(default: u64, property: impl Fn(u64) + std::panic::RefUnwindSafe) {
    let read = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    if let Some(seed) = read("PURE2P_SEED") {
        return property(seed);
    }
    for seed in 0..read("PURE2P_SCHEDULES").unwrap_or(default) {
        if let Err(panic) = std::panic::catch_unwind(|| property(seed)) {
            eprintln!("failing schedule: PURE2P_SEED={seed}");
            std::panic::resume_unwind(panic);
        }
    }
}

struct Story {
    world: World,
    written: [Vec<String>; 2],
    tried: [usize; 2],
}

impl Story {
    fn new(seed: u64) -> Self {
        Self { world: World::new(seed), written: [Vec::new(), Vec::new()], tried: [0, 0] }
    }

    fn write(&mut self, node: usize) {
        self.write_many(node, 1);
    }

    /// Writes `count` messages, each by a command of its own, in one transaction.
    fn write_many(&mut self, node: usize, count: usize) {
        let first = self.tried[node];
        self.tried[node] += count;
        let texts: Vec<String> = (first..self.tried[node]).map(|n| format!("{node}-{n}")).collect();
        let accepted = self.world.send_all(node, &texts);
        self.written[node]
            .extend(texts.into_iter().zip(accepted).filter(|(_, yes)| *yes).map(|(text, _)| text));
    }

    /// Anything at all, for a while.
    fn trouble(&mut self, steps: u64) {
        for _ in 0..steps {
            let node = self.world.below(2) as usize;
            match self.world.below(22) {
                0..=5 => self.write(node),
                6 => {
                    let count = 1 + self.world.below(4) as usize;
                    self.write_many(node, count);
                }
                20 => self.world.send_nonsense(node, "never"),
                7..=9 => self.world.open(node),
                10 => self.world.close(node),
                11..=12 => self.world.kill(node),
                13 => {
                    let (a, b) = (self.world.below(2) as usize, self.world.below(2) as usize);
                    self.world.reach[a][b] ^= true;
                }
                14 => {
                    self.world.read(node);
                }
                15 => {
                    let by = self.world.below(2 * 31_536_000_000) as i64 - 31_536_000_000;
                    self.world.skew(node, by);
                }
                16 => {
                    self.world.weather = Weather {
                        lose_request: self.world.below(400) as u32,
                        lose_answer: self.world.below(400) as u32,
                        duplicate: self.world.below(400) as u32,
                        slow: self.world.below(300) as u32,
                        commit_fails: self.world.below(100) as u32,
                        job_fails: self.world.below(100) as u32,
                        all_fails: self.world.below(50) as u32,
                    };
                }
                _ => {
                    let span = Duration::from_millis(self.world.below(8_000));
                    self.world.pass(span);
                }
            }
        }
    }

    /// Every message exactly once and in order, on both devices, with states that agree.
    fn check(&self, settled: bool) {
        for node in 0..2 {
            let sent = self.world.history(node, true);
            let received = self.world.history(1 - node, false);
            let texts: Vec<_> = sent.iter().map(|(text, _)| text.clone()).collect();
            assert_eq!(texts, self.written[node], "what was shown as waiting is still there");
            let arrived: Vec<_> = received.iter().map(|(text, _)| text.clone()).collect();
            assert_eq!(arrived, self.written[node][..arrived.len()], "a prefix, once, in order");
            for (index, (text, state)) in sent.iter().enumerate() {
                let there = arrived.get(index) == Some(text);
                assert!(there || *state == State::Waiting, "delivered means: it is there");
                if settled {
                    assert!(there && *state != State::Waiting, "{node}: {text} waits for ever");
                    assert_eq!(*state, received[index].1, "both devices say the same");
                }
            }
        }
    }
}

#[test]
fn whatever_happens_every_message_arrives_once_and_in_order() {
    schedules(400, |seed| {
        let mut story = Story::new(seed);
        let links = story.world.below(3);
        story.world.add(0, links != 1);
        story.world.add(1, links != 0);
        let steps = 10 + story.world.below(60);
        story.trouble(steps);
        story.check(false);

        // Both stay, at least one side can be reached: within a minute nothing waits. So much is promised to
        // two fresh processes. Who was there all along must not be stuck by what it went through, either;
        // but it may take until the death of the other one is noticed.
        story.world.weather = Weather::default();
        story.world.right_clocks();
        story.world.reach = match links {
            0 => [[true, true], [false, true]],
            1 => [[true, false], [true, true]],
            _ => [[true; 2]; 2],
        };
        let first = story.world.below(2) as usize;
        let fresh = seed % 2 == 0;
        if fresh {
            for node in [first, 1 - first] {
                story.world.kill(node);
            }
        }
        story.world.open(first);
        let offset = Duration::from_millis(story.world.below(300_000));
        story.world.pass(offset);
        story.world.open(1 - first);
        story.world.pass(if fresh { 60 } else { 210 } * SECOND);
        story.check(false);
        for node in 0..2 {
            assert!(
                story.world.history(node, true).iter().all(|(_, state)| *state != State::Waiting),
                "{node} still waits (offset {offset:?}, links {links}, fresh {fresh})"
            );
        }
        // Reading is told as well.
        story.world.read(0);
        story.world.read(1);
        story.world.pass(60 * SECOND);
        story.check(true);
    });
}

#[test]
fn new_words_move_at_once_while_both_are_here() {
    schedules(100, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        story.world.add(1, true);
        let one_way = story.world.below(3);
        story.world.reach = match one_way {
            0 => [[true, true], [false, true]],
            1 => [[true, false], [true, true]],
            _ => [[true; 2]; 2],
        };
        story.world.open(0);
        let offset = Duration::from_millis(story.world.below(100_000));
        story.world.pass(offset);
        story.world.open(1);
        story.world.pass(60 * SECOND);
        for _ in 0..20 {
            let node = story.world.below(2) as usize;
            let burst = 1 + story.world.below(30);
            for _ in 0..burst {
                story.write(node);
            }
            let pause = Duration::from_millis(story.world.below(100_000));
            story.world.pass(pause);
            story.world.pass(3 * SECOND);
            for node in 0..2 {
                assert!(
                    story.world.history(node, true).iter().all(|(_, state)| *state != State::Waiting),
                    "something waits although both are here (one_way {one_way})"
                );
            }
        }
        story.world.read(0);
        story.world.read(1);
        story.world.pass(60 * SECOND);
        story.check(true);
    });
}

#[test]
fn presence_ends_truthfully() {
    schedules(100, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        story.world.add(1, true);
        story.world.open(0);
        story.world.open(1);
        story.world.pass(5 * SECOND);
        let here = |story: &Story, node: usize| story.world.contact(node).unwrap().here;
        assert!(here(&story, 0) && here(&story, 1));
        let span = Duration::from_millis(story.world.below(600_000));
        story.world.pass(span);
        assert!(here(&story, 0) && here(&story, 1), "both are here, so both say so");
        if story.world.below(2) == 0 {
            story.world.close(1); // A goodbye is heard at once.
            story.world.pass(SECOND);
        } else {
            story.world.kill(1); // Death is noticed within three minutes and a half.
            story.world.pass(210 * SECOND);
        }
        assert!(!here(&story, 0));
    });
}

#[test]
fn a_goodbye_is_the_last_word() {
    schedules(200, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        story.world.open(0);
        if story.world.below(2) == 0 {
            story.world.add(1, true);
        }
        for _ in 0..6 {
            // However short a visit is, and whatever is under way when it ends.
            story.world.open(1);
            for _ in 0..story.world.below(5) {
                let (node, span) =
                    (story.world.below(2) as usize, Duration::from_millis(story.world.below(300)));
                match story.world.below(4) {
                    0 => story.world.add(1, true),
                    1 => story.world.rename(node, &format!("name {span:?}")),
                    2 => story.world.read(node),
                    _ => story.world.send_together(node, vec!["hello".to_owned()]),
                };
                story.world.pass(span);
            }
            story.world.close(1);
            for _ in 0..4 {
                story.world.pass(SECOND);
                // To whom 0 is a stranger, it is told nothing.
                let knows = story.world.contact(1).is_some_and(|contact| contact.active());
                assert!(
                    !knows || !story.world.contact(0).unwrap().here,
                    "the green dot of somebody who left"
                );
            }
        }
    });
}

#[test]
fn one_way_pairs_survive_what_happens_to_either_side() {
    schedules(220, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        story.world.add(1, true);
        // 0 reaches 1, never the other way round: 1 depends on being called.
        story.world.reach = [[true, true], [false, true]];
        story.world.open(0);
        story.world.open(1);
        story.world.pass(60 * SECOND);
        for _ in 0..4 {
            let pause = Duration::from_millis(story.world.below(200_000));
            match story.world.below(6) {
                0 => {
                    story.world.close(1);
                    story.world.pass(pause);
                    story.world.open(1);
                }
                1 => {
                    story.world.kill(1);
                    story.world.pass(pause);
                    story.world.open(1);
                }
                2 => {
                    story.world.close(0);
                    story.world.pass(pause);
                    story.world.open(0);
                }
                3 => {
                    story.world.close(1);
                    story.world.pass(Duration::from_secs(1));
                    story.world.refresh(0);
                    story.world.pass(pause);
                    story.world.open(1);
                }
                4 => {
                    // For a while the other direction works, too.
                    story.world.reach = [[true; 2]; 2];
                    story.world.new_network(1);
                    story.world.pass(pause);
                    story.world.reach = [[true, true], [false, true]];
                    story.world.new_network(1);
                    story.world.new_network(0);
                }
                _ => story.world.pass(pause),
            }
            story.write(1);
            story.write(0);
            story.world.pass(60 * SECOND);
            for node in 0..2 {
                assert!(
                    story.world.history(node, true).iter().all(|(_, state)| *state != State::Waiting),
                    "{node} still waits"
                );
            }
        }
        story.check(false);
    });
}

#[test]
fn a_way_that_closes_unnoticed_is_made_up_for_after_the_next_word() {
    schedules(60, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        story.world.add(1, true);
        story.world.open(0);
        story.world.open(1);
        story.world.pass(130 * SECOND); // What was parked when they met is released by then.
        // No system tells 1 that it cannot reach 0 any more (a firewall, a lease): it finds out by itself,
        // also if 0 comes in just then.
        story.world.reach = [[true, true], [false, true]];
        story.world.rename(1, "Balthasar");
        story.world.pass(SECOND);
        story.write(0);
        let span = Duration::from_millis(8_000 + story.world.below(10_000));
        story.world.pass(span);
        story.write(0);
        story.world.pass(20 * SECOND); // Its first try may have been an offer that went nowhere.
        story.write(1);
        story.world.pass(8 * SECOND); // And a dial in vain may be under way.
        for node in 0..2 {
            assert!(
                story.world.history(node, true).iter().all(|(_, state)| *state != State::Waiting),
                "{node} waits although 0 could call"
            );
        }
        story.check(false);
    });
}

#[test]
fn strangers_wait_to_be_accepted_and_lose_nothing() {
    schedules(100, |seed| {
        let mut story = Story::new(seed);
        story.world.add(0, true);
        let one_way = story.world.below(2) == 0;
        story.world.reach = if one_way { [[true, true], [false, true]] } else { [[true; 2]; 2] };
        let first = story.world.below(2) as usize;
        story.world.open(first);
        let words = 1 + story.world.below(8);
        for _ in 0..words {
            story.write(0);
        }
        story.world.open(1 - first);
        let pause = Duration::from_millis(story.world.below(400_000));
        story.world.pass(60 * SECOND);
        story.world.pass(pause);
        assert!(story.world.history(0, true).iter().all(|(_, state)| *state == State::Waiting));
        let kept = story.world.held(1);
        assert_eq!(kept, words.min(3) as usize, "the first words, and no more");
        story.world.accept(1);
        story.world.pass(60 * SECOND);
        assert!(
            story.world.history(0, true).iter().all(|(_, state)| *state != State::Waiting),
            "accepted, and still something waits (one way: {one_way})"
        );
        story.check(false);
    });
}
