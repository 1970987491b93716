//! Transactions that did not reach the disk.

use super::*;

#[test]
fn what_a_lost_transaction_kept_from_the_disk_is_kept_later() {
    let mut device = Device::new(at_home(), &[]);
    device.db.execute_batch("BEGIN").unwrap();
    device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4000")).unwrap();
    device.db.execute_batch("ROLLBACK").unwrap();
    device.engine.undo_to(0, false, &device.db, NOW);
    assert_eq!(device.reach().state, ReachState::LanOnly, "lost");
    let due = device.engine.next_tick().unwrap();
    device.engine.tick(&device.db, Now { steady: due, ..NOW }).unwrap();
    assert_eq!(device.reach().state, ReachState::Opened);
    let listened = account::load(&device.db).unwrap().unwrap().listened;
    assert!(listened.contains(&"11.0.0.10:4000".parse().unwrap()), "{listened:?}");
}

#[test]
fn who_is_here_is_told_also_what_a_lost_transaction_should_have_told() {
    type Changes = fn(&mut Device);
    let changes: [Changes; 2] = [
        |device| device.engine.router_said(&device.db, NOW, opened("11.0.0.10:4000")).unwrap(),
        |device| {
            device.engine.network_changed(&device.db, NOW, place(vec![network(&["11.0.0.10/24"])])).unwrap()
        },
    ];
    for (change, told_in_part) in changes.iter().flat_map(|change| [(change, false), (change, true)]) {
        let mut device = Device::new(at_home(), &["11.0.0.2:20000"]);
        device.answers("11.0.0.99:50000");
        device.engine.take_effects();
        device.engine.settle_doubt(&device.db, NOW).unwrap();
        device.db.execute_batch("BEGIN").unwrap();
        let mark = device.engine.mark();
        change(&mut device);
        device.db.execute_batch("ROLLBACK").unwrap();
        if told_in_part {
            device.engine.undo_to(mark, false, &device.db, NOW);
        } else {
            let lost = device.engine.take_effects();
            device.engine.take_back(lost, &device.db, NOW);
        }
        let mut told = Vec::new();
        for second in 1..20 {
            device.engine.tick(&device.db, later(second)).unwrap();
            for effect in device.engine.take_effects() {
                let Effect::Dial { dial, .. } = effect else { continue };
                told.extend(dial.batch.presence.unwrap().socket_addresses());
            }
        }
        assert!(told.iter().any(|at| at.ip() == IpAddr::from([11, 0, 0, 10])), "{told:?}");
    }
}

#[test]
fn nobody_is_called_for_a_transaction_that_had_nothing_to_tell() {
    let mut device = Device::new(at_home(), &["11.0.0.2:20000"]);
    device.answers("11.0.0.99:50000");
    device.engine.take_effects();
    device.engine.settle_doubt(&device.db, NOW).unwrap();
    device.engine.undo_to(device.engine.mark(), false, &device.db, NOW);
    for second in 1..10 {
        device.engine.tick(&device.db, later(second)).unwrap();
    }
    let dials = |effect: &Effect| matches!(effect, Effect::Dial { .. });
    assert!(!device.engine.take_effects().iter().any(dials));
}
