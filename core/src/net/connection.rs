//! One accepted connection from its first byte to its farewell.

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

use super::dark::{DarkIo, Progress, farewell, hasty_farewell};
use super::output::{Hall, room};

/// The most bytes that the headers of one request may have: our callers need 200.
const MAX_HEADER_BYTES: usize = 8 * 1024;
/// What hyper may buffer of one connection.
const MAX_BUFFER: usize = 32 * 1024;

/// How the serving of a connection ended.
enum End {
    /// Evicted, or the listener is gone: no time for manners.
    Cut,
    /// The caller is done, or hyper is done with it, or its time is up.
    Done,
}

/// Serves `stream` until the caller is done, a deadline passes, `leaving` finds it idle, or `cut`.
pub(super) async fn serve(
    stream: TcpStream,
    from: SocketAddr,
    place: u64,
    hall: Arc<Hall>,
    progress: Arc<Progress>,
    leaving: CancellationToken,
    cut: CancellationToken,
) {
    let linger = hall.limits.linger;
    let io = TokioIo::new(DarkIo::new(stream, Arc::clone(&progress)));
    let service = TowerToHyperService::new(room(hall, from, place, Arc::clone(&progress)));
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        // Deadlines are this module's, because hyper's runs through idle time as well.
        .header_read_timeout(None)
        // A caller that ends its side while its answer is parked is gone. (Probes that send and
        // shut down get their 404 from the farewell.)
        .half_close(false)
        // DarkIo reads whole heads.
        .writev(false)
        .max_header_size(MAX_HEADER_BYTES)
        .max_buf_size(MAX_BUFFER)
        .serve_connection(io, service);

    let end = {
        let mut cut = pin!(cut.cancelled());
        let mut leaving = pin!(leaving.cancelled());
        let mut is_leaving = false;
        let mut alarm = pin!(sleep_until(progress.deadline()));
        poll_fn(|cx| {
            if cut.as_mut().poll(cx).is_ready() {
                return Poll::Ready(End::Cut);
            }
            if Pin::new(&mut connection).poll(cx).is_ready() {
                return Poll::Ready(End::Done);
            }
            is_leaving = is_leaving || leaving.as_mut().poll(cx).is_ready();
            if is_leaving && progress.is_idle() {
                return Poll::Ready(End::Done);
            }
            // Only the polls above move the deadline: handler and IO live inside the connection.
            if alarm.deadline() != progress.deadline() {
                alarm.as_mut().reset(progress.deadline());
            }
            alarm.as_mut().poll(cx).map(|()| End::Done)
        })
        .await
    };

    // Drops the handler, if it still runs: nobody waits for its answer any more.
    let stream = connection.into_parts().io.into_inner().into_stream();
    match end {
        End::Cut => hasty_farewell(&stream, &progress),
        End::Done => {
            tokio::select! {
                () = cut.cancelled() => {}
                () = farewell(stream, &progress, linger) => {}
            }
        }
    }
}
