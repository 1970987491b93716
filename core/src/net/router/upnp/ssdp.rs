//! Searching by a datagram to the gateway alone (UPnP Device Architecture 1.1, section 1.3.2: unicast `M-SEARCH`), and its answer.

use std::net::SocketAddr;

/// The largest answer that is looked at, in bytes: one datagram.
pub(super) const MAX: usize = 1_500;

/// What is searched for in IPv4: devices of version 2 answer to version 1, too.
pub(super) const GATEWAY: &str = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
/// Where some routers answer to nothing but a service.
pub(super) const CONNECTION: &str = "urn:schemas-upnp-org:service:WANIPConnection:1";
/// What is searched for in IPv6.
pub(super) const FIREWALL: &str = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1";

/// No name of any software in it.
pub(super) fn search(gateway: SocketAddr, what: &str) -> String {
    let host = gateway.ip();
    let host = if host.is_ipv6() { format!("[{host}]") } else { host.to_string() };
    let port = gateway.port();
    format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: {host}:{port}\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: {what}\r\n\r\n"
    )
}

/// The `LOCATION` of an answer from something that looks like an Internet Gateway Device.
pub(crate) fn location(datagram: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(datagram.get(..MAX.min(datagram.len()))?).ok()?;
    let mut lines = text.lines();
    let status = lines.next()?;
    if !status.starts_with("HTTP/1.") || status.split_ascii_whitespace().nth(1) != Some("200") {
        return None;
    }
    let (mut location, mut kind) = (None, None);
    for (name, value) in lines.take(64).filter_map(|line| line.split_once(':')) {
        if name.trim().eq_ignore_ascii_case("LOCATION") {
            location = location.or(Some(value.trim()));
        } else if name.trim().eq_ignore_ascii_case("ST") {
            kind = kind.or(Some(value.trim()));
        }
    }
    let kind = kind?;
    let known = ["InternetGatewayDevice", "WANIPConnection", "WANIPv6FirewallControl"];
    known.iter().any(|known| kind.contains(known)).then_some(location?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_search_names_no_software_and_no_scope() {
        let search = search("[fe80::1%2]:1900".parse().unwrap(), GATEWAY);
        assert_eq!(
            search,
            "M-SEARCH * HTTP/1.1\r\nHOST: [fe80::1]:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n\
             ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n"
        );
    }

    #[test]
    fn answers_are_told_from_others() {
        let answer = |status: &str, kind: &str| {
            format!(
                "{status}\r\nCACHE-CONTROL: max-age=120\r\nst: {kind}\r\nLocation: http://192.168.1.1:5000/d\r\n\r\n"
            )
        };
        let location_of = |text: String| location(text.as_bytes()).map(str::to_owned);
        let found = Some("http://192.168.1.1:5000/d".to_owned());
        assert_eq!(location_of(answer("HTTP/1.1 200 OK", GATEWAY)), found);
        assert_eq!(location_of(answer("HTTP/1.0 200", FIREWALL)), found);
        assert_eq!(location_of(answer("HTTP/1.1 404 OK", GATEWAY)), None);
        assert_eq!(location_of(answer("NOTIFY * HTTP/1.1", GATEWAY)), None);
        assert_eq!(location_of(answer("HTTP/1.1 200 OK", "urn:schemas-upnp-org:device:MediaServer:1")), None);
        assert_eq!(location(b""), None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = location(&bytes);
        }
    }
}
