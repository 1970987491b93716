//! What Lint cannot see of the app's words without Gradle: a string that one language does not have, arguments that
//! languages disagree about, words in Kotlin that no language could ever replace.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::resources::source;
use crate::foreign::sources;
use crate::tools::{Step, unusable};

/// Looks at the app's words; says everything that is wrong with them.
pub(super) fn check() -> Step {
    let mut faults = Vec::new();
    let default = texts(&source("res/values"))?;
    let locales = read(&source("res/xml/locales_config.xml"))?;
    let locales: Vec<_> =
        locales.split("android:name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for language in locales.iter().filter(|language| **language != "en") {
        let translated = texts(&source(&format!("res/values-{language}")))?;
        faults.extend(compare(&default, &translated).into_iter().map(|fault| format!("{language}: {fault}")));
    }
    for path in sources(&source("kotlin"), "kt")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        faults.extend(words(&read(&path)?).into_iter().map(|line| format!("{name}:{line}: words in Kotlin")));
    }
    let lines: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    if faults.is_empty() { Ok(()) } else { Err(format!("the app's words:{lines}")) }
}

fn read(path: &Path) -> Result<String, String> {
    Ok(fs::read_to_string(path).map_err(|error| unusable(path, &error))?)
}

/// Strings and plurals by name, with the arguments that they have.
type Texts = BTreeMap<String, Text>;

#[derive(Debug, PartialEq, Eq)]
struct Text {
    translatable: bool,
    arguments: BTreeSet<String>,
}

fn texts(folder: &Path) -> Result<Texts, String> {
    let mut all = Texts::new();
    for path in sources(folder, "xml")? {
        for (name, text) in parsed(&read(&path)?) {
            if all.insert(name.clone(), text).is_some() {
                return Err(format!("{} has {name} once more", path.display()));
            }
        }
    }
    Ok(all)
}

fn parsed(xml: &str) -> Vec<(String, Text)> {
    let mut found = Vec::new();
    for kind in ["string", "plurals", "string-array"] {
        for element in xml.split(&format!("<{kind} ")).skip(1) {
            let element = element.split(&format!("</{kind}>")).next().unwrap_or_default();
            let Some((attributes, content)) = element.split_once('>') else { continue };
            let Some(name) = attributes.split("name=\"").nth(1).and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            let text = Text {
                translatable: !attributes.contains("translatable=\"false\""),
                arguments: arguments(content),
            };
            found.push((name.to_owned(), text));
        }
    }
    found
}

/// `%1$s`, `%2$d`, `%d`: as they are written. In plurals one quantity may do without, so all of them count together.
fn arguments(content: &str) -> BTreeSet<String> {
    let parts = content.replace("%%", "");
    let argument = |part: &str| {
        let end = part.find(|sign: char| sign.is_ascii_alphabetic())?;
        let (number, kind) = (part.get(..end)?, part.get(end..=end)?);
        let is_one = number.chars().all(|sign| sign.is_ascii_digit() || sign == '$');
        is_one.then(|| format!("%{number}{kind}"))
    };
    parts.split('%').skip(1).filter_map(argument).collect()
}

/// What is wrong with a translation.
fn compare(default: &Texts, translated: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, text) in default.iter().filter(|(_, text)| text.translatable) {
        match translated.get(name) {
            None => faults.push(format!("{name} is not translated")),
            Some(other) if other.arguments != text.arguments => {
                faults.push(format!(
                    "{name} has other arguments: {:?}, not {:?}",
                    other.arguments, text.arguments
                ));
            }
            Some(_) => {}
        }
    }
    let unknown = |name: &&String| default.get(*name).is_none_or(|text| !text.translatable);
    faults.extend(translated.keys().filter(unknown).map(|name| format!("{name} has nothing to translate")));
    faults
}

