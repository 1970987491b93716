//! One address of this device at one router.

use std::net::{IpAddr, SocketAddr, SocketAddrV6};

use sha2::{Digest, Sha256};

use super::pcp::Nonce;
use super::types::{RouterConfig, RouterNetwork};

/// What a keeper keeps open. Two of the same are the same mapping. Never shown: the nonce is a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The router. Port 0; IPv6 with its scope.
    gateway: SocketAddr,
    /// The device's address and the listener's port.
    pub(super) internal: SocketAddr,
    pub(super) nonce: Nonce,
    pub(super) hears_announcements: bool,
}

/// Another one for each router, so that none recognises the device by what another was told; and the same whatever other routers
/// come and go, or a mapping would not be known again.
pub(super) fn nonce_for(secret: &Nonce, gateway: SocketAddr) -> Nonce {
    let mut hash = Sha256::new_with_prefix(b"pure2p/1 nonce");
    hash.update(secret);
    hash.update(gateway.ip().to_string());
    let mut nonce = [0; 12];
    nonce.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    nonce
}

impl Target {
    /// The router, at a port.
    pub(super) fn gateway(&self, port: u16) -> SocketAddr {
        let mut gateway = self.gateway;
        gateway.set_port(port);
        gateway
    }

    /// From where the router is spoken to: the very address that is to be reached, since routers open ports to the asker.
    pub(super) fn source(&self) -> SocketAddr {
        SocketAddr::new(self.internal.ip(), 0)
    }

    /// Whether the router may take the two for one mapping: it knows the device's address and its own, and perhaps not the number.
    pub(super) fn is_rival_of(&self, other: &Self) -> bool {
        (self.gateway.ip(), self.internal) == (other.gateway.ip(), other.internal)
    }

    pub(super) fn is_v4(&self) -> bool {
        self.internal.is_ipv4()
    }

    /// Every target of a network, IPv4 first, and none twice.
    fn of(config: &RouterConfig, network: &RouterNetwork) -> Vec<Self> {
        let target = |gateway, ip: IpAddr| Self {
            gateway,
            internal: SocketAddr::new(ip, config.port),
            nonce: nonce_for(&config.nonce, gateway),
            hears_announcements: config.hears_announcements,
        };
        let mut targets = Vec::new();
        if let (Some(gateway), Some(local)) = (network.gateway_v4, network.local_v4)
            && !gateway.is_unspecified()
        {
            targets.push(target(SocketAddr::new(gateway.into(), 0), local.into()));
        }
        if let Some(gateway) = network.gateway_v6 {
            let gateway = SocketAddrV6::new(*gateway.ip(), 0, 0, gateway.scope_id());
            // A hole for a link-local address would help nobody.
            let sources = network.sources_v6.iter().filter(|source| {
                !source.is_unicast_link_local() && !source.is_multicast() && !source.is_unspecified()
            });
            for source in sources.take(RouterNetwork::MAX_SOURCES) {
                let target = target(gateway.into(), (*source).into());
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        }
        targets
    }
}

/// Every target of a configuration by network, none twice.
pub(super) fn targets(config: &RouterConfig) -> Vec<(RouterNetwork, Vec<Target>)> {
    let mut seen: Vec<Target> = Vec::new();
    let networks = config.networks.iter().map(|network| {
        let mut targets = Target::of(config, network);
        targets.retain(|target| !seen.contains(target));
        seen.extend(&targets);
        (network.clone(), targets)
    });
    networks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_again_by_its_own_router_and_by_no_other() {
        let at = |gateway: [u8; 4]| nonce_for(&[7; 12], (gateway, 0).into());
        assert_eq!(at([10, 0, 0, 1]), at([10, 0, 0, 1]));
        assert_ne!(at([10, 0, 0, 1]), at([10, 0, 0, 254]));
        assert_ne!(nonce_for(&[8; 12], ([10, 0, 0, 1], 0).into()), at([10, 0, 0, 1]));
    }
}
