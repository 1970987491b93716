//! What an address may be before anybody dials it (docs/PROTOCOL.md, Addresses).
//!
//! Peers tell us addresses, and we connect to them: without rules a contact could make this device
//! knock on its own router or on a neighbour's printer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why an address is not dialled, kept or announced. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddressFault {
    /// The IPv4 broadcast address.
    #[error("a broadcast address")]
    Broadcast,
    /// The router of a network that this device is in.
    #[error("the router")]
    Gateway,
    /// Link-local: without a scope it names nobody.
    #[error("a link-local address")]
    LinkLocal,
    /// A private address, and the system does not let this app talk to its local network.
    #[error("a local address, and this app may not use the local network")]
    LocalNetworkForbidden,
    /// This device, and our listener is not there.
    #[error("a loopback address")]
    Loopback,
    /// A multicast address.
    #[error("a multicast address")]
    Multicast,
    /// A private address of a network that this device is not in.
    #[error("a private address of another network")]
    OtherNetwork,
    /// Where we listen ourselves.
    #[error("this device itself")]
    Own,
    /// Port 0.
    #[error("no port")]
    Port,
    /// A private address with a port below 1024, where infrastructure lives.
    #[error("a system port in a private network")]
    PrivilegedPort,
    /// An address that is nobody's: reserved, or only for translating protocols.
    #[error("a reserved address")]
    Reserved,
    /// A private address, and nothing is known about the networks that this device is in.
    #[error("a private address while the own networks are unknown")]
    SurroundingsUnknown,
    /// `0.0.0.0`, `::` and the like.
    #[error("an unspecified address")]
    Unspecified,
}

/// An address range: the first `len` bits of `ip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prefix {
    /// An address in the range; bits after the first `len` don't matter.
    pub ip: IpAddr,
    /// How many bits count: at most 32 (IPv4) or 128 (IPv6), more is taken as that.
    pub len: u8,
}

impl Prefix {
    /// Whether `ip` is in the range. IPv4 and IPv6 never contain each other.
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.ip, ip) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                let mask = mask(self.len.min(32), 32);
                u128::from(net.to_bits() ^ ip.to_bits()) & mask == 0
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                let mask = mask(self.len.min(128), 128);
                (net.to_bits() ^ ip.to_bits()) & mask == 0
            }
            _ => false,
        }
    }
}

/// The first `len` of `width` bits, right-aligned.
fn mask(len: u8, width: u8) -> u128 {
    let all = u128::MAX >> (128 - u32::from(width));
    all ^ all.checked_shr(len.into()).unwrap_or(0)
}

/// What this device knows about where it is.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The networks of its interfaces.
    pub interfaces: Vec<Prefix>,
    /// Where its own listener is.
    pub own: Vec<SocketAddr>,
    /// Its addresses as others see them: behind them may be its own router's pages.
    pub outside: Vec<IpAddr>,
    /// Its own listener is on loopback (tests, several peers on one machine).
    pub listening_on_loopback: bool,
    /// The routers of its networks.
    pub gateways: Vec<IpAddr>,
    /// Whether the above says anything: on phones the shell hands it in, a moment after the start.
    pub known: bool,
    /// The system does not let this app talk to its local network (phones ask their owners).
    pub local_forbidden: bool,
}

impl Surroundings {
    /// Whether the address is in a network that this device is in, also one that everybody could reach.
    pub fn is_near(&self, ip: IpAddr) -> bool {
        let ip = inner(ip);
        self.interfaces.iter().any(|network| network.contains(ip))
    }

    /// Whether these are the same networks, as far as prefixes and routers tell: a privacy address that changes makes no other one.
    pub fn same_networks(&self, other: &Self) -> bool {
        let within = |one: &Self, other: &Self| {
            let known = |network: &Prefix| {
                other.interfaces.iter().any(|known| known.len == network.len && known.contains(network.ip))
            };
            one.interfaces.iter().all(known) && one.gateways.iter().all(|at| other.gateways.contains(at))
        };
        self.known == other.known && within(self, other) && within(other, self)
    }
}

/// The address that is really meant: IPv4-mapped (`::ffff:a.b.c.d`) is IPv4.
pub fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// What is wrong with an address wherever this device is.
///
/// # Errors
/// The fault, for everything that [`judge`] refuses regardless of the surroundings.
pub fn static_fault(address: SocketAddr) -> Result<(), AddressFault> {
    if address.port() == 0 {
        return Err(AddressFault::Port);
    }
    match inner(address.ip()) {
        IpAddr::V4(ip) => static_fault_v4(ip)?,
        IpAddr::V6(ip) => static_fault_v6(ip)?,
    }
    if is_private(inner(address.ip())) && address.port() < 1024 {
        return Err(AddressFault::PrivilegedPort);
    }
    Ok(())
}

