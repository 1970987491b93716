//! What the build without Gradle reads of `android/app/build.gradle.kts`: so the two builds cannot drift apart. Only the
//! few lines that it looks for are understood, and a dependency that is not is an error.

use std::fs;

use crate::catalog::Catalog;
use crate::tools::{Missing, root};

const FILE: &str = "android/app/build.gradle.kts";

/// When a dependency is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// In the app.
    App,
    /// Where the app is debugged or tested.
    Tests,
    /// Where it is tested on a device. Here such tests are compiled, and never run.
    OnDevice,
}

/// The app as Gradle is told about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct App {
    /// The package of its `R` and of names in its manifest.
    pub(super) namespace: String,
    pub(super) min: u32,
    pub(super) target: u32,
    pub(super) compile: u32,
    pub(super) version_code: u32,
    pub(super) version_name: String,
    /// Aliases of the catalog, in order.
    pub(super) dependencies: Vec<(When, String)>,
}

impl App {
    /// Reads the app's Gradle file.
    pub(super) fn read(catalog: &Catalog) -> Result<Self, Missing> {
        let text =
            fs::read_to_string(root().join(FILE)).map_err(|error| Missing(format!("{FILE}: {error}.")))?;
        Self::parse(&text, catalog)
    }

    fn parse(text: &str, catalog: &Catalog) -> Result<Self, Missing> {
        let lines = || text.lines().map(str::trim);
        let value = |name: &str| {
            let start = format!("{name} = ");
            let mut values = lines().filter_map(|line| line.strip_prefix(&start));
            let value = values.next().ok_or_else(|| Missing(format!("{FILE} has no line `{start}…`.")))?;
            if values.next().is_some() {
                return Err(Missing(format!("{FILE} says twice what {name} is.")));
            }
            Ok(value)
        };
        let number = |name: &str, text: &str| {
            text.parse().map_err(|_| Missing(format!("{name} is no number: {text}.")))
        };
        let version = |name: &str| {
            let value = value(name)?;
            let alias =
                value.strip_prefix("libs.versions.").and_then(|rest| rest.strip_suffix(".get().toInt()"));
            let alias = alias.ok_or_else(|| Missing(format!("{FILE}: {name} is not from the catalog.")))?;
            number(name, catalog.version(&alias.replace('.', "-"))?)
        };
        let word = |name: &str| Ok::<_, Missing>(value(name)?.trim_matches('"').to_owned());
        let mut dependencies = Vec::new();
        let block =
            lines().skip_while(|line| *line != "dependencies {").skip(1).take_while(|line| *line != "}");
        for line in block.filter(|line| !line.is_empty() && !line.starts_with("//")) {
            dependencies.extend(dependency(line)?);
        }
        Ok(Self {
            namespace: word("namespace")?,
            version_code: number("versionCode", value("versionCode")?)?,
            version_name: word("versionName")?,
            min: version("minSdk")?,
            target: version("targetSdk")?,
            compile: version("compileSdk")?,
            dependencies,
        })
    }

    /// The aliases that are there then.
    pub(super) fn aliases(&self, when: When) -> impl Iterator<Item = &str> {
        self.dependencies.iter().filter(move |(other, _)| *other == when).map(|(_, alias)| alias.as_str())
    }
}

/// `implementation(libs.activity.compose)`: when, and `activity-compose`. A module of the project is none.
fn dependency(line: &str) -> Result<Option<(When, String)>, Missing> {
    let failed = || Missing(format!("{FILE} has a dependency that is not understood: {line}"));
    let (what, rest) = line.split_once('(').ok_or_else(failed)?;
    let inner = rest.strip_suffix(") { artifactType(\"aar\") })").or_else(|| rest.strip_suffix(')'));
    let inner = inner.ok_or_else(failed)?;
    let when = match what {
        "implementation" => When::App,
        "debugImplementation" | "testImplementation" => When::Tests,
        "androidTestImplementation" => When::OnDevice,
        _ => return Err(failed()),
    };
    if inner == "project(\":messenger\")" {
        return Ok(None);
    }
    let alias = inner.trim_start_matches("variantOf(").strip_prefix("libs.").ok_or_else(failed)?;
    Ok(Some((when, alias.replace('.', "-"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "android {\n    namespace = \"a.b\"\n    compileSdk = libs.versions.android.compile.get().toInt()\n\
        minSdk = libs.versions.android.min.get().toInt()\n  targetSdk = libs.versions.android.target.get().toInt()\n\
        versionCode = 3\n versionName = \"1.2.3\"\n}\n\
        dependencies {\n    // why\n    implementation(project(\":messenger\"))\n    implementation(libs.activity.compose)\n\
        implementation(variantOf(libs.jna) { artifactType(\"aar\") })\n\n    testImplementation(libs.junit4)\n    androidTestImplementation(libs.androidx.test.junit)\n}\n";

    fn parsed(text: &str) -> Result<App, String> {
        let catalog = Catalog::read().unwrap_or_else(|missing| panic!("{missing}"));
        App::parse(text, &catalog).map_err(String::from)
    }

    #[test]
    fn a_gradle_file_is_read() {
        let app = parsed(TEXT).expect("a good file");
        assert_eq!((app.namespace.as_str(), app.min), ("a.b", 26));
        assert_eq!((app.version_code, app.version_name.as_str()), (3, "1.2.3"));
        assert_eq!(app.aliases(When::App).collect::<Vec<_>>(), ["activity-compose", "jna"]);
        assert_eq!(app.aliases(When::Tests).collect::<Vec<_>>(), ["junit4"]);
        assert_eq!(app.aliases(When::OnDevice).collect::<Vec<_>>(), ["androidx-test-junit"]);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for (old, new) in [
            ("implementation(libs.activity.compose)", "implementation(\"a:b:1\")"),
            ("implementation(libs.activity.compose)", "api(libs.activity.compose)"),
            ("libs.versions.android.min.get().toInt()", "26"),
            ("    namespace = \"a.b\"\n", ""),
        ] {
            assert!(parsed(&TEXT.replace(old, new)).is_err(), "{new}");
        }
    }
}
