//! SQLCipher: the only room with SQL in it, and the truth about everything.
//!
//! Functions take a [`rusqlite::Connection`], so that whoever calls decides what is one transaction:
//! the writer (see `node::writer`) hands in a transaction shared by everything that arrived meanwhile,
//! readers hand in a snapshot.

pub(crate) mod account;
pub(crate) mod addresses;
pub(crate) mod attempts;
pub(crate) mod contacts;
mod db;
mod error;
pub(crate) mod held;
pub(crate) mod messages;
mod schema;
pub(crate) mod search;

#[cfg(test)]
pub(crate) use db::open_in_memory;
pub(crate) use db::{Readers, open_writer};
pub(crate) use error::Result;
pub use error::StoreError;

/// Milliseconds since 1970-01-01 UTC.
pub(crate) type Millis = i64;

#[cfg(test)]
mod tests;
