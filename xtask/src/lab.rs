//! What the laboratory of networks runs: routers' daemons and what sets networks up. The system's own where `PATH`
//! has them; else Debian's packages, fetched from apt's own sources into the cache and unpacked there.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools::{Missing, cache, found, lock, run, said, unusable, write};

/// Each program, its package, and what it says of its version if it is the right build.
const PROGRAMS: [(&str, &str, &str, &str); 4] = [
    ("ip", "iproute2", "-V", "iproute2"),
    ("miniupnpd", "miniupnpd-nftables", "--version", "nftables"),
    ("nft", "nftables", "--version", "nftables"),
    ("tayga", "tayga", "", ""),
];
/// Where Debian keeps such programs; `PATH` has it for root alone.
const SYSTEM: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
const MISSING: &str =
    "The laboratory needs ip, nft, tayga and miniupnpd (built for nftables) on the PATH, or apt-get.";
/// Runs a program where it was unpacked, with the libraries that were unpacked with it.
const WRAPPER: &str = "#!/bin/sh
root=$(dirname \"$(dirname \"$0\")\")/root
libraries=
for folder in \"$root\"/usr/lib \"$root\"/usr/lib/*-linux-* \"$root\"/lib \"$root\"/lib/*-linux-*; do
    libraries=$libraries:$folder
done
for folder in usr/sbin usr/bin sbin bin; do
    program=$root/$folder/${0##*/}
    [ ! -x \"$program\" ] || LD_LIBRARY_PATH=${libraries#:} exec \"$program\" \"$@\"
done
echo \"$0: no such program in $root\" >&2
exit 127
";
/// Raised when the content of the folder changes, so that old ones are not taken for new.
const EDITION: u32 = 1;

/// Brings what is missing; the `PATH` with which tests find all of it. Elsewhere than on Linux nothing is needed,
/// because no laboratory can be.
pub(crate) fn bring() -> Result<Option<String>, Missing> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let system = SYSTEM.map(PathBuf::from);
    let has = |program: &str| {
        found(program).or_else(|| system.iter().map(|at| at.join(program)).find(|at| at.is_file()))
    };
    let absent: Vec<_> = PROGRAMS
        .into_iter()
        .filter(|(program, _, version, word)| !has(program).is_some_and(|at| says(&at, version, word)))
        .collect();
    let mut folders = Vec::new();
    if !absent.is_empty() {
        folders.push(unpacked(&absent)?);
    }
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    folders.extend(system);
    let path = env::join_paths(folders).map_err(|_| Missing(MISSING.into()))?;
    Ok(Some(path.to_string_lossy().into_owned()))
}

/// Whether it is the build that is meant. (tayga has no word for its version, and one build.)
fn says(program: &Path, version: &str, word: &str) -> bool {
    let may_run = fs::metadata(program).is_ok_and(|file| file.permissions().mode() & 0o111 != 0);
    may_run && version.is_empty()
        || said(Command::new(program).arg(version)).is_some_and(|text| text.contains(word))
}

/// The folder with the programs that this system lacks: for each system and set of packages one, because they
/// share the libraries that the system has.
fn unpacked(absent: &[(&str, &str, &str, &str)]) -> Result<PathBuf, Missing> {
    if found("apt-get").is_none() || found("dpkg-deb").is_none() {
        return Err(Missing(MISSING.into()));
    }
    let packages: Vec<_> = absent.iter().map(|(_, package, ..)| *package).collect();
    let cache = cache()?;
    let folder = cache.join(format!("lab-{}-{}-{EDITION}", release(), packages.join("-")));
    let bin = folder.join("bin");
    // It gets this name only when it is complete.
    if folder.is_dir() {
        return Ok(bin);
    }
    let _alone = lock(&cache.join("lab.lock"))?;
    if folder.is_dir() {
        return Ok(bin);
    }
    let half = cache.join("lab.half");
    if half.exists() {
        fs::remove_dir_all(&half).map_err(|error| unusable(&half, &error))?;
    }
    fetch(&half.join("apt"), &packages)?;
    unpack(&half.join("apt/cache/archives"), &half.join("root"))?;
    fs::remove_dir_all(half.join("apt")).map_err(|error| unusable(&half, &error))?;
    wrap(&half.join("bin"), absent)?;
    fs::rename(&half, &folder).map_err(|error| unusable(&folder, &error))?;
    Ok(bin)
}

/// `debian-12-x86_64`, as the system calls itself.
fn release() -> String {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or("unknown").trim_matches('"').replace('/', "-")
    };
    format!("{}-{}-{}", value("ID"), value("VERSION_ID"), env::consts::ARCH)
}

/// The packages, and of what they depend on what this system does not have. Lists and packages are kept in a
/// folder of our own: this takes no rights, and leaves the system as it is.
fn fetch(folder: &Path, packages: &[&str]) -> Result<(), Missing> {
    for below in ["state/lists/partial", "cache/archives/partial"] {
        let below = folder.join(below);
        fs::create_dir_all(&below).map_err(|error| unusable(&below, &error))?;
    }
    let apt_get = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["-qq", "-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "Debug::NoLocking=true"]);
        command.args(["-o", "APT::Sandbox::User=root"]);
        command.arg("-o").arg(format!("Dir::State={}", folder.join("state").display()));
        command.arg("-o").arg(format!("Dir::Cache={}", folder.join("cache").display()));
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    let failed = |_| Missing(format!("apt-get could not fetch {} (see above).", packages.join(", ")));
    run("apt-get update, for the laboratory", &mut apt_get(&["update"])).map_err(failed)?;
    let mut download = apt_get(&["install", "-y", "--no-install-recommends", "--download-only"]);
    run(&format!("apt-get download {}", packages.join(" ")), download.args(packages)).map_err(failed)
}

fn unpack(archives: &Path, root: &Path) -> Result<(), Missing> {
    let entries = fs::read_dir(archives).map_err(|error| unusable(archives, &error))?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == "deb") {
            let done = Command::new("dpkg-deb").arg("--extract").arg(&path).arg(root).status();
            if !done.is_ok_and(|status| status.success()) {
                return Err(Missing(format!("{} could not be unpacked.", path.display())));
            }
        }
    }
    Ok(())
}

/// Writes what starts each program, and sees that it does.
fn wrap(bin: &Path, programs: &[(&str, &str, &str, &str)]) -> Result<(), Missing> {
    fs::create_dir_all(bin).map_err(|error| unusable(bin, &error))?;
    for (program, package, version, word) in programs {
        let path = bin.join(program);
        write(&path, WRAPPER)?;
        let may_run = fs::set_permissions(&path, fs::Permissions::from_mode(0o755));
        may_run.map_err(|error| unusable(&path, &error))?;
        let unpacked = ["usr/sbin", "usr/bin", "sbin", "bin"]
            .map(|at| bin.with_file_name("root").join(at).join(program));
        if !unpacked.iter().any(|at| at.is_file()) || !says(&path, version, word) {
            return Err(Missing(format!("{program} of Debian's package {package} does not run here.")));
        }
    }
    Ok(())
}
