//! One conversation, told by people whose messengers are processes in Kotlin, in Swift, and in a terminal: real core,
//! real sockets, real databases, real SIGKILLs. `cargo xtask test` builds the peers (tests/foreign/README.md).
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pure2p_tests::foreign::{Foreign, KEY, Language, homes, languages, until};
use pure2p_tests::rng::Repeatable;
use pure2p_tests::shell::{Open, Person};
use serde_json::{Value, json};

/// Several times what one exchange carries: whoever dies early dies in the middle.
const FLOOD: usize = 4_000;

/// Somebody with a home, whose process may be killed at any time.
trait Someone {
    fn uid(&self) -> String;
    /// Adds a contact by UID or link.
    fn add(&mut self, text: &str);
    fn link(&mut self, address: &str) -> String;
    /// Opens the app there; where it listens.
    fn open(&mut self, listen: &str) -> String;
    fn close(&mut self);
    fn send(&mut self, to: &str, texts: &[String]) -> Vec<String>;
    fn read(&mut self, with: &str);
    /// `(id, out or in, text, state)`, oldest first.
    fn history(&mut self, with: &str) -> Vec<Line>;
    /// The text of the last message.
    fn newest(&mut self, with: &str) -> String;
    /// Why the oldest waiting message waits.
    fn reason(&mut self) -> Option<String>;
    /// SIGKILL, and a new process for the same home, not open.
    fn die(&mut self);
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: String,
    out: bool,
    text: String,
    state: String,
}

/// A person in a foreign process.
struct Speaker {
    language: Language,
    folder: PathBuf,
    process: Option<Foreign>,
    uid: String,
}

impl Speaker {
    fn new(language: &Language, folder: &Path, name: &str) -> Self {
        let folder = folder.join(name);
        std::fs::create_dir(&folder).unwrap();
        let mut speaker = Self { language: language.clone(), folder, process: None, uid: String::new() };
        speaker.start();
        speaker.uid = text(&speaker.ok(json!({"call": "create_account", "name": name}))["uid"]);
        speaker
    }

    fn start(&mut self) {
        let mut process = Foreign::start(&self.language);
        process.open(&self.folder);
        self.process = Some(process);
    }

    fn ok(&mut self, call: Value) -> Value {
        self.process.as_mut().unwrap().ok(call)
    }
}

impl Someone for Speaker {
    fn uid(&self) -> String {
        self.uid.clone()
    }

    fn add(&mut self, text: &str) {
        self.ok(json!({"call": "add", "text": text}));
    }

    fn link(&mut self, address: &str) -> String {
        text(&self.ok(json!({"call": "link", "addresses": [address], "with_lan": true})))
    }

    fn open(&mut self, listen: &str) -> String {
        text(&self.ok(json!({"call": "enter_foreground", "listen": [listen]}))[0])
    }

    fn close(&mut self) {
        self.ok(json!({"call": "enter_background"}));
    }

    fn send(&mut self, to: &str, texts: &[String]) -> Vec<String> {
        let ids = self.ok(json!({"call": "send_many", "uid": to, "texts": texts}));
        ids.as_array().unwrap().iter().map(text).collect()
    }

    fn read(&mut self, with: &str) {
        self.ok(json!({"call": "mark_read", "uid": with}));
    }

    fn history(&mut self, with: &str) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        loop {
            let before = lines.first().map(|line| line.id.clone());
            let page = self.ok(json!({"call": "messages", "uid": with, "before": before, "limit": 200}));
            let page: Vec<Line> = page.as_array().unwrap().iter().map(|row| line(row, "Out")).collect();
            if page.is_empty() {
                return lines;
            }
            lines.splice(0..0, page);
        }
    }

    fn newest(&mut self, with: &str) -> String {
        let last = self.ok(json!({"call": "messages", "uid": with, "limit": 1}));
        last[0]["text"].as_str().unwrap_or_default().to_owned()
    }

    fn reason(&mut self) -> Option<String> {
        let queue = self.ok(json!({"call": "queue", "limit": 1}));
        let reason = &queue[0]["reason"];
        reason.as_str().or(reason["kind"].as_str()).map(str::to_owned)
    }

    fn die(&mut self) {
        self.process.take().unwrap().kill();
        self.start();
    }
}

