//! What other verbs say while `open` runs in another process: what `open` says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Instant;

use pure2p_tests::shell::{Open, PATIENCE, Person};
use serde_json::Value;

/// Waits until that is what `open` said last of why something waits for them.
fn until_said(open: &mut Open, wanted: &[(String, &str)]) {
    let last = RefCell::new(HashMap::new());
    open.until("all reasons", |event| {
        let mut last = last.borrow_mut();
        if event["event"] == "reason" {
            last.insert(event["uid"].as_str().unwrap().to_owned(), event["reason"].clone());
        }
        wanted.iter().all(|(uid, reason)| last.get(uid).is_some_and(|said| said == reason))
    });
}

/// What is said of the one message that waits for `uid`, by every verb that says it.
fn said(person: &Person, uid: &str) -> Vec<Value> {
    let waiting = person.rows(&["queue"]).into_iter().filter(|row| row["to"] == uid);
    let shown = person.rows(&["messages", uid]).into_iter();
    waiting.chain(shown).map(|row| row["reason"].clone()).collect()
}

#[test]
fn other_verbs_say_what_open_says() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    let (carol, dave) = (Person::new("Carol").uid(), Person::new("Dave"));
    let bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    alice.row(&["add", &bob.link(&bob_open.address)]);
    alice.row(&["add", &carol]);
    // In a network that this machine is not in.
    alice.row(&["add", &dave.link("[fdab:cdef:1234::7]:20000")]);
    // Where nothing listens; and only who listens on loopback may dial that.
    let erin = Person::new("Erin");
    alice.row(&["add", &erin.link("127.0.0.1:9")]);
    let people = [
        (bob.uid(), "not_accepted"),
        (carol, "no_address"),
        (dave.uid(), "neither_reachable"), // She listens for this machine alone.
        (erin.uid(), "not_open"),
    ];
    for (uid, _) in &people {
        assert_eq!(alice.row(&["send", uid, "hello"])["reason"], "app_closed");
    }
    let mut open = alice.open(&["--listen", "127.0.0.1:0"]);
    until_said(&mut open, &people);
    for (uid, reason) in &people {
        // Also of what is written beside it. (While it is tried again, both say that for an instant.)
        alice.row(&["send", uid, "again"]);
        let patience = Instant::now() + PATIENCE;
        while said(&alice, uid) != [*reason; 4] {
            assert!(Instant::now() < patience, "{reason}: {:?}", said(&alice, uid));
        }
    }
    // Once he accepts, both say so.
    bob.row(&["accept", &alice.uid()]);
    open.until("delivery", |event| event["event"] == "state" && event["state"] == "delivered");
    let contact = |uid: &str| alice.rows(&["contacts"]).into_iter().find(|row| row["uid"] == uid).unwrap();
    assert_eq!(contact(&people[0].0)["presence"], "here");
    // Closed or dead, nobody tries any more.
    open.signal("KILL");
    drop(open);
    assert_eq!(said(&alice, &people[1].0), ["app_closed"; 4]);
    let open = alice.open(&["--listen", "127.0.0.1:0"]);
    open.signal("TERM");
    assert_eq!(open.ended().0, Some(0));
    assert_eq!(said(&alice, &people[2].0), ["app_closed"; 4]);
}
