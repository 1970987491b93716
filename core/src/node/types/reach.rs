//! Who can reach whom, as shells see it.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::Millis;
use crate::identity::Uid;
use crate::net::OwnAddress;

/// Who can reach this device, as far as it knows by itself: it never dials itself and asks nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Whether this device can be reached from other networks. Alphabetical.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReachState {
    /// The app is not open.
    #[default]
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

/// What the router said about one family of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// What came of asking the router to open a port. Alphabetical.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouterState {
    /// Nobody answered in a protocol for this.
    NotFound,
    /// It was not asked: the setting is off, there is none, or its network is one where nobody asks.
    #[default]
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

/// A protocol in which routers are asked to open ports. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouterProtocol {
    /// RFC 6886.
    NatPmp,
    /// RFC 6887.
    Pcp,
    /// UPnP Internet Gateway Device, versions 1 and 2.
    Upnp,
}

/// Why a router does not open a port. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// A contact that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReachedBy {
    /// Who.
    pub uid: Uid,
    /// When they last came in from there, give or take a minute or two.
    pub at: Millis,
    /// They came from another network: others can, too.
    pub outside: bool,
}

/// Whether one device reaches the other by dialling it: from real exchanges only. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It was tried, in vain.
    No {
        /// The first time in vain since it last worked.
        since: Millis,
    },
    /// Nobody knows: it was not tried yet.
    Unknown,
    /// It works.
    Yes {
        /// The first time since it was last in vain.
        since: Millis,
    },
}
