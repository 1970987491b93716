//! `demo`: two homes, two processes, real sockets, and a story that must come true.

mod audit;
#[cfg(target_os = "linux")]
mod homes;
mod peer;
mod story;
mod timeline;

use std::path::{Path, PathBuf};

use crate::cli::{DemoArgs, Global};
use crate::failure::{Done, Failure};
use crate::output::Output;

use peer::Peer;
use timeline::Timeline;

/// Plays the story; an error if any of it isn't so.
pub(crate) async fn run(global: &Global, args: &DemoArgs) -> Done {
    if args.lab {
        return across_routers(global).await;
    }
    let folder = Folder::new(args.keep.as_deref())?;
    let timeline = Timeline::new(Output { json: global.json });
    let alice = Peer::new("Alice", folder.path().join("alice"))?;
    let bob = Peer::new("Bob", folder.path().join("bob"))?;
    let told = story::tell(&timeline, &alice, &bob, args.messages).await;
    match (&folder, &told) {
        (Folder::Kept(path), _) => timeline.end(&format!("The two homes are kept in {}.", path.display()))?,
        (Folder::Passing(_), Ok(())) => {
            timeline.end("The two homes are deleted again (--keep DIR keeps them).")?
        }
        (Folder::Passing(_), Err(_)) => {}
    }
    told
}

#[cfg(target_os = "linux")]
async fn across_routers(global: &Global) -> Done {
    homes::run(Output { json: global.json }).await
}

#[cfg(not(target_os = "linux"))]
async fn across_routers(_: &Global) -> Done {
    Err(Failure::input("no_lab", "routers can be made on Linux only"))
}

/// Where the two homes are.
enum Folder {
    Kept(PathBuf),
    Passing(tempfile::TempDir),
}

impl Folder {
    fn new(keep: Option<&Path>) -> Done<Self> {
        let Some(path) = keep else { return Ok(Self::Passing(tempfile::tempdir()?)) };
        std::fs::create_dir_all(path)?;
        if path.join("alice").exists() || path.join("bob").exists() {
            let reason = format!("{} has the homes of an earlier demo: name another folder", path.display());
            return Err(Failure::input("folder_in_use", reason));
        }
        Ok(Self::Kept(path.canonicalize()?))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(folder) => folder.path(),
        }
    }
}
