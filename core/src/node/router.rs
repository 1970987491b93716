//! The router of this foreground: what it is asked, and how what it says gets to the engine.

use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use super::lifecycle::DRAIN;
use super::outside::Outside;
use super::types::{
    AddressKind, Network, NetworkKind, NetworkSnapshot, RouterProtocol, RouterRefusal, RouterSaid,
    RouterState,
};
use super::{Node, Result, system_seed};
use crate::delivery::Place;
use crate::net::own_addresses;
use crate::net::router::{self as net, Router, RouterConfig, RouterNetwork, RouterReport};
use crate::store::account;

/// A router that is being asked.
pub(super) struct Asked {
    /// `None` once it is closed.
    router: Mutex<Option<Router>>,
    /// What it is asked now: what it said of anything else is no news.
    config: Arc<Mutex<RouterConfig>>,
    /// What it said is to be told once more.
    again: Arc<Notify>,
    /// `None` once it is closed.
    forwards: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Asked {
    /// Begins to ask. Nobody waits for it: what it says is told to the engine whenever it comes.
    pub(super) fn new(config: RouterConfig, outside: &Outside) -> Self {
        let runtime = outside.runtime();
        let (router, mut report) = Router::start(config.clone(), runtime);
        let (config, again) = (Arc::new(Mutex::new(config)), Arc::new(Notify::new()));
        let forwards = {
            let (outside, config, again) = (outside.clone(), Arc::clone(&config), Arc::clone(&again));
            runtime.spawn(async move {
                loop {
                    let said = said(&report.borrow_and_update(), &lock(&config).clone());
                    outside.report(move |engine, db, now| engine.router_said(db, now, said));
                    tokio::select! {
                        changed = report.changed() => if changed.is_err() {
                            return; // It is closed.
                        },
                        () = again.notified() => {}
                    }
                }
            })
        };
        let forwards = AbortOnDropHandle::new(forwards);
        Self { router: Mutex::new(Some(router)), config, again, forwards: Mutex::new(Some(forwards)) }
    }

    /// From now on only what is said of this counts.
    pub(super) fn expect(&self, config: RouterConfig) {
        *lock(&self.config) = config;
    }

    /// The networks are others (`moved`), or this device slept: asks again. To be called once the engine knows of it. What was said of
    /// the same networks before is said again.
    pub(super) fn ask_again(&self, moved: bool) {
        let config = lock(&self.config).clone();
        match &*lock(&self.router) {
            Some(router) if moved => router.network_changed(config),
            Some(router) => router.ask_again(config),
            None => {}
        }
        self.again.notify_one();
    }

    /// Takes back what was opened, `within` this time.
    pub(super) async fn close(&self, within: Duration) {
        // First, or the last thing told would be that it is looked for again.
        let forwards = lock(&self.forwards).take();
        if let Some(forwards) = forwards {
            forwards.abort();
            let _ = forwards.await;
        }
        let router = lock(&self.router).take();
        if let Some(router) = router {
            router.close(within).await;
        }
    }
}

impl Node {
    /// What routers are to be asked for these sockets; `None`: nothing, as the setting is off.
    pub(super) async fn router_config(
        &self,
        bound: &[SocketAddr],
        snapshot: Option<&NetworkSnapshot>,
    ) -> Result<Option<RouterConfig>> {
        if !self.read(account::load).await?.is_some_and(|row| row.ask_router) {
            return Ok(None);
        }
        let fresh = system_seed()?;
        let secret = self.write(move |_, db, _| Ok(account::router_secret(db, &fresh)?)).await?;
        Ok(secret.map(|secret| config(bound, snapshot, &secret)))
    }

    pub(super) fn ask_router(&self, config: Option<RouterConfig>) {
        if let Some(sockets) = self.0.outside.sockets().as_mut() {
            sockets.router = config.map(|config| Arc::new(Asked::new(config, &self.0.outside)));
        }
    }

    pub(super) fn router(&self) -> Option<Arc<Asked>> {
        self.0.outside.sockets().as_ref()?.router.clone()
    }

