//! One vocabulary for CI, the README and people: `cargo xtask help`.

mod android;
mod apps;
mod catalog;
mod debian;
mod foreign;
mod icon;
mod kit;
mod kotlin;
mod lab;
mod licences;
mod markers;
mod maven;
mod phones;
mod pictures;
mod pom;
#[cfg(test)]
mod promises;
mod size;
mod smoke;
mod swift;
mod tools;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use foreign::{BINDINGS, Foreign, Made, Profile};
use tools::{Step, cargo, cargo_with, root};

const HELP: &str = "\
cargo xtask test           format, lints, every test, documentation: what CI runs
cargo xtask test foreign   only Kotlin and Swift: their own tests, and the stories that they tell together
cargo xtask test r8        only a story told by Kotlin that went through R8, by the rules of the app for Android
cargo xtask test android [NAME]
                           only the app for Android, without a phone; NAME: tests in classes with that in their name
cargo xtask test ios [NAME]
                           only the app for iPhone, without a Mac; NAME: tests with that in their name
cargo xtask lint android   only Android's Lint, where every warning is an error
cargo xtask pictures [NAME]
                           photographs the app for Android: all into target/android/pictures, and small sheets of them
                           into docs/pictures; NAME: only a screen, and tests with that name; `gallery`: only screens
cargo xtask apk            a release APK after R8, without the native library: what is kept, and its size
cargo xtask bench [NAME] [--json]
                           each figure beside a floor measured in the same run (release build); NAME: sequential,
                           chats, backlog, sealed, launch, router, cold, border, opening
cargo xtask bindings       makes Kotlin and Swift of the library, for an editor to look at
cargo xtask android        the library for every Android ABI, and its Kotlin (needs: NDK, cargo-ndk)
cargo xtask smoke          a story on the Android emulator that runs, with the terminal program on its host as the
                           other person (needs: SDK, Gradle)
cargo xtask smoke ios [DEVICE [CLASS]]
                           the same on a simulator, `iPhone 16` if none is named, and photographs of every screen into
                           target/ios/pictures (needs: Xcode, XcodeGen, cargo xtask ios)
cargo xtask ios            the library for iPhone and simulator as an xcframework, and its Swift (needs: Xcode)
cargo xtask check-phones [TARGET]
                           type-checks the library for Android and iPhone without NDK or Xcode
cargo xtask size           the phones' library, stripped, and what takes the space in it
cargo xtask fuzz TARGET [SECONDS]
                           coverage-guided fuzzing of a parser (needs: cargo install --locked cargo-fuzz)
