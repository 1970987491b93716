//! The log: to the platform's own (logcat, `os_log`, standard error), and into a ring that the app can show.

mod redact;
mod ring;
mod sink;

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How much is logged. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Everything, also what only helps to find a defect.
    Debug,
    /// What went wrong for good.
    Error,
    /// What happened.
    Info,
    /// What went wrong and was mended.
    Warn,
}

/// Begins logging. The first call of a process decides; later ones change nothing.
#[uniffi::export]
pub fn start_logging(level: LogLevel) {
    let level = match level {
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Warn => LevelFilter::WARN,
    };
    sink::start();
    // A phone throws standard error away. Where it happened is logged; what it said may say what a message says.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    // Another subscriber of this process was faster: then it is the one that logs.
    let _ = tracing_subscriber::registry().with(Log.with_filter(level)).try_init();
}

/// The newest lines of the log, oldest first, redacted: what an app shows and lets people export.
#[uniffi::export]
pub fn log_lines() -> Vec<String> {
    ring::lines()
}

/// Forgets the lines.
#[uniffi::export]
pub fn clear_log() {
    ring::clear();
}

/// Writes each event once, redacted, and hands the line to the ring and to the platform.
struct Log;

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text::default();
        event.record(&mut text);
        write(*event.metadata().level(), event.metadata().target(), &text.0);
    }
}

fn write(level: Level, target: &str, text: &str) {
    let line = redact::redact(text);
    ring::push(level, target, &line);
    sink::write(level, target, &line);
}

/// `what happened field=value …`
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        let _ = match field.name() {
            "message" => write!(self.0, "{space}{value:?}"),
            name => write!(self.0, "{space}{name}={value:?}"),
        };
    }
}
