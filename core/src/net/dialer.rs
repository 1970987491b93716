//! The calling side: sessions that we began, and exchanges over them.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::Client;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::budget::{Budget, DialConfig};
use super::dice::{Dice, Randomness};
use super::lock;
use super::own::Nat64;
use super::post::{client, post};
use super::race::{Tried, race};
use super::types::{Dial, DialError, Dialled, Lane};
use crate::identity::{Account, Uid};
use crate::wire::{Batch, PendingHello, Session, WireError};

/// Connects, says Hello, exchanges batches. All methods may be called from many tasks.
pub struct Dialer {
    account: Arc<Account>,
    config: DialConfig,
    budget: Budget,
    dice: Dice,
    epoch: Mutex<Epoch>,
    /// How IPv4 addresses are dialled here.
    nat64: Mutex<Option<Nat64>>,
}

/// What lives from one network change to the next.
struct Epoch {
    /// `None` if the system did not give us one.
    client: Option<Client>,
    lines: HashMap<Uid, Arc<Line>>,
    over: CancellationToken,
    closed: bool,
}

/// What there is between us and one peer.
struct Line {
    live: Mutex<Option<Live>>,
    /// Held while a Hello is on its way, so that there is one at a time.
    hello: tokio::sync::Mutex<()>,
    /// When the last answer was complete.
    answered: Mutex<Option<Instant>>,
    /// Read by every exchange but parked ones, written by a goodbye.
    under_way: tokio::sync::RwLock<()>,
    /// A goodbye is to be said.
    leaving: CancellationToken,
    /// What is under way takes too long for the goodbye.
    given_up: CancellationToken,
    over: CancellationToken,
}

/// How long a goodbye waits for what is under way to the same peer: a third of what leaving may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// A connection gets from its answer back into the pool in tasks of hyper's. A request sooner than that
/// opens another connection next to it, so those tasks are given their turn first.
const SETTLE: Duration = Duration::from_millis(2);
/// So many turns: in practice two or three are enough, and a sleep would cost a millisecond a message.
const TURNS: usize = 16;

/// A session and where its peer was when it began.
#[derive(Clone)]
struct Live {
    session: Arc<Session>,
    address: SocketAddr,
    born: Instant,
}

impl Dialer {
    /// A dialer without sessions. Needs a Tokio runtime only when it is used.
    pub fn new(account: Arc<Account>, config: DialConfig, rng: Randomness) -> Self {
        Self {
            account,
            budget: Budget::new(&config),
            dice: Dice::new(rng),
            epoch: Mutex::new(Epoch::new(&config)),
            nat64: Mutex::default(),
            config,
        }
    }

    /// Sends `dial.batch` and waits for the authentic answer: over the session with the peer if
    /// there is one, else (and if that one has ended) after one Hello to the candidates. Dropping
    /// the future gives up. The batch may have arrived even if there is no answer: items are
    /// offered again, and their ids make that harmless.
    pub async fn exchange(&self, dial: Dial) -> Dialled {
        let mut tried = Tried::new();
        let Some((client, line)) = self.line(&dial.peer) else {
            return Dialled { tried, result: Err(DialError::Cancelled) };
        };
        let result = match client {
            None => Err(DialError::Starved),
            Some(client) => tokio::select! {
                biased;
                () = line.over.cancelled() => Err(DialError::Cancelled),
                result = self.in_turn(&client, &line, &dial, &mut tried) => result,
            },
        };
        Dialled { tried, result }
    }

    /// Whether there is a session with `peer` that a request could use now.
    pub fn has_session(&self, peer: &Uid) -> bool {
        let line = lock(&self.epoch).lines.get(peer).map(Arc::clone);
        line.is_some_and(|line| line.live(self.config.session_lifetime).is_some())
    }

    /// From now on IPv4 addresses are dialled through this prefix (`None`: as they are).
    pub fn through(&self, nat64: Option<Nat64>) {
        *lock(&self.nat64) = nat64;
    }

    /// The device's addresses changed: ends every session and connection. Exchanges under way end
    /// with [`DialError::Cancelled`]; later ones start anew.
    pub fn network_changed(&self) {
        let fresh = Epoch::new(&self.config);
        let old = {
            let mut epoch = lock(&self.epoch);
            if epoch.closed {
                return;
            }
            std::mem::replace(&mut *epoch, fresh)
        };
        old.over.cancel();
        self.budget.forget_kept();
    }

