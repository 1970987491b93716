//! The verbs where things end: lists longer than a page, a disk without room, an account's last moment.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::process::Command;

use portable_pty::CommandBuilder;
use pure2p_tests::namespace::{Own, alone};
use pure2p_tests::screen::Screen;
use pure2p_tests::shell::{Person, kind_of_error, pure2p_binary};
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

#[test]
fn everything_is_deleted_when_it_is_meant() {
    let alice = Person::new("Alice");
    assert_eq!(alice.refused(&["delete-everything"]), "not_confirmed");
    let output = alice.run_with_input(&["delete-everything"], b"DELETE\n");
    assert_eq!(kind_of_error(&["delete-everything"], &output), "not_confirmed", "a pipe is no person");
    // Not under the feet of a process that has it open; and whatever else lies there is not ours.
    let open = alice.open(&["--listen", "127.0.0.1:0"]);
    assert_eq!(alice.refused(&["delete-everything", "--yes"]), "already_open");
    drop(open); // killed: it leaves its socket behind
    let foreign = alice.home().join("diary");
    fs::write(&foreign, "not ours").unwrap();
    assert!(alice.home().join("poke").exists() && alice.home().join("messages.db.lock").exists());
    assert_eq!(alice.row(&["delete-everything", "--yes"]), serde_json::json!({ "deleted": true }));
    let left: Vec<_> = fs::read_dir(alice.home()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.iter().eq([&foreign]), "{left:?}");
    assert_eq!(alice.refused(&["uid"]), "no_account");
    assert_eq!(alice.refused(&["delete-everything", "--yes"]), "no_account");
    // The folder goes when it is empty, and a new account can be made where the old one was.
    fs::remove_file(foreign).unwrap();
    alice.row(&["init"]);
    alice.row(&["delete-everything", "--yes"]);
    assert!(!alice.home().exists());
}

#[test]
fn a_home_that_cannot_be_read_can_be_deleted() {
    let alice = Person::new("Alice");
    fs::write(alice.home().join("key"), "broken").unwrap();
    assert_eq!(alice.refused(&["uid"]), "key_damaged");
    alice.row(&["delete-everything", "--yes"]);
    assert!(!alice.home().exists());
    // Half of a deletion, as a power cut leaves it.
    let bob = Person::new("Bob");
    fs::remove_file(bob.home().join("messages.db")).unwrap();
    bob.row(&["delete-everything", "--yes"]);
    assert!(!bob.home().exists());
}

/// A line of shell in a terminal, with `"$@"` for the program with this home.
fn on_a_terminal(person: &Person, line: &str) -> Screen {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", line, "sh"]);
    command.arg(pure2p_binary());
    command.arg("--home");
    command.arg(person.home());
    for variable in ["PURE2P_HOME", "PURE2P_PASSPHRASE", "RUST_LOG"] {
        command.env_remove(variable);
    }
    Screen::run(command, 100, 20)
}

/// The question is asked on a terminal only.
#[test]
fn a_person_types_the_word() {
    let alice = Person::new("Alice");
    let ask = || on_a_terminal(&alice, "\"$@\" delete-everything");
    let mut screen = ask();
    let lost = screen.shows("Type DELETE to go on:");
    assert!(lost.contains("your account") && lost.contains("every message"), "{lost}");
    screen.keys("yes\r");
    assert_eq!(screen.ended(), 2);
    screen.shows("nothing was deleted");
    alice.uid();
    let mut screen = ask();
    screen.shows("Type DELETE to go on:");
    screen.keys("DELETE\r");
    assert_eq!(screen.ended(), 0);
    screen.shows("Everything is deleted.");
    assert!(!alice.home().exists());
}

/// A disk of its own, where everything temporary goes.
const A_SMALL_DISK: &str = "mount -t tmpfs -o size=8m,mode=700 tmpfs /mnt
export TMPDIR=/mnt";

#[test]
fn a_full_disk_is_said_in_one_line_and_changes_nothing() {
    pure2p_binary(); // Built outside, where there is room.
    alone("a_full_disk_is_said_in_one_line_and_changes_nothing", Own::Mounts, A_SMALL_DISK, || {
        let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
        let uid = bob.uid();
        alice.row(&["add", &uid]);
        alice.row(&["send", &uid, "there is room"]);
        let state = || [&["contacts"][..], &["queue"], &["messages", &uid]].map(|list| alice.rows(list));
        let before = state();

        let path = std::path::Path::new("/mnt/ballast");
        let leave = |bytes: u64| {
            let (mut ballast, mut filled) = (fs::File::create(path).unwrap(), 0);
            while ballast.write_all(&[1; 4_096]).is_ok() {
                filled += 4_096;
            }
            ballast.set_len(filled - bytes).unwrap();
        };
        let long = "x".repeat(16_000);
        let many = [long.as_str(); 60].join("\n");
        // Not a byte is free; then just enough to open the database, and not enough for what comes.
        for left in [0, 512 * 1_024] {
            leave(left);
            let output = alice.run_with_input(&["send", &uid, "-"], many.as_bytes());
            assert_eq!(kind_of_error(&["send", "-"], &output), "device_full", "{left} bytes left");
        }
        // To a person, in words.
        leave(0);
        let words = alice.command().args(["send", &uid, &long]).output().unwrap();
        let said = String::from_utf8(words.stderr).unwrap();
        assert_eq!((words.status.code(), said.lines().count()), (Some(2), 1), "{said}");
        assert!(words.stdout.is_empty() && said.starts_with("pure2p: "), "{said}");
        fs::remove_file(path).unwrap();
        assert_eq!(state(), before);
        assert_eq!(alice.rows_with_input(&["send", &uid, "-"], many.as_bytes()).len(), 60);
    });
}

/// Long work shows how far it is, on a terminal and nowhere else, and leaves nothing of that behind.
#[test]
fn long_work_shows_progress_on_a_terminal_only() {
    const PROGRESS: [&str; 3] = ["Reading…", "Storing 2000 messages…", "Delivering "];
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    let bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    bob.row(&["add", &alice.uid()]);
    alice.row(&["add", &bob.link(&bob_open.address), "--name", "Bob"]);
    let uid = bob.uid();

    let many = format!("yes hello | head -n 2000 | \"$@\" send {uid} -");
    let mut screen = on_a_terminal(&alice, &many);
    assert_eq!(screen.ended(), 0);
    let written = screen.written();
    assert!(written.contains(PROGRESS[0]) && written.contains(PROGRESS[1]), "{written:.500}");
    assert!(!screen.text().contains(PROGRESS[1]) && screen.text().contains("waiting"), "{}", screen.text());

    let flush = "\"$@\" open --listen 127.0.0.1:0 --until-flushed";
    let mut screen = on_a_terminal(&alice, flush);
    assert_eq!(screen.ended(), 0);
    let written = screen.written();
    // Of several batches, so that there is a while in between.
    assert!(written.matches(PROGRESS[2]).count() > 1 && written.contains(" of 2000…"), "{written:.500}");
    assert!(!screen.text().contains(PROGRESS[2]) && screen.text().contains("Closed."), "{}", screen.text());
    assert!(alice.rows(&["queue"]).is_empty());

    // The same with everything in pipes.
    for line in [many.as_str(), flush] {
        let mut command = Command::new("sh");
        command.args(["-c", line, "sh"]).arg(pure2p_binary()).arg("--home").arg(alice.home());
        let output = command.output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success(), "{said:.500}");
        assert!(!PROGRESS.iter().any(|word| said.contains(word)) && !said.contains('\r'), "{said:.500}");
    }
}
