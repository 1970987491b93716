//! Who came in, when, and from where.

use super::*;

impl Device {
    /// How often shells were told to look anew.
    fn told_to_look(&mut self) -> usize {
        let changed = |effect: &Effect| matches!(effect, Effect::Emit(Event::ReachChanged));
        self.engine.take_effects().iter().filter(|effect| changed(effect)).count()
    }
}

const TWO: [&str; 2] = ["11.0.7.2:20000", "11.0.8.2:20000"];

#[test]
fn each_way_has_its_own_time_and_the_latest_is_the_first() {
    let mut device = Device::new(at_home(), &TWO);
    let [bob, carol] = [device.contacts[0], device.contacts[1]];
    device.moves(at_home());
    device.arrives(bob, TWO[0], &[]);
    device.arrives_at(later(1), carol, TWO[1], &[]);
    // Bob comes home, and stays there.
    for second in [10, 90] {
        device.arrives_at(later(second), bob, "192.168.1.9:5", &[]);
    }
    assert_eq!(device.came_in(), [(bob, false), (carol, true), (bob, true)]);
    device.engine.tick(&device.db, later(150)).unwrap();
    let times: Vec<_> = device.reach().came_in.iter().map(|(.., at)| *at).collect();
    assert_eq!(times, [90, 1, 0].map(|second| later(second).wall));
    // Known ones in another order: stored soon, and not each time.
    device.engine.take_effects();
    for second in 151..211 {
        device.arrives_at(later(second), carol, TWO[1], &[]);
        device.arrives_at(later(second), bob, TWO[0], &[]);
        device.engine.tick(&device.db, later(second)).unwrap();
    }
    assert_eq!(device.told_to_look(), 0);
    device.engine.tick(&device.db, later(211)).unwrap();
    assert_eq!(device.came_in(), [(bob, true), (carol, true), (bob, false)]);
    assert_eq!(device.told_to_look(), 1);
}

#[test]
fn many_who_come_in_cost_no_write_each() {
    let addresses: Vec<String> = (0..80).map(|n| format!("12.0.{n}.2:20000")).collect();
    let mut device = Device::new(at_home(), &addresses.iter().map(String::as_str).collect::<Vec<_>>());
    device.moves(at_home());
    device.engine.take_effects();
    let all = device.contacts.clone();
    all.iter().for_each(|uid| device.arrives(*uid, "12.9.0.2:5", &[]));
    assert_eq!(device.told_to_look(), 80, "the first time");
    for _ in 0..3 {
        all.iter().for_each(|uid| device.arrives(*uid, "12.9.0.2:5", &[]));
    }
    assert_eq!(device.told_to_look(), 0);
    assert_eq!(device.reach().came_in.len(), 64, "so many are shown");
}

#[test]
fn who_is_no_contact_any_more_confirms_nothing() {
    type Leaves = fn(&mut Device, Uid);
    let ways: [Leaves; 4] = [
        |device, uid| device.engine.remove(&device.db, &uid).unwrap(),
        |device, uid| device.engine.block(&device.db, NOW, &uid).unwrap(),
        // By another process of this home.
        |device, uid| {
            let id = contacts::find(&device.db, &uid).unwrap().unwrap().id;
            contacts::set_blocked(&device.db, id, true).unwrap();
            device.engine.refresh(&device.db, NOW).unwrap();
        },
        |device, uid| {
            let id = contacts::find(&device.db, &uid).unwrap().unwrap().id;
            contacts::set_blocked(&device.db, id, true).unwrap();
            device.answers("11.0.0.10:50000");
            while let Some(due) = device.engine.next_tick().filter(|due| *due < Duration::from_secs(600)) {
                device.engine.tick(&device.db, Now { steady: due, ..NOW }).unwrap();
            }
        },
    ];
    for leaves in ways {
        let mut device = Device::new(at_home(), &TWO);
        device.answers("11.0.0.10:50000");
        assert_eq!((device.reach().state, device.told().len()), (ReachState::Confirmed, 2));
        let [bob, carol] = [device.contacts[0], device.contacts[1]];
        leaves(&mut device, bob);
        assert_eq!(device.told(), ["192.168.1.7:20000"], "one alone is believed nothing");
        assert_eq!(device.came_in(), [(carol, true)]);
        leaves(&mut device, carol);
        assert_eq!(device.reach().state, ReachState::LanOnly);
        assert_eq!(device.engine.look(|here| here.reach), ReachState::LanOnly);
        assert_eq!(device.reach().seen_as, [] as [IpAddr; 0]);
    }
}
