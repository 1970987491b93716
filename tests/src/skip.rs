//! What cannot be tested here, said so that somebody hears it.

use std::io::Write;

/// Says that something could not be tested as it should, past the hands of libtest, which keeps to itself what
/// passing tests print. On Linux the project's CI can do all that tests need, so there it is a failure.
/// (macOS has no mount namespaces, and its loopback has one IPv4 address.)
///
/// # Panics
/// On Linux, if the environment says `CI=true`.
pub fn untested(what: &str) {
    let _ = writeln!(std::io::stderr().lock(), "UNTESTED: {what}");
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!ci || !cfg!(target_os = "linux"), "UNTESTED, and this is CI: {what}");
}
