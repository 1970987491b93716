#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::*;
use crate::net::Prefix;

const DAY: Millis = 24 * 3_600_000;
const NOW: Now = Now { steady: Duration::from_secs(90_000), wall: 1_700_000_000_000 };

fn home() -> Surroundings {
    let prefix = |ip: &str, len| Prefix { ip: ip.parse().unwrap(), len };
    Surroundings {
        interfaces: vec![
            prefix("192.168.1.7", 24),
            prefix("fd00:1::7", 64),
            prefix("2001:db8:1::7", 64),
            prefix("172.17.0.1", 16),
        ],
        gateways: vec!["192.168.1.1".parse().unwrap()],
        known: true,
        ..Surroundings::default()
    }
}

fn row(address: &str, source: Source) -> AddressRow {
    AddressRow {
        address: address.parse().unwrap(),
        source,
        learnt_at: NOW.wall - DAY,
        worked_at: None,
        failed_at: None,
        failures: 0,
    }
}

fn chosen(known: &[AddressRow], tries: Option<&Tries>, last_seen: Option<Millis>) -> Choice {
    choose(known, Circumstances { around: &home(), last_seen, tries, now: NOW })
}

fn addresses(known: &[AddressRow]) -> Vec<String> {
    chosen(known, None, None).addresses.iter().map(ToString::to_string).collect()
}

#[test]
fn what_worked_comes_first_then_what_is_near_then_what_was_told_then_links() {
    use Source::{Link, Told, ToldOnce};
    let far = row("11.0.0.2:20000", Told);
    let near = row("192.168.1.8:20000", Told);
    let link = row("11.0.0.9:20000", Link);
    let once = AddressRow { worked_at: Some(NOW.wall - 9), ..row("11.0.0.5:20000", ToldOnce) };
    let all = [far.clone(), link.clone(), near.clone()];
    assert_eq!(addresses(&all), ["192.168.1.8:20000", "11.0.0.2:20000", "11.0.0.9:20000"]);
    let worked = AddressRow { worked_at: Some(NOW.wall - 9), ..far.clone() };
    assert_eq!(
        addresses(&[worked.clone(), link.clone(), near.clone()]),
        ["11.0.0.2:20000", "192.168.1.8:20000", "11.0.0.9:20000"]
    );
    // It failed since.
    let failed = AddressRow { failed_at: Some(NOW.wall - 8), failures: 1, ..worked };
    assert_eq!(addresses(&[failed, near.clone()]), ["192.168.1.8:20000", "11.0.0.2:20000"]);
    // They said that they are elsewhere.
    assert_eq!(addresses(&[once, far, link]), ["11.0.0.2:20000", "11.0.0.5:20000", "11.0.0.9:20000"]);
    // What is near by its prefix is near, whether it is private or not; this device itself is asked last of those.
    let on_link = row("[2001:db8:1::8]:20000", Told);
    let docker = row("172.17.0.1:20000", Told);
    let far = row("[2001:db8:9::8]:20000", Told);
    assert_eq!(
        addresses(&[docker.clone(), far.clone(), near.clone()]),
        ["192.168.1.8:20000", "[2001:db8:9::8]:20000", "172.17.0.1:20000"]
    );
    // Two neighbours at once, and no more.
    assert_eq!(
        addresses(&[docker, far, near, on_link]),
        ["192.168.1.8:20000", "[2001:db8:1::8]:20000", "[2001:db8:9::8]:20000"]
    );
}

#[test]
fn an_address_in_two_forms_is_one() {
    let forms = [row("[::ffff:11.0.0.2]:20000", Source::Told), row("11.0.0.2:20000", Source::Link)];
    assert_eq!(addresses(&forms).len(), 1);
}

