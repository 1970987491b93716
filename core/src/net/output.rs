//! What is done for a request: the same for every path, method and host, up to the last moment.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::{Method, StatusCode, Version, header};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::dark::Progress;
use super::dice::Dice;
use super::gate::{Gate, Source};
use super::limits::Limits;
use super::lock;
use super::queue::HandshakeQueue;
use super::reception::{Newcomer, Reception};
use super::types::Answering;
use crate::identity::Account;
use crate::wire::{MAX_BODY, Session, SessionId, answer_hello, is_hello};

/// What all connections of one listener share.
pub(super) struct Hall {
    pub(super) account: Arc<Account>,
    pub(super) answering: Arc<dyn Answering>,
    pub(super) limits: Limits,
    pub(super) dice: Arc<Dice>,
    pub(super) gate: Mutex<Gate>,
    pub(super) queue: Arc<HandshakeQueue>,
    pub(super) reception: Mutex<Reception>,
    pub(super) tracker: TaskTracker,
}

/// One connection, as its requests see it.
#[derive(Clone)]
struct Caller {
    hall: Arc<Hall>,
    from: SocketAddr,
    /// Its number at the gate.
    place: u64,
    progress: Arc<Progress>,
}

/// The service of one connection: one handler, no routes.
pub(super) fn room(hall: Arc<Hall>, from: SocketAddr, place: u64, progress: Arc<Progress>) -> Router {
    Router::new().fallback(output).with_state(Caller { hall, from, place, progress })
}

async fn output(State(caller): State<Caller>, request: Request) -> Response {
    caller.progress.headers_read();
    // HTTP/1.0 included: its 200 would not pass the dark IO, so it must not have effects either.
    let meant = request.method() == Method::POST
        && request.uri() == "/output"
        && request.version() == Version::HTTP_11;
    let body = Limited::new(request.into_body(), MAX_BODY).collect().await;
    let answer = match body {
        Ok(body) => caller.answer(body.to_bytes(), meant).await,
        Err(_) => None,
    };
    respond(answer)
}

fn respond(answer: Option<Vec<u8>>) -> Response {
    // The 404 never reaches the wire as it is: it makes the dark IO say the bare one.
    let (status, body) = match answer {
        Some(body) => (StatusCode::OK, Body::from(body)),
        None => (StatusCode::NOT_FOUND, Body::empty()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let kind = header::HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

impl Caller {
    /// The body of the 200, or `None` for the bare 404. Nothing has effects unless it is `meant`
    /// (a `POST /output`).
    async fn answer(&self, body: Bytes, meant: bool) -> Option<Vec<u8>> {
        let session = SessionId::of_body(&body).and_then(|id| {
            let session = lock(&self.hall.reception).find(&id, Instant::now())?;
            Some((id, session))
        });
        match session {
            // Opening moves the replay window, which is an effect.
            Some((id, session)) if meant => self.sealed(&id, &session, &body).await,
            Some(_) => None,
            None if is_hello(&self.hall.account.uid(), &body) => self.hello(body, meant).await,
            None => None,
        }
    }

    async fn sealed(&self, id: &SessionId, session: &Session, body: &[u8]) -> Option<Vec<u8>> {
        let hall = &self.hall;
        let (counter, batch) = session.open_request(body).ok()?;
        let (now, known) = (Instant::now(), hall.answering.knows(session.peer()));
        if !lock(&hall.reception).confirm(id, known, now) {
            return None;
        }
        if known {
            let mut gate = lock(&hall.gate);
            gate.favour(Source::from(self.from), now);
            gate.identify(self.place, *session.peer());
            drop(gate);
            self.progress.authenticated();
        }
        let answer = hall.answering.answer(*session.peer(), self.from, batch);
        let answer = timeout(hall.limits.park, answer).await.ok()??;
        session.seal_answer(counter, &answer).ok()
    }

    async fn hello(&self, body: Bytes, meant: bool) -> Option<Vec<u8>> {
        let hall = &self.hall;
        let (source, now) = (Source::from(self.from), Instant::now());
        let favoured = {
            let mut gate = lock(&hall.gate);
            if !gate.may_handshake(source, now) {
                return None;
            }
            gate.is_favoured(source, now)
        };
        let turn = hall.queue.turn(favoured).await?;
        let (account, mut rng) = (Arc::clone(&hall.account), hall.dice.fork());
        let handshake = hall.tracker.spawn_blocking(move || {
            // The turn ends with the work, even if nobody waits for it any more.
            let _turn = turn;
            answer_hello(&account, &body, &mut rng)
        });
        let (session, answer) = handshake.await.ok()?.ok()?;
        let peer = *session.peer();
        if !hall.answering.admits(&peer) || !meant {
            return None;
        }
        let newcomer = Newcomer { id: session.id(), peer, source, session };
        lock(&hall.reception).welcome(newcomer, Instant::now());
        Some(answer)
    }
}
