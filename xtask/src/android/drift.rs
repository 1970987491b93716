//! Two builds, one tree: what Gradle would read and the build here would not, what Gradle would refuse, and where Gradle
//! would take another version.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::bring::{Libraries, Toolbox};
use crate::catalog::Catalog;
use crate::kotlin;
use crate::tools::{Step, root, unusable};

/// All that the build here reads of the two modules. By default Gradle reads more, such as `java`, `assets` or `release`.
const FOLDERS: &[(&str, &[&str])] = &[
    ("android/app/src", &["androidTest", "debug", "main", "sharedTest", "test"]),
    ("android/app/src/androidTest", &["kotlin"]),
    ("android/app/src/debug", &["kotlin"]),
    ("android/app/src/main", &["AndroidManifest.xml", "kotlin", "res"]),
    ("android/app/src/sharedTest", &["kotlin"]),
    ("android/app/src/test", &["kotlin", "resources"]),
    ("android/messenger/src", &["main", "test"]),
    ("android/messenger/src/main", &["kotlin"]),
    ("android/messenger/src/test", &["kotlin"]),
];
/// Lines of Gradle's files that the build here has its own counterpart of. In each group Gradle's file may have no other
/// line with the same beginning.
const LINES: &[(&str, &str, &[&str])] = &[
    ("android/settings.gradle.kts", "include(", &["include(\":messenger\", \":app\")"]),
    (
        "android/app/build.gradle.kts",
        "sourceSets",
        &[
            "sourceSets[\"main\"].jniLibs.srcDir(\"../messenger/build/jniLibs\")",
            "sourceSets[\"test\"].kotlin.directories += \"src/sharedTest/kotlin\"",
            "sourceSets[\"androidTest\"].kotlin.directories += \"src/sharedTest/kotlin\"",
        ],
    ),
    (
        "android/app/build.gradle.kts",
        "proguardFiles(",
        &["proguardFiles(getDefaultProguardFile(\"proguard-android-optimize.txt\"), \"keep.pro\")"],
    ),
    (
        "android/app/build.gradle.kts",
        "sourceCompatibility",
        &["sourceCompatibility = JavaVersion.VERSION_17"],
    ),
    (
        "android/app/build.gradle.kts",
        "targetCompatibility",
        &["targetCompatibility = JavaVersion.VERSION_17"],
    ),
    ("android/app/build.gradle.kts", "warningsAsErrors", &["warningsAsErrors = true"]),
    // Lint's settings are in `lint.xml`, which both read.
    ("android/app/build.gradle.kts", "disable", &[]),
    ("android/app/build.gradle.kts", "baseline", &[]),
    ("android/messenger/build.gradle.kts", "jvmToolchain(", &["jvmToolchain(17)"]),
    ("android/messenger/build.gradle.kts", "explicitApi", &["explicitApi()"]),
    (
        "android/messenger/build.gradle.kts",
        "sourceSets",
        &[
            "sourceSets[\"main\"].kotlin.srcDir(\"build/generated\")",
            "sourceSets[\"test\"].kotlin.setSrcDirs(emptyList<String>())",
        ],
    ),
];

/// Says where the two builds would not do the same.
pub(super) fn check(toolbox: &Toolbox, catalog: &Catalog) -> Step {
    demands(toolbox, catalog)?;
    let mut faults = Vec::new();
    for (folder, known) in FOLDERS {
        let path = root().join(folder);
        let entries = fs::read_dir(&path).map_err(|error| unusable(&path, &error))?.flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        faults.extend(
            unread(known, names).into_iter().map(|name| format!("{folder}/{name} is read by Gradle alone")),
        );
    }
    for (file, beginning, expected) in LINES {
        if !says(&read(&root().join(file))?, beginning, expected) {
            faults.push(format!("{file}: `{beginning}` is not what the build without Gradle does"));
        }
    }
    if !depends(&read(&root().join("android/messenger/build.gradle.kts"))?, kotlin::COMPILE) {
        faults.push(
            "android/messenger/build.gradle.kts has other dependencies than xtask/src/kotlin.rs".into(),
        );
    }
    for libraries in [&toolbox.of_app, &toolbox.of_tests] {
        faults.extend(older(&artifacts(libraries)?));
    }
    faults.sort();
    faults.dedup();
    let lines: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    if faults.is_empty() { Ok(()) } else { Err(format!("Gradle would do something else:{lines}")) }
}

