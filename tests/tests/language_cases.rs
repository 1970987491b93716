//! One list of bad inputs (tests/foreign/cases.json) for every language: the same typed error with the same fields,
//! and nothing is changed by it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use pure2p_core::identity::{Uid, safety_grouped};
use pure2p_core::wire::items::MAX_TEXT;
use pure2p_tests::database;
use pure2p_tests::foreign::{Foreign, KEY, Language, homes, languages, until};
use pure2p_tests::peers;
use pure2p_tests::raw::Raw;
use pure2p_tests::skip::untested;
use serde_json::{Value, json};

fn cases() -> Value {
    serde_json::from_str(include_str!("../foreign/cases.json")).unwrap()
}

/// A home with a bit of everything in it.
struct Home {
    folder: tempfile::TempDir,
    peer: Foreign,
    /// What `{word}` in the list stands for here.
    words: HashMap<String, Value>,
    _taken: TcpListener,
}

impl Home {
    fn new(language: &Language, account: bool) -> Self {
        let folder = homes();
        let mut peer = Foreign::start(language);
        peer.open(folder.path());
        let [bob, eve, mallory] = [Raw::new(1), Raw::new(2), Raw::new(3)];
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut words = HashMap::new();
        let mut word = |name: &str, value: Value| words.insert(name.to_owned(), value);
        word("bob", json!(bob.uid().to_string()));
        word("eve", json!(eve.uid().to_string()));
        word("mallory", json!(mallory.uid().to_string()));
        let link = eve.link(1, &["192.0.2.3:25000".parse().unwrap()]);
        word("eve_60", json!(eve.uid().to_string()[..60]));
        word("eve_wrong_in_group_5", json!(other_character(&eve.uid().to_string(), 18)));
        word("tampered", json!(other_character(&link, link.len() - 40)));
        word("mixed", json!(link.replace(&eve.uid().to_string(), &bob.uid().to_string())));
        word("eve_link", json!(link));
        word("5000 x", json!("x".repeat(5_000)));
        word("65 x", json!("x".repeat(65)));
        word("too long", json!("x".repeat(MAX_TEXT + 1)));
        let umlauts = "ö".repeat(MAX_TEXT / 2 + 1);
        word("too many umlauts length", json!(umlauts.len()));
        word("too many umlauts", json!(umlauts));
        word("too long length", json!(MAX_TEXT + 1));
        word("text limit", json!(MAX_TEXT));
        word("nothing", json!("01".repeat(16)));
        word("taken", json!(taken.local_addr().unwrap().to_string()));
        word("safety:bob:eve", json!(safety_grouped(&bob.uid(), &eve.uid())));
        let vectors: Value = serde_json::from_str(include_str!("../vectors/invalid_uids.json")).unwrap();
        for vector in vectors.as_array().unwrap() {
            word(&format!("vector:{}", vector["error"].as_str().unwrap()), vector["text"].clone());
        }
        if account {
            let own = peer.ok(json!({"call": "create_account", "name": "Alice"}))["uid"].clone();
            let link = peer.ok(json!({"call": "link", "addresses": ["192.0.2.2:25000"]}));
            word("own", own);
            word("own_link", link);
            for contact in [&bob, &mallory] {
                peer.ok(json!({"call": "add", "text": contact.uid().to_string()}));
            }
            peer.ok(json!({"call": "send", "uid": bob.uid().to_string(), "text": "this waits"}));
            peer.ok(json!({"call": "save_draft", "uid": bob.uid().to_string(), "text": "half a thought"}));
            peer.ok(json!({"call": "block", "uid": mallory.uid().to_string()}));
        }
        Self { folder, peer, words, _taken: taken }
    }

    fn dump(&self) -> Vec<String> {
        database::dump(&self.folder.path().join("messages.db"), &peers::KEY)
    }
}

/// `text` with another character of Bech32 (and of Base32) at this place.
fn other_character(text: &str, at: usize) -> String {
    let mut bytes = text.to_owned().into_bytes();
    bytes[at] = if bytes[at] == b'e' { b'd' } else { b'e' };
    String::from_utf8(bytes).unwrap()
}