    /// Asks the router, or no more, as the setting says by now.
    pub(super) async fn settle_router(&self, snapshot: Option<&NetworkSnapshot>) -> Result<()> {
        let bound = self.0.outside.sockets().as_ref().map(|sockets| sockets.listener.addresses().to_vec());
        let Some(bound) = bound.filter(|_| self.in_foreground()) else { return Ok(()) };
        match (self.router_config(&bound, snapshot).await?, self.router()) {
            (Some(config), None) => self.ask_router(Some(config)),
            (None, Some(router)) => {
                self.ask_router(None);
                router.close(DRAIN).await;
                self.write(|engine, db, now| Ok(engine.router_said(db, now, Default::default())?)).await?;
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        Ok(())
    }
}

/// Where these sockets are, before any router has answered.
pub(super) fn place(
    bound: &[SocketAddr],
    networks: Option<NetworkSnapshot>,
    asked: Option<&RouterConfig>,
) -> Place {
    Place { bound: bound.to_vec(), networks, router: asked.map(at_first).unwrap_or_default() }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What routers are to be asked: those of networks that are a person's own, for the sockets that listen there.
pub(super) fn config(
    bound: &[SocketAddr],
    snapshot: Option<&NetworkSnapshot>,
    secret: &[u8; 32],
) -> RouterConfig {
    let own = own_addresses(bound, snapshot, &[], &[]);
    let port_of = |ip: IpAddr| own.iter().find(|own| own.address.ip() == ip).map(|own| own.address.port());
    let listening: Vec<(&Network, RouterNetwork, u16)> = snapshot
        .iter()
        .flat_map(|snapshot| &snapshot.networks)
        .filter(|network| is_ones_own(network))
        .filter_map(|network| {
            let told =
                network.addresses.iter().filter_map(|address| Some((address.ip, port_of(address.ip)?)));
            let (_, port) = told.clone().next()?;
            let told: Vec<IpAddr> = told.filter(|(_, of)| *of == port).map(|(ip, _)| ip).collect();
            let asked = of(network, &told);
            let anything = asked.local_v4.is_some() || !asked.sources_v6.is_empty();
            anything.then_some((network, asked, port))
        })
        .collect();
    let port = listening.first().map_or(0, |(.., port)| *port);
    let mut nonce = [0; 12];
    let hash = Sha256::new_with_prefix(b"pure2p/1 router").chain_update(secret).finalize();
    nonce.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    let networks = listening.into_iter().filter(|(.., of)| *of == port).map(|(_, asked, _)| asked).collect();
    // On phones multicast costs battery and a permission.
    let hears_announcements = !cfg!(any(target_os = "android", target_os = "ios"));
    RouterConfig { networks, port, nonce, hears_announcements }
}

/// A network whose router is its owner's: not a carrier's or a VPN's, and one that this app may talk to.
fn is_ones_own(network: &Network) -> bool {
    let kind = match network.kind {
        NetworkKind::Cellular | NetworkKind::Loopback | NetworkKind::Vpn => false,
        NetworkKind::Other | NetworkKind::Wifi | NetworkKind::Wired => true,
    };
    kind && network.local_network_allowed != Some(false)
}

/// What is asked in this network, where these addresses are listened on and told.
fn of(network: &Network, told: &[IpAddr]) -> RouterNetwork {
    let mut asked = RouterNetwork::default();
    // One with an address for everybody is a provider's: who has none behind it is on the internet already.
    let inside = network.gateways.iter().filter(|gateway| !AddressKind::of(gateway.ip).outside());
    for gateway in inside {
        match gateway.ip {
            IpAddr::V4(ip) => asked.gateway_v4 = asked.gateway_v4.or(Some(ip)),
            IpAddr::V6(ip) => {
                let scoped = SocketAddrV6::new(ip, 0, 0, gateway.interface);
                asked.gateway_v6 = asked.gateway_v6.or(Some(scoped));
            }
        }
    }
    for ip in told {
        match ip {
            // With an address for everybody there is nothing to translate.
            IpAddr::V4(v4) if asked.gateway_v4.is_some() && AddressKind::of(*ip) != AddressKind::Ipv4 => {
                asked.local_v4 = asked.local_v4.or(Some(*v4));
            }
            IpAddr::V6(v6) if asked.gateway_v6.is_some() && AddressKind::of(*ip) == AddressKind::Ipv6 => {
                asked.sources_v6.push(*v6);
            }
            _ => {}
        }
    }
    asked.sources_v6.truncate(RouterNetwork::MAX_SOURCES);
    asked
}

/// What there is to say before the router has answered.
pub(super) fn at_first(config: &RouterConfig) -> [RouterSaid; 2] {
    let searching = |asked: bool| RouterSaid {
        state: if asked { RouterState::Searching } else { RouterState::NotAsked },
        ..RouterSaid::default()
    };
    [
        searching(config.networks.iter().any(|network| network.local_v4.is_some())),
        searching(config.networks.iter().any(|network| !network.sources_v6.is_empty())),
    ]
}

/// What routers said of what they are asked now, of IPv4 and of IPv6.
fn said(report: &RouterReport, config: &RouterConfig) -> [RouterSaid; 2] {
    let asked = |entry: &&net::RouterEntry| {
        let internal = entry.internal.ip();
        entry.internal.port() == config.port
            && config.networks.iter().any(|network| match (entry.gateway, internal) {
                (IpAddr::V4(gateway), IpAddr::V4(local)) => {
                    network.gateway_v4 == Some(gateway) && network.local_v4 == Some(local)
                }
                (IpAddr::V6(gateway), IpAddr::V6(source)) => {
                    network.gateway_v6.is_some_and(|known| *known.ip() == gateway)
                        && network.sources_v6.contains(&source)
                }
                _ => false,
            })
    };
    let entries = report.entries.iter().filter(asked).copied().collect();
    let report = RouterReport { entries };
    let opened =
        |v4: bool| report.mappings().map(|mapping| mapping.external).filter(move |at| at.is_ipv4() == v4);
    let [first_v4, first_v6] = at_first(config);
    [
        report.v4().map_or(first_v4, |state| of_family(state, opened(true).collect())),
        report.v6().map_or(first_v6, |state| of_family(state, opened(false).collect())),
    ]
}

fn of_family(state: net::RouterState, opened: Vec<SocketAddr>) -> RouterSaid {
    let mut said = RouterSaid::default();
    match state {
        net::RouterState::Mapped(mapping) => {
            (said.state, said.protocol) = (RouterState::Opened, Some(protocol(mapping.protocol)));
            (said.outside, said.opened) = (Some(mapping.external.ip()), opened);
        }
        net::RouterState::NotFound => said.state = RouterState::NotFound,
        net::RouterState::Refused { protocol: spoken, reason } => {
            (said.state, said.protocol) = (RouterState::Refused, Some(protocol(spoken)));
            said.refusal = Some(refusal(reason));
        }
        net::RouterState::Searching => said.state = RouterState::Searching,
        net::RouterState::SecondRouter { protocol: spoken, outside } => {
            (said.state, said.protocol) = (RouterState::SecondRouter, Some(protocol(spoken)));
            said.outside = outside;
        }
    }
    said
}

fn protocol(protocol: net::RouterProtocol) -> RouterProtocol {
    match protocol {
        net::RouterProtocol::NatPmp => RouterProtocol::NatPmp,
        net::RouterProtocol::Pcp => RouterProtocol::Pcp,
        net::RouterProtocol::Upnp => RouterProtocol::Upnp,
    }
}

fn refusal(refusal: net::Refusal) -> RouterRefusal {
    match refusal {
        net::Refusal::Conflict => RouterRefusal::Conflict,
        net::Refusal::Disabled => RouterRefusal::Disabled,
        net::Refusal::FirewallOff => RouterRefusal::FirewallOff,
        net::Refusal::LeaseTooShort => RouterRefusal::LeaseTooShort,
        net::Refusal::Misbehaves => RouterRefusal::Misbehaves,
        net::Refusal::NetworkFailure => RouterRefusal::NetworkFailure,
        net::Refusal::NoResources => RouterRefusal::NoResources,
        net::Refusal::NotAuthorised => RouterRefusal::NotAuthorised,
        net::Refusal::Other(_) => RouterRefusal::Other,
        net::Refusal::Unsupported => RouterRefusal::Unsupported,
    }
}

#[cfg(test)]
mod tests;
