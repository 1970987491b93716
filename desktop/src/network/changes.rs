//! Notices that interfaces or addresses changed. The system tells us: nothing is looked at, and nobody
//! woken, while nothing changes.

use std::future;
use std::time::Duration;

use tokio::time::Instant;

/// Joining a network is a burst: the link, then an address of each family. One look is enough for it.
const BURST: Duration = Duration::from_millis(300);

/// See the module.
#[derive(Debug)]
pub(crate) struct Changes {
    /// `None`: this system does not tell; the networks stay as they were found at the start.
    source: Option<imp::Source>,
    /// When the burst that has begun counts as over.
    over_at: Option<Instant>,
}

impl Changes {
    /// Watches from now on: take the first snapshot after this, and no change is between the two.
    pub(crate) fn watch() -> Self {
        let source = imp::Source::new();
        if let Err(error) = &source {
            tracing::warn!(%error, "changes of the networks are not noticed");
        }
        Self { source: source.ok(), over_at: None }
    }

    /// Waits until something changed and the burst of it is over. Safe to drop: what was noticed is kept.
    pub(crate) async fn next(&mut self) {
        loop {
            let Some(source) = &self.source else { return future::pending().await };
            if let Some(over_at) = self.over_at {
                tokio::time::sleep_until(over_at).await;
                self.over_at = None;
                return;
            }
            match source.changed().await {
                Ok(()) => self.over_at = Some(Instant::now() + BURST),
                Err(error) => {
                    tracing::warn!(%error, "changes of the networks are not noticed any more");
                    self.source = None;
                }
            }
        }
    }
}

#[cfg(unix)]
mod imp {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixDatagram as AnyDatagram;

    use rustix::io::{Errno, FdFlags, fcntl_setfd};
    use rustix::net::{AddressFamily, SocketType};
    use tokio::net::UnixDatagram;

    /// A socket on which the kernel talks about its interfaces. It is no Unix one; but all that is ever
    /// done with it is to receive, which all datagram sockets do alike.
    #[derive(Debug)]
    pub(super) struct Source(UnixDatagram);

    impl Source {
        pub(super) fn new() -> io::Result<Self> {
            let socket = socket()?;
            fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
            let socket = AnyDatagram::from(socket);
            socket.set_nonblocking(true)?;
            Ok(Self(UnixDatagram::from_std(socket)?))
        }

        /// Waits for a change, and takes everything that was said so far.
        pub(super) async fn changed(&self) -> io::Result<()> {
            // What does not fit is cut off: that it came is all we want to know.
            let mut message = [0; 256];
            let mut changed = false;
            while !changed {
                let received = self.0.recv(&mut message).await;
                changed |= tells(received, &message)?;
                loop {
                    match self.0.try_recv(&mut message) {
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                        received => changed |= tells(received, &message)?,
                    }
                }
            }
            Ok(())
        }
    }

    /// Whether what was received is about interfaces or addresses.
    fn tells(received: io::Result<usize>, message: &[u8]) -> io::Result<bool> {
        match received {
            Ok(length) => Ok(message.get(..length).is_some_and(concerns_us)),
            // So much happened that some of it was lost.
            Err(error) if Errno::from_io_error(&error) == Some(Errno::NOBUFS) => Ok(true),
            Err(error) => Err(error),
        }
    }

    #[cfg(any(target_os = "android", target_os = "linux"))]
    fn socket() -> io::Result<OwnedFd> {
        use rustix::net::netlink::SocketAddrNetlink;
        /// RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR (linux/rtnetlink.h).
        const GROUPS: u32 = 0x1 | 0x10 | 0x100;
        // Without a protocol: the first one, NETLINK_ROUTE.
        let socket = rustix::net::socket(AddressFamily::NETLINK, SocketType::RAW, None)?;
        rustix::net::bind(&socket, &SocketAddrNetlink::new(0, GROUPS))?;
        Ok(socket)
    }

    /// Nothing else was subscribed to.
    #[cfg(any(target_os = "android", target_os = "linux"))]
    fn concerns_us(message: &[u8]) -> bool {
        !message.is_empty()
    }

    #[cfg(not(any(target_os = "android", target_os = "linux")))]
    fn socket() -> io::Result<OwnedFd> {
        Ok(rustix::net::socket(AddressFamily::ROUTE, SocketType::RAW, None)?)
    }

    /// BSDs tell every change of a route on this socket, too, and there are many.
    #[cfg(not(any(target_os = "android", target_os = "linux")))]
    fn concerns_us(message: &[u8]) -> bool {
        /// RTM_NEWADDR, RTM_DELADDR, RTM_IFINFO (net/route.h), behind a length and a version.
        const TYPES: [u8; 3] = [0xc, 0xd, 0xe];
        message.get(3).is_some_and(|kind| TYPES.contains(kind))
    }
}

#[cfg(not(unix))]
mod imp {
    use std::io;

    #[derive(Debug)]
    pub(super) struct Source;

    impl Source {
        pub(super) fn new() -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(super) async fn changed(&self) -> io::Result<()> {
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(target_os = "android", target_os = "linux", target_os = "macos"))]
    #[tokio::test]
    async fn this_system_tells() {
        assert!(Changes::watch().source.is_some());
    }
}
