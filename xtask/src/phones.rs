//! Type-checks the Rust code for phones without their SDKs. C is stubbed and nothing is linked: this proves that
//! types, imports and `cfg`s are right on the real target, and no more.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian::{self, Wanted};
use crate::tools::{Missing, Step, root, run, said, target, unusable, write};

/// The oldest system that the apps are for; build scripts look at it.
pub(crate) const IOS: &str = "17.0";
/// Of Debian's packages, what only those need who build a compiler, not who use one.
const LEFT_OUT: &[&str] = &["./usr/share/*", "./usr/src/*/src", "./usr/src/*/compiler", "./usr/src/*/debian"];
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

/// rustc and the sources of its standard library, of one version. rustup's cargo drives it.
fn debian() -> Result<PathBuf, Missing> {
    // When the project wants a newer compiler, Debian is asked anew.
    let folder = concat!("rust-debian-for-", env!("CARGO_PKG_RUST_VERSION"));
    let wanted = Wanted { folder, programs: &["rustc", "rustdoc"], left_out: LEFT_OUT };
    debian::unpacked(&wanted, || {
        let std = debian::dependency("libstd-rust-web-dev", "libstd-rust-web-")?;
        let llvm = debian::dependency(&std, "libllvm")?;
        let named = ["rustc-web", "rust-web-src", "libstd-rust-web-dev"].map(str::to_owned);
        Some(named.into_iter().chain([std, llvm]).collect())
    })
}
