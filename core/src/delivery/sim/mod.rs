//! Two engines over real databases and a network that delays, loses, duplicates, reorders, is cut, and
//! reaches one way only; apps that open, close and die at any point, people who block, remove and delete;
//! jobs that fail among others, and disks that refuse a commit.
//!
//! Time and randomness are the seed's, so that a failing schedule can be run again:
//! `PURE2P_SEED=n cargo test -p pure2p-core sim`. `PURE2P_SCHEDULES=n` runs more of them, `PURE2P_TRACE=1`
//! says what happens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod acts;
mod changes;
mod follows;
mod full;
mod life;
mod matrix;
mod network;
mod parking;
mod plans;
mod properties;
mod rollbacks;
mod world;
mod writer;
