//! Whose work is in an app: what its page *Licences* shows, written from what is built, and compared whenever the app is.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::pom::Pom;
use crate::tools::{Step, root, unusable, write};

const APACHE: &str = "Apache-2.0";
/// The package that becomes the app's library.
const LIBRARY: &str = "pure2p-bindings";

/// An app that has such a page.
struct App {
    file: &'static str,
    /// The systems that its library is built for.
    targets: &'static [&'static str],
    /// What comes into it inside of something else, and no build tool knows of: its name, its licence and that one's text.
    hidden: &'static [(&'static str, &'static str, &'static str)],
}

const ANDROID: App = App {
    file: "android/app/src/main/res/raw/licences.txt",
    targets: &["aarch64-linux-android", "armv7-linux-androideabi", "x86_64-linux-android"],
    hidden: &[("libffi (in JNA)", "MIT", LIBFFI)],
};

/// Nothing is in it but the library: what Swift needs is part of the system.
const IPHONE: App = App {
    file: "ios/Pure2PKit/Sources/Pure2PKit/Resources/licences.txt",
    targets: &["aarch64-apple-ios", "aarch64-apple-ios-sim", "x86_64-apple-ios"],
    hidden: &[],
};

/// Asks for two things to be said: this, and where the source is.
const MPL: &str = "The source of this is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the \
    MPL was not distributed with this file, you can obtain one at https://mozilla.org/MPL/2.0/.";

const LIBFFI: &str = "libffi - Copyright (c) 1996-2024  Anthony Green, Red Hat, Inc and others.\n\n\
    Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated \
    documentation files (the ``Software''), to deal in the Software without restriction, including without limitation \
    the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to \
    permit persons to whom the Software is furnished to do so, subject to the following conditions:\n\n\
    The above copyright notice and this permission notice shall be included in all copies or substantial portions of \
    the Software.\n\n\
    THE SOFTWARE IS PROVIDED ``AS IS'', WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO \
    THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE \
    AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, \
    TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE \
    SOFTWARE.";

/// Writes the page of the app for Android anew. `shipped` is what Maven brings into it.
pub(crate) fn renew_android(shipped: &[PathBuf]) -> Step {
    ANDROID.renew(shipped)
}

/// Writes the page of the app for iPhone anew.
pub(crate) fn renew_iphone() -> Step {
    IPHONE.renew(&[])
}

/// An error if the page of the app for Android is not about what is built.
pub(crate) fn check_android(shipped: &[PathBuf]) -> Step {
    ANDROID.check(shipped)
}

/// An error if the page of the app for iPhone is not about what is built.
pub(crate) fn check_iphone() -> Step {
    IPHONE.check(&[])
}

impl App {
    fn renew(&self, shipped: &[PathBuf]) -> Step {
        let path = root().join(self.file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
        }
        Ok(write(&path, self.page(shipped)?)?)
    }

    fn check(&self, shipped: &[PathBuf]) -> Step {
        // A checkout may have made other line ends of it.
        let now = fs::read_to_string(root().join(self.file)).unwrap_or_default().replace("\r\n", "\n");
        if now == self.page(shipped)? {
            Ok(())
        } else {
            Err(format!("{} is not about what is built: cargo xtask licences", self.file))
        }
    }
}

/// All of it: parts of the app, then the texts under which they are.
#[derive(Default)]
struct Page {
    /// Names with versions, and their licences.
    parts: BTreeMap<String, String>,
    /// Texts, and the parts that they are about.
    texts: BTreeMap<String, BTreeSet<String>>,
}

impl Page {
    fn add(&mut self, name: &str, licence: &str, texts: impl IntoIterator<Item = String>) {
        self.parts.insert(name.into(), licence.into());
        for text in texts {
            self.texts.entry(tidy(&text)).or_default().insert(name.into());
        }
    }

