//! What the laboratory runs. `cargo xtask test` brings what a system lacks and puts it on the `PATH`.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Debian keeps such programs where only root's `PATH` looks.
const SYSTEM: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
const PROGRAMS: [&str; 3] = ["ip", "miniupnpd", "nft"];
const TRANSLATOR: &str = "tayga";

/// Where a program is.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(SYSTEM.map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Why there can be no laboratory with these programs; `None` if there can. `translates`: with NAT64.
pub fn missing(translates: bool) -> Option<String> {
    let needed = PROGRAMS.into_iter().chain(translates.then_some(TRANSLATOR));
    let absent: Vec<_> = needed.filter(|program| find(program).is_none()).collect();
    if !absent.is_empty() {
        return Some(format!("not found: {}", absent.join(", ")));
    }
    let version = command("miniupnpd").arg("--version").output();
    let right = version.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("nftables"));
    (!right).then(|| "miniupnpd is built for another firewall than nftables".to_owned())
}

/// A program, to be run where the calling thread is.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(find(program).unwrap_or_else(|| program.into()));
    command.stdin(Stdio::null());
    command
}

/// Runs a program that reads `input` and must succeed.
pub fn feed(program: &str, words: &[&str], input: &str) {
    let mut command = command(program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{program}: {}\n{input}", String::from_utf8_lossy(&said));
}

/// What a program prints that must succeed.
pub fn ask(program: &str, words: &[&str]) -> String {
    let output = command(program).args(words).output().unwrap();
    assert!(output.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
