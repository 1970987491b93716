//! Where at the gateway something is: a port and a path. A URL that leads elsewhere is not followed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest URL that is looked at, in bytes.
const MAX: usize = 1_024;

/// A port and a path at the gateway. There is no host in it: nobody else is ever connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) port: u16,
    /// With query, as it goes into a request line: begins with a slash, printable ASCII.
    pub(crate) path: String,
}

/// Reads an absolute URL (`LOCATION`, `URLBase`). `None`: not HTTP, not the gateway, or nonsense.
pub(crate) fn location(url: &str, gateway: IpAddr) -> Option<Place> {
    if url.len() > MAX {
        return None;
    }
    let (scheme, rest) = url.trim().split_at_checked(7)?;
    if !scheme.eq_ignore_ascii_case("http://") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let (host, port) = host_and_port(authority)?;
    if !may_be(host, gateway) {
        return None;
    }
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    place(port, &path)
}

/// Reads a reference (`controlURL`) in a description that came from `base`.
pub(crate) fn resolve(base: &Place, reference: &str, gateway: IpAddr) -> Option<Place> {
    let reference = reference.trim();
    if reference.is_empty() || reference.len() > MAX || reference.starts_with("//") {
        return None;
    }
    if reference.starts_with('/') {
        return place(base.port, reference);
    }
    if reference.contains("://") {
        return location(reference, gateway);
    }
    let path = base.path.split(['?', '#']).next().unwrap_or("/");
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    place(base.port, &format!("{folder}/{reference}"))
}

fn place(port: u16, path: &str) -> Option<Place> {
    let path = path.split('#').next()?;
    let printable = path.bytes().all(|byte| byte.is_ascii_graphic());
    (port != 0 && printable && path.starts_with('/') && path.len() <= MAX)
        .then(|| Place { port, path: path.to_owned() })
}

/// Literals only: a name would have to be asked for.
fn host_and_port(authority: &str) -> Option<(IpAddr, u16)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            // The scope is our own matter.
            let host = host.split('%').next()?;
            (host.parse::<Ipv6Addr>().ok()?.into(), port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            let (host, port) = authority.split_at_checked(end)?;
            (host.parse::<Ipv4Addr>().ok()?.into(), port)
        }
    };
    let port = match port.strip_prefix(':') {
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => port.parse().ok()?,
        None if port.is_empty() => 80,
        _ => return None,
    };
    Some((host, port))
}

/// A router that is asked at its link-local address answers with another of its addresses; since we connect to the one that we
/// know whatever it says, that may pass. In IPv4 there is no reason for it.
fn may_be(host: IpAddr, gateway: IpAddr) -> bool {
    match (host, gateway) {
        (IpAddr::V6(_), IpAddr::V6(_)) => true,
        _ => host == gateway,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn v4() -> IpAddr {
        "192.168.1.1".parse().unwrap()
    }

    fn v6() -> IpAddr {
        "fe80::1".parse().unwrap()
    }

    fn at(port: u16, path: &str) -> Option<Place> {
        Some(Place { port, path: path.to_owned() })
    }

    #[test]
    fn locations_are_at_the_gateway_or_nowhere() {
        assert_eq!(location("http://192.168.1.1:5000/rootDesc.xml", v4()), at(5000, "/rootDesc.xml"));
        assert_eq!(location("HTTP://192.168.1.1", v4()), at(80, "/"));
        assert_eq!(location("http://192.168.1.1?x=1", v4()), at(80, "/?x=1"));
        assert_eq!(location("http://192.168.1.1/a#b", v4()), at(80, "/a"));
        assert_eq!(location("http://[fe80::1%eth0]:5000/d", v6()), at(5000, "/d"));
        assert_eq!(location("http://[2d00::1]:5000/d", v6()), at(5000, "/d"));
        for elsewhere in [
            "http://192.168.1.2:5000/d",
            "http://11.0.0.1/d",
            "http://[fe80::1]:5000/d",
            "http://router.lan/d",
            "http://192.168.1.1@11.0.0.1/d",
            "http://192.168.1.1:80:90/d",
            "http://192.168.1.1:+80/d",
            "http://192.168.1.1:0/d",
            "http://192.168.1.1:99999/d",
            "http://192.168.1.1/a b",
            "http://192.168.1.1/a\r\nHost: x",
            "http://192.168.1/d",
            "https://192.168.1.1/d",
            "ftp://192.168.1.1/d",
            "//192.168.1.1/d",
            "/d",
            "",
            "http://",
        ] {
            assert_eq!(location(elsewhere, v4()), None, "{elsewhere}");
        }
        assert_eq!(location("http://192.168.1.1:5000/d", v6()), None);
        assert_eq!(location(&format!("http://192.168.1.1/{}", "a".repeat(1_024)), v4()), None);
    }

    #[test]
    fn references_are_resolved_within_the_gateway() {
        let base = at(5000, "/desc/root.xml?a/b").unwrap();
        assert_eq!(resolve(&base, "/ctl/IPConn", v4()), at(5000, "/ctl/IPConn"));
        assert_eq!(resolve(&base, "ctl", v4()), at(5000, "/desc/ctl"));
        assert_eq!(resolve(&base, " http://192.168.1.1:49000/ctl ", v4()), at(49_000, "/ctl"));
        for elsewhere in ["http://11.0.0.1/ctl", "//11.0.0.1/ctl", "https://192.168.1.1/ctl", "", "a b", "\n"]
        {
            assert_eq!(resolve(&base, elsewhere, v4()), None, "{elsewhere}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_a_port_and_a_clean_path(url in "(http://)?[ -~é]{0,40}") {
            let base = Place { port: 1, path: "/".to_owned() };
            for place in [location(&url, v4()), location(&url, v6()), resolve(&base, &url, v4())].into_iter().flatten() {
                prop_assert!(place.port != 0 && place.path.starts_with('/'));
                prop_assert!(place.path.bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
