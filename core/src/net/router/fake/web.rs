//! UPnP's search and HTTP, as scripted.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::sleep;

use super::{Held, State, Web};

pub(super) async fn search(socket: UdpSocket, state: Arc<Mutex<State>>) {
    let mut buffer = [0; 1_500];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
        let answer = {
            let mut state = state.lock().unwrap();
            state.log.push("search".to_owned());
            let location = state.script.location.clone();
            let location = location.unwrap_or(format!("http://{}/rootDesc.xml", state.web));
            let kind = text.lines().find_map(|line| line.strip_prefix("ST: ")).unwrap_or_default();
            state.script.upnp.then(|| {
                format!(
                    "HTTP/1.1 200 OK\r\nST: {kind}\r\nEXT:\r\nLOCATION: {location}\r\nUSN: uuid:1\r\n\r\n"
                )
            })
        };
        if let Some(answer) = answer {
            let _ = socket.send_to(answer.as_bytes(), from).await;
        }
    }
}

pub(super) async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    loop {
        let Ok((stream, from)) = listener.accept().await else { continue };
        tokio::spawn(answer(stream, from, Arc::clone(&state)));
    }
}

async fn answer(mut stream: TcpStream, from: SocketAddr, state: Arc<Mutex<State>>) {
    let Some(request) = read(&mut stream).await else { return };
    let (web, thinks) = {
        let state = state.lock().unwrap();
        (state.script.web.clone(), state.script.thinks)
    };
    tokio::select! {
        () = sleep(thinks) => {}
        _ = stream.read_u8() => return,
    }
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n";
    let megabyte = vec![b'a'; 1 << 20];
    match web {
        Web::Normal => {
            let (status, body) = state.lock().unwrap().http(&request, from);
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all((head + &body).as_bytes()).await;
        }
        Web::Deep => {
            let body = "<a>".repeat(20_000);
            let _ = stream
                .write_all(format!("{ok}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
                .await;
        }
        Web::Redirect(to) => {
            let head = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
        }
        Web::Megabytes => {
            let _ = stream.write_all(format!("{ok}Content-Length: {}\r\n\r\n", 64 << 20).as_bytes()).await;
            for _ in 0..64 {
                if stream.write_all(&megabyte).await.is_err() {
                    return;
                }
            }
        }
        Web::Stream => {
            let _ = stream.write_all(format!("{ok}\r\n").as_bytes()).await;
            while stream.write_all(&megabyte).await.is_ok() {}
        }
        Web::Drip => {
            let _ = stream.write_all(format!("{ok}Content-Length: 60000\r\n\r\n").as_bytes()).await;
            while stream.write_all(b"<").await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        }
        Web::Mute => sleep(Duration::from_secs(600)).await,
    }
}

/// Head and body.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

impl State {
    fn http(&mut self, request: &str, from: SocketAddr) -> (&'static str, String) {
        let line = request.lines().next().unwrap_or_default();
        assert!(!request.to_lowercase().contains("user-agent"), "no software is named");
        if line.starts_with("GET") {
            self.log.push("description".to_owned());
            return ("200 OK", self.description());
        }
        assert!(line.starts_with("POST /ctl HTTP/1.1"), "{line}");
        let action = request.split("<u:").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        match self.soap(action, request, from) {
            Ok(values) => ("200 OK", envelope(&format!("<u:{action}Response>{values}</u:{action}Response>"))),
            Err(code) => (
                "500 Internal Server Error",
                envelope(&format!(
                    "<s:Fault><detail><UPnPError><errorCode>{code}</errorCode></UPnPError></detail></s:Fault>"
                )),
            ),
        }
    }

    fn description(&self) -> String {
        let control = self.script.control_url.clone().unwrap_or("/ctl".to_owned());
        let services: String = ["WANIPConnection:1", "WANIPv6FirewallControl:1"]
            .iter()
            .map(|service| {
                format!(
                    "<service><serviceType>urn:schemas-upnp-org:service:{service}</serviceType>\
                     <controlURL>{control}</controlURL></service>"
                )
            })
            .collect();
        format!("<?xml version=\"1.0\"?><root><device><serviceList>{services}</serviceList></device></root>")
    }

    fn soap(&mut self, action: &str, request: &str, from: SocketAddr) -> Result<String, u16> {
        let argument = |name: &str| {
            let value = request.split(&format!("<{name}>")).nth(1)?.split('<').next()?;
            Some(value.to_owned())
        };
        let number = |name: &str| argument(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
        let external = number("NewExternalPort") as u16;
        let id = number("UniqueID") as u16;
        self.log.push(format!("{action} {}", if external == 0 { id } else { external }));
        let held = |port: &str, client: &str, lease: &str| {
            let to = SocketAddr::new(argument(client).unwrap().parse().unwrap(), number(port) as u16);
            Held { to, lease: number(lease), nonce: [0; 12] }
        };
        match action {
            "GetExternalIPAddress" => {
                let outside = self.script.upnp_outside.clone().unwrap_or(self.script.outside.to_string());
                Ok(format!("<NewExternalIPAddress>{outside}</NewExternalIPAddress>"))
            }
            "GetSpecificPortMappingEntry" if !self.script.tells_entries => Err(401),
            "GetSpecificPortMappingEntry" => {
                let held = self.upnp.get(&external).ok_or(714_u16)?;
                Ok(format!(
                    "<NewInternalPort>{}</NewInternalPort><NewInternalClient>{}</NewInternalClient>\
                     <NewLeaseDuration>{}</NewLeaseDuration>",
                    held.to.port(),
                    held.to.ip(),
                    held.lease
                ))
            }
            "AddPortMapping" => {
                let mut held = held("NewInternalPort", "NewInternalClient", "NewLeaseDuration");
                if let Some(code) = self.script.add_code {
                    return Err(code);
                }
                if self.script.only_permanent && held.lease != 0 {
                    return Err(725);
                }
                if self.upnp.get(&external).is_some_and(|before| before.to.ip() != held.to.ip()) {
                    return Err(718);
                }
                held.lease = self.script.lease.unwrap_or(held.lease);
                self.upnp.insert(external, held);
                Ok(String::new())
            }
            "DeletePortMapping" => self.upnp.remove(&external).map(|_| String::new()).ok_or(714),
            "AddPinhole" => {
                let held = held("InternalPort", "InternalClient", "LeaseTime");
                assert_eq!(held.to.ip(), from.ip(), "pinholes are asked for by whom they are for");
                if let Some(code) = self.script.add_code {
                    return Err(code);
                }
                let before = self.pinholes.iter().find(|(_, before)| before.to == held.to).map(|(id, _)| *id);
                let id = before.unwrap_or(self.pinholes.len() as u16 + 1);
                self.pinholes.insert(id, held);
                Ok(format!("<UniqueID>{id}</UniqueID>"))
            }
            "UpdatePinhole" => {
                let lease = number("NewLeaseTime");
                self.pinholes.get_mut(&id).map(|held| held.lease = lease).ok_or(704_u16)?;
                Ok(String::new())
            }
            "DeletePinhole" => self.pinholes.remove(&id).map(|_| String::new()).ok_or(704),
            _ => Err(401),
        }
    }
}

fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}