/// A person in a terminal.
struct Terminal {
    person: Person,
    open: Option<Open>,
}

impl Someone for Terminal {
    fn uid(&self) -> String {
        self.person.uid()
    }

    fn add(&mut self, text: &str) {
        self.person.row(&["add", text]);
    }

    fn link(&mut self, address: &str) -> String {
        self.person.link(address)
    }

    fn open(&mut self, listen: &str) -> String {
        let open = self.person.open(&["--listen", listen]);
        let address = open.address.clone();
        self.open = Some(open);
        address
    }

    fn close(&mut self) {
        let open = self.open.take().unwrap();
        open.signal("TERM");
        assert_eq!(open.ended().0, Some(0));
    }

    fn send(&mut self, to: &str, texts: &[String]) -> Vec<String> {
        let rows = self.person.rows_with_input(&["send", to, "-"], texts.join("\n").as_bytes());
        rows.iter().map(|row| text(&row["id"])).collect()
    }

    fn read(&mut self, with: &str) {
        self.person.rows(&["read", with]);
    }

    fn history(&mut self, with: &str) -> Vec<Line> {
        let rows = self.person.rows(&["messages", with, "--limit", "1000000"]);
        rows.iter().map(|row| line(row, "out")).collect()
    }

    fn newest(&mut self, with: &str) -> String {
        let last = self.person.rows(&["messages", with, "--limit", "1"]);
        last.first().map(|row| text(&row["text"])).unwrap_or_default()
    }

    fn reason(&mut self) -> Option<String> {
        let word = self.person.rows(&["queue"]).first()?["reason"].as_str()?.to_owned();
        // `not_open` in JSON is `NotOpen` in the languages.
        Some(word.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect())
    }