cargo xtask demo-lab       the story of two homes across real routers: brings what it needs (Linux)
cargo xtask reachability   renews docs/REACHABILITY.md: who meets whom, in the laboratory of networks
cargo xtask icon           draws the iPhone app's icon anew
cargo xtask picture        renews docs/terminal.svg from the real terminal app
cargo xtask shown          writes down what every screen of the app for iPhone shows (review the difference)
cargo xtask licences       renews what the apps say of whose work is in them
cargo xtask licences ios   only the app for iPhone (which needs nothing but the sources of what it is made of)
cargo xtask vectors        writes tests/vectors/*.json anew (review the difference: they are the protocol)
cargo xtask deny           licences, advisories, duplicates (needs: cargo install --locked cargo-deny)
";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test(),
        ["bench", more @ ..] => bench(more),
        ["fuzz", target] => fuzz(target, "60"),
        ["fuzz", target, seconds] => fuzz(target, seconds),
        ["icon"] => icon::draw(),
        ["picture"] => picture(),
        ["reachability"] => reachability(),
        ["demo-lab"] => demo_lab(),
        ["vectors"] => vectors(),
        ["deny"] => deny(),
        ["test", "foreign"] => test_foreign(),
        ["test", "r8"] => test_r8(),
        ["test", "ios"] => test_ios(None),
        ["test", "ios", only] => test_ios(Some(only)),
        ["test", "android"] => test_android(None, None),
        ["test", "android", only] => test_android(Some(only), None),
        ["lint", "android"] => lint_android(),
        ["apk"] => apk(),
        ["shown"] => shown(),
        ["pictures"] => pictures::take(None),
        ["pictures", only] => pictures::take(Some(only)),
        ["licences"] => android::licences().and_then(|()| licences::renew_iphone()),
        ["licences", "ios"] => licences::renew_iphone(),
        ["bindings"] => Made::of(Profile::Dev).map(|_| ()),
        ["check-phones"] => phones::check(BINDINGS, phones::TARGETS),
        ["check-phones", target] => phones::check(BINDINGS, &[target]),
        ["android"] => apps::android(),
        ["smoke"] => smoke::smoke(),
        ["smoke", "ios"] => smoke::ios(smoke::IPHONE, None),
        ["smoke", "ios", device] => smoke::ios(device, None),
        ["smoke", "ios", device, class] => smoke::ios(device, Some(class)),
        ["ios"] => apps::ios(),
        ["size"] => size::size(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("no such recipe: {}\n\n{HELP}", other.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn test() -> Step {
    markers::check()?;
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])?;
    // Tests that cross borders run the real program: it must be there, and be this very source.
    cargo(&["build", "--locked", "--package", "pure2p", "--package", "pure2p-tests", "--bins"])?;
    let mut foreign = Foreign::bring(Profile::Dev)?;
    foreign.bring_lab()?;
    foreign::test_generator()?;
    foreign.test_rust(&["--workspace", "--no-fail-fast"])?;
    foreign.test()?;
    foreign.test_shrunk()?;
    foreign.test_android()?;
    foreign.check_phones()?;
    cargo_with(&["doc", "--workspace", "--no-deps", "--locked"], &[("RUSTDOCFLAGS", "--deny warnings")])?;
    foreign.confess();
    Ok(())
}

/// Only the two languages: their own tests, and the stories that they tell together.
fn test_foreign() -> Step {
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    let mut foreign = Foreign::bring(Profile::Dev)?;
    foreign::test_generator()?;
    foreign.test_rust(&["--package", "pure2p-tests", "--test", "languages", "--test", "language_cases"])?;
    foreign.test()?;
    foreign.test_shrunk()?;
    foreign.confess();
    Ok(())
}

/// Only what R8 leaves of Kotlin, over the real library.
fn test_r8() -> Step {
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    let mut foreign = Foreign::bring(Profile::Dev)?;
    foreign.test_shrunk()?;
    foreign.confess();
    Ok(())
}

/// Only the app for iPhone, as far as it goes without Xcode: the tests with this in their name, or all.
fn test_ios(only: Option<&str>) -> Step {
    kit::BuiltSwift::alone(&Made::of(Profile::Dev)?)?.test(only)
}

/// What every screen of the app for iPhone shows, written down.
fn shown() -> Step {
    kit::BuiltSwift::alone(&Made::of(Profile::Dev)?)?.write_shown()
}

/// Only the app for Android, over the real library: the tests in classes with this in their name, or Lint and all.
fn test_android(only: Option<&str>, pictures: Option<&Path>) -> Step {
    // Somebody has to be at the other end, and some have written for years.
    cargo(&["build", "--locked", "--package", "pure2p", "--package", "pure2p-tests", "--bins"])?;
    android::bring()?;
    android::test(&Made::of(Profile::Dev)?, only, pictures)
}

/// Android's Lint, over the app.
fn lint_android() -> Step {
    android::bring()?;
    android::lint(&Made::of(Profile::Dev)?)
}

/// What R8 makes of the app.
fn apk() -> Step {
    android::bring()?;
    android::apk(&Made::of(Profile::Dev)?)
}

fn bench(more: &[&str]) -> Step {
    // The library as the phones get it, and the program: both are measured, so both must be this very source.
    cargo(&["build", "--release", "--locked", "--package", "pure2p", "--package", "pure2p-tests", "--bins"])?;
    let mut foreign = Foreign::bring(Profile::Release)?;
    let only = more.iter().find(|word| !word.starts_with("--"));
    if only.is_none_or(|only| "opening".contains(only)) {
        foreign.bring_opening()?;
    }
    let mut words =
        vec!["run", "--quiet", "--release", "--locked", "--package", "pure2p-tests", "--bin", "bench", "--"];
    words.extend(more);
    foreign.cargo(&words)?;
    foreign.confess();
    Ok(())
}

fn fuzz(target: &str, seconds: &str) -> Step {
    let time = format!("-max_total_time={seconds}");
    let seeds = format!("tests/fuzz/seeds/{target}");
    // Stable Rust will do: libFuzzer needs the unstable coverage flags, not a nightly compiler.
    cargo_with(
        &["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", target, &seeds, "--", &time],
        &[("RUSTC_BOOTSTRAP", "1")],
    )
}

fn picture() -> Step {
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    let path = root().join("docs/terminal.svg");
    cargo_with(
        &["test", "--package", "pure2p-tests", "--locked", "--test", "tui"],
        &[("PURE2P_WRITE_PICTURE", &path.to_string_lossy())],
    )
}

fn reachability() -> Step {
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    let path = lab::bring()?.ok_or("the laboratory of networks needs Linux")?;
    cargo_with(
        &["test", "--package", "pure2p-tests", "--locked", "--test", "lab", "matrix"],
        &[("PURE2P_WRITE_REACHABILITY", "1"), ("PATH", &path)],
    )
}

fn demo_lab() -> Step {
    let path = lab::bring()?.ok_or("the laboratory of networks needs Linux")?;
    cargo_with(
        &["run", "--release", "--locked", "--package", "pure2p", "--", "demo", "--lab"],
        &[("PATH", &path)],
    )
}

fn vectors() -> Step {
    cargo_with(
        &["test", "--package", "pure2p-core", "--locked", "--test", "vectors"],
        &[("PURE2P_WRITE_VECTORS", "1")],
    )
}

fn deny() -> Step {
    cargo(&["deny", "check"])?;
    // The generator runs on developers' machines only, and is somebody else's code all the same.
    let generator = "bindings/uniffi-bindgen/Cargo.toml";
    cargo(&["deny", "--config", "deny.toml", "--manifest-path", generator, "check"])
}
