//! Tests that need a machine of their own run themselves again in namespaces that nobody else sees, and
//! that end with the process. That takes Linux, and root or a kernel that lets users have namespaces.
#![allow(clippy::unwrap_used)]

pub use pure2p_lab::Own;

use crate::skip::untested;

/// Set in the process that is inside.
const INSIDE: &str = "PURE2P_TEST_INSIDE";

/// Runs `inside`, the rest of the test `name`, in a namespace of its own. `prepare` is a shell script that runs
/// there before. Where nobody may have a namespace nothing is tested, and said so; in CI on Linux that is a
/// failure.
pub fn alone(name: &str, own: Own, prepare: &str, inside: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let mut unshared = match own.command(prepare) {
        Ok(unshared) => unshared,
        Err(why) => return untested(&format!("{name}: no namespace can be made here ({why})")),
    };
    let this = std::env::current_exe().unwrap();
    let words = [this.to_str().unwrap(), "--exact", name, "--nocapture"];
    let output = unshared.args(words).env(INSIDE, "1").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no test {name} ran inside:\n{said}");
}
