//! Notices that interfaces, addresses or routers changed, or that the clock jumped. The system tells us: nothing is
//! looked at, and nobody woken, while nothing changes.

use std::future;
use std::io;
use std::time::Duration;

use tokio::time::Instant;

use super::clock::Clock;
use super::nat64::Advertised;

/// The first notice is followed at once. Joining a network is a burst of them, and some networks come and go: so
/// much time is between two looks at least.
const BETWEEN: Duration = Duration::from_millis(250);

/// See the module.
#[derive(Debug)]
pub(super) struct Changes {
    /// `None`: this system does not tell; the networks stay as they were found at the start.
    source: Option<imp::Source>,
    clock: Option<Clock>,
    advertised: Advertised,
    /// Something changed since the last look.
    changed: bool,
    jumped: bool,
    /// When that was.
    looked_at: Option<Instant>,
}

impl Changes {
    /// Watches from now on: look after this, and no change is between the two.
    pub(super) fn watch() -> Self {
        let source = imp::Source::new();
        if let Err(error) = &source {
            tracing::warn!(%error, "changes of the networks are not noticed");
        }
        let clock = Clock::new();
        if let Err(error) = &clock {
            tracing::warn!(%error, "jumps of the clock are not noticed");
        }
        Self {
            source: source.ok(),
            clock: clock.ok(),
            advertised: Advertised::default(),
            changed: false,
            jumped: false,
            looked_at: None,
        }
    }

    /// What the routers advertised meanwhile.
    pub(super) fn advertised(&self) -> &Advertised {
        &self.advertised
    }

    /// Whether the clock jumped since the last look.
    pub(super) fn jumped(&self) -> bool {
        self.jumped
    }

    /// Waits until there is something to look at. Safe to drop: what was noticed is kept until [`Self::looked`].
    pub(super) async fn next(&mut self) {
        while !self.changed && !self.jumped {
            self.notice().await;
        }
        if let Some(looked_at) = self.looked_at {
            tokio::time::sleep_until(looked_at + BETWEEN).await;
        }
        // The rest of the burst: one look is enough for it.
        let drained = self.source.as_ref().map_or(Ok(false), |source| source.drain(&mut self.advertised));
        self.note(drained.map(drop));
    }

    /// What was noticed so far was seen, by a look at this time.
    pub(super) fn looked(&mut self, at: Instant) {
        (self.changed, self.jumped, self.looked_at) = (false, false, Some(at));
    }

    async fn notice(&mut self) {
        let Self { source, clock, advertised, .. } = self;
        let changed = async {
            match source {
                Some(source) => source.changed(advertised).await,
                None => future::pending().await,
            }
        };
        let jumped = async {
            match clock {
                Some(clock) => clock.jumped().await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            changed = changed => {
                self.changed = changed.is_ok();
                self.jumped |= self.clock.as_mut().is_some_and(Clock::jumped_since);
                self.note(changed);
            }
            jumped = jumped => {
                self.jumped = jumped.is_ok();
                if let Err(error) = jumped {
                    tracing::warn!(%error, "jumps of the clock are not noticed any more");
                    self.clock = None;
                }
            }
        }
    }

    fn note(&mut self, told: io::Result<()>) {
        if let Err(error) = told {
            tracing::warn!(%error, "changes of the networks are not noticed any more");
            self.source = None;
        }
    }
}

#[cfg(unix)]
mod imp {
    use std::io;
    use std::os::unix::net::UnixDatagram as AnyDatagram;

    use rustix::io::Errno;
    use tokio::net::UnixDatagram;

    use super::Advertised;

    /// A socket on which the kernel talks about its interfaces. It is no Unix one; but all that is ever
    /// done with it is to receive, which all datagram sockets do alike.
    #[derive(Debug)]
    pub(super) struct Source(UnixDatagram);

    impl Source {
        pub(super) fn new() -> io::Result<Self> {
            let socket = AnyDatagram::from(system::socket()?);
            socket.set_nonblocking(true)?;
            Ok(Self(UnixDatagram::from_std(socket)?))
        }

        /// Waits for a change, and takes everything that was said so far.
        pub(super) async fn changed(&self, advertised: &mut Advertised) -> io::Result<()> {
            loop {
                self.0.readable().await?;
                if self.drain(advertised)? {
                    return Ok(());
                }
            }
        }

        /// Takes everything that was said so far. Whether it says that something changed.
        pub(super) fn drain(&self, advertised: &mut Advertised) -> io::Result<bool> {
            // What does not fit is cut off: all we want to know stands at the front.
            let mut message = [0; 512];
            let mut changed = false;
            loop {
                match self.0.try_recv(&mut message) {
                    Ok(length) => {
                        let message = message.get(..length).unwrap_or_default();
                        changed |= system::concerns_us(message, advertised);
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(changed),
                    // So much happened that some of it was lost.
                    Err(error) if Errno::from_io_error(&error) == Some(Errno::NOBUFS) => changed = true,
                    Err(error) => return Err(error),
                }
            }
        }
    }

