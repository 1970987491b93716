//! What nobody here can build or run is at least not nonsense: the project for Xcode, the workflows, and the commands that
//! they and the README name.

mod commands;

use std::collections::BTreeSet;
use std::fs;

use saphyr::{LoadableYamlNode, Yaml};

use commands::faults;

use crate::phones::IOS;
use crate::tools::root;

/// What is made, and so is not there before.
const MADE: &[&str] = &[
    "ios/Pure2P.xcodeproj",
    "ios/Pure2PKit/Pure2PFFI.xcframework",
    "ios/Pure2PKit/Sources/Pure2PCore",
    "android/app/build",
    "android/messenger/build",
];

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn is_there(path: &str) -> bool {
    MADE.iter().any(|made| path.starts_with(made)) || root().join(path).exists()
}

/// The only document in a file.
fn parsed(text: &str) -> Yaml<'_> {
    let mut documents = Yaml::load_from_str(text).expect("YAML");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// What lies under these keys, one in the other.
fn at<'a, 'b>(yaml: &'a Yaml<'b>, path: &[&str]) -> &'a Yaml<'b> {
    path.iter()
        .fold(yaml, |yaml, key| yaml.as_mapping_get(key).unwrap_or_else(|| panic!("no {key} in {path:?}")))
}

fn entries<'a, 'b>(yaml: &'a Yaml<'b>) -> impl Iterator<Item = (&'a str, &'a Yaml<'b>)> {
    let mapping = yaml.as_mapping().expect("a mapping");
    mapping.iter().map(|(name, value)| (name.as_str().expect("a name"), value))
}

fn items<'a, 'b>(yaml: &'a Yaml<'b>) -> impl Iterator<Item = &'a Yaml<'b>> {
    yaml.as_sequence().expect("a list").iter()
}

#[test]
fn the_project_for_xcode_names_what_is_there() {
    let source = text("ios/project.yml");
    let project = parsed(&source);
    let inside = |path: &str| assert!(is_there(&format!("ios/{path}")), "not there: ios/{path}");
    let targets = at(&project, &["targets"]);
    for (name, target) in entries(targets) {
        for source in items(at(target, &["sources"])) {
            let folder = at(source, &["path"]).as_str().expect("a path");
            inside(folder);
            let left_out = source.as_mapping_get("excludes").into_iter().flat_map(items);
            left_out.for_each(|path| inside(&format!("{folder}/{}", path.as_str().expect("a path"))));
        }
        for setting in ["INFOPLIST_FILE", "CODE_SIGN_ENTITLEMENTS"] {
            let file = at(target, &["settings", "base"]).as_mapping_get(setting);
            file.into_iter().for_each(|file| inside(file.as_str().expect("a file")));
        }
        for other in items(at(target, &["dependencies"])) {
            let known = |kind: &str, among: &str| {
                let name = other.as_mapping_get(kind)?.as_str()?;
                Some(at(&project, &[among]).contains_mapping_key(name))
            };
            assert!(
                known("package", "packages").or_else(|| known("target", "targets")) == Some(true),
                "{name}"
            );
        }
    }
    for (_, package) in entries(at(&project, &["packages"])) {
        inside(&format!("{}/Package.swift", at(package, &["path"]).as_str().expect("a path")));
    }
    for test in items(at(&project, &["schemes", "Pure2P", "test", "targets"])) {
        if let Some(target) = test.as_str() {
            assert!(targets.contains_mapping_key(target), "{target}");
        } else {
            let (package, target) =
                at(test, &["package"]).as_str().and_then(|name| name.split_once('/')).expect("two");
            inside(&format!("{package}/Tests/{target}"));
        }
    }
}

