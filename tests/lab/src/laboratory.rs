//! A laboratory that is up, and how it comes to be.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::homes::{Home, OPEN_HOSTS};
use super::plan::Plan;
use super::router::Router;
use super::space::Space;
use super::{PATIENCE, cables, tools};

/// A laboratory that is up.
#[derive(Debug)]
pub struct Lab {
    routers: BTreeMap<&'static str, Mutex<Router>>,
    /// For each host the machine and the port that its cable is plugged into.
    pub(super) plugs: Mutex<BTreeMap<String, cables::Plug>>,
    folder: tempfile::TempDir,
}

impl Lab {
    /// Why there can be none with these homes here; `None` if there can.
    pub fn missing(homes: &[&str]) -> Option<String> {
        let translates = homes.iter().any(|home| Home::named(home).translates());
        tools::missing(translates).or_else(|| {
            let tun = File::options().read(true).write(true).open("/dev/net/tun");
            tun.err().filter(|_| translates).map(|error| format!("NAT64 needs /dev/net/tun ({error})"))
        })
    }

    /// Sets it up, in a network of one's own ([`Own::Machines`](super::Own)), with these homes, the carrier that some of them
    /// need, and the open hosts.
    pub fn up(homes: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let homes: Vec<&'static Home> = homes.iter().map(|name| Home::named(name)).collect();
        let plugs = Plan::of(&homes).carry_out();
        let starting: Vec<_> = homes.iter().map(|home| (home.name, Space::named(&home.router()))).collect();
        let folder_path = folder.path();
        let routers = std::thread::scope(|scope| {
            let start = |(name, space)| {
                scope.spawn(move || (name, Router::start(Home::named(name), space, folder_path)))
            };
            let started: Vec<_> = starting.into_iter().map(start).collect();
            let started = started.into_iter().map(|thread| thread.join().unwrap());
            started.map(|(name, router)| (name, Mutex::new(router))).collect()
        });
        Self { routers, plugs: Mutex::new(plugs), folder }
    }

    /// A machine by its name.
    pub fn machine(&self, name: &str) -> Space {
        Space::named(name)
    }

    /// Does something with the router of a home.
    pub fn router<T>(&self, home: &str, work: impl FnOnce(&mut Router) -> T) -> T {
        work(&mut self.routers[home].lock().unwrap())
    }

    /// The homes that are there.
    pub fn homes(&self) -> impl Iterator<Item = &'static Home> {
        self.routers.keys().map(|name| Home::named(name))
    }

    /// The hosts that are there.
    pub fn hosts(&self) -> Vec<&'static str> {
        let inside = self.homes().flat_map(|home| home.hosts.iter().map(|(name, _)| *name));
        inside.chain(OPEN_HOSTS.iter().map(|(name, _)| *name)).collect()
    }
}

/// Asks until it is so.
pub fn until(what: &str, holds: impl Fn() -> bool) {
    until_within(PATIENCE, what, holds);
}

/// The same, with another patience.
pub fn until_within(patience: Duration, what: &str, holds: impl Fn() -> bool) {
    let give_up = Instant::now() + patience;
    while !holds() {
        assert!(Instant::now() < give_up, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        // What routers say helps to see why a test fails.
        let logs = std::fs::read_dir(self.folder.path()).into_iter().flatten().filter_map(Result::ok);
        for path in
            logs.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "log"))
        {
            let said = std::fs::read(&path).unwrap_or_default();
            let said = String::from_utf8_lossy(&said);
            let last = said.lines().rev().take(40).collect::<Vec<_>>();
            let last = last.into_iter().rev().collect::<Vec<_>>().join("\n");
            eprintln!("\u{2500}\u{2500} {}\n{last}", path.display());
        }
    }
}
