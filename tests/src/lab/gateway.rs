//! A router that lies: it answers NAT-PMP, PCP and UPnP as a script says, and opens nothing. It runs in place of
//! the daemon, on the machine of a router that has none.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::SOAP_PORT;
use super::Space;

const LOOK: Duration = Duration::from_millis(50);
/// The port that it grants, if another than the one asked for.
pub const OTHER_PORT: u16 = 40_404;
/// More than any description of a router.
const MEGABYTES: usize = 8 << 20;

/// What it lies about. Everything else it does as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Nothing: it says that the port is open.
    Nothing,
    /// Its address outside.
    Outside(Ipv4Addr),
    /// It grants [`OTHER_PORT`].
    OtherPort,
    /// The lease, in seconds.
    Lease(u32),
    /// Of three datagrams it loses two.
    Lossy,
    /// It never answers, but takes connections.
    Mute,
    /// It says no.
    Refuses,
    /// It begins anew every two seconds, and says so to everybody.
    Reboots,
    /// Its description by UPnP has megabytes.
    Megabytes,
    /// Its description is said to be there.
    LocatedAt(String),
    /// Its description is asked for, and it sends elsewhere.
    Redirects(String),
    /// Its description is right, and has its controls there.
    ControlledAt(String),
}

impl Lie {
    /// Whether it is one that only UPnP can tell. Then nothing else is spoken.
    fn is_upnp(&self) -> bool {
        matches!(self, Self::Megabytes | Self::LocatedAt(_) | Self::Redirects(_) | Self::ControlledAt(_))
    }
}

