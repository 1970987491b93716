//! Messages from disk to disk.

use std::time::Instant;

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use pure2p_core::identity::Account;
use pure2p_core::wire::items::{KIND_TEXT, text_body};
use pure2p_core::wire::{Batch, Item, ItemId, PendingHello, Session, answer_hello};
use pure2p_tests::rng::Repeatable;

use super::floors::{self, text};
use super::home::{Home, delivered};
use super::report::{Report, median};

/// Two homes that know each other and are both here.
async fn pair() -> (Home, Home) {
    let (alice, bob) = (Home::new().await, Home::new().await);
    let (at_alice, at_bob) = (alice.listen().await, bob.listen().await);
    bob.node.add(&alice.link(at_alice).await, None).await.unwrap();
    alice.node.add(&bob.link(at_bob).await, None).await.unwrap();
    let mut events = alice.node.subscribe();
    alice.node.send(bob.uid, "hello".into()).await.unwrap();
    delivered(&mut events, 1).await;
    (alice, bob)
}

/// One message after another, on the receiver's disk before the next is written.
pub(crate) async fn sequential(report: &mut Report) {
    let (alice, bob) = pair().await;
    let mut events = alice.node.subscribe();
    let mut took = Vec::new();
    for number in 0..300 {
        let began = Instant::now();
        alice.node.send(bob.uid, text(number)).await.unwrap();
        delivered(&mut events, 1).await;
        took.push(began.elapsed().as_secs_f64() * 1e6);
    }
    let (echo, commit) =
        (floors::echo(512, 300).await, floors::commit(&alice.database(), alice.folder.path(), 300));
    let floor = 2.0 * echo + 3.0 * commit;
    report.figure("one after another, per message", median(took), "µs", floor, "ratio ≤ 1");
    report.figure("  of which: bare echo", echo, "µs", echo, "");
    report.figure("  of which: bare durable commit", commit, "µs", commit, "");
}

/// A caller without a disk: the wire alone.
struct Caller {
    session: Session,
    client: reqwest::Client,
    url: String,
    serial: u64,
    rng: Repeatable,
}

impl Caller {
    async fn new(bob: &Home, address: std::net::SocketAddr, seed: u64) -> Self {
        let mut rng = Repeatable::new(seed);
        let account = Account::generate(&mut rng);
        let url = format!("http://{address}/output");
        let client = floors::client();
        bob.node.add(&account.uid().to_string(), None).await.unwrap();
        let (pending, hello) = PendingHello::new(&account, &bob.uid, &mut rng).unwrap();
        let answer = client.post(&url).body(hello).send().await.unwrap().bytes().await.unwrap();
        Self { session: pending.finish(&answer).unwrap(), client, url, serial: 0, rng }
    }

    async fn send(&mut self) {
        use rand_core::Rng;
        let mut id = [0; 16];
        self.rng.fill_bytes(&mut id);
        self.serial += 1;
        let item = Item {
            id: ItemId(id),
            kind: KIND_TEXT,
            counter: self.serial,
            written_at: 1,
            body: text_body(&text(self.serial)),
        };
        let batch = Batch { items: vec![item], ..Batch::default() };
        let (counter, body) = self.session.seal_request(&batch).unwrap();
        let answer = self.client.post(&self.url).body(body).send().await.unwrap().bytes().await.unwrap();
        let answer = self.session.open_answer(counter, &answer).unwrap();
        assert_eq!(answer.verdicts.len(), 1);
    }
}

/// 64 callers at once, one message each in flight, into one home: what group commit carries.
pub(crate) async fn many_chats(report: &mut Report) {
    const CHATS: u64 = 64;
    const EACH: u64 = 30;
    let bob = Home::new().await;
    let address = bob.listen().await;
    let mut callers = Vec::new();
    for seed in 0..CHATS {
        callers.push(Caller::new(&bob, address, seed + 1).await);
    }
    let one = callers.first_mut().unwrap();
    one.send().await;
    let began = Instant::now();
    for _ in 0..200 {
        one.send().await;
    }
    let alone = 200.0 / began.elapsed().as_secs_f64();
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for mut caller in callers {
        tasks.spawn(async move {
            for _ in 0..EACH {
                caller.send().await;
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    let together = (CHATS * EACH) as f64 / began.elapsed().as_secs_f64();
    report.figure(
        "64 chats at once, received",
        together,
        "messages/s",
        alone,
        "ratio ≥ 8 (floor: one after another)",
    );
}

/// 10,000 messages that waited, to one peer, from the first Hello to the last verdict on disk.
pub(crate) async fn backlog(report: &mut Report) {
    const MESSAGES: u64 = 10_000;
    let texts: Vec<String> = (0..MESSAGES).map(text).collect();
    let (alice, bob) = (Home::new().await, Home::new().await);
    let at_bob = bob.listen().await;
    alice.node.add(&bob.link(at_bob).await, None).await.unwrap();
    bob.node.add(&alice.uid.to_string(), None).await.unwrap();
    alice.node.send_many(bob.uid, texts.clone()).await.unwrap();
    let mut events = alice.node.subscribe();
    let began = Instant::now();
    alice.listen().await;
    delivered(&mut events, texts.len()).await;
    let rate = MESSAGES as f64 / began.elapsed().as_secs_f64();

    let mut db = floors::bare_database(&alice.database(), &alice.folder.path().join("floor-batch.db"));
    let began = Instant::now();
    for (number, chunk) in texts.chunks(400).enumerate() {
        floors::insert(&mut db, number as u64 * 400, chunk, 0, 1);
    }
    let floor = MESSAGES as f64 / began.elapsed().as_secs_f64();
    report.figure("backlog of 10,000", rate, "messages/s", floor, "ratio ≥ 0.5");
}

/// Sealing and opening a full body, beside AES-GCM alone over the same bytes.
pub(crate) fn sealed(report: &mut Report) {
    let mut rng = Repeatable::new(3);
    let (alice, bob) = (Account::generate(&mut rng), Account::generate(&mut rng));
    let (pending, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng).unwrap();
    let (there, answer) = answer_hello(&bob, &hello, &mut rng).unwrap();
    let here = pending.finish(&answer).unwrap();
    let item = |number: u64| Item {
        id: ItemId([number as u8; 16]),
        kind: KIND_TEXT,
        counter: number,
        written_at: 1,
        body: text_body(&text(number)),
    };
    let batch = Batch { items: (0..380).map(item).collect(), ..Batch::default() };
    let (mut took, mut bytes) = (Vec::new(), 0);
    for _ in 0..200 {
        let began = Instant::now();
        let (_, body) = here.seal_request(&batch).unwrap();
        let (_, opened) = there.open_request(&body).unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e6);
        bytes = body.len();
        assert_eq!(opened.items.len(), batch.items.len());
    }
    let cipher = Aes256Gcm::new(&[7; 32].into());
    let mut bare = Vec::new();
    for number in 0..200_u128 {
        let mut buffer = vec![1_u8; bytes];
        let nonce = Nonce::try_from(&number.to_be_bytes()[4..]).unwrap();
        let began = Instant::now();
        cipher.encrypt_in_place(&nonce, b"", &mut buffer).unwrap();
        cipher.decrypt_in_place(&nonce, b"", &mut buffer).unwrap();
        bare.push(began.elapsed().as_secs_f64() * 1e6);
    }
    report.figure(
        "seal and open a full body (380 messages)",
        median(took),
        "µs",
        median(bare),
        "floor: AES-GCM alone",
    );
}
