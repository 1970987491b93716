//! The verbs where things end: lists longer than a page, a disk without room, an account's last moment.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use pure2p_tests::shell::Person;
use serde_json::Value;

fn texts(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["text"].as_str().unwrap()).collect()
}

#[test]
fn search_and_queue_leave_nothing_out() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    alice.row(&["add", &bob.uid()]);
    // More than two pages of both.
    let lines: Vec<String> = (0..1_200).map(|number| format!("needle {number}")).collect();
    let sent = alice.rows_with_input(&["send", &bob.uid(), "-"], lines.join("\n").as_bytes());
    let newest_first: Vec<&str> = lines.iter().rev().map(String::as_str).collect();
    assert_eq!(texts(&alice.rows(&["search", "needle"])), newest_first);
    for limit in [0, 3, 500, 501, 5_000] {
        let hits = alice.rows(&["search", "needle", "--limit", &limit.to_string()]);
        assert_eq!(texts(&hits), newest_first[..limit.min(lines.len())], "--limit {limit}");
    }
    let ids = |rows: &[Value]| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&alice.rows(&["queue"])), ids(&sent));
    assert!(alice.rows(&["search", "straw"]).is_empty());
}
