//! A peer made by hand from the wire's parts: it says and answers whatever a test wants.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use pure2p_core::identity::{Account, Card, Uid};
use pure2p_core::wire::items::{KIND_READ, KIND_TEXT, read_body, text_body};
use pure2p_core::wire::{
    Batch, Item, ItemId, ItemVerdict, PendingHello, Presence, Session, SessionId, Verdict, WireAddress,
    answer_hello, is_hello,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};

use crate::http::{self, Message};
use crate::peers::STUCK;
use crate::rng::Repeatable;

/// Keys and dice. Two `Raw` with the same seed are the same person.
pub struct Raw {
    /// The keys.
    pub account: Arc<Account>,
    dice: AtomicU64,
}

impl Raw {
    /// Somebody.
    pub fn new(seed: u64) -> Self {
        let account = Arc::new(Account::generate(&mut Repeatable::new(seed)));
        Self { account, dice: AtomicU64::new(seed << 32) }
    }

    /// Who.
    pub fn uid(&self) -> Uid {
        self.account.uid()
    }

    /// A signed link.
    pub fn link(&self, serial: u64, addresses: &[SocketAddr]) -> String {
        let card = Card { serial, addresses: addresses.to_vec(), ..Card::default() };
        card.sign(&self.account).unwrap().to_string()
    }

    fn dice(&self) -> Repeatable {
        Repeatable::new(self.dice.fetch_add(1, Ordering::Relaxed))
    }

    /// A Hello to `to`, to be sent by the test.
    pub fn hello(&self, to: &Uid) -> (PendingHello, Vec<u8>) {
        PendingHello::new(&self.account, to, &mut self.dice()).unwrap()
    }

    /// A session with who listens there; `None` for the bare 404.
    pub async fn connect(&self, to: SocketAddr, uid: &Uid) -> Option<Line> {
        let (pending, hello) = self.hello(uid);
        let answer = http::post(to, &hello).await?;
        Some(Line { session: pending.finish(&answer).unwrap(), to })
    }

    /// Listens for those who dial this person.
    pub async fn listen(&self) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (told, requests) = mpsc::unbounded_channel();
        let hall = Arc::new(Hall {
            account: Arc::clone(&self.account),
            sessions: Mutex::default(),
            hellos: AtomicUsize::new(0),
            dice: AtomicU64::new(u64::from(address.port()) << 40),
            told,
        });
        let shared = Arc::clone(&hall);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&shared).serve(stream));
            }
        });
        Server { address, requests, hall, parked: Vec::new(), task }
    }
}

/// A session that a [`Raw`] began.
pub struct Line {
    /// Its keys.
    pub session: Session,
    /// Where it goes.
    pub to: SocketAddr,
}

impl Line {
    /// Asks and opens the answer; `None` for the bare 404.
    pub async fn ask(&self, batch: &Batch) -> Option<Batch> {
        let (counter, body) = self.session.seal_request(batch).unwrap();
        let answer = http::post(self.to, &body).await?;
        Some(self.session.open_answer(counter, &answer).unwrap())
    }
}

/// "I am here", and nowhere in particular.
pub fn present() -> Batch {
    Batch { presence: Some(Presence::default()), ..Batch::default() }
}

/// "I am here, at these addresses."
pub fn present_at(addresses: &[SocketAddr]) -> Batch {
    let addresses = addresses.iter().map(|address| WireAddress(*address)).collect();
    Batch { presence: Some(Presence { addresses, ..Presence::default() }), ..Batch::default() }
}

/// An item with a name made of one number.
pub fn text(number: u8, text: &str) -> Item {
    Item {
        id: ItemId([number; 16]),
        kind: KIND_TEXT,
        counter: number.into(),
        written_at: 1_700_000_000_000,
        body: text_body(text),
    }
}

/// A read receipt.
pub fn receipt(number: u8, ids: &[ItemId]) -> Item {
    Item { kind: KIND_READ, body: read_body(ids), ..text(number, "x") }
}

/// [`present`] with items.
pub fn carrying(items: &[Item]) -> Batch {
    Batch { items: items.to_vec(), ..present() }
}

/// The same verdict on all items of a batch.
pub fn verdicts(batch: &Batch, verdict: Verdict) -> Vec<ItemVerdict> {
    batch.items.iter().map(|item| ItemVerdict { id: item.id, verdict }).collect()
}

