//! A Swift 6 toolchain: the system's own, or on Linux a folder with Debian's, in which programs run by chroot.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{self, Missing, apt, cache, found, is_root, lock, run, said, unusable};

const MISSING: &str =
    "Swift needs `swift`, 6.0 or newer, on the PATH, or on Linux Debian's packages mmdebstrap and uidmap.";
/// A namespace of users in which we are root: root's files in the folder belong to the first of our other users.
const AS_ROOT: &[&str] = &["--map-root-user", "--map-auto"];
/// The first Debian with Swift.
const SUITE: &str = "trixie";
/// The headers of C and C++ are no dependencies of the compiler, and nothing compiles without them.
const PACKAGES: &str = "swiftlang libc6-dev libstdc++-14-dev";
/// Much of the packages, which no build or test needs.
const LEFT_OUT: &[&str] = &[
    "/usr/share/doc/*",
    "/usr/share/man/*",
    "/usr/share/locale/*",
    "/usr/libexec/swift/bin/lldb*",
    "/usr/libexec/swift/bin/clangd",
    "/usr/libexec/swift/bin/sourcekit-lsp",
    "/usr/libexec/swift/bin/docc",
    "/usr/libexec/swift/bin/wasm-ld",
    "/usr/libexec/swift/lib/swift/embedded/*",
    "/usr/libexec/swift/lib/swift_static/*",
    "/usr/libexec/swift/lib/liblldb*",
    "/usr/libexec/swift/lib/libsourcekitd*",
    "/usr/libexec/swift/lib/swift/FrameworkABIBaseline/*",
];
/// Raised when the content of the folder changes, so that old ones are not taken for new.
const EDITION: u32 = 1;

/// A toolchain that is here.
pub(crate) struct Swift {
    /// The folder that holds a system with Swift; `None` if this system has it.
    root: Option<PathBuf>,
    /// Whether namespaces need one of users, too.
    unprivileged: bool,
}

impl Swift {
    /// Brings what is missing.
    pub(crate) fn bring() -> Result<Self, Missing> {
        if said(Command::new("swift").arg("--version")).is_some_and(|text| is_new(&text)) {
            return Ok(Self { root: None, unprivileged: false });
        }
        if !cfg!(target_os = "linux") {
            return Err(Missing(MISSING.into()));
        }
        let cache = cache()?;
        let root = cache.join(format!("swift-{SUITE}-{EDITION}"));
        let here = Self { root: Some(root.clone()), unprivileged: !is_root() };
        // It gets this name only when it is complete.
        if root.is_dir() {
            return Ok(here);
        }
        let alone = lock(&cache.join("swift.lock"))?;
        if root.is_dir() {
            return Ok(here);
        }
        if found("mmdebstrap").is_none() {
            apt(&["mmdebstrap", "debian-archive-keyring"], MISSING)?;
        }
        let half = cache.join("swift.half");
        here.make(&half, &alone)?;
        fs::rename(&half, &root).map_err(|error| unusable(&root, &error))?;
        Ok(here)
    }

    /// Makes a root in `half` and sees that its compiler runs.
    fn make(&self, half: &Path, alone: &File) -> Result<(), Missing> {
        if self.unprivileged {
            let _ = Command::new("unshare").args(AS_ROOT).args(["rm", "-rf"]).arg(half).status();
        } else if half.exists() {
            fs::remove_dir_all(half).map_err(|error| unusable(half, &error))?;
        }
        let mut command = Command::new("mmdebstrap");
        if !self.unprivileged {
            // Whatever it mounts and leaves when it is killed is not in our way when we tidy up.
            command = Command::new("unshare");
            command.args(["--mount", "--propagation", "private", "mmdebstrap"]);
        }
        command.args(["--quiet", "--variant=apt", "--aptopt=APT::Install-Recommends \"false\""]);
        command.arg(format!("--include={PACKAGES}"));
        command.args(LEFT_OUT.iter().map(|path| format!("--dpkgopt=path-exclude={path}")));
        // Who holds the file holds the lock: should we be killed, nobody else begins before mmdebstrap has ended.
        command.stdin(alone.try_clone().map_err(|error| unusable(half, &error))?);
        run("mmdebstrap: a folder with Swift", command.arg(SUITE).arg(half))
            .map_err(|_| Missing("mmdebstrap could not make a folder with Swift (see above).".into()))?;
        let made = Self { root: Some(half.into()), unprivileged: self.unprivileged };
        let version = said(made.command(Path::new("/"), &[], &[], "swiftc").arg("--version"));
        if version.is_some_and(|text| is_new(&text)) {
            Ok(())
        } else {
            Err(Missing("The folder with Swift was made, but its compiler does not run.".into()))
        }
    }

    /// Runs a program of the toolchain, or any other, in `work_dir`; the caller appends its arguments. If Swift is
    /// in a folder, the program sees the trees `mounts` where they are outside (`work_dir` must be in one of
    /// them), the same network, and of variables only these (ones set on the command itself stay outside).
    /// The child becomes the program: who kills the one kills the other.
    pub(crate) fn command(
        &self,
        work_dir: &Path,
        mounts: &[&Path],
        variables: &[(&str, &str)],
        program: impl AsRef<OsStr>,
    ) -> Command {
        let words = self.argv(work_dir, mounts, variables, program);
        let mut words = words.into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    }

    /// The words of [`Self::command`], for another process to start; arguments of the program go to the end.
    pub(crate) fn argv(
        &self,
        work_dir: &Path,
        mounts: &[&Path],
        variables: &[(&str, &str)],
        program: impl AsRef<OsStr>,
    ) -> Vec<OsString> {
        let variables = variables.iter().map(|(name, value)| format!("{name}={value}"));
        let mut words: Vec<OsString> = Vec::new();
        if let Some(root) = &self.root {
            words.push("unshare".into());
            if self.unprivileged {
                words.extend(AS_ROOT.iter().map(OsString::from));
            }
            words.extend(["--mount", "--propagation", "private", "sh"].map(OsString::from));
            words.push(tools::root().join("xtask/swift-in-root.sh").into());
            words.extend([root.into(), work_dir.into()]);
            // An outer tree before an inner one, or it would hide it.
            let mut mounts = mounts.to_vec();
            mounts.sort();
            mounts.dedup();
            words.extend(mounts.into_iter().map(OsString::from));
            words.push("--".into());
        } else {
            words.extend(["sh", "-c", "cd \"$1\" && shift && exec env \"$@\"", "there"].map(OsString::from));
            words.push(work_dir.into());
        }
        words.extend(variables.map(OsString::from));
        words.push(program.as_ref().into());
        words
    }
}

/// `Swift version 6.0.3 (…)`, on a Mac with more before it. OpenStack has a `swift`, too, that says otherwise.
fn is_new(text: &str) -> bool {
    let version = text.split("Swift version ").nth(1).and_then(|rest| rest.split('.').next());
    version.and_then(|major| major.trim().parse::<u32>().ok()).is_some_and(|major| major >= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_apart() {
        assert!(is_new("swift-driver version: 1.115 Apple Swift version 6.0.3 (swiftlang-6.0.3.1.10)"));
        assert!(is_new("Swift version 10.1 (swift-10.1-RELEASE)\nTarget: x86_64-unknown-linux-gnu"));
        assert!(!is_new("Apple Swift version 5.10"));
        assert!(!is_new("python-swiftclient 4.1.0"));
    }
}
