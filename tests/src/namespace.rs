//! Tests that need a machine of their own run themselves again in namespaces that nobody else sees, and
//! that end with the process. That takes Linux, and root or a kernel that lets users have namespaces.
#![allow(clippy::unwrap_used)]

use std::process::Command;

use crate::skip::untested;

/// Set in the process that is inside.
const INSIDE: &str = "PURE2P_TEST_INSIDE";

/// The options of `unshare` that make one root, for whoever is not.
const WAYS: [&[&str]; 2] = [&[], &["--user", "--map-root-user"]];

/// What a test needs for itself.
#[derive(Clone, Copy, Debug)]
pub enum Own {
    /// Mounts.
    Mounts,
    /// Network interfaces: at first there is only a loopback that is down.
    Network,
    /// A network of many machines: interfaces, mounts, and processes that all end with the test. What it writes
    /// into `/run` and into the folder for temporary files is gone with it, too.
    Machines,
}

impl Own {
    /// The options of `unshare`.
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Mounts => &["--mount"],
            Self::Network => &["--net"],
            Self::Machines => &["--net", "--mount", "--pid", "--fork", "--kill-child"],
        }
    }

    /// What the shell does before everything else.
    fn begin(self) -> &'static str {
        match self {
            Self::Mounts | Self::Network => "",
            Self::Machines => {
                "mount -t tmpfs none /run
                mkdir /run/netns /run/tmp
                export TMPDIR=/run/tmp"
            }
        }
    }
}

/// Runs `inside`, the rest of the test `name`, in a namespace of its own. `prepare` is a shell script that runs
/// there before. Where nobody may have a namespace nothing is tested, and said so; in CI on Linux that is a
/// failure.
pub fn alone(name: &str, own: Own, prepare: &str, inside: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let unshared = |user: &[&str], command: &[&str]| {
        let mut unshare = Command::new("unshare");
        let script = format!("set -e\n{}\n{prepare}\nexec \"$@\"", own.begin());
        unshare.args(user).args(own.options()).args(["sh", "-c", &script, "sh"]);
        unshare.args(command).env(INSIDE, "1");
        unshare
    };
    let tried = WAYS.map(|way| (way, unshared(way, &["true"]).output()));
    let works = tried.iter().find(|(_, ran)| ran.as_ref().is_ok_and(|output| output.status.success()));
    let Some((way, _)) = works else {
        let why = tried.iter().map(|(_, ran)| match ran {
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        });
        let why = why.collect::<Vec<_>>().join("; ");
        untested(&format!("{name}: no namespace can be made here ({why})"));
        return;
    };
    let this = std::env::current_exe().unwrap();
    let words = [this.to_str().unwrap(), "--exact", name, "--nocapture"];
    let output = unshared(way, &words).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no test {name} ran inside:\n{said}");
}
