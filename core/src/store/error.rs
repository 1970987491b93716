//! What the database can say no with.

use rusqlite::ErrorCode;

/// Why the database refused. Alphabetical.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the database for longer than we wait.
    #[error("another program is using this database")]
    Busy,
    /// The file is damaged or was cut short.
    #[error("the database is damaged or was cut short")]
    Damaged,
    /// No space is left.
    #[error("this device is full")]
    Full,
    /// The file can't be read or written.
    #[error("the database can't be read or written: {0}")]
    Io(String),
    /// A later version of the app wrote this database.
    #[error("a newer version of Pure2P wrote this database (format {found}, this one knows {known})")]
    Newer {
        /// The file's format.
        found: i64,
        /// The newest one that this build knows.
        known: i64,
    },
    /// What was to be done panicked: a defect of ours. It was rolled back.
    #[error("a defect of Pure2P: a panic, and nothing was changed")]
    Panicked,
    /// SQL went wrong in a way that no caller can mend: a defect of ours.
    #[error("the database refused: {0}")]
    Sql(rusqlite::Error),
    /// The key does not open the file.
    #[error("this key does not open this database")]
    WrongKey,
}

impl StoreError {
    /// The same, for the next of several who share one failure.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Damaged => Self::Damaged,
            Self::Full => Self::Full,
            Self::Io(reason) => Self::Io(reason.clone()),
            Self::Newer { found, known } => Self::Newer { found: *found, known: *known },
            Self::Panicked => Self::Panicked,
            Self::Sql(error) => Self::Io(error.to_string()),
            Self::WrongKey => Self::WrongKey,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::NotADatabase) => Self::WrongKey,
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure,
            ) => Self::Io(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

/// The outcome of a store call.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;
