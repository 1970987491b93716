//! The real program `pure2p`, run by tests as a person would run it. Whatever does not go as expected
//! panics, as tests do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long anything may take before a test gives up. Nothing is asserted on how long it took.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program, as it is built for the profile that this test runs in. Cargo has no word for "the binary
/// of another package", so this builds it, which does nothing when it is up to date.
pub fn pure2p_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().unwrap_or_default();
        let profile = test.ancestors().nth(2).unwrap_or(Path::new("."));
        let binary = profile.join(format!("pure2p{}", std::env::consts::EXE_SUFFIX));
        if let Some(cargo) = std::env::var_os("CARGO") {
            let mut build = Command::new(cargo);
            build.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--quiet", "--package", "pure2p"]);
            if profile.file_name() == Some(OsStr::new("release")) {
                build.arg("--release");
            }
            let built = build.status();
            assert!(built.is_ok_and(|status| status.success()), "cargo build --package pure2p failed");
        }
        assert!(binary.exists(), "{} is missing: cargo build --package pure2p", binary.display());
        binary
    })
}

/// Somebody with a home.
#[derive(Debug)]
pub struct Person {
    folder: tempfile::TempDir,
    /// Variables that the program sees besides.
    environment: Vec<(&'static str, String)>,
}

impl Person {
    /// A folder for a home, without an account in it.
    pub fn without_account() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// A home with an account of this name.
    pub fn new(name: &str) -> Self {
        let person = Self::without_account();
        person.row(&["init", "--name", name]);
        person
    }

    /// Sets a variable for all runs from now on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.environment.push((name, value.to_owned()));
    }

    /// The home.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The program for this home, with nothing of the environment's own Pure2P in it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(pure2p_binary());
        command.arg("--home").arg(self.home());
        command.env_remove("PURE2P_HOME").env_remove("PURE2P_PASSPHRASE").env_remove("RUST_LOG");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs a verb in JSON mode.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().arg("--json").args(arguments).output().unwrap()
    }

    /// The rows of a verb that works.
    pub fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        rows_of(arguments, &self.run(arguments))
    }

    /// The only row of a verb that works.
    pub fn row(&self, arguments: &[&str]) -> Value {
        let mut rows = self.rows(arguments);
        assert_eq!(rows.len(), 1, "{arguments:?} gave {rows:?}");
        rows.pop().unwrap()
    }

    /// A field of the only row, as text.
    pub fn field(&self, arguments: &[&str], field: &str) -> String {
        let row = self.row(arguments);
        let text = row[field].as_str().map(str::to_owned);
        text.unwrap_or_else(|| panic!("{arguments:?} gave no {field}: {row}"))
    }

    /// The rows of a verb that reads `input`.
    pub fn rows_with_input(&self, arguments: &[&str], input: &[u8]) -> Vec<Value> {
        rows_of(arguments, &self.run_with_input(arguments, input))
    }

    /// Runs a verb that reads `input`.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = self.command();
        command.arg("--json").args(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // In a thread of its own: neither side may wait for the other with a full pipe.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output
    }

    /// The kind of error of a verb that must fail: exit code 2, nothing on stdout, one JSON line on stderr.
    pub fn refused(&self, arguments: &[&str]) -> String {
        kind_of_error(arguments, &self.run(arguments))
    }

    /// The UID.
    pub fn uid(&self) -> String {
        self.field(&["uid"], "uid")
    }

    /// The link, saying that this person is at `address`.
    pub fn link(&self, address: &str) -> String {
        self.field(&["link", "--address", address], "link")
    }

    /// Opens the app and waits until it listens.
    pub fn open(&self, arguments: &[&str]) -> Open {
        let mut command = self.command();
        command.args(["--json", "open"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, events) = mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut open = Open { child, events, address: String::new() };
        let listening = open.until("listening", |event| event["event"] == "listening");
        open.address = listening["addresses"][0].as_str().unwrap().to_owned();
        open
    }
}

/// A running `pure2p open`; killed when dropped.
#[derive(Debug)]
pub struct Open {
    child: Child,
    events: Receiver<String>,
    /// The first address that it listens on.
    pub address: String,
}

impl Open {
    /// The first event from now on that `wanted` says yes to.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let line = self.events.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let Ok(line) = line else {
                panic!("no {what}: {line:?}, the process is {:?}", self.child.try_wait())
            };
            let event: Value = serde_json::from_str(&line).unwrap();
            if wanted(&event) {
                return event;
            }
        }
    }

    /// The events that came since the last question, without waiting for any.
    pub fn so_far(&mut self) -> Vec<Value> {
        self.events.try_iter().map(|line| serde_json::from_str(&line).unwrap()).collect()
    }

    /// The text of the next message.
    pub fn message(&mut self) -> String {
        let event = self.until("message", |event| event["event"] == "message");
        event["text"].as_str().unwrap().to_owned()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -{name} failed");
    }

    /// Waits for the end; the exit code, and the events that were left.
    pub fn ended(mut self) -> (Option<i32>, Vec<Value>) {
        let deadline = Instant::now() + PATIENCE;
        let mut left = Vec::new();
        // The channel ends with the output, and the output with the process.
        while let Ok(line) = self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            left.push(serde_json::from_str(&line).unwrap());
        }
        assert!(Instant::now() < deadline, "the process does not end");
        (self.child.wait().unwrap().code(), left)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rows_of(arguments: &[&str], output: &Output) -> Vec<Value> {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} failed: {said}");
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The `error` of a run that must have failed.
pub fn kind_of_error(arguments: &[&str], output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed {}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(said.lines().count(), 1, "{arguments:?} said {said}");
    let error: Value = serde_json::from_str(&said).unwrap();
    assert!(error["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{said}");
    error["error"].as_str().unwrap().to_owned()
}
