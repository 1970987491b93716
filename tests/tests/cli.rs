//! The verbs of the real program: what each prints, and that bad input changes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

use pure2p_tests::shell::{Person, kind_of_error};
use serde_json::{Value, json};

/// Two who have each other's links, and where they say they are.
fn pair() -> (Person, Person) {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    alice.row(&["add", &bob.link("127.0.0.1:9"), "--name", "Bob"]);
    bob.row(&["add", &alice.link("127.0.0.1:9"), "--name", "Alice"]);
    (alice, bob)
}

fn has(row: &Value, fields: &[&str]) {
    for field in fields {
        assert!(row.get(field).is_some(), "no {field} in {row}");
    }
}

/// RFC 3339, in UTC.
fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() >= 20 && text.ends_with('Z') && &text[10..11] == "T")
}

/// Every file of a home that has something in it, but those that only say who is running.
fn contents(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(home) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| !name.ends_with("-shm") && !name.ends_with(".lock"))
        .map(|(name, path)| (name, fs::read(path).unwrap_or_default()))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect()
}

#[test]
fn an_account_is_made_once_and_its_home_is_private() {
    let person = Person::without_account();
    assert_eq!(person.refused(&["uid"]), "no_account");
    assert!(!person.home().exists(), "looking for an account makes no folder");
    let row = person.row(&["init", "--name", "Alice"]);
    let uid = row["uid"].as_str().unwrap();
    assert_eq!((uid.len(), person.uid().as_str()), (64, uid));
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(&person.home()), mode(&person.home().join("key"))), (0o700, 0o600));
    }
    let before = contents(&person.home());
    assert_eq!(person.refused(&["init"]), "account_exists");
    assert_eq!(before["key"], contents(&person.home())["key"]);
    assert_eq!(person.uid(), uid);
}

#[test]
fn the_lists_have_their_fields() {
    let (alice, bob) = pair();
    let bob_uid = bob.uid();
    let contact = alice.row(&["contacts"]);
    has(&contact, &["uid", "name", "state", "presence", "last_seen", "waiting", "unread", "addresses"]);
    assert_eq!(contact["uid"], bob_uid.as_str());
    assert_eq!((contact["state"].as_str(), contact["presence"].as_str()), (Some("entered"), Some("not_met")));
    assert_eq!(contact["addresses"], json!(["127.0.0.1:9"]));
    let sent = alice.row(&["send", &bob_uid, "hello"]);
    assert_eq!((sent["state"].as_str(), sent["reason"].as_str()), (Some("waiting"), Some("app_closed")));
    let message = alice.row(&["messages", &bob_uid]);
    has(&message, &["id", "direction", "text", "state", "written_at", "delivered_at", "read_at"]);
    assert_eq!((message["direction"].as_str(), message["text"].as_str()), (Some("out"), Some("hello")));
    assert!(is_time(&message["written_at"]) && message["delivered_at"].is_null());
    let waiting = alice.row(&["queue"]);
    has(&waiting, &["id", "to", "reason", "attempts", "next_attempt_at"]);
    assert_eq!(
        (waiting["id"].as_str(), waiting["to"].as_str()),
        (sent["id"].as_str(), Some(bob_uid.as_str()))
    );
    let details = alice.row(&["details", sent["id"].as_str().unwrap()]);
    has(&details, &["at", "what", "result"]);
    assert_eq!(details["what"], "written");
    let hit = alice.row(&["search", "hell"]);
    assert_eq!((&hit["id"], &hit["chat"], &hit["text"]), (&sent["id"], &contact["uid"], &message["text"]));
    let digits = alice.field(&["safety", &bob_uid], "digits");
    assert_eq!(digits.chars().filter(char::is_ascii_digit).count(), 60);
    assert_eq!(digits, bob.field(&["safety", &alice.uid()], "digits"));
    alice.row(&["qr"]);
    assert!(alice.rows(&["requests"]).is_empty());
    let reach = alice.row(&["reach"]);
    has(&reach, &["state", "listening", "addresses", "router", "router_v6", "seen_as", "reached_by"]);
    has(&reach["router_v6"], &["state", "protocol", "opened", "outside", "refusal"]);
    assert_eq!((&reach["state"], &reach["router"]["state"]), (&json!("closed"), &json!("not_asked")));
    assert_eq!(contact["they_reach"], json!({ "state": "unknown", "since": null }));
    has(&alice.row(&["settings"]), &["name", "answer_new_people", "read_receipts", "port", "ask_router"]);
    let changed = alice.row(&["settings", "--read-receipts", "off", "--name", "Al"]);
    assert_eq!((changed["read_receipts"].as_bool(), changed["name"].as_str()), (Some(false), Some("Al")));
    assert_eq!(changed["ask_router"], true);
    assert_eq!(alice.row(&["settings", "--ask-router", "off"])["ask_router"], false);
}

