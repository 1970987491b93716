//! The one runtime of the library, and how every call gets onto it.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::LazyLock;

use pure2p_core::node::NodeError;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::MessengerError;

/// Two threads carry every socket that a phone may have open; the disk has threads of its own.
const WORKERS: usize = 2;

/// Owned by the library for as long as the process lives: a foreign thread must never be the one that
/// polls a socket, or that drops a runtime.
static RUNTIME: LazyLock<Option<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(WORKERS).thread_name("pure2p").enable_all().build().ok()
});

/// Where tasks of this library are spawned.
pub(crate) fn handle() -> Result<Handle, MessengerError> {
    let none = || MessengerError::Defect { reason: "the system gives no threads".into() };
    Ok(RUNTIME.as_ref().ok_or_else(none)?.handle().clone())
}

/// Runs `work` on the runtime and waits for it.
///
/// Kotlin drops the future of a cancelled coroutine, Swift lets it run: neither reaches `work`, which always
/// runs to its end. A panic in it is an error like any other.
pub(crate) async fn run<T, F>(work: F) -> Result<T, MessengerError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, NodeError>> + Send + 'static,
{
    match handle()?.spawn(work).await {
        Ok(done) => Ok(done?),
        Err(ended) => Err(MessengerError::Defect {
            reason: match ended.try_into_panic() {
                Ok(panic) => said(panic.as_ref()).to_owned(),
                Err(_) => "the call was ended".to_owned(),
            },
        }),
    }
}

/// Waits for a question to the database, which runs on the runtime's threads for the disk.
///
/// Nothing is spawned for it: it changes nothing, so it may be dropped at any point, and a thread less has to wake
/// up on its way, which is what a short call costs most.
pub(crate) async fn ask<T>(
    question: impl Future<Output = Result<T, NodeError>>,
) -> Result<T, MessengerError> {
    let runtime = handle()?;
    let mut question = pin!(question);
    let answer = poll_fn(|context| {
        let _inside = runtime.enter();
        question.as_mut().poll(context)
    });
    Ok(answer.await?)
}

/// The words of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words")
}
