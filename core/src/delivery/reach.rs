//! Where this device is, and who can reach it there: from its own interfaces, from what its router said, and
//! from who really came in. Nothing is tried out on oneself, and nobody is asked.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::came_in::CameIn;
use super::effects::Now;
use super::engine::Engine;
use super::observed::{Observed, network_of};
use super::peer::Peer;
use crate::net::{NetworkSnapshot, OwnAddress, OwnSource, Prefix, own_addresses, surroundings};
use crate::node::{AddressKind, Event, ReachState, RouterSaid, RouterState};
use crate::store::contacts::ContactRow;
use crate::store::{Millis, Result, account, contacts};

/// Where this device listens, and in which networks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// Its listening sockets.
    pub(crate) bound: Vec<SocketAddr>,
    /// Its networks, if they are known.
    pub(crate) networks: Option<NetworkSnapshot>,
    /// What is known of its router at first: whether it is being asked.
    pub(crate) router: [RouterSaid; 2],
}

#[cfg(test)]
impl Place {
    /// At this address, in networks of which nothing is known.
    pub(super) fn at(address: SocketAddr) -> Self {
        Self { bound: vec![address], ..Self::default() }
    }
}

/// What is known of this place, for as long as this device is there.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    pub(super) place: Place,
    /// Where contacts are told to find us.
    pub(super) addresses: Vec<OwnAddress>,
    /// Grows whenever they change, so that what is told late is known to be old.
    pub(super) serial: Option<u64>,
    /// What the router said of IPv4 and of IPv6.
    router: [RouterSaid; 2],
    /// As what contacts saw us.
    pub(super) observed: Observed,
    /// Who came in.
    pub(super) came_in: CameIn,
    /// Somebody is no contact any more who had come in, or had said as what they saw us.
    pub(super) lost_somebody: bool,
    /// What was last stored for the other processes of this home.
    stored: Option<Vec<u8>>,
    /// That was lost with its transaction: when it is to be stored again.
    pub(super) keep_at: Option<Duration>,
    /// Others are being told where we are by what this transaction decided…
    pub(super) telling: bool,
    /// …and that was lost with it.
    pub(super) tell_again: bool,
}

/// What the other processes of this home are told (`account.reach`).
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct StoredReach {
    pub(crate) state: ReachState,
    pub(crate) listening: Vec<SocketAddr>,
    pub(crate) addresses: Vec<OwnAddress>,
    pub(crate) router: [RouterSaid; 2],
    pub(crate) seen_as: Vec<IpAddr>,
    /// Who came in, whether from another network, and when last.
    pub(crate) came_in: Vec<([u8; 32], bool, Millis)>,
}

impl StoredReach {
    /// What a process of this home left in the database.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        ciborium::from_reader(bytes).ok()
    }
}

impl Whereabouts {
    pub(super) fn new(place: Place, serial: Option<u64>) -> Self {
        // Everybody is greeted from a new place.
        Self { router: place.router.clone(), place, serial, telling: true, ..Self::default() }
    }

    /// Whether it is certain that somebody who comes from there is in another network than this device.
    fn is_elsewhere(&self, ip: IpAddr) -> bool {
        let networks = self.place.networks.iter().flat_map(|snapshot| &snapshot.networks);
        let mut own = networks.flat_map(|network| &network.addresses);
        let ours = own.any(|own| {
            // A household has many networks: its guests' Wi-Fi, a cable elsewhere. (Of some providers' prefixes several do.)
            let household = own.ip.is_ipv6() && ip.is_ipv6() && network_of(own.ip) == network_of(ip);
            household || Prefix { ip: own.ip, len: own.prefix_len }.contains(ip)
        });
        // Our own address outside: a router that leads its own people back in.
        let told = self.addresses.iter().map(|own| own.address.ip());
        let hairpin = told.chain(self.router.iter().filter_map(|said| said.outside)).any(|own| own == ip);
        !ours && !hairpin && AddressKind::of(ip).outside()
    }

    fn own(&self) -> Vec<OwnAddress> {
        let opened: Vec<SocketAddr> = self.router.iter().flat_map(|said| &said.opened).copied().collect();
        own_addresses(&self.place.bound, self.place.networks.as_ref(), &opened, &self.observed.corroborated())
    }

    /// All of it in a word. What was seen to work counts more than what the router says, and that more than what
    /// an address looks like.
    fn state(&self, offline: bool) -> ReachState {
        if offline {
            return ReachState::Offline;
        }
        if self.place.networks.is_none() {
            return ReachState::Looking; // Nobody has said yet.
        }
        if self.came_in.confirmed() {
            return ReachState::Confirmed;
        }
        // What contacts saw is where we come from. Whether anybody gets in there, they did not see.
        let known = || self.addresses.iter().filter(|own| own.source != OwnSource::Observed);
        let told = |kind| known().any(|own| own.kind == kind);
        if told(AddressKind::Ipv4) {
            return ReachState::Opened;
        }
        if told(AddressKind::Ipv6) {
            return ReachState::Ipv6Only;
        }
        let networks = || self.place.networks.iter().flat_map(|snapshot| &snapshot.networks);
        if networks().any(|network| network.local_network_allowed == Some(false)) {
            return ReachState::LocalNetworkForbidden;
        }
        let [v4, v6] = &self.router;
        let said = |state| v4.state == state || v6.state == state;
        if said(RouterState::Searching) {
            ReachState::Looking
        } else if said(RouterState::SecondRouter) || told(AddressKind::Carrier) {
            ReachState::SecondRouter
        } else if said(RouterState::Refused) {
            ReachState::RouterRefused
        } else if said(RouterState::NotFound) {
            ReachState::NoRouterProtocol
        } else {
            ReachState::LanOnly
        }
    }
}

