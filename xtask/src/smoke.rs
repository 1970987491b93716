//! The other person of `android/app/src/sharedTest/…/ShortStory.kt` for an emulator, and of
//! `ios/Pure2PUITests/ShortStoryTests.swift` for a simulator: a terminal program on their host.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::tools::{Step, cargo, found, root, run, said, target, unusable};

/// Where an emulator finds its host. A simulator is on it.
const HOST: &str = "10.0.2.2";
/// The simulator that is taken if nobody names one.
pub(crate) const IPHONE: &str = "iPhone 16";
/// What is answered; the story waits for it.
const ANSWER: &str = "Hello from the terminal";
/// Whose link it needs.
const STORY: &str = "dev.pure2p.app.ShortStoryTest";

/// Has Gradle install the app on the emulator that runs and tell the story there, and plays the other person in it.
pub(crate) fn smoke() -> Step {
    if found("gradle").is_none() {
        return Err(
            "Gradle is missing, and an emulator is only reached through it (needs: an SDK as well).".into()
        );
    }
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    with_bob(HOST, true, |link| {
        on_emulator("the story on an emulator", &[("class", STORY), ("link", link)])
    })?;
    // From nothing, too: Gradle takes the app away again after each run.
    on_emulator("what only a device has, on an emulator", &[("notClass", STORY)])
}

/// Has Xcode tell the stories of `ios/Pure2PUITests` on a simulator, or only those in this class, and plays the other person
/// in them. What they photograph comes into `target/ios/pictures`.
pub(crate) fn ios(device: &str, only: Option<&str>) -> Step {
    for (tool, how) in [("xcodebuild", "Xcode, on a Mac"), ("xcodegen", "XcodeGen: brew install xcodegen")] {
        if found(tool).is_none() {
            return Err(format!("{tool} is missing, and nothing else starts a simulator (needs: {how})."));
        }
    }
    cargo(&["build", "--package", "pure2p", "--locked"])?;
    run("xcodegen", Command::new("xcodegen").args(["--spec", "ios/project.yml"]).current_dir(root()))?;
    let folder = target().join("ios");
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let results = folder.join(format!("{device}.xcresult"));
    let _ = fs::remove_dir_all(&results);
    let is_needed = only.is_none_or(|class| class.starts_with("ShortStoryTests"));
    let told = with_bob("127.0.0.1", is_needed, |link| {
        let mut xcode = Command::new("xcodebuild");
        xcode.args(["test", "-project", "ios/Pure2P.xcodeproj", "-scheme", "Pure2P"]).current_dir(root());
        xcode.args(["-destination", &format!("platform=iOS Simulator,name={device}")]);
        let class = only.map(|class| format!("/{class}")).unwrap_or_default();
        xcode.arg(format!("-only-testing:Pure2PUITests{class}")).arg("-resultBundlePath").arg(&results);
        // What begins so reaches the tests' process, without its beginning.
        xcode.env("TEST_RUNNER_PURE2P_LINK", link);
        run(&format!("the stories on a simulator: {device}"), &mut xcode)
    });
    // Most of all when something failed.
    let taken = photographs(&results, &folder.join("pictures").join(device));
    told.and(taken)
}

/// Tells a story that needs somebody else at this address, whose link it is given. If he `is_needed` and nobody wrote to him, it
/// was not told, whatever those say who told it: a story that does not hear of him is skipped.
fn with_bob(host: &str, is_needed: bool, tell: impl FnOnce(&str) -> Step) -> Step {
    let bob = Bob::new()?;
    let (here, events) = bob.open()?;
    let address = field(&next(&events, "listening")?, "addresses")?;
    let (_, port) = address.rsplit_once(':').ok_or("pure2p does not say where it listens")?;
    let link = field(&bob.verb(&["link", "--address", &format!("{host}:{port}")])?, "link")?;
    let answering = thread::spawn(move || bob.answer(&events));
    tell(&link)?;
    drop(here);
    match answering.join() {
        Ok(Err(reason)) if is_needed => Err(format!("Bob was not written to, or could not answer: {reason}")),
        Err(_) if is_needed => Err("Bob could not answer.".into()),
        _ => Ok(()),
    }
}

/// Takes them out of what Xcode calls a result bundle, and gives them the names that the tests gave.
fn photographs(results: &Path, folder: &Path) -> Step {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
    let mut export = Command::new("xcrun");
    export
        .args(["xcresulttool", "export", "attachments", "--path"])
        .arg(results)
        .arg("--output-path")
        .arg(folder);
    run("xcresulttool export attachments", &mut export)?;
    let path = folder.join("manifest.json");
    let manifest = fs::read_to_string(&path).map_err(|error| unusable(&path, &error))?;
    for (from, to) in named(&manifest) {
        fs::rename(folder.join(from), folder.join(&to))
            .map_err(|error| unusable(&folder.join(to), &error))?;
    }
    Ok(())
}