fn read(path: &Path) -> Result<String, String> {
    Ok(fs::read_to_string(path).map_err(|error| unusable(path, &error))?)
}

fn numbers(version: &str) -> Vec<u32> {
    let release = version.split('-').next().unwrap_or(version);
    release.split('.').map_while(|part| part.parse().ok()).collect()
}

/// Gradle would refuse what a library's makers exclude, and Gradle does not run here.
fn demands(toolbox: &Toolbox, catalog: &Catalog) -> Step {
    let (agp, tools) = (numbers(catalog.version("agp")?), numbers(catalog.version("android-tools")?));
    if agp.first().map(|major| major + 23) != tools.first().copied() || agp.get(1..) != tools.get(1..) {
        return Err("versions agp and android-tools don't belong together: the second has 23 more".into());
    }
    if numbers(catalog.version("r8")?).get(..2) != agp.get(..2) {
        return Err("versions agp and r8 don't belong together: both begin with the same two numbers".into());
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
    // The app says that they are one.
    if toolbox.app.version_name != env!("CARGO_PKG_VERSION") {
        return Err("versionName is another than the library's version, in Cargo.toml".into());
    }
    if toolbox.app.target > toolbox.app.compile {
        return Err("android-target is newer than android-compile".into());
    }
    Ok(())
}

/// Names that the build here knows nothing of. What begins with a dot is an editor's.
fn unread(known: &[&str], names: impl Iterator<Item = String>) -> Vec<String> {
    names.filter(|name| !name.starts_with('.') && !known.contains(&name.as_str())).collect()
}

/// Whether the lines with this beginning are these.
fn says(text: &str, beginning: &str, expected: &[&str]) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with(beginning));
    lines.eq(expected.iter().copied())
}

/// Whether a JVM module has these dependencies, and no others. Gradle's plugin brings Kotlin's own library.
fn depends(text: &str, expected: &[&str]) -> bool {
    let block = text
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "dependencies {")
        .skip(1)
        .take_while(|line| *line != "}");
    let names = block.filter(|line| !line.is_empty() && !line.starts_with("//")).map(|line| {
        let alias = line.split_once("(libs.").and_then(|(_, rest)| rest.strip_suffix(')'));
        alias.unwrap_or(line).replace('.', "-")
    });
    names.eq(expected.iter().filter(|alias| **alias != "kotlin-stdlib").map(|alias| (*alias).to_owned()))
}

/// What Maven brought: its group and name, its version, and its POM.
struct Artifact {
    name: String,
    version: String,
    pom: String,
}

fn artifacts(libraries: &Libraries) -> Result<Vec<Artifact>, String> {
    let paths = libraries.aars.iter().map(|aar| &aar.file).chain(&libraries.jars);
    let mut all = Vec::new();
    for path in paths {
        let part = |number| {
            path.ancestors().nth(number).and_then(Path::file_name).unwrap_or_default().to_string_lossy()
        };
        let (version, name) = (part(1).into_owned(), part(2));
        let pom = read(&path.with_file_name(format!("{name}-{version}.pom")))?;
        // The group is where the file lies; the last part of it will do, as there it is all that we compare.
        all.push(Artifact { name: format!("{}:{name}", part(3)), version, pom });
    }
    Ok(all)
}

