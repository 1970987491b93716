//! What contacts say of where this device comes from.

use super::*;
use crate::net::OwnSource;

impl Device {
    /// This contact, who is at `at`, says as what it sees us.
    fn sees(&mut self, now: Now, contact: usize, at: &str, seen_as: &str) {
        let contact = contacts::find(&self.db, &self.contacts[contact]).unwrap().unwrap();
        let (at, seen) = (at.parse().unwrap(), format!("{seen_as}:1").parse().unwrap());
        self.engine.observed_by(&self.db, now, &contact, at, seen).unwrap();
    }
}

const TWO: [&str; 2] = ["11.0.7.2:20000", "11.0.8.2:20000"];

#[test]
fn what_a_contact_saw_is_told_to_others_only_if_one_in_another_network_says_the_same() {
    let seen = "11.0.0.10:50000";
    let addresses =
        |device: &Device| device.reach().addresses.iter().map(|own| own.source).collect::<Vec<_>>();
    // One alone, or two of one household.
    for contacts in [&["11.0.7.2:20000"][..], &["11.0.7.2:20000", "11.0.7.3:20000"]] {
        let mut device = Device::new(at_home(), contacts);
        device.answers(seen);
        assert_eq!(addresses(&device), [OwnSource::Interface], "{contacts:?}");
        assert_eq!(device.reach().seen_as, ["11.0.0.10".parse::<IpAddr>().unwrap()], "but it is shown");
    }
    let mut device = Device::new(at_home(), &["11.0.7.2:20000", "11.0.8.2:20000"]);
    device.answers(seen);
    assert_eq!(device.told(), ["11.0.0.10:20000", "192.168.1.7:20000"], "never the port that they saw");
    assert_eq!(addresses(&device), [OwnSource::Observed, OwnSource::Interface]);
    // They saw where we come from, and not that anybody gets in there.
    device.engine.router_said(&device.db, NOW, opened("11.0.0.77:1")).unwrap();
    device.engine.router_said(&device.db, NOW, said(RouterState::SecondRouter)).unwrap();
    assert_eq!(device.reach().state, ReachState::SecondRouter);
    // What is no outside address is no news from outside.
    for lie in ["192.168.1.1:1", "127.0.0.1:1", "0.0.0.0:1", "100.64.0.1:1", "224.0.0.1:1", "[fe80::1]:1"] {
        let mut device = Device::new(at_home(), &["11.0.7.2:20000", "11.0.8.2:20000"]);
        device.answers(lie);
        assert_eq!(device.told(), ["192.168.1.7:20000"], "{lie}");
        assert_eq!(device.reach().seen_as, [] as [IpAddr; 0], "{lie}");
    }
}

#[test]
fn who_is_in_our_own_network_sees_nothing_from_outside() {
    let home = place(vec![network(&["192.168.1.7/24", "2001:db8:0:e::7/64"])]);
    for near in ["192.168.1.9:20000", "[fd00::9]:20000", "100.64.0.9:20000"] {
        let mut device = Device::new(home.clone(), &TWO);
        device.sees(NOW, 0, near, "11.0.0.10");
        assert_eq!(device.reach().seen_as, [] as [IpAddr; 0], "{near}");
        device.sees(NOW, 1, TWO[1], "11.0.0.10");
        assert_eq!(device.reach().seen_as.len(), 1);
        assert!(!device.told().contains(&"11.0.0.10:20000".to_owned()), "{near}");
    }
}

