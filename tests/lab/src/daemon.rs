//! A program that runs in the laboratory's background, and ends with its owner.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Instant;

use super::space::Space;
use super::tools;
use crate::PATIENCE;

/// See the module. Killed when dropped; what it said stays in the laboratory's folder.
#[derive(Debug)]
pub(super) struct Daemon {
    child: Child,
    log: PathBuf,
    /// How much of the log earlier ones had written.
    before: usize,
}

impl Daemon {
    /// Starts it on a machine.
    pub(super) fn start(space: &Space, program: &str, words: &[&str], log: &Path) -> Self {
        let said = File::options().create(true).append(true).open(log).unwrap();
        let before = fs::read(log).unwrap().len();
        let mut command = tools::command(program);
        command.args(words).stdout(said.try_clone().unwrap()).stderr(said);
        let child = space.inside(|| command.spawn()).unwrap();
        Self { child, log: log.to_owned(), before }
    }

    /// Waits until it has said all of this.
    pub(super) fn until_said(&mut self, words: &[&str]) {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let said = fs::read(&self.log).unwrap();
            let said = String::from_utf8_lossy(said.get(self.before..).unwrap_or_default()).into_owned();
            if words.iter().all(|word| said.contains(word)) {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < give_up,
                "{words:?} was not said ({ended:?}): {said}"
            );
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
