//! The networks that this machine is on, as the core wants to know them.

mod changes;
mod clock;
#[cfg(not(any(target_os = "android", target_os = "linux")))]
mod elsewhere;
#[cfg(any(target_os = "android", target_os = "linux"))]
mod linux;
mod nat64;
#[cfg(any(target_os = "android", target_os = "linux"))]
mod netlink;

use std::net::IpAddr;

use pure2p_core::node::{Gateway, InterfaceAddress, Network, NetworkKind, NetworkSnapshot, Node, NodeError};
use tokio::time::Instant;

#[cfg(not(any(target_os = "android", target_os = "linux")))]
use elsewhere as system;
#[cfg(any(target_os = "android", target_os = "linux"))]
use linux as system;

use changes::Changes;
use nat64::Advertised;

/// The networks, and a watch over them.
#[derive(Debug)]
pub(crate) struct Networks {
    changes: Changes,
    /// What the node knows.
    told: Option<NetworkSnapshot>,
}

impl Networks {
    /// Watches from now on: no change is between this and the first look.
    pub(crate) fn watch() -> Self {
        Self { changes: Changes::watch(), told: None }
    }

    /// The first look, which the node is to be told of.
    pub(crate) fn look(&mut self) -> NetworkSnapshot {
        self.changes.looked(Instant::now());
        let snapshot = snapshot(self.changes.advertised());
        self.told = Some(snapshot.clone());
        snapshot
    }

    /// Waits until there is something to [`Self::tell`]. Safe to drop.
    pub(crate) async fn changed(&mut self) {
        self.changes.next().await;
    }

    /// Looks, and tells the node. If it is dropped before its end, [`Self::changed`] says so again.
    pub(crate) async fn tell(&mut self, node: &Node) -> Result<(), NodeError> {
        let at = Instant::now();
        let snapshot = snapshot(self.changes.advertised());
        // Other networks are news enough: everything is begun anew for them, too.
        if self.changes.jumped() && self.told.as_ref() == Some(&snapshot) {
            node.woke_up().await?;
        } else {
            node.network_changed(snapshot.clone()).await?;
        }
        self.told = Some(snapshot);
        self.changes.looked(at);
        Ok(())
    }
}

/// What a system tells.
#[derive(Clone, Debug, Default)]
struct System {
    interfaces: Vec<Interface>,
    /// Its default routes.
    routes: Vec<Route>,
}

#[derive(Clone, Debug, Default)]
struct Interface {
    name: String,
    index: u32,
    /// It is switched on, and something is plugged in.
    running: bool,
    /// What makes it, in the system's word, if it is made by software.
    sort: Option<String>,
    addresses: Vec<InterfaceAddress>,
}

#[derive(Clone, Copy, Debug)]
struct Route {
    v4: bool,
    interface: u32,
    /// `None`: there is no router on this way, as in many tunnels.
    gateway: Option<IpAddr>,
    /// The least is taken.
    metric: u32,
}

/// Reads the networks that lead somewhere. A system that refuses to tell counts as offline.
fn snapshot(advertised: &Advertised) -> NetworkSnapshot {
    let system = system::read().unwrap_or_else(|error| {
        tracing::warn!(%error, "the networks cannot be read");
        System::default()
    });
    compose(system, advertised)
}

fn compose(system: System, advertised: &Advertised) -> NetworkSnapshot {
    let System { interfaces, mut routes } = system;
    routes.retain(|route| interfaces.iter().any(|one| one.index == route.interface && one.running));
    routes.sort_by_key(|route| route.metric);
    let best = [true, false].map(|v4| routes.iter().find(|route| route.v4 == v4).map(|best| best.interface));
    let mut found: Vec<(Interface, Network)> = Vec::new();
    for mut interface in interfaces.into_iter().filter(|interface| interface.running) {
        // This machine alone, and link-local addresses, which name nobody without a scope and which
        // interfaces have that no network is behind: with nothing else, this machine is offline.
        interface.addresses.retain(|address| !address.ip.is_loopback() && !is_link_local(address.ip));
        if interface.addresses.is_empty() {
            continue;
        }
        let gateway = |v4: bool| {
            let mut own = routes.iter().filter(|route| route.v4 == v4 && route.interface == interface.index);
            own.find_map(|route| Some(Gateway { ip: route.gateway?, interface: route.interface }))
        };
        let network = Network {
            kind: kind_of(&interface),
            addresses: interface.addresses.clone(),
            gateways: [true, false].into_iter().filter_map(gateway).collect(),
            nat64_prefix: None,
            is_default: best.contains(&Some(interface.index)),
            local_network_allowed: Some(true),
        };
        found.push((interface, network));
    }
    // First what this machine goes out by, last what leads to nobody but this machine's own guests.
    found.sort_by_key(|(interface, _)| {
        let route = routes.iter().position(|route| route.interface == interface.index);
        (is_plumbing(interface), route.unwrap_or(usize::MAX))
    });
    let (interfaces, mut networks): (Vec<Interface>, Vec<Network>) = found.into_iter().unzip();
    let prefixes: Vec<_> = interfaces.iter().map(|interface| advertised.of(interface.index)).collect();
    nat64::fill(&mut networks, &prefixes);
    NetworkSnapshot { networks }
}

fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// Whether containers and virtual machines of this machine are behind it. A guess that decides nothing but an order.
fn is_plumbing(interface: &Interface) -> bool {
    const NAMES: [&str; 8] = ["br-", "bridge", "cni", "docker", "lxc", "veth", "virbr", "vmnet"];
    NAMES.iter().any(|start| interface.name.starts_with(start))
        || matches!(interface.sort.as_deref(), Some("bridge" | "dummy"))
}

/// What an interface is, by what makes it and by the names that systems give. A guess: it decides words, and whether a
/// router is asked there.
fn kind_of(interface: &Interface) -> NetworkKind {
    const NAMES: [(&str, NetworkKind); 10] = [
        ("eth", NetworkKind::Wired),
        ("en", NetworkKind::Wired),
        ("ppp", NetworkKind::Vpn),
        ("tailscale", NetworkKind::Vpn),
        ("tap", NetworkKind::Vpn),
        ("tun", NetworkKind::Vpn),
        ("utun", NetworkKind::Vpn),
        ("wg", NetworkKind::Vpn),
        ("ww", NetworkKind::Cellular),
        ("wl", NetworkKind::Wifi),
    ];
    if matches!(interface.sort.as_deref(), Some("tun" | "wireguard")) {
        return NetworkKind::Vpn;
    }
    let known = NAMES.iter().find(|(start, _)| interface.name.starts_with(start));
    known.map_or(NetworkKind::Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests;
