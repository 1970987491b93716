//! What a library of Maven's says of itself: only what a few plain elements say, without an XML parser.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::unusable;

/// What a POM says.
pub(crate) struct Pom {
    path: PathBuf,
    text: String,
}

impl Pom {
    /// The one of an artifact in Maven's own folder.
    pub(crate) fn beside(artifact: &Path) -> Result<Self, String> {
        Self::read(artifact.with_extension("pom"))
    }

    fn read(path: PathBuf) -> Result<Self, String> {
        let text = fs::read_to_string(&path).map_err(|error| String::from(unusable(&path, &error)))?;
        Ok(Self { path, text })
    }

    /// `group:name version`; a platform's half of a library goes by the library's name.
    pub(crate) fn title(&self) -> String {
        let name = self.name();
        let whole = HALVES.iter().find_map(|half| name.strip_suffix(half)).unwrap_or(name);
        format!("{}:{whole} {}", self.group().unwrap_or_default(), self.version())
    }

    /// Whether the half for this platform is there too: then this one is only what leads to it.
    pub(crate) fn has_half(&self, all: &[PathBuf]) -> bool {
        let Some(versions) = self.path.ancestors().nth(2) else { return false };
        HALVES.iter().any(|half| {
            let mut folder = versions.as_os_str().to_owned();
            folder.push(half);
            all.iter().any(|path| path.ancestors().nth(2).is_some_and(|other| other.as_os_str() == folder))
        })
    }

    /// Its licence; of several one may choose.
    pub(crate) fn licence(&self) -> Result<String, String> {
        if let Some(block) = inside(&self.text, "licenses") {
            let names = block.split("<license>").skip(1).filter_map(|licence| inside(licence, "name"));
            let names: Vec<_> = names.map(|name| normal(name.trim())).collect();
            if !names.is_empty() {
                return Ok(names.join(" OR "));
            }
        }
        let parent = self.parent().ok_or(format!("{} names no licence", self.path.display()))?;
        Self::read(parent)?.licence()
    }

    /// A POM lies at `group/as/folders/name/version/name-version.pom`.
    fn parent(&self) -> Option<PathBuf> {
        let depth = self.group()?.split('.').count();
        let top = self.path.ancestors().nth(3 + depth)?;
        let parent = inside(&self.text, "parent")?;
        let [group, name, version] = ["groupId", "artifactId", "version"].map(|field| inside(parent, field));
        let (name, version) = (name?, version?);
        let folder = top.join(group?.replace('.', "/")).join(name).join(version);
        Some(folder.join(format!("{name}-{version}.pom")))
    }

    fn name(&self) -> &str {
        self.folder(2)
    }

    fn version(&self) -> &str {
        self.folder(1)
    }

    fn folder(&self, up: usize) -> &str {
        self.path
            .ancestors()
            .nth(up)
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .unwrap_or_default()
    }

    /// Its own, or its parent's.
    fn group(&self) -> Option<&str> {
        let own = self.text.split_once("</parent>").map_or(self.text.as_str(), |(_, rest)| rest);
        // What others are named in comes after that by custom, and is cut off all the same.
        let end = NAMING_OTHERS.iter().filter_map(|element| own.find(element)).min().unwrap_or(own.len());
        inside(own.get(..end)?, "groupId").or_else(|| inside(inside(&self.text, "parent")?, "groupId"))
    }
}

/// Elements in which a POM names others.
const NAMING_OTHERS: &[&str] =
    &["<build>", "<dependencies>", "<dependencyManagement>", "<profiles>", "<reporting>"];
/// What a library of several platforms has for this one.
const HALVES: &[&str] = &["-android", "-jvm"];

/// What stands in the first element of this name.
fn inside<'a>(text: &'a str, element: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{element}>"))?;
    rest.split_once(&format!("</{element}>")).map(|(inner, _)| inner)
}

/// The names by which one licence goes, as one.
fn normal(name: &str) -> String {
    let apache = name.contains("Apache") && name.contains("2.0");
    if apache { "Apache-2.0".into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pom(path: &str, text: &str) -> Pom {
        Pom { path: path.into(), text: text.into() }
    }

    #[test]
    fn names_and_licences_are_read() {
        let text = "<project><parent><groupId>top</groupId></parent><groupId>a.b</groupId><licenses><license>\
            <name>LGPL-2.1-or-later</name></license><license><name>The Apache License, Version 2.0</name></license>\
            </licenses><dependencies><dependency><groupId>x</groupId></dependency></dependencies></project>";
        let pom = pom("/m/a/b/ui-android/1.2/ui-android-1.2.pom", text);
        assert_eq!(pom.title(), "a.b:ui 1.2");
        assert_eq!(pom.licence().as_deref(), Ok("LGPL-2.1-or-later OR Apache-2.0"));
    }

    #[test]
    fn a_plugins_group_is_not_the_librarys() {
        let text = "<project><parent><groupId>top</groupId></parent><artifactId>core</artifactId>\
            <build><plugins><plugin><groupId>x</groupId></plugin></plugins></build></project>";
        assert_eq!(pom("/m/top/core/3/core-3.pom", text).title(), "top:core 3");
    }

    #[test]
    fn what_only_leads_to_a_half_is_known() {
        let whole = pom("/m/a/b/ui/1.2/ui-1.2.pom", "");
        assert!(whole.has_half(&["/m/a/b/ui-android/1.3/ui-android-1.3.aar".into()]));
        assert!(!whole.has_half(&["/m/a/b/ui-text-android/1.2/ui-text-android-1.2.aar".into()]));
    }

    #[test]
    fn a_parent_is_where_maven_puts_it() {
        let text = "<project><parent><groupId>a.b</groupId><artifactId>top</artifactId><version>3</version></parent></project>";
        let pom = pom("/m/a/b/list/1/list-1.pom", text);
        assert_eq!(pom.parent().as_deref(), Some(Path::new("/m/a/b/top/3/top-3.pom")));
    }
}
