//! Which artifacts stand for the app's dependencies where Maven brings them. Gradle reads more than POMs do: which
//! artifact of a multiplatform library is Android's, and that the highest version wins. Maven must be told both.

use std::fmt::Write as _;

use super::gradle::{App, When};
use crate::catalog::{Catalog, Library};
use crate::tools::Missing;

/// Libraries whose Android half is an artifact of its own.
const WITH_SUFFIX: &[&str] = &[
    "compose-foundation",
    "compose-material3",
    "compose-ui",
    "compose-ui-test-junit4",
    "compose-ui-tooling-preview",
    "lifecycle-runtime-compose",
    "lifecycle-viewmodel-compose",
    "navigation-compose",
];
/// Draws previews in an editor, and nowhere else.
const FOR_EDITORS: &[&str] = &["compose-ui-tooling"];
/// What POMs name without saying that it is an AAR, so that Maven looks for a jar; or do not name at all. Version by
/// its alias.
const APP_GAPS: &[(&str, &str, &str, &str)] = &[
    ("androidx.core", "core", "aar", "androidx-core"),
    ("androidx.core", "core-viewtree", "aar", "androidx-core-viewtree"),
    ("androidx.arch.core", "core-runtime", "aar", "androidx-arch-core"),
    ("androidx.annotation", "annotation-experimental", "aar", "androidx-annotation-experimental"),
    ("androidx.tracing", "tracing", "aar", "androidx-tracing"),
    ("androidx.navigation", "navigation-common-android", "aar", "navigation"),
    ("androidx.navigation", "navigation-runtime-android", "aar", "navigation"),
    ("org.jetbrains.kotlinx", "kotlinx-serialization-core-jvm", "jar", "serialization-json"),
];
const TEST_GAPS: &[(&str, &str, &str, &str)] = &[
    ("androidx.test", "monitor", "aar", "androidx-test-monitor"),
    ("androidx.test", "annotation", "aar", "androidx-test-annotation"),
    ("androidx.test.services", "storage", "aar", "androidx-test-storage"),
    ("androidx.test.espresso", "espresso-core", "aar", "androidx-test-espresso"),
    ("androidx.test.espresso", "espresso-idling-resource", "aar", "androidx-test-espresso"),
    ("io.github.takahirom.roborazzi", "roborazzi-core-android", "aar", "roborazzi"),
    ("io.github.takahirom.roborazzi", "roborazzi-painter-jvm", "jar", "roborazzi"),
    ("com.dropbox.differ", "differ-jvm", "jar", "differ"),
    ("org.jetbrains.kotlinx", "kotlinx-io-core-jvm", "jar", "kotlinx-io"),
    ("org.jetbrains.kotlinx", "kotlinx-io-bytestring-jvm", "jar", "kotlinx-io"),
];
/// What starts the tests, where Gradle has its own way.
const RUNNER: &[&str] = &["junit-console", "junit-launcher", "junit-vintage"];
/// These come by [`APP_GAPS`] and [`TEST_GAPS`], or are empty.
const EXCLUDED: &[(&str, &str)] = &[
    ("androidx.annotation", "annotation-experimental"),
    ("androidx.arch.core", "core-runtime"),
    ("androidx.compose.runtime", "runtime-annotation-jvm"),
    ("androidx.core", "core-ktx"),
    ("androidx.core", "core-viewtree"),
    ("androidx.test", "*"),
    ("androidx.test.espresso", "*"),
    ("androidx.test.ext", "*"),
    ("androidx.test.services", "*"),
    ("androidx.tracing", "tracing"),
    ("org.jetbrains.kotlin", "kotlin-stdlib-common"),
];
/// A group, the alias of its version, artifacts, and artifacts that also have an `-android` half.
type Family = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);
const FAMILIES: &[Family] = &[
    ("androidx.activity", "activity", &["activity", "activity-compose", "activity-ktx"], &[]),
    ("androidx.annotation", "androidx-annotation", &["annotation", "annotation-jvm"], &[]),
    ("androidx.annotation", "androidx-annotation-experimental", &["annotation-experimental"], &[]),
    ("androidx.arch.core", "androidx-arch-core", &["core-common", "core-runtime"], &[]),
    ("androidx.collection", "androidx-collection", &["collection", "collection-jvm", "collection-ktx"], &[]),
    ("androidx.compose.animation", "compose", &[], &["animation", "animation-core"]),
    ("androidx.compose.foundation", "compose", &[], &["foundation", "foundation-layout"]),
    ("androidx.compose.material", "compose", &[], &["material", "material-ripple"]),
    ("androidx.compose.material3", "material3", &[], &["material3"]),
    (
        "androidx.compose.runtime",
        "compose",
        &[],
        &["runtime", "runtime-annotation", "runtime-retain", "runtime-saveable"],
    ),
    (
        "androidx.compose.ui",
        "compose",
        &["ui-test-manifest"],
        &[
            "ui",
            "ui-backhandler",
            "ui-geometry",
            "ui-graphics",
            "ui-test",
            "ui-test-accessibility",
            "ui-test-junit4",
            "ui-test-junit4-accessibility",
            "ui-text",
            "ui-tooling",
            "ui-tooling-data",
            "ui-tooling-preview",
            "ui-unit",
            "ui-util",
        ],
    ),
    ("androidx.concurrent", "androidx-concurrent", &["concurrent-futures"], &[]),
    ("androidx.core", "androidx-core", &["core", "core-ktx"], &[]),
    ("androidx.core", "androidx-core-viewtree", &["core-viewtree"], &[]),
    ("androidx.emoji2", "androidx-emoji2", &["emoji2"], &[]),
    (
        "androidx.lifecycle",
        "lifecycle",
        &[
            "lifecycle-common",
            "lifecycle-common-java8",
            "lifecycle-common-jvm",
            "lifecycle-livedata",
            "lifecycle-livedata-core",
            "lifecycle-livedata-core-ktx",
            "lifecycle-livedata-ktx",
            "lifecycle-process",
            "lifecycle-service",
            "lifecycle-viewmodel-ktx",
        ],
        &[
            "lifecycle-runtime",
            "lifecycle-runtime-compose",
            "lifecycle-runtime-ktx",
            "lifecycle-viewmodel",
            "lifecycle-viewmodel-compose",
            "lifecycle-viewmodel-savedstate",
        ],
    ),
    (
        "androidx.navigation",
        "navigation",
        &["navigation-common-ktx", "navigation-runtime-ktx"],
        &["navigation-common", "navigation-compose", "navigation-runtime"],
    ),
    (
        "androidx.savedstate",
        "androidx-savedstate",
        &["savedstate-ktx"],
        &["savedstate", "savedstate-compose"],
    ),
    ("androidx.test", "androidx-test", &["core", "core-ktx", "runner"], &[]),
    ("androidx.test", "androidx-test-annotation", &["annotation"], &[]),
    ("androidx.test", "androidx-test-monitor", &["monitor"], &[]),
    ("androidx.test.espresso", "androidx-test-espresso", &["espresso-core", "espresso-idling-resource"], &[]),
    ("androidx.test.ext", "androidx-test-junit", &["junit"], &[]),
    ("androidx.versionedparcelable", "androidx-versionedparcelable", &["versionedparcelable"], &[]),
    ("org.jetbrains", "jetbrains-annotations", &["annotations"], &[]),
    (
        "org.jetbrains.kotlin",
        "kotlin",
        &["kotlin-stdlib", "kotlin-stdlib-common", "kotlin-stdlib-jdk7", "kotlin-stdlib-jdk8", "kotlin-test"],
        &[],
    ),
    (
        "org.jetbrains.kotlinx",
        "coroutines",
        &[
            "kotlinx-coroutines-android",
            "kotlinx-coroutines-bom",
            "kotlinx-coroutines-core",
            "kotlinx-coroutines-core-jvm",
            "kotlinx-coroutines-test",
            "kotlinx-coroutines-test-jvm",
        ],
        &[],
    ),
];

