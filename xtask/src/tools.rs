//! What the recipes share: where things are kept, how commands are run, how a missing tool is said.

use std::env;
use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A step that failed, in words.
pub(crate) type Step = Result<(), String>;

/// A tool that is not here and cannot be brought: one sentence that says what is missing.
#[derive(Debug)]
pub(crate) struct Missing(pub(crate) String);

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Missing> for String {
    fn from(missing: Missing) -> Self {
        missing.0
    }
}

/// The top of the source tree.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo's target folder: what is made of this tree belongs here.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |given| root().join(given))
}

/// The folder for what is brought once and used by every clone: `PURE2P_CACHE`, or the system's place.
pub(crate) fn cache() -> Result<PathBuf, Missing> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| folder("HOME").map(|home| home.join(below).join("pure2p"));
    let system = || {
        if cfg!(target_os = "macos") {
            home("Library/Caches")
        } else {
            folder("XDG_CACHE_HOME").map(|cache| cache.join("pure2p")).or_else(|| home(".cache"))
        }
    };
    let cache = folder("PURE2P_CACHE")
        .or_else(system)
        .ok_or_else(|| Missing("There is no folder for caches: set PURE2P_CACHE.".into()))?;
    // Commands run in other folders, and mounts need whole paths.
    let cache = std::path::absolute(&cache).unwrap_or(cache);
    fs::create_dir_all(&cache).map_err(|error| unusable(&cache, &error))?;
    Ok(cache)
}

/// Waits until this process alone holds `path`, until the file is dropped (or the process has died).
pub(crate) fn lock(path: &Path) -> Result<File, Missing> {
    let file = File::options().create(true).read(true).append(true).open(path);
    file.and_then(|file| file.lock().map(|()| file)).map_err(|error| unusable(path, &error))
}

/// A path that the system refused.
pub(crate) fn unusable(path: &Path, error: &std::io::Error) -> Missing {
    Missing(format!("{} cannot be used: {error}.", path.display()))
}

/// Where `PATH` has this program.
pub(crate) fn found(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// Runs it with its output shown, between a heading and the time it took.
pub(crate) fn run(heading: &str, command: &mut Command) -> Step {
    eprintln!("\n\u{2500}\u{2500} {heading}");
    let began = Instant::now();
    let status = command.status().map_err(|error| format!("cannot run {heading}: {error}"))?;
    eprintln!("\u{2500}\u{2500} {:.0} s", began.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("{heading} failed")) }
}

/// Cargo, in this workspace, without a change of the environment.
pub(crate) fn cargo(words: &[&str]) -> Step {
    cargo_with(words, &[])
}

/// Cargo, in this workspace.
pub(crate) fn cargo_with(words: &[&str], environment: &[(&str, &str)]) -> Step {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root()).envs(environment.iter().copied());
    run(&format!("cargo {}", words.join(" ")), &mut command)
}

/// Whether a missing tool is a failure.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true")
}

/// What it prints (both streams: `java -version` uses the wrong one), if it runs and succeeds.
pub(crate) fn said(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    let text = [output.stdout, output.stderr].concat();
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// Debian's packages, where we are allowed to install any; otherwise the sentence `missing`.
pub(crate) fn apt(packages: &[&str], missing: &str) -> Result<(), Missing> {
    let missing = || Missing(missing.into());
    if !is_root() || found("apt-get").is_none() {
        return Err(missing());
    }
    let _alone = lock(&cache()?.join("apt.lock"))?;
    run("apt-get update", &mut apt_get(["update", "-qq"])).map_err(|_| missing())?;
    let mut install = apt_get(["install", "-qq", "-y", "--no-install-recommends"]);
    run(&format!("apt-get install {}", packages.join(" ")), install.args(packages)).map_err(|_| missing())
}

/// apt-get, which asks nothing and waits for others that install.
pub(crate) fn apt_get<const N: usize>(words: [&str; N]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(["-o", "DPkg::Lock::Timeout=300"]).args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Whether we may install packages and make namespaces as we are.
pub(crate) fn is_root() -> bool {
    said(Command::new("id").arg("-u")).is_some_and(|uid| uid.trim() == "0")
}

/// Writes a file that is either the old one or all of the new one, whoever reads it and whenever we die.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Missing> {
    let half = path.with_extension(format!("{}.half", std::process::id()));
    fs::write(&half, text).and_then(|()| fs::rename(&half, path)).map_err(|error| unusable(path, &error))
}
