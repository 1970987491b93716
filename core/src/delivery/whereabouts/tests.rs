#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::delivery::{Facts, Known, Place, reason_of};
use crate::identity::{Account, Card, Uid};
use crate::net::{Dial, Dialled, InterfaceAddress, Network, NetworkKind, NetworkSnapshot};
use crate::node::Reason;
use crate::store::{attempts, open_in_memory};
use crate::wire::{Batch, WireAddress};

mod ways;

const DAY: i64 = 24 * 3_600_000;
const START: i64 = 1_700_000_000_000;

fn at(second: u64) -> Now {
    Now { steady: Duration::from_secs(second), wall: START + second as i64 * 1_000 }
}

/// At home, where the app may talk to its neighbours, or may not, or nobody knows.
fn home(allowed: Option<bool>) -> Place {
    let ip = |ip: &str, prefix_len| InterfaceAddress {
        ip: ip.parse().unwrap(),
        prefix_len,
        temporary: false,
        deprecated: false,
    };
    let network = Network {
        kind: NetworkKind::Wifi,
        addresses: vec![ip("192.168.1.7", 24)],
        gateways: Vec::new(),
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: allowed,
    };
    let networks = Some(NetworkSnapshot { networks: vec![network] });
    Place { bound: vec!["0.0.0.0:20000".parse().unwrap()], networks, ..Place::default() }
}

struct Device {
    db: Connection,
    engine: Engine,
    arrivals: u64,
}

impl Device {
    fn new(place: Place) -> Self {
        let mut engine = Engine::new(None, ChaCha20Rng::seed_from_u64(1));
        let db = open_in_memory().unwrap();
        engine.create_account(&db, &somebody(1_000), None).unwrap();
        engine.enter_foreground(&db, at(0), place).unwrap();
        Self { db, engine, arrivals: 0 }
    }

    /// Adds this one by a link; gives its UID.
    fn add(&mut self, who: u64, addresses: &[&str], now: Now) -> Uid {
        let addresses = addresses.iter().map(|at| at.parse().unwrap()).collect();
        let link = Card { serial: 1, addresses, name: None, invite: None }.sign(&somebody(who)).unwrap();
        self.engine.add(&self.db, now, &link, None).unwrap();
        link.uid
    }

    fn arrives(&mut self, uid: Uid, from: &str, batch: Batch, now: Now) {
        self.arrivals += 1;
        self.engine.arrived(&self.db, now, self.arrivals, uid, from.parse().unwrap(), batch).unwrap();
    }

    fn contact(&self, uid: Uid) -> ContactRow {
        contacts::find(&self.db, &uid).unwrap().unwrap()
    }

    fn known(&self, uid: Uid) -> Vec<String> {
        let rows = addresses::of(&self.db, self.contact(uid).id).unwrap();
        rows.iter().map(|row| row.address.to_string()).collect()
    }

    fn dials(&mut self) -> Vec<(u64, Dial)> {
        let dial = |effect| match effect {
            Effect::Dial { exchange, dial } => Some((exchange, dial)),
            _ => None,
        };
        self.engine.take_effects().into_iter().filter_map(dial).collect()
    }

    /// All that is under way fails, at every address.
    fn all_silent(&mut self, now: Now) -> usize {
        let dials = self.dials();
        for (exchange, dial) in &dials {
            let tried = dial.candidates.iter().map(|at| (*at, Some(DialError::Silent))).collect();
            let dialled = Dialled { tried, result: Err(DialError::Silent) };
            self.engine.dialled(&self.db, now, *exchange, dialled).unwrap();
        }
        dials.len()
    }

    fn reason(&self, uid: Uid) -> Reason {
        let contact = self.contact(uid);
        let known = addresses::of(&self.db, contact.id).unwrap();
        self.engine.look(|here| {
            let known = Known::of(&known, &here.surroundings);
            let facts = Facts { open: true, offline: here.offline, trying: false, known, reach: here.reach };
            reason_of(&contact, None, facts)
        })
    }
}

