//! Linux: its interfaces, their addresses and its default routes, as the kernel has them.

use std::io;
use std::net::IpAddr;

use pure2p_core::node::InterfaceAddress;

use super::netlink::{aligned, attributes, dump, ip, kind, u8_at, u16_at, u32_at};
use super::{Interface, Route, System};

/// Asks the kernel.
pub(super) fn read() -> io::Result<System> {
    let mut system = System::default();
    dump(kind::GET_LINK, kind::NEW_LINK, |message| system.interfaces.extend(interface(message)))?;
    dump(kind::GET_ADDRESS, kind::NEW_ADDRESS, |message| {
        let Some((index, address)) = address(message) else { return };
        let mut interfaces = system.interfaces.iter_mut();
        if let Some(interface) = interfaces.find(|interface| interface.index == index) {
            interface.addresses.push(address);
        }
    })?;
    dump(kind::GET_ROUTE, kind::NEW_ROUTE, |message| system.routes.extend(routes(message)))?;
    Ok(system)
}

/// `struct ifinfomsg` and its attributes.
fn interface(message: &[u8]) -> Option<Interface> {
    /// IFF_UP and IFF_RUNNING: switched on, and something is plugged in.
    const RUNNING: u32 = 0x1 | 0x40;
    const NAME: u16 = 3;
    const INFO: u16 = 18;
    const INFO_KIND: u16 = 1;
    let (index, flags) = (u32_at(message, 4)?, u32_at(message, 8)?);
    let text = |value: &[u8]| String::from_utf8_lossy(value).trim_end_matches('\0').to_owned();
    let mut interface = Interface { index, running: flags & RUNNING == RUNNING, ..Interface::default() };
    for (kind, value) in attributes(message, 16) {
        match kind {
            NAME => interface.name = text(value),
            INFO => {
                let mut info = attributes(value, 0);
                interface.sort = info.find(|(kind, _)| *kind == INFO_KIND).map(|(_, value)| text(value));
            }
            _ => {}
        }
    }
    Some(interface)
}

/// `struct ifaddrmsg` and its attributes.
fn address(message: &[u8]) -> Option<(u32, InterfaceAddress)> {
    /// Attributes: the address (of the other end where there are two), the own one, flags with room for more.
    const ADDRESS: u16 = 1;
    const LOCAL: u16 = 2;
    const FLAGS: u16 = 8;
    /// IFA_F_TEMPORARY: for IPv4 the same bit says something else.
    const TEMPORARY: u32 = 0x01;
    /// IFA_F_DADFAILED, IFA_F_DEPRECATED, IFA_F_TENTATIVE.
    const UNSURE: u32 = 0x08 | 0x20 | 0x40;
    let (prefix_len, index) = (u8_at(message, 1)?, u32_at(message, 4)?);
    let mut flags = u32::from(u8_at(message, 2)?);
    let [mut own, mut any] = [None; 2];
    for (kind, value) in attributes(message, 8) {
        match kind {
            ADDRESS => any = ip(value),
            LOCAL => own = ip(value),
            FLAGS => flags = u32_at(value, 0)?,
            _ => {}
        }
    }
    let ip = own.or(any)?;
    let temporary = ip.is_ipv6() && flags & TEMPORARY != 0;
    Some((index, InterfaceAddress { ip, prefix_len, temporary, deprecated: flags & UNSURE != 0 }))
}

/// Whether this is a default route: `struct rtmsg`, whose destination has no bits.
pub(super) fn is_default_route(message: &[u8]) -> bool {
    /// RT_TABLE_MAIN and RTN_UNICAST; what RTM_F_CLONED marks is remembered of a single destination.
    const MAIN: u8 = 254;
    const UNICAST: u8 = 1;
    const CLONED: u32 = 0x200;
    let field = |at| u8_at(message, at);
    field(1) == Some(0)
        && field(4) == Some(MAIN)
        && field(7) == Some(UNICAST)
        && u32_at(message, 8).is_some_and(|flags| flags & CLONED == 0)
}

