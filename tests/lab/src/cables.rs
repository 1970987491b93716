//! Cables between hosts and networks: pulled, plugged in, and moved to another home.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Lab;
use super::homes::Home;
use super::plan::INTERNET;

/// Where a host's cable ends.
#[derive(Clone, Debug)]
pub(super) struct Plug {
    /// The machine, and the interface there.
    pub(super) at: String,
    pub(super) port: String,
    /// The last one is where the host is, the others are where it was.
    pub(super) places: Vec<Place>,
}

/// Somewhere that a host is.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a home, with this last octet.
    Home(&'static Home, u8),
    /// Directly on the internet, with this one.
    Open(u8),
    /// In a home whose provider gave this address meanwhile.
    Renumbered(&'static Home, u8),
}

impl Place {
    /// The home, if it is one.
    pub fn home(&self) -> Option<&'static Home> {
        match self {
            Self::Home(home, _) | Self::Renumbered(home, _) => Some(home),
            Self::Open(_) => None,
        }
    }

    /// Where the host finds its router there.
    pub fn gateways(&self) -> Vec<String> {
        match self {
            Self::Home(home, _) | Self::Renumbered(home, _) => home.gateways(),
            Self::Open(_) => OPEN_GATEWAYS.map(str::to_owned).to_vec(),
        }
    }

    /// The addresses of the host there, and the one that others see.
    pub fn addresses(&self) -> Vec<String> {
        match self {
            Self::Home(home, n) => [home.addresses(*n), vec![home.seen_as()]].concat(),
            Self::Open(n) => vec![format!("11.0.0.{n}"), format!("2d00:0:0:1::{n}")],
            Self::Renumbered(_, n) => vec![format!("11.0.0.{n}")],
        }
    }

    /// What the host gets there, as lines for `ip -batch`.
    pub fn lease(&self) -> String {
        match self {
            Self::Home(home, n) => lease(home, *n),
            Self::Open(n) => OPEN_HOST.replace("{n}", &n.to_string()),
            Self::Renumbered(..) => String::new(),
        }
    }
}

/// The router of hosts that are directly on the internet.
pub const OPEN_GATEWAYS: [&str; 2] = ["11.0.0.1", "2d00:0:0:1::1"];

/// What a host gets that is directly on the internet.
/// Nobody is its neighbour there.
const OPEN_HOST: &str = "addr add 11.0.0.{n}/32 dev eth0
addr add 2d00:0:0:1::{n}/64 dev eth0
route replace 11.0.0.1 dev eth0 scope link
route replace default via 11.0.0.1 dev eth0
route replace default via 2d00:0:0:1::1 dev eth0
";

/// What a host gets from its router, as lines for `ip -batch`.
fn lease(home: &Home, octet: u8) -> String {
    let mut lines = String::new();
    for address in home.addresses(octet) {
        let bits = if address.contains(':') { 64 } else { 24 };
        lines.push_str(&format!("addr add {address}/{bits} dev eth0\n"));
    }
    for gateway in home.gateways() {
        lines.push_str(&format!("route replace default via {gateway} dev eth0\n"));
    }
    lines
}

impl Lab {
    /// Everywhere that this host was, up to where it is.
    pub fn places(&self, host: &str) -> Vec<Place> {
        self.plugs.lock().unwrap()[host].places.clone()
    }

    /// Pulls the cable of a host, or the Wi-Fi is switched off.
    pub fn unplug(&self, host: &str) {
        let plug = self.plugs.lock().unwrap()[host].clone();
        self.machine(&plug.at).ip(&format!("link set {} down", plug.port));
        self.machine(host).ip("addr flush dev eth0 scope global");
    }

    /// Plugs it in again where it was.
    pub fn plug(&self, host: &str) {
        let plug = self.plugs.lock().unwrap()[host].clone();
        self.machine(&plug.at).ip(&format!("link set {} up", plug.port));
        let place = plug.places.iter().rfind(|place| !matches!(place, Place::Renumbered(..)));
        self.machine(host).ip(&place.unwrap().lease());
    }

    /// Moves the host into a network where it is the host N: another home, or (`None`) directly on the internet.
    pub fn move_to(&self, host: &str, home: Option<&str>, n: u8) {
        let mut plugs = self.plugs.lock().unwrap();
        let plug = plugs.get_mut(host).unwrap();
        let (to, bridge, place) = match home.map(Home::named) {
            Some(home) => (home.router(), "lan0", Place::Home(home, n)),
            None => (INTERNET.to_owned(), "br0", Place::Open(n)),
        };
        let (here, port) = (self.machine(host), plug.port.clone());
        self.machine(&plug.at).ip(&format!("link set {port} down\nlink set {port} netns {to}"));
        here.ip("addr flush dev eth0 scope global");
        self.machine(&to).ip(&format!("link set {port} master {bridge}\nlink set {port} up"));
        here.ip(&place.lease());
        plug.at = to;
        plug.places.push(place);
    }

    /// The provider gives a home another address: 11.0.0.N.
    pub fn renumber(&self, home: &str, n: u8) {
        self.router(home, |router| router.renumber(n));
        let home = Home::named(home);
        for (host, _) in home.hosts {
            self.plugs.lock().unwrap().get_mut(*host).unwrap().places.push(Place::Renumbered(home, n));
        }
    }
}

impl Lab {
    /// All addresses at which this host ever was, inside and as others see it.
    pub fn addresses(&self, host: &str) -> BTreeSet<IpAddr> {
        let text = self.places(host).into_iter().flat_map(|place| place.addresses());
        text.map(|address| address.parse().unwrap()).collect()
    }

    /// The homes that this host ever was in.
    pub fn homes_of(&self, host: &str) -> impl Iterator<Item = &'static Home> {
        self.places(host).into_iter().filter_map(|place| place.home())
    }

    /// Whether these hosts were ever in one home.
    pub fn are_neighbours(&self, one: &str, other: &str) -> bool {
        self.homes_of(one).any(|home| self.homes_of(other).any(|there| there.name == home.name))
    }
}
