//! Which of a contact's addresses are dialled, and in which order.
//!
//! An address is somebody's word, and may be somebody else's by now. So what is old and fails is tried rarely, and
//! of the devices in our own network a contact can make us knock at a few only.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::time::Duration;

use super::effects::Now;
use crate::net::{Surroundings, canonical, is_local, judge};
use crate::store::Millis;
use crate::store::addresses::{AddressRow, Source};

/// An address that was last known to be theirs so long ago, and failed so often since, is stale. (Not by its age
/// alone, or a clock that is set right would make all of them stale.)
const FRESH: Millis = 7 * 24 * 3_600_000;
const FAILURES: u32 = 20;
/// A stale address that is the contact's last word is tried once in so long. Any other one once in a foreground.
pub(super) const STALE_PAUSE: Duration = Duration::from_secs(3_600);
/// Of so many addresses it is remembered when they were tried.
const MANY: usize = 64;
/// So many addresses of our own network are tried for a contact in one go…
const LOCAL_AT_ONCE: usize = 2;
/// …and so many different ones while we are in it.
const LOCAL_IN_ALL: usize = 8;

/// So many different addresses of a contact that never led to it are dialled in an hour: those of a few networks that it moves
/// through, and not one after another of others that it names.
const NEW: usize = 32;
const NEW_IN: Duration = Duration::from_secs(3_600);

/// What this foreground remembers of a contact's addresses, for as long as this device stays where it is.
#[derive(Debug, Default)]
pub(super) struct Tries {
    /// When an address was last tried, in vain if it is asked for.
    last: HashMap<SocketAddr, Duration>,
    /// Those of our own network that were dialled.
    local: HashSet<SocketAddr>,
    /// Those that were dialled within [`NEW_IN`], and when first.
    new: HashMap<SocketAddr, Duration>,
}

impl Tries {
    /// These are dialled now. What counts is that it begins: two exchanges may do so at the same time.
    pub(super) fn dialled(&mut self, candidates: &[SocketAddr], around: &Surroundings, now: Duration) {
        if self.last.len() > MANY {
            self.last.clear(); // Somebody tells others each time: a stale one among them is tried once more.
        }
        self.last.extend(candidates.iter().map(|address| (*address, now)));
        self.new.retain(|_, at| recent(*at, now));
        for address in candidates {
            self.new.entry(*address).or_insert(now);
        }
        self.local.extend(candidates.iter().filter(|address| is_neighbour(**address, around)));
    }

    /// That did not take place after all.
    pub(super) fn not_dialled(&mut self, candidates: &[SocketAddr]) {
        self.last.retain(|address, _| !candidates.contains(address));
    }

    /// This device may be elsewhere (`moved`: is, and other devices are near), and what led nowhere may lead somewhere from here. Not
    /// so that somebody who moves to and fro knocks each time.
    pub(super) fn doubt(&mut self, now: Duration, moved: bool) {
        if moved {
            self.local.clear();
        }
        self.last.retain(|_, at| now.saturating_sub(*at) < STALE_PAUSE);
    }

    /// How many others than those that were dialled in the last hour may be dialled now, and when one more.
    fn room(&self, now: Duration) -> (usize, Option<Duration>) {
        let dialled = self.new.values().filter(|at| recent(**at, now));
        let first = dialled.clone().min().map(|at| *at + NEW_IN);
        (NEW.saturating_sub(dialled.count()), first)
    }

    fn is_new(&self, address: &SocketAddr, now: Duration) -> bool {
        self.new.get(address).is_none_or(|at| !recent(*at, now))
    }
}

fn recent(at: Duration, now: Duration) -> bool {
    now.saturating_sub(at) < NEW_IN
}

/// What the choice depends on besides the addresses.
#[derive(Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub(super) around: &'a Surroundings,
    /// The last authentic exchange with them.
    pub(super) last_seen: Option<Millis>,
    pub(super) tries: Option<&'a Tries>,
    pub(super) now: Now,
}

/// Where to dial.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Best first.
    pub(super) addresses: Vec<SocketAddr>,
    /// If there are none: when there will be one by itself.
    pub(super) later: Option<Duration>,
}

/// From which kind of address a race begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// The last one that worked, if it did not fail since and they did not say that they are elsewhere.
    Worked,
    /// In our own network: the way over the outside address of a router that both share usually fails.
    Near,
    /// On this very device, or in one of its inner networks: another account of its own, rarely anybody.
    Inside,
    Told,
    ToldOnce,
    Link,
}

