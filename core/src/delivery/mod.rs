//! Decides: what goes to whom and when, what is said to whom, what is true of a message.
//!
//! [`Engine`] does no IO of its own. Whoever owns it (the writer thread of `node`, or the simulated
//! network of the tests) calls it with a transaction, the time, and one thing that happened: a command,
//! an arrival, the outcome of a dial, a tick. It writes into the transaction and leaves [`Effect`]s,
//! which may be carried out only once that transaction is on the disk. So nobody is ever told
//! `stored` about something that a power cut could take back, and everything that happened meanwhile
//! shares one commit.
//!
//! The database is the truth; what the engine keeps in memory (who is here, what is in flight, when to
//! try again) may be lost at any instant and only costs a repeat. Where the two part because a transaction
//! was lost, memory follows ([`Engine::recollect`]).

mod arrive;
mod came_in;
mod change;
mod choice;
mod commands;
mod effects;
mod engine;
mod error;
mod exchange;
mod items;
mod observed;
mod peer;
mod reach;
mod reason;
mod timers;
mod undo;
mod ways;
mod whereabouts;

pub(crate) use effects::{Effect, Now};
pub(crate) use engine::{Engine, Here};
pub use error::CommandError;
pub(crate) use reach::{Place, StoredReach};
pub(crate) use reason::{Facts, Known, attempt_error, reason_of, reason_told};

#[cfg(test)]
mod sim;