/// The ways that a default route has: several, if routers share the work.
fn routes(message: &[u8]) -> Vec<Route> {
    /// AF_INET.
    const INET: u8 = 2;
    const METRIC: u16 = 6;
    const SEVERAL: u16 = 9;
    if !is_default_route(message) {
        return Vec::new();
    }
    let v4 = u8_at(message, 0) == Some(INET);
    let metric = attributes(message, 12).find(|(kind, _)| *kind == METRIC);
    let metric = metric.and_then(|(_, value)| u32_at(value, 0)).unwrap_or(0);
    let route = |(interface, gateway)| Route { v4, interface, gateway, metric };
    let mut found: Vec<Route> = way(attributes(message, 12)).map(route).into_iter().collect();
    if let Some((_, mut hops)) = attributes(message, 12).find(|(kind, _)| *kind == SEVERAL) {
        // `struct rtnexthop`: its length, two bytes, the interface; then attributes.
        while let (Some(length), Some(interface)) = (u16_at(hops, 0).map(usize::from), u32_at(hops, 4)) {
            let Some(hop) = hops.get(..length).filter(|hop| hop.len() >= 8) else { break };
            let gateway = attributes(hop, 8).find_map(gateway);
            found.push(route((interface, gateway)));
            hops = hops.get(aligned(length)..).unwrap_or_default();
        }
    }
    found
}

/// Over which interface, and by which router.
fn way<'a>(attributes: impl Iterator<Item = (u16, &'a [u8])>) -> Option<(u32, Option<IpAddr>)> {
    const INTERFACE: u16 = 4;
    let (mut interface, mut router) = (None, None);
    for (kind, value) in attributes {
        if kind == INTERFACE {
            interface = u32_at(value, 0);
        }
        router = router.or(gateway((kind, value)));
    }
    Some((interface?, router))
}

fn gateway((kind, value): (u16, &[u8])) -> Option<IpAddr> {
    const GATEWAY: u16 = 5;
    ip(value).filter(|_| kind == GATEWAY)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn this_machine_has_a_loopback() {
        let system = read().unwrap();
        let loopback = system.interfaces.iter().find(|interface| interface.name == "lo").unwrap();
        assert_ne!(loopback.index, 0);
        assert!(!system.interfaces.iter().any(|interface| interface.name.is_empty()));
    }

    #[test]
    fn an_address_says_what_it_is_good_for() {
        let attribute = |kind: u16, value: &[u8]| {
            let length = u16::try_from(value.len() + 4).unwrap();
            [&length.to_ne_bytes()[..], &kind.to_ne_bytes(), value].concat()
        };
        let message = |flags: u32, ip: IpAddr| {
            let octets = match ip {
                IpAddr::V4(ip) => ip.octets().to_vec(),
                IpAddr::V6(ip) => ip.octets().to_vec(),
            };
            let header = [&[0, 64, 0, 0][..], &7u32.to_ne_bytes()].concat();
            [header, attribute(1, &octets), attribute(8, &flags.to_ne_bytes())].concat()
        };
        let said = |flags, ip: &str| {
            let (index, address) = address(&message(flags, ip.parse().unwrap())).unwrap();
            assert_eq!((index, address.prefix_len), (7, 64));
            (address.temporary, address.deprecated)
        };
        assert_eq!(said(0x80, "2001:db8::1"), (false, false));
        assert_eq!(said(0x101, "2001:db8::1"), (true, false));
        assert_eq!(said(0x100, "2001:db8::1"), (false, false));
        assert_eq!(said(0x01, "192.0.2.1"), (false, false)); // a second address, not a passing one
        for unsure in [0x08, 0x20, 0x40] {
            assert_eq!(said(unsure, "2001:db8::1"), (false, true));
        }
    }
}
