//! People whose messenger runs in a process of another language: see `tests/foreign/README.md`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shell::PATIENCE;
use crate::skip::untested;

/// The languages, and the variables that say how their peers are started.
const LANGUAGES: [(&str, &str); 2] = [("Kotlin", "PURE2P_KOTLIN_PEER"), ("Swift", "PURE2P_SWIFT_PEER")];
/// The database key of every peer, as text.
pub const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// How a language's peer is started.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its name.
    pub name: &'static str,
    words: Vec<String>,
}

/// The languages that `cargo xtask` built for this run. A plain `cargo test` has none and says so where it is
/// read; in CI that is a failure.
pub fn languages() -> Vec<Language> {
    let mut found = Vec::new();
    for (name, variable) in LANGUAGES {
        match std::env::var(variable) {
            Ok(words) => found.push(Language { name, words: words.lines().map(str::to_owned).collect() }),
            Err(_) => untested(&format!("{name} ({variable} is not set: use cargo xtask test)")),
        }
    }
    found
}

/// A folder for homes where every language's process can see it (Swift's may live in another root).
pub fn homes() -> tempfile::TempDir {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("target/foreign/homes");
    let folder = std::env::var_os("CARGO_TARGET_DIR")
        .map_or(folder, |target| PathBuf::from(target).join("foreign/homes"));
    std::fs::create_dir_all(&folder).unwrap();
    tempfile::tempdir_in(folder).unwrap()
}

/// A running peer; killed when dropped.
pub struct Foreign {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    events: VecDeque<Value>,
    what: String,
}

impl Foreign {
    /// Starts a peer. It has no messenger yet.
    pub fn start(language: &Language) -> Self {
        Self::start_in(language, &[])
    }

    /// Starts a peer by these words before its own.
    pub fn start_in(language: &Language, before: &[String]) -> Self {
        let words: Vec<&String> = before.iter().chain(&language.words).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", words[0]));
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || output.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let input = child.stdin.take().unwrap();
        Self { child, input, lines, events: VecDeque::new(), what: language.name.to_owned() }
    }

    /// Makes a call; its value, or its error.
    pub fn call(&mut self, call: &Value) -> Result<Value, Value> {
        writeln!(self.input, "{call}")
            .unwrap_or_else(|error| panic!("{} is gone: {error}, {call}", self.what));
        self.answer(call)
    }

    /// Begins a call and does not wait for its answer.
    pub fn begin(&mut self, call: &Value) {
        writeln!(self.input, "{call}").unwrap();
    }

    fn answer(&mut self, call: &Value) -> Result<Value, Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|error| panic!("{} is stuck in {call}: {error}", self.what));
            let mut said: Value = serde_json::from_str(&line)
                .unwrap_or_else(|error| panic!("{} said {line}: {error}", self.what));
            if !said["event"].is_null() {
                self.events.push_back(said["event"].take());
            } else if said.get("error").is_some() {
                return Err(said["error"].take());
            } else {
                return Ok(said["ok"].take());
            }
        }
    }

    /// Makes a call that works.
    pub fn ok(&mut self, call: Value) -> Value {
        self.call(&call).unwrap_or_else(|error| panic!("{}: {call} gave {error}", self.what))
    }

    /// Opens a home.
    pub fn open(&mut self, folder: &Path) {
        self.ok(json!({"call": "open", "database": folder.join("messages.db"), "key": KEY}));
    }

    /// The events that came between answers so far.
    pub fn events(&mut self) -> Vec<Value> {
        self.events.drain(..).collect()
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until the answer is yes.
pub fn until(what: &str, mut yes: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !yes() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}
