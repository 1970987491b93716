//! The one error of the border. This file is the only place where core errors become foreign ones.

use pure2p_core::delivery::CommandError;
use pure2p_core::identity::{LinkError, QrError, UidError};
use pure2p_core::net::ListenError;
use pure2p_core::node::NodeError;
use pure2p_core::store::StoreError;

use crate::ids::count;

/// Why a call was refused. Nothing was changed then. Alphabetical.
///
/// Addresses are plain text here: Swift asks Rust for an error's words, and what an app makes up must not end it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi::export(Display)]
pub enum MessengerError {
    /// This home has an account already.
    #[error("this home has an account already")]
    AccountExists,
    /// Something else listens there.
    #[error("{address} is taken by another program")]
    AddressInUse {
        /// Where listening was asked for.
        address: String,
    },
    /// No interface of this device has that address.
    #[error("this device does not have the address {address}")]
    AddressNotAvailable {
        /// Where listening was asked for.
        address: String,
    },
    /// The system does not let this program listen there.
    #[error("the system does not allow listening on {address}")]
    AddressNotPermitted {
        /// Where listening was asked for.
        address: String,
    },
    /// Another messenger of this home is in the foreground.
    #[error("Pure2P is already open for this home")]
    AlreadyOpen,
    /// Not an IP address (with a port, where one is needed). Names are never looked up.
    #[error("this is not an IP address with a port")]
    BadAddress {
        /// What was given.
        text: String,
    },
    /// A database key has 32 bytes.
    #[error("a database key has 32 bytes, not {have}")]
    BadKey {
        /// How many were given.
        have: i32,
    },
    /// Not a link, or a broken one.
    #[error("this link can't be used")]
    BadLink {
        /// What is wrong with it.
        problem: LinkProblem,
    },
    /// A message's id has 32 hexadecimal digits.
    #[error("a message's id has 32 hexadecimal digits")]
    BadMessageId,
    /// A name is 1 to 64 bytes without control characters.
    #[error("a name has 1 to 64 bytes and no control characters")]
    BadName,
    /// Ports below 1024 are the system's.
    #[error("a port is a number from 1024 to 65535")]
    BadPort,
    /// Not a UID.
    #[error("this is not a UID")]
    BadUid {
        /// What is wrong with it.
        problem: UidProblem,
    },
    /// The contact is blocked: unblock first.
    #[error("this contact is blocked")]
    Blocked,
    /// Another program holds the database.
    #[error("another program is using this database")]
    Busy,
    /// Listening failed for some other reason.
    #[error("can't listen on {address}: {reason}")]
    CannotListen {
        /// Where listening was asked for.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// The database file is damaged or was cut short.
    #[error("the database is damaged or was cut short")]
    DamagedDatabase,
    /// A defect of Pure2P. The app goes on.
    #[error("a defect of Pure2P: {reason}")]
    Defect {
        /// For the log.
        reason: String,
    },
    /// This device has no room left.
    #[error("this device is full")]
    DeviceFull,
    /// A message without text.
    #[error("a message needs a text")]
    EmptyText,
    /// A later version of the app wrote this database.
    #[error("a newer version of Pure2P wrote this database (format {found}, this one knows {known})")]
    NewerDatabase {
        /// The file's format.
        found: i64,
        /// The newest that this version knows.
        known: i64,
    },
    /// No account was made in this home yet.
    #[error("there is no account yet")]
    NoAccount,
    /// A stranger's request must be accepted before one can answer.
    #[error("accept this request first")]
    NotAccepted,
    /// One's own UID.
    #[error("this is your own UID")]
    OwnUid,
    /// The messenger was shut down.
    #[error("the messenger was shut down")]
    ShutDown,
    /// The text is too long for a message.
    #[error("the message has {length} bytes, at most {limit} are possible")]
    TextTooLong {
        /// Bytes of UTF-8.
        length: i32,
        /// The most.
        limit: i32,
    },
    /// No QR code holds that much.
    #[error("too much for a QR code")]
    TooLongForQr,
    /// Nobody with this UID is known.
    #[error("no contact has this UID")]
    UnknownContact,
    /// No message has this id.
    #[error("no message has this id")]
    UnknownMessage,
    /// The database file can't be read or written.
    #[error("the database can't be read or written: {reason}")]
    UnreadableDatabase {
        /// What the system says.
        reason: String,
    },
    /// The key does not open the database.
    #[error("this key does not open this database")]
    WrongKey,
}

/// Why something is no UID. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum UidProblem {
    /// A character is wrong.
    Checksum {
        /// The group of four (from 1) to look at, if the code can tell.
        group: Option<i32>,
    },
    /// Capital and small letters together.
    MixedCase,
    /// Not the one accepted form of a key.
    NotCanonical,
    /// Made by a later version of Pure2P.
    UnknownVersion {
        /// Which.
        version: u8,
    },
    /// A key that no honest account has.
    WeakKey,
    /// A character that no UID has at this place.
    WrongCharacter {
        /// Which character, from 1, separators not counted.
        position: i32,
        /// Its group of four, from 1.
        group: i32,
    },
    /// Too few or too many characters.
    WrongLength {
        /// How many there are, separators not counted.
        have: i32,
    },
    /// It does not begin with `pure1`.
    WrongPrefix,
}

