//! The app for Android, built and run on this machine: without Gradle, an SDK or a phone, over the real library.
//! Robolectric has Android's own classes; what they run on is this system.

mod bring;
mod gradle;
mod libraries;
mod resources;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bring::{Libraries, Toolbox};
use resources::{Resources, source};

use crate::catalog::Catalog;
use crate::foreign::{Face, Made, sources};
use crate::kotlin::joined;
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

/// Says what is missing, if anything is.
pub(crate) fn bring() -> Result<(), Missing> {
    Toolbox::bring().map(|_| ())
}

/// Builds the app and runs its tests: those in classes whose name has `only` in it, or all. With `pictures` they
/// leave pictures there.
pub(crate) fn test(made: &Made, only: Option<&str>, pictures: Option<&Path>) -> Step {
    let built = Built::of(made)?;
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
    java.args(["org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner"]);
    java.args([
        "--details=tree",
        "--details-theme=ascii",
        "--fail-if-no-tests",
        "--include-engine=junit-vintage",
    ]);
    java.arg(format!("--include-classname=.*{}.*", only.unwrap_or("Test")));
    if pictures.is_some() {
        // It photographs all screens, or those with that name.
        java.arg("--include-classname=.*\\.PicturesTest");
    }
    java.arg("--scan-classpath").arg(&built.tests);
    run("Android: tests of android/app", &mut java)
}

/// Gradle would refuse what a library's makers exclude, and Gradle does not run here.
fn check_demands(toolbox: &Toolbox, catalog: &Catalog) -> Step {
    let numbers = |version: &str| -> Vec<u32> {
        let digits = version.split(|sign: char| !sign.is_ascii_digit());
        digits.map_while(|part| part.parse().ok()).collect()
    };
    let (agp, tools) = (numbers(catalog.version("agp")?), numbers(catalog.version("android-tools")?));
    if agp.first().map(|major| major + 23) != tools.first().copied() || agp.get(1..) != tools.get(1..) {
        return Err("versions agp and android-tools don't belong together: the second has 23 more".into());
    }
    for aar in &toolbox.of_tests.aars {
        let package = &aar.package;
        let sdk = aar.wants("minCompileSdk").and_then(|text| text.parse().ok());
        if sdk.is_some_and(|least: u32| least > toolbox.app.compile) {
            return Err(format!("{package} wants android-compile {sdk:?} or newer"));
        }
        let plugin = aar.wants("minAndroidGradlePluginVersion");
        if plugin.as_deref().is_some_and(|least| numbers(least) > agp) {
            return Err(format!("{package} wants agp {plugin:?} or newer"));
        }
    }
    if toolbox.app.target > toolbox.app.compile {
        return Err("android-target is newer than android-compile".into());
    }
    Ok(())
}

/// The app and its tests, as classes for this machine.
struct Built {
    toolbox: Toolbox,
    resources: Resources,
    main: PathBuf,
    tests: PathBuf,
    /// The Kotlin face and what is generated of the library.
    below: [PathBuf; 2],
    out: PathBuf,
}

impl Built {
    fn of(made: &Made) -> Result<Self, String> {
        let toolbox = Toolbox::bring()?;
        check_demands(&toolbox, &Catalog::read()?)?;
        let face = Face::of(made)?;
        let out = target().join("android");
        let resources = Resources::of(&toolbox, &out.join("resources"))?;
        let plugin = format!("-Xplugin={}", toolbox.compose_plugin.display());
        let below = face.classes();
        let main = out.join("main");
        let mut classpath = vec![resources.classes.clone()];
        classpath.extend(below.iter().cloned());
        classpath.extend(jars(&toolbox.of_app)?);
        // Last: Android's own `org.json`, `junit.framework` and the like come after anybody else's.
        classpath.push(toolbox.framework.clone());
        let flags = ["-Werror", "-module-name", "app", &plugin];
        // As in Gradle's debug variant: previews, and the messenger that they show.
        let mut main_sources = sources(&source("kotlin"), "kt")?;
        main_sources.extend(sources(&root().join("android/app/src/debug/kotlin"), "kt")?);
        face.kotlin.compile(&main_sources, &classpath, &main, &flags)?;

        let tests = out.join("tests");
        let mut classpath = vec![main.clone(), resources.classes.clone()];
        classpath.extend(below.iter().cloned());
        classpath.extend(jars(&toolbox.of_tests)?);
        classpath.push(toolbox.framework.clone());
        let friend = format!("-Xfriend-paths={}", main.display());
        let flags = ["-Werror", "-module-name", "app-tests", &plugin, &friend];
        let test_sources = sources(&root().join("android/app/src/test/kotlin"), "kt")?;
        face.kotlin.compile(&test_sources, &classpath, &tests, &flags)?;
        Ok(Self { toolbox, resources, main, tests, below, out })
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
        java.args(["-Xmx2g", "-XX:+UseSerialGC"]);
        java.args(OPENED.iter().map(|package| format!("--add-opens={package}=ALL-UNNAMED")));
        java.arg("-Drobolectric.offline=true");
        java.arg(format!("-Drobolectric.dependency.dir={}", self.frameworks()?.display()));
        java.arg(format!("-Djna.library.path={}", made.library().display()));
        java.arg(format!("-Dpure2p.program={}", program("pure2p").display()));
        java.arg(format!("-Dpure2p.long-home={}", program("long-home").display()));
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

/// The terminal program, for tests in which somebody else writes; or the one that makes a home with a long history.
fn program(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
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
