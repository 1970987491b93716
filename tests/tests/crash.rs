//! Real processes that die at random points while both sides write.
//!
//! `PURE2P_SEED=n` repeats a run's choices (the instants are the machine's), `PURE2P_KILLS=n` makes it longer.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashSet;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pure2p_tests::rng::Repeatable;
use pure2p_tests::shell::{Open, PATIENCE, Person};
use serde_json::Value;

fn number_from(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What one side did to its outbox, in order.
struct Written {
    /// The texts of one call.
    texts: Vec<String>,
    /// The ids that the call printed; `None`: it was killed before it could, so all are there or none.
    shown: Option<Vec<String>>,
}

/// Writes to `to` until told to stop. Now and then the writing process is killed, too.
fn write(from: &Person, to: &str, name: &str, seed: u64, stop: &AtomicBool) -> Vec<Written> {
    let mut dice = Repeatable::new(seed);
    let mut written = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let call = written.len();
        let texts: Vec<String> = (0..1 + dice.below(30)).map(|n| format!("{name} {call}.{n}")).collect();
        let input = texts.join("\n");
        let shown = if dice.below(8) == 0 {
            write_and_die(from, to, &input, &mut dice);
            None
        } else {
            let rows = from.rows_with_input(&["send", to, "-"], input.as_bytes());
            Some(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect())
        };
        written.push(Written { texts, shown });
    }
    written
}

fn write_and_die(from: &Person, to: &str, input: &str, dice: &mut Repeatable) {
    let mut command = from.command();
    command
        .args(["--json", "send", to, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(dice.below(80) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn history(of: &Person, with: &str, direction: &str) -> Vec<Value> {
    let rows = of.rows(&["messages", with, "--limit", "1000000"]);
    rows.into_iter().filter(|row| row["direction"] == direction).collect()
}

fn column<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[field].as_str().unwrap()).collect()
}

/// Both homes say the same, and what was shown to somebody is there, once and in order.
fn check(from: &Person, to: &Person, uids: [&str; 2], written: &[Written], state: &str) {
    let sent = history(from, uids[1], "out");
    let received = history(to, uids[0], "in");
    let ids = column(&sent, "id");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "an id twice");
    assert_eq!(column(&received, "id"), ids, "the same messages in the same order");
    assert_eq!(column(&received, "text"), column(&sent, "text"));
    assert!(column(&sent, "state").iter().all(|now| *now == state), "{:?}", column(&sent, "state"));
    assert_eq!(column(&received, "state"), column(&sent, "state"), "both say the same of each");

    let mut at = 0;
    for call in written {
        let there = sent.get(at..at + call.texts.len()).unwrap_or_default();
        match &call.shown {
            Some(shown) => assert_eq!(column(there, "id"), *shown, "what was shown as waiting is there"),
            None if column(there, "text") == call.texts => {}
            None => {
                // Killed before its transaction: nothing of it is there.
                assert!(sent.iter().all(|row| !call.texts.iter().any(|text| row["text"] == **text)));
                continue;
            }
        }
        assert_eq!(column(there, "text"), call.texts);
        at += call.texts.len();
    }
    assert_eq!(at, sent.len(), "nothing that nobody wrote");
}

fn settle(people: &[Person; 2], uids: &[String; 2], done: impl Fn(&Person, &str) -> bool, what: &str) {
    let patience = Instant::now() + PATIENCE;
    while !(done(&people[0], &uids[1]) && done(&people[1], &uids[0])) {
        assert!(Instant::now() < patience, "never: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn whoever_is_killed_whenever_nothing_is_lost_and_nothing_doubled() {
    let by_the_clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
    let seed = number_from("PURE2P_SEED").unwrap_or(by_the_clock);
    // Captured by the harness, and shown if the test fails.
    println!("to repeat: PURE2P_SEED={seed}");
    let kills = number_from("PURE2P_KILLS").unwrap_or(12);
    let mut dice = Repeatable::new(seed);

    let people = [Person::new("Alice"), Person::new("Bob")];
    let uids = [people[0].uid(), people[1].uid()];
    let mut open = [0, 1].map(|who| people[who].open(&["--listen", "127.0.0.1:0"]));
    let addresses = [0, 1].map(|who: usize| open[who].address.clone());
    for (who, other) in [(0, 1), (1, 0)] {
        people[who].row(&["add", &people[other].link(&addresses[other])]);
    }

    let stop = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writers = [(0, 1, "a"), (1, 0, "b")].map(|(who, other, name): (usize, usize, &str)| {
            let (person, to, stop) = (&people[who], &uids[other], &stop);
            scope.spawn(move || write(person, to, name, seed + who as u64, stop))
        });
        for kill in 0..kills {
            // The random point: between two events, or in the middle of one.
            std::thread::sleep(Duration::from_millis(dice.below(900) as u64));
            let mut victims = vec![dice.below(2)];
            if kill % 5 == 4 {
                victims.push(1 - victims[0]);
            }
            for who in &victims {
                open[*who].signal("KILL");
            }
            std::thread::sleep(Duration::from_millis(dice.below(300) as u64));
            for who in victims {
                let again: Open = people[who].open(&["--listen", &addresses[who]]);
                open[who] = again; // The dead one is reaped here.
            }
        }
        stop.store(true, Ordering::SeqCst);
        writers.map(|writer| writer.join().unwrap())
    });

    let empty = |person: &Person, _: &str| person.rows(&["queue"]).is_empty();
    settle(&people, &uids, empty, "both queues are empty");
    for (who, other) in [(0, 1), (1, 0)] {
        let pair = [uids[who].as_str(), uids[other].as_str()];
        check(&people[who], &people[other], pair, &written[who], "delivered");
    }
    // Reading is told, too, and then both say that.
    for (who, other) in [(0, 1), (1, 0)] {
        people[who].rows(&["read", &uids[other]]);
    }
    let read =
        |person: &Person, with: &str| history(person, with, "out").iter().all(|row| row["state"] == "read");
    settle(&people, &uids, read, "all is read");
    // Also after both are gone for good: it is the disk that says so.
    open.iter().for_each(|open| open.signal("KILL"));
    drop(open);
    for (who, other) in [(0, 1), (1, 0)] {
        let pair = [uids[who].as_str(), uids[other].as_str()];
        check(&people[who], &people[other], pair, &written[who], "read");
        let count: usize = written[who].iter().map(|call| call.texts.len()).sum();
        println!("{count} messages in {} calls, {kills} kills", written[who].len());
        assert!(count > 0);
    }
}
