//! Asks as somebody who is not our program does: whether a port is open, and routers for ports. With this the
//! laboratory shows that it is what it says, whatever our program does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, SocketAddrV6, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use serde_json::Value;

use super::Space;
use super::{SOAP_PORT, tools};

/// Longer takes no way through the laboratory, and a firewall that drops would keep us forever.
const NO_ANSWER: Duration = Duration::from_millis(700);
const PCP_PORT: u16 = 5351;
const TCP: u8 = 6;

/// Somebody who accepts, and says who came.
pub fn listens(space: &Space, port: u16) {
    for any in ["0.0.0.0", "::"] {
        let address = SocketAddr::new(any.parse().unwrap(), port);
        let listener = space.inside(|| listener(address));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.peer_addr().map(|from| stream.write_all(from.ip().to_string().as_bytes()));
            }
        });
    }
}

/// A listener for this family alone.
fn listener(address: SocketAddr) -> TcpListener {
    let socket =
        socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None).unwrap();
    if address.is_ipv6() {
        socket.set_only_v6(true).unwrap();
    }
    socket.bind(&address.into()).unwrap();
    socket.listen(64).unwrap();
    socket.into()
}

/// Whether somebody accepts there, seen from this machine; what they say if it is [`listens`].
pub fn reaches(space: &Space, address: SocketAddr) -> bool {
    space.inside(|| TcpStream::connect_timeout(&address, NO_ANSWER)).is_ok()
}

/// As whom somebody who [`listens`] there sees this machine.
pub fn seen_as(space: &Space, address: SocketAddr) -> Option<IpAddr> {
    let mut stream = space.inside(|| TcpStream::connect_timeout(&address, NO_ANSWER)).ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    text.parse().ok()
}

/// What a router answered to PCP's MAP (RFC 6887).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// 0 is success.
    pub result: u8,
    /// Seconds since the router began to remember.
    pub epoch: u32,
    /// Where the port is open outside.
    pub outside: Option<SocketAddr>,
}

/// Asks the router at `gateway` to open TCP `port` to the address `inside` of this host; `None`: no answer.
pub fn pcp(space: &Space, inside: IpAddr, gateway: IpAddr, port: u16) -> Option<Mapped> {
    let socket = space.inside(|| UdpSocket::bind((inside, 0))).unwrap();
    socket.set_read_timeout(Some(NO_ANSWER)).unwrap();
    let mut request = vec![2, 1, 0, 0];
    request.extend(600_u32.to_be_bytes());
    request.extend(mapped(inside));
    request.extend(*b"twelve bytes");
    request.extend([TCP, 0, 0, 0]);
    request.extend(port.to_be_bytes());
    request.extend(port.to_be_bytes());
    request.extend(if inside.is_ipv4() { mapped(IpAddr::from([0; 4])) } else { [0; 16] });
    socket.send_to(&request, scoped(space, gateway)).unwrap();
    let mut answer = [0; 1100];
    let read = socket.recv(&mut answer).ok()?;
    let outside = (read >= 60 && answer[3] == 0).then(|| {
        let ip: [u8; 16] = answer[44..60].try_into().unwrap();
        let port = u16::from_be_bytes([answer[42], answer[43]]);
        SocketAddr::new(IpAddr::from(ip).to_canonical(), port)
    });
    let epoch = u32::from_be_bytes(answer[8..12].try_into().unwrap());
    Some(Mapped { result: answer[3], epoch, outside })
}

/// IPv4 as PCP writes it.
fn mapped(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => ip.octets(),
    }
}

/// A link-local address says nothing without an interface.
fn scoped(space: &Space, gateway: IpAddr) -> SocketAddr {
    let IpAddr::V6(ip) = gateway else { return SocketAddr::new(gateway, PCP_PORT) };
    let text = space.inside(|| tools::ask("ip", &["-json", "link", "show", "dev", "eth0"]));
    let link: Value = serde_json::from_str(&text).unwrap();
    let index = u32::try_from(link[0]["ifindex"].as_u64().unwrap()).unwrap();
    SocketAddrV6::new(ip, PCP_PORT, 0, index).into()
}

/// Asks a router by UPnP to open TCP `port` to this host; the answer's first line.
pub fn upnp(space: &Space, inside: IpAddr, gateway: IpAddr, port: u16) -> Option<String> {
    let service = "urn:schemas-upnp-org:service:WANIPConnection:1";
    let body = format!(
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>\
         <u:AddPortMapping xmlns:u=\"{service}\"><NewRemoteHost></NewRemoteHost>\
         <NewExternalPort>{port}</NewExternalPort><NewProtocol>TCP</NewProtocol>\
         <NewInternalPort>{port}</NewInternalPort><NewInternalClient>{inside}</NewInternalClient>\
         <NewEnabled>1</NewEnabled><NewPortMappingDescription>x</NewPortMappingDescription>\
         <NewLeaseDuration>600</NewLeaseDuration></u:AddPortMapping></s:Body></s:Envelope>"
    );
    let address = SocketAddr::new(gateway, SOAP_PORT);
    let mut stream = space.inside(|| TcpStream::connect_timeout(&address, NO_ANSWER)).ok()?;
    let head = format!(
        "POST /ctl/IPConn HTTP/1.1\r\nHost: {address}\r\nContent-Type: text/xml\r\nConnection: close\r\n\
         SOAPAction: \"{service}#AddPortMapping\"\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.lines().next().map(str::to_owned)
}