    /// As [`Dialer::network_changed`], and every later exchange is [`DialError::Cancelled`] too.
    pub fn close(&self) {
        let mut epoch = lock(&self.epoch);
        epoch.closed = true;
        epoch.over.cancel();
        epoch.lines.clear();
        epoch.client = None;
        drop(epoch);
        self.budget.forget_kept();
    }

    /// As [`Dialer::forget`], and the next Hello to `peer` uses no connection from before: one may be dead without anybody
    /// having said so. The client's pool lets nobody take a single one out, so all that are idle go.
    pub fn anew(&self, peer: &Uid) {
        self.forget(peer);
        let mut epoch = lock(&self.epoch);
        if !epoch.closed {
            epoch.client = Epoch::new(&self.config).client;
        }
        drop(epoch);
        self.budget.forget_kept();
    }

    /// Ends the session with `peer` and cancels what is under way to it.
    pub fn forget(&self, peer: &Uid) {
        if let Some(line) = lock(&self.epoch).lines.remove(peer) {
            line.over.cancel();
            *lock(&line.live) = None;
        }
    }

    fn line(&self, peer: &Uid) -> Option<(Option<Client>, Arc<Line>)> {
        let mut epoch = lock(&self.epoch);
        if epoch.closed {
            return None;
        }
        let over = epoch.over.child_token();
        let line = epoch.lines.entry(*peer).or_insert_with(|| Arc::new(Line::new(over)));
        let line = Arc::clone(line);
        Some((epoch.client.clone(), line))
    }

    /// A goodbye is the last word to a peer: should anything come after it, we would seem to be here again.
    /// So it waits for what is under way, gives up what takes long, and nothing follows it.
    async fn in_turn(
        &self,
        client: &Client,
        line: &Line,
        dial: &Dial,
        tried: &mut Tried,
    ) -> Result<Batch, DialError> {
        if dial.batch.presence.as_ref().is_some_and(|presence| presence.leaving) {
            line.leaving.cancel();
            let all_ended = timeout(FAREWELL, line.under_way.write()).await.is_ok();
            line.given_up.cancel();
            if !all_ended {
                drop(line.under_way.write().await);
            }
            return self.converse(client, line, dial, tried).await;
        }
        let (_under_way, end) = match dial.lane {
            Lane::Parked => (None, &line.leaving),
            Lane::Greeting | Lane::Items => (Some(line.under_way.read().await), &line.given_up),
        };
        tokio::select! {
            biased;
            () = end.cancelled() => Err(DialError::Cancelled),
            result = self.converse(client, line, dial, tried) => result,
        }
    }

    async fn converse(
        &self,
        client: &Client,
        line: &Line,
        dial: &Dial,
        tried: &mut Tried,
    ) -> Result<Batch, DialError> {
        let _seat = self.budget.seat(dial.lane).await?;
        let mut candidates = dial.candidates.clone();
        if let Some(live) = line.live(self.config.session_lifetime) {
            match self.ask(client, line, &live, dial, tried).await {
                Ok(answer) => return Ok(answer),
                Err(DialError::TooLarge) => return Err(DialError::TooLarge),
                Err(reason) => {
                    // A parked request may break on its way (routers forget idle connections); that
                    // says nothing about the session. Every other lane needs an answer now.
                    if dial.lane != Lane::Parked || matches!(reason, DialError::BadAnswer | DialError::Dark) {
                        line.end(&live);
                    }
                    if dial.lane == Lane::Parked {
                        return Err(reason);
                    }
                    // Somebody is there: ask again there first. Nobody is: there last.
                    candidates.retain(|candidate| *candidate != live.address);
                    match reason {
                        DialError::BadAnswer | DialError::Dark | DialError::Refused => {
                            candidates.insert(0, live.address);
                        }
                        _ => candidates.push(live.address),
                    }
                }
            }
        } else if dial.lane == Lane::Parked {
            return Err(DialError::Dark);
        }
        let live = self.begin(client, line, &dial.peer, &candidates, tried).await?;
        self.ask(client, line, &live, dial, tried).await.inspect_err(|_| line.end(&live))
    }

