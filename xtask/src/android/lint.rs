//! Lint over the app, without Gradle. Beside the app it is given faults on purpose: a Lint that finds nothing there has
//! seen nothing at all, and its silence about the app would mean nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::bring::Libraries;
use super::resources::source;
use super::stamp::{contents, is_made_of, names, stamp};
use super::{Built, jars};
use crate::catalog::Catalog;
use crate::foreign::{files, sources};
use crate::kotlin::joined;
use crate::maven;
use crate::tools::{Missing, Step, root, run, unusable, write};

/// Each is in `xtask/fixtures/lint`. The last one is found by what Compose brings along for Lint.
const SEEDED: &[&str] = &[
    "ExtraTranslation",
    "MissingQuantity",
    "StringFormatCount",
    "StringFormatMatches",
    "UnusedResources",
    "UnrememberedMutableState",
];

/// Lint's own jars.
pub(super) fn bring() -> Result<Vec<PathBuf>, Missing> {
    let version = Catalog::read()?.version("android-tools")?.to_owned();
    let pom = maven::only("com.android.tools.lint", "lint", &version);
    let [classpath] = maven::bring("android-lint", "Android's Lint", &[("lint", pom)])?.classpaths;
    Ok(classpath)
}

/// Fails for every warning in the app, and unless the seeded faults are found. Does nothing if neither has changed.
pub(super) fn lint(built: &Built) -> Step {
    let lint = bring()?;
    let out = built.out.join("lint");
    let settings = root().join("android/app/lint.xml");
    let descriptor = descriptor(built)?;
    let mut inputs = app_sources()?;
    inputs.extend(files(&source("res"))?);
    inputs.extend(files(&fixture())?);
    inputs.extend([settings.clone(), built.resources.of_app.clone()]);
    inputs.extend(built.below.iter().cloned());
    let made_of = format!("{descriptor}{}{}{}", names(&lint), SEEDED.join(" "), contents(&inputs)?);
    if is_made_of(&out, &made_of) {
        return Ok(());
    }
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).map_err(|error| unusable(&out, &error))?;
    // Not `lint.xml`: by that name it would be taken for settings.
    let project = out.join("project.xml");
    write(&project, descriptor)?;
    let report = out.join("report.xml");
    let mut command = Command::new(&built.toolbox.java);
    command.args(["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]).arg(joined(&lint)?);
    command
        .args(["com.android.tools.lint.Main", "--offline", "--quiet", "--fullpath", "--config"])
        .arg(settings);
    // Gradle says it, and the merger puts it in.
    command.args(["--disable", "MissingVersion"]).arg("--project").arg(project).arg("--xml").arg(&report);
    run("Lint", &mut command)?;
    let text = fs::read_to_string(&report).map_err(|error| unusable(&report, &error))?;
    judge(&text, &fixture())?;
    Ok(stamp(&out, &made_of)?)
}

/// Every issue outside of the fixture is a fault, and every seeded one must be there.
fn judge(report: &str, fixture: &Path) -> Step {
    let (seeded, found): (Vec<_>, Vec<_>) =
        issues(report).into_iter().partition(|issue| issue.file.starts_with(fixture));
    if !found.is_empty() {
        let lines: String = found.iter().map(|issue| format!("\n  {issue}")).collect();
        return Err(format!("Lint found {} faults:{lines}", found.len()));
    }
    let seen: BTreeSet<_> = seeded.iter().map(|issue| issue.id.as_str()).collect();
    let missed: Vec<_> = SEEDED.iter().filter(|id| !seen.contains(*id)).collect();
    if missed.is_empty() { Ok(()) } else { Err(format!("Lint is blind to seeded faults: {missed:?}")) }
}

/// One line of Lint's report.
struct Issue {
    id: String,
    message: String,
    file: PathBuf,
    line: String,
}

impl std::fmt::Display for Issue {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}: {} [{}]", self.file.display(), self.line, self.message, self.id)
    }
}

fn issues(report: &str) -> Vec<Issue> {
    let elements = report.split("<issue\n").skip(1);
    let issue = |text: &str| {
        let location = text.split("<location").nth(1).unwrap_or_default();
        Issue {
            id: attribute(text, "id"),
            message: attribute(text, "message"),
            file: attribute(location, "file").into(),
            line: attribute(location, "line"),
        }
    };
    elements.map(issue).collect()
}