#[test]
fn a_stale_address_is_tried_once_a_foreground_and_their_last_word_once_an_hour() {
    let (old, lately) = (NOW.wall - 8 * DAY, NOW.wall - 1);
    let mut tries = Tries::default();
    let ages = [
        // source, learnt, worked, failed, last seen; stale
        (Source::Link, old, None, Some(lately), None, true),
        (Source::Link, old, None, None, None, false),
        (Source::Link, NOW.wall - DAY, None, Some(lately), None, false),
        (Source::Link, old, Some(NOW.wall - 6 * DAY), Some(lately), None, false),
        (Source::Link, old, None, Some(lately), Some(NOW.wall - DAY), true),
        (Source::ToldOnce, old, Some(old), Some(lately), Some(NOW.wall - DAY), true),
        (Source::ToldOnce, old, Some(NOW.wall - DAY), Some(lately), None, false),
        (Source::Told, old, Some(old), Some(lately), Some(old), true),
        (Source::Told, old, Some(old), Some(lately), Some(NOW.wall - DAY), false),
        // A clock that was set back makes nothing stale.
        (Source::Link, NOW.wall + DAY, None, Some(NOW.wall + 2 * DAY), None, false),
    ];
    for (source, learnt_at, worked_at, failed_at, last_seen, stale) in ages {
        let failures = if failed_at.is_some() { FAILURES } else { 0 };
        let row = AddressRow { learnt_at, worked_at, failed_at, failures, ..row("11.0.0.2:20000", source) };
        let known = [row];
        let at = |tries: &Tries, steady| {
            let now = Now { steady, ..NOW };
            choose(&known, Circumstances { around: &home(), last_seen, tries: Some(tries), now })
        };
        tries.last.clear();
        assert_eq!(at(&tries, NOW.steady).addresses.len(), 1, "the first try of this foreground: {known:?}");
        tries.dialled(&[known[0].address], &home(), NOW.steady);
        let choice = at(&tries, NOW.steady);
        assert_eq!(choice.addresses.is_empty(), stale, "{known:?}");
        let again = (stale && source == Source::Told).then_some(NOW.steady + STALE_PAUSE);
        assert_eq!(choice.later, again, "{known:?}");
        let hour_later = at(&tries, NOW.steady + STALE_PAUSE);
        assert_eq!(hour_later.addresses.is_empty(), stale && source != Source::Told, "{known:?}");
        assert_eq!(hour_later.later, None);
        tries.not_dialled(&[known[0].address]);
        assert_eq!(at(&tries, NOW.steady).addresses.len(), 1, "it was given up before it began");
        tries.dialled(&[known[0].address], &home(), NOW.steady);
        // Another network: not by going to and fro.
        tries.doubt(NOW.steady + STALE_PAUSE - Duration::from_secs(1), true);
        assert_eq!(at(&tries, NOW.steady).addresses.is_empty(), stale);
        tries.doubt(NOW.steady + STALE_PAUSE, true);
        assert_eq!(at(&tries, NOW.steady).addresses.len(), 1);
    }
}

#[test]
fn a_contact_makes_us_knock_at_a_few_devices_of_our_network() {
    let mut tries = Tries::default();
    let mut knocked = HashSet::new();
    for n in 0..50 {
        // Each time it tells eight others, and one that leads to itself.
        let near = (0..7).map(|m| row(&format!("192.168.1.{}:{}", 10 + n, 2_000 + m), Source::Told));
        let known: Vec<AddressRow> = near.chain([row("11.0.0.2:20000", Source::Told)]).collect();
        let choice = chosen(&known, Some(&tries), None);
        let local: Vec<_> = choice.addresses.iter().filter(|address| is_local(address.ip())).collect();
        assert!(local.len() <= LOCAL_AT_ONCE);
        assert!(choice.addresses.contains(&"11.0.0.2:20000".parse().unwrap()));
        knocked.extend(local.into_iter().copied());
        tries.dialled(&choice.addresses, &home(), NOW.steady);
    }
    assert_eq!(knocked.len(), LOCAL_IN_ALL);
    // Where we knocked already we may knock again; in another network it begins anew.
    let again = row(&knocked.iter().next().unwrap().to_string(), Source::Told);
    assert_eq!(chosen(&[again], Some(&tries), None).addresses.len(), 1);
    let other = [row("192.168.1.200:20000", Source::Told)];
    assert_eq!(chosen(&other, Some(&tries), None).addresses.len(), 0);
    tries.doubt(NOW.steady, false);
    assert_eq!(chosen(&other, Some(&tries), None).addresses.len(), 0, "the same network, after a sleep");
    tries.doubt(NOW.steady, true);
    assert_eq!(chosen(&other, Some(&tries), None).addresses.len(), 1);
}