    /// A new session, or the one that somebody else began while we waited to.
    async fn begin(
        &self,
        client: &Client,
        line: &Line,
        peer: &Uid,
        candidates: &[SocketAddr],
        tried: &mut Tried,
    ) -> Result<Live, DialError> {
        let _alone = line.hello.lock().await;
        if let Some(live) = line.live(self.config.session_lifetime) {
            return Ok(live);
        }
        let mut distinct: Vec<SocketAddr> = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            if !distinct.contains(candidate) {
                distinct.push(*candidate);
            }
        }
        let (address, session) = race(
            &distinct,
            self.config.stagger,
            |address| self.hello(client, peer, address),
            || self.budget.spare(),
            tried,
        )
        .await?;
        line.note_answer();
        let live = Live { session: Arc::new(session), address, born: Instant::now() };
        *lock(&line.live) = Some(live.clone());
        Ok(live)
    }

    async fn hello(&self, client: &Client, peer: &Uid, address: SocketAddr) -> Result<Session, DialError> {
        let hello = PendingHello::new(&self.account, peer, &mut self.dice.fork());
        // Only a peer without a usable key fails here; nobody can answer for it.
        let (pending, body) = hello.map_err(|_| DialError::BadAnswer)?;
        let answer = post(client, self.way_to(address), body, true, self.config.answer_timeout).await?;
        pending.finish(&answer).map_err(|_| DialError::BadAnswer)
    }

    /// What is connected to for a peer's address. It keeps its name in all that is said of it.
    fn way_to(&self, address: SocketAddr) -> SocketAddr {
        match *lock(&self.nat64) {
            Some(nat64) => nat64.translate(address),
            None => address,
        }
    }

    /// One Sealed request over a session.
    async fn ask(
        &self,
        client: &Client,
        line: &Line,
        live: &Live,
        dial: &Dial,
        tried: &mut Tried,
    ) -> Result<Batch, DialError> {
        let (counter, body) = match live.session.seal_request(&dial.batch) {
            Ok(sealed) => sealed,
            Err(WireError::TooLarge) => return Err(DialError::TooLarge),
            // Used up counts as ended; nothing was sent, so no address is blamed.
            Err(_) => return Err(DialError::Dark),
        };
        let within = match dial.lane {
            Lane::Greeting | Lane::Items => self.config.answer_timeout,
            Lane::Parked => {
                Duration::from_secs(dial.batch.park.unwrap_or(0).into()) + self.config.parked_extra
            }
        };
        let keep = self.budget.may_keep(dial.peer, dial.lane, Instant::now());
        line.settle().await;
        let answer = post(client, self.way_to(live.address), body, keep, within).await.and_then(|answer| {
            line.note_answer();
            live.session.open_answer(counter, &answer).map_err(|_| DialError::BadAnswer)
        });
        tried.push((live.address, answer.as_ref().err().copied()));
        answer
    }
}

impl Epoch {
    fn new(config: &DialConfig) -> Self {
        let client = client(config.connect_timeout)
            .inspect_err(|reason| tracing::warn!(%reason, "no HTTP client"))
            .ok();
        Self { client, lines: HashMap::new(), over: CancellationToken::new(), closed: false }
    }
}

impl Line {
    fn new(over: CancellationToken) -> Self {
        Self {
            live: Mutex::default(),
            hello: tokio::sync::Mutex::default(),
            answered: Mutex::default(),
            under_way: tokio::sync::RwLock::default(),
            leaving: CancellationToken::new(),
            given_up: CancellationToken::new(),
            over,
        }
    }

    fn note_answer(&self) {
        *lock(&self.answered) = Some(Instant::now());
    }

    async fn settle(&self) {
        if lock(&self.answered).is_some_and(|at| at.elapsed() < SETTLE) {
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
        }
    }

    fn live(&self, lifetime: Duration) -> Option<Live> {
        let mut live = lock(&self.live);
        if live.as_ref().is_some_and(|live| live.born.elapsed() >= lifetime) {
            *live = None;
        }
        live.clone()
    }

    /// Ends this session, unless a newer one has taken its place.
    fn end(&self, ended: &Live) {
        let mut live = lock(&self.live);
        if live.as_ref().is_some_and(|live| Arc::ptr_eq(&live.session, &ended.session)) {
            *live = None;
        }
    }
}

impl Drop for Dialer {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialer").field("config", &self.config).finish_non_exhaustive()
    }
}
