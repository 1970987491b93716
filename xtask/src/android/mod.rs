//! The app for Android, built and run on this machine: without Gradle, an SDK or a phone, over the real library.
//! Robolectric has Android's own classes; what they run on is this system.

mod apk;
mod bring;
mod drift;
mod gradle;
mod kept;
mod libraries;
mod lint;
mod r8;
mod resources;
pub(crate) mod shrunk;
mod stamp;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bring::{Libraries, Toolbox};
use resources::{Resources, source};

use crate::catalog::Catalog;
use crate::foreign::{Face, Made, Profile, sources, words};
use crate::kotlin::{Kotlin, joined};
use crate::licences;
use crate::tools::{Missing, Step, root, run, target, unusable, write};

/// What Robolectric reaches into.
const OPENED: &[&str] = &[
    "java.base/java.io",
    "java.base/java.lang",
    "java.base/java.net",
    "java.base/java.nio",
    "java.base/java.security",
    "java.base/java.text",
    "java.base/java.util",
    "java.base/jdk.internal.access",
    "java.desktop/java.awt.font",
];

/// JUnit, without the tests yet.
const LAUNCHER: [&str; 5] = [
    "org.junit.platform.console.ConsoleLauncher",
    "execute",
    "--disable-banner",
    "--fail-if-no-tests",
    "--include-engine=junit-vintage",
];

/// Says what is missing, if anything is.
pub(crate) fn bring() -> Result<(), Missing> {
    Toolbox::bring()?;
    lint::bring().map(|_| ())
}

/// Writes anew whose work is in the app.
pub(crate) fn licences() -> Step {
    licences::renew_android(&Toolbox::bring()?.shipped)
}

/// Builds the app, and looks at it without running it.
pub(crate) fn lint(made: &Made) -> Step {
    check(&Built::of(made)?)
}

/// Builds the app as people get it, but without its native library.
pub(crate) fn apk(made: &Made) -> Step {
    apk::apk(&Built::of(made)?, &made.kotlin_source())
}

fn check(built: &Built) -> Step {
    drift::check(&built.toolbox, &Catalog::read()?)?;
    texts::check()?;
    built.compile_on_device()?;
    lint::lint(built)
}

/// Builds the app and runs its tests: those in classes whose name has `only` in it, or Lint and all. With `pictures`
/// they leave pictures there.
pub(crate) fn test(made: &Made, only: Option<&str>, pictures: Option<&Path>) -> Step {
    let built = Built::of(made)?;
    if only.is_none() && pictures.is_none() {
        check(&built)?;
    }
    let mut java = built.java(made)?;
    // Roborazzi leaves a folder `build` wherever it is started.
    java.current_dir(&built.out);
    if let Some(folder) = pictures {
        java.arg(format!("-Dpure2p.pictures={}", folder.display()));
        java.arg("-Droborazzi.test.record=true");
        java.arg(format!("-Dpure2p.sheets={}", root().join("docs/pictures").display()));
        let screens = only.filter(|name| *name != "gallery").unwrap_or_default();
        java.arg(format!("-Dpure2p.screens={screens}"));
    }
    java.args(LAUNCHER).args(["--details=tree", "--details-theme=ascii"]);
    java.arg(format!("--include-classname=.*{}.*", only.unwrap_or("Test")));
    // It photographs all screens, or those with that name, and is no test by itself.
    let which = if pictures.is_some() { "include" } else { "exclude" };
    java.arg(format!("--{which}-classname=.*\\.PicturesTest"));
    java.arg("--scan-classpath").arg(&built.tests);
    run("Android: tests of android/app", &mut java)
}

/// The words that start what measures how the app opens.
pub(crate) fn opening(made: &Made) -> Result<Vec<String>, String> {
    let mut java = Built::of(made)?.java(made)?;
    java.args(LAUNCHER).args(["--details=none", "--include-classname=.*"]);
    java.arg("--select-class=dev.pure2p.app.OpeningBench");
    Ok(words(&java))
}

/// The app and its tests, as classes for this machine.
struct Built {
    toolbox: Toolbox,
    resources: Resources,
    kotlin: Kotlin,
    /// With what only a debugged app has.
    main: PathBuf,
    tests: PathBuf,
    /// The Kotlin face and what is generated of the library.
    below: [PathBuf; 2],
    out: PathBuf,
}

impl Built {
    fn of(made: &Made) -> Result<Self, String> {
        let toolbox = Toolbox::bring()?;
        licences::check_android(&toolbox.shipped)?;
        let face = Face::of(made)?;
        let out = target().join("android");
        let resources = Resources::of(&toolbox, &out.join("resources"))?;
        let plugin = format!("-Xplugin={}", toolbox.compose_plugin.display());
        let below = face.classes();
        let main = out.join("main");
        // As in Gradle's debug variant: previews, and the messenger that they show.
        let mut main_sources = sources(&source("kotlin"), "kt")?;
        main_sources.extend(sources(&root().join("android/app/src/debug/kotlin"), "kt")?);
        let classpath = main_classpath(&toolbox, &resources, &below)?;
        face.kotlin.compile(
            &main_sources,
            &classpath,
            &main,
            &["-Werror", "-module-name", "app", &plugin],
        )?;

        let tests = out.join("tests");
        let mut classpath = vec![main.clone(), resources.classes.clone()];
        classpath.extend(below.iter().cloned());
        classpath.extend(jars(&toolbox.of_tests)?);
        classpath.push(toolbox.framework.clone());
        let friend = format!("-Xfriend-paths={}", main.display());
        let flags = ["-Werror", "-module-name", "app-tests", &plugin, &friend];
        let test_sources = test_sources("test")?;
        face.kotlin.compile(&test_sources, &classpath, &tests, &flags)?;
        Ok(Self { toolbox, resources, kotlin: face.kotlin, main, tests, below, out })
    }

