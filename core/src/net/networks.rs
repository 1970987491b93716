//! What is known of the networks that this device is on.

use std::net::{IpAddr, Ipv6Addr};

/// What is known of the networks that this device is on. Phones hand it in, desktops read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkSnapshot {
    /// The networks; empty means offline.
    pub networks: Vec<Network>,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// What it is.
    pub kind: NetworkKind,
    /// This device's addresses there.
    pub addresses: Vec<InterfaceAddress>,
    /// The routers, one for each family: of IPv4 usually the `.1`, of IPv6 usually a link-local address.
    pub gateways: Vec<Gateway>,
    /// The NAT64 prefix and its length in bits, if the network has one.
    pub nat64_prefix: Option<(Ipv6Addr, u8)>,
    /// Whether the system routes by it by default.
    pub is_default: bool,
    /// Whether the system lets the app talk to its local network (`None`: unknown).
    pub local_network_allowed: Option<bool>,
}

/// An own address with its prefix length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterfaceAddress {
    /// The address.
    pub ip: IpAddr,
    /// Bits of its prefix.
    pub prefix_len: u8,
    /// A privacy address that changes by itself (RFC 8981): not published.
    pub temporary: bool,
    /// On its way out (RFC 4862: deprecated), or not yet certain to be ours alone (tentative): not published.
    pub deprecated: bool,
}

/// A router, as this device's routes name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gateway {
    /// Its address in this network.
    pub ip: IpAddr,
    /// The index of the interface that leads to it, without which a link-local address names nobody; 0 if unknown.
    pub interface: u32,
}

/// What a network is. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NetworkKind {
    /// Mobile data.
    Cellular,
    /// The machine itself.
    Loopback,
    /// Anything else.
    Other,
    /// A virtual private network.
    Vpn,
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
}
