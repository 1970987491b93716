//! Who lives where. The whole laboratory as a table: everything else follows from it.

/// The protocols by which a router lets a host open a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Protocols {
    /// UPnP IGD.
    pub upnp: bool,
    /// NAT-PMP and PCP, which miniupnpd has both or neither of.
    pub pcp: bool,
}

/// Who gives the home its IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv4 {
    /// A public address: 11.0.0.N.
    Public(u8),
    /// One of a carrier's that many customers share: 100.64.0.N.
    Carrier(u8),
}

/// A home: one router and the hosts behind it.
#[derive(Clone, Copy, Debug)]
pub struct Home {
    /// One letter; the router is `r` and that.
    pub name: &'static str,
    /// Outside.
    pub ipv4: Ipv4,
    /// The third octet of 192.168.N.0/24 inside; `None`: hosts have IPv6 only, and the router translates for them
    /// (NAT64, well-known prefix).
    pub lan4: Option<u8>,
    /// The N of 2d00:0:N::/64 inside: a prefix of 48 bits for each home, as they have, behind a firewall that lets in what was asked for.
    pub lan6: Option<&'static str>,
    /// What the router speaks.
    pub protocols: Protocols,
    /// The hosts and their last octet.
    pub hosts: &'static [(&'static str, u8)],
}

const NONE: Protocols = Protocols { upnp: false, pcp: false };
const ALL: Protocols = Protocols { upnp: true, pcp: true };
const PCP: Protocols = Protocols { upnp: false, pcp: true };
const UPNP: Protocols = Protocols { upnp: true, pcp: false };

/// All homes. (The addresses are others' and public: miniupnpd maps nothing while its outside is private or
/// reserved for documentation. Nothing of this leaves the laboratory, which has no way out.)
pub const HOMES: [Home; 9] = [
    // Everything that a good router has; a second host on the LAN.
    home("A", Ipv4::Public(10), Some(1), None, ALL, &[("hA", 100), ("hF", 101)]),
    home("B", Ipv4::Public(20), Some(2), None, PCP, &[("hB", 100)]),
    home("U", Ipv4::Public(30), Some(3), None, UPNP, &[("hU", 100)]),
    // Plain masquerade, and two hosts on one LAN.
    home("C", Ipv4::Public(40), Some(4), None, NONE, &[("hC", 100), ("hL", 101)]),
    home("X", Ipv4::Public(41), Some(5), None, NONE, &[("hX", 100)]),
    // The router speaks everything, and its outside is the carrier's inside.
    home("D", Ipv4::Carrier(10), Some(6), None, ALL, &[("hD", 100)]),
    // As cable and fibre often are: IPv6 of one's own, IPv4 shared with others.
    home("E", Ipv4::Carrier(60), Some(7), Some("e"), ALL, &[("hE", 100)]),
    // IPv6 behind a firewall that nobody can ask.
    home("G", Ipv4::Public(70), Some(8), Some("f"), NONE, &[("hG", 100)]),
    // As mobile data often is: IPv6 only, IPv4 by translation.
    home("N", Ipv4::Public(80), None, Some("a"), NONE, &[("hN", 100)]),
];

/// Hosts directly on the internet, with 11.0.0.N and 2d00:0:0:1::N: an open one, and one that nobody knows.
pub const OPEN_HOSTS: [(&str, u8); 2] = [("hP", 2), (FOURTH, 99)];

/// A machine that is nobody's contact.
pub const FOURTH: &str = "fourth";

const fn home(
    name: &'static str,
    ipv4: Ipv4,
    lan4: Option<u8>,
    lan6: Option<&'static str>,
    protocols: Protocols,
    hosts: &'static [(&'static str, u8)],
) -> Home {
    Home { name, ipv4, lan4, lan6, protocols, hosts }
}

impl Home {
    /// The home of this letter.
    ///
    /// # Panics
    /// If there is none.
    pub fn named(name: &str) -> &'static Self {
        let found = HOMES.iter().find(|home| home.name == name);
        found.unwrap_or_else(|| panic!("no home {name}"))
    }

    /// Where this host lives; `None` for those directly on the internet.
    pub fn of(host: &str) -> Option<&'static Self> {
        HOMES.iter().find(|home| home.hosts.iter().any(|(name, _)| *name == host))
    }

    /// Its router.
    pub fn router(&self) -> String {
        format!("r{}", self.name)
    }

    /// Its address outside, as the router sees it.
    pub fn outside(&self) -> String {
        match self.ipv4 {
            Ipv4::Public(n) => format!("11.0.0.{n}"),
            Ipv4::Carrier(n) => format!("100.64.0.{n}"),
        }
    }

    /// Its address as others see it.
    pub fn seen_as(&self) -> String {
        match self.ipv4 {
            Ipv4::Public(_) => self.outside(),
            Ipv4::Carrier(_) => CARRIER.to_owned(),
        }
    }

    /// Whether hosts have IPv6 only.
    pub fn translates(&self) -> bool {
        self.lan4.is_none()
    }

    /// Whether the router opens ports of any family.
    pub fn opens(&self) -> bool {
        self.protocols != NONE && (self.opens_ipv4() || self.lan6.is_some())
    }

    /// Whether the router can open a port of a public IPv4 address.
    pub fn opens_ipv4(&self) -> bool {
        self.protocols != NONE && matches!(self.ipv4, Ipv4::Public(_))
    }

    /// The addresses of a host inside, IPv4 first.
    pub fn addresses(&self, octet: u8) -> Vec<String> {
        let four = self.lan4.map(|lan| format!("192.168.{lan}.{octet}"));
        let six = self.lan6.map(|lan| format!("2d00:0:{lan}::{octet}"));
        four.into_iter().chain(six).collect()
    }

    /// Where hosts find the router. (Its IPv6 address is link-local, as routers' are.)
    pub fn gateways(&self) -> Vec<String> {
        let four = self.lan4.map(|lan| format!("192.168.{lan}.1"));
        let six = self.lan6.map(|_| "fe80::1".to_owned());
        four.into_iter().chain(six).collect()
    }
}

/// The carrier's address outside.
pub const CARRIER: &str = "11.0.0.50";

/// The addresses of a host, IPv4 first.
pub fn addresses_of(host: &str) -> Vec<String> {
    if let Some((_, n)) = OPEN_HOSTS.iter().find(|(name, _)| *name == host) {
        return vec![format!("11.0.0.{n}"), format!("2d00:0:0:1::{n}")];
    }
    let home = Home::of(host).unwrap_or_else(|| panic!("no host {host}"));
    let octet = home.hosts.iter().find(|(name, _)| *name == host).map_or(0, |(_, octet)| *octet);
    home.addresses(octet)
}
