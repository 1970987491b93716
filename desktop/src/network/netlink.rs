//! What Linux says about its networks, byte for byte (rtnetlink(7)). Nothing here knows what it means.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::OwnedFd;
use std::{io, time::Duration};

use rustix::io::{Errno, FdFlags, fcntl_setfd};
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketType, bind, recv, sendto, socket};

/// The kernel's types of messages that are asked for or listened to (linux/rtnetlink.h).
pub(super) mod kind {
    pub(in crate::network) const NEW_LINK: u16 = 16;
    pub(in crate::network) const GET_LINK: u16 = 18;
    pub(in crate::network) const NEW_ADDRESS: u16 = 20;
    pub(in crate::network) const GET_ADDRESS: u16 = 22;
    pub(in crate::network) const NEW_ROUTE: u16 = 24;
    pub(in crate::network) const DELETED_ROUTE: u16 = 25;
    pub(in crate::network) const GET_ROUTE: u16 = 26;
    pub(in crate::network) const ROUTER_OPTION: u16 = 68;
    pub(super) const ERROR: u16 = 2;
    pub(super) const DONE: u16 = 3;
}

/// Enough for the kernel's longest part of an answer.
const LONGEST: usize = 64 * 1024;
/// The kernel answers from memory; a program must not hang where it does not.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of `struct nlmsghdr`.
const HEADER: usize = 16;

/// A socket that hears of changes in `groups` (a bit each).
pub(super) fn listen(groups: u32) -> io::Result<OwnedFd> {
    // Without a protocol: the first one, NETLINK_ROUTE.
    let socket = socket(AddressFamily::NETLINK, SocketType::RAW, None)?;
    fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
    bind(&socket, &SocketAddrNetlink::new(0, groups))?;
    Ok(socket)
}

/// All that the kernel has of one sort: what is given the `answer`s to the question `ask`.
pub(super) fn dump(ask: u16, answer: u16, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    /// NLM_F_REQUEST, NLM_F_DUMP (linux/netlink.h).
    const EVERYTHING: u16 = 0x1 | 0x300;
    let socket = listen(0)?;
    set_socket_timeout(&socket, Timeout::Recv, Some(PATIENCE))?;
    // Zeros: of all families, all interfaces. As long as the longest of the three headers.
    let mut question = [0; HEADER + 16];
    let length = u32::try_from(question.len()).unwrap_or_default();
    let fields = [&length.to_ne_bytes()[..], &ask.to_ne_bytes(), &EVERYTHING.to_ne_bytes()].concat();
    question.iter_mut().zip(fields).for_each(|(to, from)| *to = from);
    sendto(&socket, &question, SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
    let mut buffer = vec![0; LONGEST];
    loop {
        let (length, _) = match recv(&socket, &mut buffer[..], RecvFlags::empty()) {
            Err(Errno::INTR) => continue,
            received => received?,
        };
        for (kind, body) in messages(buffer.get(..length).unwrap_or_default()) {
            match kind {
                kind if kind == answer => each(body),
                kind::DONE => return Ok(()),
                kind::ERROR => return Err(io::ErrorKind::Unsupported.into()),
                _ => {}
            }
        }
    }
}

/// The messages in what was received: type and body.
pub(super) fn messages(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let length = usize::try_from(u32_at(bytes, 0)?).ok()?;
        let kind = u16_at(bytes, 4)?;
        // What was cut off is still told of, with what there is of it.
        let body = bytes.get(HEADER..length.min(bytes.len()))?;
        bytes = bytes.get(aligned(length)..).unwrap_or_default();
        Some((kind, body))
    })
}

/// The attributes behind a header of so many bytes: type and value.
pub(super) fn attributes(bytes: &[u8], header: usize) -> impl Iterator<Item = (u16, &[u8])> {
    /// Bits of the type that say how it is coded.
    const CODED: u16 = 0xc000;
    let mut bytes = bytes.get(header..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = usize::from(u16_at(bytes, 0)?);
        let kind = u16_at(bytes, 2)? & !CODED;
        let value = bytes.get(4..length)?;
        bytes = bytes.get(aligned(length)..).unwrap_or_default();
        Some((kind, value))
    })
}

/// The last byte of a length of this, with what fills it up.
pub(super) fn aligned(length: usize) -> usize {
    length.saturating_add(3) & !3
}

pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// An address, of the family that its length says.
pub(super) fn ip(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => Some(Ipv4Addr::from(*bytes.first_chunk::<4>()?).into()),
        16 => Some(Ipv6Addr::from(*bytes.first_chunk::<16>()?).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_it_is_read_to_its_end() {
        // Lengths that are too small, too large, or zero: no panic, and no endless loop.
        for length in [0u32, 3, 15, 16, 17, 4096, u32::MAX] {
            let message = [&length.to_ne_bytes()[..], &[0; 28]].concat();
            assert!(messages(&message).count() <= 2);
        }
        for length in [0u16, 3, 4, 5, u16::MAX] {
            let attribute = [&length.to_ne_bytes()[..], &[1, 0, 9, 9, 9, 9]].concat();
            assert!(attributes(&attribute, 0).count() <= 1);
        }
        assert_eq!(
            messages(&[1, 2, 3]).count() + attributes(&[1], 0).count() + attributes(&[], 9).count(),
            0
        );
    }
}
