//! What the app is built with here: libraries by Maven, `aapt2` from an SDK or from Debian, all unpacked once into the
//! cache and used by every clone.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::gradle::App;
use super::libraries;
use crate::catalog::Catalog;
use crate::debian::{self, Wanted};
use crate::maven;
use crate::tools::{Missing, apt, found, lock, said, unusable};

const AAPT2: &str =
    "Android's resources need `aapt2`: an SDK's build tools (ANDROID_HOME), or Debian's package aapt.";

/// One library with resources or a manifest.
pub(super) struct Aar {
    /// The file itself, where Maven has it.
    pub(super) file: PathBuf,
    /// Where it is unpacked.
    pub(super) folder: PathBuf,
    /// What its `R` belongs to.
    pub(super) package: String,
    /// Its resources, compiled, if it has any.
    pub(super) resources: Option<PathBuf>,
}

impl Aar {
    /// What its makers say that an app with it must be built with, by name.
    pub(super) fn wants(&self, name: &str) -> Option<String> {
        let path = self.folder.join("META-INF/com/android/build/gradle/aar-metadata.properties");
        let text = fs::read_to_string(path).ok()?;
        text.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix('=')?.trim().to_owned()))
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.folder.join("AndroidManifest.xml")
    }
}

/// AARs and jars of one scope.
pub(super) struct Libraries {
    pub(super) aars: Vec<Aar>,
    pub(super) jars: Vec<PathBuf>,
}

/// All that is needed.
pub(super) struct Toolbox {
    pub(super) app: App,
    pub(super) aapt2: PathBuf,
    pub(super) java: PathBuf,
    /// What is in the app.
    pub(super) of_app: Libraries,
    /// The same as Maven has it.
    pub(super) shipped: Vec<PathBuf>,
    /// That, and what tests have besides.
    pub(super) of_tests: Libraries,
    /// Compose's part of the compiler.
    pub(super) compose_plugin: PathBuf,
    /// Merges manifests.
    pub(super) merger: Vec<PathBuf>,
    /// Android's own classes: to compile against, to link resources against, to run.
    pub(super) framework: PathBuf,
    pub(super) framework_resources: PathBuf,
    pub(super) framework_instrumented: PathBuf,
}

impl Toolbox {
    /// Brings what is missing. Once all is here this starts next to nothing.
    pub(super) fn bring() -> Result<Self, Missing> {
        let catalog = Catalog::read()?;
        let app = App::read(&catalog)?;
        let poms = libraries::poms(&catalog, &app)?;
        let brought = maven::bring("android", "Android's libraries", &poms)?;
        let [in_app, in_tests, compose, merger, framework, resources, instrumented] = brought.classpaths;
        let aapt2 = aapt2()?;
        let aars = unpacked(&brought.folder, &in_tests)?;
        let flat = compiled(&brought.folder, &aapt2, &aars)?;
        let libraries = |paths: &[PathBuf]| -> Result<Libraries, Missing> {
            let (aars, jars): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| is_aar(path));
            let aars = aars.iter().map(|path| aar(path, &brought.folder, &flat)).collect::<Result<_, _>>()?;
            Ok(Libraries { aars, jars })
        };
        Ok(Self {
            of_app: libraries(&in_app)?,
            shipped: in_app,
            of_tests: libraries(&in_tests)?,
            compose_plugin: named(&compose, "kotlin-compose-compiler-plugin")?,
            merger,
            framework: named(&framework, "android-all")?,
            framework_resources: named(&resources, "android-all")?,
            framework_instrumented: named(&instrumented, "android-all-instrumented")?,
            app,
            aapt2,
            java: brought.java,
        })
    }
}

fn named(paths: &[PathBuf], beginning: &str) -> Result<PathBuf, Missing> {
    let is_it =
        |path: &&PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning));
    paths.iter().find(is_it).cloned().ok_or_else(|| Missing(format!("Maven brought no {beginning}.")))
}

fn is_aar(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "aar")
}

/// `…/androidx/test/core/1.7.0/core-1.7.0.aar` is `test.core-1.7.0`: there is another `core`.
fn name(aar: &Path) -> String {
    let group = aar.ancestors().nth(3).and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    format!("{group}.{}", aar.file_stem().unwrap_or_default().to_string_lossy())
}

