//! A person of the demo: a home, and this very program run for it in processes of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::failure::{Done, Failure};

/// How long anything in the story may take before it counts as not so.
const PATIENCE: Duration = Duration::from_secs(120);

/// See the module.
pub(super) struct Peer {
    pub(super) name: &'static str,
    home: PathBuf,
    program: PathBuf,
    /// The machine that it is on, if not this one: the name of a network namespace.
    machine: Option<&'static str>,
}

impl Peer {
    pub(super) fn new(name: &'static str, home: PathBuf) -> Done<Self> {
        Ok(Self { name, home, program: std::env::current_exe()?, machine: None })
    }

    /// The same person, on this machine of a laboratory.
    pub(super) fn on(self, machine: &'static str) -> Self {
        Self { machine: Some(machine), ..self }
    }

    /// Runs a verb to its end; its rows.
    pub(super) async fn verb(&self, arguments: &[&str]) -> Done<Vec<Value>> {
        self.verb_with_input(arguments, "").await
    }

    /// Runs a verb to its end with this on its standard input; its rows.
    pub(super) async fn verb_with_input(&self, arguments: &[&str], input: &str) -> Done<Vec<Value>> {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut stdin = child.stdin.take();
        let write = async {
            if let Some(stdin) = &mut stdin {
                // A verb that does not read its input may be gone before it was written.
                let _ = stdin.write_all(input.as_bytes()).await;
            }
            drop(stdin.take());
        };
        let ((), done) = tokio::join!(write, child.wait_with_output());
        let done = done?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            return Err(self.failed(arguments.first().copied().unwrap_or_default(), said.trim()));
        }
        let text = String::from_utf8_lossy(&done.stdout);
        text.lines().map(|line| self.parse(line)).collect()
    }

    /// Runs a verb that prints one row with this field.
    pub(super) async fn ask(&self, arguments: &[&str], field: &str) -> Done<String> {
        let rows = self.verb(arguments).await?;
        let found = rows.first().and_then(|row| row.get(field)).and_then(Value::as_str);
        found.map(str::to_owned).ok_or_else(|| self.failed(field, "was not told"))
    }

    /// The first line of what a verb says to people.
    pub(super) async fn says(&self, verb: &str) -> Done<String> {
        let output = self.program().args([verb]).stdin(Stdio::null()).stderr(Stdio::piped()).output().await?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().next().map(str::to_owned).ok_or_else(|| self.failed(verb, "says nothing"))
    }

    /// Opens the app: a process that is here until it is closed or killed.
    pub(super) async fn open(&self, address: SocketAddr) -> Done<OpenApp> {
        self.open_with(&["open", "--listen", &address.to_string()]).await
    }

    /// The same, with these words.
    pub(super) async fn open_with(&self, words: &[&str]) -> Done<OpenApp> {
        let mut child = self.command(words).stdin(Stdio::null()).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| self.failed("open", "has no output"))?;
        let mut app = OpenApp { name: self.name, child, lines: BufReader::new(stdout).lines() };
        app.until("listening", |event| event.get("event")?.as_str().filter(|e| *e == "listening").map(drop))
            .await?;
        Ok(app)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program();
        command.arg("--json").args(arguments);
        command
    }

    fn program(&self) -> Command {
        let mut command = match self.machine {
            None => Command::new(&self.program),
            Some(machine) => {
                let mut enter = Command::new("nsenter");
                enter.arg(format!("--net=/run/netns/{machine}")).arg(&self.program);
                enter
            }
        };
        command.arg("--home").arg(&self.home);
        // The homes of the demo have plain keys, whatever the one who looks on uses.
        command.env_remove("PURE2P_PASSPHRASE").env_remove("PURE2P_HOME");
        command.stdout(Stdio::piped()).kill_on_drop(true);
        command
    }

    fn parse(&self, line: &str) -> Done<Value> {
        serde_json::from_str(line).map_err(|_| self.failed("a row", "is not JSON"))
    }

    fn failed(&self, what: &str, why: &str) -> Failure {
        Failure::Demo(format!("{}: {what}: {why}", self.name))
    }
}

/// A running `open`.
pub(super) struct OpenApp {
    name: &'static str,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl OpenApp {
    /// The next event.
    pub(super) async fn event(&mut self) -> Done<Value> {
        let line = timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.map_err(|_| self.failed("nothing happened for two minutes"))??;
        let line = line.ok_or_else(|| self.failed("the process ended by itself"))?;
        serde_json::from_str(&line).map_err(|_| self.failed("an event is not JSON"))
    }

    /// Reads events until `wanted` takes one.
    pub(super) async fn until<T>(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(&Value) -> Option<T>,
    ) -> Done<T> {
        let read = async {
            loop {
                if let Some(found) = wanted(&self.event().await?) {
                    return Ok(found);
                }
            }
        };
        match timeout(PATIENCE, read).await {
            Ok(found) => found,
            Err(_) => Err(Failure::Demo(format!("{}: waited in vain for: {what}", self.name))),
        }
    }

    /// Reads messages until there are `count`; their texts, as they came.
    pub(super) async fn texts(&mut self, count: usize) -> Done<Vec<String>> {
        let mut texts = Vec::new();
        while texts.len() < count {
            texts.push(self.until("a message", message_text).await?);
        }
        Ok(texts)
    }

    /// Closes the app as a person would: it says goodbye to those who are here.
    pub(super) async fn close(self) -> Done {
        let Self { name, mut child, lines } = self;
        // An `open` that nobody reads any more ends cleanly: a way that every system has.
        drop(lines);
        let ended = timeout(Duration::from_secs(20), child.wait()).await;
        match ended {
            Ok(Ok(status)) if status.success() => Ok(()),
            _ => Err(Failure::Demo(format!("{name}: the app did not close cleanly"))),
        }
    }

    /// Kills the process (SIGKILL): it can neither say goodbye nor store anything.
    pub(super) async fn kill(mut self) -> Done {
        Ok(self.child.kill().await?)
    }

    fn failed(&self, why: &str) -> Failure {
        Failure::Demo(format!("{}: {why}", self.name))
    }
}

/// The text, if this event is a message.
pub(super) fn message_text(event: &Value) -> Option<String> {
    let is_message = event.get("event")?.as_str()? == "message";
    is_message.then(|| event.get("text")?.as_str().map(str::to_owned)).flatten()
}

/// A port of this machine that is free now.
pub(super) fn free_address() -> Done<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
