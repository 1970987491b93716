//! Where this device can be found, as far as it knows by itself: which of its addresses are told to whom, and
//! what surrounds it.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::address::{Prefix, Surroundings, static_fault};
use super::networks::{InterfaceAddress, Network, NetworkKind, NetworkSnapshot};

/// The most addresses that are told to anybody.
const MOST: usize = 8;

/// An address of this device, with its listening port (or the one that the router opened).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAddress {
    /// IP literal and port.
    pub address: SocketAddr,
    /// From where it can be of use.
    pub kind: AddressKind,
    /// How it was learnt.
    pub source: OwnSource,
}

/// From where an address can be of use. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// Within the carrier's own network at most (100.64.0.0/10, RFC 6598).
    Carrier,
    /// From everywhere over IPv4.
    Ipv4,
    /// From everywhere over IPv6, if no firewall is in between.
    Ipv6,
    /// On this machine alone.
    Loopback,
    /// In this network alone (RFC 1918, and IPv4 link-local).
    Private,
    /// In this network alone (unique local IPv6, RFC 4193, and what came before it).
    UniqueLocal,
}

/// How an own address was learnt. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnSource {
    /// It is one of this device's interfaces, or was bound by hand.
    Interface,
    /// Two contacts in different networks saw this device come from there; the port is the own one.
    Observed,
    /// The router said so, and opened the port.
    Router,
}

impl AddressKind {
    /// What this address is.
    pub fn of(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            ip if ip.is_loopback() => Self::Loopback,
            IpAddr::V4(ip) if matches!(ip.octets(), [100, 64..=127, ..]) => Self::Carrier,
            IpAddr::V4(ip) if ip.is_private() || ip.is_link_local() => Self::Private,
            IpAddr::V4(_) => Self::Ipv4,
            // Site-local (RFC 3879) and link-local as well.
            IpAddr::V6(ip) if ip.is_unique_local() || matches!(ip.segments(), [0xfe80..=0xfeff, ..]) => {
                Self::UniqueLocal
            }
            IpAddr::V6(_) => Self::Ipv6,
        }
    }

    /// Whether somebody in another network may use it.
    pub fn outside(self) -> bool {
        matches!(self, Self::Ipv4 | Self::Ipv6)
    }
}

/// Where contacts may find us, best first: what works from everywhere before what works in this network alone;
/// among the former what the router opened, our own interfaces, then what contacts saw. At most eight.
///
/// `bound` are the listening sockets: literals count as they are, wildcards as the interfaces' addresses.
/// `opened` are outside addresses at which the router lets callers in. `observed` are addresses from which
/// contacts in different networks saw us: the port is taken to be the own one, as with a port that somebody opened
/// by hand.
pub fn own_addresses(
    bound: &[SocketAddr],
    snapshot: Option<&NetworkSnapshot>,
    opened: &[SocketAddr],
    observed: &[IpAddr],
) -> Vec<OwnAddress> {
    let own =
        |address: SocketAddr, source| OwnAddress { address, kind: AddressKind::of(address.ip()), source };
    let mut addresses: Vec<OwnAddress> =
        opened.iter().map(|address| own(*address, OwnSource::Router)).collect();
    let literal = bound.iter().filter(|address| !address.ip().is_unspecified());
    addresses.extend(literal.map(|address| own(*address, OwnSource::Interface)));
    for wildcard in bound.iter().filter(|address| address.ip().is_unspecified()) {
        let at = |ip| SocketAddr::new(ip, wildcard.port());
        let family = |ip: &IpAddr| ip.is_ipv4() == wildcard.is_ipv4();
        let usable = interfaces(snapshot).filter(|address| tellable(address)).map(|address| address.ip);
        addresses.extend(usable.filter(family).map(|ip| own(at(ip), OwnSource::Interface)));
        let seen = observed.iter().copied().filter(family).map(|ip| own(at(ip), OwnSource::Observed));
        // An address of this network that others saw is a temporary one: it is not told on purpose.
        let near =
            |ip| interfaces(snapshot).any(|own| Prefix { ip: own.ip, len: own.prefix_len }.contains(ip));
        addresses.extend(seen.filter(|seen| seen.kind.outside() && !near(seen.address.ip())));
    }
    addresses.sort_by_key(|own| (!own.kind.outside(), rank(own.source), own.kind));
    let mut seen = HashSet::new();
    addresses.retain(|own| seen.insert(own.address));
    addresses.truncate(MOST);
    addresses
}

fn rank(source: OwnSource) -> u8 {
    match source {
        OwnSource::Router => 0,
        OwnSource::Interface => 1,
        OwnSource::Observed => 2,
    }
}

/// An interface's address that is told to others: not one that changes by itself, that is going, that needs a
/// scope, or that is of this device's own plumbing (192.0.0.0/29, RFC 7335).
fn tellable(address: &InterfaceAddress) -> bool {
    let some_port = SocketAddr::new(address.ip, 20_000);
    !address.temporary && !address.deprecated && !address.ip.is_loopback() && static_fault(some_port).is_ok()
}

