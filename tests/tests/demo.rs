//! The demo is a test that people can watch: it exits with 0 only if every part of its story is so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::process::Command;

#[cfg(target_os = "linux")]
use pure2p_lab::{Lab, Own};
use pure2p_tests::shell::pure2p_binary;
#[cfg(target_os = "linux")]
use pure2p_tests::skip::untested;
use serde_json::Value;

#[test]
fn the_story_comes_true_and_its_homes_can_be_kept() {
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("kept");
    let run = || {
        let mut demo = Command::new(pure2p_binary());
        demo.args(["--json", "demo", "--messages", "300", "--keep"]).arg(&kept).output().unwrap()
    };
    let output = run();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let text = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |what: &str| rows.iter().any(|row| row["what"].as_str().unwrap().contains(what));
    assert!(told("Bob's app isn't open"), "{text}");
    assert!(told("SIGKILL") && told("none lost, none doubled, in order"), "{text}");
    assert!(told("Every part of the story was checked and is so"), "{text}");
    assert!(kept.join("alice/messages.db").exists() && kept.join("bob/messages.db").exists());
    // Its homes are homes like any other, and never overwritten by another demo.
    let mut contacts = Command::new(pure2p_binary());
    let contacts = contacts.args(["--json", "contacts", "--home"]).arg(kept.join("alice")).output().unwrap();
    let bob: Value = serde_json::from_slice(&contacts.stdout).unwrap();
    assert_eq!((bob["name"].as_str(), bob["state"].as_str()), (Some("Bob"), Some("bound")));
    assert_eq!(run().status.code(), Some(2));
}

#[test]
fn without_a_terminal_it_is_plain_text() {
    let output = Command::new(pure2p_binary()).args(["demo", "--messages", "100"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    assert!(output.stderr.is_empty(), "no progress in a pipe");
    assert!(text.contains("✓ Every part of the story"), "{text}");
}

#[test]
#[cfg(target_os = "linux")]
fn two_homes_meet_across_real_routers_and_nothing_of_it_stays() {
    let name = "two_homes_meet_across_real_routers_and_nothing_of_it_stays";
    if let Some(why) = Lab::missing(&["A"]).or_else(|| Own::Machines.command("").err()) {
        return untested(&format!("{name}: {why}"));
    }
    let here = || {
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap();
        let networks = Command::new("ip").args(["netns", "list"]).output().unwrap().stdout;
        (mounts, networks, std::fs::read_link("/proc/self/ns/net").unwrap())
    };
    let before = here();
    let output = Command::new(pure2p_binary()).args(["demo", "--lab"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{said}");
    for part in [
        "callers get in at 11.0.0.10:",
        "it says no address at all",
        "Bob came in from another network",
        "Neither of you can be reached from outside",
        "✓ Every part of the story",
    ] {
        assert!(text.contains(part), "not said: {part}\n{text}");
    }
    assert_eq!(here(), before);
}