struct Hall {
    account: Arc<Account>,
    sessions: Mutex<HashMap<SessionId, Arc<Session>>>,
    hellos: AtomicUsize,
    dice: AtomicU64,
    told: mpsc::UnboundedSender<Request>,
}

impl Hall {
    async fn serve(self: Arc<Self>, mut stream: TcpStream) {
        while let Some(message) = http::read(&mut stream).await {
            let Some(answer) = self.answer(message).await else { return };
            if http::write(&mut stream, &answer).await.is_err() || !answer.is_ok() {
                return;
            }
        }
    }

    /// `None`: hang up.
    async fn answer(&self, message: Message) -> Option<Message> {
        let known = SessionId::of_body(&message.body).and_then(|id| self.session(&id));
        let Some(session) = known else { return Some(self.hello(&message.body)) };
        let Ok((counter, batch)) = session.open_request(&message.body) else { return Some(Message::dark()) };
        let (reply, answer) = oneshot::channel();
        self.told.send(Request { batch, session, counter, reply }).ok()?;
        answer.await.ok()
    }

    fn session(&self, id: &SessionId) -> Option<Arc<Session>> {
        self.sessions.lock().unwrap().get(id).cloned()
    }

    fn hello(&self, body: &[u8]) -> Message {
        if !is_hello(&self.account.uid(), body) {
            return Message::dark();
        }
        let mut dice = Repeatable::new(self.dice.fetch_add(1, Ordering::Relaxed));
        let Ok((session, answer)) = answer_hello(&self.account, body, &mut dice) else {
            return Message::dark();
        };
        self.hellos.fetch_add(1, Ordering::SeqCst);
        self.sessions.lock().unwrap().insert(session.id(), Arc::new(session));
        Message::ok(&answer)
    }
}

/// The listening side of a [`Raw`]. Hellos are answered by themselves, the test answers the rest.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    requests: mpsc::UnboundedReceiver<Request>,
    hall: Arc<Hall>,
    parked: Vec<Request>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// How many Hellos were answered.
    pub fn hellos(&self) -> usize {
        self.hall.hellos.load(Ordering::SeqCst)
    }

    /// Ends every session, as a restart would.
    pub fn forget_sessions(&self) {
        self.hall.sessions.lock().unwrap().clear();
    }

    /// The next request.
    pub async fn next(&mut self) -> Request {
        tokio::time::timeout(STUCK, self.requests.recv())
            .await
            .expect("nobody asked")
            .expect("the server lives")
    }

    /// What was asked and not looked at yet.
    pub fn requests_so_far(&mut self) -> Vec<Batch> {
        std::iter::from_fn(|| self.requests.try_recv().ok()).map(|request| request.batch).collect()
    }

    /// The next request that is not to be parked. Parked ones stay parked.
    pub async fn next_ordinary(&mut self) -> Request {
        loop {
            let request = self.next().await;
            if request.batch.park.is_none() {
                return request;
            }
            self.parked.push(request);
        }
    }

    /// The next request with items. Others are told "I am here"; parked ones stay parked.
    pub async fn next_with_items(&mut self) -> Request {
        loop {
            let request = self.next_ordinary().await;
            if !request.batch.items.is_empty() {
                return request;
            }
            request.answer(&present());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An authentic request that waits for the test to answer it. Dropped: the connection ends unanswered.
pub struct Request {
    /// What was asked.
    pub batch: Batch,
    session: Arc<Session>,
    counter: u64,
    reply: oneshot::Sender<Message>,
}

impl Request {
    /// Who asks.
    pub fn peer(&self) -> Uid {
        *self.session.peer()
    }

    /// The sealed body of an answer. The session allows one.
    pub fn seal(&self, answer: &Batch) -> Vec<u8> {
        self.session.seal_answer(self.counter, answer).unwrap()
    }

    /// Answers.
    pub fn answer(self, answer: &Batch) {
        let body = self.seal(answer);
        self.answer_bytes(&body);
    }

    /// Answers with a 200 of these bytes.
    pub fn answer_bytes(self, body: &[u8]) {
        let _ = self.reply.send(Message::ok(body));
    }

    /// Answers with the same verdict on all items.
    pub fn say(self, verdict: Verdict) {
        let answer = Batch { verdicts: verdicts(&self.batch, verdict), ..present() };
        self.answer(&answer);
    }
}