    #[cfg(any(target_os = "android", target_os = "linux"))]
    mod system {
        use std::io;
        use std::os::fd::OwnedFd;

        use super::super::super::linux::is_default_route;
        use super::super::super::netlink::{kind, listen, messages, u16_at, u32_at};
        use super::Advertised;

        pub(super) fn socket() -> io::Result<OwnedFd> {
            /// RTMGRP_LINK, and the addresses and routes of both families (linux/rtnetlink.h).
            const GROUPS: u32 = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;
            /// RTNLGRP_ND_USEROPT, as a bit: what routers advertise beside addresses and routes.
            const ROUTER_OPTIONS: u32 = 1 << 19;
            listen(GROUPS | ROUTER_OPTIONS)
        }

        pub(super) fn concerns_us(said: &[u8], advertised: &mut Advertised) -> bool {
            // Every message is read: each may say something that is to be remembered.
            let concern = messages(said).map(|(kind, body)| match kind {
                kind::NEW_ROUTE | kind::DELETED_ROUTE => is_default_route(body),
                kind::ROUTER_OPTION => learn(body, advertised).unwrap_or(false),
                _ => true, // links and addresses
            });
            concern.fold(false, |any, one| any | one)
        }

        /// `struct nduseroptmsg`, and the options behind it.
        fn learn(message: &[u8], advertised: &mut Advertised) -> Option<bool> {
            let options = usize::from(u16_at(message, 2)?);
            let interface = u32_at(message, 4)?;
            Some(advertised.learn(interface, message.get(16..)?.get(..options)?))
        }
    }

    #[cfg(not(any(target_os = "android", target_os = "linux")))]
    mod system {
        use std::io;
        use std::os::fd::OwnedFd;

        use rustix::io::{FdFlags, fcntl_setfd};
        use rustix::net::{AddressFamily, SocketType};

        use super::Advertised;

        pub(super) fn socket() -> io::Result<OwnedFd> {
            let socket = rustix::net::socket(AddressFamily::ROUTE, SocketType::RAW, None)?;
            fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
            Ok(socket)
        }

        /// BSDs tell every change of a route on this socket, also of the many to a single neighbour.
        pub(super) fn concerns_us(message: &[u8], _advertised: &mut Advertised) -> bool {
            /// RTM_NEWADDR, RTM_DELADDR, RTM_IFINFO (net/route.h), behind a length and a version.
            const INTERFACES: [u8; 3] = [0xc, 0xd, 0xe];
            /// RTM_ADD, RTM_DELETE, RTM_CHANGE.
            const ROUTES: [u8; 3] = [1, 2, 3];
            /// RTF_GATEWAY and RTF_HOST: of those that lead over a router, the ones to whole networks.
            const FLAGS: (u32, u32) = (0x2 | 0x4, 0x2);
            let Some(kind) = message.get(3) else { return false };
            let flags = message.get(8..).and_then(|rest| rest.first_chunk()).copied().map(u32::from_ne_bytes);
            INTERFACES.contains(kind)
                || (ROUTES.contains(kind) && flags.is_some_and(|flags| flags & FLAGS.0 == FLAGS.1))
        }
    }
}

#[cfg(not(unix))]
mod imp {
    use std::io;

    use super::Advertised;

    #[derive(Debug)]
    pub(super) struct Source;

    impl Source {
        pub(super) fn new() -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(super) async fn changed(&self, _advertised: &mut Advertised) -> io::Result<()> {
            std::future::pending().await
        }

        pub(super) fn drain(&self, _advertised: &mut Advertised) -> io::Result<bool> {
            Ok(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(target_os = "android", target_os = "linux", target_os = "macos"))]
    #[tokio::test]
    async fn this_system_tells() {
        let changes = Changes::watch();
        assert!(changes.source.is_some() && changes.clock.is_some());
    }

    #[tokio::test]
    async fn the_first_notice_is_followed_at_once_and_flapping_is_not() {
        let mut changes = Changes { source: None, clock: None, ..Changes::watch() };
        let begun = Instant::now();
        changes.changed = true;
        changes.next().await;
        assert!(begun.elapsed() < BETWEEN);
        let looked = Instant::now();
        changes.looked(looked);
        changes.changed = true;
        changes.next().await;
        assert!(looked.elapsed() >= BETWEEN);
        // Noticed, and not looked at: it is still there.
        changes.next().await;
        assert!(changes.changed);
    }
}
