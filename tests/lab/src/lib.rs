//! The laboratory: homes, routers and an internet in network namespaces on one machine, in which real programs meet
//! across real routers. Nothing of it has a way to the machine's own network, and all of it ends with the process.
//!
//! For tests, and for a story that is told to people: whatever goes wrong while it is set up is a panic that says what.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[cfg(target_os = "linux")]
mod cables;
#[cfg(target_os = "linux")]
mod daemon;
pub mod homes;
#[cfg(target_os = "linux")]
mod laboratory;
mod own;
#[cfg(target_os = "linux")]
mod plan;
#[cfg(target_os = "linux")]
mod router;
#[cfg(target_os = "linux")]
mod space;
#[cfg(target_os = "linux")]
pub mod tools;

use std::time::Duration;

#[cfg(target_os = "linux")]
pub use cables::{OPEN_GATEWAYS, Place};
#[cfg(target_os = "linux")]
pub use laboratory::{Lab, until, until_within};
pub use own::Own;
#[cfg(target_os = "linux")]
pub use plan::INTERNET;
#[cfg(target_os = "linux")]
pub use router::{Router, SOAP_PORT};
#[cfg(target_os = "linux")]
pub use space::Space;

/// Nothing here takes that long; what does is stuck.
pub const PATIENCE: Duration = Duration::from_secs(60);