impl Engine {
    /// What the router said of IPv4 and of IPv6.
    pub(crate) fn router_said(&mut self, db: &Connection, now: Now, said: [RouterSaid; 2]) -> Result<()> {
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        let still = |at: &SocketAddr| said.iter().any(|said| said.opened.contains(at));
        if !foreground.router.iter().flat_map(|before| &before.opened).all(still) {
            // Whoever came in may have come by what is shut now.
            foreground.came_in.clear();
        }
        foreground.observed.router_said(&said);
        foreground.router = said;
        self.relocate(db, now)
    }

    /// A contact came in, from `from`.
    pub(super) fn came_in_from(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        from: SocketAddr,
    ) -> Result<()> {
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        let outside = foreground.is_elsewhere(from.ip().to_canonical());
        let news = foreground.came_in.note(contact.uid, outside, now);
        if news { self.relocate(db, now) } else { Ok(()) }
    }

    /// Finds out where this device can be found by now: tells those who are here of what is new, and keeps for the
    /// shells what they show.
    pub(super) fn relocate(&mut self, db: &Connection, now: Now) -> Result<()> {
        let again = self.foreground.as_mut().is_some_and(|here| std::mem::take(&mut here.tell_again));
        let moved = self.locate() || again;
        if moved && let Some(foreground) = &mut self.foreground {
            foreground.telling = true;
            foreground.serial = account::next_serial(db, now.wall)?;
        }
        self.keep_reach(db)?;
        if !moved {
            return Ok(());
        }
        for contact in contacts::active(db)? {
            let Some(peer) = self.peers.get_mut(&contact.id).filter(|peer| peer.here) else { continue };
            if peer.reached || !waits_here(peer) {
                peer.greet = true;
            } else {
                self.release_parked(contact.id); // The one way to them: it says where we are.
            }
            self.pump(db, now, &contact)?;
        }
        Ok(())
    }

    /// The own addresses anew, and what surrounds us: `true`, if others are to be told.
    pub(super) fn locate(&mut self) -> bool {
        let Some(foreground) = &mut self.foreground else { return false };
        let own = foreground.own();
        let moved = own.iter().map(|own| own.address).ne(foreground.addresses.iter().map(|own| own.address));
        foreground.addresses = own;
        let Place { bound, networks, .. } = &foreground.place;
        let around = surroundings(bound, &foreground.addresses, networks.as_ref());
        self.see(|here| here.surroundings = around);
        moved
    }

    /// As [`Self::keep_whereabouts`]; why something waits may depend on it.
    fn keep_reach(&mut self, db: &Connection) -> Result<()> {
        let before = self.look(|here| here.reach);
        let lost = self.foreground.as_ref().is_some_and(|here| here.keep_at.is_some());
        self.keep_whereabouts(db)?;
        if lost || self.look(|here| here.reach) != before {
            for contact in contacts::active(db)? {
                self.update_reason(db, contact.id)?;
            }
        }
        Ok(())
    }

    /// After [`Engine::lose_peer`]: what those did or said here counts no more.
    pub(super) fn keep_what_is_left(&mut self, db: &Connection) -> Result<()> {
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        if !std::mem::take(&mut foreground.lost_somebody) {
            return Ok(());
        }
        self.locate();
        self.keep_reach(db)
    }

    /// What links say, and who can reach this device: for shells and for other processes of this home.
    pub(super) fn keep_whereabouts(&mut self, db: &Connection) -> Result<()> {
        let offline = self.look(|here| here.offline);
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        let told: Vec<SocketAddr> = foreground.addresses.iter().map(|own| own.address).collect();
        account::set_listened(db, &told)?;
        let state = foreground.state(offline);
        let reach = StoredReach {
            state,
            listening: foreground.place.bound.clone(),
            addresses: foreground.addresses.clone(),
            router: foreground.router.clone(),
            seen_as: foreground.observed.seen_as(),
            came_in: foreground.came_in.latest(),
        };
        let mut bytes = Vec::new();
        if ciborium::into_writer(&reach, &mut bytes).is_err() {
            return Ok(());
        }
        if foreground.stored.as_ref() == Some(&bytes) && foreground.keep_at.is_none() {
            return Ok(());
        }
        account::set_reach(db, &bytes)?;
        (foreground.stored, foreground.keep_at) = (Some(bytes), None);
        self.see(|here| here.reach = state);
        self.emit(Event::ReachChanged);
        Ok(())
    }
}

fn waits_here(peer: &Peer) -> bool {
    peer.parked.is_some()
}

#[cfg(test)]
mod tests;
