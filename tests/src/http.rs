//! HTTP/1.1 by hand: just what `POST /output` needs, and nothing that tidies up behind an attacker.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// The one answer that strangers get, byte for byte.
pub const BARE_404: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// One HTTP message as it was on the wire.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Everything up to and with the empty line.
    pub head: Vec<u8>,
    /// The body, whose length the head names.
    pub body: Vec<u8>,
}

impl Message {
    /// A request to `/output`.
    pub fn request(body: &[u8]) -> Self {
        let head = format!("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len());
        Self { head: head.into_bytes(), body: body.to_vec() }
    }

    /// A 200.
    pub fn ok(body: &[u8]) -> Self {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Self { head: head.into_bytes(), body: body.to_vec() }
    }

    /// The bare 404.
    pub fn dark() -> Self {
        Self { head: BARE_404.to_vec(), body: Vec::new() }
    }

    /// Whether this is a 200.
    pub fn is_ok(&self) -> bool {
        self.head.starts_with(b"HTTP/1.1 200 ")
    }

    /// All of it.
    pub fn bytes(&self) -> Vec<u8> {
        [self.head.as_slice(), &self.body].concat()
    }
}

/// Reads one message; `None` if the other side ends before it is whole.
pub async fn read(stream: &mut TcpStream) -> Option<Message> {
    let mut all = Vec::new();
    let head = loop {
        if let Some(end) = all.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        fill(stream, &mut all).await?;
    };
    let text = String::from_utf8_lossy(&all[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let end = head + length.unwrap_or(0);
    while all.len() < end {
        fill(stream, &mut all).await?;
    }
    Some(Message { head: all[..head].to_vec(), body: all[head..end].to_vec() })
}

async fn fill(stream: &mut TcpStream, all: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 16 * 1024];
    let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
    all.extend_from_slice(&chunk[..read]);
    Some(())
}

/// Writes one message.
///
/// # Errors
/// Those of the socket.
pub async fn write(stream: &mut TcpStream, message: &Message) -> io::Result<()> {
    stream.write_all(&message.bytes()).await
}

/// Another address of this machine's loopback, to come from. Linux has the whole of 127/8 without being told
/// to; elsewhere there is but one, and the caller is told that its test tests less.
pub fn elsewhere(n: u8) -> IpAddr {
    if cfg!(target_os = "linux") {
        return [127, 0, 0, n].into();
    }
    crate::skip::untested("this loopback has one address: what should come from elsewhere comes from there");
    [127, 0, 0, 1].into()
}

/// Posts `body` on a fresh connection from the address `from`: the body of the 200, or `None` for the
/// bare 404, which must be the bare one.
pub async fn post_from(from: IpAddr, to: SocketAddr, body: &[u8]) -> Option<Vec<u8>> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    write(&mut stream, &Message::request(body)).await.unwrap();
    let answer = read(&mut stream).await.expect("an answer");
    if answer.is_ok() {
        return Some(answer.body);
    }
    assert_eq!(answer.bytes(), BARE_404);
    None
}

/// [`post_from`] this machine's usual loopback address.
pub async fn post(to: SocketAddr, body: &[u8]) -> Option<Vec<u8>> {
    post_from([127, 0, 0, 1].into(), to, body).await
}
