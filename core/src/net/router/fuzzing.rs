//! The parsers of what routers answer, for fuzz targets only. Nothing here sends anything.

use std::net::{IpAddr, SocketAddr};

use super::upnp::{place, ssdp, xml};
use super::{announce, natpmp, pcp};

/// Reads a datagram as every answer of PCP and NAT-PMP that may be waited for: of IPv4 where `client` is. Gives the internal
/// port, the external address and the lease in seconds of what would be taken for a mapping.
pub fn read_port_mapping(
    datagram: &[u8],
    client: IpAddr,
    nonce: [u8; 12],
    internal_port: u16,
) -> Option<(u16, SocketAddr, u32)> {
    let _ = announce::announced(datagram);
    let address = natpmp::Request::Address.answer(datagram);
    debug_assert!(!matches!(address, Ok(natpmp::Answer::Map { .. })));
    let suggested = SocketAddr::new(client, internal_port);
    let map = pcp::MapRequest { lifetime: 7_200, client, nonce, internal_port, suggested };
    if let Ok(pcp::Answer::Map(map)) = map.answer(datagram) {
        return Some((map.internal_port, map.external, map.lifetime));
    }
    let map = natpmp::Request::Map { internal_port, suggested_port: internal_port, lifetime: 7_200 };
    match map.answer(datagram) {
        Ok(natpmp::Answer::Map { internal_port, external_port, lifetime, .. }) => {
            Some((internal_port, SocketAddr::new(client, external_port), lifetime))
        }
        _ => None,
    }
}

/// The request that [`read_port_mapping`] reads answers to: to make seeds of.
pub fn port_mapping_request(client: IpAddr, nonce: [u8; 12], internal_port: u16) -> Vec<u8> {
    let suggested = SocketAddr::new(client, internal_port);
    pcp::MapRequest { lifetime: 7_200, client, nonce, internal_port, suggested }.encode()
}

/// Reads what a router's UPnP says, as each kind of it that there is, and gives every port and path that would be connected to at the
/// gateway.
pub fn read_upnp(text: &[u8], gateway: IpAddr) -> Vec<(u16, String)> {
    let mut places: Vec<_> =
        ssdp::location(text).and_then(|url| place::location(url, gateway)).into_iter().collect();
    let _ = xml::outcome(text, "AddPortMapping");
    if let Ok(description) = xml::description(text) {
        let from = place::Place { port: 80, path: "/".to_owned() };
        let base = description.base.and_then(|url| place::location(&url, gateway)).unwrap_or(from);
        let controls = description.services.iter();
        places.extend(controls.filter_map(|service| place::resolve(&base, &service.control, gateway)));
    }
    places.into_iter().map(|place| (place.port, place.path)).collect()
}