    fn die(&mut self) {
        self.open = None; // Dropped is killed.
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn line(row: &Value, out: &str) -> Line {
    Line {
        id: text(&row["id"]),
        out: row["direction"] == out,
        text: text(&row["text"]),
        state: text(&row["state"]).to_lowercase(),
    }
}

fn received(who: &mut dyn Someone, from: &str) -> usize {
    who.history(from).iter().filter(|line| !line.out).count()
}

fn numbered(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{name} {n}: Grüße 👋")).collect()
}

/// Both tell the same of every message: the same ids, in each direction in the order of writing, in this state.
fn agree(alice: &mut dyn Someone, bob: &mut dyn Someone, state: &str) {
    let uids = [alice.uid(), bob.uid()];
    let [theirs, mine] = [alice.history(&uids[1]), bob.history(&uids[0])];
    for out in [true, false] {
        let sent: Vec<_> =
            theirs.iter().filter(|line| line.out == out).map(|l| (&l.id, &l.text, &l.state)).collect();
        let came: Vec<_> =
            mine.iter().filter(|line| line.out != out).map(|l| (&l.id, &l.text, &l.state)).collect();
        assert_eq!(sent, came);
        assert_eq!(sent.iter().map(|line| line.0).collect::<HashSet<_>>().len(), sent.len(), "an id twice");
        assert!(sent.iter().all(|line| line.2 == state), "{sent:?}");
    }
}

fn story(alice: &mut dyn Someone, bob: &mut dyn Someone, seed: u64) {
    println!("to repeat: seed {seed}");
    let mut dice = Repeatable::new(seed);
    let (a, b) = (alice.uid(), bob.uid());

    // They exchange a link one way and a bare UID the other way.
    let home = alice.open("127.0.0.1:0");
    alice.close();
    bob.add(&alice.link(&home));
    alice.add(&b);

    // Written while the other is closed: it waits, and says why.
    bob.send(&a, &numbered("early", 3));
    assert_eq!(bob.reason().as_deref(), Some("AppClosed"));
    let place = bob.open("127.0.0.1:0");
    until("Bob's app knows that Alice's is not open", || bob.reason().as_deref() == Some("NotOpen"));
    assert!(bob.history(&a).iter().all(|line| line.state == "waiting"));

    // Received on opening, in order; answered; read.
    assert_eq!(alice.open(&home), home);
    until("Alice has what waited", || received(alice, &b) == 3);
    let texts: Vec<String> = alice.history(&b).into_iter().map(|line| line.text).collect();
    assert_eq!(texts, numbered("early", 3));
    until("Bob knows", || bob.history(&a).iter().all(|line| line.state == "delivered"));
    alice.send(&b, &numbered("answer", 1));
    until("Bob has the answer", || received(bob, &a) == 1);
    alice.read(&b);
    bob.read(&a);
    until("both know that all is read", || {
        [alice.history(&b), bob.history(&a)].concat().iter().all(|line| line.state == "read")
    });

    // Killed in the middle of a flush, both of them, one after the other.
    alice.close();
    let already = received(alice, &b);
    let flood = numbered("flood", FLOOD);
    let written = bob.send(&a, &flood);
    alice.open(&home);
    until("the first are there", || alice.newest(&b).starts_with("flood"));
    bob.die();
    assert!(bob.reason().is_some(), "killed in the middle: something still waits");
    std::thread::sleep(Duration::from_millis(dice.below(200) as u64));
    alice.send(&b, &numbered("meanwhile", 40));
    bob.open(&place);
    std::thread::sleep(Duration::from_millis(dice.below(300) as u64));
    alice.die();
    std::thread::sleep(Duration::from_millis(dice.below(200) as u64));
    alice.open(&home);
    until("everything is there", || {
        received(alice, &b) == already + written.len() && received(bob, &a) == 41
    });
    alice.read(&b);
    bob.read(&a);
    until("both know that all is read", || {
        [alice.history(&b), bob.history(&a)].concat().iter().all(|line| line.state == "read")
    });
    agree(alice, bob, "read");
    let texts: Vec<String> =
        alice.history(&b).into_iter().filter(|line| !line.out).map(|line| line.text).collect();
    assert_eq!(texts[already..], flood, "what was written, and in that order");

    // The disk says so, too.
    alice.die();
    bob.die();
    agree(alice, bob, "read");
}

fn speaker(name: &str) -> Option<Language> {
    languages().into_iter().find(|language| language.name == name)
}

fn two(one: &str, other: &str, seed: u64) {
    let (Some(one), Some(other)) = (speaker(one), speaker(other)) else { return };
    let folder = homes();
    let mut alice = Speaker::new(&one, folder.path(), "Alice");
    let mut bob = Speaker::new(&other, folder.path(), "Bob");
    story(&mut alice, &mut bob, seed);
}

fn with_terminal(one: &str, seed: u64) {
    let Some(one) = speaker(one) else { return };
    let folder = homes();
    let mut alice = Speaker::new(&one, folder.path(), "Alice");
    let mut bob = Terminal { person: Person::new("Bob"), open: None };
    // Each of them begins once.
    if seed.is_multiple_of(2) { story(&mut alice, &mut bob, seed) } else { story(&mut bob, &mut alice, seed) }
}

#[test]
fn kotlin_and_swift_have_a_conversation() {
    two("Kotlin", "Swift", 1);
}

#[test]
fn swift_and_kotlin_have_a_conversation() {
    two("Swift", "Kotlin", 2);
}

#[test]
fn kotlin_and_a_terminal_have_a_conversation() {
    with_terminal("Kotlin", 3);
}

#[test]
fn swift_and_a_terminal_have_a_conversation() {
    with_terminal("Swift", 4);
}

/// A holder of a conversation goes through 100,000 messages and never has many of them.
#[test]
fn a_long_history_is_scrolled_without_being_loaded() {
    for language in languages() {
        let folder = homes();
        let alice = Speaker::new(&language, folder.path(), "Alice");
        let bob = pure2p_tests::raw::Raw::new(1).uid();
        let (folder, mut alice) = (alice.folder.clone(), alice);
        alice.add(&bob.to_string());
        alice.process = None;
        pure2p_tests::database::fill(&folder.join("messages.db"), &pure2p_tests::peers::KEY, &bob, 100_000);
        alice.start();
        let said = alice.ok(json!({"call": "scroll", "uid": bob.to_string(), "pages": 400}));
        let (seen, held) = (said["seen"].as_u64().unwrap(), said["held"].as_u64().unwrap());
        assert!(seen >= 400 * 40, "{}: {said}", language.name);
        assert!(held <= 500, "{}: {said}", language.name);
    }
}

/// The homes of these tests have the same key as the homes that tests in Rust make.
#[test]
fn one_key() {
    let hex: String = pure2p_tests::peers::KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, KEY);
}
