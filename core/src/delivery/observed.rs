//! As what contacts saw this device. Claims, each of which is believed nothing alone, and none of them for long: the line at home
//! gets another address in the night, and the old one is somebody else's then.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rusqlite::Connection;

use super::effects::Now;
use super::engine::Engine;
use crate::identity::Uid;
use crate::net::static_fault;
use crate::node::{AddressKind, RouterSaid};
use crate::store::contacts::ContactRow;
use crate::store::{Result, contacts};

/// How many are remembered: enough to show, and for two to agree.
const MOST: usize = 64;
/// What was seen so long ago, and not again since, counts no more.
const AGE: Duration = Duration::from_secs(3_600);
/// Before that, whoever is here and can be reached is asked once more.
const ASK: Duration = Duration::from_secs(50 * 60);

/// What contacts in other networks, who were reached there, said of where we come from.
#[derive(Debug, Default)]
pub(super) struct Observed {
    by: HashMap<Uid, Observation>,
    /// The router's outside address of IPv4 and of IPv6, as it said last.
    router: [Option<IpAddr>; 2],
}

#[derive(Clone, Copy, Debug)]
struct Observation {
    /// As what they saw us.
    seen_as: IpAddr,
    /// In which network they were reached: the first bits that one household has.
    network: u64,
    at: Duration,
    asked: bool,
}

impl Observed {
    /// Gives whether it is news.
    fn note(&mut self, uid: Uid, seen_as: IpAddr, reached_at: IpAddr, now: Duration) -> bool {
        if !self.by.contains_key(&uid)
            && self.by.len() >= MOST
            && let Some(oldest) = self.by.iter().min_by_key(|(_, seen)| seen.at).map(|(uid, _)| *uid)
        {
            self.by.remove(&oldest);
        }
        let observation = Observation { seen_as, network: network_of(reached_at), at: now, asked: false };
        let before = self.by.insert(uid, observation);
        before.is_none_or(|before| before.seen_as != seen_as)
    }

    /// Nothing that this one said counts any more. Gives whether there was anything.
    pub(super) fn forget(&mut self, uid: &Uid) -> bool {
        self.by.remove(uid).is_some()
    }

    /// The router says where it is. If that is elsewhere by now, so are we, and who saw us before saw another's address. (What is still
    /// true is soon seen again.)
    pub(super) fn router_said(&mut self, said: &[RouterSaid; 2]) {
        for (last, said) in self.router.iter_mut().zip(said) {
            let Some(outside) = said.outside.or(said.opened.first().map(SocketAddr::ip)) else { continue };
            // One in a carrier's network, or behind another router, tells nothing of the address that others see, unless it changes.
            let tells = last.is_some() || AddressKind::of(outside).outside();
            if tells && *last != Some(outside) {
                self.by
                    .retain(|_, seen| seen.seen_as == outside || seen.seen_as.is_ipv4() != outside.is_ipv4());
            }
            *last = Some(outside);
        }
    }

    /// What is too old goes. Gives whether any was, and who is to be asked again before it comes to that.
    fn age(&mut self, now: Duration) -> (bool, Vec<Uid>) {
        let before = self.by.len();
        self.by.retain(|_, seen| now.saturating_sub(seen.at) < AGE);
        let due = self.by.iter_mut().filter(|(_, seen)| !seen.asked && now.saturating_sub(seen.at) >= ASK);
        let ask = due.map(|(uid, seen)| {
            seen.asked = true;
            *uid
        });
        let ask = ask.collect();
        (self.by.len() != before, ask)
    }

    /// As what contacts in different networks saw us. One alone is believed nothing.
    pub(super) fn corroborated(&self) -> Vec<IpAddr> {
        let agree = |ip: &IpAddr| {
            let networks = self.by.values().filter(|seen| seen.seen_as == *ip).map(|seen| seen.network);
            networks.collect::<HashSet<_>>().len() >= 2
        };
        self.seen_as().into_iter().filter(agree).collect()
    }

    pub(super) fn seen_as(&self) -> Vec<IpAddr> {
        let mut ips: Vec<IpAddr> = self.by.values().map(|seen| seen.seen_as).collect();
        ips.sort_unstable();
        ips.dedup();
        ips
    }
}

#[cfg(test)]
impl Observed {
    pub(super) fn count(&self) -> usize {
        self.by.len()
    }
}

/// The part of an address that one household has: /24 of IPv4, /48 of IPv6 (RFC 6177).
pub(super) fn network_of(ip: IpAddr) -> u64 {
    match ip.to_canonical() {
        IpAddr::V4(ip) => u64::from(ip.to_bits() >> 8),
        IpAddr::V6(ip) => 1 << 63 | (ip.to_bits() >> 80) as u64,
    }
}

impl Engine {
    /// A contact that we reached at `address` says as what it saw us. A claim: it decides nothing alone.
    pub(super) fn observed_by(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        address: SocketAddr,
        seen: SocketAddr,
    ) -> Result<()> {
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        let outside = |ip| AddressKind::of(ip).outside();
        let seen_as = seen.ip().to_canonical();
        // Who is in our own network sees our address there, which says nothing about the outside.
        if !outside(address.ip()) || !outside(seen_as) || static_fault(seen).is_err() {
            return Ok(());
        }
        if !foreground.observed.note(contact.uid, seen_as, address.ip(), now.steady) {
            return Ok(());
        }
        // Nobody is called because of it, or two who agree to lie could make us call everybody: it is told with what
        // comes next.
        self.locate();
        self.keep_whereabouts(db)
    }

    /// What was seen long ago counts no more; asks for it again in time. Called whenever anything happens: who is told nothing need not
    /// wake up for it.
    pub(super) fn age_observations(&mut self, db: &Connection, now: Now) -> Result<()> {
        let Some(foreground) = &mut self.foreground else { return Ok(()) };
        let (gone, ask) = foreground.observed.age(now.steady);
        if gone {
            self.locate();
            self.keep_whereabouts(db)?;
        }
        for uid in ask {
            let Some(contact) = contacts::find(db, &uid)? else { continue };
            let peer = self.peers.get_mut(&contact.id).filter(|peer| peer.here && peer.reached);
            if let Some(peer) = peer {
                peer.greet = true;
                self.pump(db, now, &contact)?;
            }
        }
        Ok(())
    }
}
