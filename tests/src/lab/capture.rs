//! Everything that goes over the cables of the hosts, and over the internet, while something happens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use socket2::{Domain, Protocol, Socket, Type};

use super::INTERNET;
use super::Space;
use super::frame::{self, Mac};
use super::{Lab, tools};

/// All protocols, in the order of bytes that packet sockets want.
const EVERYTHING: u16 = 0x0003_u16.to_be();
/// More is no conversation.
const MOST: usize = 256 << 20;

/// A capture that runs.
#[derive(Debug)]
pub struct Capture {
    taps: Vec<Tap>,
    stop: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Tap {
    space: Space,
    /// Of a host: its hardware address, and how many frames it had sent before.
    host: Option<(Mac, u64)>,
    thread: JoinHandle<Vec<Vec<u8>>>,
}

/// What was captured.
#[derive(Debug, Default)]
pub struct Captured {
    /// The frames at each host's cable, and its hardware address.
    pub(super) hosts: BTreeMap<String, (Mac, Vec<Vec<u8>>)>,
    /// The frames on the internet: each one more than once, where it came in and where it went out.
    pub(super) internet: Vec<Vec<u8>>,
}

impl Capture {
    /// Captures everything in this laboratory from now on.
    pub fn of(lab: &Lab) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let hosts = lab.hosts();
        let tap = |name: &str| {
            let space = lab.machine(name);
            let socket = space.inside(|| {
                Socket::new(Domain::PACKET, Type::RAW, Some(Protocol::from(i32::from(EVERYTHING))))
            });
            let socket = socket.unwrap();
            // As much as the system allows: what we read too late is lost.
            let _ = socket.set_recv_buffer_size(64 << 20);
            let host = hosts.contains(&name).then(|| link(&space));
            let stop = Arc::clone(&stop);
            let thread = std::thread::spawn(move || listen(socket, &stop));
            Tap { space, host, thread }
        };
        let taps = hosts.iter().copied().chain([INTERNET]).map(tap).collect();
        Self { taps, stop }
    }
}

impl Capture {
    /// Ends it. What the hosts' interfaces say that they have sent must have been seen.
    pub fn stop(self) -> Captured {
        let sent: Vec<_> = self.taps.iter().map(|tap| tap.host.map(|_| link(&tap.space).1)).collect();
        self.stop.store(true, Ordering::Relaxed);
        let mut captured = Captured::default();
        for (tap, sent) in self.taps.into_iter().zip(sent) {
            let frames = tap.thread.join().unwrap();
            let Some((mac, before)) = tap.host else {
                captured.internet = frames;
                continue;
            };
            let own = frames.iter().filter(|bytes| frame::parse(bytes).from == mac).count();
            let sent = sent.unwrap_or_default().saturating_sub(before);
            let name = tap.space.name();
            assert!(u64::try_from(own).unwrap() >= sent, "{own} of {sent} frames of {name} were captured");
            captured.hosts.insert(name.to_owned(), (mac, frames));
        }
        captured
    }
}

/// The hardware address of a host, and how many frames it has sent.
fn link(space: &Space) -> (Mac, u64) {
    let text = space.inside(|| tools::ask("ip", &["-statistics", "-json", "link", "show", "dev", "eth0"]));
    let link: Value = serde_json::from_str(&text).unwrap();
    let mac =
        link[0]["address"].as_str().unwrap().split(':').map(|byte| u8::from_str_radix(byte, 16).unwrap());
    let sent = link[0]["stats64"]["tx"]["packets"].as_u64().unwrap();
    (mac.collect::<Vec<_>>().try_into().unwrap(), sent)
}

fn listen(mut socket: Socket, stop: &AtomicBool) -> Vec<Vec<u8>> {
    socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let (mut frames, mut all, mut buffer) = (Vec::new(), 0, vec![0; 128 << 10]);
    loop {
        match socket.read(&mut buffer) {
            Ok(read) => {
                all += read;
                assert!(all < MOST, "nobody talks that much");
                frames.push(buffer[..read].to_vec());
            }
            // The interface was down for a moment: that is said once.
            Err(error) if error.raw_os_error() == Some(100) => {}
            // Nothing is left.
            Err(_) if stop.load(Ordering::Relaxed) => return frames,
            Err(_) => {}
        }
    }
}