/// The first attribute of this name, or nothing.
fn attribute(element: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let value = element.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let mut value = value.to_owned();
    for (written, meant) in [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        value = value.replace(written, meant);
    }
    value
}

fn fixture() -> PathBuf {
    root().join("xtask/fixtures/lint")
}

/// As in Gradle's debug variant.
fn app_sources() -> Result<Vec<PathBuf>, String> {
    let mut all = sources(&source("kotlin"), "kt")?;
    all.extend(sources(&root().join("android/app/src/debug/kotlin"), "kt")?);
    Ok(all)
}

/// What Lint is told about the two modules.
fn descriptor(built: &Built) -> Result<String, String> {
    let classpath = classpath(built)?;
    let compile = built.toolbox.app.compile;
    let fixture = fixture();
    let module = |name: &str, manifest: String, resources: Vec<PathBuf>, sources: Vec<PathBuf>| {
        let mut text = format!(
            "<module name=\"{name}\" android=\"true\" library=\"false\" compile-sdk-version=\"android-{compile}\">\n\
            {manifest}\n"
        );
        for path in resources {
            let _ = writeln!(text, "<resource file=\"{}\"/>", path.display());
        }
        for path in sources {
            let _ = writeln!(text, "<src file=\"{}\"/>", path.display());
        }
        text + &classpath + "</module>\n"
    };
    let app = format!(
        "<manifest file=\"{}\"/>\n<merged-manifest file=\"{}\"/>",
        source("AndroidManifest.xml").display(),
        built.resources.of_app.display()
    );
    let seeded = format!("<manifest file=\"{}\"/>", fixture.join("AndroidManifest.xml").display());
    let app = module("app", app, files(&source("res"))?, app_sources()?);
    let seeded =
        module("faults", seeded, files(&fixture.join("res"))?, sources(&fixture.join("kotlin"), "kt")?);
    Ok(format!("<project>\n{app}{seeded}</project>\n"))
}

fn classpath(built: &Built) -> Result<String, String> {
    let libraries: &Libraries = &built.toolbox.of_app;
    let mut paths = vec![built.resources.classes.clone()];
    paths.extend(built.below.iter().cloned());
    paths.extend(jars(libraries)?);
    paths.push(built.toolbox.framework.clone());
    let mut text = String::new();
    for path in paths {
        let _ = writeln!(text, "<classpath jar=\"{}\"/>", path.display());
    }
    for checks in libraries.aars.iter().map(|aar| aar.folder.join("lint.jar")).filter(|path| path.is_file()) {
        let _ = writeln!(text, "<lint-checks jar=\"{}\"/>", checks.display());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(issues: &[(&str, &str)]) -> String {
        let issue = |(id, file): &(&str, &str)| {
            format!(
                "    <issue\n        id=\"{id}\"\n        severity=\"Warning\"\n        message=\"It&apos;s &quot;bad&quot;\">\n\
                \x20       <location\n            file=\"{file}\"\n            line=\"7\"/>\n    </issue>\n"
            )
        };
        issues.iter().map(issue).collect()
    }

    fn seeded() -> Vec<(&'static str, &'static str)> {
        SEEDED.iter().map(|id| (*id, "/faults/a.kt")).collect()
    }

    #[test]
    fn a_clean_app_beside_found_faults_is_good() {
        assert_eq!(judge(&report(&seeded()), Path::new("/faults")), Ok(()));
    }

    #[test]
    fn one_warning_is_a_failure_and_says_where() {
        let all = [seeded(), vec![("UnusedResources", "/app/strings.xml")]].concat();
        let error = judge(&report(&all), Path::new("/faults")).expect_err("one fault");
        assert!(error.contains("/app/strings.xml:7: It's \"bad\" [UnusedResources]"), "{error}");
    }

    /// What has no place at all, such as an error of Lint's own.
    #[test]
    fn what_is_nowhere_counts() {
        let all = report(&seeded())
            + "    <issue\n        id=\"LintError\"\n        message=\"x\">\n    </issue>\n";
        assert!(judge(&all, Path::new("/faults")).is_err());
    }

    #[test]
    fn a_blind_lint_is_a_failure() {
        assert!(judge("<issues>\n</issues>\n", Path::new("/faults")).is_err());
    }
}