/// The value with every `{word}` replaced; a text that is nothing else becomes what the word stands for.
fn filled(value: &Value, words: &HashMap<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            if let Some(whole) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
                && let Some(word) = words.get(whole)
            {
                return word.clone();
            }
            let mut text = text.clone();
            for (name, word) in words {
                if let Some(word) = word.as_str() {
                    text = text.replace(&format!("{{{name}}}"), word);
                }
            }
            Value::String(text)
        }
        Value::Array(values) => values.iter().map(|value| filled(value, words)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), filled(value, words))).collect())
        }
        other => other.clone(),
    }
}

/// An error without fields is its name or an object with nothing but its name.
fn named(error: &Value) -> Value {
    if error.is_string() { json!({"kind": error}) } else { error.clone() }
}

/// Equal, but for `"*"`, which stands for anything that says something.
fn fits(said: &Value, expected: &Value) -> bool {
    match (said, expected) {
        (said, Value::String(any)) if any == "*" => !said.is_null() && said != "",
        (Value::Object(said), Value::Object(expected)) => {
            said.len() == expected.len()
                && expected.iter().all(|(name, value)| said.get(name).is_some_and(|said| fits(said, value)))
        }
        (said, expected) => said == expected,
    }
}

fn check(language: &Language, home: &mut Home, case: &Value) {
    let call = filled(&case["call"], &home.words);
    let said = home.peer.call(&call);
    let told: String = case.to_string().chars().take(300).collect();
    match (&said, case.get("error")) {
        (Err(said), Some(expected)) => {
            let expected = named(&filled(expected, &home.words));
            assert!(fits(&named(said), &expected), "{}: {told} gave {said}", language.name);
        }
        (Ok(said), None) => {
            let expected = filled(&case["ok"], &home.words);
            assert!(fits(said, &expected), "{}: {told} gave {said}", language.name);
        }
        _ => panic!("{}: {told} gave {said:?}", language.name),
    }
}

#[test]
fn what_is_refused_is_refused_in_the_same_words_and_changes_nothing() {
    let cases = cases();
    for language in languages() {
        let mut home = Home::new(&language, true);
        let before = home.dump();
        for case in cases["refused"].as_array().unwrap() {
            check(&language, &mut home, case);
            assert_eq!(home.dump(), before, "{}: {} changed something", language.name, case["why"]);
        }
        // After all of that it works as before.
        let bob = home.words["bob"].clone();
        home.peer.ok(json!({"call": "send", "uid": bob, "text": "still here"}));
        assert_eq!(home.peer.ok(json!({"call": "queue", "limit": 10})).as_array().unwrap().len(), 2);
        for case in cases["shut_down"].as_array().unwrap() {
            check(&language, &mut home, case);
        }
    }
}

#[test]
fn before_there_is_an_account_the_pure_functions_work() {
    let cases = cases();
    for language in languages() {
        let mut home = Home::new(&language, false);
        for case in cases["without_account"].as_array().unwrap() {
            check(&language, &mut home, case);
        }
        assert!(home.dump().iter().all(|line| !line.starts_with("account")), "no account was made");
    }
}

#[test]
fn a_home_that_does_not_open_says_why_and_stays_as_it_is() {
    let cases = cases();
    for language in languages() {
        for case in cases["opening"].as_array().unwrap() {
            opening(&language, case);
        }
    }
}

