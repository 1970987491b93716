//! Calls that fail on purpose. Behind the feature `testing`; never in an app.

use crate::error::MessengerError;
use crate::runtime::run;

/// Panics on the caller's thread.
///
/// # Errors
/// Never: it panics.
#[uniffi::export]
pub fn panic_here(reason: String) -> Result<(), MessengerError> {
    std::panic::panic_any(reason)
}

/// Panics on a thread of the library, as a defect in a command would.
///
/// # Errors
/// [`MessengerError::Defect`] with `reason`.
#[uniffi::export]
pub async fn panic_inside(reason: String) -> Result<(), MessengerError> {
    run(async move { std::panic::panic_any(reason) }).await
}

/// Logs what nobody should: what the last net under the log is for.
///
/// # Errors
/// Never.
#[uniffi::export]
pub fn log_carelessly(text: String) -> Result<(), MessengerError> {
    tracing::info!(text, "a careless line");
    Ok(())
}
