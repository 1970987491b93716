//! Two people who also block, remove, delete, move and come back.

use std::collections::HashSet;
use std::time::Duration;

use super::network::Weather;
use super::properties::schedules;
use super::world::World;
use crate::store::messages::{MessageRow, State};

const SECOND: Duration = Duration::from_secs(1);

/// What is known of the two besides what their devices say.
struct Life {
    world: World,
    /// What was accepted as waiting, in order.
    written: [Vec<String>; 2],
    tried: [usize; 2],
    /// What was shown on this device and deleted there.
    deleted: [HashSet<String>; 2],
    /// While `node` blocks the other one: what its chat showed when that began.
    frozen: [Option<Vec<(String, bool, State)>>; 2],
    places: u64,
}

impl Life {
    fn new(seed: u64) -> Self {
        Self {
            world: World::new(seed),
            written: [Vec::new(), Vec::new()],
            tried: [0, 0],
            deleted: [HashSet::new(), HashSet::new()],
            frozen: [None, None],
            places: 0,
        }
    }

    fn write(&mut self, node: usize) {
        let first = self.tried[node];
        self.tried[node] += 1 + self.world.below(3) as usize;
        let texts: Vec<String> = (first..self.tried[node]).map(|n| format!("{node}-{n}")).collect();
        let accepted = self.world.send_all(node, &texts);
        self.written[node]
            .extend(texts.into_iter().zip(accepted).filter(|(_, yes)| *yes).map(|(text, _)| text));
    }

    fn seen(&self, node: usize) -> Vec<(String, bool, State)> {
        let row = |row: MessageRow| {
            // What one reads oneself does not count as a change of the chat.
            let state = if row.outgoing { row.state } else { State::Delivered };
            (row.text, row.outgoing, state)
        };
        self.world.chat(node).into_iter().map(row).collect()
    }

    fn texts(&self, node: usize) -> Vec<String> {
        self.world.chat(node).into_iter().map(|row| row.text).collect()
    }

    fn somewhere_else(&mut self, node: usize) {
        self.places += 1;
        let address = format!("11.{}.{}.{}:20000", 1 + node, self.places / 250, 1 + self.places % 250);
        self.world.move_to(node, address.parse().unwrap());
    }

    fn unblock(&mut self, node: usize) {
        if self.world.unblock(node) {
            self.frozen[node] = None;
        }
    }

    /// The chat of `node` was deleted: what it showed before, and what arrived in the same transaction.
    fn all_gone(&mut self, node: usize, before: Vec<String>) {
        let arrived = self.world.chat(1 - node).into_iter();
        let arrived: Vec<_> =
            arrived.filter(|row| row.outgoing && self.world.was_stored(node, row)).collect();
        self.deleted[node].extend(before.into_iter().chain(arrived.into_iter().map(|row| row.text)));
        assert!(self.texts(node).is_empty());
    }

    /// One thing that a person does or that happens to a phone.
    fn act(&mut self) {
        let node = self.world.below(2) as usize;
        match self.world.below(40) {
            0..=9 => self.write(node),
            10..=13 => self.world.open(node),
            14 => self.world.close(node),
            15..=16 => self.world.kill(node),
            17..=18 => {
                let to = self.world.below(2) as usize;
                self.world.reach[1 - to][to] ^= true;
            }
            19 => drop(self.world.read(node)),
            20 => {
                let by = self.world.below(2 * 31_536_000_000) as i64 - 31_536_000_000;
                self.world.skew(node, by);
            }
            21 => {
                self.world.weather = Weather {
                    lose_request: self.world.below(300) as u32,
                    lose_answer: self.world.below(300) as u32,
                    duplicate: self.world.below(300) as u32,
                    slow: self.world.below(300) as u32,
                    commit_fails: self.world.below(80) as u32,
                    job_fails: self.world.below(80) as u32,
                    all_fails: self.world.below(40) as u32,
                };
            }
            22..=23 => self.somewhere_else(node),
            24 => self.world.new_network(node),
            25 => self.world.refresh(node),
            26 => self.world.show(node),
            27 => {
                if self.world.block(node) && self.frozen[node].is_none() {
                    self.frozen[node] = Some(self.seen(node));
                }
            }
            28..=29 => self.unblock(node),
            30 => {
                let before = self.texts(node);
                if self.world.remove(node) {
                    self.all_gone(node, before);
                }
            }
            31..=33 => {
                let with_address = self.world.below(4) > 0;
                self.world.add(node, with_address);
            }
            34 => drop(self.world.accept(node)),
            35 => {
                let chat = self.world.chat(node);
                let which = self.world.below(chat.len().max(1) as u64) as usize;
                if let Some(row) = chat.get(which)
                    && self.world.delete_message(node, row)
                {
                    self.deleted[node].insert(row.text.clone());
                }
            }
            36 => {
                let before = self.texts(node);
                if self.world.delete_chat(node) {
                    self.all_gone(node, before);
                }
            }
            _ => {
                let span = Duration::from_millis(self.world.below(8_000));
                self.world.pass(span);
            }
        }
    }

