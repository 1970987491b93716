//! A machine of the laboratory, as far as networks go: a namespace with a name.

use std::fs::{self, File};
use std::os::fd::AsFd;

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use super::tools;

/// A network namespace.
#[derive(Clone, Debug)]
pub struct Space {
    name: String,
}

impl Space {
    /// The one of this name; it is made by [`super::plan`].
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Does some work on this machine: sockets that are opened and programs that are started there belong to it
    /// from then on, wherever they are used.
    pub fn inside<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        std::thread::scope(|scope| {
            // A thread of its own, because a thread that has moved does not come back.
            let there = scope.spawn(|| {
                self.enter();
                work()
            });
            there.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// Moves the calling thread to this machine.
    pub fn enter(&self) {
        let file = File::open(format!("/run/netns/{}", self.name)).unwrap();
        move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network)).unwrap();
    }

    /// Lines for `ip -batch`.
    pub fn ip(&self, lines: &str) {
        self.inside(|| tools::feed("ip", &["-batch", "-"], lines));
    }

    /// A file for `nft`.
    pub fn nft(&self, rules: &str) {
        self.inside(|| tools::feed("nft", &["-f", "-"], rules));
    }

    /// The kernel's names for what IPv6 can be set for: `all`, `default` and each interface.
    pub fn interfaces(&self) -> Vec<String> {
        let entries = self.inside(|| fs::read_dir("/proc/sys/net/ipv6/conf").unwrap().collect::<Vec<_>>());
        entries.into_iter().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// A setting of the kernel, below `/proc/sys/net`.
    pub fn set(&self, setting: &str, value: &str) {
        self.inside(|| fs::write(format!("/proc/sys/net/{setting}"), value)).unwrap();
    }
}