#[test]
fn a_line_that_gets_another_address_has_the_old_one_no_more() {
    let of_router = |outside: &str| {
        let [v4, v6] = opened(&format!("{outside}:4000"));
        [RouterSaid { outside: Some(outside.parse().unwrap()), ..v4 }, v6]
    };
    let observed = |device: &Device| device.told().contains(&"11.0.0.10:20000".to_owned());
    let says = |device: &mut Device, said: [RouterSaid; 2]| {
        device.engine.router_said(&device.db, NOW, said).unwrap();
        observed(device)
    };
    let mut device = Device::new(at_home(), &TWO);
    device.answers("11.0.0.10:50000");
    assert!(says(&mut device, of_router("11.0.0.10")), "it agrees");
    assert!(says(&mut device, said(RouterState::Searching)), "it says nothing");
    assert!(says(&mut device, of_router("11.0.0.10")));
    assert!(!says(&mut device, of_router("11.0.0.77")), "somebody else's by now");
    assert_eq!(device.reach().seen_as, [] as [IpAddr; 0]);
    // Who sees us come from there nevertheless, does.
    device.sees(NOW, 0, TWO[0], "11.0.0.10");
    device.sees(NOW, 1, TWO[1], "11.0.0.10");
    assert!(observed(&device));
    // A router behind another one, or in a carrier's network, does not know the address outside: only that it is another.
    let mut device = Device::new(at_home(), &TWO);
    device.answers("11.0.0.10:50000");
    let second = |outside: &str| {
        let [v4, v6] = said(RouterState::SecondRouter);
        [RouterSaid { outside: Some(outside.parse().unwrap()), ..v4 }, v6]
    };
    assert!(says(&mut device, second("100.64.0.7")));
    assert!(says(&mut device, second("100.64.0.7")));
    assert!(!says(&mut device, second("100.64.0.8")));
    // Of the other family it says nothing.
    let mut device = Device::new(at_home(), &TWO);
    device.answers("11.0.0.10:50000");
    let v6 = RouterSaid { outside: Some("2001:db8::1".parse().unwrap()), ..RouterSaid::default() };
    assert!(says(&mut device, [RouterSaid::default(), v6]));
}

#[test]
fn what_was_seen_an_hour_ago_and_not_since_counts_no_more() {
    let mut device = Device::new(at_home(), &TWO);
    device.answers("11.0.0.10:50000");
    device.engine.take_effects();
    let observed = |device: &Device| device.told().contains(&"11.0.0.10:20000".to_owned());
    // Who is here is asked once more before it is forgotten.
    for minute in 1..=55 {
        device.engine.age_observations(&device.db, later(minute * 60)).unwrap();
        assert!(observed(&device), "{minute}");
    }
    let dials = device.engine.take_effects().into_iter().filter_map(|effect| match effect {
        Effect::Dial { exchange, dial } => Some((exchange, dial)),
        _ => None,
    });
    let dials: Vec<_> = dials.collect();
    assert_eq!(dials.len(), 2, "each of them once");
    // One of them sees it still, the other does not answer.
    for ((exchange, dial), answers) in dials.into_iter().zip([true, false]) {
        let seen = Some(WireAddress("11.0.0.10:1".parse().unwrap()));
        let answer = Batch { presence: Some(Presence::default()), observed: seen, ..Batch::default() };
        let result = if answers { Ok(answer) } else { Err(crate::net::DialError::Silent) };
        let dialled = Dialled { tried: vec![(dial.candidates[0], None)], result };
        device.engine.dialled(&device.db, later(55 * 60), exchange, dialled).unwrap();
    }
    device.engine.tick(&device.db, later(3_700)).unwrap();
    assert!(!observed(&device), "one alone is believed nothing");
    assert_eq!(device.reach().seen_as.len(), 1, "but shown, until that is old as well");
    device.arrives_at(later(2 * 3_600), device.contacts[0], "11.0.7.2:5", &[]);
    assert_eq!(device.reach().seen_as, [] as [IpAddr; 0]);
}

#[test]
fn of_many_observations_the_oldest_gives_way() {
    let addresses: Vec<String> = (0..70).map(|n| format!("12.0.{n}.2:20000")).collect();
    let contacts: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut device = Device::new(at_home(), &contacts);
    for (n, at) in contacts.iter().enumerate() {
        device.sees(later(n as u64), n, at, if n < 10 { "11.0.0.10" } else { "11.0.0.11" });
        if n < 2 {
            device.sees(later(100), n, at, "11.0.0.12");
        }
    }
    assert_eq!(device.engine.foreground.as_ref().unwrap().observed.count(), 64);
    let seen: Vec<String> = device.reach().seen_as.iter().map(ToString::to_string).collect();
    // Of the first ten, two were heard of again, and of the other eight six went.
    assert_eq!(seen, ["11.0.0.10", "11.0.0.11", "11.0.0.12"]);
    for (n, at) in contacts.iter().enumerate().skip(60) {
        device.sees(later(200), n, at, "11.0.0.13");
    }
    assert_eq!(device.engine.foreground.as_ref().unwrap().observed.count(), 64, "known ones need no room");
}
