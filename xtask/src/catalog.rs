//! The Gradle version catalog, `android/gradle/libs.versions.toml`: the one place that has versions of
//! Kotlin's and Java's libraries. Only what such a file needs of TOML is understood.

use std::collections::BTreeMap;
use std::fs;

use crate::tools::{Missing, root};

const FILE: &str = "android/gradle/libs.versions.toml";

/// Aliases with what they stand for.
pub(crate) struct Catalog {
    versions: BTreeMap<String, String>,
    libraries: BTreeMap<String, Library>,
}

/// A library in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Library {
    /// Maven's group.
    pub(crate) group: String,
    /// The name within the group.
    pub(crate) name: String,
    /// The version.
    pub(crate) version: String,
}

impl Catalog {
    /// Reads the project's catalog.
    pub(crate) fn read() -> Result<Self, Missing> {
        let path = root().join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| Missing(format!("{FILE}: {error}.")))?;
        Self::parse(&text)
            .map_err(|line| Missing(format!("{FILE} has a line that is not understood: {line}")))
    }

    /// The library with this alias.
    pub(crate) fn library(&self, alias: &str) -> Result<&Library, Missing> {
        self.libraries.get(alias).ok_or_else(|| Missing(format!("{FILE} has no library {alias}.")))
    }

    /// The version with this alias.
    pub(crate) fn version(&self, alias: &str) -> Result<&str, Missing> {
        let version = self.versions.get(alias).map(String::as_str);
        version.ok_or_else(|| Missing(format!("{FILE} has no version {alias}.")))
    }

    /// Reads a catalog; `Err` is the first line that means nothing to us.
    fn parse(text: &str) -> Result<Self, String> {
        let mut catalog = Self { versions: BTreeMap::new(), libraries: BTreeMap::new() };
        let mut table = "";
        for line in text.lines().map(|line| without_comment(line).trim()).filter(|line| !line.is_empty()) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                table = name.trim();
                continue;
            }
            catalog.entry(table, line).ok_or(line)?;
        }
        Ok(catalog)
    }

    fn entry(&mut self, table: &str, line: &str) -> Option<()> {
        let (alias, value) = line.split_once('=')?;
        let (alias, value) = (alias.trim().to_owned(), value.trim());
        match table {
            "versions" => drop(self.versions.insert(alias, quoted(value)?)),
            "libraries" => drop(self.libraries.insert(alias, self.meaning(value)?)),
            // Plugins and bundles are Gradle's business alone.
            _ => {}
        }
        Some(())
    }

    /// `{ module = "group:name", version.ref = "alias" }`, or with `version = "1.0"`.
    fn meaning(&self, value: &str) -> Option<Library> {
        let (mut module, mut version) = (None, None);
        for field in value.strip_prefix('{')?.strip_suffix('}')?.split(',') {
            let (key, value) = field.split_once('=')?;
            let value = quoted(value.trim())?;
            match key.trim() {
                "module" => module = Some(value),
                "version" => version = Some(value),
                "version.ref" => version = Some(self.versions.get(&value)?.clone()),
                _ => return None,
            }
        }
        let module = module?;
        let (group, name) = module.split_once(':')?;
        Some(Library { group: group.into(), name: name.into(), version: version? })
    }
}

fn quoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['"', '\\'])).then(|| inner.to_owned())
}

fn without_comment(line: &str) -> &str {
    let mut inside = false;
    let end = line.find(|sign| {
        inside ^= sign == '"';
        sign == '#' && !inside
    });
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_is_read() {
        let text = "# top\n[versions]\nkotlin = \"2.4.20\" # why\n odd=\"1#2\"\n\n[libraries]\n\
            std = { module = \"org.a:kotlin-stdlib\", version.ref = \"kotlin\" }\n\
            own = {module=\"org.b:own\",version.ref=\"odd\"}\n\
            third = { module = \"org.c:third\", version = \"3\" }\n[plugins]\np = { id = \"x\", version.ref = \"kotlin\" }\n";
        let catalog = Catalog::parse(text).expect("a good catalog");
        let library = |group: &str, name: &str, version: &str| Library {
            group: group.into(),
            name: name.into(),
            version: version.into(),
        };
        assert_eq!(catalog.library("std").ok(), Some(&library("org.a", "kotlin-stdlib", "2.4.20")));
        assert_eq!(catalog.library("own").ok(), Some(&library("org.b", "own", "1#2")));
        assert_eq!(catalog.library("third").ok(), Some(&library("org.c", "third", "3")));
        assert!(catalog.library("p").is_err());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for line in ["kotlin", "kotlin = 2", "kotlin = \"2"] {
            assert_eq!(Catalog::parse(&format!("[versions]\n{line}\n")).err().as_deref(), Some(line));
        }
        for line in [
            "a = { module = \"a:b\", version.ref = \"nowhere\" }",
            "a = { module = \"a\", version = \"1\" }",
            "a = { module = \"a:b\" }",
            "a = \"a:b:1\"",
        ] {
            assert_eq!(Catalog::parse(&format!("[libraries]\n{line}\n")).err().as_deref(), Some(line));
        }
    }

    #[test]
    fn the_projects_own_catalog_is_understood() {
        let catalog = Catalog::read().unwrap_or_else(|missing| panic!("{missing}"));
        assert!(catalog.library("kotlin-compiler").is_ok());
    }
}