/// See the module. It falls silent when dropped.
#[derive(Debug)]
pub struct Gateway {
    script: Arc<Script>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Script {
    here: Ipv4Addr,
    lie: Mutex<(Lie, Instant)>,
    asked: AtomicUsize,
    stop: AtomicBool,
}

/// What becomes of a datagram.
type Answer = fn(&Script, &[u8]) -> Option<Vec<u8>>;

impl Gateway {
    /// Stands at this address of a router's LAN. What only UPnP can lie about it tells by UPnP alone, everything
    /// else by NAT-PMP and PCP alone.
    pub fn start(space: &Space, here: Ipv4Addr, lie: Lie) -> Self {
        let script = Script {
            here,
            lie: Mutex::new((lie.clone(), Instant::now())),
            asked: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        };
        let script = Arc::new(script);
        let mut threads = Vec::new();
        let (port, answer): (_, Answer) =
            if lie.is_upnp() { (1900, Script::found) } else { (5351, Script::mapped) };
        let socket = space.inside(|| UdpSocket::bind((here, port))).unwrap();
        socket.set_read_timeout(Some(LOOK)).unwrap();
        let script_there = Arc::clone(&script);
        threads.push(std::thread::spawn(move || script_there.serve_datagrams(&socket, answer)));
        if lie.is_upnp() {
            let listener = space.inside(|| TcpListener::bind((here, SOAP_PORT))).unwrap();
            listener.set_nonblocking(true).unwrap();
            let script_there = Arc::clone(&script);
            threads.push(std::thread::spawn(move || script_there.serve_connections(&listener)));
        }
        Self { script, threads }
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.script.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.script.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Script {
    fn serve_datagrams(&self, socket: &UdpSocket, answer: Answer) {
        let (mut buffer, mut announced) = ([0; 1500], 0);
        socket2::SockRef::from(socket).set_multicast_if_v4(&self.here).unwrap();
        while !self.stop.load(Ordering::Relaxed) {
            let restarts = self.lie.lock().unwrap().1.elapsed().as_secs() / 2;
            if self.lie() == Lie::Reboots && restarts > announced {
                announced = restarts;
                // ANNOUNCE, of PCP (RFC 6887, section 14.1), with an epoch of 0.
                let mut words = [0; 24];
                words[..2].copy_from_slice(&[2, 128]);
                let _ = socket.send_to(&words, ("224.0.0.1", 5350));
            }
            let Ok((read, from)) = socket.recv_from(&mut buffer) else { continue };
            let asked = self.asked.fetch_add(1, Ordering::Relaxed);
            let lie = self.lie();
            if lie == Lie::Mute || lie == Lie::Lossy && asked % 3 != 2 {
                continue;
            }
            if let Some(answer) = answer(self, &buffer[..read]) {
                let _ = socket.send_to(&answer, from);
            }
        }
    }

    fn lie(&self) -> Lie {
        self.lie.lock().unwrap().0.clone()
    }

    /// Seconds since it began.
    fn epoch(&self) -> u32 {
        let (lie, began) = &*self.lie.lock().unwrap();
        let seconds = u32::try_from(began.elapsed().as_secs()).unwrap();
        if *lie == Lie::Reboots { seconds % 2 } else { seconds + 1000 }
    }

    fn outside(&self) -> Ipv4Addr {
        match self.lie() {
            Lie::Outside(address) => address,
            _ => Ipv4Addr::new(11, 0, 0, 41),
        }
    }

    fn granted(&self, port: u16, lease: u32) -> (u16, u32) {
        match self.lie() {
            Lie::OtherPort => (OTHER_PORT, lease),
            Lie::Lease(other) => (port, other),
            _ => (port, lease),
        }
    }

    /// NAT-PMP (RFC 6886) and PCP (RFC 6887).
    fn mapped(&self, request: &[u8]) -> Option<Vec<u8>> {
        match *request.first()? {
            0 => self.nat_pmp(request),
            2 => self.pcp(request),
            _ => None,
        }
    }

    fn nat_pmp(&self, request: &[u8]) -> Option<Vec<u8>> {
        let operation = *request.get(1)?;
        let result: u16 = if self.lie() == Lie::Refuses { 2 } else { 0 };
        let mut answer = vec![0, 128 + operation];
        answer.extend(result.to_be_bytes());
        answer.extend(self.epoch().to_be_bytes());
        if operation == 0 {
            answer.extend(self.outside().octets());
            return Some(answer);
        }
        let inside = number(request, 4)?;
        let (port, lease) = self.granted(inside, u32::from_be_bytes(request.get(8..12)?.try_into().ok()?));
        answer.extend(inside.to_be_bytes());
        answer.extend(port.to_be_bytes());
        answer.extend(lease.to_be_bytes());
        Some(answer)
    }

    fn pcp(&self, request: &[u8]) -> Option<Vec<u8>> {
        let operation = *request.get(1)?;
        let result = if self.lie() == Lie::Refuses { 2 } else { 0 };
        let asked = u32::from_be_bytes(request.get(4..8)?.try_into().ok()?);
        let map = request.get(24..60).filter(|_| operation == 1);
        let inside = map.and_then(|map| number(map, 16)).unwrap_or_default();
        let (port, lease) = self.granted(inside, asked);
        let mut answer = vec![2, 128 + operation, 0, result];
        answer.extend(lease.to_be_bytes());
        answer.extend(self.epoch().to_be_bytes());
        answer.extend([0; 12]);
        if let Some(map) = map {
            answer.extend(&map[..16]);
            answer.extend(inside.to_be_bytes());
            answer.extend(port.to_be_bytes());
            answer.extend(self.outside().to_ipv6_mapped().octets());
        }
        Some(answer)
    }

    /// UPnP's search.
    fn found(&self, request: &[u8]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(request).ok().filter(|text| text.starts_with("M-SEARCH"))?;
        let wanted =
            text.lines().find_map(|line| line.strip_prefix("ST:").or(line.strip_prefix("st:")))?.trim();
        let location = match self.lie() {
            Lie::LocatedAt(location) => location,
            _ => format!("http://{}:{SOAP_PORT}/root.xml", self.here),
        };
        let answer = format!(
            "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: {wanted}\r\nUSN: uuid:1::{wanted}\r\nEXT:\r\n\
             SERVER: x UPnP/1.1 x\r\nLOCATION: {location}\r\n\r\n"
        );
        Some(answer.into_bytes())
    }

    fn serve_connections(&self, listener: &TcpListener) {
        while !self.stop.load(Ordering::Relaxed) {
            let Ok((mut stream, _)) = listener.accept() else {
                std::thread::sleep(LOOK);
                continue;
            };
            self.asked.fetch_add(1, Ordering::Relaxed);
            let _ = stream.set_nonblocking(false).and_then(|()| self.answer(&mut stream));
        }
    }

    fn answer(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        let mut buffer = vec![0; 64 << 10];
        let read = stream.read(&mut buffer)?;
        let request = String::from_utf8_lossy(&buffer[..read]).into_owned();
        let lie = self.lie();
        let ok = |body: &str| {
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let answer = match &lie {
            Lie::Redirects(location) => {
                format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
            }
            Lie::Megabytes => ok(&format!("<root>{}</root>", "<x>y</x>".repeat(MEGABYTES / 8))),
            _ if request.starts_with("GET ") => ok(&description(&lie)),
            _ => ok(&soap(&request, self.outside())),
        };
        stream.write_all(answer.as_bytes())
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn description(lie: &Lie) -> String {
    let control = match lie {
        Lie::ControlledAt(url) => url.as_str(),
        _ => "/ctl",
    };
    format!(
        "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>\
         <deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType><deviceList><device>\
         <deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><deviceList><device>\
         <deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType><serviceList><service>\
         <serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>\
         <serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId><SCPDURL>{control}</SCPDURL>\
         <controlURL>{control}</controlURL><eventSubURL>{control}</eventSubURL></service></serviceList></device>\
         </deviceList></device></deviceList></device></root>"
    )
}

/// An answer that says yes to whatever was asked.
fn soap(request: &str, outside: Ipv4Addr) -> String {
    let action = request.lines().find_map(|line| {
        line.split_once('#').filter(|(name, _)| name.to_lowercase().starts_with("soapaction"))
    });
    let action = action.map_or("", |(_, rest)| rest.trim_end_matches(['"', '\r']));
    let inside = match action {
        "GetExternalIPAddress" => format!("<NewExternalIPAddress>{outside}</NewExternalIPAddress>"),
        _ => String::new(),
    };
    format!(
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
         <u:{action}Response xmlns:u=\"urn:schemas-upnp-org:service:WANIPConnection:1\">{inside}\
         </u:{action}Response></s:Body></s:Envelope>"
    )
}
