//! The plain data of the border: mirrors of `pure2p_core::node`'s types, each with its `From` beside it.

mod contacts;
mod events;
mod lifecycle;
mod messages;
mod reach;
mod reasons;

pub use contacts::*;
pub use events::*;
pub use lifecycle::*;
pub use messages::*;
pub use reach::*;
pub use reasons::*;
