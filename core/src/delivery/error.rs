//! Why a command was not carried out. Nothing was changed then.

use crate::identity::LinkError;
use crate::store::StoreError;

/// Why a command was refused. Alphabetical.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The contact is blocked: unblock first.
    #[error("this contact is blocked")]
    Blocked,
    /// A message without text.
    #[error("a message needs a text")]
    EmptyText,
    /// Not a link, or a broken one.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// A name is 1 to 64 bytes without control characters.
    #[error("a name has 1 to 64 bytes and no control characters")]
    Name,
    /// No account was made in this home yet.
    #[error("there is no account yet")]
    NoAccount,
    /// A stranger's request must be accepted before one can answer.
    #[error("accept this request first")]
    NotAccepted,
    /// One's own UID.
    #[error("this is your own UID")]
    OwnUid,
    /// Ports below 1024 are the system's, and no contact would dial them.
    #[error("a port is a number from 1024 to 65535")]
    Port,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The text is too long.
    #[error("the message has {length} bytes, at most {limit} are possible")]
    TextTooLong {
        /// Bytes of UTF-8.
        length: usize,
        /// The most.
        limit: usize,
    },
    /// Nobody with this UID is known.
    #[error("no contact has this UID")]
    UnknownContact,
    /// No message has this id.
    #[error("no message has this id")]
    UnknownMessage,
}

impl From<crate::identity::UidError> for CommandError {
    fn from(error: crate::identity::UidError) -> Self {
        Self::Link(LinkError::Uid(error))
    }
}

impl From<rusqlite::Error> for CommandError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
