#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::delivery::Effect;
use crate::identity::{Account, ContactLink, Uid};
use crate::net::{Dialled, Gateway, InterfaceAddress, Network, NetworkKind};
use crate::store::open_in_memory;
use crate::wire::{Batch, Presence, WireAddress};

mod came_in;
mod lost;
mod observed;

const NOW: Now = Now { steady: Duration::from_secs(1), wall: 1_700_000_000_000 };

fn network(addresses: &[&str]) -> Network {
    let address = |text: &&str| {
        let (ip, prefix_len) = text.split_once('/').unwrap();
        InterfaceAddress {
            ip: ip.parse().unwrap(),
            prefix_len: prefix_len.parse().unwrap(),
            temporary: false,
            deprecated: false,
        }
    };
    Network {
        kind: NetworkKind::Wifi,
        addresses: addresses.iter().map(address).collect(),
        gateways: vec![Gateway { ip: "192.168.1.1".parse().unwrap(), interface: 0 }],
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: None,
    }
}

fn place(networks: Vec<Network>) -> Place {
    Place {
        bound: ["[::]:20000", "0.0.0.0:20000"].map(|at| at.parse().unwrap()).to_vec(),
        networks: Some(NetworkSnapshot { networks }),
        router: Default::default(),
    }
}

fn at_home() -> Place {
    place(vec![network(&["192.168.1.7/24"])])
}

fn said(state: RouterState) -> [RouterSaid; 2] {
    [RouterSaid { state, ..RouterSaid::default() }, RouterSaid::default()]
}

fn opened(at: &str) -> [RouterSaid; 2] {
    let v4 = RouterSaid { opened: vec![at.parse().unwrap()], ..RouterSaid::default() };
    [RouterSaid { state: RouterState::Opened, ..v4 }, RouterSaid::default()]
}

/// So long after [`NOW`].
fn later(seconds: u64) -> Now {
    Now { steady: NOW.steady + Duration::from_secs(seconds), wall: NOW.wall + seconds as i64 * 1_000 }
}

/// A device with contacts, each of whom told one address.
struct Device {
    db: Connection,
    engine: Engine,
    contacts: Vec<Uid>,
}

impl Device {
    fn new(place: Place, contacts: &[&str]) -> Self {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let own = Account::generate(&mut rng);
        let people: Vec<Uid> = contacts.iter().map(|_| Account::generate(&mut rng).uid()).collect();
        let db = open_in_memory().unwrap();
        let mut engine = Engine::new(None, rng);
        engine.create_account(&db, &own, None).unwrap();
        engine.enter_foreground(&db, NOW, place).unwrap();
        let mut device = Self { db, engine, contacts: people };
        for (uid, address) in device.contacts.clone().into_iter().zip(contacts) {
            let link = ContactLink::parse_any(&uid.to_string()).unwrap();
            device.engine.add(&device.db, NOW, &link, None).unwrap();
            // They come in over IPv6 from far away, which is undone again by the next network.
            device.arrives(uid, "[2001:db8:9::9]:1", &[address]);
        }
        device
    }

    fn arrives(&mut self, uid: Uid, from: &str, addresses: &[&str]) {
        self.arrives_at(NOW, uid, from, addresses);
    }

    fn arrives_at(&mut self, now: Now, uid: Uid, from: &str, addresses: &[&str]) {
        let addresses = addresses.iter().map(|at| WireAddress(at.parse().unwrap())).collect();
        let batch =
            Batch { presence: Some(Presence { addresses, ..Presence::default() }), ..Batch::default() };
        self.engine.arrived(&self.db, now, 1, uid, from.parse().unwrap(), batch).unwrap();
    }

    fn moves(&mut self, place: Place) {
        self.engine.take_effects();
        self.engine.network_changed(&self.db, NOW, place).unwrap();
    }

    /// Answers whatever exchange is under way with a contact: they say as what they see us.
    fn answers(&mut self, seen_as: &str) {
        for effect in self.engine.take_effects() {
            let Effect::Dial { exchange, dial } = effect else { continue };
            let observed = Some(WireAddress(seen_as.parse().unwrap()));
            let answer = Batch { presence: Some(Presence::default()), observed, ..Batch::default() };
            let dialled = Dialled { tried: vec![(dial.candidates[0], None)], result: Ok(answer) };
            self.engine.dialled(&self.db, NOW, exchange, dialled).unwrap();
        }
    }

    fn reach(&self) -> StoredReach {
        StoredReach::read(&account::reach(&self.db).unwrap().unwrap()).unwrap()
    }

    /// Who came in as shells see it, the latest first.
    fn came_in(&self) -> Vec<(Uid, bool)> {
        self.reach().came_in.iter().map(|(uid, outside, _)| (Uid::from_store(*uid), *outside)).collect()
    }

    fn told(&self) -> Vec<String> {
        self.reach().addresses.iter().map(|own| own.address.to_string()).collect()
    }
}

