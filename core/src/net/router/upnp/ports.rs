//! Which ports outside are asked for over UPnP, where the router picks none by itself.

use crate::net::router::target::Target;

/// Others than the own one. So many in vain, and the next would be, too.
const OTHERS: usize = 3;

/// What was granted before, then the own port, then a few others between 20000 and 32000. These come from the nonce: after a crash the
/// same ones are tried, so that what was left is found.
pub(super) fn wished(target: &Target, granted: Option<u16>) -> Vec<u16> {
    let own = target.internal.port();
    let mut ports: Vec<u16> = granted.into_iter().collect();
    let others =
        target.nonce.as_chunks::<2>().0.iter().map(|pair| 20_000 + u16::from_be_bytes(*pair) % 12_001);
    for port in std::iter::once(own).chain(others.take(OTHERS)) {
        if !ports.contains(&port) {
            ports.push(port);
        }
    }
    ports
}
