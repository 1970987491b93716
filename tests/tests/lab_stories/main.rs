//! What happens to networks while people talk: routers that lose their power, providers that renumber, cables that are
//! pulled, laptops that sleep, routers that lie. Messages flow again without anybody doing anything.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod changes;
mod liars;
