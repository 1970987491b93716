//! One vocabulary for CI, the README and people: `cargo xtask help`.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

const HELP: &str = "\
cargo xtask test           format, lints, every test, documentation: what CI runs
cargo xtask bench [--json] each figure beside a floor measured in the same run (release build)
cargo xtask fuzz TARGET [SECONDS]
                           coverage-guided fuzzing of a parser (needs: cargo install --locked cargo-fuzz)
cargo xtask picture        renews docs/terminal.svg from the real terminal app
cargo xtask vectors        writes tests/vectors/*.json anew (review the difference: they are the protocol)
cargo xtask deny           licences, advisories, duplicates (needs: cargo install --locked cargo-deny)
";

/// A step that failed, in words.
type Step = Result<(), String>;

/// No change of the environment.
const NOTHING: &[(&str, &str)] = &[];

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test(),
        ["bench"] => bench(&[]),
        ["bench", "--json"] => bench(&["--json"]),
        ["fuzz", target] => fuzz(target, "60"),
        ["fuzz", target, seconds] => fuzz(target, seconds),
        ["picture"] => picture(),
        ["vectors"] => vectors(),
        ["deny"] => cargo(&["deny", "check"], NOTHING),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("no such recipe: {}\n\n{HELP}", other.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn test() -> Step {
    cargo(&["fmt", "--all", "--check"], NOTHING)?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"], NOTHING)?;
    // Tests that cross borders run the real program: it must be there, and be this very source.
    cargo(&["build", "--package", "pure2p", "--locked"], NOTHING)?;
    cargo(&["test", "--workspace", "--locked", "--no-fail-fast"], NOTHING)?;
    cargo(&["doc", "--workspace", "--no-deps", "--locked"], &[("RUSTDOCFLAGS", "--deny warnings")])
}

fn bench(more: &[&str]) -> Step {
    let mut words =
        vec!["run", "--quiet", "--release", "--locked", "--package", "pure2p-tests", "--bin", "bench", "--"];
    words.extend(more);
    cargo(&words, NOTHING)
}

fn fuzz(target: &str, seconds: &str) -> Step {
    let time = format!("-max_total_time={seconds}");
    let seeds = format!("tests/fuzz/seeds/{target}");
    // Stable Rust will do: libFuzzer needs the unstable coverage flags, not a nightly compiler.
    cargo(
        &["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", target, &seeds, "--", &time],
        &[("RUSTC_BOOTSTRAP", "1")],
    )
}

fn picture() -> Step {
    cargo(&["build", "--package", "pure2p", "--locked"], NOTHING)?;
    let path = root().join("docs/terminal.svg");
    cargo(
        &["test", "--package", "pure2p-tests", "--locked", "--test", "tui"],
        &[("PURE2P_WRITE_PICTURE", path)],
    )
}

fn vectors() -> Step {
    cargo(
        &["test", "--package", "pure2p-core", "--locked", "--test", "vectors"],
        &[("PURE2P_WRITE_VECTORS", "1")],
    )
}

fn cargo<V: AsRef<OsStr>>(words: &[&str], environment: &[(&str, V)]) -> Step {
    eprintln!("\n\u{2500}\u{2500} cargo {}", words.join(" "));
    let began = Instant::now();
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root());
    for (name, value) in environment {
        command.env(name, value);
    }
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    eprintln!("\u{2500}\u{2500} {:.0} s", began.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("cargo {} failed", words.first().unwrap_or(&""))) }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}