#[test]
fn every_state_is_the_true_one() {
    let denied = |mut network: Network| {
        network.local_network_allowed = Some(false);
        network
    };
    let lan = || network(&["192.168.1.7/24"]);
    let cases = [
        (Place { networks: None, ..at_home() }, said(RouterState::NotAsked), ReachState::Looking),
        (place(Vec::new()), said(RouterState::NotAsked), ReachState::Offline),
        (at_home(), said(RouterState::NotAsked), ReachState::LanOnly),
        (at_home(), said(RouterState::Searching), ReachState::Looking),
        (at_home(), said(RouterState::NotFound), ReachState::NoRouterProtocol),
        (at_home(), said(RouterState::Refused), ReachState::RouterRefused),
        (at_home(), said(RouterState::SecondRouter), ReachState::SecondRouter),
        (at_home(), opened("11.0.0.10:20000"), ReachState::Opened),
        (place(vec![denied(lan())]), said(RouterState::NotFound), ReachState::LocalNetworkForbidden),
        (place(vec![network(&["11.0.0.7/24"])]), said(RouterState::NotFound), ReachState::Opened),
        (place(vec![network(&["100.64.0.7/10"])]), said(RouterState::NotAsked), ReachState::SecondRouter),
        (
            place(vec![network(&["192.168.1.7/24", "2001:db8::7/64"])]),
            said(RouterState::NotFound),
            ReachState::Ipv6Only,
        ),
        (
            place(vec![network(&["100.64.0.7/10", "2001:db8::7/64"])]),
            said(RouterState::SecondRouter),
            ReachState::Ipv6Only,
        ),
    ];
    for (place, router, expected) in cases {
        let mut device = Device::new(place.clone(), &[]);
        device.engine.router_said(&device.db, NOW, router.clone()).unwrap();
        assert_eq!(device.reach().state, expected, "{place:?} {router:?}");
        assert_eq!(device.engine.look(|here| here.reach), expected);
    }
    let mut device = Device::new(at_home(), &[]);
    device.engine.leave_foreground(&device.db, NOW).unwrap();
    assert_eq!(device.engine.look(|here| here.reach), ReachState::Closed);
}

#[test]
fn only_who_comes_in_from_elsewhere_confirms() {
    let mut device = Device::new(at_home(), &["11.0.0.2:20000"]);
    let bob = device.contacts[0];
    device.moves(at_home());
    device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4000")).unwrap();
    assert_eq!(device.told(), ["11.0.0.10:4000", "192.168.1.7:20000"], "the port that the router gave");
    assert_eq!(device.reach().state, ReachState::Opened);
    // From this network, however it looks.
    for near in ["192.168.1.9:5", "[::ffff:192.168.1.9]:5", "10.1.2.3:5", "100.64.1.1:5"] {
        device.arrives(bob, near, &[]);
        assert_eq!(device.reach().state, ReachState::Opened, "{near}");
    }
    assert_eq!(device.came_in(), [(bob, false)]);
    // A router that leads its own people back in by its outside address.
    device.arrives(bob, "11.0.0.10:5", &[]);
    assert_eq!(device.reach().state, ReachState::Opened);
    device.arrives(bob, "11.0.0.2:5", &[]);
    assert_eq!(device.reach().state, ReachState::Confirmed);
    assert_eq!(device.came_in(), [(bob, true), (bob, false)]);
    // The router says the same again, then that it was restarted.
    device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4000")).unwrap();
    assert_eq!(device.reach().state, ReachState::Confirmed);
    device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4001")).unwrap();
    assert_eq!(device.reach().state, ReachState::Opened, "nobody came in by this");
    device.arrives(bob, "11.0.0.2:5", &[]);
    assert_eq!(device.reach().state, ReachState::Confirmed);
    // Elsewhere it counts for nothing.
    device.moves(at_home());
    assert_eq!(device.reach().state, ReachState::LanOnly);
    assert_eq!(device.told(), ["192.168.1.7:20000"]);
}

#[test]
fn who_may_be_of_the_same_household_confirms_nothing() {
    let home = || place(vec![network(&["192.168.1.7/24", "2001:db8:1:e::7/64"])]);
    let second = |outside: &str| {
        let [v4, v6] = said(RouterState::SecondRouter);
        [RouterSaid { outside: Some(outside.parse().unwrap()), ..v4 }, v6]
    };
    // This network, the guests' Wi-Fi, another prefix of the same household; the router's address outside, whether it opened a port or not.
    for (from, outside) in [
        ("[2001:db8:1:e::9]:5", false),
        ("[2001:db8:1:f::9]:5", false),
        ("[2001:db8:1:ff00::9]:5", false),
        ("11.0.0.10:5", false),
        ("[::ffff:11.0.0.10]:5", false),
        ("[2001:db8:2:e::9]:5", true),
        ("11.0.0.11:5", true),
    ] {
        let mut device = Device::new(home(), &["11.0.0.2:20000"]);
        device.moves(home());
        device.engine.router_said(&device.db, NOW, second("11.0.0.10")).unwrap();
        device.arrives(device.contacts[0], from, &[]);
        let expected = if outside { ReachState::Confirmed } else { ReachState::Ipv6Only };
        assert_eq!(device.reach().state, expected, "{from}");
    }
    // Neighbours with addresses for everybody.
    let campus = || place(vec![network(&["11.5.0.7/24"])]);
    let mut device = Device::new(campus(), &["11.0.0.2:20000"]);
    device.moves(campus());
    for (from, state) in [("11.5.0.9:5", ReachState::Opened), ("11.5.1.9:5", ReachState::Confirmed)] {
        device.arrives(device.contacts[0], from, &[]);
        assert_eq!(device.reach().state, state, "{from}");
    }
}

#[test]
fn who_is_here_is_told_what_the_router_opened() {
    let mut device = Device::new(at_home(), &["11.0.0.2:20000"]);
    device.answers("11.0.0.10:50000");
    device.engine.router_said(&device.db, NOW, said(RouterState::Searching)).unwrap();
    assert!(!device.engine.take_effects().iter().any(|effect| matches!(effect, Effect::Dial { .. })));
    device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4000")).unwrap();
    let effects = device.engine.take_effects();
    let dials = effects.iter().filter_map(|effect| match effect {
        Effect::Dial { dial, .. } => Some(dial),
        _ => None,
    });
    let told: Vec<_> =
        dials.flat_map(|dial| dial.batch.presence.as_ref().unwrap().socket_addresses()).collect();
    assert_eq!(told.first().map(ToString::to_string).as_deref(), Some("11.0.0.10:4000"));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Emit(Event::ReachChanged))));
}
