//! A Kotlin compiler and libraries for the JVM, brought by Maven from the version catalog. No Gradle: one
//! Maven run writes three classpaths down, and from then on only `java` is started.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use crate::catalog::{Catalog, Library};
use crate::maven;
use crate::tools::{Missing, Step, lock, run, unusable, write};

/// What a program is compiled with and runs with.
pub(crate) const COMPILE: &[&str] = &["kotlin-stdlib", "coroutines-core", "jna"];
/// What tests have besides.
const TEST: &[&str] =
    &["junit-jupiter", "junit-console", "junit-launcher", "coroutines-test", "serialization-json"];
/// The compiler itself.
const COMPILER: &[&str] = &["kotlin-compiler"];

/// Short programs: they end before a better optimised one would pay.
const JAVA: &[&str] = &["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const TARGET: &str = "17";
/// In an output folder: what it was made of. The folders that have this as input look at it, too.
const STAMP: &str = ".made-of";

/// Which libraries are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those of a program.
    Compile,
    /// Those of a program and of its tests.
    Test,
}

/// A compiler and libraries that are here.
pub(crate) struct Kotlin {
    java: PathBuf,
    compile: Vec<PathBuf>,
    test: Vec<PathBuf>,
    compiler: Vec<PathBuf>,
}

impl Kotlin {
    /// Brings what is missing. Once all is here this starts nothing.
    pub(crate) fn bring() -> Result<Self, Missing> {
        let catalog = Catalog::read()?;
        let poms = [
            ("compile", pom(&catalog, &[COMPILE])?),
            ("test", pom(&catalog, &[COMPILE, TEST])?),
            ("compiler", pom(&catalog, &[COMPILER])?),
        ];

        let brought = maven::bring("kotlin", "Kotlin's compiler and libraries", &poms)?;
        let [compile, test, compiler] = brought.classpaths;
        Ok(Self { java: brought.java, compile, test, compiler })
    }

    /// The jars of these libraries.
    pub(crate) fn classpath(&self, scope: Scope) -> Vec<PathBuf> {
        match scope {
            Scope::Compile => self.compile.clone(),
            Scope::Test => self.test.clone(),
        }
    }

    /// `java`, with flags for short runs on few cores. The caller adds `-cp` and a main class.
    pub(crate) fn java(&self) -> Command {
        let mut command = self.java_as_it_is();
        command.args(JAVA);
        command
    }

    /// `java` as people run it: what is measured must have been optimised.
    pub(crate) fn java_as_it_is(&self) -> Command {
        Command::new(&self.java)
    }

    /// Compiles all of `sources` into `out_dir`, which is made anew and must hold nothing else. Does nothing if
    /// neither sources nor classpath have changed since it last succeeded.
    pub(crate) fn compile(
        &self,
        sources: &[PathBuf],
        classpath: &[PathBuf],
        out_dir: &Path,
        flags: &[&str],
    ) -> Step {
        let parent = out_dir.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
        let _alone = lock(&out_dir.with_extension("lock"))?;
        let made_of = self.made_of(sources, classpath, flags)?;
        let stamp = out_dir.join(STAMP);
        if fs::read_to_string(&stamp).is_ok_and(|old| old == made_of) {
            return Ok(());
        }
        // Classes of sources that are gone must not stay.
        if out_dir.exists() {
            fs::remove_dir_all(out_dir).map_err(|error| unusable(out_dir, &error))?;
        }
        fs::create_dir_all(out_dir).map_err(|error| unusable(out_dir, &error))?;
        let mut compiler = self.java();
        compiler.args(["-Xmx1g", "-cp"]).arg(joined(&self.compiler)?);
        compiler.args(["org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect"]);
        compiler.args(["-jvm-target", TARGET, "-classpath"]).arg(joined(classpath)?).arg("-d").arg(out_dir);
        compiler.args(flags).args(sources);
        let name = out_dir.file_name().unwrap_or_default().to_string_lossy();
        run(&format!("kotlinc {name} ({} sources)", sources.len()), &mut compiler)?;
        Ok(write(&stamp, made_of)?)
    }

    /// One line for each thing that the outcome depends on.
    fn made_of(&self, sources: &[PathBuf], classpath: &[PathBuf], flags: &[&str]) -> Result<String, Missing> {
        let mut text = format!("{}\njvm {TARGET} {flags:?}\n", joined(&self.compiler)?.display());
        for path in sources.iter().chain(classpath) {
            // A folder of classes is known by what it was made of, and else by its own time.
            let known = path.join(STAMP);
            let of = fs::metadata(&known)
                .or_else(|_| fs::metadata(path))
                .map_err(|error| unusable(path, &error))?;
            let _ = writeln!(text, "{} {} {}", path.display(), of.len(), changed(&of));
        }
        Ok(text)
    }
}

/// Nanoseconds, so that a change within one second is seen.
fn changed(of: &Metadata) -> u128 {
    of.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |age| age.as_nanos())
}

/// Paths as `java` wants them.
pub(crate) fn joined(paths: &[PathBuf]) -> Result<OsString, Missing> {
    env::join_paths(paths).map_err(|error| Missing(format!("A path cannot be in a classpath: {error}.")))
}

/// The dependencies of one module. Maven takes the nearest version, not the newest: each is named here.
fn pom(catalog: &Catalog, groups: &[&[&str]]) -> Result<String, Missing> {
    let mut text = String::from("<dependencies>");
    for alias in groups.iter().copied().flatten() {
        let Library { group, name, version } = catalog.library(alias)?;
        let _ = write!(
            text,
            "<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>\
            <version>{version}</version></dependency>"
        );
    }
    Ok(text + "</dependencies>")
}