#[test]
fn contacts_change_their_state() {
    let (alice, bob) = pair();
    let uid = bob.uid();
    let state = |verb: &str| alice.field(&[verb, &uid], "state");
    assert_eq!(state("block"), "blocked");
    assert_eq!(alice.refused(&["send", &uid, "hello"]), "blocked");
    assert_eq!(state("unblock"), "entered");
    alice.row(&["rename", &uid, "Robert"]);
    assert_eq!(alice.row(&["contacts"])["name"], "Robert");
    assert_eq!(state("remove"), "removed");
    assert!(alice.rows(&["contacts"]).is_empty());
    // A UID alone, in groups and capitals, as somebody may have written it down.
    let spelled: Vec<String> =
        uid.to_uppercase().as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    assert_eq!(alice.field(&["add", &spelled.join(" ")], "state"), "entered");
    assert_eq!(alice.field(&["send", &uid, "hello"], "state"), "waiting");
}

#[test]
fn history_comes_in_pages_and_lines_are_stored_in_one_go() {
    let (alice, bob) = pair();
    let uid = bob.uid();
    let lines: String = (0..700).map(|number| format!("line {number}\n")).collect();
    let sent = alice.rows_with_input(&["send", &uid, "-"], lines.as_bytes());
    assert_eq!(sent.len(), 700);
    let texts = |rows: Vec<Value>| -> Vec<String> {
        rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts(alice.rows(&["messages", &uid, "--limit", "2"])), ["line 698", "line 699"]);
    let id = sent[698]["id"].as_str().unwrap();
    let before = alice.rows(&["messages", &uid, "--limit", "2", "--before", id]);
    assert_eq!(texts(before), ["line 696", "line 697"]);
    let all = texts(alice.rows(&["messages", &uid, "--limit", "10000"]));
    assert_eq!(all.len(), 700);
    assert!(all.iter().enumerate().all(|(at, text)| *text == format!("line {at}")));
    // One bad line, and none is stored.
    for (input, kind) in
        [(&b"good\n\nworse"[..], "empty_text"), (b"", "empty_text"), (b"\xff\xfe", "not_text")]
    {
        let output = alice.run_with_input(&["send", &uid, "-"], input);
        assert_eq!(kind_of_error(&["send", "-"], &output), kind);
    }
    assert_eq!(alice.rows(&["queue"]).len(), 700);
    let row = alice.row(&["delete", &uid, "--message", id]);
    assert_eq!(row["uid"], uid.as_str());
    assert_eq!(alice.rows(&["queue"]).len(), 699);
}

