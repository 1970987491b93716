//! `docs/THREAT-MODEL.md` names a test for what it promises: every one of them must exist.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;

/// All Rust sources below `folder`, one after another.
fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_the_threat_model_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let model = fs::read_to_string(root.join("docs/THREAT-MODEL.md")).unwrap();
    let mut code = String::new();
    for folder in ["core", "desktop", "tests"] {
        sources(&root.join(folder), &mut code);
    }
    let named: Vec<&str> = model
        .split("`::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(named.len() > 40, "the threat model names its tests as `file`::function");
    let missing: Vec<_> = named.iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
}
