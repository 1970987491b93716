//! What a command or query can fail with, and one stable word for each.

use std::net::SocketAddr;

use crate::delivery::CommandError;
use crate::identity::{LinkError, UidError};
use crate::net::ListenError;
use crate::store::StoreError;

/// Why a call was refused. Alphabetical.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// This home has an account already.
    #[error("this home has an account already")]
    AccountExists,
    /// Another process of this home is in the foreground.
    #[error("Pure2P is already open for this home")]
    AlreadyOpen,
    /// A command was refused.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A defect of ours: a verb ended by a panic.
    #[error("a defect of Pure2P: {0}")]
    Defect(String),
    /// There is no listener.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The node was shut down.
    #[error("the messenger was shut down")]
    ShutDown,
}

impl NodeError {
    /// A stable snake_case word for the kind of error.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AccountExists => "account_exists",
            Self::AlreadyOpen => "already_open",
            Self::Command(error) => command(error),
            Self::Defect(_) => "defect",
            Self::Listen(error) => match error {
                ListenError::AddressInUse(_) => "address_in_use",
                ListenError::NotAvailable(_) => "address_not_available",
                ListenError::Permission(_) => "address_not_permitted",
                ListenError::Other(..) => "cannot_listen",
            },
            Self::ShutDown => "shut_down",
        }
    }

    /// The address that could not be listened on, if that is what went wrong.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Listen(
                ListenError::AddressInUse(address)
                | ListenError::NotAvailable(address)
                | ListenError::Other(address, _)
                | ListenError::Permission(address),
            ) => Some(*address),
            _ => None,
        }
    }
}

fn command(error: &CommandError) -> &'static str {
    match error {
        CommandError::Blocked => "blocked",
        CommandError::EmptyText => "empty_text",
        CommandError::Link(error) => link(error),
        CommandError::Name => "bad_name",
        CommandError::NoAccount => "no_account",
        CommandError::NotAccepted => "not_accepted",
        CommandError::OwnUid => "own_uid",
        CommandError::Port => "bad_port",
        CommandError::Store(error) => store(error),
        CommandError::TextTooLong { .. } => "text_too_long",
        CommandError::UnknownContact => "unknown_contact",
        CommandError::UnknownMessage => "unknown_message",
    }
}

fn store(error: &StoreError) -> &'static str {
    match error {
        StoreError::Busy => "busy",
        StoreError::Damaged => "damaged_database",
        StoreError::Full => "device_full",
        StoreError::Io(_) => "unreadable_database",
        StoreError::Newer { .. } => "newer_database",
        StoreError::Panicked => "defect",
        StoreError::Sql(_) => "database",
        StoreError::WrongKey => "wrong_key",
    }
}

fn link(error: &LinkError) -> &'static str {
    match error {
        LinkError::Uid(error) => uid(error),
        LinkError::BadAddress => "bad_address",
        LinkError::BadName => "bad_name",
        LinkError::Signature => "tampered_link",
        _ => "bad_link",
    }
}

fn uid(error: &UidError) -> &'static str {
    match error {
        UidError::WeakKey => "weak_key",
        _ => "bad_uid",
    }
}

impl From<StoreError> for NodeError {
    fn from(error: StoreError) -> Self {
        Self::Command(error.into())
    }
}

impl From<LinkError> for NodeError {
    fn from(error: LinkError) -> Self {
        Self::Command(error.into())
    }
}

/// The outcome of a call.
pub type Result<T> = std::result::Result<T, NodeError>;