    /// A line `* name: licence` each, and blocks under lines `= names`.
    fn written(&self, apache: &str) -> String {
        let mut text = String::new();
        for (name, licence) in &self.parts {
            let _ = writeln!(text, "* {name}: {licence}");
        }
        let _ = writeln!(text, "= {APACHE}\n{}", tidy(apache));
        for (words, parts) in &self.texts {
            let parts: Vec<_> = parts.iter().map(String::as_str).collect();
            let _ = writeln!(text, "= {}\n{words}", parts.join(", "));
        }
        text
    }
}

impl App {
    fn page(&self, shipped: &[PathBuf]) -> Result<String, String> {
        let folders = folders(self.targets)?;
        let mut page = Page::default();
        let crates = crates(self.targets)?;
        // Apple's systems have a library for ciphers.
        let has_openssl = crates.iter().any(|one| one.name == "openssl-sys");
        for Crate { name, version, licence, place } in crates {
            let full = format!("{name} {version}");
            // Where one may choose it is Apache's, whose text stands there once.
            let texts = if licence.contains(APACHE) && !licence.contains(" AND ") {
                Vec::new()
            } else if licence == "MPL-2.0" {
                vec![format!("{MPL} Its source is at {place}")]
            } else {
                let folder = folders.get(&format!("{name}-{version}"));
                of_crate(folder.ok_or(format!("the source of {full} is not here"))?, &licence)?
            };
            page.add(&full, &licence, texts);
        }
        for path in shipped {
            let pom = Pom::beside(path)?;
            if !pom.has_half(shipped) {
                page.add(&pom.title(), &pom.licence()?, []);
            }
        }
        let openssl = folder(&folders, "openssl-src-")?;
        let sqlcipher = folder(&folders, "sqlcipher-src-")?;
        let of_sqlcipher = read(&sqlcipher.join("sqlcipher/LICENSE-sqlcipher"))?;
        if has_openssl {
            page.add(&format!("OpenSSL {}", version(openssl, "+")?), APACHE, []);
        }
        page.add(
            &format!("SQLCipher {}", version(sqlcipher, "+sqlcipher-")?),
            "BSD-3-Clause",
            [of_sqlcipher],
        );
        page.add(&format!("SQLite {}", version(sqlcipher, "-sqlite-")?), "public domain", []);
        for (name, licence, text) in self.hidden {
            page.add(name, licence, [(*text).to_owned()]);
        }
        page.add("Rust’s standard library", "MIT OR Apache-2.0", []);
        Ok(page.written(&read(&openssl.join("openssl/LICENSE.txt"))?))
    }
}

/// A library of Rust's that is linked into the app's.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
    licence: String,
    /// Where its source is.
    place: String,
}

/// What is linked on any of the systems, and not only run while building.
fn crates(targets: &[&str]) -> Result<BTreeSet<Crate>, String> {
    let mut all = BTreeSet::new();
    for target in targets {
        let text = cargo(&[
            "tree",
            "--locked",
            "--package",
            LIBRARY,
            "--target",
            target,
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--no-dedupe",
            "--format",
            "{p}|{l}|{r}",
        ])?;
        for line in text.lines() {
            let mut fields = line.split('|');
            let (package, licence, place) = (fields.next(), fields.next(), fields.next());
            let mut words = package.unwrap_or_default().split(' ');
            let (Some(name), Some(version)) =
                (words.next(), words.next().and_then(|word| word.strip_prefix('v')))
            else {
                return Err(format!("cargo tree says: {line}"));
            };
            if name.starts_with("pure2p") {
                continue;
            }
            let licence =
                licence.filter(|words| !words.is_empty()).ok_or(format!("{name} names no licence"))?;
            all.insert(Crate {
                name: name.into(),
                version: version.into(),
                licence: licence.replace('/', " OR "),
                place: place.unwrap_or_default().into(),
            });
        }
    }
    Ok(all)
}

