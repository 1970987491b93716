//! Real programs across real routers: the laboratory itself, who meets whom, and what is on the wire meanwhile.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod alone;
mod expected;
mod itself;
mod matrix;
mod table;
