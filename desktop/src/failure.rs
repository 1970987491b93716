//! What a verb can fail with: a stable word for programs, a sentence for people.

use std::io;

use pure2p_core::node::NodeError;

use crate::home::HomeError;

/// Why a verb ended without doing what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The demo's story did not go as it must.
    #[error("{0}")]
    Demo(String),
    /// The home folder or its key.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// What was typed cannot be meant.
    #[error("{reason}")]
    Input {
        /// The stable word.
        kind: &'static str,
        /// The sentence.
        reason: String,
    },
    /// The messenger itself.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Nobody reads our output any more: the quiet end of a pipe, not an error to show.
    #[error("nobody reads the output")]
    OutputClosed,
    /// The terminal or a pipe does not work.
    #[error("input or output failed: {0}")]
    Stream(io::Error),
}

impl Failure {
    /// Something that was typed cannot be meant.
    pub(crate) fn input(kind: &'static str, reason: impl Into<String>) -> Self {
        Self::Input { kind, reason: reason.into() }
    }

    /// The stable snake_case word of this failure.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Demo(_) => "demo_failed",
            Self::Home(error) => error.kind(),
            Self::Input { kind, .. } => kind,
            Self::Node(error) => error.kind(),
            Self::OutputClosed => "output_closed",
            Self::Stream(_) => "stream",
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::OutputClosed } else { Self::Stream(error) }
    }
}

/// The result of a verb.
pub(crate) type Done<T = ()> = Result<T, Failure>;
