//! The one writer: a thread that owns the database connection and the engine.
//!
//! Whatever has piled up while the last commit was on its way to the disk becomes the next transaction
//! (group commit), and nobody hears of anything before it is there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::error::{NodeError, Result};
use super::outside::Outside;
use crate::delivery::{CommandError, Engine, Now};
use crate::store::StoreError;

/// The most jobs that share one transaction.
const GROUP: usize = 256;

/// How long timers rest after a transaction that failed.
const FAILED_PAUSE: Duration = Duration::from_secs(1);

/// Something to do within a transaction, and something to say once its fate is known.
trait Job: Send {
    fn run(&mut self, engine: &mut Engine, db: &Connection, now: Now);
    /// The transaction was lost, perhaps before this job's turn.
    fn lost(&mut self, engine: &mut Engine, now: Now);
    fn settled(self: Box<Self>, committed: &std::result::Result<(), StoreError>);
}

/// A command whose caller waits for its result, with what to do should it not get to the disk.
struct Command<T, F, U> {
    work: Option<F>,
    undo: Option<U>,
    result: Option<std::result::Result<T, CommandError>>,
    reply: oneshot::Sender<std::result::Result<T, CommandError>>,
}

impl<T, F, U> Job for Command<T, F, U>
where
    T: Send,
    F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<T, CommandError> + Send,
    U: FnOnce(&mut Engine) + Send,
{
    fn run(&mut self, engine: &mut Engine, db: &Connection, now: Now) {
        let Some(work) = self.work.take() else { return };
        let result = in_savepoint(engine, db, now, false, |engine| work(engine, db, now));
        if result.is_err() {
            self.lost(engine, now);
        }
        self.result = Some(result);
    }

    fn lost(&mut self, engine: &mut Engine, _now: Now) {
        if let Some(undo) = self.undo.take() {
            undo(engine);
        }
    }

    fn settled(self: Box<Self>, committed: &std::result::Result<(), StoreError>) {
        let result = match (self.result, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(error.again().into()),
            (None, Ok(())) => return, // Never ran, and yet committed: there is no such turn.
        };
        // Nobody waits any more: what was done is done all the same.
        let _ = self.reply.send(result);
    }
}

/// Something that happened, with what to do should storing it fail.
struct Happening<F, U> {
    work: Option<F>,
    undo: Option<U>,
}

impl<F, U> Job for Happening<F, U>
where
    F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<(), StoreError> + Send,
    U: FnOnce(&mut Engine, Now) + Send,
{
    fn run(&mut self, engine: &mut Engine, db: &Connection, now: Now) {
        let Some(work) = self.work.take() else { return };
        if let Err(error) = in_savepoint(engine, db, now, true, |engine| work(engine, db, now)) {
            tracing::warn!(%error, "something that happened could not be stored");
            if let Some(undo) = self.undo.take() {
                undo(engine, now);
            }
        }
    }

    fn lost(&mut self, engine: &mut Engine, now: Now) {
        if self.work.take().is_some()
            && let Some(undo) = self.undo.take()
        {
            undo(engine, now);
        }
    }

    fn settled(self: Box<Self>, _committed: &std::result::Result<(), StoreError>) {}
}

/// Runs `work` so that it is done whole or not at all, whatever else the transaction holds. `doubt`: if it
/// fails, so does the storing of what others had sent.
fn in_savepoint<T, E: From<StoreError>>(
    engine: &mut Engine,
    db: &Connection,
    now: Now,
    doubt: bool,
    work: impl FnOnce(&mut Engine) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let mark = engine.mark();
    db.execute_batch("SAVEPOINT job").map_err(StoreError::from)?;
    // A panic costs the job that made it, like any other failure, and never the thread: every later call would
    // find a node that is shut down.
    let result =
        catch_unwind(AssertUnwindSafe(|| work(engine))).unwrap_or_else(|_| Err(StoreError::Panicked.into()));
    let end = if result.is_ok() { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
    let ended = db.execute_batch(end).map_err(StoreError::from);
    if result.is_err() || ended.is_err() {
        engine.undo_to(mark, doubt || ended.is_err() || db.is_autocommit(), db, now);
    }
    match (result, ended) {
        // A full disk can end the whole transaction, savepoint and all: the first error is the reason.
        (Err(error), _) => Err(error),
        (Ok(_), Err(_)) if db.is_autocommit() => Err(StoreError::Full.into()),
        (Ok(value), ended) => Ok(ended.map(|()| value)?),
    }
}

/// Two clocks: one that never goes back, one that people read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    start: Instant,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { start: Instant::now() }
    }

    fn now(self) -> Now {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { steady: self.start.elapsed(), wall: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX) }
    }
}

