//! The library for real phones. Both recipes need tools that no registry has, and say which in one sentence.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::foreign::{self, BINDINGS};
use crate::phones::IOS;
use crate::tools::{Step, cargo, cargo_with, root, run, said, target, unusable};

/// The name of each ABI and of its target.
const ABIS: [&str; 3] = ["arm64-v8a", "armeabi-v7a", "x86_64"];
/// `getifaddrs` came with 24, the app's own lowest version is 26.
const ANDROID_API: &str = "26";
/// Android 15 may have pages of 16 KB; a library that is aligned for them runs on 4 KB as well. Relocations are
/// packed in the way that every Android since 6.0 can read, and equal functions are kept once.
const LINK: &str = "-C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,--pack-dyn-relocs=android \
    -C link-arg=-Wl,--icf=safe";

/// `android/messenger/build/jniLibs/ABI/libpure2p.so`, and Kotlin beside it.
pub(crate) fn android() -> Step {
    let ndk = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].iter().any(|name| env::var_os(name).is_some());
    if !ndk {
        return Err(
            "Android's NDK is missing: install it with the SDK manager and set ANDROID_NDK_HOME.".into()
        );
    }
    if said(Command::new("cargo").args(["ndk", "--version"])).is_none() {
        return Err("cargo-ndk is missing: cargo install --locked cargo-ndk.".into());
    }
    let build = root().join("android/messenger/build");
    let libraries = build.join("jniLibs");
    let mut ndk = Command::new("cargo");
    ndk.current_dir(root()).args(["ndk", "--platform", ANDROID_API, "--output-dir"]).arg(&libraries);
    ndk.args(ABIS.iter().flat_map(|abi| ["--target", abi]));
    ndk.args(["build", "--package", BINDINGS, "--profile", "release-mobile", "--locked"]);
    ndk.env("RUSTFLAGS", LINK);
    run("cargo ndk build", &mut ndk)?;
    aligned(&libraries)?;
    // Of a library with its symbols: a stripped one does not say what is in it.
    foreign::generate(&host_library()?, &build.join("generated"))
}

/// A library with 4 KB pages installs and then does not load on a new phone: better seen here.
fn aligned(libraries: &Path) -> Step {
    for abi in ABIS.iter().filter(|abi| **abi != "armeabi-v7a") {
        let library = libraries.join(abi).join("libpure2p.so");
        let headers = said(Command::new("readelf").args(["--program-headers", "--wide"]).arg(&library));
        let Some(headers) = headers else { return Ok(()) }; // No readelf here: the loader will tell.
        let loads = headers.lines().filter(|line| line.trim_start().starts_with("LOAD"));
        if loads.filter_map(|line| line.split_whitespace().last()).any(|align| align != "0x4000") {
            return Err(format!("{} is not aligned for pages of 16 KB", library.display()));
        }
    }
    Ok(())
}

/// `ios/Pure2PKit/Pure2PFFI.xcframework`, and Swift in the package.
pub(crate) fn ios() -> Step {
    if said(Command::new("xcodebuild").arg("-version")).is_none() {
        return Err("Xcode is missing: iPhone libraries are linked on a Mac with Xcode only.".into());
    }
    // As Package.swift says; C is compiled for it, too.
    let device = "aarch64-apple-ios";
    let simulators = ["aarch64-apple-ios-sim", "x86_64-apple-ios"];
    for target in std::iter::once(device).chain(simulators) {
        let words =
            ["build", "--package", BINDINGS, "--profile", "release-mobile", "--locked", "--target", target];
        cargo_with(&words, &[("IPHONEOS_DEPLOYMENT_TARGET", IOS)])?;
    }
    let built = |name: &str| target().join(name).join("release-mobile/libpure2p.a");
    let work = target().join("ios");
    let headers = work.join("headers/pure2pFFI"); // In a folder of its own, or two frameworks' maps collide.
    for folder in [&work.join("simulator"), &headers] {
        fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
    }
    // Two simulators in one file, because a framework has one slot for them.
    let simulator = work.join("simulator/libpure2p.a");
    let mut lipo = Command::new("lipo");
    lipo.arg("-create").args(simulators.map(built)).arg("-output").arg(&simulator);
    run("lipo", &mut lipo)?;

    let generated = work.join("generated");
    foreign::generate(&host_library()?, &generated)?;
    for (from, to) in [("pure2pFFI.h", "pure2pFFI.h"), ("pure2pFFI.modulemap", "module.modulemap")] {
        fs::copy(generated.join(from), headers.join(to)).map_err(|error| unusable(&headers, &error))?;
    }
    let framework = root().join("ios/Pure2PKit/Pure2PFFI.xcframework");
    let _ = fs::remove_dir_all(&framework);
    let mut create = Command::new("xcodebuild");
    create.arg("-create-xcframework");
    for library in [&built(device), &simulator] {
        create.arg("-library").arg(library).arg("-headers").arg(work.join("headers"));
    }
    run("xcodebuild -create-xcframework", create.arg("-output").arg(&framework))
}

/// The same library for this machine, which is asked what is in it.
fn host_library() -> Result<PathBuf, String> {
    cargo(&["build", "--package", BINDINGS, "--locked"])?;
    Ok(target().join("debug").join(foreign::library_name()))
}
