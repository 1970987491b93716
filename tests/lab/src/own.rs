//! What needs a machine of its own runs in namespaces that nobody else sees, and that end with the process. That
//! takes Linux, and root or a kernel that lets users have namespaces.

use std::process::Command;

/// The options of `unshare` that make one root, for whoever is not.
const WAYS: [&[&str]; 2] = [&[], &["--user", "--map-root-user"]];

/// What somebody needs for themselves.
#[derive(Clone, Copy, Debug)]
pub enum Own {
    /// Mounts.
    Mounts,
    /// Network interfaces: at first there is only a loopback that is down.
    Network,
    /// A network of many machines: interfaces, mounts, and processes that all end with whoever asked. What is written
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

    /// A command that runs its arguments there, after the shell script `prepare`.
    ///
    /// # Errors
    /// Why nobody may have this here.
    pub fn command(self, prepare: &str) -> Result<Command, String> {
        let script = format!("set -e\n{}\n{prepare}\nexec \"$@\"", self.begin());
        let unshare = |way: &[&str]| {
            let mut unshare = Command::new("unshare");
            unshare.args(way).args(self.options()).args(["sh", "-c", &script, "sh"]);
            unshare
        };
        let mut reasons = Vec::new();
        for way in WAYS {
            match unshare(way).arg("true").output() {
                Ok(output) if output.status.success() => return Ok(unshare(way)),
                Ok(output) => reasons.push(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
                Err(error) => reasons.push(error.to_string()),
            }
        }
        Err(reasons.join("; "))
    }
}