    /// Compiles what only a device runs, so that it does not rot: against what it has there, which is no Robolectric.
    fn compile_on_device(&self) -> Step {
        let of_tests = jars(&self.toolbox.of_tests)?.into_iter().filter(|jar| {
            let path = jar.to_string_lossy();
            !path.contains("robolectric") && !path.contains("roborazzi")
        });
        let mut classpath = vec![self.main.clone(), self.resources.classes.clone()];
        classpath.extend(self.below.iter().cloned().chain(of_tests));
        classpath.push(self.toolbox.framework.clone());
        let plugin = format!("-Xplugin={}", self.toolbox.compose_plugin.display());
        let friend = format!("-Xfriend-paths={}", self.main.display());
        let flags = ["-Werror", "-module-name", "app-on-device", &plugin, &friend];
        self.kotlin.compile(&test_sources("androidTest")?, &classpath, &self.out.join("on-device"), &flags)
    }

    /// The classes of the app as people get it.
    fn release(&self) -> Result<PathBuf, String> {
        let out = self.out.join("release");
        let plugin = format!("-Xplugin={}", self.toolbox.compose_plugin.display());
        let classpath = main_classpath(&self.toolbox, &self.resources, &self.below)?;
        let flags = ["-Werror", "-module-name", "app", &plugin];
        self.kotlin.compile(&sources(&source("kotlin"), "kt")?, &classpath, &out, &flags)?;
        Ok(out)
    }

    /// `java`, ready to run tests.
    fn java(&self, made: &Made) -> Result<Command, String> {
        let settings = self.settings()?;
        let mut classpath = vec![settings, root().join("android/app/src/test/resources")];
        classpath.extend([self.tests.clone(), self.main.clone(), self.resources.classes.clone()]);
        classpath.extend(self.below.iter().cloned());
        classpath.extend(jars(&self.toolbox.of_tests)?);
        classpath.push(self.toolbox.framework.clone());
        let mut java = Command::new(&self.toolbox.java);
        java.args(["-Xmx2g", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=512m"]);
        java.args(OPENED.iter().map(|package| format!("--add-opens={package}=ALL-UNNAMED")));
        java.arg("-Drobolectric.offline=true");
        java.arg(format!("-Drobolectric.dependency.dir={}", self.frameworks()?.display()));
        java.arg(format!("-Djna.library.path={}", made.library().display()));
        java.arg(format!("-Dpure2p.program={}", program(made.profile(), "pure2p").display()));
        java.arg(format!("-Dpure2p.long-home={}", program(made.profile(), "long-home").display()));
        java.arg("-cp").arg(joined(&classpath)?);
        Ok(java)
    }

    /// The file by which Robolectric finds what Gradle would have made.
    fn settings(&self) -> Result<PathBuf, String> {
        let top = self.out.join("settings");
        let folder = top.join("com/android/tools");
        fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        let text = format!(
            "android_merged_manifest={}\nandroid_resource_apk={}\nandroid_custom_package={}\n",
            self.resources.manifest.display(),
            self.resources.table.display(),
            self.toolbox.app.namespace
        );
        write(&folder.join("test_config.properties"), text)?;
        Ok(top)
    }

    /// The folder in which Robolectric looks for the Android that it runs.
    fn frameworks(&self) -> Result<PathBuf, String> {
        let folder = self.out.join("frameworks");
        fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        let from = &self.toolbox.framework_instrumented;
        let to = folder.join(from.file_name().unwrap_or_default());
        if !to.exists() {
            // It is large, and never written to.
            fs::hard_link(from, &to)
                .or_else(|_| fs::copy(from, &to).map(|_| ()))
                .map_err(|error| unusable(&to, &error))?;
        }
        Ok(folder)
    }
}

/// The tests of this kind, and what they share with the other.
fn test_sources(kind: &str) -> Result<Vec<PathBuf>, String> {
    let folder = root().join("android/app/src");
    let mut all = sources(&folder.join(kind).join("kotlin"), "kt")?;
    all.extend(sources(&folder.join("sharedTest/kotlin"), "kt")?);
    Ok(all)
}

/// What the app itself is compiled against.
fn main_classpath(
    toolbox: &Toolbox,
    resources: &Resources,
    below: &[PathBuf],
) -> Result<Vec<PathBuf>, String> {
    let mut classpath = vec![resources.classes.clone()];
    classpath.extend(below.iter().cloned());
    classpath.extend(jars(&toolbox.of_app)?);
    // Last: Android's own `org.json`, `junit.framework` and the like come after anybody else's.
    classpath.push(toolbox.framework.clone());
    Ok(classpath)
}

/// The terminal program, for tests in which somebody else writes; or the one that makes a home with a long history.
fn program(profile: Profile, name: &str) -> PathBuf {
    target().join(profile.folder()).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Classes of the AARs, of jars within them, and jars.
fn jars(libraries: &Libraries) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    for aar in &libraries.aars {
        all.push(aar.folder.join("classes.jar"));
        let more = aar.folder.join("libs");
        if more.is_dir() {
            all.extend(sources(&more, "jar")?);
        }
    }
    all.retain(|jar| jar.is_file());
    all.extend(libraries.jars.iter().cloned());
    Ok(all)
}
