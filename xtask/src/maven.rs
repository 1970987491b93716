//! Maven brings what is Java or Kotlin. One run writes classpaths down, and from then on only `java` is started.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{Missing, apt, cache, found, lock, run, said, unusable, write};

const GOAL: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
/// One more place to look for artifacts: the one that Gradle calls `google()`, where Maven's own does not have them.
const PLACE: &str = "PURE2P_MAVEN_REPOSITORY";

/// What Maven has brought.
pub(crate) struct Brought<const N: usize> {
    /// A folder of this set of versions, for what else is made of it.
    pub(crate) folder: PathBuf,
    pub(crate) java: PathBuf,
    /// One for each module, in order.
    pub(crate) classpaths: [Vec<PathBuf>; N],
}

/// Brings the dependencies of some modules: each has a name, and what its POM says. Once all is here this starts
/// nothing.
pub(crate) fn bring<const N: usize>(
    name: &str,
    what: &str,
    poms: &[(&str, String); N],
) -> Result<Brought<N>, Missing> {
    // A folder for each set of versions: clones with different ones don't undo each other's work.
    let mut hasher = DefaultHasher::new();
    poms.hash(&mut hasher);
    let folder = cache()?.join(format!("{name}-{:016x}", hasher.finish()));
    if let Some(here) = here(&folder) {
        return Ok(here);
    }
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let _alone = lock(&folder.join("lock"))?;
    if let Some(here) = here(&folder) {
        return Ok(here);
    }
    java_and_maven()?;
    resolve(&folder, what, poms)?;
    here(&folder).ok_or_else(|| Missing(format!("Maven left some of {what} out.")))
}

/// What an earlier run has left, if every file of it is still there.
fn here<const N: usize>(folder: &Path) -> Option<Brought<N>> {
    let text = fs::read_to_string(folder.join("classpaths")).ok()?;
    let classpaths: Vec<_> = text.lines().map(|line| env::split_paths(line).collect::<Vec<_>>()).collect();
    let complete = classpaths.iter().flatten().all(|jar| jar.is_file());
    let classpaths = classpaths.try_into().ok().filter(|_| complete)?;
    Some(Brought { folder: folder.into(), java: found("java")?, classpaths })
}

fn java_and_maven() -> Result<(), Missing> {
    if java_version().is_some_and(|version| version >= 17) && found("mvn").is_some() {
        return Ok(());
    }
    let missing = "Kotlin needs a JDK, 17 or newer, and Maven: `java` and `mvn` on the PATH.";
    // Newer systems have no 17 any more; their default is above it.
    apt(&["openjdk-17-jdk-headless", "maven"], missing)
        .or_else(|_| apt(&["default-jdk-headless", "maven"], missing))?;
    let enough = java_version().is_some_and(|version| version >= 17) && found("mvn").is_some();
    if enough { Ok(()) } else { Err(Missing(missing.into())) }
}

/// `openjdk version "17.0.15" 2025-04-15` is 17; before Java 9 it was `"1.8.0"`.
fn java_version() -> Option<u32> {
    let text = said(Command::new("java").arg("-version"))?;
    let version = text.split('"').nth(1)?;
    version.split(['.', '-', '+']).next()?.parse().ok()
}

/// Has Maven bring everything, and writes down where it is.
fn resolve(folder: &Path, what: &str, poms: &[(&str, String)]) -> Result<(), Missing> {
    let modules: String = poms.iter().map(|(name, _)| format!("<module>{name}</module>")).collect();
    let top = project("libraries", &format!("<packaging>pom</packaging><modules>{modules}</modules>"));
    write(&folder.join("pom.xml"), top)?;
    let place = env::var(PLACE).ok().filter(|place| !place.is_empty());
    let place = place.map(|place| {
        format!("<repositories><repository><id>more</id><url>{place}</url></repository></repositories>")
    });
    for (name, pom) in poms {
        let module = folder.join(name);
        fs::create_dir_all(&module).map_err(|error| unusable(&module, &error))?;
        let place = place.as_deref().unwrap_or_default();
        write(&module.join("pom.xml"), project(name, &format!("<packaging>pom</packaging>{place}{pom}")))?;
    }
    let mut maven = Command::new("mvn");
    maven.args(["-q", "-B", GOAL, "-Dmdep.outputFile=classpath"]).current_dir(folder);
    run(&format!("mvn: {what}"), &mut maven)
        .map_err(|_| Missing(format!("Maven could not bring {what} (see above).")))?;
    let mut classpaths = String::new();
    for (name, _) in poms {
        let path = folder.join(name).join("classpath");
        let line = fs::read_to_string(&path).map_err(|error| unusable(&path, &error))?;
        let _ = writeln!(classpaths, "{}", line.trim());
    }
    write(&folder.join("classpaths"), classpaths)
}

/// What the POM of a module says that needs one artifact, and what that needs.
pub(crate) fn only(group: &str, name: &str, version: &str) -> String {
    format!(
        "<dependencies><dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>\
        <version>{version}</version></dependency></dependencies>"
    )
}

fn project(name: &str, content: &str) -> String {
    format!(
        "<project><modelVersion>4.0.0</modelVersion>\
        <groupId>pure2p</groupId><artifactId>{name}</artifactId><version>0</version>{content}</project>\n"
    )
}