#[test]
fn of_new_addresses_a_few_are_dialled_in_an_hour_and_known_ones_always() {
    let mut tries = Tries::default();
    let now = |minute: u64| Now { steady: NOW.steady + Duration::from_secs(minute * 60), ..NOW };
    let dialled = |tries: &mut Tries, known: &[AddressRow], minute| {
        let here = Circumstances { around: &home(), last_seen: None, tries: Some(tries), now: now(minute) };
        let choice = choose(known, here);
        tries.dialled(&choice.addresses, &home(), now(minute).steady);
        choice
    };
    let told = |n: usize| row(&format!("12.0.0.{n}:20000"), Source::Told);
    // A minute each in sixteen networks, with two addresses in each.
    for n in 0..16 {
        let known = [told(2 * n), told(2 * n + 1)];
        assert_eq!(dialled(&mut tries, &known, n as u64).addresses.len(), 2, "{n}");
    }
    // Some more: two that are known by now, one that led to them once, and one of neither kind.
    let proven =
        AddressRow { worked_at: Some(NOW.wall - DAY), failures: 3, failed_at: Some(NOW.wall), ..told(101) };
    let known = [told(0), told(1), proven, told(100)];
    let expected: Vec<SocketAddr> = known.iter().take(3).map(|row| row.address).collect();
    assert_eq!(dialled(&mut tries, &known, 20).addresses, expected);
    let first = now(60).steady;
    assert_eq!(dialled(&mut tries, &[told(100)], 20), Choice { addresses: Vec::new(), later: Some(first) });
    assert_eq!(dialled(&mut tries, &[told(100)], 60).addresses, [told(100).address]);
}

fn any_address() -> impl Strategy<Value = SocketAddr> {
    let ip = prop::sample::select(vec![
        "11.0.0.1",
        "11.0.0.2",
        "::ffff:11.0.0.1",
        "64:ff9b::11.0.0.3",
        "64:ff9b::192.168.1.9",
        "2001:db8:5::1",
        "2001:db8:1::9",
        "fd00:1::9",
        "fd00:2::9",
        "192.168.1.1",
        "192.168.1.8",
        "192.168.1.9",
        "192.168.2.9",
        "172.17.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "224.0.0.1",
        "0.0.0.0",
        "fe80::1",
    ]);
    (ip, prop::sample::select(vec![0_u16, 80, 1_024, 20_000, 20_001]))
        .prop_map(|(ip, port)| SocketAddr::new(ip.parse().unwrap(), port))
}

fn any_row() -> impl Strategy<Value = AddressRow> {
    let source = prop::sample::select(vec![Source::Link, Source::Told, Source::ToldOnce]);
    let time = || prop::option::of((0..20_i64).prop_map(|days| NOW.wall - days * DAY));
    (any_address(), source, time(), time(), prop::option::of(0..20_i64), 0..40_u32).prop_map(
        |(address, source, learnt, worked_at, failed, failures)| AddressRow {
            address,
            source,
            learnt_at: learnt.unwrap_or(NOW.wall),
            worked_at,
            failed_at: failed.filter(|_| failures > 0).map(|days| NOW.wall - days * DAY),
            failures,
        },
    )
}

proptest! {
    #[test]
    fn whatever_is_known_only_what_may_be_dialled_is_and_families_alternate(
        mut known in prop::collection::vec(any_row(), 0..8), last_seen in prop::option::of(0..2_000_000_000_000_i64)
    ) {
        known.sort_by_key(|row| std::cmp::Reverse(row.worked_at)); // As the store gives them.
        let choice = chosen(&known, None, last_seen);
        let around = home();
        let mut forms = HashSet::new();
        for address in &choice.addresses {
            prop_assert!(known.iter().any(|row| row.address == *address), "made up");
            prop_assert_eq!(judge(*address, &around), Ok(()));
            prop_assert!(forms.insert(canonical(*address)), "twice");
        }
        let near = choice.addresses.iter().filter(|address| is_neighbour(**address, &around)).count();
        prop_assert!(near <= LOCAL_AT_ONCE);
        // Nothing else is left out: without tries in this foreground nothing waits.
        let may: HashSet<SocketAddr> = known.iter().map(|row| row.address)
            .filter(|address| judge(*address, &around).is_ok() && !is_neighbour(*address, &around))
            .map(canonical).collect();
        prop_assert!(may.is_subset(&forms));
        // As long as there are both families, they take turns.
        let v4: Vec<bool> = choice.addresses.iter().map(|a| a.ip().to_canonical().is_ipv4()).collect();
        for at in 1..v4.len() {
            prop_assert!(v4[at] != v4[at - 1] || v4[at..].iter().all(|family| *family == v4[at]));
        }
        let last = known.iter().find(|row| row.worked_at.is_some() && judge(row.address, &around).is_ok());
        if let Some(last) = last.filter(|row| works(row)) {
            prop_assert_eq!(choice.addresses.first(), Some(&last.address));
        }
    }
}