/// The addresses among `known` that are dialled now, best first; `known` is in the store's order.
pub(super) fn choose(known: &[AddressRow], here: Circumstances<'_>) -> Choice {
    let mut choice = Choice::default();
    let mut ranked: Vec<(Class, SocketAddr)> = Vec::with_capacity(known.len());
    let mut seen = HashSet::new();
    let dialable =
        known.iter().filter(|row| judge(row.address, here.around).is_ok()).collect::<Vec<&AddressRow>>();
    let last_good = dialable.iter().find(|row| row.worked_at.is_some()).filter(|row| works(row));
    let (mut room, more_at) = here.tries.map_or((NEW, None), |tries| tries.room(here.now.steady));
    // What led to them once is theirs, or was.
    let is_new = |row: &AddressRow| {
        let tried = here.tries.is_some_and(|tries| !tries.is_new(&row.address, here.now.steady));
        row.worked_at.is_none() && !tried
    };
    for row in &dialable {
        match waits_until(row, here) {
            Some(Some(at)) => choice.later = Some(choice.later.map_or(at, |later| later.min(at))),
            Some(None) => {}
            None if is_new(row) && room == 0 => {
                choice.later = choice.later.into_iter().chain(more_at).min();
            }
            None if seen.insert(canonical(row.address)) => {
                room -= usize::from(is_new(row));
                let last_good = last_good.is_some_and(|good| good.address == row.address);
                ranked.push((class(row, last_good, here.around), row.address));
            }
            None => {}
        }
    }
    ranked.sort_by_key(|(class, _)| *class); // Stable: within a class the store's order counts.
    let mut near = 0;
    ranked.retain(|(_, address)| {
        let counts = is_neighbour(*address, here.around);
        let tries = here.tries.map(|tries| &tries.local);
        let new = tries.is_none_or(|local| !local.contains(address));
        let room = tries.map_or(0, HashSet::len) < LOCAL_IN_ALL || !new;
        let kept = !counts || (near < LOCAL_AT_ONCE && room);
        near += usize::from(counts && kept);
        kept
    });
    choice.addresses = alternate(ranked.into_iter().map(|(_, address)| address).collect());
    choice
}

/// Whether it is (or may be) a device of somebody else in our own network.
fn is_neighbour(address: SocketAddr, around: &Surroundings) -> bool {
    is_local(address.ip()) || around.is_near(address.ip())
}

fn works(row: &AddressRow) -> bool {
    row.worked_at.is_some() && row.failures == 0 && row.source != Source::ToldOnce
}

fn class(row: &AddressRow, last_good: bool, around: &Surroundings) -> Class {
    let ip = row.address.ip().to_canonical();
    let near = around.interfaces.iter().any(|network| network.contains(ip));
    if last_good {
        Class::Worked
    } else if near && around.interfaces.iter().any(|network| network.ip == ip) {
        Class::Inside
    } else if near {
        Class::Near
    } else {
        match row.source {
            Source::Told => Class::Told,
            Source::ToldOnce => Class::ToldOnce,
            Source::Link => Class::Link,
        }
    }
}

/// `None`: it may be dialled now. Else when it may be again; `Some(None)`: not in this foreground.
fn waits_until(row: &AddressRow, here: Circumstances<'_>) -> Option<Option<Duration>> {
    let told = here.last_seen.filter(|_| row.source == Source::Told);
    // Not later than now: a clock that was ahead once must keep nothing fresh for years.
    let theirs =
        [row.worked_at, told].into_iter().flatten().fold(row.learnt_at, Millis::max).min(here.now.wall);
    let fails = row.failures >= FAILURES && row.failed_at.is_some_and(|failed| failed > theirs);
    if !fails || here.now.wall.saturating_sub(theirs) <= FRESH {
        return None;
    }
    let tried = *here.tries?.last.get(&row.address)?;
    match row.source {
        Source::Told => Some(tried + STALE_PAUSE).filter(|at| *at > here.now.steady).map(Some),
        Source::ToldOnce | Source::Link => Some(None),
    }
}

/// Changes between the families as long as there are both (RFC 8305, section 4): a family that leads nowhere
/// costs one step of the race, and not as many as it has addresses. The first one stays first.
fn alternate(ranked: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let v4 = |address: &SocketAddr| address.ip().to_canonical().is_ipv4();
    let mut first_is_v4 = ranked.first().is_some_and(v4);
    let (v4s, v6s): (Vec<_>, Vec<_>) = ranked.into_iter().partition(v4);
    let (mut v4s, mut v6s) = (v4s.into_iter(), v6s.into_iter());
    std::iter::from_fn(|| {
        let next =
            if first_is_v4 { v4s.next().or_else(|| v6s.next()) } else { v6s.next().or_else(|| v4s.next()) };
        first_is_v4 = !first_is_v4;
        next
    })
    .collect()
}

#[cfg(test)]
mod tests;
