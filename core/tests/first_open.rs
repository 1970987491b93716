//! The first databases of a process may be opened at the same instant.
//!
//! SQLite initializes itself once a process, so each trial needs a process of its own: the test runs itself.
//! Without the guard in `store::db` one trial in about a hundred fails, and so four runs of five.
#![allow(missing_docs, clippy::unwrap_used)]

use std::process::Command;
use std::sync::Barrier;
use std::thread;

use pure2p_core::node::{Config, DatabaseKey, Node};

const NAME: &str = "the_first_opens_of_a_process_may_come_at_once";
const CHILD: &str = "PURE2P_TEST_FIRST_OPEN";
const THREADS: u8 = 16;
const TRIALS: usize = 200;

#[test]
fn the_first_opens_of_a_process_may_come_at_once() {
    if std::env::var_os(CHILD).is_some() {
        return open_at_once();
    }
    for trial in 0..TRIALS {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let child = child.args(["--exact", NAME, "--nocapture"]).env(CHILD, "1").output().unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success(), "trial {trial}: {said}");
    }
}

fn open_at_once() {
    let (folder, ready) = (tempfile::tempdir().unwrap(), Barrier::new(THREADS.into()));
    thread::scope(|scope| {
        for n in 0..THREADS {
            let (folder, ready) = (folder.path(), &ready);
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let database = folder.join(format!("{n}.db"));
                    let config = Config { database, key: DatabaseKey::new([n; 32]), descriptors: 1_024 };
                    ready.wait();
                    let node = Node::open(config).await.unwrap();
                    assert!(node.create_account(None).await.is_ok());
                });
            });
        }
    });
}