#[test]
fn bad_input_has_its_own_error_and_changes_nothing() {
    let (alice, bob) = pair();
    let (own, uid) = (alice.uid(), bob.uid());
    let link = bob.link("127.0.0.1:9");
    let tampered = {
        let mut letters: Vec<char> = link.chars().collect();
        let at = letters.len() - 20; // within the signature
        letters[at] = if letters[at] == 'a' { 'b' } else { 'a' };
        letters.into_iter().collect::<String>()
    };
    let mut wrong: Vec<char> = uid.chars().collect();
    wrong[30] = if wrong[30] == 'q' { 'p' } else { 'q' };
    let wrong: String = wrong.into_iter().collect();
    let too_long = "x".repeat(16 * 1024 + 1);
    let stranger = Person::new("Carol").uid();
    let cases: [(&[&str], &str); 19] = [
        (&["add", &wrong], "bad_uid"),
        (&["add", &uid[..60]], "bad_uid"),
        (&["add", &own], "own_uid"),
        (&["add", &alice.link("127.0.0.1:9")], "own_uid"),
        (&["add", &tampered], "tampered_link"),
        (&["send", &wrong, "hello"], "bad_uid"),
        (&["send", &stranger, "hello"], "unknown_contact"),
        (&["send", &uid, ""], "empty_text"),
        (&["send", &uid, &too_long], "text_too_long"),
        (&["messages", &stranger], "unknown_contact"),
        (&["messages", &uid, "--before", "xyz"], "bad_id"),
        (&["details", "00000000000000000000000000000000"], "unknown_message"),
        (&["accept", &stranger], "unknown_contact"),
        (&["link", "--address", "example.org:80"], "bad_address"),
        (&["open", "--listen", "127.0.0.1"], "bad_address"),
        (&["messages", &uid, "--limit", "many"], "usage"),
        (&["settings", "--read-receipts", "perhaps"], "usage"),
        (&["send", &uid], "usage"),
        (&["dance"], "usage"),
    ];
    let state = || {
        let lists = [&["contacts"][..], &["queue"], &["messages", &uid], &["settings"], &["requests"]];
        lists.map(|list| alice.rows(list))
    };
    let before = state();
    for (arguments, kind) in cases {
        assert_eq!(alice.refused(arguments), kind, "{arguments:?}");
    }
    assert_eq!(state(), before);
    // An older link of somebody known is no error.
    alice.row(&["add", &link]);
}

#[test]
fn without_json_an_error_is_one_readable_line() {
    let alice = Person::new("Alice");
    for arguments in [&["add", "pure1qqqq"][..], &["dance"], &["send"], &["open", "--listen", "nowhere"]] {
        let output = alice.command().args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("pure2p: "), "{said}");
    }
    let help = alice.command().arg("--help").output().unwrap();
    assert!(help.status.success() && !help.stdout.is_empty());
    // Without a verb and without a terminal there is nothing to show.
    assert_eq!(alice.refused(&[]), "no_terminal");
}

#[test]
fn damaged_homes_are_refused_and_left_alone() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 7] = [
        ("wrong_key", |home| {
            let text = fs::read_to_string(home.join("key")).unwrap();
            let at = text.find("\"key\":\"").unwrap() + 7;
            let other = if &text[at..=at] == "0" { "1" } else { "0" };
            let mut text = text;
            text.replace_range(at..=at, other);
            fs::write(home.join("key"), text).unwrap();
        }),
        ("key_missing", |home| fs::remove_file(home.join("key")).unwrap()),
        ("key_damaged", |home| {
            let text = fs::read_to_string(home.join("key")).unwrap();
            fs::write(home.join("key"), &text[..text.len() / 2]).unwrap();
        }),
        ("damaged_database", |home| {
            let bytes = fs::read(home.join("messages.db")).unwrap();
            fs::write(home.join("messages.db"), &bytes[..bytes.len() / 2 + 100]).unwrap();
        }),
        ("damaged_database", |home| {
            let file = fs::File::options().write(true).open(home.join("messages.db")).unwrap();
            file.set_len(file.metadata().unwrap().len() / 2 / 4096 * 4096).unwrap();
        }),
        ("newer_database", |home| {
            let file: Value = serde_json::from_slice(&fs::read(home.join("key")).unwrap()).unwrap();
            let database = rusqlite::Connection::open(home.join("messages.db")).unwrap();
            let key = format!("PRAGMA key = \"x'{}'\"", file["key"].as_str().unwrap());
            database.execute_batch(&format!("{key}; PRAGMA user_version = 9999;")).unwrap();
        }),
        #[cfg(unix)]
        ("home_not_private", |home| {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(home, fs::Permissions::from_mode(0o750)).unwrap();
        }),
    ];
    for (kind, damage) in damages {
        let (alice, bob) = pair();
        alice.row(&["send", &bob.uid(), "hello"]);
        damage(&alice.home());
        let before = contents(&alice.home());
        for arguments in [&["uid"][..], &["contacts"], &["init"], &["open", "--listen", "127.0.0.1:0"]] {
            assert_eq!(alice.refused(arguments), kind, "{arguments:?}");
        }
        let after = contents(&alice.home());
        let changed: Vec<_> = after.keys().filter(|name| before.get(*name) != after.get(*name)).collect();
        assert!(changed.is_empty() && before.len() == after.len(), "{kind}: {changed:?} changed");
    }
}

