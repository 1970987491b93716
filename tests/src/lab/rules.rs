//! What may be on the wire: packets to contacts and to the own router. Nobody else is asked for anything, and
//! nobody on the way can read who talks, or what.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv6Addr};

use super::OPEN_GATEWAYS;
use super::capture::Captured;
use super::frame::{self, Inside, Packet, What};
use super::homes::FOURTH;
use super::{Lab, SOAP_PORT};

/// Routers are asked by UDP: NAT-PMP and PCP, and UPnP's search.
const ROUTER_UDP: [u16; 2] = [5351, 1900];
/// Questions after names: DNS in clear and by TLS, in the local network by multicast and by LLMNR.
const NAMES: [u16; 4] = [53, 853, 5353, 5355];

/// See the module.
#[derive(Debug)]
pub struct Rules<'a> {
    lab: &'a Lab,
    contacts: BTreeMap<String, BTreeSet<String>>,
    secrets: Vec<(String, Vec<u8>)>,
}

impl<'a> Rules<'a> {
    /// Nobody may talk to anybody, and nothing is secret.
    pub fn new(lab: &'a Lab) -> Self {
        Self { lab, contacts: BTreeMap::new(), secrets: Vec::new() }
    }

    /// These two hosts have contacts of each other.
    pub fn contacts(&mut self, one: &str, other: &str) {
        self.contacts.entry(one.to_owned()).or_default().insert(other.to_owned());
        self.contacts.entry(other.to_owned()).or_default().insert(one.to_owned());
    }

    /// This must be read nowhere.
    pub fn secret(&mut self, what: &str, bytes: impl Into<Vec<u8>>) {
        self.secrets.push((what.to_owned(), bytes.into()));
    }

    /// What was captured against the rules, each kind of it once.
    pub fn broken(&self, captured: &Captured) -> BTreeSet<String> {
        let mut broken = BTreeSet::new();
        for (host, (mac, frames)) in &captured.hosts {
            let known = self.known(host);
            for bytes in frames {
                let frame = frame::parse(bytes);
                let what = if frame.from == *mac { self.leaves(host, &known, &frame.what) } else { None };
                let what = what.or_else(|| anywhere(&frame.what)).or_else(|| self.readable(bytes));
                broken.extend(what.map(|what| format!("{host}: {what}")));
            }
        }
        let everybody = self.everybody();
        for bytes in &captured.internet {
            let what = frame::parse(bytes).what;
            let what = abroad(&everybody, &what).or_else(|| anywhere(&what)).or_else(|| self.readable(bytes));
            broken.extend(what.map(|what| format!("the internet: {what}")));
        }
        broken
    }

    /// Where this host may send to.
    fn known(&self, host: &str) -> BTreeSet<IpAddr> {
        let contacts = self.contacts.get(host).into_iter().flatten();
        let mut known = BTreeSet::new();
        for contact in contacts {
            let neighbour = self.lab.are_neighbours(host, contact);
            let addresses = self.lab.addresses(contact);
            known.extend(addresses.into_iter().filter(|address| neighbour || is_public(*address)));
        }
        let translated = known.iter().filter_map(|ip| translated(*ip)).collect::<Vec<_>>();
        known.extend(translated);
        known
    }

    /// What is wrong with a frame that a host sends.
    fn leaves(&self, host: &str, known: &BTreeSet<IpAddr>, what: &What) -> Option<String> {
        match what {
            What::Arp => None,
            What::Other(kind) => Some(format!("something of the kind {kind:#06x}")),
            What::Ip(packet) => {
                let allowed = match packet.inside {
                    // Neighbours and multicast groups are the kernel's business, and so are errors.
                    Inside::Icmp6(1..=4 | 130..=136 | 143) | Inside::Icmp(3 | 11 | 12) | Inside::Igmp => true,
                    Inside::Tcp(..) if known.contains(&packet.to) => true,
                    Inside::Tcp(_, port) => port == SOAP_PORT && self.is_router(host, packet.to),
                    Inside::Udp(_, port) => ROUTER_UDP.contains(&port) && self.is_router(host, packet.to),
                    _ => false,
                };
                (!allowed).then(|| format!("to nobody's: {}", destination(packet)))
            }
        }
    }

    fn is_router(&self, host: &str, to: IpAddr) -> bool {
        let mut gateways = self.lab.places(host).into_iter().flat_map(|place| place.gateways());
        gateways.any(|gateway| gateway.parse() == Ok(to))
    }

    /// Who may be at either end of what crosses the internet.
    fn everybody(&self) -> BTreeSet<IpAddr> {
        let hosts = self.lab.hosts().into_iter().filter(|host| *host != FOURTH);
        hosts.flat_map(|host| self.lab.addresses(host)).filter(|address| is_public(*address)).collect()
    }

    fn readable(&self, bytes: &[u8]) -> Option<String> {
        let found = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        let (what, _) = self.secrets.iter().find(|(_, secret)| found(secret))?;
        Some(format!("{what} can be read"))
    }
}

/// What is wrong with a frame wherever it is.
fn anywhere(what: &What) -> Option<String> {
    let What::Ip(packet) = what else { return None };
    let asks = match packet.inside {
        Inside::Tcp(from, to) | Inside::Udp(from, to) => NAMES.contains(&from) || NAMES.contains(&to),
        _ => false,
    };
    asks.then(|| format!("a question after a name: {}", destination(packet)))
}

/// What is wrong with a frame on the internet.
fn abroad(everybody: &BTreeSet<IpAddr>, what: &What) -> Option<String> {
    let What::Ip(packet) = what else { return None };
    if matches!(packet.inside, Inside::Igmp | Inside::Icmp(_) | Inside::Icmp6(_)) {
        return None;
    }
    // Who is directly on the internet has a router there, too.
    let router = |ip: IpAddr| OPEN_GATEWAYS.iter().any(|gateway| gateway.parse() == Ok(ip));
    let asks = match packet.inside {
        Inside::Udp(from, to) => {
            router(packet.to) && ROUTER_UDP.contains(&to) || router(packet.from) && ROUTER_UDP.contains(&from)
        }
        _ => false,
    };
    let known = |ip: IpAddr| everybody.contains(&ip) || asks && router(ip);
    (!(known(packet.from) && known(packet.to))).then(|| format!("between strangers: {}", destination(packet)))
}

/// Without what differs each time.
fn destination(packet: &Packet) -> String {
    match (packet.inside, packet.goes_to()) {
        (Inside::Tcp(..), Some(to)) => format!("TCP to {to}"),
        (Inside::Udp(..), Some(to)) => format!("UDP to {to}"),
        _ => packet.to_string(),
    }
}

/// How hosts without IPv4 say an IPv4 address.
pub fn translated(ip: IpAddr) -> Option<IpAddr> {
    let IpAddr::V4(ip) = ip else { return None };
    let [a, b, c, d] = ip.octets();
    let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    Some(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low).into())
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_private() && !matches!(ip.octets(), [100, 64..=127, ..]),
        IpAddr::V6(ip) => ip.octets()[0] & 0xe0 == 0x20,
    }
}
