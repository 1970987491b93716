//! A UDP socket to one router: questions are repeated, and answers from anybody else never arrive.

use std::io;
use std::net::SocketAddr;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use super::pcp::MAX;
use super::tuning::Tuning;

/// Datagrams that are looked at for one answer. Who sends more of them is not going to answer.
const PATIENCE: usize = 64;

/// Why there is no answer. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The router says that nobody listens there, or the system that there is no way.
    Closed,
    /// It came, but it was none.
    Garbage,
    /// Nothing came.
    Mute,
}

/// Connected, so that the system drops what comes from elsewhere and tells what the router refuses.
pub(super) struct Line {
    socket: UdpSocket,
}

impl Line {
    /// From `source` (whose port is 0) to `gateway`.
    pub(super) async fn open(source: SocketAddr, gateway: SocketAddr) -> Result<Self, Silence> {
        let connected = async {
            let socket = UdpSocket::bind(source).await?;
            socket.connect(gateway).await?;
            Ok::<_, io::Error>(Self { socket })
        };
        connected.await.map_err(|_| Silence::Closed)
    }

    /// Asks until `read` takes a datagram for an answer: after [`Tuning::first_patience`] once more, then after twice that, and so
    /// on, `tries` times in all.
    pub(super) async fn ask<T>(
        &self,
        request: &[u8],
        tries: u32,
        tuning: &Tuning,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<T, Silence> {
        let mut silence = Silence::Mute;
        let mut looks = 0;
        // One byte more than an answer may have, so that a larger one is not taken for a whole one.
        let mut buffer = [0; MAX + 1];
        for attempt in 0..tries {
            // What the system says here may be about the datagram before.
            if self.socket.send(request).await.is_err() && self.socket.send(request).await.is_err() {
                return Err(Silence::Closed);
            }
            let deadline = Instant::now() + tuning.first_patience.saturating_mul(1 << attempt.min(8));
            while let Ok(received) = timeout_at(deadline, self.socket.recv(&mut buffer)).await {
                let length = received.map_err(|_| Silence::Closed)?;
                if let Some(answer) = buffer.get(..length).and_then(&read) {
                    return Ok(answer);
                }
                silence = Silence::Garbage;
                looks += 1;
                if looks >= PATIENCE {
                    return Err(silence);
                }
            }
        }
        Err(silence)
    }
}