/// Where a literal with letters in it is shown or spoken.
const SHOWN: &[&str] = &[
    "Text(\"",
    "text = \"",
    "contentDescription = \"",
    "stateDescription = \"",
    "paneTitle = \"",
    "onClickLabel = \"",
    "onLongClickLabel = \"",
    "CustomAccessibilityAction(\"",
];

/// The numbers of lines with words that are not from the resources.
fn words(kotlin: &str) -> Vec<usize> {
    let is_hard_coded = |line: &str| {
        SHOWN.iter().flat_map(|start| line.match_indices(start)).any(|(at, start)| {
            // `newPlainText(` is another word.
            let begins = !line.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
            let literal = line.get(at + start.len()..).and_then(|rest| rest.split('"').next());
            begins && literal.is_some_and(has_letters)
        })
    };
    let is_comment = |line: &str| ["//", "/*", "*"].iter().any(|start| line.trim_start().starts_with(start));
    let lines = kotlin.lines().enumerate().filter(|(_, line)| !is_comment(line));
    lines.filter(|(_, line)| is_hard_coded(line)).map(|(number, _)| number + 1).collect()
}

/// Whether there is a letter besides names of variables.
fn has_letters(literal: &str) -> bool {
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('$') {
        if before.chars().any(char::is_alphabetic) {
            return true;
        }
        rest = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}').map_or("", |(_, rest)| rest),
            None => after.trim_start_matches(|sign: char| sign.is_alphanumeric() || sign == '_'),
        };
    }
    rest.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "<resources>\n<!-- %1$s -->\n<string name=\"app\" translatable=\"false\">P</string>\n\
        <string name=\"one\">%1$s wrote %2$d, 100%% sure</string>\n<plurals name=\"many\">\
        <item quantity=\"one\">One</item><item quantity=\"other\">%1$d</item></plurals>\n</resources>";
    const GERMAN: &str = "<resources><string name=\"one\">%2$d hat %1$s geschrieben</string>\
        <plurals name=\"many\"><item quantity=\"one\">%1$d</item>\
        <item quantity=\"other\">%1$d</item></plurals></resources>";

    fn faults(english: &str, german: &str) -> Vec<String> {
        compare(&parsed(english).into_iter().collect(), &parsed(german).into_iter().collect())
    }

    #[test]
    fn complete_words_are_good() {
        assert_eq!(faults(ENGLISH, GERMAN), [""; 0]);
    }

    #[test]
    fn what_is_not_translated_is_found() {
        let fault = faults(&ENGLISH.replace("</resources>", "<string name=\"two\">2</string>"), GERMAN);
        assert_eq!(fault, ["two is not translated"]);
        let fault = faults(ENGLISH, &GERMAN.replace("name=\"many\"", "name=\"few\""));
        assert_eq!(fault, ["many is not translated", "few has nothing to translate"]);
    }

    #[test]
    fn other_arguments_are_found() {
        for (old, new) in
            [("%2$d hat", "%2$s hat"), ("%1$s", "etwas"), ("%1$d", "viele"), ("%1$d", "%1$d %2$s")]
        {
            assert_eq!(faults(ENGLISH, &GERMAN.replace(old, new)).len(), 1, "{old} {new}");
        }
    }

    #[test]
    fn words_in_kotlin_are_found() {
        for line in [
            "Text(\"Hello\")",
            "Text(text = \"$name wrote\")",
            "Icon(it, contentDescription = \"Back\")",
            "Text(\"${a.b} of\")",
        ] {
            assert_eq!(words(&format!("\n{line}\n")), [2], "{line}");
        }
    }

    #[test]
    fn what_is_no_word_is_left_alone() {
        for line in [
            "Text(\"$count\")",
            "Text(\"${count + 1}/3\")",
            "// Text(\"Hello\")",
            " * Text(\"Hello\")",
            "newPlainText(\"Pure2P\", it)",
            "Text(stringResource(R.string.a))",
        ] {
            assert_eq!(words(line), [0usize; 0], "{line}");
        }
    }
}
