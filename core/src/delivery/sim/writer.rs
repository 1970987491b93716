//! A phone's writer, as in `node/writer.rs`: what has piled up shares a transaction, each job in a savepoint
//! of its own. Here jobs fail, SQLite gives whole transactions up, and commits are refused.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::super::{CommandError, Effect, Engine, Now};
use crate::store::StoreError;

/// How long timers rest after a transaction that failed.
const FAILED_PAUSE: Duration = Duration::from_secs(1);

/// What is done within a transaction.
pub(super) type Work = Box<dyn FnOnce(&mut Engine, &Connection, Now) -> Result<(), CommandError>>;
/// What is done if that could not be stored.
pub(super) type Undo = Box<dyn FnOnce(&mut Engine, Now)>;

/// A command of a person (no `undo`), or something that happened.
pub(super) struct Job {
    pub(super) work: Work,
    pub(super) undo: Option<Undo>,
}

/// What goes wrong with a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// It fails when all its work is done: what it wrote is rolled back.
    Job,
    /// SQLite gives the whole transaction up, what was before it included.
    All,
}

/// What goes wrong with a transaction, drawn before it begins.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) jobs: Vec<Fault>,
    pub(super) commit: bool,
}

/// Runs what has piled up; gives what is to be done, and which jobs are on the disk.
pub(super) struct Writer {
    pub(super) db: Connection,
    pub(super) engine: Engine,
    pub(super) inbox: Vec<Job>,
    pause_until: Duration,
    /// The disk may be full, so that anything may fail.
    full: bool,
}

impl Writer {
    pub(super) fn new(db: Connection, engine: Engine) -> Self {
        Self { db, engine, inbox: Vec::new(), pause_until: Duration::ZERO, full: false }
    }

    /// Leaves the database so many pages more than it has, or all it wants.
    pub(super) fn limit(&mut self, room: Option<u32>) {
        let used: u32 = self.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let most = room.map_or(u32::MAX - 1, |room| used + room);
        let pragma = format!("PRAGMA max_page_count = {most}");
        let _: u32 = self.db.query_row(&pragma, [], |row| row.get(0)).unwrap();
        self.full = room.is_some();
    }

    /// When the next turn is due at the latest, by timers.
    pub(super) fn next_tick(&self) -> Option<Duration> {
        self.engine.next_tick().map(|due| due.max(self.pause_until))
    }

    /// One transaction with everything in the inbox, and the timers that are due.
    pub(super) fn turn(&mut self, now: Now, faults: &Faults) -> (Vec<Effect>, Vec<bool>) {
        let mut jobs = std::mem::take(&mut self.inbox).into_iter();
        let mut done = Vec::new();
        let committed = self.transact(&mut jobs, &mut done, now, faults);
        if !committed {
            self.pause_until = now.steady + FAILED_PAUSE;
            done.fill(false);
            // Those whose turn never came.
            for job in jobs {
                done.push(false);
                if let Some(undo) = job.undo {
                    undo(&mut self.engine, now);
                }
            }
        }
        let effects = self.engine.take_effects();
        let effects = if committed { effects } else { self.engine.take_back(effects, &self.db, now) };
        (effects, done)
    }

    fn transact(
        &mut self,
        jobs: &mut impl Iterator<Item = Job>,
        done: &mut Vec<bool>,
        now: Now,
        faults: &Faults,
    ) -> bool {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        self.engine.settle_doubt(&transaction, now).unwrap();
        for job in jobs.by_ref() {
            let fault = faults.jobs.get(done.len()).copied().unwrap_or(Fault::None);
            let happened = job.undo.is_some();
            let result = in_savepoint(&mut self.engine, &transaction, now, happened, fault, job.work);
            if let Some(undo) = job.undo.filter(|_| result.is_err()) {
                assert!(
                    fault != Fault::None || self.full,
                    "something that happened could not be stored: {result:?}"
                );
                undo(&mut self.engine, now);
            }
            done.push(result.is_ok());
            if transaction.is_autocommit() {
                return false;
            }
        }
        if self.engine.next_tick().is_some_and(|due| due.max(self.pause_until) <= now.steady) {
            let ticked = self.engine.tick(&transaction, now);
            assert!(ticked.is_ok() || self.full, "{ticked:?}");
            if ticked.is_err() {
                return false;
            }
        }
        if faults.commit {
            return false; // Dropping it rolls it back.
        }
        let committed = crate::store::search::catch_up(&transaction).and_then(|()| Ok(transaction.commit()?));
        assert!(committed.is_ok() || self.full, "{committed:?}");
        committed.is_ok()
    }
}

fn in_savepoint(
    engine: &mut Engine,
    db: &Connection,
    now: Now,
    doubt: bool,
    fault: Fault,
    work: Work,
) -> Result<(), CommandError> {
    let mark = engine.mark();
    db.execute_batch("SAVEPOINT job")?;
    let mut result = work(engine, db, now);
    if fault != Fault::None {
        result = Err(StoreError::Full.into());
    }
    if fault == Fault::All {
        db.execute_batch("ROLLBACK").unwrap();
    }
    let ended = db.execute_batch(if result.is_ok() { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" });
    if result.is_err() {
        engine.undo_to(mark, doubt || ended.is_err() || db.is_autocommit(), db, now);
    }
    result
}
