//! The bare 404 takes as long for any path and method: answer times are compared as distributions, pair
//! by pair in turn, so that a busy machine changes both alike. No duration is asserted.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod net_support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use net_support::{BARE_404, Peer, say};
use pure2p_core::net::Limits;

const PAIRS: usize = 600;

fn request(line: &str, body: usize) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\nhost: x\r\ncontent-length: {body}\r\n\r\n").into_bytes();
    bytes.extend(std::iter::repeat_n(0x5a, body));
    bytes
}

async fn took(to: SocketAddr, request: &[u8]) -> Duration {
    let began = Instant::now();
    let (answer, _) = say(to, request).await;
    assert_eq!(answer, BARE_404);
    began.elapsed()
}

/// The chance that an answer to `a` took longer than one to `b` (Mann and Whitney's U / n²): a half if both
/// come from the same distribution, with a standard error of 0.017 here.
async fn slower(to: SocketAddr, a: &[u8], b: &[u8]) -> f64 {
    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        if pair % 2 == 0 {
            of_a.push(took(to, a).await);
            of_b.push(took(to, b).await);
        } else {
            of_b.push(took(to, b).await);
            of_a.push(took(to, a).await);
        }
    }
    of_b.sort();
    let below: usize = of_a.iter().map(|time| of_b.partition_point(|other| other < time)).sum();
    below as f64 / (PAIRS * PAIRS) as f64
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_wait_equally_long_whatever_they_ask() {
    let limits = Limits { handshake_burst: u32::MAX, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let to = peer.address();
    let output = request("POST /output", 60_000);
    for line in ["POST /", "GET /output", "PUT /output/x", "POST /outpu"] {
        let chance = slower(to, &output, &request(line, 60_000)).await;
        eprintln!("POST /output against {line}: {chance:.3}");
        assert!((0.4..0.6).contains(&chance), "POST /output against {line}: {chance:.3}");
    }
    // The same comparison does see a difference where there is one: one hash over much or little.
    let chance = slower(to, &output, &request("POST /output", 16)).await;
    eprintln!("much against little: {chance:.3}");
    assert!(chance > 0.6, "the comparison is blind: {chance:.3}");
}
