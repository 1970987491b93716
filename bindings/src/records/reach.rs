//! Who can reach this device, and whom it reaches.

use std::net::{IpAddr, SocketAddr};

use pure2p_core::identity::Uid;
use pure2p_core::node;

use crate::ids::Time;

/// Who can reach this device, as far as it knows by itself: it never dials itself and asks nobody.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Reach {
    /// All of it in a word.
    pub state: ReachState,
    /// Bound listening addresses; empty in the background.
    pub listening: Vec<SocketAddr>,
    /// Where contacts are told to find this device, best first.
    pub addresses: Vec<OwnAddress>,
    /// What the router said about IPv4.
    pub router: RouterSaid,
    /// What the router said about IPv6: it may be a firewall there.
    pub router_v6: RouterSaid,
    /// From where contacts in other networks saw this device come: what they say, and no more than that.
    pub seen_as: Vec<IpAddr>,
    /// Who came in since the app was opened in this network, the latest first.
    pub reached_by: Vec<ReachedBy>,
}

impl From<node::Reach> for Reach {
    fn from(reach: node::Reach) -> Self {
        let node::Reach { state, listening, addresses, router, router_v6, seen_as, reached_by } = reach;
        Self {
            state: state.into(),
            listening,
            addresses: addresses.into_iter().map(Into::into).collect(),
            router: router.into(),
            router_v6: router_v6.into(),
            seen_as,
            reached_by: reached_by.into_iter().map(Into::into).collect(),
        }
    }
}

/// Whether this device can be reached from other networks. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ReachState {
    /// The app is not open.
    Closed,
    /// A contact in another network came in.
    Confirmed,
    /// Over IPv6 alone, unless a firewall forbids it: no contact came in yet.
    Ipv6Only,
    /// Only this network's own devices can.
    LanOnly,
    /// The system does not let the app talk to its local network, so that the router cannot be asked.
    LocalNetworkForbidden,
    /// The router is being asked.
    Looking,
    /// No router speaks a protocol for opening ports.
    NoRouterProtocol,
    /// This device has no network.
    Offline,
    /// There is an address for everybody, and no contact came in by it yet.
    Opened,
    /// The router does not open a port.
    RouterRefused,
    /// The router opened a port, and is itself behind another router or in a carrier's network.
    SecondRouter,
}

impl From<node::ReachState> for ReachState {
    fn from(state: node::ReachState) -> Self {
        match state {
            node::ReachState::Closed => Self::Closed,
            node::ReachState::Confirmed => Self::Confirmed,
            node::ReachState::Ipv6Only => Self::Ipv6Only,
            node::ReachState::LanOnly => Self::LanOnly,
            node::ReachState::LocalNetworkForbidden => Self::LocalNetworkForbidden,
            node::ReachState::Looking => Self::Looking,
            node::ReachState::NoRouterProtocol => Self::NoRouterProtocol,
            node::ReachState::Offline => Self::Offline,
            node::ReachState::Opened => Self::Opened,
            node::ReachState::RouterRefused => Self::RouterRefused,
            node::ReachState::SecondRouter => Self::SecondRouter,
        }
    }
}

/// An address of this device, with its listening port (or the one that the router opened).
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OwnAddress {
    /// IP literal and port.
    pub address: SocketAddr,
    /// From where it can be of use.
    pub kind: AddressKind,
    /// How it was learnt.
    pub source: OwnSource,
}

impl From<node::OwnAddress> for OwnAddress {
    fn from(own: node::OwnAddress) -> Self {
        let node::OwnAddress { address, kind, source } = own;
        Self { address, kind: kind.into(), source: source.into() }
    }
}

/// From where an address can be of use. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AddressKind {
    /// Within the carrier's own network at most (RFC 6598).
    Carrier,
    /// From everywhere over IPv4.
    Ipv4,
    /// From everywhere over IPv6, if no firewall is in between.
    Ipv6,
    /// On this machine alone.
    Loopback,
    /// In this network alone.
    Private,
    /// In this network alone (unique local IPv6).
    UniqueLocal,
}

impl From<node::AddressKind> for AddressKind {
    fn from(kind: node::AddressKind) -> Self {
        match kind {
            node::AddressKind::Carrier => Self::Carrier,
            node::AddressKind::Ipv4 => Self::Ipv4,
            node::AddressKind::Ipv6 => Self::Ipv6,
            node::AddressKind::Loopback => Self::Loopback,
            node::AddressKind::Private => Self::Private,
            node::AddressKind::UniqueLocal => Self::UniqueLocal,
        }
    }
}

/// How an own address was learnt. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum OwnSource {
    /// It is one of this device's interfaces, or was bound by hand.
    Interface,
    /// Two contacts in different networks saw this device come from there; the port is the own one.
    Observed,
    /// The router said so, and opened the port.
    Router,
}

impl From<node::OwnSource> for OwnSource {
    fn from(source: node::OwnSource) -> Self {
        match source {
            node::OwnSource::Interface => Self::Interface,
            node::OwnSource::Observed => Self::Observed,
            node::OwnSource::Router => Self::Router,
        }
    }
}