/// Whether this device may dial, keep or announce an address, being where it is.
///
/// # Errors
/// The first fault found.
pub fn judge(address: SocketAddr, here: &Surroundings) -> Result<(), AddressFault> {
    static_fault(address)?;
    let ip = inner(address.ip());
    let same = |other: IpAddr| inner(other) == ip;
    if here.own.iter().any(|own| own.port() == address.port() && same(own.ip())) {
        return Err(AddressFault::Own);
    }
    if here.gateways.iter().any(|gateway| same(*gateway)) {
        return Err(AddressFault::Gateway);
    }
    if ip.is_loopback() {
        return if here.listening_on_loopback { Ok(()) } else { Err(AddressFault::Loopback) };
    }
    let near = here.is_near(ip) || here.outside.iter().any(|own| same(*own));
    if near && address.port() < 1024 {
        return Err(AddressFault::PrivilegedPort);
    }
    if is_private(ip) {
        if !here.known {
            return Err(AddressFault::SurroundingsUnknown);
        }
        if !here.interfaces.iter().any(|network| network.contains(ip)) {
            return Err(AddressFault::OtherNetwork);
        }
        if here.local_forbidden {
            return Err(AddressFault::LocalNetworkForbidden);
        }
    }
    Ok(())
}

/// Whether only devices of one network, or of one carrier, can use the address, in whatever form it is written.
pub fn is_local(ip: IpAddr) -> bool {
    is_private(inner(ip))
}

/// The IPv4 address inside of IPv4-mapped and NAT64 (RFC 6052, well-known prefix) forms.
fn inner(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)).into()
            }
            _ => ip,
        },
        IpAddr::V4(_) => ip,
    }
}

fn static_fault_v4(ip: Ipv4Addr) -> Result<(), AddressFault> {
    let [a, b, c, d] = ip.octets();
    match (a, b, c, d) {
        // RFC 1122: "this network", whatever the host part.
        (0, ..) => Err(AddressFault::Unspecified),
        (255, 255, 255, 255) => Err(AddressFault::Broadcast),
        (224..=239, ..) => Err(AddressFault::Multicast),
        // RFC 6890: class E; RFC 7335: the 464XLAT and DS-Lite plumbing of this very device.
        (240..=255, ..) | (192, 0, 0, 0..=7) => Err(AddressFault::Reserved),
        (169, 254, ..) => Err(AddressFault::LinkLocal),
        _ => Ok(()),
    }
}

fn static_fault_v6(ip: Ipv6Addr) -> Result<(), AddressFault> {
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Err(AddressFault::Unspecified),
        [0, 0, 0, 0, 0, 0, 0, 1] => Ok(()),
        // IPv4-compatible (RFC 4291, deprecated), local-use NAT64 (RFC 8215), discard (RFC 6666).
        [0, 0, 0, 0, 0, 0, ..] | [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0, ..] => Err(AddressFault::Reserved),
        [first, ..] if first >> 8 == 0xff => Err(AddressFault::Multicast),
        [first, ..] if first & 0xffc0 == 0xfe80 => Err(AddressFault::LinkLocal),
        _ => Ok(()),
    }
}

