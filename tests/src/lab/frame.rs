//! What a captured frame says, as far as rules about it ask.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A hardware address.
pub(super) type Mac = [u8; 6];

/// A frame, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) from: Mac,
    pub(super) what: What,
}

/// What is in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Arp,
    Ip(Packet),
    /// Something else, by its EtherType; also what is cut off.
    Other(u16),
}

/// An IP packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet {
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) inside: Inside,
}

/// What is in a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// By its type.
    Icmp(u8),
    /// By its type.
    Icmp6(u8),
    Igmp,
    /// Ports.
    Tcp(u16, u16),
    /// Ports.
    Udp(u16, u16),
    /// By its protocol.
    Other(u8),
}

impl Packet {
    /// Where it goes, if it has ports.
    pub(super) fn goes_to(&self) -> Option<SocketAddr> {
        match self.inside {
            Inside::Tcp(_, port) | Inside::Udp(_, port) => Some(SocketAddr::new(self.to, port)),
            _ => None,
        }
    }
}

impl std::fmt::Display for Packet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} \u{2192} {} {:?}", self.from, self.to, self.inside)
    }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(take(bytes, at)?))
}

/// Takes an Ethernet frame apart.
pub(super) fn parse(bytes: &[u8]) -> Frame {
    let from = take(bytes, 6).unwrap_or_default();
    let kind = number(bytes, 12).unwrap_or_default();
    let body = bytes.get(14..).unwrap_or_default();
    let what = match kind {
        0x0806 => What::Arp,
        0x0800 => four(body).map_or(What::Other(kind), What::Ip),
        0x86dd => six(body).map_or(What::Other(kind), What::Ip),
        _ => What::Other(kind),
    };
    Frame { from, what }
}

fn four(bytes: &[u8]) -> Option<Packet> {
    let header = usize::from(bytes.first()? & 0xf) * 4;
    let from = Ipv4Addr::from(take::<4>(bytes, 12)?).into();
    let to = Ipv4Addr::from(take::<4>(bytes, 16)?).into();
    let inside = inside(*bytes.get(9)?, bytes.get(header..)?)?;
    Some(Packet { from, to, inside })
}

fn six(bytes: &[u8]) -> Option<Packet> {
    let from = Ipv6Addr::from(take::<16>(bytes, 8)?).into();
    let to = Ipv6Addr::from(take::<16>(bytes, 24)?).into();
    let (mut next, mut body) = (*bytes.get(6)?, bytes.get(40..)?);
    // Hop-by-hop and destination options stand before what they are for.
    while matches!(next, 0 | 60) {
        let length = (usize::from(*body.get(1)?) + 1) * 8;
        next = *body.first()?;
        body = body.get(length..)?;
    }
    let inside = inside(next, body)?;
    Some(Packet { from, to, inside })
}

fn inside(protocol: u8, body: &[u8]) -> Option<Inside> {
    let ports = || Some((number(body, 0)?, number(body, 2)?));
    Some(match protocol {
        1 => Inside::Icmp(*body.first()?),
        2 => Inside::Igmp,
        6 => {
            let (from, to) = ports()?;
            Inside::Tcp(from, to)
        }
        17 => {
            let (from, to) = ports()?;
            Inside::Udp(from, to)
        }
        58 => Inside::Icmp6(*body.first()?),
        other => Inside::Other(other),
    })
}
