//! Whether an app that went through R8 still finds its library. What R8 removes and renames is the same for Android and for
//! this machine's Java: so a person of `tests/foreign` goes through it, by the app's own rules, and has a conversation.

use std::fs;
use std::path::{Path, PathBuf};

use super::r8::{Job, R8, keep};
use crate::tools::{Missing, target, unusable, write};

/// Where the peer starts.
const START: &str = "-keep class dev.pure2p.peer.PeerKt { public static void main(java.lang.String[]); }\n";
/// What the peer tells the test by names of classes and fields (`tests/foreign/kotlin/Values.kt`). No app does that.
const TOLD: &[&str] =
    &["Event", "Happening", "MessengerException", "Reason", "TypedUid", "UidProblem", "Way"];

/// Says what is missing, if anything is.
pub(crate) fn bring() -> Result<(), Missing> {
    R8::bring().map(|_| ())
}

/// The jar of a person after R8: of what they stand on, in these folders, of themselves, and of these libraries.
pub(crate) fn peer(below: &[PathBuf], peer: &Path, jars: Vec<PathBuf>) -> Result<PathBuf, String> {
    let work = target().join("android");
    fs::create_dir_all(&work).map_err(|error| unusable(&work, &error))?;
    let rules = work.join("peer.pro");
    let told = TOLD.iter().map(|name| {
        let class = format!("dev.pure2p.core.{name}");
        format!("-keep class {class}\n-keep class * extends {class} {{ <fields>; }}\n")
    });
    write(&rules, format!("{START}{}", told.collect::<String>()))?;
    // Beside the peer there are tests, with names that Android does not allow.
    let folders = below.iter().map(|folder| (folder.clone(), "dev"));
    let folders = folders.chain([(peer.to_owned(), "dev/pure2p/peer")]).collect();
    let rules = vec![keep(), rules];
    let job = Job { name: "a peer", folders, jars, rules, system: Vec::new(), min: None };
    let out = work.join("peer");
    R8::bring()?.shrink(&job, &out)?;
    Ok(out.join("out.zip"))
}
