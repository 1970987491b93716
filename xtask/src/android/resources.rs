//! One manifest of many, one table of resources of many, and a class `R` for each library.

use std::ffi::OsStr;
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
        let of_app = fs::read_to_string(&here.of_app).map_err(|error| unusable(&here.of_app, &error))?;
        check_permissions(&of_app)?;
        let mut compile = Command::new(&toolbox.aapt2);
        compile.arg("compile").arg("--dir").arg(source("res")).arg("-o").arg(here.own());
        run("aapt2 compile", &mut compile)?;
        let java = out.join("java");
        let classes = [OsStr::new("--java"), java.as_os_str()];
        link(toolbox, &toolbox.of_tests, &here.manifest, &here.own(), &here.table, &classes)?;
        here.compile(&java)?;
        stamp(out, &made_of)?;
        Ok(here)
    }

    /// The app's own resources, compiled.
    pub(super) fn own(&self) -> PathBuf {
        self.table.with_file_name("own.zip")
    }

    fn compile(&self, java: &Path) -> Step {
        let javac = found("javac").ok_or("Android's resources need a JDK: `javac` on the PATH.")?;
        let sources: Vec<_> = files(java)?;
        let mut compile = Command::new(javac);
        compile.args(["-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-nowarn", "-proc:none"]);
        compile.args(["-g:none", "--release", "17", "-d"]).arg(&self.classes).args(&sources);
        run(&format!("javac R ({} packages)", sources.len()), &mut compile)
    }
}

/// A table of the resources of the app and of these libraries.
pub(super) fn link(
    toolbox: &Toolbox,
    libraries: &Libraries,
    manifest: &Path,
    own: &Path,
    table: &Path,
    more: &[&OsStr],
) -> Step {
    let packages: Vec<_> = libraries.aars.iter().map(|aar| aar.package.as_str()).collect();
    let mut link = Command::new(&toolbox.aapt2);
    link.arg("link").arg("-I").arg(&toolbox.framework_resources).arg("--manifest").arg(manifest);
    link.args(["--extra-packages", &packages.join(":"), "--auto-add-overlay"]).args(more);
    // Debian's is older than <queries>.
    link.arg("--warn-manifest-validation");
    link.args(["--min-sdk-version", &toolbox.app.min.to_string()]);
    link.args(["--target-sdk-version", &toolbox.app.target.to_string()]);
    for resources in libraries.aars.iter().filter_map(|aar| aar.resources.as_ref()) {
        link.arg("-R").arg(resources);
    }
    run("aapt2 link", link.arg("-R").arg(own).arg("-o").arg(table))
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
fn check_permissions(manifest: &str) -> Step {
    let asked = manifest.split("<uses-permission").skip(1).filter_map(|rest| {
        let element = rest.split('>').next()?;
        element.split("android:name=\"").nth(1)?.split('"').next()
    });
    let mut asked: Vec<_> = asked.filter(|name| !name.ends_with(OWN)).collect();
    asked.sort_unstable();
    if asked == PERMISSIONS { Ok(()) } else { Err(format!("the app asks for other permissions: {asked:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(permissions: &[&str]) -> String {
        let element = |name: &&str| format!("<uses-permission\n    android:name=\"{name}\" />\n");
        let all: String = permissions.iter().map(element).collect();
        format!(
            "<manifest>{all}<permission android:name=\"a.b{OWN}\" /><uses-permission android:name=\"a.b{OWN}\" />"
        )
    }

    #[test]
    fn exactly_four_permissions_are_good() {
        assert_eq!(check_permissions(&manifest(PERMISSIONS)), Ok(()));
    }

    #[test]
    fn one_more_and_one_less_is_a_fault() {
        let more = [PERMISSIONS, &["android.permission.WAKE_LOCK"]].concat();
        assert!(check_permissions(&manifest(&more)).is_err());
        assert!(check_permissions(&manifest(PERMISSIONS.get(1..).unwrap_or_default())).is_err());
        let only_on_some = manifest(PERMISSIONS)
            + "<uses-permission-sdk-23 android:name=\"android.permission.RECORD_AUDIO\"/>";
        assert!(check_permissions(&only_on_some).is_err());
    }
}
