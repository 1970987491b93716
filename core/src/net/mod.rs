//! Sockets: the dark listener, the dialer that races addresses, and what an address may be.
//!
//! Inbound: [`Listener`] accepts, `gate` bounds, `connection` supervises one conversation, `dark`
//! lets nothing but an authentic 200 or the bare 404 onto the wire, `output` does the same work for
//! every request, `reception` keeps the sessions that peers began. Outbound: [`Dialer`] keeps the
//! sessions that we began, `race` tries addresses, `budget` shares sockets out, `post` is HTTP. [`router`] asks
//! the own router to open a port.

mod accepting;
mod address;
mod budget;
mod connection;
mod dark;
mod dialer;
mod dice;
mod gate;
mod limits;
mod listener;
mod networks;
mod output;
mod own;
mod post;
mod queue;
mod race;
mod reception;
pub mod router;
mod types;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use address::{AddressFault, Prefix, Surroundings, canonical, is_local, judge, static_fault};
pub use budget::DialConfig;
pub use dialer::Dialer;
pub use dice::Randomness;
pub use limits::Limits;
pub use listener::{ListenError, Listener};
pub use networks::*;
pub use own::*;
pub use types::*;

/// Locks without caring for panics elsewhere: no lock in this room is held while a value is torn.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
