//! Pure2P in a terminal: a thin shell over `pure2p-core`. It shows what the core says and hands
//! commands to it; see `docs/ARCHITECTURE.md`.

mod cli;
mod clock;
mod demo;
mod ending;
mod failure;
mod home;
mod names;
mod network;
mod notify;
mod output;
mod qr;
mod rows;
mod session;
mod tui;
mod verbs;
mod words;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::Cli;
use crate::failure::{Done, Failure};
use crate::output::Output;

/// How long the end of other threads is waited for at most.
const LAST_THREADS: std::time::Duration = std::time::Duration::from_millis(500);
/// The exit code of everything that did not work.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    clock::learn_time_zone();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let output = Output { json: cli.global.json };
    log_to_stderr();
    match run(cli) {
        Ok(()) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(failure.kind(), &failure.to_string());
            ExitCode::from(FAILED)
        }
    }
}

fn run(cli: Cli) -> Done {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(verbs::run(cli));
    // Every thread that worked with the database must be gone before the process runs its exit handlers:
    // OpenSSL's frees what such a thread's own end frees as well, and a heap freed twice aborts the
    // program after all was done. Only a thread that waits for a key press is not waited for long.
    runtime.shutdown_timeout(LAST_THREADS);
    done
}

/// Help and version are answers; everything else is one line, also in JSON when that was asked for.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // The terminal may be gone; there is nothing else to say then.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let json = std::env::args_os().any(|arg| arg == "--json");
    let text = error.render().to_string();
    let what: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
    Output { json }.failure("usage", what.join(" ").trim_start_matches("error: "));
    ExitCode::from(FAILED)
}

/// Logs are off unless RUST_LOG asks for them, and never go where rows go.
fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("off"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