fn opening(language: &Language, case: &Value) {
    let mut home = Home::new(language, true);
    home.peer.ok(json!({"call": "shutdown"}));
    let path = home.folder.path().join("messages.db");
    let mut call = json!({"call": "open", "database": path, "key": KEY});
    let given = case["given"].as_str().unwrap();
    match given {
        "a key that is too short" => call["key"] = json!(KEY[2..]),
        "another key" => call["key"] = json!("08".repeat(32)),
        "a database cut short" => {
            let whole = std::fs::read(&path).unwrap();
            std::fs::write(&path, &whole[..whole.len() / 2 + 100]).unwrap();
        }
        "a database of a newer version" => {
            let newer = database::open(&path, &peers::KEY);
            let known: i64 = newer.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
            newer.pragma_update(None, "user_version", known + 1).unwrap();
            newer.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            home.words.insert("known".into(), json!(known));
            home.words.insert("newer".into(), json!(known + 1));
        }
        "a folder in the database's place" => {
            std::fs::remove_file(&path).unwrap();
            std::fs::create_dir(&path).unwrap();
        }
        "no folder" => call["database"] = json!(home.folder.path().join("nowhere/messages.db")),
        other => panic!("nobody knows how to give {other}"),
    }
    let before = std::fs::read(&path).ok();
    let said = home.peer.call(&call).unwrap_err();
    let expected = named(&filled(&case["error"], &home.words));
    assert!(fits(&named(&said), &expected), "{}: {given} gave {said}", language.name);
    assert_eq!(std::fs::read(&path).ok(), before, "{}: {given} changed the file", language.name);
}

/// A real small disk, in a mount namespace that ends with the process.
#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    for language in languages() {
        let folder = homes();
        let disk = folder.path().join("disk");
        std::fs::create_dir(&disk).unwrap();
        let mount = "mount -t tmpfs -o size=4m,mode=700 tmpfs \"$0\" \
            && head -c 1000000 /dev/zero > \"$0/ballast\" && exec \"$@\"";
        let before = |user: &[&str]| -> Vec<String> {
            let words = ["--mount", "--propagation", "private", "sh", "-c", mount, disk.to_str().unwrap()];
            ["unshare"].iter().chain(user).chain(&words).map(|word| (*word).to_owned()).collect()
        };
        let works = |before: &Vec<String>| {
            Command::new(&before[0])
                .args(&before[1..])
                .arg("true")
                .output()
                .is_ok_and(|ran| ran.status.success())
        };
        let ways = [before(&[]), before(&["--user", "--map-root-user"])];
        let Some(before) = ways.iter().find(|way| works(way)) else {
            untested(&format!("{}: no disk was filled: this machine has no mount namespaces", language.name));
            continue;
        };
        let mut peer = Foreign::start_in(&language, before);
        peer.open(&disk);
        peer.ok(json!({"call": "create_account"}));
        let bob = Raw::new(1).uid();
        peer.ok(json!({"call": "add", "text": bob.to_string()}));
        let stored = fill_up(&mut peer, &bob);
        assert!(stored > 10, "{}: {stored} messages fit", language.name);
        // What was said to be stored is there, and what was refused is not.
        let queue = peer.ok(json!({"call": "queue", "limit": 1_000_000}));
        assert_eq!(queue.as_array().unwrap().len(), stored, "{}", language.name);
        // With room again it goes on. (The disk is seen by that process alone, so it is reached through it.)
        let inside = format!("/proc/{}/root{}/ballast", peer.pid(), disk.display());
        std::fs::remove_file(inside).unwrap();
        peer.ok(json!({"call": "send", "uid": bob.to_string(), "text": "room again"}));
    }
}

/// Writes until the disk is full; how many messages were stored.
fn fill_up(peer: &mut Foreign, to: &Uid) -> usize {
    for stored in 0..2_000 {
        let call = json!({"call": "send", "uid": to.to_string(), "text": "x".repeat(15_000)});
        if let Err(error) = peer.call(&call) {
            assert_eq!(named(&error), json!({"kind": "DeviceFull"}));
            return stored;
        }
    }
    panic!("a disk of 4 MB took 30 MB");
}

/// What a language logs at its most talkative names nobody and says nothing of what was written.
#[test]
fn the_log_gives_nobody_away() {
    for language in languages() {
        let mut home = Home::new(&language, true);
        let secrets = life(&mut home);
        let lines = home.peer.ok(json!({"call": "log_lines"}));
        let lines: Vec<&str> = lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        assert!(!lines.is_empty(), "{}: something was logged, or this proves nothing", language.name);
        for secret in &secrets {
            let found = lines.iter().find(|line| line.to_lowercase().contains(&secret.to_lowercase()));
            assert!(found.is_none(), "{}: {secret} in {found:?}", language.name);
        }
    }
}