/// What the dialer must know of the networks.
pub fn surroundings(
    bound: &[SocketAddr],
    own: &[OwnAddress],
    snapshot: Option<&NetworkSnapshot>,
) -> Surroundings {
    let networks = || snapshot.into_iter().flat_map(|snapshot| &snapshot.networks);
    Surroundings {
        interfaces: interfaces(snapshot)
            .map(|address| Prefix { ip: address.ip, len: address.prefix_len })
            .collect(),
        // Not what contacts or a router say: they must not be able to keep us from dialling somebody.
        own: own.iter().filter(|own| own.source == OwnSource::Interface).map(|own| own.address).collect(),
        outside: own.iter().filter(|own| own.kind.outside()).map(|own| own.address.ip()).collect(),
        listening_on_loopback: bound.iter().any(|address| address.ip().is_loopback()),
        gateways: networks().flat_map(|network| &network.gateways).map(|gateway| gateway.ip).collect(),
        known: snapshot.is_some(),
        local_forbidden: networks().any(|network| network.local_network_allowed == Some(false)),
    }
}

/// Whether no network leads out of this device. Desktops tell of its loopback, too: that leads nowhere, except to
/// who listens there.
pub fn offline(bound: &[SocketAddr], snapshot: Option<&NetworkSnapshot>) -> bool {
    let inside = |network: &Network| {
        let mut addresses = network.addresses.iter().peekable();
        network.kind == NetworkKind::Loopback
            || (addresses.peek().is_some() && addresses.all(|address| address.ip.is_loopback()))
    };
    !bound.iter().any(|address| address.ip().is_loopback())
        && snapshot.is_some_and(|snapshot| snapshot.networks.iter().all(inside))
}

/// Whether only this network's own devices can use the address.
pub fn lan(ip: IpAddr) -> bool {
    let kind = AddressKind::of(ip);
    !kind.outside() && kind != AddressKind::Loopback
}

/// How IPv4 addresses are dialled from here: `None`, as they are.
pub fn nat64(snapshot: Option<&NetworkSnapshot>) -> Option<Nat64> {
    let networks = || snapshot.into_iter().flat_map(|snapshot| &snapshot.networks);
    if networks().any(leads_out_by_ipv4) {
        return None;
    }
    // Whoever can name a prefix in this network must not lead us into it, or to what nobody else reaches.
    let near = |ip: Ipv6Addr| {
        interfaces(snapshot).any(|own| Prefix { ip: own.ip, len: own.prefix_len }.contains(ip.into()))
    };
    let prefixes = networks().filter_map(|network| network.nat64_prefix).filter(|(ip, _)| !near(*ip));
    prefixes.into_iter().find_map(|(ip, len)| Nat64::new(ip, len))
}

/// Not so a bridge to this machine's own guests, which has IPv4 and leads nowhere.
fn leads_out_by_ipv4(network: &Network) -> bool {
    let gateway = network.gateways.iter().any(|gateway| gateway.ip.is_ipv4());
    let way_out = gateway || (network.is_default && network.gateways.is_empty());
    way_out && network.addresses.iter().any(|address| address.ip.is_ipv4() && tellable(address))
}

/// A network's prefix for IPv4 destinations (RFC 6052).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nat64 {
    prefix: u128,
    len: u8,
}

impl Nat64 {
    /// A prefix; `None` for a length that RFC 6052 does not know (it knows 32, 40, 48, 56, 64 and 96), and for one that is
    /// nobody's or of a local network.
    pub fn new(prefix: Ipv6Addr, len: u8) -> Option<Self> {
        let known = matches!(len, 32 | 40 | 48 | 56 | 64 | 96);
        // The well-known prefix (RFC 6052), the one for local use (RFC 8215), or a provider's own.
        let fit = matches!(prefix.segments(), [0x64, 0xff9b, ..] | [0x2000..=0x3fff, ..]);
        // Bits behind the prefix are not the network's to say.
        (known && fit).then(|| Self { prefix: prefix.to_bits() & !(u128::MAX >> len), len })
    }

    /// Where `address` is dialled: IPv4 of the internet within the prefix, everything else as it is.
    pub fn translate(self, address: SocketAddr) -> SocketAddr {
        let SocketAddr::V4(v4) = address else { return address };
        if !AddressKind::of(address.ip()).outside() {
            return address;
        }
        let mut octets = self.prefix.to_be_bytes();
        // RFC 6052, section 2.2: right behind the prefix, but for octet 8, which stays zero.
        let places = (usize::from(self.len / 8)..octets.len()).filter(|place| *place != 8);
        for (place, octet) in places.zip(v4.ip().octets()) {
            if let Some(slot) = octets.get_mut(place) {
                *slot = octet;
            }
        }
        SocketAddr::new(Ipv6Addr::from(octets).into(), v4.port())
    }
}

fn interfaces(snapshot: Option<&NetworkSnapshot>) -> impl Iterator<Item = &InterfaceAddress> {
    snapshot.into_iter().flat_map(|snapshot| &snapshot.networks).flat_map(|network| &network.addresses)
}

#[cfg(test)]
mod tests;