fn aar(path: &Path, brought: &Path, flat: &Path) -> Result<Aar, Missing> {
    let name = name(path);
    let folder = brought.join("aars").join(&name);
    let manifest = folder.join("AndroidManifest.xml");
    let text = fs::read_to_string(&manifest).map_err(|error| unusable(&manifest, &error))?;
    let package = text.split("package=\"").nth(1).and_then(|rest| rest.split('"').next());
    let package = package.ok_or_else(|| Missing(format!("{} names no package.", manifest.display())))?;
    let resources = Some(flat.join(format!("{name}.zip"))).filter(|path| path.is_file());
    Ok(Aar { file: path.into(), package: package.into(), resources, folder })
}

/// Unpacks each AAR into a folder of its own, below one that gets its name when all are there.
fn unpacked(brought: &Path, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Missing> {
    let all = brought.join("aars");
    let names = || paths.iter().filter(|path| is_aar(path)).map(|path| all.join(name(path)));
    if all.is_dir() {
        return Ok(names().collect());
    }
    let _alone = lock(&brought.join("lock"))?;
    if all.is_dir() {
        return Ok(names().collect());
    }
    if found("unzip").is_none() {
        apt(&["unzip"], "Android's libraries need `unzip` on the PATH.")?;
    }
    let half = brought.join("aars.half");
    let _ = fs::remove_dir_all(&half);
    for path in paths.iter().filter(|path| is_aar(path)) {
        let folder = half.join(name(path));
        fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        let mut unzip = Command::new("unzip");
        if said(unzip.arg("-qo").arg(path).arg("-d").arg(&folder)).is_none() {
            return Err(Missing(format!("{} cannot be unpacked.", path.display())));
        }
    }
    fs::rename(&half, &all).map_err(|error| unusable(&all, &error))?;
    Ok(names().collect())
}

/// Compiles the libraries' resources, which never change. Other versions of `aapt2` may not understand them.
fn compiled(brought: &Path, aapt2: &Path, aars: &[PathBuf]) -> Result<PathBuf, Missing> {
    let mut hasher = DefaultHasher::new();
    said(Command::new(aapt2).arg("version")).hash(&mut hasher);
    let all = brought.join(format!("resources-{:016x}", hasher.finish()));
    if all.is_dir() {
        return Ok(all);
    }
    let _alone = lock(&brought.join("lock"))?;
    if all.is_dir() {
        return Ok(all);
    }
    let half = brought.join("resources.half");
    let _ = fs::remove_dir_all(&half);
    fs::create_dir_all(&half).map_err(|error| unusable(&half, &error))?;
    let with_resources =
        |aar: &&PathBuf| fs::read_dir(aar.join("res")).is_ok_and(|mut all| all.next().is_some());
    for aar in aars.iter().filter(with_resources) {
        let name = aar.file_name().unwrap_or_default().to_string_lossy();
        let mut compile = Command::new(aapt2);
        compile.arg("compile").arg("--dir").arg(aar.join("res"));
        if said(compile.arg("-o").arg(half.join(format!("{name}.zip")))).is_none() {
            return Err(Missing(format!("The resources of {name} cannot be compiled.")));
        }
    }
    fs::rename(&half, &all).map_err(|error| unusable(&all, &error))?;
    Ok(all)
}

/// On the `PATH`, of an SDK, or of Debian.
fn aapt2() -> Result<PathBuf, Missing> {
    if let Some(here) = found("aapt2").or_else(of_sdk) {
        return Ok(here);
    }
    if !cfg!(target_os = "linux") {
        return Err(Missing(AAPT2.into()));
    }
    let wanted = Wanted { folder: "aapt2-debian-1", programs: &["aapt2"], left_out: &["./usr/share/*"] };
    let folder = debian::unpacked(&wanted, || debian::with_dependencies("aapt"))
        .map_err(|missing| Missing(format!("{AAPT2} {missing}")))?;
    Ok(folder.join("aapt2"))
}

/// Of the newest build tools.
fn of_sdk() -> Option<PathBuf> {
    let sdk = ["ANDROID_HOME", "ANDROID_SDK_ROOT"].iter().find_map(env::var_os)?;
    let versions = fs::read_dir(Path::new(&sdk).join("build-tools")).ok()?.flatten();
    let number = |folder: &Path| -> Vec<u32> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.split('.').map(|part| part.parse().unwrap_or(0)).collect()
    };
    let folders = versions.map(|entry| entry.path()).filter(|path| path.join("aapt2").is_file());
    folders.max_by_key(|path| number(path)).map(|path| path.join("aapt2"))
}
