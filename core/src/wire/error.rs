//! Why bytes are no body, or none could be made.

/// Everything that can go wrong between bytes and a [`super::Batch`]. Alphabetical. On the network all of
/// these look alike (the bare 404); the distinctions are for this side only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The session has sealed all that it may: say Hello again.
    #[error("this session has sealed enough bodies")]
    Exhausted,
    /// The Noise handshake failed: other keys, or changed on the way.
    #[error("the handshake failed")]
    Handshake,
    /// Not a Hello by somebody who knows this UID.
    #[error("no Hello for this UID")]
    Mac,
    /// Not the bytes that were expected.
    #[error("{0}")]
    Malformed(&'static str),
    /// A body of another session.
    #[error("a body of another session")]
    NotForUs,
    /// Not sealed by the peer for this place, or changed on the way.
    #[error("the body cannot be opened")]
    Opening,
    /// The peer's static key is nobody's UID, or our own.
    #[error("the peer's key is not a UID")]
    PeerKey,
    /// Opened or answered before, or too far behind.
    #[error("a body that was seen before")]
    Replay,
    /// Who said Hello sends requests, the other side answers them; not the other way round.
    #[error("not this side's role in the session")]
    Role,
    /// More than fits into one body.
    #[error("too large for one body")]
    TooLarge,
    /// The peer speaks no version that this side speaks.
    #[error("no common version")]
    Version,
}
