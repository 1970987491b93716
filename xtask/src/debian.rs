//! Programs of Debian's packages, unpacked into a folder: nothing is installed, and nobody has to be root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools::{Missing, apt_get, cache, found, is_root, lock, run, said, unusable, write};

/// A program in a folder finds its own libraries there, wherever the folder is.
const WRAPPER: &str = "#!/bin/sh\nhere=$(dirname \"$0\")\nlibraries=\n\
    for folder in \"$here\"/usr/lib/*-linux-gnu* \"$here\"/usr/lib/*-linux-gnu*/android \"$here\"/usr/lib/p7zip; do\n\
    libraries=$libraries:$folder\ndone\nexport LD_LIBRARY_PATH=\"${libraries#:}\"\n";

/// What is taken out of packages.
pub(crate) struct Wanted<'a> {
    /// The folder's name below the cache; names another when what is in it changes.
    pub(crate) folder: &'a str,
    /// The programs that are started.
    pub(crate) programs: &'a [&'a str],
    /// `tar`'s patterns of what nobody needs.
    pub(crate) left_out: &'a [&'a str],
}

/// Unpacks the packages that `packages` names (asked only when they are needed), and sees that the programs run.
pub(crate) fn unpacked(
    wanted: &Wanted<'_>,
    packages: impl FnOnce() -> Option<Vec<String>>,
) -> Result<PathBuf, Missing> {
    let cache = cache()?;
    let folder = cache.join(wanted.folder);
    if folder.is_dir() {
        return Ok(folder);
    }
    let _alone = lock(&cache.join(format!("{}.lock", wanted.folder)))?;
    if folder.is_dir() {
        return Ok(folder);
    }
    if !["apt-get", "apt-cache", "dpkg-deb", "tar"].iter().all(|tool| found(tool).is_some()) {
        return Err(Missing("Elsewhere than on Debian nothing can stand in for it.".into()));
    }
    let half = cache.join(format!("{}.half", wanted.folder));
    if half.exists() {
        fs::remove_dir_all(&half).map_err(|error| unusable(&half, &error))?;
    }
    let debs = half.join("debs");
    fs::create_dir_all(&debs).map_err(|error| unusable(&debs, &error))?;
    download(wanted, packages, &debs)?;
    for entry in fs::read_dir(&debs).map_err(|error| unusable(&debs, &error))?.flatten() {
        unpack(&entry.path(), &half, wanted.left_out)?;
    }
    fs::remove_dir_all(&debs).map_err(|error| unusable(&debs, &error))?;
    for tool in wanted.programs {
        let path = half.join(tool);
        write(&path, format!("{WRAPPER}exec \"$here/usr/bin/{tool}\" \"$@\"\n"))?;
        executable(&path)?;
    }
    for tool in wanted.programs {
        let runs = |word: &str| said(Command::new(half.join(tool)).arg(word)).is_some();
        if !["--version", "version"].into_iter().any(runs) {
            return Err(Missing(format!("Debian's {tool} does not run here.")));
        }
    }
    fs::rename(&half, &folder).map_err(|error| unusable(&folder, &error))?;
    Ok(folder)
}

fn download(
    wanted: &Wanted<'_>,
    packages: impl FnOnce() -> Option<Vec<String>>,
    debs: &Path,
) -> Result<(), Missing> {
    let missing = || Missing(format!("Debian's packages with {} cannot be had.", wanted.programs.join(", ")));
    if is_root() {
        run("apt-get update", &mut apt_get(["update", "-qq"])).map_err(|_| missing())?;
    }
    let packages = packages().filter(|packages| !packages.is_empty()).ok_or_else(missing)?;
    let mut get = apt_get(["-qq", "download"]);
    get.args(&packages).current_dir(debs).stderr(Stdio::null());
    run(&format!("apt-get download {}", packages.join(" ")), &mut get).map_err(|_| missing())
}

/// The first package with this beginning that the other depends on.
pub(crate) fn dependency(package: &str, beginning: &str) -> Option<String> {
    let text = said(Command::new("apt-cache").args(["depends", package]))?;
    let names = text.lines().filter_map(|line| line.split_once("Depends: ").map(|(_, name)| name.trim()));
    names.filter(|name| name.starts_with(beginning)).map(str::to_owned).next()
}

/// The package, and all that it needs and this system does not have.
pub(crate) fn with_dependencies(package: &str) -> Option<Vec<String>> {
    let mut get = Command::new("apt-get");
    // Only asked: that takes no lock, and no root.
    get.args(["install", "-qq", "--print-uris", "--no-install-recommends", "--reinstall"]);
    let text = said(get.args(["-o", "Debug::NoLocking=1", package]))?;
    // `'where' name_version_architecture.deb size hash`
    let names = text.lines().filter(|line| line.starts_with('\'')).filter_map(|line| {
        let file = line.split_whitespace().nth(1)?;
        file.split('_').next().map(str::to_owned)
    });
    Some(names.collect())
}

fn unpack(deb: &Path, into: &Path, left_out: &[&str]) -> Result<(), Missing> {
    let failed = || Missing(format!("{} cannot be unpacked.", deb.display()));
    let mut package = Command::new("dpkg-deb");
    let mut package =
        package.arg("--fsys-tarfile").arg(deb).stdout(Stdio::piped()).spawn().map_err(|_| failed())?;
    let stream = package.stdout.take().ok_or_else(failed)?;
    let mut tar = Command::new("tar");
    tar.args(["-x", "--anchored", "--no-wildcards-match-slash"]).arg("-C").arg(into);
    tar.args(left_out.iter().map(|path| format!("--exclude={path}")));
    let unpacked = tar.stdin(stream).status().is_ok_and(|status| status.success());
    let read = package.wait().is_ok_and(|status| status.success());
    if unpacked && read { Ok(()) } else { Err(failed()) }
}

#[cfg(unix)]
fn executable(path: &Path) -> Result<(), Missing> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(|error| unusable(path, &error))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<(), Missing> {
    Ok(())
}