/// What a command will have come to.
pub(super) type Pending<T> = oneshot::Receiver<std::result::Result<T, CommandError>>;

/// The way to the writer.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the writer's thread. It ends when the last [`Writer`] is dropped.
    pub(super) fn start(
        db: Connection,
        engine: Engine,
        outside: Outside,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, inbox) = channel();
        let thread = std::thread::Builder::new().name("pure2p-writer".into()).spawn(move || {
            Loop { db, engine, outside, clock: Clock::new(), pause_until: Duration::ZERO }.run(&inbox);
        })?;
        Ok((Self { jobs }, thread))
    }

    /// Runs a command; its result comes when it is on the disk. `undo` runs if it does not get there.
    ///
    /// Not asynchronous, so that nobody who waits holds a [`Writer`]: its thread ends with the last one.
    pub(super) fn command<T, F, U>(&self, work: F, undo: U) -> Result<Pending<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<T, CommandError> + Send + 'static,
        U: FnOnce(&mut Engine) + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        let job = Box::new(Command { work: Some(work), undo: Some(undo), result: None, reply });
        self.jobs.send(job).map_err(|_| NodeError::ShutDown)?;
        Ok(result)
    }

    /// Reports something that happened; `undo` runs if it could not be stored.
    pub(super) fn happened<F, U>(&self, work: F, undo: U)
    where
        F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<(), StoreError> + Send + 'static,
        U: FnOnce(&mut Engine, Now) + Send + 'static,
    {
        // After a shutdown nobody is interested any more.
        let _ = self.jobs.send(Box::new(Happening { work: Some(work), undo: Some(undo) }));
    }
}

struct Loop {
    db: Connection,
    engine: Engine,
    outside: Outside,
    clock: Clock,
    /// No timer is looked at before: a disk that refuses must not make us spin.
    pause_until: Duration,
}

impl Loop {
    fn run(mut self, inbox: &Receiver<Box<dyn Job>>) {
        loop {
            let first = match self.engine.next_tick().map(|due| due.max(self.pause_until)) {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => inbox.recv_timeout(due.saturating_sub(self.clock.now().steady)),
            };
            let jobs: Vec<_> = match first {
                Ok(first) => std::iter::once(first).chain(inbox.try_iter().take(GROUP - 1)).collect(),
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            self.turn(jobs);
        }
    }

    /// One transaction.
    fn turn(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        let now = self.clock.now();
        let committed = self.transact(&mut jobs, now);
        if let Err(error) = &committed {
            tracing::warn!(%error, "a transaction did not reach the disk");
            self.pause_until = now.steady + FAILED_PAUSE;
            jobs.iter_mut().for_each(|job| job.lost(&mut self.engine, now));
        }
        let effects = self.engine.take_effects();
        let effects = if committed.is_ok() { effects } else { self.engine.take_back(effects, &self.db, now) };
        for effect in effects {
            self.outside.carry_out(effect);
        }
        for job in jobs {
            job.settled(&committed);
        }
    }

    fn transact(&mut self, jobs: &mut [Box<dyn Job>], now: Now) -> std::result::Result<(), StoreError> {
        // Immediate: another process may write between our reading and our writing otherwise.
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.engine.settle_doubt(&transaction, now)?;
        for job in jobs {
            job.run(&mut self.engine, &transaction, now);
            if transaction.is_autocommit() {
                return Err(StoreError::Full); // SQLite gave the whole transaction up by itself.
            }
        }
        if self.engine.next_tick().is_some_and(|due| due.max(self.pause_until) <= now.steady) {
            catch_unwind(AssertUnwindSafe(|| self.engine.tick(&transaction, now)))
                .unwrap_or(Err(StoreError::Panicked))?;
        }
        crate::store::search::catch_up(&transaction)?;
        Ok(transaction.commit()?)
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        // One file to find after a clean end; a failure costs nothing, the log is read at the next start.
        let _ = self.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
