//! One POST to one literal address: HTTP with everything left out that could leak or wander off.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONNECTION, CONTENT_LENGTH, HeaderValue};
use reqwest::{Client, StatusCode, redirect, retry};
use tokio::time::timeout;

use super::types::DialError;
use crate::wire::MAX_BODY;

/// Idle connections are dropped well before a listener would (150 s, 15 s before authentication).
pub(super) const POOL_IDLE: Duration = Duration::from_secs(60);

/// A client that speaks HTTP/1.1 to IP literals and nothing else: no redirects, no proxy, no DNS,
/// no cookies, no decompression, no retries of its own, no software name.
pub(super) fn client(connect_timeout: Duration) -> reqwest::Result<Client> {
    Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
        .http1_only()
        .dns_resolver(Arc::new(NoNames))
        .connect_timeout(connect_timeout)
        .pool_idle_timeout(POOL_IDLE)
        .pool_max_idle_per_host(1)
        .tcp_nodelay(true)
        // Keep-alives would wake radios up; silence is judged by exchanges, not by TCP.
        .tcp_keepalive(None)
        .build()
}

/// Addresses are literals. Should a name ever get here, it goes no further.
struct NoNames;

impl Resolve for NoNames {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(std::future::ready(Err::<Addrs, _>("names are not resolved".into())))
    }
}

/// Posts `body` to `http://<to>/output` and gives the body of the 200, at most [`MAX_BODY`] bytes,
/// all `within` the given time. Without `keep` the connection is closed afterwards.
pub(super) async fn post(
    client: &Client,
    to: SocketAddr,
    body: Vec<u8>,
    keep: bool,
    within: Duration,
) -> Result<Vec<u8>, DialError> {
    timeout(within, post_unbounded(client, to, body, keep)).await.unwrap_or(Err(DialError::Silent))
}

async fn post_unbounded(
    client: &Client,
    to: SocketAddr,
    body: Vec<u8>,
    keep: bool,
) -> Result<Vec<u8>, DialError> {
    let mut request = client.post(url(to).ok_or(DialError::Unreachable)?).body(body);
    if !keep {
        request = request.header(CONNECTION, HeaderValue::from_static("close"));
    }
    let mut answer = request.send().await.map_err(|reason| fault(&reason))?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Err(DialError::Dark),
        _ => return Err(DialError::BadAnswer),
    }
    // A length that is no number was refused by hyper.
    let announced = answer.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MAX_BODY as u64) {
        return Err(DialError::BadAnswer);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|reason| fault(&reason))? {
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(DialError::BadAnswer);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// `None` for what a URL cannot say: an IPv6 address with a scope.
fn url(to: SocketAddr) -> Option<String> {
    match to {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => None,
        _ => match to.ip() {
            IpAddr::V4(ip) => Some(format!("http://{ip}:{}/output", to.port())),
            IpAddr::V6(ip) => Some(format!("http://[{ip}]:{}/output", to.port())),
        },
    }
}

/// What an error of reqwest's was in truth: the innermost reason that says so.
fn fault(reason: &reqwest::Error) -> DialError {
    if reason.is_timeout() {
        return DialError::Silent;
    }
    let mut next: Option<&(dyn Error + 'static)> = Some(reason);
    let mut found = None;
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            found = io_fault(io).or(found);
        } else if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
            if hyper.is_parse() {
                found = Some(DialError::BadAnswer);
            } else if hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_canceled() {
                found = Some(DialError::Refused);
            }
        }
        next = error.source();
    }
    found.unwrap_or(if reason.is_connect() { DialError::Unreachable } else { DialError::BadAnswer })
}

fn io_fault(reason: &io::Error) -> Option<DialError> {
    // EMFILE, ENFILE and ENOBUFS have no kind of their own. (Linux and Android; Apple; Windows.)
    const OUT_OF_SOMETHING: [i32; 6] = [23, 24, 105, 55, 10_024, 10_055];
    if reason.raw_os_error().is_some_and(|code| OUT_OF_SOMETHING.contains(&code)) {
        return Some(DialError::Starved);
    }
    match reason.kind() {
        io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::NotConnected
        | io::ErrorKind::UnexpectedEof => Some(DialError::Refused),
        io::ErrorKind::TimedOut => Some(DialError::Silent),
        // EPERM: a firewall, or a phone that denies the local network.
        io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::PermissionDenied => Some(DialError::Unreachable),
        io::ErrorKind::OutOfMemory => Some(DialError::Starved),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn urls_are_literals() {
        assert_eq!(url("192.0.2.1:80".parse().unwrap()).unwrap(), "http://192.0.2.1:80/output");
        assert_eq!(url("[2001:db8::1]:20000".parse().unwrap()).unwrap(), "http://[2001:db8::1]:20000/output");
        assert_eq!(url("[fe80::1%3]:20000".parse().unwrap()), None);
    }

    #[test]
    fn the_systems_words_are_told_apart() {
        let of = |code| io_fault(&io::Error::from_raw_os_error(code));
        assert_eq!(of(24), Some(DialError::Starved));
        #[cfg(target_os = "linux")]
        {
            assert_eq!(of(111), Some(DialError::Refused));
            assert_eq!(of(104), Some(DialError::Refused));
            assert_eq!(of(110), Some(DialError::Silent));
            assert_eq!(of(101), Some(DialError::Unreachable));
            assert_eq!(of(113), Some(DialError::Unreachable));
            assert_eq!(of(99), Some(DialError::Unreachable));
        }
    }
}