/// What each file in a manifest is called, and what it should be.
fn named(manifest: &str) -> Vec<(String, String)> {
    let compact = manifest.replace("\" : ", "\":");
    let files = compact.split('{').filter_map(|object| {
        let from = field(object, "exportedFileName").ok()?;
        let to = field(object, "suggestedHumanReadableName").ok()?;
        // Behind the test's name Xcode writes a number and a UUID.
        let name = to.rsplitn(3, '_').nth(2)?.to_owned();
        let (_, kind) = from.rsplit_once('.')?;
        Some((from.clone(), format!("{name}.{kind}")))
    });
    files.collect()
}

/// Runs instrumented tests, with these arguments for them.
fn on_emulator(what: &str, arguments: &[(&str, &str)]) -> Step {
    let mut gradle = Command::new("gradle");
    gradle.args(["-p", "android", ":app:connectedDebugAndroidTest"]).current_dir(root());
    for (name, value) in arguments {
        gradle.arg(format!("-Pandroid.testInstrumentationRunnerArguments.{name}={value}"));
    }
    run(what, &mut gradle)
}

/// Somebody with a home of their own.
struct Bob {
    home: PathBuf,
}

/// Their terminal program is open until this is dropped.
struct Here(Child);

impl Drop for Here {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bob {
    fn new() -> Result<Self, String> {
        let home = target().join("smoke");
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(&home).map_err(|error| unusable(&home, &error))?;
        let bob = Self { home };
        bob.verb(&["init", "--name", "Bob"])?;
        Ok(bob)
    }

    /// Opens the app, where only this machine and its emulators reach it; and what it says from then on, until it ends.
    fn open(&self) -> Result<(Here, Receiver<String>), String> {
        let mut open = program(&self.home);
        open.args(["open", "--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut here = Here(open.spawn().map_err(|error| format!("cannot run pure2p: {error}"))?);
        let lines = BufReader::new(here.0.stdout.take().ok_or("pure2p says nothing")?).lines();
        let (told, events) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| told.send(line)));
        Ok((here, events))
    }

    fn verb(&self, words: &[&str]) -> Result<String, String> {
        said(program(&self.home).args(words)).ok_or_else(|| format!("pure2p {} failed", words.join(" ")))
    }

    /// Accepts whoever writes, reads it, and answers.
    fn answer(&self, events: &Receiver<String>) -> Step {
        let stranger = field(&next(events, "request")?, "uid")?;
        for words in [&["accept", &stranger][..], &["read", &stranger], &["send", &stranger, ANSWER]] {
            self.verb(words)?;
        }
        Ok(())
    }
}

fn program(home: &Path) -> Command {
    let mut command =
        Command::new(target().join("debug").join(format!("pure2p{}", std::env::consts::EXE_SUFFIX)));
    command.arg("--json").arg("--home").arg(home);
    command
}

/// The next event of this kind.
fn next(events: &Receiver<String>, kind: &str) -> Result<String, String> {
    let is_it = |line: &String| field(line, "event").is_ok_and(|event| event == kind);
    events.iter().find(is_it).ok_or_else(|| format!("pure2p ended before an event {kind}"))
}

/// A text in a line of JSON, or the first one of a list. None of ours has quotation marks in it.
fn field(json: &str, name: &str) -> Result<String, String> {
    let value = json.split_once(&format!("\"{name}\":")).map(|(_, rest)| rest.trim_start_matches(['[', ' ']));
    let text = value.and_then(|rest| rest.strip_prefix('"')?.split('"').next());
    text.map(str::to_owned).ok_or_else(|| format!("pure2p does not say {name}: {json}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found() {
        let line = "{\"event\":\"listening\",\"addresses\":[\"127.0.0.1:7\",\"[::1]:7\"],\"n\":3}\n";
        assert_eq!(field(line, "event").as_deref(), Ok("listening"));
        assert_eq!(field(line, "addresses").as_deref(), Ok("127.0.0.1:7"));
        assert!(field(line, "n").is_err() && field(line, "uid").is_err());
    }

    /// The story on the phone waits for these very words.
    #[test]
    fn the_answer_is_the_storys() {
        let path = root().join("android/app/src/sharedTest/kotlin/dev/pure2p/app/support/ShortStory.kt");
        let story = fs::read_to_string(path).expect("the story");
        assert!(story.contains(&format!("const val ANSWER = \"{ANSWER}\"")));
        let path = root().join("ios/Pure2PUITests/ShortStoryTests.swift");
        let story = fs::read_to_string(path).expect("the story");
        assert!(story.contains(&format!("static let answer = \"{ANSWER}\"")));
    }

    /// As Xcode 16 writes it.
    #[test]
    fn photographs_get_their_names_back() {
        let manifest = r#"[ { "attachments" : [
            { "exportedFileName" : "1A.png", "suggestedHumanReadableName" : "chats.empty_0_2B.png" },
            { "suggestedHumanReadableName" : "Debug description_0_3C.txt", "exportedFileName" : "4D.txt" } ] } ]"#;
        let names = [("1A.png", "chats.empty.png"), ("4D.txt", "Debug description.txt")];
        assert_eq!(named(manifest), names.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }
}
