//! What tests do in the laboratory (`pure2p-lab`): people who live there, a capture of every packet and what may be in
//! it, and a router that lies.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

pub mod ask;
mod capture;
mod frame;
pub mod gateway;
pub mod reach;
mod resident;
pub mod rules;

use pure2p_lab::homes::Home;

use crate::namespace::alone;
use crate::shell::pure2p_binary;
use crate::skip::untested;

pub use capture::{Capture, Captured};
pub use pure2p_lab::*;
pub use resident::Resident;

/// Runs `story`, the rest of the test `name`, in a laboratory of its own with these homes, the carrier that some of
/// them need, and the open hosts. Where there can be none nothing is tested, and said so; in CI on Linux that is a
/// failure.
pub fn laboratory(name: &str, homes: &[&str], story: impl FnOnce(&Lab)) {
    pure2p_binary(); // Built outside, where there is a network.
    let (some, translating): (Vec<&str>, Vec<&str>) =
        homes.iter().partition(|home| !Home::named(home).translates());
    if let Some(why) = Lab::missing(&some) {
        return untested(&format!("{name}: {why} (cargo xtask test brings what is missing)"));
    }
    let mut homes = homes.to_vec();
    if let Some(why) = Lab::missing(&translating) {
        untested(&format!("{name}: {why}"));
        homes = some;
    }
    alone(name, Own::Machines, "", || story(&Lab::up(&homes)));
}