/// Where each package's source is, by `name-version`.
fn folders(targets: &[&str]) -> Result<BTreeMap<String, PathBuf>, String> {
    let platform = targets.first().copied().unwrap_or_default();
    let text = cargo(&["metadata", "--locked", "--format-version", "1", "--filter-platform", platform])?;
    // All that is wanted of so much JSON: no parser is worth it.
    let paths = text.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let folders =
        paths.filter_map(|path| Some(Path::new(&path.replace("\\\\", "\\")).parent()?.to_path_buf()));
    Ok(folders.filter_map(|path| Some((path.file_name()?.to_string_lossy().into_owned(), path))).collect())
}

fn folder<'a>(folders: &'a BTreeMap<String, PathBuf>, beginning: &str) -> Result<&'a Path, String> {
    let found = folders.iter().find(|(name, _)| name.starts_with(beginning));
    found.map(|(_, path)| path.as_path()).ok_or(format!("the source of {beginning}… is not here"))
}

/// The version that a folder's name says after these signs.
fn version<'a>(folder: &'a Path, after: &str) -> Result<&'a str, String> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let rest = name.split_once(after).map(|(_, rest)| rest).ok_or(format!("{name} has no {after}"))?;
    Ok(rest.split('-').next().unwrap_or(rest))
}

/// The texts that lie with a crate, of the licence that is taken.
fn of_crate(folder: &Path, licence: &str) -> Result<Vec<String>, String> {
    let files = fs::read_dir(folder).map_err(|error| unusable(folder, &error))?.flatten();
    let mut names: Vec<_> = files.filter_map(|file| file.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names.retain(|name| name.to_ascii_uppercase().starts_with("LICEN"));
    // Several to choose from: the one that everybody knows.
    if licence.contains(" OR ") {
        names.retain(|name| name.to_ascii_uppercase().contains("MIT"));
    }
    if names.is_empty() {
        return Err(format!("{} has no text of its licence ({licence})", folder.display()));
    }
    names.iter().map(|name| read(&folder.join(name))).collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| unusable(path, &error).into())
}

/// A line for each paragraph, so that a screen breaks lines where it must; and the same text is the same.
fn tidy(text: &str) -> String {
    let mut tidied = String::new();
    let mut broken = true;
    for line in text.lines().map(str::trim) {
        if !tidied.is_empty() && !line.is_empty() {
            tidied.push_str(if broken {
                "\n\n"
            } else if is_start(line) {
                "\n"
            } else {
                " "
            });
        }
        broken = line.is_empty();
        tidied.push_str(line);
    }
    tidied
}

/// Whether a line begins something, although the one above it is not empty.
fn is_start(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let number = first.trim_matches(['(', ')', '.']);
    let numbered = first != number && number.len() == 1;
    numbered || ["*", "-", "Copyright", "https://"].iter().any(|start| line.starts_with(start))
}

fn cargo(words: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| format!("cannot run cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(text) } else { Err(format!("cargo {} failed", words.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_lines() {
        let text = "  Title\n\n\nCopyright (c) A \r\nCopyright (c) B\r\n\r\nmay do\n   this:\n  (a) one\n  two\n* three\n";
        let tidied = "Title\n\nCopyright (c) A\nCopyright (c) B\n\nmay do this:\n(a) one two\n* three";
        assert_eq!(tidy(text), tidied);
        assert_eq!(tidy(tidied), tidied);
    }

    #[test]
    fn a_page_is_parts_and_then_texts() {
        let mut page = Page::default();
        page.add("b 1", "MIT", ["of both\n".to_owned()]);
        page.add("a 2", "MIT", ["of both".to_owned()]);
        assert_eq!(page.written("free"), "* a 2: MIT\n* b 1: MIT\n= Apache-2.0\nfree\n= a 2, b 1\nof both\n");
    }

    #[test]
    fn versions_are_read_from_folders() {
        let folder = Path::new("/r/sqlcipher-src-420.0.0+sqlcipher-4.20.0-sqlite-3.54.1-x-1");
        assert_eq!(version(folder, "+sqlcipher-"), Ok("4.20.0"));
        assert_eq!(version(folder, "-sqlite-"), Ok("3.54.1"));
        assert!(version(folder, "+openssl-").is_err());
    }
}
