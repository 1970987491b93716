//! Where the engine's decisions meet sockets: carries out effects, and brings back what happened.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, broadcast, oneshot};
use tokio_util::sync::DropGuard;
use tokio_util::task::TaskTracker;

use super::router::Asked;
use super::types::Event;
use super::writer::Writer;
use crate::delivery::{Effect, Engine, Here, Now};
use crate::identity::Uid;
use crate::net::{Answering, Boxed, Dialer, Listener};
use crate::store::StoreError;
use crate::wire::{Batch, ItemId};

/// Requests that may wait for the writer at once, at 64 KiB each: of contacts, and of strangers.
const CONTACTS: usize = 512;
const STRANGERS: usize = 32;
/// Events that a subscriber may be behind before it is told to reload.
const EVENTS: usize = 1_024;

/// The sockets of one foreground.
pub(super) struct Sockets {
    pub(super) dialer: Arc<Dialer>,
    pub(super) listener: Listener,
    /// Owns every exchange under way.
    pub(super) tasks: TaskTracker,
    /// The router, if it is asked to let callers in.
    pub(super) router: Option<Arc<Asked>>,
    /// Ends whoever watches over these sockets, as soon as they are taken down.
    pub(super) watched: DropGuard,
}

/// Shared by the writer, the listener and the lifecycle.
#[derive(Clone)]
pub(super) struct Outside(Arc<Shared>);

struct Shared {
    runtime: Handle,
    here: Arc<RwLock<Here>>,
    /// `None` once the node is gone.
    events: Mutex<Option<broadcast::Sender<Event>>>,
    sockets: Mutex<Option<Sockets>>,
    arrivals: Mutex<HashMap<u64, oneshot::Sender<Option<Batch>>>>,
    next_arrival: AtomicU64,
    /// Places for requests on their way to the writer.
    contacts: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
    way: Mutex<Option<Writer>>,
}

impl Outside {
    pub(super) fn new(here: Arc<RwLock<Here>>) -> Self {
        let (events, _) = broadcast::channel(EVENTS);
        Self(Arc::new(Shared {
            runtime: Handle::current(),
            here,
            events: Mutex::new(Some(events)),
            sockets: Mutex::default(),
            arrivals: Mutex::default(),
            next_arrival: AtomicU64::new(1),
            contacts: Arc::new(Semaphore::new(CONTACTS)),
            strangers: Arc::new(Semaphore::new(STRANGERS)),
            way: Mutex::default(),
        }))
    }

    /// From now on what happens is reported to this writer (`None`: to nobody, so that its thread ends).
    pub(super) fn report_to(&self, writer: Option<Writer>) {
        *lock(&self.0.way) = writer;
    }

    /// Events from now on; of a node that is gone, none.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Event> {
        match lock(&self.0.events).as_ref() {
            Some(events) => events.subscribe(),
            None => broadcast::channel(1).1,
        }
    }

    /// The node is gone: cuts what keeps its writer, its sockets and its subscribers waiting for more.
    pub(super) fn end(&self) {
        self.report_to(None);
        let sockets = self.sockets().take();
        if let Some(sockets) = sockets {
            sockets.dialer.close();
        }
        lock(&self.0.events).take();
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.0.runtime
    }

    pub(super) fn sockets(&self) -> MutexGuard<'_, Option<Sockets>> {
        lock(&self.0.sockets)
    }

    /// Tells the engine what happened. Lost with its transaction, it is told again by whatever happens next.
    pub(super) fn report<F>(&self, work: F)
    where
        F: FnOnce(&mut Engine, &Connection, Now) -> Result<(), StoreError> + Send + 'static,
    {
        if let Some(writer) = lock(&self.0.way).clone() {
            writer.happened(work, |_, _| {});
        }
    }

    pub(super) fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Anew(uid) => {
                if let Some(sockets) = self.sockets().as_ref() {
                    sockets.dialer.anew(&uid);
                }
            }
            Effect::Answer { arrival, batch, .. } => {
                if let Some(reply) = lock(&self.0.arrivals).remove(&arrival) {
                    let _ = reply.send(batch); // The caller may have hung up: it will ask again.
                }
            }
            Effect::Dial { exchange, dial } => {
                let Some(writer) = lock(&self.0.way).clone() else { return };
                let sockets = self.sockets();
                let Some(sockets) = sockets.as_ref() else { return };
                let dialer = Arc::clone(&sockets.dialer);
                sockets.tasks.spawn_on(
                    async move {
                        let dialled = dialer.exchange(dial).await;
                        writer.happened(
                            move |engine, db, now| engine.dialled(db, now, exchange, dialled),
                            move |engine, now| engine.forget_exchange(exchange, now),
                        );
                    },
                    &self.0.runtime,
                );
            }
            Effect::Emit(event) => {
                if let Some(events) = lock(&self.0.events).as_ref() {
                    let _ = events.send(event); // Nobody listens: nobody needs to know.
                }
            }
            Effect::Forget(uid) => {
                if let Some(sockets) = self.sockets().as_ref() {
                    sockets.dialer.forget(&uid);
                    sockets.listener.drop_sessions(&uid);
                }
            }
        }
    }
}

impl Answering for Outside {
    fn admits(&self, peer: &Uid) -> bool {
        let here = self.0.here.read().unwrap_or_else(PoisonError::into_inner);
        here.foreground && (here.answer_new_people || here.active.contains(peer))
    }

    fn knows(&self, peer: &Uid) -> bool {
        self.0.here.read().unwrap_or_else(PoisonError::into_inner).active.contains(peer)
    }

    fn answer(&self, peer: Uid, from: SocketAddr, batch: Batch) -> Boxed<Option<Batch>> {
        let Some(writer) = lock(&self.0.way).clone() else { return Box::pin(async { None }) };
        // A place is held until the writer was done with the request, also if the caller hangs up at once:
        // or work could be piled up by sending and leaving.
        let places = if self.knows(&peer) { &self.0.contacts } else { &self.0.strangers };
        let Ok(place) = Arc::clone(places).try_acquire_owned() else { return Box::pin(async { None }) };
        let arrival = self.0.next_arrival.fetch_add(1, Ordering::Relaxed);
        let (reply, answer) = oneshot::channel();
        lock(&self.0.arrivals).insert(arrival, reply);
        let items: Vec<ItemId> = batch.items.iter().map(|item| item.id).collect();
        writer.happened(
            move |engine, db, now| {
                let _place = place;
                engine.arrived(db, now, arrival, peer, from, batch)
            },
            move |engine, _| engine.answer_later(arrival, items),
        );
        let guard = HungUp { outside: self.clone(), writer, arrival };
        Box::pin(async move {
            let answer = answer.await.ok().flatten();
            drop(guard);
            answer
        })
    }
}

/// Tells the engine when a caller hangs up before its parked request was answered.
struct HungUp {
    outside: Outside,
    writer: Writer,
    arrival: u64,
}

impl Drop for HungUp {
    fn drop(&mut self) {
        let arrival = self.arrival;
        if lock(&self.outside.0.arrivals).remove(&arrival).is_some() {
            self.writer.happened(
                move |engine, _, _| {
                    engine.hung_up(arrival);
                    Ok(())
                },
                |_, _| {},
            );
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