/// What the router said about one family of addresses.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RouterSaid {
    /// What came of asking.
    pub state: RouterState,
    /// In which protocol it answered.
    pub protocol: Option<RouterProtocol>,
    /// Where it lets callers in.
    pub opened: Vec<SocketAddr>,
    /// The outside address that it says to have.
    pub outside: Option<IpAddr>,
    /// Why it refused.
    pub refusal: Option<RouterRefusal>,
}

impl From<node::RouterSaid> for RouterSaid {
    fn from(said: node::RouterSaid) -> Self {
        let node::RouterSaid { state, protocol, opened, outside, refusal } = said;
        Self {
            state: state.into(),
            protocol: protocol.map(Into::into),
            opened,
            outside,
            refusal: refusal.map(Into::into),
        }
    }
}

/// What came of asking the router to open a port. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RouterState {
    /// Nobody answered in a protocol for this.
    NotFound,
    /// It was not asked: the setting is off, there is none, or its network is one where nobody asks.
    NotAsked,
    /// It lets callers in.
    Opened,
    /// It said no.
    Refused,
    /// It has not answered yet.
    Searching,
    /// It is itself behind another router.
    SecondRouter,
}

impl From<node::RouterState> for RouterState {
    fn from(state: node::RouterState) -> Self {
        match state {
            node::RouterState::NotFound => Self::NotFound,
            node::RouterState::NotAsked => Self::NotAsked,
            node::RouterState::Opened => Self::Opened,
            node::RouterState::Refused => Self::Refused,
            node::RouterState::Searching => Self::Searching,
            node::RouterState::SecondRouter => Self::SecondRouter,
        }
    }
}

/// A protocol in which routers are asked to open ports. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RouterProtocol {
    /// RFC 6886.
    NatPmp,
    /// RFC 6887.
    Pcp,
    /// UPnP Internet Gateway Device, versions 1 and 2.
    Upnp,
}

impl From<node::RouterProtocol> for RouterProtocol {
    fn from(protocol: node::RouterProtocol) -> Self {
        match protocol {
            node::RouterProtocol::NatPmp => Self::NatPmp,
            node::RouterProtocol::Pcp => Self::Pcp,
            node::RouterProtocol::Upnp => Self::Upnp,
        }
    }
}

/// Why a router does not open a port. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RouterRefusal {
    /// Others have every port that was asked for.
    Conflict,
    /// Opening ports is switched off there.
    Disabled,
    /// There is no firewall to open (IPv6): as far as the router is concerned, everybody gets in.
    FirewallOff,
    /// It would open the port for seconds only.
    LeaseTooShort,
    /// What it answers makes no sense.
    Misbehaves,
    /// It says that its own network does not work.
    NetworkFailure,
    /// It has no room for another port.
    NoResources,
    /// This device may not.
    NotAuthorised,
    /// It said something else.
    Other,
    /// It does not know how to.
    Unsupported,
}

impl From<node::RouterRefusal> for RouterRefusal {
    fn from(refusal: node::RouterRefusal) -> Self {
        match refusal {
            node::RouterRefusal::Conflict => Self::Conflict,
            node::RouterRefusal::Disabled => Self::Disabled,
            node::RouterRefusal::FirewallOff => Self::FirewallOff,
            node::RouterRefusal::LeaseTooShort => Self::LeaseTooShort,
            node::RouterRefusal::Misbehaves => Self::Misbehaves,
            node::RouterRefusal::NetworkFailure => Self::NetworkFailure,
            node::RouterRefusal::NoResources => Self::NoResources,
            node::RouterRefusal::NotAuthorised => Self::NotAuthorised,
            node::RouterRefusal::Other => Self::Other,
            node::RouterRefusal::Unsupported => Self::Unsupported,
        }
    }
}

/// A contact that came in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReachedBy {
    /// Who.
    pub uid: Uid,
    /// When they last did.
    pub at: Time,
    /// They came from another network: others can, too.
    pub outside: bool,
}

impl From<node::ReachedBy> for ReachedBy {
    fn from(reached: node::ReachedBy) -> Self {
        let node::ReachedBy { uid, at, outside } = reached;
        Self { uid, at: at.into(), outside }
    }
}

/// Whether one device reaches the other by dialling it: from real exchanges only. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Way {
    /// It was tried, in vain.
    No {
        /// The first time in vain since it last worked.
        since: Time,
    },
    /// Nobody knows: it was not tried yet.
    Unknown,
    /// It works.
    Yes {
        /// The first time since it was last in vain.
        since: Time,
    },
}

impl From<node::Way> for Way {
    fn from(way: node::Way) -> Self {
        match way {
            node::Way::No { since } => Self::No { since: since.into() },
            node::Way::Unknown => Self::Unknown,
            node::Way::Yes { since } => Self::Yes { since: since.into() },
        }
    }
}