fn somebody(seed: u64) -> Account {
    Account::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn tells(addresses: &[&str], serial: Option<u64>) -> Batch {
    let addresses = addresses.iter().map(|at| WireAddress(at.parse().unwrap())).collect();
    Batch { presence: Some(Presence { addresses, serial, ..Presence::default() }), ..Batch::default() }
}

fn parks() -> Batch {
    Batch { park: Some(100), ..tells(&[], None) }
}

#[test]
fn from_where_somebody_comes_is_never_dialled_at_any_port() {
    let mut device = Device::new(home(None));
    let bob = device.add(1, &["11.0.0.2:20000"], at(1));
    device.all_silent(at(2));
    for (second, from) in (3..).zip(["11.0.9.9:50000", "[2001:db8::9]:20000", "192.168.1.9:20000"]) {
        device.arrives(bob, from, tells(&["11.0.0.3:20000"], None), at(second));
    }
    assert_eq!(device.known(bob), ["11.0.0.3:20000", "11.0.0.2:20000"]);
    // Also when they tell nothing, and are gone.
    let bye = Presence { leaving: true, ..Presence::default() };
    device.arrives(bob, "11.0.9.9:50000", Batch { presence: Some(bye), ..Batch::default() }, at(9));
    for second in 10..60 {
        device.engine.tick(&device.db, at(second)).unwrap();
        for (_, dial) in device.dials() {
            assert!(dial.candidates.iter().all(|to| device.known(bob).contains(&to.to_string())));
        }
    }
}

#[test]
fn nobody_says_where_somebody_else_is() {
    let mut device = Device::new(home(None));
    let (bob, carol) = (device.add(1, &["11.0.0.2:20000"], at(1)), device.add(2, &["11.0.0.3:20000"], at(1)));
    let before = device.known(carol);
    // Whatever a batch of Bob's holds, and whatever addresses he calls his, also Carol's own.
    let text = crate::wire::Item {
        id: crate::wire::ItemId([7; 16]),
        kind: crate::wire::items::KIND_TEXT,
        counter: 1,
        written_at: 0,
        body: crate::wire::items::text_body(&format!("{carol} is at 11.0.0.66:20000")),
    };
    let observed = Some(WireAddress("11.0.0.66:20000".parse().unwrap()));
    for told in [&["11.0.0.66:20000"][..], &["11.0.0.3:20000", "11.0.0.66:20000"], &[]] {
        device.arrives(
            bob,
            "11.0.0.3:1",
            Batch { items: vec![text.clone()], observed, ..tells(told, None) },
            at(2),
        );
        assert_eq!(device.known(carol), before);
    }
}

#[test]
fn what_is_told_late_replaces_nothing_newer() {
    let mut device = Device::new(home(None));
    let bob = device.add(1, &[], at(1));
    let mut hears = |address: &str, serial| {
        device.arrives(bob, "11.0.9.9:1", tells(&[address], serial), at(2));
        device.known(bob)
    };
    assert_eq!(hears("11.0.0.2:20000", Some(5)), ["11.0.0.2:20000"]);
    assert_eq!(hears("11.0.0.1:20000", Some(4)), ["11.0.0.2:20000"], "older");
    assert_eq!(hears("11.0.0.3:20000", Some(5)), ["11.0.0.3:20000"], "the same time");
    assert_eq!(hears("11.0.0.4:20000", Some(6)), ["11.0.0.4:20000"]);
    assert_eq!(hears("11.0.0.5:20000", None), ["11.0.0.5:20000"], "who has no serial is believed as before");
    assert_eq!(hears("11.0.0.6:20000", Some(1)), ["11.0.0.6:20000"]);
    // A clock that was wrong for a while cuts nobody off for ever: it counts for one foreground.
    assert_eq!(hears("11.0.0.7:20000", Some(u64::MAX)), ["11.0.0.7:20000"]);
    device.engine.leave_foreground(&device.db, at(3)).unwrap();
    device.engine.enter_foreground(&device.db, at(4), home(None)).unwrap();
    device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.8:20000"], Some(7)), at(5));
    assert_eq!(device.known(bob), ["11.0.0.8:20000"]);
    // And for as long as anything can be overtaken.
    device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.7:20000"], Some(u64::MAX)), at(6));
    for (second, address) in [(7, "11.0.0.7:20000"), (605, "11.0.0.7:20000"), (606, "11.0.0.9:20000")] {
        device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.9:20000"], Some(8)), at(second));
        assert_eq!(device.known(bob), [address], "{second}");
    }
}

#[test]
fn own_serials_grow_with_every_change_whatever_the_clock_says() {
    let mut device = Device::new(home(None));
    let serial = |device: &Device| device.engine.own_presence().unwrap().serial.unwrap();
    let mut last = serial(&device);
    for wall in [START + 5, START - DAY, START - DAY, 0] {
        let now = Now { wall, ..at(5) };
        device.engine.network_changed(&device.db, now, home(None)).unwrap();
        assert!(serial(&device) > last);
        last = serial(&device);
        device.engine.leave_foreground(&device.db, now).unwrap();
        device.engine.enter_foreground(&device.db, now, home(None)).unwrap();
        assert!(serial(&device) > last);
        last = serial(&device);
    }
}

#[test]
fn a_neighbour_that_the_phone_forbids_to_call_was_not_called() {
    let mut device = Device::new(home(Some(false)));
    let bob = device.add(1, &["192.168.1.8:20000"], at(1));
    device.engine.send(&device.db, at(1), &bob, vec!["hello".into()]).unwrap();
    assert_eq!(device.dials().len(), 0);
    assert_eq!(device.reason(bob), Reason::LocalNetworkForbidden);
    assert_eq!(device.engine.next_tick(), None, "nothing to wake up for");
    let contact = device.contact(bob);
    assert_eq!((contact.next_attempt_at, contact.last_error), (None, None));
    assert!(attempts::between(&device.db, contact.id, 0, None).unwrap().is_empty());
    let failed = addresses::of(&device.db, contact.id).unwrap()[0].failed_at;
    assert_eq!(failed, None);
    // As soon as it may.
    device.engine.network_changed(&device.db, at(100), home(Some(true))).unwrap();
    let dials = device.dials();
    assert_eq!(dials[0].1.candidates, ["192.168.1.8:20000".parse().unwrap()]);
    assert_eq!(dials[0].1.batch.items.len(), 1);
}

#[test]
fn the_next_holder_of_an_old_address_is_not_called_again_and_again() {
    let mut device = Device::new(home(None));
    let told = |device: &mut Device, uid| {
        device.arrives(uid, "11.0.9.9:1", tells(&["11.0.0.3:20000"], None), at(1));
        let bye = Presence { leaving: true, ..Presence::default() };
        device.arrives(uid, "11.0.9.9:1", Batch { presence: Some(bye), ..Batch::default() }, at(2));
    };
    let (bob, carol) = (device.add(1, &["11.0.0.2:20000"], at(0)), device.add(2, &[], at(0)));
    told(&mut device, carol);
    // Eight days later, after many tries.
    device.db.execute("UPDATE addresses SET failures = 20, failed_at = ?1", [START + 8 * DAY]).unwrap();
    device.engine.leave_foreground(&device.db, at(3)).unwrap();
    device.engine.take_effects();
    let later = |second: u64| Now { wall: START + 8 * DAY + second as i64 * 1_000, ..at(second) };
    device.engine.enter_foreground(&device.db, later(10), home(None)).unwrap();
    device.engine.send(&device.db, later(10), &bob, vec!["where are you?".into()]).unwrap();
    let mut called = vec![device.all_silent(later(15))];
    let mut ticks = 0;
    while let Some(due) = device.engine.next_tick().filter(|due| due.as_secs() < 3 * 3_600) {
        let now = later(due.as_secs() + 1);
        device.engine.tick(&device.db, now).unwrap();
        called.push(device.all_silent(now));
        ticks += 1;
    }
    assert_eq!(called[0], 2, "both once");
    assert_eq!(called.iter().sum::<usize>(), 2 + 2, "and what Carol said last once an hour");
    assert!(ticks <= 4, "{ticks} times awake for nothing");
    assert_eq!(device.contact(bob).next_attempt_at, None, "no try is promised");
    assert!(device.contact(carol).next_attempt_at.is_some());
    assert!(matches!(device.reason(bob), Reason::NoAnswer { .. }));
    // Opening the chat or another network do not make it more often, the next foreground does.
    device.engine.show_chat(&device.db, later(10_000), Some(&bob)).unwrap();
    assert_eq!(device.all_silent(later(10_001)), 0);
    device.engine.leave_foreground(&device.db, later(10_010)).unwrap();
    device.engine.take_effects();
    device.engine.enter_foreground(&device.db, later(10_011), home(None)).unwrap();
    assert_eq!(device.all_silent(later(10_012)), 2);
}

#[test]
fn what_is_under_way_to_where_they_are_no_more_is_given_up() {
    let mut device = Device::new(home(None));
    let bob = device.add(1, &[], at(1));
    device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.2:20000", "11.0.0.5:20000"], Some(1)), at(1));
    device.engine.send(&device.db, at(2), &bob, vec!["one".into()]).unwrap();
    let anew = |device: &mut Device| {
        let effects = device.engine.take_effects();
        effects.iter().any(|effect| matches!(effect, Effect::Anew(uid) if *uid == bob))
    };
    let (exchange, dial) = device.dials().remove(0);
    let tried = vec![(dial.candidates[0], None)];
    let answer = Ok(tells(&["11.0.0.2:20000", "11.0.0.5:20000"], Some(1)));
    device.engine.dialled(&device.db, at(3), exchange, Dialled { tried, result: answer }).unwrap();
    device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.2:20000", "11.0.0.6:20000"], Some(2)), at(4));
    assert!(!anew(&mut device), "they are where they were, too");
    device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.6:20000"], Some(3)), at(5));
    assert!(anew(&mut device));
}

#[test]
fn parked_requests_are_bounded_in_all_and_end_with_the_foreground() {
    let mut device = Device::new(Place::at("11.0.0.1:20000".parse().unwrap()));
    let most = crate::delivery::peer::MOST_PARKED;
    let people: Vec<Uid> = (1..=most as u64 + 10).map(|who| device.add(who, &[], at(1))).collect();
    let parked = |device: &Device| device.engine.peers.values().filter(|peer| peer.parked.is_some()).count();
    for uid in &people {
        device.arrives(*uid, "11.0.9.9:1", tells(&[], None), at(1)); // Presence is owed first.
        device.arrives(*uid, "11.0.9.9:1", parks(), at(2));
        device.arrives(*uid, "11.0.9.9:1", parks(), at(2)); // One each.
    }
    assert_eq!(parked(&device), most);
    device.engine.take_effects();
    device.arrives(people[most + 5], "11.0.9.9:1", parks(), at(3));
    let answered = device.engine.take_effects();
    assert!(answered.iter().any(|effect| matches!(effect, Effect::Answer { batch: Some(_), .. })), "at once");
    device.engine.leave_foreground(&device.db, at(4)).unwrap();
    let goodbyes = device.engine.take_effects().into_iter().filter(|effect| match effect {
        Effect::Answer { batch: Some(batch), .. } => batch.presence.as_ref().is_some_and(|said| said.leaving),
        _ => false,
    });
    assert_eq!(goodbyes.count(), most, "each is told");
    assert_eq!(parked(&device), 0);
}

#[test]
fn a_sleep_is_noticed_by_either_clock() {
    let asleep = |steady: u64, wall: i64| {
        let mut device = Device::new(Place::at("11.0.0.1:20000".parse().unwrap()));
        let bob = device.add(1, &["11.0.0.2:20000"], at(1));
        device.all_silent(at(2));
        device.arrives(bob, "11.0.0.2:1", tells(&["11.0.0.2:20000"], None), at(3));
        device.engine.settle_doubt(&device.db, at(3)).unwrap();
        device.engine.tick(&device.db, at(3)).unwrap();
        device.engine.take_effects();
        let now = Now { steady: Duration::from_secs(steady), wall: START + wall * 1_000 };
        device.engine.settle_doubt(&device.db, now).unwrap();
        !device.dials().is_empty()
    };
    assert!(!asleep(4, 4));
    assert!(!asleep(5, 60), "a clock that is set a little");
    assert!(!asleep(5, -100_000), "or back");
    assert!(asleep(5, 200), "one clock stood still");
    assert!(asleep(300, 300), "a timer is minutes late");
}

#[test]
fn a_timer_that_is_ten_seconds_late_was_kept_from_its_work() {
    for (late, slept) in [(9, false), (11, true)] {
        let mut device = Device::new(Place::at("11.0.0.1:20000".parse().unwrap()));
        device.add(1, &["11.0.0.2:20000"], at(1));
        device.all_silent(at(2));
        device.engine.settle_doubt(&device.db, at(2)).unwrap();
        let due = device.engine.next_tick().unwrap();
        let steady = due + Duration::from_secs(late);
        let now = Now { steady, wall: START + i64::try_from(steady.as_millis()).unwrap() };
        assert_eq!(device.engine.slept(now), slept, "{late}");
    }
}

#[test]
fn a_contact_that_names_ever_other_addresses_makes_us_knock_at_a_few() {
    let mut device = Device::new(home(None));
    let bob = device.add(1, &["11.0.0.2:20000"], at(0));
    // He was reached once, where he said.
    let (exchange, dial) = device.dials().remove(0);
    let tried = vec![(dial.candidates[0], None)];
    let answer = Ok(tells(&["11.0.0.2:20000"], None));
    device.engine.dialled(&device.db, at(1), exchange, Dialled { tried, result: answer }).unwrap();
    let good = dial.candidates[0];
    let (mut knocked, mut hours, mut good_tries) = (std::collections::HashSet::new(), Vec::new(), 0);
    for round in 0..2_000_u64 {
        let others: Vec<String> =
            (0..8).map(|n| format!("12.{}.{}.{n}:22", round / 256, round % 256)).collect();
        let second = 10 + round * 4;
        device.arrives(
            bob,
            "11.0.9.9:1",
            tells(&others.iter().map(String::as_str).collect::<Vec<_>>(), None),
            at(second),
        );
        device.engine.tick(&device.db, at(second + 3)).unwrap();
        for (exchange, dial) in device.dials() {
            good_tries += usize::from(dial.candidates.contains(&good));
            knocked.extend(dial.candidates.iter().copied().filter(|to| *to != good));
            let tried = dial.candidates.iter().map(|to| (*to, Some(DialError::Refused))).collect();
            let refused = Dialled { tried, result: Err(DialError::Refused) };
            device.engine.dialled(&device.db, at(second + 3), exchange, refused).unwrap();
        }
        if second % 3_600 < 4 {
            hours.push(knocked.len());
        }
    }
    // A bit more than two hours.
    assert!((2 * 32..=3 * 32).contains(&knocked.len()), "{}", knocked.len());
    assert!(hours.iter().zip(1..).all(|(knocked, hour)| *knocked <= 32 * hour), "{hours:?}");
    assert!(good_tries > 1_000, "where he was once he is called whatever he says: {good_tries}");
}

#[test]
fn a_network_that_is_the_same_brings_no_other_neighbours_to_knock_at() {
    let elsewhere = || {
        let mut place = home(None);
        let address = &mut place.networks.as_mut().unwrap().networks[0].addresses[0];
        address.prefix_len = 20;
        place
    };
    let mut device = Device::new(home(None));
    let bob = device.add(1, &[], at(0));
    let knocked = |device: &mut Device, from: u64, place: &dyn Fn() -> Place| {
        let mut knocked = std::collections::HashSet::new();
        for round in from..from + 20 {
            let two = [2 * round + 10, 2 * round + 11].map(|n| format!("192.168.1.{n}:8080"));
            device.arrives(bob, "11.0.0.9:1", tells(&[&two[0], &two[1]], None), at(10 + round * 40));
            device.engine.tick(&device.db, at(14 + round * 40)).unwrap();
            for (exchange, dial) in device.dials() {
                knocked.extend(dial.candidates.iter().map(|to| to.ip()));
                let tried = dial.candidates.iter().map(|to| (*to, Some(DialError::Refused))).collect();
                let refused = Dialled { tried, result: Err(DialError::Refused) };
                device.engine.dialled(&device.db, at(14 + round * 40), exchange, refused).unwrap();
            }
            // A privacy address changes, a VPN that routes nothing here comes, the laptop slept.
            let now = at(20 + round * 40);
            match round % 4 {
                2 => device.engine.woke_up(&device.db, now).unwrap(),
                3 => device.engine.network_changed(&device.db, now, place()).unwrap(),
                _ => {}
            }
        }
        knocked.len()
    };
    assert_eq!(knocked(&mut device, 0, &|| home(None)), 8);
    device.engine.network_changed(&device.db, at(1_000), elsewhere()).unwrap();
    assert_eq!(knocked(&mut device, 25, &elsewhere), 8, "in another one it begins anew");
}
