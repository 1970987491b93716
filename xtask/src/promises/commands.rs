//! A line of shell, as workflows and READMEs have it, and what is wrong with it.

use super::is_there;
use crate::HELP;

/// Whether `cargo xtask` understands this; in the help, capitals are for what one chooses, and brackets for what may be left out.
fn is_recipe(words: &[&str]) -> bool {
    HELP.lines().filter_map(|line| line.strip_prefix("cargo xtask ")).any(|line| {
        let pattern = line.split("  ").next().unwrap_or_default();
        let shape: Vec<&str> = pattern.split_whitespace().collect();
        let is_chosen =
            |word: &str| word.starts_with('[') || word.chars().all(|sign| sign.is_ascii_uppercase());
        let needed = shape.iter().filter(|word| !word.starts_with('[') && !word.ends_with(']')).count();
        (needed..=shape.len()).contains(&words.len())
            && shape
                .iter()
                .zip(words)
                .all(|(shape, word)| is_chosen(shape) || shape.ends_with(']') || shape == word)
    })
}

/// A command's words, as a shell takes them apart. What GitHub puts in is one, whatever it is.
fn words(command: &str) -> Vec<String> {
    let mut pieces = command.split("${{");
    let mut command = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        command.push_str("SOMETHING");
        command.push_str(piece.split_once("}}").map_or("", |(_, rest)| rest));
    }
    let mut all = vec![String::new()];
    let mut quote = None;
    for sign in command.chars() {
        match (quote, sign) {
            (None, '\'' | '"') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            (None, _) if sign.is_whitespace() => all.push(String::new()),
            (_, _) => all.last_mut().expect("a word").push(sign),
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

/// What is wrong with a line of shell: recipes that are none, files that are not there.
pub(super) fn faults(line: &str) -> Vec<String> {
    let line = line.split(" #").next().unwrap_or_default();
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut faults = Vec::new();
    if let ["cargo", "xtask", recipe @ ..] = words.as_slice() {
        if !is_recipe(recipe) {
            faults.push(format!("no such recipe: {line}"));
        }
        if let ["smoke", "ios", _, class] = recipe
            && !class.starts_with('[')
            && !is_there(&format!("ios/Pure2PUITests/{}.swift", class.split('/').next().unwrap_or_default()))
        {
            faults.push(format!("no such stories: {class}"));
        }
    }
    let folders = ["ios/", "android/", ".ci/", "xtask/"];
    for path in words.iter().filter(|word| folders.iter().any(|folder| word.starts_with(folder))) {
        if !path.contains('*') && !is_there(path) {
            faults.push(format!("not there: {path}"));
        }
    }
    for (target, class) in
        words.iter().filter_map(|word| word.strip_prefix("-only-testing:")?.split_once('/'))
    {
        if !is_there(&format!("ios/{target}/{class}.swift")) {
            faults.push(format!("no such tests: {target}/{class}"));
        }
    }
    faults
}

#[test]
fn what_is_wrong_is_found() {
    assert!(
        is_recipe(&["test"])
            && is_recipe(&["smoke", "ios", "iPhone 16"])
            && is_recipe(&["fuzz", "uid", "300"])
    );
    assert!(
        !is_recipe(&["tests"]) && !is_recipe(&["fuzz"]) && !is_recipe(&["icon", "now"]) && !is_recipe(&[])
    );
    assert!(faults("cargo xtask smoke ios 'iPhone 16' GalleryTests # pictures").is_empty());
    for wrong in [
        "cargo xtask aple",
        "cargo xtask smoke ios 'iPhone 16' NoTests",
        "ios/nothing.sh now",
        "xcodebuild test -only-testing:Pure2PUITests/NoTests",
    ] {
        assert_eq!(faults(wrong).len(), 1, "{wrong}");
    }
}
