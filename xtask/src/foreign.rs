//! Kotlin and Swift: what is generated from the library, compiled beside it, and tested over it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::android;
use crate::kit::BuiltSwift;
use crate::kotlin::{Kotlin, Scope, joined};
use crate::lab;
use crate::phones;
use crate::swift::Swift;
use crate::tools::{Missing, Step, cargo, cargo_with, root, run, target, unusable, write};

/// The crate of the border.
pub(crate) const BINDINGS: &str = "pure2p-bindings";
/// What `tests/tests/languages.rs` starts its people with: one word a line.
const KOTLIN_PEER: &str = "PURE2P_KOTLIN_PEER";
const SWIFT_PEER: &str = "PURE2P_SWIFT_PEER";
/// The same for what the bench starts to measure how the app for Android opens.
const OPENING: &str = "PURE2P_ANDROID_OPENING";

/// How the library is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// To be tested.
    Dev,
    /// To be measured.
    Release,
}

impl Profile {
    /// Cargo's name for it.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// What both languages need.
pub(crate) struct Made {
    profile: Profile,
    /// The folder with the library: with the calls that fail on purpose, so never the one of an app.
    library: PathBuf,
    /// The folder with what was generated of it.
    generated: PathBuf,
}

impl Made {
    /// Builds the library for this machine's tests, and the two languages' sides of it.
    pub(crate) fn of(profile: Profile) -> Result<Self, String> {
        let release = if profile == Profile::Release { &["--release"][..] } else { &[] };
        cargo(&[&["build", "--package", BINDINGS, "--features", "testing", "--locked"], release].concat())?;
        let foreign = target().join("foreign");
        let library = foreign.join(profile.folder());
        fs::create_dir_all(&library).map_err(|error| unusable(&library, &error))?;
        // A name of its own: `cargo test --workspace` builds the one without those calls into cargo's folder.
        let name = library_name();
        renew(&library.join(&name), &read(&target().join(profile.folder()).join(&name))?)?;
        if cfg!(target_os = "macos") {
            // Cargo gives it the place where it was built as its name, and that one would be loaded.
            let mut rename = Command::new("install_name_tool");
            rename.args(["-id", &format!("@rpath/{name}")]).arg(library.join(&name));
            run("install_name_tool", &mut rename)?;
        }
        let generated = foreign.join("generated");
        generate(&library.join(&name), &generated)?;
        Ok(Self { profile, library, generated })
    }

    /// How the library was built.
    pub(crate) fn profile(&self) -> Profile {
        self.profile
    }

    /// The folder that has the library in it.
    pub(crate) fn library(&self) -> &Path {
        &self.library
    }

