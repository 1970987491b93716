//! Whether a router's outside address is one that the internet can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// `false` for what no router has that is on the internet itself: private, a carrier's (100.64/10), unspecified, or reserved for
/// something else (RFC 6890).
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let reserved = match (a, b, c) {
        // "This network" and class D, E, broadcast; carriers' NAT (RFC 6598); DS-Lite and 464XLAT (RFC 7335, and the rest of
        // that /24); 6to4 relays (RFC 7526); benchmarks (RFC 2544).
        (0 | 224..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _) => true,
        _ => ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation(),
    };
    !reserved
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // Documentation: RFC 3849, RFC 9637. Teredo (RFC 4380) and 6to4 (RFC 3056) are addresses that work by luck.
        [0x2001, 0xdb8, ..] | [0x2001, 0, ..] | [0x2002, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn outside_addresses_are_judged() {
        for public in [
            "11.0.0.10",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2d00:0:0:e::100",
            "::ffff:11.0.0.1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for worthless in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.10",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "192.0.0.2",
            "192.0.2.7",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "2001:db8::1",
            "3fff::1",
            "2002::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::1",
        ] {
            assert!(!is_public(worthless.parse().unwrap()), "{worthless}");
        }
    }
}