/// The modules of one Maven project: a name and what its POM says.
pub(super) fn poms(catalog: &Catalog, app: &App) -> Result<[(&'static str, String); 7], Missing> {
    let managed = managed(catalog)?;
    let of_app = direct(catalog, app.aliases(When::App), APP_GAPS)?;
    let here: Vec<_> = app.aliases(When::Tests).collect();
    let on_device = app.aliases(When::OnDevice).filter(|alias| !here.contains(alias));
    let aliases = here.iter().chain(RUNNER).copied().chain(on_device);
    let of_tests = direct(catalog, aliases, TEST_GAPS)?;
    let robolectric = |name: &str, version: &str, suffix: &str| {
        let version = catalog.version(version)?;
        Ok::<_, Missing>(artifact("org.robolectric", name, &format!("{version}{suffix}"), "jar", false))
    };
    // One module each: two versions of one artifact in one project are one of them.
    Ok([
        ("app", format!("{managed}{}", list(&of_app))),
        ("tests", format!("{managed}{}", list(&format!("{of_app}{of_tests}")))),
        (
            "compose-plugin",
            list(&plain(
                catalog,
                "org.jetbrains.kotlin",
                "kotlin-compose-compiler-plugin-embeddable",
                "kotlin",
            )?),
        ),
        ("merger", list(&plain(catalog, "com.android.tools.build", "manifest-merger", "android-tools")?)),
        ("framework", list(&robolectric("android-all", "robolectric-android", "")?)),
        ("framework-resources", list(&robolectric("android-all", "robolectric-resources", "")?)),
        (
            "framework-instrumented",
            list(&robolectric("android-all-instrumented", "robolectric-android", "-i7")?),
        ),
    ])
}

fn list(dependencies: &str) -> String {
    format!("<dependencies>{dependencies}</dependencies>")
}

fn plain(catalog: &Catalog, group: &str, name: &str, version: &str) -> Result<String, Missing> {
    Ok(artifact(group, name, catalog.version(version)?, "jar", false))
}

/// A version for each artifact of the families, as a jar and as an AAR: Maven holds these for two things.
fn managed(catalog: &Catalog) -> Result<String, Missing> {
    let mut text = String::from("<dependencyManagement><dependencies>");
    for (group, version, plain, halved) in FAMILIES {
        let version = catalog.version(version)?;
        let halves = halved.iter().flat_map(|name| [(*name).to_owned(), format!("{name}-android")]);
        for name in plain.iter().map(|name| (*name).to_owned()).chain(halves) {
            for kind in ["jar", "aar"] {
                text.push_str(&artifact(group, &name, version, kind, false));
            }
        }
    }
    Ok(text + "</dependencies></dependencyManagement>")
}

fn direct<'a>(
    catalog: &Catalog,
    aliases: impl Iterator<Item = &'a str>,
    gaps: &[(&str, &str, &str, &str)],
) -> Result<String, Missing> {
    let mut text = String::new();
    for alias in aliases.filter(|alias| !FOR_EDITORS.contains(alias)) {
        let Library { group, name, version } = catalog.library(alias)?;
        let is_aar = group.starts_with("androidx.") || alias == "roborazzi";
        let suffix = if WITH_SUFFIX.contains(&alias) { "-android" } else { "" };
        let kind = if is_aar { "aar" } else { "jar" };
        text.push_str(&artifact(group, &format!("{name}{suffix}"), version, kind, true));
    }
    for (group, name, kind, version) in gaps {
        text.push_str(&artifact(group, name, catalog.version(version)?, kind, true));
    }
    Ok(text)
}

fn artifact(group: &str, name: &str, version: &str, kind: &str, exclude: bool) -> String {
    let mut text = format!(
        "<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>\
        <version>{version}</version><type>{kind}</type>"
    );
    if exclude {
        text.push_str("<exclusions>");
        // Navigation's name everything that comes along as if it were jars; all of it comes with others, too.
        let excluded = if group == "androidx.navigation" { &[("*", "*")] } else { EXCLUDED };
        for (group, name) in excluded {
            let _ = write!(
                text,
                "<exclusion><groupId>{group}</groupId><artifactId>{name}</artifactId></exclusion>"
            );
        }
        text.push_str("</exclusions>");
    }
    text + "</dependency>\n"
}
