//! The border between the Rust core and the phones' languages.
//!
//! Only this crate knows UniFFI. It has no logic: records and enums mirror those of
//! [`pure2p_core::node`] with their `From` beside them, one object ([`Messenger`]) forwards every call, one
//! enum ([`MessengerError`]) says what can go wrong. `bindings/README.md` has the border's rules and how to add a call.

mod error;
mod events;
mod ids;
mod logs;
mod messenger;
mod pure;
mod records;
mod runtime;
#[cfg(feature = "testing")]
mod testing;

pub use error::{LinkProblem, MessengerError, UidProblem};
pub use events::{EventListener, ListenerError, Subscription};
pub use logs::{LogLevel, clear_log, log_lines, start_logging};
pub use messenger::Messenger;
pub use pure::*;
pub use records::*;

uniffi::setup_scaffolding!("pure2p");
