//! Requests that are parked at others, and who reaches whom.

use super::*;

impl Device {
    /// Answers this exchange.
    fn answers(&mut self, (exchange, dial): (u64, Dial), answer: Batch, now: Now) {
        let dialled = Dialled { tried: vec![(dial.candidates[0], None)], result: Ok(answer) };
        self.engine.dialled(&self.db, now, exchange, dialled).unwrap();
    }

    fn parks(&mut self) -> Option<(u64, Dial)> {
        self.dials().into_iter().find(|(_, dial)| dial.batch.park.is_some())
    }
}

#[test]
fn who_answers_a_parked_request_at_once_with_nothing_makes_nobody_spin() {
    let mut device = Device::new(home(None));
    device.add(1, &["11.0.0.2:20000"], at(0));
    let greeting = device.dials().remove(0);
    device.answers(greeting, tells(&["11.0.0.2:20000"], None), at(1));
    let parked = device.parks().expect("they are here, and did not come in");
    device.answers(parked, tells(&["11.0.0.2:20000"], None), at(1));
    assert!(device.parks().is_none(), "at once, with nothing");
    for second in 2..21 {
        device.engine.tick(&device.db, at(second)).unwrap();
        assert!(device.parks().is_none(), "{second}");
    }
    device.engine.tick(&device.db, at(21)).unwrap();
    let parked = device.parks().expect("after a pause");
    device.answers(parked, tells(&["11.0.0.2:20000"], None), at(22));
    assert!(device.parks().is_some(), "it was kept for a second: as it should be");
}

#[test]
fn that_they_do_not_reach_us_counts_unless_they_came_in_since_they_said_so() {
    for (came, counts) in [(4, true), (6, false)] {
        let mut device = Device::new(home(None));
        let bob = device.add(1, &["11.0.0.2:20000"], at(0));
        device.all_silent(at(1));
        let comes_in = |device: &mut Device| {
            device.arrives(bob, "11.0.9.9:1", tells(&["11.0.0.2:20000"], None), at(came));
        };
        if came < 5 {
            comes_in(&mut device);
        }
        device.dials();
        device.engine.show_chat(&device.db, at(5), Some(&bob)).unwrap();
        device.engine.send(&device.db, at(5), &bob, vec!["hello".into()]).unwrap();
        let exchange = device.dials().remove(0);
        if came > 5 {
            comes_in(&mut device);
        }
        let mut answer = tells(&["11.0.0.2:20000"], None);
        answer.presence.as_mut().unwrap().unreached = true;
        device.answers(exchange, answer, at(7));
        let contact = device.contact(bob);
        assert_eq!((contact.kept_out_since.is_some(), contact.came_in_since.is_some()), (counts, !counts));
    }
}