    /// What must be true at any time.
    fn check(&self) {
        for node in 0..2 {
            let chat = self.world.chat(node);
            for row in &chat {
                assert!(!self.deleted[node].contains(&row.text), "{node} shows {} again", row.text);
                if row.outgoing && row.state != State::Waiting {
                    assert!(self.world.was_stored(1 - node, row), "{} never was there", row.text);
                }
            }
            let own: Vec<_> = chat.iter().filter(|row| row.outgoing).map(|row| &row.text).collect();
            let left: Vec<_> =
                self.written[node].iter().filter(|text| !self.deleted[node].contains(*text)).collect();
            assert_eq!(own, left, "what was shown as waiting is still there, and nothing else");
            let theirs: Vec<&String> = chat.iter().filter(|row| !row.outgoing).map(|row| &row.text).collect();
            assert_eq!(theirs.iter().collect::<HashSet<_>>().len(), theirs.len(), "once: {theirs:?}");
            // What its sender deleted while it was on its way may come late: nobody offers it again before
            // what was written after it.
            let number = |text: &&String| text.split_once('-').unwrap().1.parse::<usize>().unwrap();
            let kept = theirs.iter().filter(|text| !self.deleted[1 - node].contains(**text));
            assert!(kept.map(number).is_sorted(), "in order: {theirs:?}");
            if let Some(then) = &self.frozen[node] {
                let then: Vec<_> =
                    then.iter().filter(|(text, ..)| !self.deleted[node].contains(text)).cloned().collect();
                assert_eq!(self.seen(node), then, "{node} blocks the other one, so nothing changes here");
            }
        }
    }

    /// What must be true in the end: everything is where it should be.
    fn check_settled(&self, how: &str) {
        self.check();
        for node in 0..2 {
            let there: HashSet<String> = self.texts(1 - node).into_iter().collect();
            for row in self.world.chat(node).iter().filter(|row| row.outgoing) {
                assert!(row.state != State::Waiting, "{} waits for ever ({how})", row.text);
                assert!(
                    there.contains(&row.text) || self.deleted[1 - node].contains(&row.text),
                    "{} is not there ({how})",
                    row.text
                );
            }
            assert!(
                self.world.contact(node).unwrap().here,
                "{node} does not see that the other is here ({how})"
            );
        }
    }
}

#[test]
fn whatever_people_do_nothing_is_doubled_shown_again_or_stuck() {
    schedules(300, |seed| {
        let mut life = Life::new(seed);
        let links = life.world.below(4);
        if links != 3 {
            life.world.add(0, links != 1);
        }
        life.world.add(1, links != 0);
        let steps = 20 + life.world.below(100);
        for _ in 0..steps {
            life.act();
            life.check();
        }

        // Both are contacts again, with links of today, and one side at least can be reached. What is still on
        // its way may announce an address of yesterday, and may come last.
        life.world.weather = Weather::default();
        let one_way = life.world.below(3);
        life.world.reach = match one_way {
            0 => [[true, true], [false, true]],
            1 => [[true, false], [true, true]],
            _ => [[true; 2]; 2],
        };
        let fresh = seed % 2 == 0;
        let first = life.world.below(2) as usize;
        for node in [first, 1 - first] {
            if fresh {
                life.world.kill(node);
            }
            life.world.open(node);
            life.unblock(node);
            assert!(life.world.add(node, true));
        }
        // Who is held asks again within five minutes at the latest.
        life.world.pass(360 * SECOND);
        life.check_settled(&format!("fresh {fresh}, one way {one_way}"));
    });
}