#[test]
fn the_project_for_xcode_says_what_the_rest_says() {
    let source = text("ios/project.yml");
    let project = parsed(&source);
    let says = |path: &[&str]| at(&project, path).as_str().expect("a string").to_owned();
    assert_eq!(says(&["options", "deploymentTarget", "iOS"]), IOS);
    let oldest = IOS.split('.').next().expect("a number");
    assert!(text("ios/Pure2PKit/Package.swift").contains(&format!(".iOS(.v{oldest})")));
    assert_eq!(says(&["settings", "base", "MARKETING_VERSION"]), env!("CARGO_PKG_VERSION"));
    assert_eq!(says(&["settings", "base", "SWIFT_VERSION"]), "6.0");
    assert_eq!(says(&["settings", "base", "SWIFT_STRICT_CONCURRENCY"]), "complete");
    for target in ["Pure2P", "Pure2PUITests"] {
        let strict = at(&project, &["targets", target, "settings", "base", "SWIFT_TREAT_WARNINGS_AS_ERRORS"]);
        assert_eq!(strict.as_bool(), Some(true), "{target}");
    }
    let name = says(&["targets", "Pure2P", "settings", "base", "PRODUCT_BUNDLE_IDENTIFIER"]);
    assert!(name.ends_with("=dev.pure2p.app)"), "{name}");
    // What somebody's own phone needs is said in the environment, and is nobody's in particular here.
    for variable in ["PURE2P_TEAM", "PURE2P_BUNDLE_ID"] {
        assert!(
            source.contains(&format!("${{{variable}}}")) && text("ios/README.md").contains(variable),
            "{variable}"
        );
    }
}

#[test]
fn workflows_run_what_is_there() {
    for file in fs::read_dir(root().join(".github/workflows")).expect("workflows").flatten() {
        let source = fs::read_to_string(file.path()).expect("a workflow");
        let workflow = parsed(&source);
        let place = file.file_name().to_string_lossy().into_owned();
        assert_eq!(at(&workflow, &["permissions", "contents"]).as_str(), Some("read"), "{place}");
        let jobs = at(&workflow, &["jobs"]);
        for (name, job) in entries(jobs) {
            let place = format!("{place}: {name}");
            assert!(job.contains_mapping_key("timeout-minutes"), "{place} may go on for ever");
            let needed = job.as_mapping_get("needs").and_then(Yaml::as_str);
            assert!(needed.is_none_or(|needed| jobs.contains_mapping_key(needed)), "{place}");
            for step in items(at(job, &["steps"])) {
                let found = faulty(step);
                assert!(found.is_empty(), "{place}: {found:?}");
            }
        }
    }
}

fn faulty(step: &Yaml<'_>) -> Vec<String> {
    let said = |key: &str| step.as_mapping_get(key).and_then(Yaml::as_str);
    let mut found: Vec<String> = said("run").into_iter().flat_map(str::lines).flat_map(faults).collect();
    found.extend(
        said("working-directory").filter(|path| !is_there(path)).map(|path| format!("not there: {path}")),
    );
    found.extend(
        said("uses").filter(|action| !is_pinned(action)).map(|action| format!("not pinned: {action}")),
    );
    let arguments = step.as_mapping_get("with");
    // The emulator's step takes a line of shell, too.
    let script = arguments.and_then(|with| with.as_mapping_get("script")).and_then(Yaml::as_str);
    found.extend(script.into_iter().flat_map(faults));
    found
}

/// At a version, or at a commit: not at what somebody else's branch is today.
fn is_pinned(action: &str) -> bool {
    action.split_once('@').is_some_and(|(_, at)| {
        let is_version = at.strip_prefix('v').is_some_and(|version| {
            !version.is_empty() && version.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
        });
        is_version || at.len() == 40 && at.chars().all(|sign| sign.is_ascii_hexdigit())
    })
}

#[test]
fn readmes_name_commands_that_there_are() {
    for readme in ["README.md", "android/README.md", "ios/README.md", "ios/Pure2PKit/README.md"] {
        let source = text(readme);
        // In blocks a line is a command; in sentences what stands between ticks.
        let blocks = source.split("```").skip(1).step_by(2).flat_map(str::lines);
        let ticked = source.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
        let commands: BTreeSet<&str> =
            blocks.chain(ticked).filter(|line| line.starts_with("cargo xtask ")).collect();
        for command in commands {
            // What a README leaves to choose stands there as it does in the help.
            let found = faults(&command.replace(" …", ""));
            assert!(found.is_empty(), "{readme}: {found:?}");
        }
    }
}

#[test]
fn what_is_no_yaml_and_no_version_is_refused() {
    assert!(is_pinned("actions/checkout@v5") && is_pinned(&format!("a/b@{}", "0a".repeat(20))));
    assert!(!is_pinned("a/b@main") && !is_pinned("a/b@v") && !is_pinned("a/b"));
    assert!(Yaml::load_from_str("a: [1,\nb: }").is_err());
}
