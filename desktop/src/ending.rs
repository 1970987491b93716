//! What ends being here: its time, a signal, or nobody reading any more.

use std::future;
use std::io;
use std::time::Duration;

use tokio::time::Instant;

/// See the module.
pub(crate) struct Ending {
    deadline: Option<Instant>,
    signals: Signals,
    reader: Reader,
}

impl Ending {
    pub(crate) fn new(seconds: Option<u64>) -> io::Result<Self> {
        // So far ahead that the clock cannot say it: never.
        let deadline = seconds.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
        Ok(Self { deadline, signals: Signals::new()?, reader: Reader::new() })
    }

    /// Waits for the first of them. Safe to drop.
    pub(crate) async fn reached(&mut self) {
        let deadline = self.deadline;
        let time_is_up = async {
            match deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            () = time_is_up => {}
            () = self.signals.received() => {}
            () = self.reader.gone() => {}
        }
    }
}

#[cfg(unix)]
struct Signals {
    hangup: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.hangup.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn received(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            future::pending().await
        }
    }
}

/// Notices that the other end of standard output, if it is a pipe, was closed: without this, an
/// `open | head` would stay until the next event.
#[cfg(unix)]
struct Reader(Option<tokio::net::unix::pipe::Sender>);

#[cfg(unix)]
impl Reader {
    fn new() -> Self {
        use std::os::fd::AsFd;
        use tokio::net::unix::pipe::Sender;
        let stdout = io::stdout().as_fd().try_clone_to_owned();
        // "Unchecked" leaves the pipe in blocking mode, which it shares with our rows: this end is
        // watched, never written to. Files cannot be watched: they have no reader that could go.
        Self(stdout.ok().and_then(|fd| Sender::from_owned_fd_unchecked(fd).ok()))
    }

    async fn gone(&self) {
        let Some(stdout) = &self.0 else { return future::pending().await };
        if stdout.ready(tokio::io::Interest::ERROR).await.is_err() {
            future::pending().await
        }
    }
}

#[cfg(not(unix))]
struct Reader;

#[cfg(not(unix))]
impl Reader {
    fn new() -> Self {
        Self
    }

    async fn gone(&self) {
        future::pending().await
    }
}
