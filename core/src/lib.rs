//! The Pure2P messenger without a face: identity, wire, store, delivery, node.
//!
//! Nothing but the two phones carries, stores or sees a message. Rooms stand on floors and calls only go
//! down: `node` → `delivery` → `net`, `store` → `wire` → `identity`. The plain data of `node::types` is the one
//! vocabulary that `delivery` speaks, too (see `docs/ARCHITECTURE.md`).

pub mod delivery;
pub mod identity;
pub mod net;
pub mod node;
pub mod store;
pub mod wire;
