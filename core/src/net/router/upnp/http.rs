//! One HTTP exchange with the gateway: to its literal address and nowhere else, bounded in size and time. No redirects (what is not
//! 200 or a SOAP fault is no answer), no proxy, no name, no name of ours.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST};
use hyper::{Request, client};
use hyper_util::rt::TokioIo;
use tokio::net::TcpSocket;
use tokio::time::timeout;

use super::place::Place;
use super::soap::Call;
use super::xml::MAX;
use crate::net::router::target::Target;
use crate::net::router::tuning::Tuning;

/// hyper's smallest: headers of routers have a few hundred bytes.
const MAX_HEAD: usize = 8 * 1024;

/// Why there is no answer. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Something came that is no answer: too large, too slow, not HTTP, a redirect.
    Garbage,
    /// 401 or 403.
    Forbidden,
    /// Nobody there.
    Unreachable,
}

/// Gets a description (`call`: `None`) or carries out an action.
pub(super) async fn exchange(
    target: &Target,
    tuning: &Tuning,
    place: &Place,
    call: Option<&Call>,
) -> Result<Vec<u8>, NoAnswer> {
    let gateway = target.gateway(place.port);
    let stream = async {
        let socket = if gateway.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.bind(target.source())?;
        socket.connect(gateway).await
    };
    let exchange = async {
        let stream = stream.await.map_err(|_: io::Error| NoAnswer::Unreachable)?;
        let request = request(gateway, place, call).ok_or(NoAnswer::Garbage)?;
        let (mut sender, connection) = client::conn::http1::Builder::new()
            .max_buf_size(MAX_HEAD)
            .max_headers(64)
            // Routers are old, and some of their servers older.
            .title_case_headers(true)
            .ignore_invalid_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .handshake::<_, Full<Bytes>>(TokioIo::new(stream))
            .await
            .map_err(|_| NoAnswer::Garbage)?;
        let answer = async move {
            let answer = sender.send_request(request).await.map_err(|_| NoAnswer::Garbage)?;
            match answer.status().as_u16() {
                200 => {}
                // SOAP faults come with 500 (UPnP Device Architecture 1.1, section 3.2.2).
                500 if call.is_some() => {}
                401 | 403 => return Err(NoAnswer::Forbidden),
                _ => return Err(NoAnswer::Garbage),
            }
            read(answer.into_body()).await
        };
        // Driven here and not in a task of its own: who gives up gives the connection up, too.
        let (mut answer, mut connection) = (pin!(answer), pin!(connection));
        let mut connected = true;
        poll_fn(|context| {
            if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                return Poll::Ready(answer);
            }
            if connected && connection.as_mut().poll(context).is_ready() {
                connected = false;
            }
            answer.as_mut().poll(context)
        })
        .await
    };
    timeout(tuning.exchange, exchange).await.unwrap_or(Err(NoAnswer::Garbage))
}

fn request(gateway: SocketAddr, place: &Place, call: Option<&Call>) -> Option<Request<Full<Bytes>>> {
    let host = match gateway {
        SocketAddr::V4(gateway) => gateway.to_string(),
        // Scopes mean nothing to others.
        SocketAddr::V6(gateway) => format!("[{}]:{}", gateway.ip(), gateway.port()),
    };
    let request = Request::builder().uri(&place.path).header(HOST, host).header(CONNECTION, "close");
    let request = match call {
        None => request.method("GET").body(Full::default()),
        Some(call) => request
            .method("POST")
            .header(CONTENT_TYPE, "text/xml; charset=\"utf-8\"")
            .header("SOAPAction", call.header())
            .body(Full::from(call.body())),
    };
    request.ok()
}

async fn read(body: Incoming) -> Result<Vec<u8>, NoAnswer> {
    if body.size_hint().lower() > MAX as u64 {
        return Err(NoAnswer::Garbage);
    }
    let (mut body, mut bytes) = (body, Vec::new());
    while let Some(frame) = body.frame().await {
        // A connection that breaks off inside of a body: what is there is not whole.
        let Ok(data) = frame.map_err(|_| NoAnswer::Garbage)?.into_data() else { continue };
        if bytes.len() + data.len() > MAX {
            return Err(NoAnswer::Garbage);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
