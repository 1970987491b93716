//! Waking the foreground process when another process of the same home has written.
//!
//! One byte on a Unix datagram socket inside the (private) home. It says only "look": the database
//! is the truth, so a lost, doubled or foreign byte does no harm. Elsewhere, the foreground looks
//! once a second.

use crate::home::Home;

/// Tells the foreground process of this home, if there is one, to look into the database.
pub(crate) fn poke(home: &Home) {
    // Nobody there is the usual case, and not an error: the next foreground reads everything.
    let _ = imp::poke(home);
}

/// The foreground's ear.
#[derive(Debug)]
pub(crate) struct Pokes(imp::Pokes);

impl Pokes {
    /// Starts to listen. Call this after the foreground was entered: only one process is in it.
    pub(crate) fn listen(home: &Home) -> Self {
        Self(imp::Pokes::listen(home))
    }

    /// Waits until there may be something new. Safe to drop.
    pub(crate) async fn next(&mut self) {
        self.0.next().await;
    }
}

/// How long to wait between looks where nobody can poke us.
const POLL: std::time::Duration = std::time::Duration::from_secs(1);

#[cfg(unix)]
mod imp {
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};

    use tokio::net::UnixDatagram;

    use crate::home::Home;

    /// Socket addresses end at 104 bytes on some systems; longer paths take the way round.
    const LONGEST_PATH: usize = 100;

    pub(super) fn poke(home: &Home) -> io::Result<()> {
        let socket = std::os::unix::net::UnixDatagram::unbound()?;
        socket.set_nonblocking(true)?;
        with_short_path(&home.poke_socket(), |path| socket.send_to(&[1], path)).map(drop)
    }

    #[derive(Debug)]
    pub(super) struct Pokes {
        socket: Option<UnixDatagram>,
        path: PathBuf,
    }

    impl Pokes {
        pub(super) fn listen(home: &Home) -> Self {
            let path = home.poke_socket();
            // What lies there was left by a killed process: we are the only foreground now.
            let _ = fs::remove_file(&path);
            let socket = with_short_path(&path, |path| UnixDatagram::bind(path));
            if let Err(error) = &socket {
                tracing::warn!(%error, "no wake-up socket: looking once a second instead");
            }
            Self { socket: socket.ok(), path }
        }

        pub(super) async fn next(&mut self) {
            let Some(socket) = &self.socket else { return tokio::time::sleep(super::POLL).await };
            let mut byte = [0; 1];
            if socket.recv(&mut byte).await.is_err() {
                return tokio::time::sleep(super::POLL).await;
            }
            // Many writes, one look.
            while socket.try_recv(&mut byte).is_ok() {}
        }
    }

    impl Drop for Pokes {
        fn drop(&mut self) {
            if self.socket.is_some() {
                let _ = fs::remove_file(&self.path);
            }
        }
    }

    /// Calls `work` with `path`, or with a short way to it: through a symbolic link in a private
    /// temporary folder, because only the spelling is limited.
    fn with_short_path<T>(path: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        if path.as_os_str().len() <= LONGEST_PATH {
            return work(path);
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return work(path) };
        let around = tempfile::Builder::new().prefix("p").tempdir()?;
        let link = around.path().join("h");
        std::os::unix::fs::symlink(folder.canonicalize()?, &link)?;
        work(&link.join(name))
    }
}

#[cfg(not(unix))]
mod imp {
    use crate::home::Home;

    pub(super) fn poke(_home: &Home) -> std::io::Result<()> {
        Ok(())
    }

    #[derive(Debug)]
    pub(super) struct Pokes;

    impl Pokes {
        pub(super) fn listen(_home: &Home) -> Self {
            Self
        }

        pub(super) async fn next(&mut self) {
            tokio::time::sleep(super::POLL).await;
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::cli::Global;

    async fn is_woken(folder: std::path::PathBuf) {
        let home = Home::create(&Global { home: Some(folder), json: false, passphrase: false }).unwrap();
        poke(&home); // nobody listens: nothing happens
        let mut pokes = Pokes::listen(&home);
        assert!(home.poke_socket().exists());
        poke(&home);
        pokes.next().await;
        drop(pokes);
        assert!(!home.poke_socket().exists());
    }

    #[tokio::test]
    async fn a_poke_wakes_the_foreground() {
        let dir = tempfile::tempdir().unwrap();
        is_woken(dir.path().join("home")).await;
    }

    #[tokio::test]
    async fn also_in_a_home_with_a_long_path() {
        let dir = tempfile::tempdir().unwrap();
        is_woken(dir.path().join("long".repeat(30)).join("longer".repeat(20))).await;
    }
}
