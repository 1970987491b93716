//! A release APK without Gradle: R8 by the app's rules, and a signature. It has no native library, so no phone would get
//! far with it: it is there to see what R8 makes of the app, and how large that is.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::kept;
use super::r8::{Job, R8, keep};
use super::resources::link;
use super::{Built, jars};
use crate::catalog::Catalog;
use crate::kotlin::joined;
use crate::maven;
use crate::tools::{Missing, Step, root, run, said, unusable};

/// Besides what `app/build.gradle.kts` leaves out: what Gradle's plugin does by itself, JNA's libraries for desktops, and
/// what is in jars of multiplatform libraries, which Gradle does not even look at.
const LEFT_OUT: &[&str] = &[
    "*.knm",
    "*Main/default/*",
    "META-INF/AL2.0",
    "META-INF/LGPL2.1",
    "META-INF/LICENSE*",
    "META-INF/MANIFEST.MF",
    "META-INF/com.android.tools/*",
    "META-INF/maven/*",
    "META-INF/proguard/*",
    "META-INF/versions/*",
    "META-INF/*.kotlin_module",
    ".made-of",
    "DebugProbesKt.bin",
    "com/sun/jna/*",
];
/// For a key that signs nothing but this.
const PASSWORD: &str = "nobody";

/// Makes `app.apk`, and looks at what R8 has kept in it.
pub(super) fn apk(built: &Built, generated: &Path) -> Step {
    let r8 = R8::bring()?;
    let signer = signer()?;
    let out = built.out.join("apk");
    fs::create_dir_all(&out).map_err(|error| unusable(&out, &error))?;
    let toolbox = &built.toolbox;

    let base = out.join("base.apk");
    let resource_rules = out.join("resources.pro");
    let rules = [OsStr::new("--proguard"), resource_rules.as_os_str()];
    link(toolbox, &toolbox.of_app, &built.resources.of_app, &built.resources.own(), &base, &rules)?;

    let folders = [&[built.release()?, built.resources.classes.clone()], &built.below[..]].concat();
    let mut rules = vec![keep(), root().join("xtask/src/android/defaults.pro"), resource_rules];
    let of_libraries = toolbox.of_app.aars.iter().map(|aar| aar.folder.join("proguard.txt"));
    rules.extend(of_libraries.filter(|path| path.is_file()));
    let job = Job {
        name: "the app",
        folders: folders.into_iter().map(|folder| (folder, ".")).collect(),
        jars: jars(&toolbox.of_app)?,
        rules,
        system: vec![toolbox.framework.clone()],
        min: Some(toolbox.app.min),
    };
    let shrunk = out.join("r8");
    r8.shrink(&job, &shrunk)?;
    kept::check(&read(generated)?, &read(&shrunk.join("seeds.txt"))?)?;

    let apk = out.join("app.apk");
    sign(&signer, &together(&base, &shrunk.join("out.zip"), &out)?, &apk, toolbox.app.min, &out)?;
    let bytes = fs::metadata(&apk).map_err(|error| unusable(&apk, &error))?.len();
    println!("\n{}: {} KB without the native library", apk.display(), bytes / 1000);
    Ok(())
}

fn read(path: &Path) -> Result<String, Missing> {
    fs::read_to_string(path).map_err(|error| unusable(path, &error))
}

/// Resources and classes in one file.
fn together(base: &Path, classes: &Path, out: &Path) -> Result<PathBuf, String> {
    let content = out.join("content");
    let _ = fs::remove_dir_all(&content);
    let mut unzip = Command::new("unzip");
    unzip.arg("-qo").arg(classes).arg("-d").arg(&content).arg("-x").args(LEFT_OUT);
    // It says with a failure of its own that it did not meet all that was to be left out.
    let _ = unzip.stderr(Stdio::null()).status();
    if !content.join("classes.dex").is_file() {
        return Err("what R8 made cannot be unpacked".into());
    }
    let unsigned = out.join("unsigned.apk");
    fs::copy(base, &unsigned).map_err(|error| unusable(&unsigned, &error))?;
    let mut add = Command::new("jar");
    add.args(["--update", "--no-manifest", "--file"]).arg(&unsigned).arg("-C").arg(&content).arg(".");
    run("jar", &mut add)?;
    Ok(unsigned)
}

/// What signs, as a classpath. It has the number of Gradle's plugin.
fn signer() -> Result<Vec<PathBuf>, Missing> {
    let version = Catalog::read()?.version("agp")?.to_owned();
    let pom = maven::only("com.android.tools.build", "apksig", &version);
    let [classpath] = maven::bring("android-apksig", "what signs APKs", &[("apksig", pom)])?.classpaths;
    Ok(classpath)
}

/// Signs with a key that is made here.
fn sign(signer: &[PathBuf], unsigned: &Path, apk: &Path, min: u32, out: &Path) -> Step {
    let store = out.join("nobody.p12");
    if !store.exists() {
        let mut make = Command::new("keytool");
        make.args(["-genkeypair", "-storetype", "PKCS12", "-alias", "nobody", "-dname", "CN=nobody"]);
        make.args(["-keyalg", "EC", "-groupname", "secp256r1", "-validity", "10000", "-storepass", PASSWORD]);
        said(make.arg("-keystore").arg(&store)).ok_or("keytool made no key")?;
    }
    let mut java = Command::new("java");
    java.arg("-cp").arg(joined(signer)?).arg(root().join("xtask/java/Sign.java"));
    run("signature", java.arg(unsigned).arg(apk).arg(store).arg(PASSWORD).arg(min.to_string()))
}
