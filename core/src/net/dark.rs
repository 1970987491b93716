//! One dark answer: nothing leaves a connection but an authentic 200 or the bare 404.
//!
//! hyper has answers of its own (400, 405, 431, 505, `100 Continue`, a HEAD or HTTP/1.0 variant of
//! ours), and each of them tells a stranger what is listening. [`DarkIo`] stands between hyper and
//! the socket: a head that is not `HTTP/1.1 200` never passes, it breaks the connection off instead,
//! and whoever serves the connection then says [`BARE_404`] on the bare socket ([`farewell`]).

use std::io;
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::limits::Limits;
use super::lock;

/// The only answer that somebody who is not authenticated ever gets, byte for byte.
pub(super) const BARE_404: &[u8] =
    b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// What is read and thrown away after the bare 404 before the socket is dropped.
const LINGER_BYTES: usize = 512 * 1024;

/// How far a connection is with its current request: shared by its IO (which sees bytes), its
/// handler (which knows what they mean) and its keeper (which enforces the deadline).
#[derive(Debug)]
pub(super) struct Progress {
    state: Mutex<State>,
    times: Times,
}

#[derive(Debug)]
struct Times {
    header: Duration,
    request: Duration,
    idle: Duration,
    idle_authenticated: Duration,
    park: Duration,
}

#[derive(Debug)]
struct State {
    authenticated: bool,
    /// When the first byte of the current request came; `None` between requests.
    began: Option<Instant>,
    deadline: Instant,
    /// A part of a 200 is on the wire: nothing else can be said any more.
    answering: bool,
}

impl Progress {
    pub(super) fn new(limits: &Limits) -> Self {
        let times = Times {
            header: limits.header,
            request: limits.request,
            idle: limits.idle,
            idle_authenticated: limits.idle_authenticated,
            park: limits.park,
        };
        let state = State {
            authenticated: false,
            began: None,
            deadline: Instant::now() + times.idle,
            answering: false,
        };
        Self { state: Mutex::new(state), times }
    }

    /// When patience ends.
    pub(super) fn deadline(&self) -> Instant {
        lock(&self.state).deadline
    }

    /// Between requests: closing now loses nothing.
    pub(super) fn is_idle(&self) -> bool {
        lock(&self.state).began.is_none()
    }

    /// The headers are complete; the body has the rest of the request's time.
    pub(super) fn headers_read(&self) {
        let mut state = lock(&self.state);
        if let Some(began) = state.began {
            state.deadline = began + self.times.request;
        }
    }

    /// The request was authentic: its answer may be parked.
    pub(super) fn authenticated(&self) {
        let mut state = lock(&self.state);
        state.authenticated = true;
        // The handler ends the parking itself; this is what sealing and writing may take on top.
        state.deadline = Instant::now() + self.times.park + self.times.request;
    }

    fn bytes_came(&self) {
        let mut state = lock(&self.state);
        if state.began.is_none() {
            let now = Instant::now();
            state.began = Some(now);
            state.deadline = now + self.times.header;
        }
    }

    fn answer_begins(&self) {
        let mut state = lock(&self.state);
        state.answering = true;
        state.deadline = Instant::now() + self.times.request;
    }

    fn answer_sent(&self) {
        let mut state = lock(&self.state);
        state.answering = false;
        state.began = None;
        let idle = if state.authenticated { self.times.idle_authenticated } else { self.times.idle };
        state.deadline = Instant::now() + idle;
    }

    /// Somebody said something and nothing was answered yet.
    fn owes_an_answer(&self) -> bool {
        let state = lock(&self.state);
        state.began.is_some() && !state.answering
    }
}

/// The socket as hyper sees it. See the [module](self).
#[derive(Debug)]
pub(super) struct DarkIo {
    stream: TcpStream,
    progress: Arc<Progress>,
    /// Bytes of the current 200 that may still pass.
    passing: usize,
}