#[test]
fn a_passphrase_wraps_the_key() {
    let person = Person::without_account();
    let with = |passphrase: &str, arguments: &[&str]| {
        let mut command = person.command();
        command.arg("--json").args(arguments).env("PURE2P_PASSPHRASE", passphrase).output().unwrap()
    };
    assert_eq!(person.refused(&["init", "--passphrase"]), "passphrase_needed");
    assert!(with("correct horse", &["init"]).status.success());
    assert!(with("correct horse", &["uid"]).status.success());
    assert_eq!(kind_of_error(&["uid"], &with("battery staple", &["uid"])), "wrong_passphrase");
    assert_eq!(person.refused(&["uid"]), "passphrase_needed");
}

#[test]
fn open_says_what_happens_and_other_verbs_work_meanwhile() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    let mut bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    let mut alice_open = alice.open(&["--listen", "127.0.0.1:0"]);
    alice.row(&["add", &bob.link(&bob_open.address)]);
    // Bob does not know Alice: her words wait in his requests, and she learns only that he is there.
    alice.row(&["send", &bob.uid(), "It's me"]);
    bob_open.until("a request", |event| event["event"] == "request");
    let request = bob.row(&["requests"]);
    has(&request, &["uid", "suggested_name", "texts"]);
    assert_eq!(
        (request["uid"].as_str(), &request["texts"][0]),
        (Some(alice.uid().as_str()), &"It's me".into())
    );
    assert_eq!(bob.field(&["accept", &alice.uid()], "state"), "bound");
    let state =
        |wanted: &'static str| move |event: &Value| event["event"] == "state" && event["state"] == wanted;
    alice_open.until("delivery", state("delivered"));
    // A `send` in another process goes out at once, in both directions.
    let id = bob.field(&["send", &alice.uid(), "Welcome"], "id");
    assert_eq!(alice_open.message(), "Welcome");
    let delivered = bob_open.until("delivery", state("delivered"));
    has(&delivered, &["id", "state", "reason"]);
    assert_eq!(delivered["id"], id.as_str());
    assert_eq!(alice.row(&["contacts"])["unread"], 1);
    alice.row(&["read", &bob.uid()]);
    bob_open.until("the receipt", state("read"));
    assert_eq!(alice.row(&["contacts"])["unread"], 0);
    // Both databases say the same.
    let message = alice.rows(&["messages", &bob.uid()]).pop().unwrap();
    assert_eq!((message["id"].as_str(), message["state"].as_str()), (Some(id.as_str()), Some("read")));
    assert!(is_time(&message["read_at"]) && is_time(&message["delivered_at"]));
    let timeline = bob.rows(&["details", &id]);
    let what: Vec<&str> = timeline.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!((what[0], what[what.len() - 1]), ("written", "read"), "{timeline:?}");
    let times: Vec<&str> = timeline.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{timeline:?}");
    // A second foreground of one home is refused, and the first goes on.
    assert_eq!(alice.refused(&["open", "--listen", "127.0.0.1:0"]), "already_open");
    bob.row(&["send", &alice.uid(), "Still there?"]);
    assert_eq!(alice_open.message(), "Still there?");
}