/// A bit of everything, failures above all: they are what is logged. Gives what must not be in the log.
fn life(home: &mut Home) -> Vec<String> {
    let bob = home.words["bob"].as_str().unwrap().to_owned();
    let own = home.words["own"].as_str().unwrap().to_owned();
    home.peer.ok(json!({"call": "start_logging", "level": "Debug"}));
    let bound = home.peer.ok(json!({"call": "enter_foreground", "listen": ["127.0.0.1:0"]}))[0].clone();
    let bound = bound.as_str().unwrap().to_owned();
    home.peer.ok(json!({"call": "send", "uid": bob, "text": "Zaubernuss"}));
    home.peer.ok(json!({"call": "add", "text": home.words["eve_link"]}));
    let _ = home.peer.call(&json!({"call": "enter_foreground", "listen": [home.words["taken"]]}));
    let _ = home.peer.call(&json!({"call": "panic_inside", "reason": format!("{own} {bound} {KEY}")}));
    home.peer.ok(json!({"call": "enter_background"}));
    home.peer.ok(json!({"call": "log_carelessly", "text": format!("{bob} at {bound}, key {KEY}, {own}")}));
    // A database that another program holds cannot be written: the writer says so in the log.
    let path = home.folder.path().join("messages.db");
    let other = database::open(&path, &peers::KEY);
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let _ = home.peer.call(&json!({"call": "send", "uid": bob, "text": "Zaubernuss, too"}));
    other.execute_batch("ROLLBACK").unwrap();
    let place = home.folder.path().file_name().unwrap().to_str().unwrap().to_owned();
    vec![
        bob[5..].to_owned(),
        own[5..].to_owned(),
        bound,
        KEY[..40].to_owned(),
        "Zaubernuss".into(),
        place,
        "Alice".into(),
    ]
}

/// The messenger of a language has its own folder, key and runtime; a call that nobody waits for is carried out, or is not.
#[test]
fn a_cancelled_call_leaves_nothing_half_done() {
    for language in languages() {
        let mut home = Home::new(&language, true);
        let bob = home.words["bob"].clone();
        let before = home.peer.ok(json!({"call": "queue", "limit": 1_000}));
        for n in 0..50 {
            home.peer.ok(json!({"call": "cancelled_send", "uid": bob, "text": format!("cancelled {n}")}));
        }
        home.peer.ok(json!({"call": "send", "uid": bob, "text": "the last one"}));
        // In Swift a task that nobody waits for may begin after the call that was made after it.
        until("the queue has what the chat has", || {
            let chat = home.peer.ok(json!({"call": "messages", "uid": bob, "limit": 1_000}));
            let texts: Vec<&str> =
                chat.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap()).collect();
            assert!(texts.contains(&"the last one"), "{}", language.name);
            let unique: std::collections::HashSet<_> = texts.iter().collect();
            assert_eq!(unique.len(), texts.len(), "{}: doubled", language.name);
            let cancelled = texts.iter().filter(|text| text.starts_with("cancelled")).count();
            let queue = home.peer.ok(json!({"call": "queue", "limit": 1_000}));
            queue.as_array().unwrap().len() == before.as_array().unwrap().len() + cancelled + 1
        });
    }
}

#[test]
fn the_list_is_read_whole() {
    let cases = cases();
    let known = ["opening", "refused", "shut_down", "without_account"];
    assert_eq!(cases.as_object().unwrap().keys().collect::<Vec<_>>(), known);
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/README.md").exists());
    let values = HashMap::from([("a".to_owned(), json!(7))]);
    assert_eq!(filled(&json!(["{a}", "{b}"]), &values), json!([7, "{b}"]));
    assert!(fits(&json!({"kind": "A", "n": 1}), &json!({"kind": "A", "n": "*"})));
    assert!(!fits(&json!({"kind": "A", "n": 1}), &json!({"kind": "A"})));
    assert!(!fits(&json!("A"), &json!("B")));
}