impl DarkIo {
    pub(super) fn new(stream: TcpStream, progress: Arc<Progress>) -> Self {
        Self { stream, progress, passing: 0 }
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }
}

impl AsyncRead for DarkIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.progress.bytes_came();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for DarkIo {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.passing == 0 {
            match Head::of(buf) {
                Head::Continue { len } => return Poll::Ready(Ok(len)),
                Head::Dark => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
                Head::Authentic { len } => {
                    self.passing = len;
                    self.progress.answer_begins();
                }
            }
        }
        let allowed = buf.get(..self.passing).unwrap_or(buf);
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, allowed))?;
        self.passing = self.passing.saturating_sub(written);
        if self.passing == 0 {
            self.progress.answer_sent();
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Left to [`farewell`]: hyper shuts down before it is known whether an answer is owed.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// What a write of hyper's begins with. hyper encodes a head in one piece; what does not look like
/// a whole head is dark.
#[derive(Debug, PartialEq, Eq)]
enum Head {
    /// A 200 of `len` bytes, head and body.
    Authentic { len: usize },
    /// `100 Continue` of `len` bytes: swallowed.
    Continue { len: usize },
    /// Anything else.
    Dark,
}

impl Head {
    fn of(buf: &[u8]) -> Self {
        const END: &[u8] = b"\r\n\r\n";
        let Some(end) = buf.windows(END.len()).position(|window| window == END) else {
            return Self::Dark;
        };
        let len = end + END.len();
        let head = buf.get(..end).unwrap_or_default();
        if head.starts_with(b"HTTP/1.1 100 ") {
            return Self::Continue { len };
        }
        if !head.starts_with(b"HTTP/1.1 200 ") {
            return Self::Dark;
        }
        let body = head.split(|byte| *byte == b'\n').find_map(|line| {
            let digits = line.strip_prefix(b"content-length: ")?.trim_ascii();
            std::str::from_utf8(digits).ok()?.parse::<usize>().ok()
        });
        body.and_then(|body| body.checked_add(len)).map_or(Self::Dark, |len| Self::Authentic { len })
    }
}

/// Ends a connection properly: the bare 404 if an answer is owed, then the end of our side, then a
/// bounded while of reading on, because closing a socket with unread bytes resets it, and a reset
/// may overtake the answer.
pub(super) async fn farewell(stream: TcpStream, progress: &Progress, linger: Duration) {
    if progress.owes_an_answer() {
        // Whether the other side still takes it is its business.
        let _ = timeout(linger, say_bare_404_and_linger(&stream)).await;
    }
}

/// The same when there is no time: what the socket takes at once.
pub(super) fn hasty_farewell(stream: &TcpStream, progress: &Progress) {
    if progress.owes_an_answer() {
        let _ = stream.try_write(BARE_404);
    }
}

async fn say_bare_404_and_linger(stream: &TcpStream) -> io::Result<()> {
    let mut rest = BARE_404;
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(e) => return Err(e),
        }
    }
    SockRef::from(stream).shutdown(Shutdown::Write)?;
    let mut scratch = [0; 4096];
    let mut left = LINGER_BYTES;
    while left > 0 {
        stream.readable().await?;
        match stream.try_read(&mut scratch) {
            Ok(0) => break,
            Ok(read) => left = left.saturating_sub(read),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_200_heads_with_a_length_pass() {
        let ok = b"HTTP/1.1 200 OK\r\ncontent-type: x\r\ncontent-length: 3\r\n\r\nabc";
        assert_eq!(Head::of(ok), Head::Authentic { len: ok.len() });
        let go_on = b"HTTP/1.1 100 Continue\r\n\r\n";
        assert_eq!(Head::of(go_on), Head::Continue { len: go_on.len() });
        for dark in [
            &b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"[..],
            b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: 3",
            b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
            b"",
        ] {
            assert_eq!(Head::of(dark), Head::Dark);
        }
    }
}
