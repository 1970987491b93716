//! R8 without Gradle: it shrinks and renames, by the rules that Gradle reads and those that libraries bring along.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::stamp::{contents, is_made_of, names, stamp};
use crate::catalog::Catalog;
use crate::foreign::files;
use crate::maven;
use crate::tools::{Missing, Step, found, lock, root, run, said, unusable};

/// Rules in a jar: those for R8, or else those for everybody.
const RULES: [&str; 2] = ["META-INF/com.android.tools/r8", "META-INF/proguard"];

/// R8, and what it needs of this machine.
pub(super) struct R8 {
    java: PathBuf,
    r8: PathBuf,
    /// Java's own classes.
    jdk: PathBuf,
}

/// What goes in.
pub(super) struct Job<'a> {
    pub(super) name: &'a str,
    /// Folders of our classes, each with what is taken of it.
    pub(super) folders: Vec<(PathBuf, &'a str)>,
    pub(super) jars: Vec<PathBuf>,
    /// Besides those in jars.
    pub(super) rules: Vec<PathBuf>,
    /// Classes that the system has.
    pub(super) system: Vec<PathBuf>,
    /// For this Android and newer; without one classes stay what they are.
    pub(super) min: Option<u32>,
}

impl R8 {
    pub(super) fn bring() -> Result<Self, Missing> {
        let version = Catalog::read()?.version("r8")?.to_owned();
        let pom = maven::only("com.android.tools", "r8", &version);
        let brought = maven::bring("android-r8", "R8", &[("r8", pom)])?;
        let [classpath] = brought.classpaths;
        let missing = || Missing("R8 needs a JDK: `javac` on the PATH.".into());
        let javac = found("javac").and_then(|javac| fs::canonicalize(javac).ok()).ok_or_else(missing)?;
        let jdk = javac.ancestors().nth(2).ok_or_else(missing)?.to_owned();
        let r8 = classpath.into_iter().next().ok_or_else(|| Missing("Maven brought no R8.".into()))?;
        Ok(Self { java: brought.java, r8, jdk })
    }

    /// Fills the folder `out` with `out.zip`, `seeds.txt` and `mapping.txt`. Does nothing if nothing has changed.
    pub(super) fn shrink(&self, job: &Job<'_>, out: &Path) -> Step {
        let parent = out.parent().unwrap_or(out);
        fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
        let _alone = lock(&out.with_extension("lock"))?;
        let mut inputs = job.rules.clone();
        inputs.extend(job.folders.iter().map(|(folder, _)| folder.clone()));
        let made_of = format!(
            "{} {:?}\n{}{}",
            self.r8.display(),
            job.min,
            contents(&inputs)?,
            names(&[&job.jars[..], &job.system].concat())
        );
        if is_made_of(out, &made_of) {
            return Ok(());
        }
        let _ = fs::remove_dir_all(out);
        let rules = out.join("rules");
        fs::create_dir_all(&rules).map_err(|error| unusable(&rules, &error))?;
        let mut command = Command::new(&self.java);
        command
            .args(["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"])
            .arg(&self.r8)
            .arg("com.android.tools.r8.R8");
        command.arg("--release");
        match job.min {
            Some(min) => command.args(["--min-api", &min.to_string()]),
            None => command.arg("--classfile"),
        };
        for system in job.system.iter().chain([&self.jdk]) {
            command.arg("--lib").arg(system);
        }
        for file in job.rules.iter().cloned().chain(rules_of(&job.jars, &rules)?) {
            command.arg("--pg-conf").arg(file);
        }
        command.arg("--pg-map-output").arg(out.join("mapping.txt"));
        // There is no option for it.
        let asked = out.join("seeds.pro");
        let line = format!("-printseeds {}\n", out.join("seeds.txt").display());
        fs::write(&asked, line).map_err(|error| unusable(&asked, &error))?;
        command.arg("--pg-conf").arg(asked).arg("--output").arg(out.join("out.zip"));
        for (number, (folder, below)) in job.folders.iter().enumerate() {
            let jar = out.join(format!("{number}.jar"));
            pack(folder, below, &jar)?;
            command.arg(jar);
        }
        // It remarks on every rule of every library that this app has no use for.
        let said = out.join("said.txt");
        let file = File::create(&said).map_err(|error| unusable(&said, &error))?;
        command.stdout(Stdio::null()).stderr(file).args(&job.jars);
        run(&format!("R8: {}", job.name), &mut command).inspect_err(|_| {
            eprintln!("{}", fs::read_to_string(&said).unwrap_or_default());
        })?;
        Ok(stamp(out, &made_of)?)
    }
}

/// The rules that keep what is looked up by its name: Gradle reads the same file.
pub(super) fn keep() -> PathBuf {
    root().join("android/app/keep.pro")
}

/// R8's command takes no folders.
fn pack(folder: &Path, below: &str, jar: &Path) -> Step {
    let mut pack = Command::new("jar");
    pack.args(["--create", "--no-manifest", "--file"]).arg(jar).arg("-C").arg(folder).arg(below);
    said(&mut pack).map(drop).ok_or_else(|| format!("{} cannot be packed", folder.display()))
}

/// Takes rules out of jars: Gradle's plugin does it, and R8's command does not.
fn rules_of(jars: &[PathBuf], out: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    for (number, jar) in jars.iter().enumerate() {
        for place in RULES {
            let folder = out.join(number.to_string());
            // What goes up to some old R8 is not for this one. No match at all is no fault.
            let mut unzip = Command::new("unzip");
            unzip.arg("-qo").arg(jar).arg(format!("{place}*")).args(["-x", "*-upto-*", "-d"]).arg(&folder);
            said(&mut unzip);
            if folder.is_dir() {
                all.extend(files(&folder)?);
                break;
            }
        }
    }
    Ok(all)
}
