//! Says what a folder was made of, so that it is made anew only for something else.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::tools::{Missing, unusable, write};

const STAMP: &str = ".made-of";

/// Writes down what the folder was made of.
pub(super) fn stamp(folder: &Path, made_of: &str) -> Result<(), Missing> {
    write(&folder.join(STAMP), made_of)
}

/// Whether the folder was made of just this.
pub(super) fn is_made_of(folder: &Path, made_of: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|old| old == made_of)
}

/// Files by their content, a line each: a fresh clone has other times. A folder of classes is known by its stamp,
/// or by that of the folder that it is made in.
pub(super) fn contents(paths: &[PathBuf]) -> Result<String, Missing> {
    let mut text = String::new();
    for path in paths {
        let stamps = path.ancestors().take(2).map(|folder| folder.join(STAMP));
        let stamp = stamps.into_iter().find(|stamp| path.is_dir() && stamp.is_file());
        let file = stamp.unwrap_or_else(|| path.clone());
        let bytes = fs::read(&file).map_err(|error| unusable(&file, &error))?;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let _ = writeln!(text, "{} {:016x}", path.display(), hasher.finish());
    }
    Ok(text)
}

/// Files by their names alone: what Maven brought never changes.
pub(super) fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("{}\n", path.display())).collect()
}
