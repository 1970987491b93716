//! One manifest of many, one table of resources of many, and a class `R` for each library.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::bring::{Aar, Libraries, Toolbox};
use super::stamp::{contents, is_made_of, stamp};
use crate::foreign::files;
use crate::kotlin::joined;
use crate::tools::{Step, found, lock, root, run, unusable};

/// Exactly these are asked for; `android/README.md` explains each.
const PERMISSIONS: &[&str] = &[
    "android.permission.ACCESS_LOCAL_NETWORK",
    "android.permission.ACCESS_NETWORK_STATE",
    "android.permission.CAMERA",
    "android.permission.INTERNET",
];
/// Of AndroidX: nobody but the app itself may send to its receivers.
const OWN: &str = ".DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION";

/// What was made of manifests and resources.
pub(super) struct Resources {
    pub(super) manifest: PathBuf,
    /// The manifest of the app as people get it, without what tests bring along.
    pub(super) of_app: PathBuf,
    pub(super) table: PathBuf,
    /// The classes `R`.
    pub(super) classes: PathBuf,
}

impl Resources {
    /// Makes them in `out`, unless nothing has changed.
    pub(super) fn of(toolbox: &Toolbox, out: &Path) -> Result<Self, String> {
        let here = Self {
            manifest: out.join("AndroidManifest.xml"),
            of_app: out.join("app.xml"),
            table: out.join("resources.apk"),
            classes: out.join("r"),
        };
        let parent = out.parent().unwrap_or(out);
        fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
        let _alone = lock(&out.with_extension("lock"))?;
        let made_of = made_of(toolbox)?;
        if is_made_of(out, &made_of) {
            return Ok(here);
        }
        let _ = fs::remove_dir_all(out);
        fs::create_dir_all(&here.classes).map_err(|error| unusable(out, &error))?;
        merge(toolbox, &toolbox.of_tests, &here.manifest)?;
        merge(toolbox, &toolbox.of_app, &here.of_app)?;
        check_permissions(&here.of_app)?;
        here.link(toolbox, out)?;
        here.compile(out)?;
        stamp(out, &made_of)?;
        Ok(here)
    }

    fn link(&self, toolbox: &Toolbox, out: &Path) -> Step {
        let own = out.join("own.zip");
        let mut compile = Command::new(&toolbox.aapt2);
        compile.arg("compile").arg("--dir").arg(source("res")).arg("-o").arg(&own);
        run("aapt2 compile", &mut compile)?;
        let packages: Vec<_> = toolbox.of_tests.aars.iter().map(|aar| aar.package.as_str()).collect();
        let mut link = Command::new(&toolbox.aapt2);
        link.arg("link").arg("-I").arg(&toolbox.framework_resources);
        link.arg("--manifest").arg(&self.manifest).arg("--java").arg(out.join("java"));
        link.args(["--extra-packages", &packages.join(":"), "--auto-add-overlay"]);
        // Debian's is older than <queries>.
        link.arg("--warn-manifest-validation");
        link.args(["--min-sdk-version", &toolbox.app.min.to_string()]);
        link.args(["--target-sdk-version", &toolbox.app.target.to_string()]);
        for resources in toolbox.of_tests.aars.iter().filter_map(|aar| aar.resources.as_ref()) {
            link.arg("-R").arg(resources);
        }
        run("aapt2 link", link.arg("-R").arg(&own).arg("-o").arg(&self.table))
    }

    fn compile(&self, out: &Path) -> Step {
        let javac = found("javac").ok_or("Android's resources need a JDK: `javac` on the PATH.")?;
        let sources: Vec<_> = files(&out.join("java"))?;
        let mut compile = Command::new(javac);
        compile.args(["-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-nowarn", "-proc:none"]);
        compile.args(["-g:none", "--release", "17", "-d"]).arg(&self.classes).args(&sources);
        run(&format!("javac R ({} packages)", sources.len()), &mut compile)
    }
}

/// `android/app/src/main/…`
pub(super) fn source(below: &str) -> PathBuf {
    root().join("android/app/src/main").join(below)
}

/// All that the outcome depends on, by content: a fresh clone has other times.
fn made_of(toolbox: &Toolbox) -> Result<String, String> {
    let mut text = format!("{:?}\n{}\n", toolbox.app, toolbox.aapt2.display());
    for aar in &toolbox.of_tests.aars {
        let _ = writeln!(text, "{}", aar.folder.display());
    }
    let mut inputs = files(&source("res"))?;
    inputs.push(source("AndroidManifest.xml"));
    text.push_str(&contents(&inputs)?);
    Ok(text)
}

fn merge(toolbox: &Toolbox, libraries: &Libraries, out: &Path) -> Step {
    let manifests: Vec<_> = libraries.aars.iter().map(Aar::manifest).collect();
    let mut merger = Command::new(&toolbox.java);
    merger.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"]).arg(joined(&toolbox.merger)?);
    merger.args(["com.android.manifmerger.Merger", "--log", "WARNING", "--remove-tools-declarations"]);
    merger.arg("--main").arg(source("AndroidManifest.xml")).arg("--libs").arg(joined(&manifests)?);
    for (name, value) in [
        ("PACKAGE", toolbox.app.namespace.clone()),
        ("MIN_SDK_VERSION", toolbox.app.min.to_string()),
        ("TARGET_SDK_VERSION", toolbox.app.target.to_string()),
        ("VERSION_CODE", toolbox.app.version_code.to_string()),
        ("VERSION_NAME", toolbox.app.version_name.clone()),
    ] {
        merger.args(["--property", &format!("{name}={value}")]);
    }
    run(&format!("manifest of {} libraries", manifests.len()), merger.arg("--out").arg(out))
}

/// A library could bring one along, and nobody would notice.
fn check_permissions(manifest: &Path) -> Step {
    let text = fs::read_to_string(manifest).map_err(|error| unusable(manifest, &error))?;
    let asked = text.split("<uses-permission").skip(1).filter_map(|rest| {
        let element = rest.split('>').next()?;
        element.split("android:name=\"").nth(1)?.split('"').next()
    });
    let mut asked: Vec<_> = asked.filter(|name| !name.ends_with(OWN)).collect();
    asked.sort_unstable();
    if asked == PERMISSIONS { Ok(()) } else { Err(format!("the app asks for other permissions: {asked:?}")) }
}