/// RFC 1918, RFC 6598 (carriers), RFC 4193 (ULA), RFC 3879 (site-local, deprecated).
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            ip.is_private() || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(ip) => {
            let [first, ..] = ip.segments();
            first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfec0
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    fn home() -> Surroundings {
        Surroundings {
            interfaces: vec![
                Prefix { ip: "192.168.1.7".parse().unwrap(), len: 24 },
                Prefix { ip: "fd00:1::7".parse().unwrap(), len: 64 },
            ],
            own: vec!["203.0.113.9:20000".parse().unwrap()],
            outside: vec!["203.0.113.9".parse().unwrap()],
            listening_on_loopback: false,
            gateways: vec!["192.168.1.1".parse().unwrap()],
            known: true,
            local_forbidden: false,
        }
    }

    fn at(text: &str, here: &Surroundings) -> Result<(), AddressFault> {
        judge(text.parse().unwrap(), here)
    }

    #[test]
    fn addresses_are_judged() {
        use AddressFault as F;
        for (address, verdict) in [
            ("198.51.100.1:20000", Ok(())),
            ("198.51.100.1:80", Ok(())),
            ("[2001:db8::1]:20000", Ok(())),
            ("192.168.1.8:20000", Ok(())),
            ("[fd00:1::8]:20000", Ok(())),
            ("[::ffff:192.168.1.8]:20000", Ok(())),
            ("[64:ff9b::198.51.100.1]:20000", Ok(())),
            ("192.168.1.8:80", Err(F::PrivilegedPort)),
            ("[64:ff9b::192.168.1.8]:80", Err(F::PrivilegedPort)),
            ("192.168.1.8:1023", Err(F::PrivilegedPort)),
            ("192.168.1.8:1024", Ok(())),
            ("[fd00:1::8]:1023", Err(F::PrivilegedPort)),
            ("100.64.0.1:1023", Err(F::PrivilegedPort)),
            ("192.168.2.8:20000", Err(F::OtherNetwork)),
            // 100.64.0.0/10, and not more or less of it.
            ("100.63.255.255:80", Ok(())),
            ("100.127.255.255:20000", Err(F::OtherNetwork)),
            ("100.128.0.0:80", Ok(())),
            // Site-local, fec0::/10.
            ("[fec0::1]:20000", Err(F::OtherNetwork)),
            ("[feff::1]:20000", Err(F::OtherNetwork)),
            ("[fec0::1]:1023", Err(F::PrivilegedPort)),
            ("10.0.0.1:20000", Err(F::OtherNetwork)),
            ("100.64.0.1:20000", Err(F::OtherNetwork)),
            ("[fd00:2::8]:20000", Err(F::OtherNetwork)),
            ("192.168.1.1:20000", Err(F::Gateway)),
            ("[::ffff:192.168.1.1]:20000", Err(F::Gateway)),
            ("203.0.113.9:20000", Err(F::Own)),
            ("203.0.113.9:20001", Ok(())),
            // The own router's pages, from inside.
            ("203.0.113.9:80", Err(F::PrivilegedPort)),
            ("[::ffff:203.0.113.9]:20000", Err(F::Own)),
            ("127.0.0.1:20000", Err(F::Loopback)),
            ("[::1]:20000", Err(F::Loopback)),
            ("[64:ff9b::7f00:1]:20000", Err(F::Loopback)),
            ("0.0.0.0:20000", Err(F::Unspecified)),
            ("[::]:20000", Err(F::Unspecified)),
            ("[::ffff:0.0.0.0]:20000", Err(F::Unspecified)),
            ("224.0.0.251:5353", Err(F::Multicast)),
            ("[ff02::fb]:5353", Err(F::Multicast)),
            ("255.255.255.255:20000", Err(F::Broadcast)),
            ("240.0.0.1:20000", Err(F::Reserved)),
            ("192.0.0.4:20000", Err(F::Reserved)),
            ("192.0.0.8:20000", Ok(())),
            ("169.254.1.1:20000", Err(F::LinkLocal)),
            ("[fe80::1]:20000", Err(F::LinkLocal)),
            ("[::1.2.3.4]:20000", Err(F::Reserved)),
            ("198.51.100.1:0", Err(F::Port)),
        ] {
            assert_eq!(at(address, &home()), verdict, "{address}");
        }
    }

    #[test]
    fn loopback_only_while_we_are_there_and_private_only_when_known() {
        let local = Surroundings { listening_on_loopback: true, ..Surroundings::default() };
        assert_eq!(at("127.0.0.1:20000", &local), Ok(()));
        assert_eq!(at("[::1]:20000", &local), Ok(()));
        assert_eq!(at("10.0.0.1:20000", &local), Err(AddressFault::SurroundingsUnknown));
        assert_eq!(at("198.51.100.1:20000", &local), Ok(()));
    }

    #[test]
    fn a_neighbour_with_an_address_for_everybody_is_a_neighbour() {
        let mut here = home();
        here.interfaces.push(Prefix { ip: "2001:db8:1::7".parse().unwrap(), len: 64 });
        assert_eq!(at("[2001:db8:1::1]:80", &here), Err(AddressFault::PrivilegedPort));
        assert_eq!(at("[2001:db8:1::9]:20000", &here), Ok(()));
        assert_eq!(at("[2001:db8:2::9]:443", &here), Ok(()));
        assert!(
            here.is_near("2001:db8:1::9".parse().unwrap()) && !here.is_near("2001:db8:2::9".parse().unwrap())
        );
    }

    #[test]
    fn networks_are_told_apart_by_prefixes_and_routers() {
        type Changes = fn(&mut Surroundings);
        let cases: [(Changes, bool); 8] = [
            (|_| {}, true),
            // Another own address there, and one more.
            (|here| here.interfaces[0].ip = "192.168.1.99".parse().unwrap(), true),
            (|here| here.interfaces.push(Prefix { ip: "fd00:1::99".parse().unwrap(), len: 64 }), true),
            (|here| here.interfaces.swap(0, 1), true),
            (|here| here.interfaces[0].ip = "192.168.2.7".parse().unwrap(), false),
            (|here| here.interfaces[0].len = 16, false),
            (|here| here.interfaces.truncate(1), false),
            (|here| here.gateways = vec!["192.168.1.254".parse().unwrap()], false),
        ];
        for (at, (change, same)) in cases.into_iter().enumerate() {
            let mut other = home();
            change(&mut other);
            assert_eq!((home().same_networks(&other), other.same_networks(&home())), (same, same), "{at}");
        }
        assert!(
            !Surroundings::default().same_networks(&Surroundings { known: true, ..Surroundings::default() })
        );
    }

    #[test]
    fn what_the_phone_forbids_is_not_tried() {
        let denied = Surroundings { local_forbidden: true, ..home() };
        assert_eq!(at("192.168.1.8:20000", &denied), Err(AddressFault::LocalNetworkForbidden));
        assert_eq!(at("192.168.2.8:20000", &denied), Err(AddressFault::OtherNetwork));
        assert_eq!(at("198.51.100.1:20000", &denied), Ok(()));
    }

    fn any_v4() -> impl Strategy<Value = Ipv4Addr> {
        // Half of them near the edges of the special ranges.
        prop_oneof![
            any::<u32>().prop_map(Ipv4Addr::from_bits),
            (prop::sample::select(vec![0u8, 10, 100, 127, 169, 172, 192, 224, 240, 255]), any::<[u8; 3]>())
                .prop_map(|(a, [b, c, d])| Ipv4Addr::new(a, b, c, d)),
        ]
    }

    proptest! {
        #[test]
        fn every_form_of_an_ipv4_address_gets_the_same_verdict(
            ip in any_v4(), port: u16, known: bool, loopback: bool
        ) {
            let here = Surroundings { known, listening_on_loopback: loopback, ..home() };
            let plain = judge(SocketAddr::new(ip.into(), port), &here);
            let mapped = ip.to_ipv6_mapped();
            prop_assert_eq!(judge(SocketAddr::new(mapped.into(), port), &here), plain);
            let nat64 = Ipv6Addr::from_bits(0x64_ff9b << 96 | u128::from(ip.to_bits()));
            prop_assert_eq!(judge(SocketAddr::new(nat64.into(), port), &here), plain);
        }

        #[test]
        fn what_is_wrong_anywhere_is_wrong_here(bits: u128, port: u16, known: bool) {
            let address = SocketAddr::new(Ipv6Addr::from_bits(bits).into(), port);
            let here = Surroundings { known, listening_on_loopback: true, ..home() };
            if let Err(fault) = static_fault(address) {
                prop_assert_eq!(judge(address, &here), Err(fault));
            }
        }

        #[test]
        fn nothing_private_passes_outside_its_network(ip in any_v4(), port: u16) {
            let here = home();
            if judge(SocketAddr::new(ip.into(), port), &here).is_ok() && ip.is_private() {
                prop_assert!(port >= 1024);
                prop_assert_eq!(&ip.octets()[..3], &[192, 168, 1]);
            }
        }

        #[test]
        fn a_prefix_contains_what_shares_its_bits(a: u128, b: u128, len in 0u8..=200) {
            let prefix = Prefix { ip: Ipv6Addr::from_bits(a).into(), len };
            let shared = (a ^ b).leading_zeros() >= u32::from(len.min(128));
            prop_assert_eq!(prefix.contains(Ipv6Addr::from_bits(b).into()), shared);
            let (a, b) = (a as u32, b as u32);
            let prefix = Prefix { ip: Ipv4Addr::from_bits(a).into(), len };
            let shared = (a ^ b).leading_zeros() >= u32::from(len.min(32));
            prop_assert_eq!(prefix.contains(Ipv4Addr::from_bits(b).into()), shared);
        }
    }
}
