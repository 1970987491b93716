//! What is asked of routers, and what is known of their answers: plain data.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::time::Duration;

/// What to ask for, and of whom.
#[derive(Clone, PartialEq, Eq)]
pub struct RouterConfig {
    /// Networks that have a router; usually one.
    pub networks: Vec<RouterNetwork>,
    /// The TCP port that the listener has, in IPv4 and IPv6 alike.
    pub port: u16,
    /// What mappings are recognised by (RFC 6887, section 11.1). Keep it over restarts: a mapping that a crash
    /// left is found again with it, and nobody else can change or end ours without it.
    pub nonce: [u8; 12],
    /// Listen for what routers announce when they restart (multicast, UDP port 5350). Not on phones: there multicast costs
    /// battery and a permission. Mappings are renewed sooner instead.
    pub hears_announcements: bool,
}

/// A network that this device is in, as far as its router is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouterNetwork {
    /// The router, to IPv4.
    pub gateway_v4: Option<Ipv4Addr>,
    /// This device's address there. Without it nothing is asked in IPv4.
    pub local_v4: Option<Ipv4Addr>,
    /// The router, to IPv6: nearly always link-local, with the scope of its interface. Port and flow are not used.
    pub gateway_v6: Option<SocketAddrV6>,
    /// The stable global addresses of this device that contacts are told. A hole in the firewall is asked for to each
    /// of the first [`RouterNetwork::MAX_SOURCES`], from that address itself: routers open them to the asker only.
    pub sources_v6: Vec<Ipv6Addr>,
}

impl RouterNetwork {
    /// IPv6 addresses of a network that a hole is asked for.
    pub const MAX_SOURCES: usize = 4;
}

/// Never the nonce: who has it can end the mapping.
impl std::fmt::Debug for RouterConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RouterConfig")
            .field("networks", &self.networks)
            .field("port", &self.port)
            .field("hears_announcements", &self.hears_announcements)
            .finish_non_exhaustive()
    }
}

/// How a router is spoken to. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RouterProtocol {
    /// RFC 6886.
    NatPmp,
    /// RFC 6887.
    Pcp,
    /// UPnP Internet Gateway Device, version 1 or 2.
    Upnp,
}

/// A port that a router opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// How it was asked for.
    pub protocol: RouterProtocol,
    /// Where it can be reached from outside, says the router. Only somebody who comes in proves it.
    pub external: SocketAddr,
    /// Where that leads.
    pub internal: SocketAddr,
    /// How long the router keeps it unless asked again; it is asked at half of that. `None`: until it is told otherwise.
    pub lease: Option<Duration>,
}

/// What came of asking for one address. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouterState {
    /// A port is open.
    Mapped(Mapping),
    /// Nothing there speaks any of the protocols.
    NotFound,
    /// The router understood, and did not open a port that could be used.
    Refused {
        /// How it was asked.
        protocol: RouterProtocol,
        /// What it said.
        reason: Refusal,
    },
    /// Nothing is known yet.
    Searching,
    /// The router has no address on the internet, so that nothing it opens can be reached from there: it is behind another router
    /// or its provider's NAT, or its line is down.
    SecondRouter {
        /// How it was asked.
        protocol: RouterProtocol,
        /// Its outside address, if it has one and says so: a private or reserved one.
        outside: Option<IpAddr>,
    },
}

/// Why a router opens no port. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Others have every port that was asked for.
    #[error("the ports are taken")]
    Conflict,
    /// Opening ports is switched off there.
    #[error("opening ports is switched off")]
    Disabled,
    /// There is no firewall to open (IPv6): the device can be reached anyway, as far as the router is concerned.
    #[error("the firewall is off")]
    FirewallOff,
    /// It would be open for a few seconds only.
    #[error("ports are opened for seconds only")]
    LeaseTooShort,
    /// What it answers is no answer: too large, too slow, not of the protocol, or leading elsewhere.
    #[error("the answers make no sense")]
    Misbehaves,
    /// It says that its own network does not work.
    #[error("the router has a network failure")]
    NetworkFailure,
    /// It has no room for another one, or not for this device.
    #[error("no more ports to give")]
    NoResources,
    /// This device may not.
    #[error("not authorised")]
    NotAuthorised,
    /// Another of the protocol's codes.
    #[error("code {0}")]
    Other(u16),
    /// It does not know how to do this.
    #[error("not supported")]
    Unsupported,
}

/// What is known of one address of this device at one router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouterEntry {
    /// Who is asked.
    pub gateway: IpAddr,
    /// What for: the device's address and the listener's port.
    pub internal: SocketAddr,
    /// What came of it.
    pub state: RouterState,
}

/// What is known of all routers. An entry for each address, in the order of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouterReport {
    /// IPv4 before IPv6 within a network.
    pub entries: Vec<RouterEntry>,
}

impl RouterReport {
    /// Every port that is open.
    pub fn mappings(&self) -> impl Iterator<Item = Mapping> + '_ {
        self.entries.iter().filter_map(|entry| match entry.state {
            RouterState::Mapped(mapping) => Some(mapping),
            _ => None,
        })
    }

    /// The best that can be said of IPv4: what tells most about reachability goes first (mapped, searching, second router, refused,
    /// not found). `None`: there is nothing to ask.
    pub fn v4(&self) -> Option<RouterState> {
        self.best(IpAddr::is_ipv4)
    }

    /// As [`Self::v4`], of IPv6.
    pub fn v6(&self) -> Option<RouterState> {
        self.best(IpAddr::is_ipv6)
    }

    fn best(&self, family: fn(&IpAddr) -> bool) -> Option<RouterState> {
        let of_family = self.entries.iter().filter(|entry| family(&entry.internal.ip()));
        of_family.map(|entry| entry.state).min_by_key(|state| match state {
            RouterState::Mapped(_) => 0,
            RouterState::Searching => 1,
            RouterState::SecondRouter { .. } => 2,
            RouterState::Refused { .. } => 3,
            RouterState::NotFound => 4,
        })
    }
}
