//! Type-checks the Rust code for phones without their SDKs. C is stubbed and nothing is linked: this proves that
//! types, imports and `cfg`s are right on the real target, and no more.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools::{
    Missing, Step, apt_get, cache, found, is_root, lock, root, run, said, target, unusable, write,
};

/// The oldest system that the apps are for; build scripts look at it.
pub(crate) const IOS: &str = "17.0";
/// Of Debian's packages, what only those need who build a compiler, not who use one.
const LEFT_OUT: &[&str] = &["./usr/share/*", "./usr/src/*/src", "./usr/src/*/compiler", "./usr/src/*/debian"];
/// A compiler in a folder finds its own libraries there, wherever the folder is.
const WRAPPER: &str = "#!/bin/sh\nhere=$(dirname \"$0\")\n\
    for libraries in \"$here\"/usr/lib/*-linux-gnu*; do export LD_LIBRARY_PATH=\"$libraries\"; done\n";

/// How the standard library of a target is had.
enum Std {
    /// rustup has it for the compiler in use.
    Installed,
    /// The compiler in use has its sources.
    Sources,
    /// Another compiler in this folder has them.
    Debian(PathBuf),
}

/// What the apps run on.
pub(crate) const TARGETS: &[&str] = &["aarch64-linux-android", "aarch64-apple-ios"];

/// Brings what the checks need, or says what is missing.
pub(crate) fn bring(targets: &[&str]) -> Result<(), Missing> {
    targets.iter().try_for_each(|name| std_for(name).map(|_| ()))
}

/// Checks a package for these targets, such as `aarch64-linux-android` and `aarch64-apple-ios`.
pub(crate) fn check(package: &str, targets: &[&str]) -> Step {
    // The standard library is built here for each target: not where other builds would wait for it.
    let work = target().join("phones");
    fs::create_dir_all(&work).map_err(|error| unusable(&work, &error))?;
    for name in targets {
        check_one(package, name, &work)?;
    }
    Ok(())
}

fn check_one(package: &str, name: &str, work: &Path) -> Step {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).env("CARGO_TARGET_DIR", work);
    cargo.args(["check", "--locked", "--package", package, "--target", name]);
    let std = std_for(name)?;
    if !matches!(std, Std::Installed) {
        // The pinned release compiles its own standard library, which only nightly offers by name.
        cargo.arg("-Zbuild-std=std,panic_unwind").env("RUSTC_BOOTSTRAP", "1");
    }
    if let Std::Debian(folder) = &std {
        cargo.env("RUSTC", folder.join("rustc")).env("RUSTDOC", folder.join("rustdoc"));
    }
    stub_c(&mut cargo, name, work)?;
    run(&format!("cargo check --package {package} --target {name} (C is stubbed)"), &mut cargo)
}

/// Nothing here can compile C for a phone; build scripts get by with a compiler that does nothing.
fn stub_c(cargo: &mut Command, name: &str, work: &Path) -> Result<(), Missing> {
    let stubs = root().join("xtask/phones");
    let suffix = name.replace('-', "_");
    for (tool, stub) in [("CC", "stub-cc"), ("AR", "stub-ar"), ("RANLIB", "stub-ar")] {
        cargo.env(format!("{tool}_{suffix}"), stubs.join(stub));
    }
    let empty = work.join("stub");
    fs::create_dir_all(&empty).map_err(|error| unusable(&empty, &error))?;
    if name.contains("-apple-") {
        // No OPENSSL_* here: libsqlite3-sys would prefer it to CommonCrypto.
        cargo.env("IPHONEOS_DEPLOYMENT_TARGET", IOS);
        if !cfg!(target_os = "macos") {
            // Without it the cc crate calls xcrun. (On a Mac xcrun is there, and clang looks at this for the Mac, too.)
            cargo.env("SDKROOT", &empty);
        }
        return Ok(());
    }
    // OpenSSL isn't built: its macros come from xtask/phones/openssl, and its libraries are empty.
    cargo.env("OPENSSL_NO_VENDOR", "1").env("OPENSSL_STATIC", "1");
    cargo.env("OPENSSL_INCLUDE_DIR", &stubs).env("OPENSSL_LIB_DIR", &empty);
    write(&empty.join("libssl.a"), "!<arch>\n")?;
    write(&empty.join("libcrypto.a"), "!<arch>\n")
}