/// Why something is no contact link. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LinkProblem {
    /// It names an address that nobody can be reached at.
    BadAddress,
    /// It suggests a name that is empty, too long or made to mislead.
    BadName,
    /// Wrong characters after the question mark.
    Encoding,
    /// What it carries cannot be read.
    Malformed,
    /// Neither a link nor a UID.
    NotALink,
    /// It is not what the owner of this UID signed.
    Signature,
    /// Too long for a link.
    TooLong,
    /// It names too many addresses.
    TooManyAddresses,
}

impl From<NodeError> for MessengerError {
    fn from(error: NodeError) -> Self {
        match error {
            NodeError::AccountExists => Self::AccountExists,
            NodeError::AlreadyOpen => Self::AlreadyOpen,
            NodeError::Command(error) => error.into(),
            NodeError::Defect(reason) => Self::Defect { reason },
            NodeError::Listen(ListenError::AddressInUse(address)) => {
                Self::AddressInUse { address: address.to_string() }
            }
            NodeError::Listen(ListenError::NotAvailable(address)) => {
                Self::AddressNotAvailable { address: address.to_string() }
            }
            NodeError::Listen(ListenError::Other(address, reason)) => {
                Self::CannotListen { address: address.to_string(), reason: reason.to_string() }
            }
            NodeError::Listen(ListenError::Permission(address)) => {
                Self::AddressNotPermitted { address: address.to_string() }
            }
            NodeError::ShutDown => Self::ShutDown,
        }
    }
}

impl From<CommandError> for MessengerError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Blocked => Self::Blocked,
            CommandError::EmptyText => Self::EmptyText,
            CommandError::Link(error) => error.into(),
            CommandError::Name => Self::BadName,
            CommandError::NoAccount => Self::NoAccount,
            CommandError::NotAccepted => Self::NotAccepted,
            CommandError::OwnUid => Self::OwnUid,
            CommandError::Port => Self::BadPort,
            CommandError::Store(error) => error.into(),
            CommandError::TextTooLong { length, limit } => {
                Self::TextTooLong { length: count(length), limit: count(limit) }
            }
            CommandError::UnknownContact => Self::UnknownContact,
            CommandError::UnknownMessage => Self::UnknownMessage,
        }
    }
}

impl From<StoreError> for MessengerError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Damaged => Self::DamagedDatabase,
            StoreError::Full => Self::DeviceFull,
            StoreError::Io(reason) => Self::UnreadableDatabase { reason },
            StoreError::Newer { found, known } => Self::NewerDatabase { found, known },
            StoreError::Panicked => Self::Defect { reason: "a command panicked".into() },
            StoreError::Sql(error) => Self::Defect { reason: error.to_string() },
            StoreError::WrongKey => Self::WrongKey,
        }
    }
}

impl From<LinkError> for MessengerError {
    fn from(error: LinkError) -> Self {
        let problem = match error {
            LinkError::BadAddress => LinkProblem::BadAddress,
            LinkError::BadName => LinkProblem::BadName,
            LinkError::Encoding => LinkProblem::Encoding,
            LinkError::Malformed => LinkProblem::Malformed,
            LinkError::NotALink => LinkProblem::NotALink,
            LinkError::Signature => LinkProblem::Signature,
            LinkError::TooLong => LinkProblem::TooLong,
            LinkError::TooManyAddresses => LinkProblem::TooManyAddresses,
            LinkError::Uid(error) => return error.into(),
        };
        Self::BadLink { problem }
    }
}

impl From<UidError> for MessengerError {
    fn from(error: UidError) -> Self {
        Self::BadUid { problem: error.into() }
    }
}

impl From<UidError> for UidProblem {
    fn from(error: UidError) -> Self {
        match error {
            UidError::Checksum { group } => Self::Checksum { group: group.map(count) },
            UidError::MixedCase => Self::MixedCase,
            UidError::NotCanonical => Self::NotCanonical,
            UidError::UnknownVersion(version) => Self::UnknownVersion { version },
            UidError::WeakKey => Self::WeakKey,
            UidError::WrongCharacter { position, group } => {
                Self::WrongCharacter { position: count(position), group: count(group) }
            }
            UidError::WrongLength { have } => Self::WrongLength { have: count(have) },
            UidError::WrongPrefix => Self::WrongPrefix,
        }
    }
}

impl From<QrError> for MessengerError {
    fn from(error: QrError) -> Self {
        match error {
            QrError::TooLong => Self::TooLongForQr,
        }
    }
}
