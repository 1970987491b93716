//! `docs/THREAT-MODEL.md` names a test for what it promises: each must be a test, in the file that is named.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// What the paragraph that begins with "Shorthand for files:" says.
fn shorthands(model: &str) -> HashMap<&str, &str> {
    let (_, from) = model.split_once("Shorthand for files:").expect("the shorthands");
    let paragraph = from.split("\n\n").next().unwrap();
    let quoted: Vec<&str> = paragraph.split('`').skip(1).step_by(2).collect();
    quoted.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Every `file`::function of the text (or `file`::“sentence”), with "`…`" as the file named before it.
fn named(model: &str) -> Vec<(&str, &str)> {
    let mut file = "";
    let mut all = Vec::new();
    for (at, _) in model.match_indices("`::") {
        let before = &model[..at];
        let named = &before[before.rfind('`').unwrap() + 1..];
        let rest = &model[at + 3..];
        // Kotlin's tests are called by sentences.
        let name = match rest.strip_prefix('“').and_then(|rest| rest.split_once('”')) {
            Some((sentence, _)) => sentence,
            None => rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap(),
        };
        if named != "…" {
            file = named;
        }
        // "`file`::function" itself is an explanation.
        if !name.is_empty() && file != "file" {
            all.push((file, name));
        }
    }
    all
}

/// Whether `code` has a test of this name, and one that is run.
fn is_test(code: &str, name: &str) -> bool {
    let kotlin = [format!("fun `{name}`("), format!("fun {name}(")];
    if let Some(at) = kotlin.iter().find_map(|beginning| code.find(beginning)) {
        let attributes = code[..at].rsplit(['}', ';']).next().unwrap();
        return attributes.contains("@Test") && !attributes.contains("@Ignore");
    }
    // Swift's: `@Test func name(`, with or without arguments; one that is switched off says so by a trait.
    if let Some(at) = code.find(&format!(" func {name}(")) {
        let attributes = code[..at].rsplit(['}', ';']).next().unwrap();
        return attributes.contains("@Test") && !attributes.contains(".disabled");
    }
    let Some(at) = code.find(&format!("fn {name}(")) else { return false };
    // What stands between the end of the item before it and its name.
    let attributes = code[..at].rsplit(['}', ';']).next().unwrap();
    let is_marked = attributes.contains("#[test]") || attributes.contains("#[tokio::test");
    is_marked && !attributes.contains("#[ignore")
}

#[test]
fn every_test_that_the_threat_model_names_is_one_and_is_where_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let model = fs::read_to_string(root.join("docs/THREAT-MODEL.md")).unwrap();
    let shorthands = shorthands(&model);
    let named = named(&model);
    assert!(named.len() > 60, "the threat model names its tests as `file`::function");
    let mut wrong = Vec::new();
    for (file, name) in named {
        let path = shorthands.get(file).copied().unwrap_or(file);
        match fs::read_to_string(root.join(path)) {
            Ok(code) if is_test(&code, name) => {}
            Ok(_) => wrong.push(format!("{path} has no test {name}")),
            Err(_) => wrong.push(format!("there is no {path} (for {name})")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_cannot_has_a_test_or_says_that_it_has_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let model = fs::read_to_string(root.join("docs/THREAT-MODEL.md")).unwrap();
    let rows = model.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    for row in rows.filter(|row| !row.contains("---")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, cannot, test] = cells[..] else { panic!("not three cells: {row}") };
        let says = ["`::", ".rs`", ".toml`", "argued", "see there"].iter().any(|word| test.contains(word));
        assert!(cannot.is_empty() || cannot == "cannot" || says, "{row}");
    }
}

#[test]
fn a_test_is_told_from_what_only_looks_like_one() {
    let code = "fn helper() {}\n#[test]\nfn plain() {}\n#[tokio::test(flavor = \"x\")]\nasync fn waiting() {}\n\
                #[test]\n#[ignore = \"no\"]\nfn idle() {}\nproptest! {\n    #[test]\n    fn many(x in 0..1) {}\n}\n";
    let found: Vec<&str> = ["helper", "plain", "waiting", "idle", "many", "missing"]
        .into_iter()
        .filter(|name| is_test(code, name))
        .collect();
    assert_eq!(found, ["plain", "waiting", "many"]);
    let kotlin =
        "fun `a helper`() {}\n@Test\nfun `a test, of that name`() {}\n@Test\n@Ignore\nfun `idle`() {}\n";
    assert!(is_test(kotlin, "a test, of that name"));
    assert!(!is_test(kotlin, "a helper") && !is_test(kotlin, "idle") && !is_test(kotlin, "missing"));
    let swift = "    func helper() {}\n    @Test\n    func plain() async throws {}\n    @Test(arguments: [1, 2])\n    func many(one: Int) {}\n\
                 @Test(.disabled())\n    func idle() {}\n";
    assert!(is_test(swift, "plain") && is_test(swift, "many"));
    assert!(!is_test(swift, "helper") && !is_test(swift, "idle") && !is_test(swift, "missing"));
}
