//! Who can reach this device, and whom it reaches.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

use pure2p_core::identity::Uid;
use pure2p_core::node::{Contact, OwnAddress, Reach, ReachedBy, RouterSaid, Way};
use serde::Serialize;

use crate::{clock, names};

#[derive(Serialize)]
pub(crate) struct ReachRow {
    state: &'static str,
    listening: Vec<SocketAddr>,
    addresses: Vec<AddressRow>,
    router: RouterRow,
    router_v6: RouterRow,
    seen_as: Vec<IpAddr>,
    reached_by: Vec<ReachedByRow>,
}

impl ReachRow {
    /// `contacts` give the names.
    pub(crate) fn new(reach: &Reach, contacts: &[Contact]) -> Self {
        let names = contacts.iter().map(|contact| (contact.uid, contact.name.clone())).collect();
        Self {
            state: names::reach_state(reach.state),
            listening: reach.listening.clone(),
            addresses: reach.addresses.iter().map(Into::into).collect(),
            router: (&reach.router).into(),
            router_v6: (&reach.router_v6).into(),
            seen_as: reach.seen_as.clone(),
            reached_by: reach.reached_by.iter().map(|who| ReachedByRow::new(who, &names)).collect(),
        }
    }
}

#[derive(Serialize)]
struct AddressRow {
    address: SocketAddr,
    kind: &'static str,
    source: &'static str,
}

impl From<&OwnAddress> for AddressRow {
    fn from(own: &OwnAddress) -> Self {
        let kind = names::address_kind(own.kind);
        Self { address: own.address, kind, source: names::own_source(own.source) }
    }
}

#[derive(Serialize)]
struct RouterRow {
    state: &'static str,
    protocol: Option<&'static str>,
    opened: Vec<SocketAddr>,
    outside: Option<IpAddr>,
    refusal: Option<&'static str>,
}

impl From<&RouterSaid> for RouterRow {
    fn from(said: &RouterSaid) -> Self {
        Self {
            state: names::router_state(said.state),
            protocol: said.protocol.map(names::router_protocol),
            opened: said.opened.clone(),
            outside: said.outside,
            refusal: said.refusal.map(names::router_refusal),
        }
    }
}

#[derive(Serialize)]
struct ReachedByRow {
    uid: String,
    name: Option<String>,
    at: String,
    from: &'static str,
}

impl ReachedByRow {
    fn new(who: &ReachedBy, names: &HashMap<Uid, String>) -> Self {
        Self {
            uid: who.uid.to_string(),
            name: names.get(&who.uid).cloned(),
            at: clock::rfc3339(who.at),
            from: if who.outside { "outside" } else { "lan" },
        }
    }
}

/// One half of the pair matrix.
#[derive(Serialize)]
pub(crate) struct WayRow {
    state: &'static str,
    since: Option<String>,
}

impl From<Way> for WayRow {
    fn from(way: Way) -> Self {
        let since = match way {
            Way::No { since } | Way::Yes { since } => Some(since),
            Way::Unknown => None,
        };
        Self { state: names::way(way), since: since.map(clock::rfc3339) }
    }
}
