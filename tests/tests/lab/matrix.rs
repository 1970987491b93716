//! Everybody with everybody: the real program in every home, each pair with each side first, messages both ways.
//! All pairs at once, and every packet of it is captured.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use pure2p_tests::lab::homes::HOMES;
use pure2p_tests::lab::rules::Rules;
use pure2p_tests::lab::{Capture, Lab, Resident, laboratory, reach};
use pure2p_tests::shell::PATIENCE;

use super::{expected, table};

/// In every text, so that none of them can be overlooked on the wire.
const MARK: &str = "in plain words";

/// Two people who are to meet.
struct Pair<'a> {
    first: &'a Resident,
    second: &'a Resident,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The first one has written.
    Written,
    /// The second one has it, and has answered.
    Answered,
    /// Both have what the other wrote.
    Met,
    /// Both have written, and read why nothing goes.
    Told,
}

#[test]
fn everybody_meets_whom_they_can() {
    let all = HOMES.map(|home| home.name);
    laboratory("matrix::everybody_meets_whom_they_can", &all, |lab| {
        let mut rules = Rules::new(lab);
        rules.secret("a message", MARK);
        let mut rounds = Vec::new();
        let capture = Capture::of(lab);
        for turned in [false, true] {
            let pairs =
                expected::pairs().into_iter().filter(|(one, other)| there(lab, one) && there(lab, other));
            let pairs = pairs.map(|(one, other)| if turned { (other, one) } else { (one, other) }).collect();
            rounds.push(round(lab, pairs, &mut rules));
        }
        let broken = rules.broken(&capture.stop());
        assert!(broken.is_empty(), "{broken:#?}");
        // Who wrote first makes no difference to who meets whom.
        let [one, other] = rounds.try_into().unwrap();
        assert_eq!(one, other, "who writes first makes a difference");
        if all.iter().all(|name| lab.homes().any(|home| home.name == *name)) {
            table::compare(&one);
        }
    });
}

/// Hosts whose home could not be set up here are left out.
fn there(lab: &Lab, host: &str) -> bool {
    lab.hosts().contains(&host)
}

/// New people in all homes; what came of each pair.
fn round(lab: &Lab, pairs: Vec<(&str, &str)>, rules: &mut Rules<'_>) -> table::Outcome {
    let hosts: BTreeSet<&str> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let people: BTreeMap<&str, Resident> =
        hosts.iter().map(|host| (*host, Resident::new(lab, host))).collect();
    for person in people.values() {
        person.is_secret(rules);
    }
    std::thread::scope(|scope| {
        for person in people.values() {
            scope.spawn(|| {
                person.open();
                person.until_settled();
            });
        }
    });
    let links: BTreeMap<&str, String> = people.iter().map(|(host, person)| (*host, person.link())).collect();
    let mut meeting = Vec::new();
    for (first, second) in &pairs {
        rules.contacts(first, second);
        if expected::neighbours(first, second) {
            // The first one has the second one's screen before them, and nothing else is passed on.
            people[first].add(&people[second].shown());
        } else {
            people[first].add(&links[second]);
            people[second].add(&links[first]);
        }
        people[first].send(&people[second], &text(first, second));
        meeting.push(Pair { first: &people[first], second: &people[second], step: Step::Written });
    }
    let began = Instant::now();
    while meeting.iter().any(|pair| !pair.is_done()) {
        for pair in &mut meeting {
            pair.go_on();
        }
        let late = || meeting.iter().filter(|pair| !pair.is_done()).map(Pair::story).collect::<Vec<_>>();
        assert!(began.elapsed() < PATIENCE, "these did not come to an end: {:#?}", late());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    eprintln!("{} pairs were done after {:.1} s", meeting.len(), began.elapsed().as_secs_f32());
    let outcome =
        table::Outcome::of(&meeting.iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>());
    if reach::TELLS {
        let mut wrong = Vec::new();
        for (host, person) in &people {
            let state = person.reach();
            wrong.extend(
                (!expected::state(host).contains(&state.state())).then(|| format!("{host}: {state:?}")),
            );
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    outcome
}

fn text(from: &str, to: &str) -> String {
    format!("From {from} to {to}, {MARK}.")
}

impl Pair<'_> {
    /// Whether they are expected to meet.
    fn can_meet(&self) -> bool {
        expected::reaches(self.first.at(), self.second.at())
            || expected::reaches(self.second.at(), self.first.at())
    }

    fn is_done(&self) -> bool {
        self.step == if self.can_meet() { Step::Met } else { Step::Told }
    }

    fn go_on(&mut self) {
        let (first, second) = (self.first, self.second);
        let (there, back) = (text(first.at(), second.at()), text(second.at(), first.at()));
        match self.step {
            Step::Written if !self.can_meet() => {
                second.send(first, &back);
                self.step = Step::Answered;
            }
            Step::Written => {
                if expected::neighbours(first.at(), second.at()) && second.was_asked_by(first) {
                    // Accepted by hand; accepting twice changes nothing.
                    second.row(&["accept", &first.uid]);
                    second.send(first, &back);
                    self.step = Step::Answered;
                } else if second.has(first, &there) {
                    second.send(first, &back);
                    self.step = Step::Answered;
                }
            }
            Step::Answered if !self.can_meet() => {
                let said = |one: &Resident, other: &Resident| {
                    one.waits_because(other).as_deref() == Some(expected::reason(one.at(), other.at()))
                };
                if said(first, second) && said(second, first) {
                    self.step = Step::Told;
                }
            }
            Step::Answered => {
                if first.has(second, &back) {
                    self.step = Step::Met;
                }
            }
            Step::Met | Step::Told => {}
        }
    }

    /// Where they are stuck.
    fn story(&self) -> String {
        let why = |one: &Resident, other: &Resident| one.waits_because(other).unwrap_or_default();
        format!(
            "{} and {}: {:?}, {}/{}",
            self.first.at(),
            self.second.at(),
            self.step,
            why(self.first, self.second),
            why(self.second, self.first)
        )
    }
}
