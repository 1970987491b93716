//! Refuses what a merge leaves behind where two sides changed the same lines: no compiler reads every tracked file.

use std::fs;
use std::process::Command;

use crate::tools::{Step, root, said};

/// Looks through every tracked file.
pub(crate) fn check() -> Step {
    // A downloaded archive was never merged.
    if !root().join(".git").exists() {
        return Ok(());
    }
    let mut list = Command::new("git");
    let tracked =
        said(list.args(["ls-files", "-z"]).current_dir(root())).ok_or("git does not list its files")?;
    let mut found = Vec::new();
    for name in tracked.split('\0').filter(|name| !name.is_empty()) {
        // One that is deleted and still tracked has nothing in it.
        let Ok(bytes) = fs::read(root().join(name)) else { continue };
        let lines = String::from_utf8_lossy(&bytes);
        found.extend(marked(&lines).into_iter().map(|line| format!("{name}:{line}")));
    }
    if found.is_empty() { Ok(()) } else { Err(format!("left behind by a merge: {}", found.join(", "))) }
}

/// The numbers of lines that are markers.
fn marked(text: &str) -> Vec<usize> {
    let is_marker = |line: &str| {
        ['<', '|', '=', '>'].iter().any(|sign| {
            let rest = line.strip_prefix(&*sign.to_string().repeat(7));
            // Seven and no more; the one in the middle stands alone.
            rest.is_some_and(|rest| rest.is_empty() || (*sign != '=' && rest.starts_with(' ')))
        })
    };
    let numbered = text.lines().enumerate();
    numbered.filter(|(_, line)| is_marker(line)).map(|(number, _)| number + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_merge_leaves_is_found() {
        let marker = |sign: &str| sign.repeat(7);
        let (ours, base, middle, theirs) = (marker("<"), marker("|"), marker("="), marker(">"));
        let text = format!("a\n{ours} HEAD\nb\n{base} 1234567\nc\n{middle}\nd\n{theirs} side\ne\n");
        assert_eq!(marked(&text), [2, 4, 6, 8]);
    }

    #[test]
    fn other_lines_are_left_alone() {
        for line in ["========", "Title\n=====", "    <<<<<<< in a quotation", "<<<<<<<<", "======= x"] {
            assert_eq!(marked(line), [0usize; 0], "{line}");
        }
    }
}
