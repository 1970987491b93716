//! What two peers who mean well can do.

use std::sync::Arc;

use super::*;

#[test]
fn a_request_and_its_answer() {
    let (alice, bob) = (account(1), account(2));
    let (asks, answers) = session(&alice, &bob, 10);
    assert_eq!(asks.id(), answers.id());
    assert_eq!((asks.peer(), answers.peer()), (&bob.uid(), &alice.uid()));
    assert!(asks.is_initiator() && !answers.is_initiator());
    assert_eq!((asks.peer_version(), answers.peer_version()), (VERSION, VERSION));

    let (counter, body) = asks.seal_request(&text("hello")).unwrap();
    assert_eq!(SessionId::of_body(&body), Some(answers.id()));
    let (opened, batch) = answers.open_request(&body).unwrap();
    assert_eq!((opened, &batch), (counter, &text("hello")));
    let body = answers.seal_answer(opened, &text("hello yourself")).unwrap();
    assert_eq!(asks.open_answer(counter, &body).unwrap(), text("hello yourself"));
}

#[test]
fn requests_and_answers_may_come_in_any_order() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let requests: Vec<_> = (0..50).map(|n| asks.seal_request(&text(&format!("{n}"))).unwrap()).collect();
    let mut bodies = Vec::new();
    for (counter, body) in requests.iter().rev() {
        let (opened, batch) = answers.open_request(body).unwrap();
        assert_eq!((opened, batch), (*counter, text(&format!("{counter}"))));
        bodies.push((opened, answers.seal_answer(opened, &text(&format!("re {opened}"))).unwrap()));
    }
    for (counter, body) in bodies {
        assert_eq!(asks.open_answer(counter, &body).unwrap(), text(&format!("re {counter}")));
    }
}

#[test]
fn bodies_have_padded_lengths() {
    let (pending, hello) = PendingHello::new(&account(1), &account(2).uid(), &mut rng(3)).unwrap();
    let (answers, answer) = answer_hello(&account(2), &hello, &mut rng(4)).unwrap();
    assert_eq!((hello.len(), answer.len()), (MIN_BODY, MIN_BODY));
    let asks = pending.finish(&answer).unwrap();
    for len in [1, 300, 400, 500, 1_000, 10_000] {
        let (counter, body) = asks.seal_request(&text(&"x".repeat(len))).unwrap();
        assert_eq!(body.len(), padded_len(body.len()));
        answers.open_request(&body).unwrap();
        let answer = answers.seal_answer(counter, &text(&"x".repeat(len))).unwrap();
        assert_eq!(answer.len(), padded_len(answer.len()));
    }
}

/// A batch of exactly `len` bytes of CBOR.
fn batch_of(len: usize) -> Batch {
    let mut batch = text("");
    batch.items[0].body = Vec::new();
    // CBOR says a length above 255 in two bytes more than the length 0.
    batch.items[0].body = vec![1; len - codec::encode(&batch).len() - 2];
    assert_eq!(codec::encode(&batch).len(), len);
    batch
}

#[test]
fn the_largest_batch_fits_and_one_byte_more_does_not() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let (largest, over) = (batch_of(MAX_BATCH), batch_of(MAX_BATCH + 1));
    assert_eq!(asks.seal_request(&over), Err(WireError::TooLarge));
    let (counter, body) = asks.seal_request(&largest).unwrap();
    assert_eq!((counter, body.len()), (0, MAX_BODY));
    assert_eq!(answers.open_request(&body).unwrap().1, largest);
    assert_eq!(answers.seal_answer(counter, &over), Err(WireError::TooLarge));
    let answer = answers.seal_answer(counter, &largest).unwrap();
    assert!(answer.len() <= MAX_BODY);
    assert_eq!(asks.open_answer(counter, &answer).unwrap(), largest);
}

#[test]
fn a_session_ends_after_its_last_request() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    asks.skip_to(MAX_REQUESTS - 1);
    let (counter, body) = asks.seal_request(&Batch::default()).unwrap();
    assert_eq!(counter, MAX_REQUESTS - 1);
    answers.open_request(&body).unwrap();
    assert_eq!(asks.seal_request(&Batch::default()), Err(WireError::Exhausted));
    assert_eq!(asks.seal_request(&Batch::default()), Err(WireError::Exhausted));
}

#[test]
fn each_side_keeps_to_its_role() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let batch = Batch::default();
    assert_eq!(answers.seal_request(&batch), Err(WireError::Role));
    assert_eq!(answers.open_answer(0, &[0; 512]), Err(WireError::Role));
    assert_eq!(asks.open_request(&[0; 512]), Err(WireError::Role));
    assert_eq!(asks.seal_answer(0, &batch), Err(WireError::Role));
}

#[test]
fn of_many_threads_with_one_body_one_opens_it() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let answers = Arc::new(answers);
    for _ in 0..50 {
        let (_, body) = asks.seal_request(&text("once")).unwrap();
        let start = Arc::new(std::sync::Barrier::new(4));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (answers, body, start) = (answers.clone(), body.clone(), start.clone());
                std::thread::spawn(move || {
                    start.wait();
                    answers.open_request(&body)
                })
            })
            .collect();
        let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().all(|r| r.is_ok() || *r == Err(WireError::Replay)));
    }
}

#[test]
fn many_threads_never_share_a_counter() {
    let (asks, _) = session(&account(1), &account(2), 10);
    let counters = std::sync::Mutex::new(std::collections::BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let (counter, _) = asks.seal_request(&Batch::default()).unwrap();
                    assert!(counters.lock().unwrap().insert(counter));
                }
            });
        }
    });
    assert_eq!(counters.into_inner().unwrap().len(), 800);
}