#[test]
fn open_ends_cleanly_on_signals_and_when_nobody_reads() {
    for signal in ["INT", "TERM"] {
        let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
        let mut bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
        bob.row(&["add", &alice.uid()]);
        alice.row(&["add", &bob.link(&bob_open.address)]);
        let mut alice_open = alice.open(&["--listen", "127.0.0.1:0"]);
        let presence = |wanted: &'static str| {
            move |event: &Value| event["event"] == "presence" && event["presence"] == wanted
        };
        alice_open.until("Bob", presence("here"));
        bob_open.until("Alice", presence("here"));
        // What is known of it, and no more, also for another process of this home.
        let reach = alice.row(&["reach"]);
        assert_eq!(reach["state"], "lan_only", "{reach}");
        assert_eq!(
            (&reach["addresses"][0]["kind"], &reach["listening"][0]),
            (&json!("loopback"), &json!(alice_open.address))
        );
        let contact = alice.row(&["contacts"]);
        assert!(contact["i_reach"]["state"] == "yes" && is_time(&contact["i_reach"]["since"]), "{contact}");
        let who = bob.row(&["reach"])["reached_by"][0].clone();
        assert_eq!(
            (&who["uid"], &who["name"], &who["from"]),
            (&json!(alice.uid()), &json!("Alice"), &json!("lan"))
        );
        alice_open.signal(signal);
        let (code, left) = alice_open.ended();
        assert_eq!(code, Some(0));
        assert_eq!(left.last().unwrap()["event"], "closed");
        // A goodbye, not a time-out.
        bob_open.until("Alice's goodbye", presence("was_here"));
    }
}

#[cfg(unix)]
#[test]
fn open_ends_when_its_reader_goes() {
    use std::io::{BufRead, BufReader};
    let alice = Person::new("Alice");
    let mut command = alice.command();
    command.args(["--json", "open", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut String::new()).unwrap();
    drop(reader);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn open_can_end_by_itself() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    let bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    alice.row(&["add", &bob.link(&bob_open.address)]);
    bob.row(&["add", &alice.uid()]);
    let (code, events) = alice.open(&["--listen", "127.0.0.1:0", "--for", "0"]).ended();
    assert_eq!((code, events.last().unwrap()["event"].as_str()), (Some(0), Some("closed")));
    // With nothing to send, a flush is over at once.
    assert_eq!(alice.open(&["--listen", "127.0.0.1:0", "--until-flushed"]).ended().0, Some(0));
    let lines: String = (0..200).map(|number| format!("{number}\n")).collect();
    alice.rows_with_input(&["send", &bob.uid(), "-"], lines.as_bytes());
    let (code, events) = alice.open(&["--listen", "127.0.0.1:0", "--until-flushed"]).ended();
    assert_eq!(code, Some(0));
    assert!(events.iter().any(|event| event["event"] == "progress" && event["done"] == event["total"]));
    assert!(alice.rows(&["queue"]).is_empty());
    assert_eq!(bob.rows(&["messages", &alice.uid(), "--limit", "1000"]).len(), 200);
}

#[test]
fn a_port_that_is_taken_is_an_error_and_nothing_else() {
    let alice = Person::new("Alice");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert_eq!(alice.refused(&["open", "--listen", &address]), "address_in_use");
    drop(taken);
    assert_eq!(alice.open(&["--listen", &address, "--for", "0"]).ended().0, Some(0));
}
