//! Somebody on the way: forwards HTTP messages, keeps a copy, and interferes as a test wants.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};

use crate::http::{self, Message};

/// What becomes of an answer.
pub enum Fate {
    /// It is passed on.
    Forward,
    /// It is lost and the connection ends.
    Lose,
    /// Another one is given.
    Replace(Message),
}

/// One exchange as it was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What was asked.
    pub request: Message,
    /// What was answered by the real peer.
    pub answer: Message,
}

type Judge = Box<dyn FnMut(&Seen) -> Fate + Send>;

/// See the module.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    target: Mutex<SocketAddr>,
    judge: Mutex<Judge>,
    seen: Mutex<Vec<Seen>>,
}

impl Proxy {
    /// Stands before `target`.
    pub async fn before(target: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            target: Mutex::new(target),
            judge: Mutex::new(Box::new(|_| Fate::Forward)),
            seen: Mutex::default(),
        });
        let common = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&common).pass(stream));
            }
        });
        Self { address, shared, task }
    }

    /// Passes on to somebody else from now on.
    pub fn point_at(&self, target: SocketAddr) {
        *self.shared.target.lock().unwrap() = target;
    }

    /// Who decides what becomes of answers from now on.
    pub fn judge(&self, judge: impl FnMut(&Seen) -> Fate + Send + 'static) {
        *self.shared.judge.lock().unwrap() = Box::new(judge);
    }

    /// Everything so far, in the order of the answers.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Every byte so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen().iter().flat_map(|seen| [seen.request.bytes(), seen.answer.bytes()].concat()).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    async fn exchange(&self, callee: &mut Option<TcpStream>, request: &Message) -> Option<Message> {
        if callee.is_none() {
            let target = *self.target.lock().unwrap();
            *callee = Some(TcpStream::connect(target).await.ok()?);
        }
        let stream = callee.as_mut()?;
        http::write(stream, request).await.ok()?;
        http::read(stream).await
    }

    async fn pass(self: Arc<Self>, mut caller: TcpStream) {
        let mut callee = None;
        while let Some(request) = http::read(&mut caller).await {
            // A kept connection may be one of a process that is gone: then a fresh one is tried.
            let answer = match self.exchange(&mut callee, &request).await {
                Some(answer) => answer,
                None => match self.exchange(&mut None, &request).await {
                    Some(answer) => answer,
                    None => return,
                },
            };
            let seen = Seen { request, answer };
            let fate = (self.judge.lock().unwrap())(&seen);
            let answer = match fate {
                Fate::Forward => Some(seen.answer.clone()),
                Fate::Lose => None,
                Fate::Replace(other) => Some(other),
            };
            self.seen.lock().unwrap().push(seen);
            let Some(answer) = answer else { return };
            if http::write(&mut caller, &answer).await.is_err() || !answer.is_ok() {
                return;
            }
        }
    }
}