    /// The Kotlin that was generated of it.
    pub(crate) fn kotlin_source(&self) -> PathBuf {
        self.generated.join("dev/pure2p/core/pure2p.kt")
    }
}

/// `libpure2p.so`, or what this system calls it.
pub(crate) fn library_name() -> String {
    format!("{}pure2p{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// The generator, or its tests: a workspace and a target folder of its own, so it is built once, and its features never
/// reach the library.
fn generator(verb: &str) -> Result<PathBuf, String> {
    let manifest = root().join("bindings/uniffi-bindgen/Cargo.toml");
    let folder = target().join("bindgen");
    let mut command = Command::new(env!("CARGO"));
    command.args([verb, "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    run(&format!("cargo {verb} uniffi-bindgen"), command.arg("--target-dir").arg(&folder))?;
    Ok(folder.join("debug").join(format!("uniffi-bindgen{}", std::env::consts::EXE_SUFFIX)))
}

/// Tests what the generator does beyond UniFFI's.
pub(crate) fn test_generator() -> Step {
    generator("test").map(|_| ())
}

/// Kotlin and Swift for `library` (not a stripped one), written where they changed.
pub(crate) fn generate(library: &Path, out: &Path) -> Step {
    let generator = generator("build")?;
    let fresh = out.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    run("uniffi-bindgen", Command::new(generator).current_dir(root()).arg(library).arg(&fresh))?;
    for file in files(&fresh)? {
        let name = file.strip_prefix(&fresh).map_err(|error| error.to_string())?;
        renew(&out.join(name), &read(&file)?)?;
    }
    fs::remove_dir_all(&fresh).map_err(|error| unusable(&fresh, &error))?;
    swift_sources(out)
}

/// SwiftPM wants sources inside of the package.
fn swift_sources(generated: &Path) -> Step {
    let package = root().join("ios/Pure2PKit/Sources");
    for (from, to) in
        [("Pure2PCore.swift", "Pure2PCore/Pure2PCore.swift"), ("pure2pFFI.h", "pure2pFFI/pure2pFFI.h")]
    {
        renew(&package.join(to), &read(&generated.join(from))?)?;
    }
    Ok(())
}

/// The generated Kotlin and the face over it, compiled: what every app for a JVM stands on.
pub(crate) struct Face {
    pub(crate) kotlin: Kotlin,
    face: PathBuf,
    generated: PathBuf,
}

impl Face {
    /// Compiles both, where they have changed.
    pub(crate) fn of(made: &Made) -> Result<Self, String> {
        let kotlin = Kotlin::bring()?;
        let out = target().join("foreign/kotlin");
        let libraries = kotlin.classpath(Scope::Compile);
        let generated = out.join("generated");
        // Others' code: its warnings are not ours.
        kotlin.compile(&[made.kotlin_source()], &libraries, &generated, &[])?;
        let face = out.join("face");
        let sources = sources(&root().join("android/messenger/src/main/kotlin"), "kt")?;
        kotlin.compile(
            &sources,
            &[std::slice::from_ref(&generated), &*libraries].concat(),
            &face,
            &["-Werror", "-Xexplicit-api=strict"],
        )?;
        Ok(Self { kotlin, face, generated })
    }

    /// The folders of their classes.
    pub(crate) fn classes(&self) -> [PathBuf; 2] {
        [self.face.clone(), self.generated.clone()]
    }
}

/// What was built of Kotlin.
pub(crate) struct BuiltKotlin {
    kotlin: Kotlin,
    profile: Profile,
    library: PathBuf,
    /// The face's, the generated ones, the tests'.
    classes: [PathBuf; 3],
}

impl BuiltKotlin {
    /// Generated code, then the face over it, then what tests both.
    pub(crate) fn of(made: &Made) -> Result<Self, String> {
        let Face { kotlin, face, generated } = Face::of(made)?;
        let tests = target().join("foreign/kotlin/tests");
        let mut sources = self::sources(&root().join("android/messenger/src/test/kotlin"), "kt")?;
        sources.extend(self::sources(&root().join("tests/foreign/kotlin"), "kt")?);
        let below = [&[face.clone(), generated.clone()], &*kotlin.classpath(Scope::Test)].concat();
        kotlin.compile(&sources, &below, &tests, &["-Werror"])?;
        Ok(Self {
            kotlin,
            profile: made.profile,
            library: made.library.clone(),
            classes: [face, generated, tests],
        })
    }

    fn java(&self) -> Result<Command, Missing> {
        let mut java = match self.profile {
            Profile::Dev => self.kotlin.java(),
            Profile::Release => self.kotlin.java_as_it_is(),
        };
        java.arg(format!("-Djna.library.path={}", self.library.display()));
        java.arg("-cp").arg(joined(&[&self.classes[..], &*self.kotlin.classpath(Scope::Test)].concat())?);
        Ok(java)
    }

    /// The face's own tests, over the real library.
    fn test(&self) -> Step {
        let mut java = self.java()?;
        java.arg("-Xmx512m");
        java.args(["org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner"]);
        java.args(["--details=tree", "--details-theme=ascii", "--fail-if-no-tests"]);
        java.arg("--scan-classpath");
        java.args(self.classes.last());
        run("Kotlin: tests of android/messenger", &mut java)
    }

    /// The words that start its peer, as R8 leaves an app's classes.
    fn shrunk_peer(&self) -> Result<Vec<String>, String> {
        let [below @ .., tests] = &self.classes;
        let jar = android::shrunk::peer(below, tests, self.kotlin.classpath(Scope::Test))?;
        let mut java = self.kotlin.java();
        java.arg(format!("-Djna.library.path={}", self.library.display()));
        java.arg("-cp").arg(jar).arg("dev.pure2p.peer.PeerKt");
        Ok(words(&java))
    }

    /// The words that start its peer.
    fn peer(&self) -> Result<Vec<String>, String> {
        let mut java = self.java()?;
        java.arg("dev.pure2p.peer.PeerKt");
        Ok(words(&java))
    }
}

/// Both languages, as far as they are here.
pub(crate) struct Foreign {
    kotlin: Option<BuiltKotlin>,
    swift: Option<BuiltSwift>,
    /// The `PATH` with what the laboratory runs, if it was asked for and could be brought.
    lab: Option<String>,
    /// The words that start what measures how the app for Android opens, if that was asked for and could be built.
    opening: Option<Vec<String>>,
    missing: Vec<String>,
}

impl Foreign {
    /// Brings and builds both. What cannot be brought is a failure in CI, and elsewhere a loud line at the end.
    pub(crate) fn bring(profile: Profile) -> Result<Self, String> {
        let made = Made::of(profile)?;
        let mut missing = Vec::new();
        let kotlin = if Self::there("Kotlin", Kotlin::bring().err(), &mut missing)? {
            Some(BuiltKotlin::of(&made)?)
        } else {
            None
        };
        let swift = if Self::there("Swift", Swift::bring().err(), &mut missing)? {
            Some(BuiltSwift::of(&made)?)
        } else {
            None
        };
        Ok(Self { kotlin, swift, lab: None, opening: None, missing })
    }

    /// Checks the library for phones, under the same rule.
    pub(crate) fn check_phones(&mut self) -> Step {
        if Self::there("The library for phones", phones::bring(phones::TARGETS).err(), &mut self.missing)? {
            phones::check(BINDINGS, phones::TARGETS)?;
        }
        Ok(())
    }

    /// Brings what the laboratory of networks runs, under the same rule.
    pub(crate) fn bring_lab(&mut self) -> Step {
        let brought = lab::bring();
        let error = match brought {
            Ok(path) => {
                self.lab = path;
                None
            }
            Err(missing) => Some(missing),
        };
        Self::there("The laboratory of networks", error, &mut self.missing).map(|_| ())
    }

    /// The app for Android over the library, under the same rule.
    pub(crate) fn test_android(&mut self) -> Step {
        if Self::there("The app for Android", android::bring().err(), &mut self.missing)? {
            android::test(&Made::of(Profile::Dev)?, None, None)?;
        }
        Ok(())
    }

    /// A conversation of somebody whose Kotlin went through R8, by the app's own rules; under the same rule.
    pub(crate) fn test_shrunk(&mut self) -> Step {
        let is_there = Self::there("Kotlin after R8", android::shrunk::bring().err(), &mut self.missing)?;
        let Some(kotlin) = self.kotlin.as_ref().filter(|_| is_there) else { return Ok(()) };
        let mut environment = self.environment()?;
        environment.retain(|(name, _)| *name != KOTLIN_PEER);
        environment.push((KOTLIN_PEER, kotlin.shrunk_peer()?.join("\n")));
        let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let words =
            ["test", "--locked", "--package", "pure2p-tests", "--test", "languages", "kotlin_and_a_terminal"];
        cargo_with(&words, &environment)
    }

    fn there(name: &str, error: Option<Missing>, missing: &mut Vec<String>) -> Result<bool, String> {
        let Some(error) = error else { return Ok(true) };
        if crate::tools::is_ci() {
            return Err(error.into());
        }
        missing.push(format!("{name} WAS NOT TESTED. {error}"));
        Ok(false)
    }

    /// `cargo test`, which starts people of both languages.
    pub(crate) fn test_rust(&self, words: &[&str]) -> Step {
        self.cargo(&[&["test", "--locked"], words].concat())
    }

    /// Cargo, told how people of both languages are started.
    pub(crate) fn cargo(&self, words: &[&str]) -> Step {
        let environment = self.environment()?;
        let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        cargo_with(words, &environment)
    }

    fn environment(&self) -> Result<Vec<(&'static str, String)>, String> {
        let mut variables = Vec::new();
        if let Some(kotlin) = &self.kotlin {
            variables.push((KOTLIN_PEER, kotlin.peer()?.join("\n")));
        }
        if let Some(swift) = &self.swift {
            variables.push((SWIFT_PEER, swift.peer().join("\n")));
        }
        if let Some(words) = &self.opening {
            variables.push((OPENING, words.join("\n")));
        }
        if let Some(path) = &self.lab {
            variables.push(("PATH", path.clone()));
        }
        Ok(variables)
    }

    /// The faces' own tests.
    pub(crate) fn test(&self) -> Step {
        if let Some(kotlin) = &self.kotlin {
            kotlin.test()?;
        }
        if let Some(swift) = &self.swift {
            swift.test(None)?;
        }
        Ok(())
    }

    /// Builds the app for Android, to measure how it opens, under the same rule.
    pub(crate) fn bring_opening(&mut self) -> Step {
        if Self::there("How the app for Android opens", android::bring().err(), &mut self.missing)? {
            self.opening = Some(android::opening(&Made::of(Profile::Release)?)?);
        }
        Ok(())
    }

    /// Says at the end what was not done, so that nobody overlooks it.
    pub(crate) fn confess(&self) {
        for line in &self.missing {
            eprintln!("\n!!! {line}");
        }
    }
}

/// The words of a command, for another process to start.
pub(crate) fn words(command: &Command) -> Vec<String> {
    let program = std::iter::once(command.get_program());
    program.chain(command.get_args()).map(|word| word.to_string_lossy().into_owned()).collect()
}

/// All files of this kind below a folder, in order.
pub(crate) fn sources(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = files(folder)?;
    found.retain(|path| path.extension().is_some_and(|found| found == ending));
    Ok(found)
}

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unusable(&folder, &error))? {
            let path = entry.map_err(|error| unusable(&folder, &error))?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    Ok(fs::read(path).map_err(|error| unusable(path, &error))?)
}

/// Writes a file only if it says something else: what is built of it looks at its time.
fn renew(path: &Path, bytes: &[u8]) -> Step {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(root());
    fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
    Ok(write(path, bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What generates must know what was generated into the library; other versions of UniFFI refuse each other.
    #[test]
    fn the_generator_has_the_librarys_version() {
        let pinned = |path: &str| {
            let text = fs::read_to_string(root().join(path)).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with("uniffi = ")).unwrap_or_default().to_owned();
            line.split('"').nth(1).map(str::to_owned)
        };
        let library = pinned("Cargo.toml");
        assert!(library.as_ref().is_some_and(|version| version.starts_with('=')), "{library:?}");
        assert_eq!(pinned("bindings/uniffi-bindgen/Cargo.toml"), library);
    }
}