fn std_for(name: &str) -> Result<Std, Missing> {
    let printed = |words: &[&str]| said(Command::new("rustc").args(words).current_dir(root()));
    let is_there = |path: String, below: &str| Path::new(path.trim()).join(below).is_dir();
    if printed(&["--print", "target-libdir", "--target", name]).is_some_and(|path| is_there(path, "")) {
        return Ok(Std::Installed);
    }
    if printed(&["--print", "sysroot"]).is_some_and(|path| is_there(path, "lib/rustlib/src/rust/library")) {
        return Ok(Std::Sources);
    }
    debian().map(Std::Debian).map_err(|missing| {
        Missing(format!(
            "Rust's standard library for {name} is missing (`rustup target add {name}`). {missing}"
        ))
    })
}

/// rustc and the sources of its standard library, of one version, unpacked from Debian's packages into a folder:
/// nothing is installed. rustup's cargo drives it.
fn debian() -> Result<PathBuf, Missing> {
    let cache = cache()?;
    // When the project wants a newer compiler, Debian is asked anew.
    let folder = cache.join(format!("rust-debian-for-{}", env!("CARGO_PKG_RUST_VERSION")));
    if folder.is_dir() {
        return Ok(folder);
    }
    let _alone = lock(&cache.join("rust-debian.lock"))?;
    if folder.is_dir() {
        return Ok(folder);
    }
    if !["apt-get", "apt-cache", "dpkg-deb", "tar"].iter().all(|tool| found(tool).is_some()) {
        return Err(Missing("Elsewhere than on Debian nothing can stand in for it.".into()));
    }
    let half = cache.join("rust-debian.half");
    if half.exists() {
        fs::remove_dir_all(&half).map_err(|error| unusable(&half, &error))?;
    }
    let debs = half.join("debs");
    fs::create_dir_all(&debs).map_err(|error| unusable(&debs, &error))?;
    download(&debs)?;
    for entry in fs::read_dir(&debs).map_err(|error| unusable(&debs, &error))?.flatten() {
        unpack(&entry.path(), &half)?;
    }
    fs::remove_dir_all(&debs).map_err(|error| unusable(&debs, &error))?;
    for tool in ["rustc", "rustdoc"] {
        let path = half.join(tool);
        write(&path, format!("{WRAPPER}exec \"$here/usr/bin/{tool}\" \"$@\"\n"))?;
        executable(&path)?;
    }
    if said(Command::new(half.join("rustc")).arg("--version")).is_none() {
        return Err(Missing("Debian's rustc does not run here.".into()));
    }
    fs::rename(&half, &folder).map_err(|error| unusable(&folder, &error))?;
    Ok(folder)
}

fn download(debs: &Path) -> Result<(), Missing> {
    let missing = || Missing("Debian's rustc-web and rust-web-src cannot be had, either.".into());
    if is_root() {
        run("apt-get update", &mut apt_get(["update", "-qq"])).map_err(|_| missing())?;
    }
    let std = dependency("libstd-rust-web-dev", "libstd-rust-web-").ok_or_else(missing)?;
    let llvm = dependency(&std, "libllvm").ok_or_else(missing)?;
    let mut get = apt_get(["-qq", "download", "rustc-web", "rust-web-src", "libstd-rust-web-dev"]);
    get.args([&std, &llvm]).current_dir(debs).stderr(Stdio::null());
    run("apt-get download rustc-web rust-web-src …", &mut get).map_err(|_| missing())
}

/// The first package with this beginning that the other depends on.
fn dependency(package: &str, beginning: &str) -> Option<String> {
    let text = said(Command::new("apt-cache").args(["depends", package]))?;
    let names = text.lines().filter_map(|line| line.split_once("Depends: ").map(|(_, name)| name.trim()));
    names.filter(|name| name.starts_with(beginning)).map(str::to_owned).next()
}

fn unpack(deb: &Path, into: &Path) -> Result<(), Missing> {
    let failed = || Missing(format!("{} cannot be unpacked.", deb.display()));
    let mut package = Command::new("dpkg-deb");
    let mut package =
        package.arg("--fsys-tarfile").arg(deb).stdout(Stdio::piped()).spawn().map_err(|_| failed())?;
    let stream = package.stdout.take().ok_or_else(failed)?;
    let mut tar = Command::new("tar");
    tar.args(["-x", "--anchored", "--no-wildcards-match-slash"]).arg("-C").arg(into);
    tar.args(LEFT_OUT.iter().map(|path| format!("--exclude={path}")));
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
