//! How IPv4 is reached from a network that has none.

use std::collections::HashMap;
use std::net::Ipv6Addr;
use std::time::{Duration, Instant};

use pure2p_core::node::{AddressKind, Network};

/// RFC 6052's well-known prefix. Asking a name server for the network's own one (RFC 7050) is out of the question: nobody
/// is asked for a name here. No harm comes of guessing it: no route of the internet leads there, so a packet to
/// it ends at a translator, or at the next router.
const WELL_KNOWN: (Ipv6Addr, u8) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// The prefixes that routers advertised (RFC 8781), by the interface's index.
#[derive(Debug, Default)]
pub(super) struct Advertised(HashMap<u32, Prefix>);

#[derive(Debug)]
struct Prefix {
    prefix: (Ipv6Addr, u8),
    until: Instant,
}

impl Advertised {
    /// A router on this interface said this (the option of its advertisement). Whether it is news.
    // Elsewhere nobody passes these on.
    #[cfg_attr(not(any(target_os = "android", target_os = "linux")), expect(dead_code))]
    pub(super) fn learn(&mut self, interface: u32, option: &[u8]) -> bool {
        let Some((prefix, lifetime)) = pref64(option) else { return false };
        let before = self.of(interface);
        if lifetime.is_zero() {
            self.0.remove(&interface);
        } else {
            self.0.insert(interface, Prefix { prefix, until: Instant::now() + lifetime });
        }
        self.of(interface) != before
    }

    pub(super) fn of(&self, interface: u32) -> Option<(Ipv6Addr, u8)> {
        let known = self.0.get(&interface)?;
        (known.until > Instant::now()).then_some(known.prefix)
    }
}

/// A prefix and for how long it holds, as RFC 8781, section 4 codes it.
fn pref64(option: &[u8]) -> Option<((Ipv6Addr, u8), Duration)> {
    const PREF64: u8 = 38;
    /// By the code in the option.
    const LENGTHS: [u8; 6] = [96, 64, 56, 48, 40, 32];
    let [kind, _, high, low, prefix @ ..] = option.first_chunk::<16>()?;
    if *kind != PREF64 {
        return None;
    }
    let both = u16::from_be_bytes([*high, *low]);
    let length = *LENGTHS.get(usize::from(both & 7))?;
    let mut octets = [0; 16];
    octets.iter_mut().zip(prefix).for_each(|(to, from)| *to = *from);
    Some(((octets.into(), length), Duration::from_secs(u64::from(both & !7))))
}

/// The prefix by which networks with IPv6 reach IPv4, should they have none: whether that is so, the core decides.
/// `advertised`: of the same networks.
pub(super) fn fill(networks: &mut [Network], advertised: &[Option<(Ipv6Addr, u8)>]) {
    for (network, advertised) in networks.iter_mut().zip(advertised) {
        let mut addresses = network.addresses.iter();
        if addresses.any(|address| AddressKind::of(address.ip) == AddressKind::Ipv6) {
            network.nat64_prefix = Some(advertised.unwrap_or(WELL_KNOWN));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_router_advertises_holds_until_it_takes_it_back() {
        let option = |scaled: u16, prefix: [u8; 12]| [&[38, 2][..], &scaled.to_be_bytes(), &prefix].concat();
        let mut advertised = Advertised::default();
        let prefix = [0x20, 1, 0xd, 0xb8, 0, 0x64, 0, 0, 0, 0, 0, 0];
        assert!(advertised.learn(3, &option(1800 | 1, prefix)));
        assert!(!advertised.learn(3, &option(1800 | 1, prefix)), "the same again is no news");
        assert_eq!(advertised.of(3), Some(("2001:db8:64::".parse().unwrap(), 64)));
        assert_eq!(advertised.of(4), None);
        assert!(advertised.learn(3, &option(1, prefix)));
        assert_eq!(advertised.of(3), None);
        for bad in [option(1800 | 7, prefix), vec![38, 2, 7], vec![25; 16], vec![]] {
            assert!(!advertised.learn(3, &bad));
        }
    }
}