/// Libraries that another one wants newer: Gradle would take the highest version that anybody asks for.
fn older(artifacts: &[Artifact]) -> Vec<String> {
    let mut highest: BTreeMap<String, (Vec<u32>, String)> = BTreeMap::new();
    for artifact in artifacts {
        for (name, version) in wanted(&artifact.pom) {
            let want = (numbers(&version), format!("{} wants {version}", artifact.name));
            let known = highest.entry(name).or_default();
            if want.0 > known.0 {
                *known = want;
            }
        }
    }
    let is_older = |artifact: &&Artifact| {
        highest.get(&artifact.name).is_some_and(|(numbers, _)| *numbers > self::numbers(&artifact.version))
    };
    let line = |artifact: &Artifact| {
        let who = highest.get(&artifact.name).map(|(_, who)| who.as_str()).unwrap_or_default();
        format!("{} is {} here, and {who}", artifact.name, artifact.version)
    };
    artifacts.iter().filter(is_older).map(line).collect()
}

/// What a POM asks for, with the last part of each group.
fn wanted(pom: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for element in pom.split("<dependency>").skip(1) {
        let element = element.split("</dependency>").next().unwrap_or_default();
        let value = |tag: &str| {
            let rest = element.split(&format!("<{tag}>")).nth(1)?;
            Some(rest.split('<').next()?.trim())
        };
        let is_used = !matches!(value("scope"), Some("test" | "provided" | "import"))
            && value("optional") != Some("true");
        let (Some(group), Some(name), Some(version)) =
            (value("groupId"), value("artifactId"), value("version"))
        else {
            continue;
        };
        // `[1.2]` is 1.2 and no other; what is a property of some parent is not ours to work out.
        let version = version.trim_matches(['[', ']']);
        if is_used && !version.contains(['$', ',']) {
            let group = group.rsplit('.').next().unwrap_or(group);
            all.push((format!("{group}:{name}"), version.to_owned()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_only_gradle_reads_is_found() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let found = unread(&["kotlin", "res"], names(&["kotlin", "assets", ".idea"]).into_iter());
        assert_eq!(found, ["assets"]);
    }

    #[test]
    fn a_line_that_changed_is_found() {
        assert!(says("a {\n    x = 1\n    y = 2\n}", "x", &["x = 1"]));
        for text in ["x = 2", "", "x = 1\nx = 2"] {
            assert!(!says(text, "x", &["x = 1"]), "{text}");
        }
        assert!(!says("disable += \"NewApi\"", "disable", &[]));
    }

    #[test]
    fn a_dependency_of_the_face_that_only_gradle_has_is_found() {
        let text =
            "dependencies {\n    api(libs.coroutines.core)\n    // why\n    compileOnly(libs.jna)\n}\n";
        let expected = ["kotlin-stdlib", "coroutines-core", "jna"];
        assert!(depends(text, &expected));
        assert!(!depends(&text.replace("}", "    api(libs.junit4)\n}"), &expected));
        assert!(!depends(&text.replace("api(libs.coroutines.core)", ""), &expected));
    }

    #[test]
    fn a_library_that_gradle_would_take_newer_is_found() {
        let pom = |version: &str, more: &str| {
            format!(
                "<dependencies><dependency>\n<groupId>a.b</groupId> <artifactId>c</artifactId>\
                <version>{version}</version>{more}</dependency></dependencies>"
            )
        };
        let artifacts = |pom: String| {
            [
                Artifact { name: "b:c".into(), version: "1.9.1".into(), pom: String::new() },
                Artifact { name: "b:d".into(), version: "1".into(), pom },
            ]
        };
        assert_eq!(older(&artifacts(pom("1.10.0", ""))), ["b:c is 1.9.1 here, and b:d wants 1.10.0"]);
        assert_eq!(older(&artifacts(pom("[1.9.2]", ""))).len(), 1);
        for fine in [pom("1.9.1", ""), pom("1.2", ""), pom("2", "<scope>test</scope>"), pom("${x}", "")] {
            assert_eq!(older(&artifacts(fine)), [""; 0]);
        }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("1.10.0") > numbers("1.9.9"));
        assert_eq!(numbers("2.0.0-rc01"), [2, 0, 0]);
    }
}
