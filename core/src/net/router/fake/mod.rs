//! A scripted router on loopback: PCP and NAT-PMP, UPnP's search, and its HTTP. It opens nothing; it answers, lies, refuses, loses,
//! and remembers what it was asked.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod control;
mod web;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, UdpSocket};
use tokio_util::task::AbortOnDropHandle;

use super::tuning::Tuning;
use super::types::{RouterConfig, RouterNetwork};

/// How it answers PCP and NAT-PMP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaks {
    /// Neither, and nothing listens.
    Closed,
    /// Bytes that mean nothing.
    Garbage,
    Mute,
    NatPmpOnly,
    Pcp,
}

/// How it answers HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Web {
    /// Elements in elements in elements.
    Deep,
    /// A byte now and then.
    Drip,
    /// Megabytes, with their length told.
    Megabytes,
    /// Takes the request, and that is it.
    Mute,
    Normal,
    /// Everything is elsewhere.
    Redirect(String),
    /// Megabytes that never end.
    Stream,
}

/// What it does. Can be changed while it runs.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) speaks: Speaks,
    /// PCP's result code; NAT-PMP's for mappings.
    pub(crate) pcp_code: u8,
    pub(crate) natpmp_code: u8,
    /// NAT-PMP's when asked for its address.
    pub(crate) address_code: u8,
    pub(crate) outside: IpAddr,
    /// Every mapping lasts so many seconds.
    pub(crate) lease: Option<u32>,
    /// It grants another port than the one asked for.
    pub(crate) other_port: bool,
    /// Only one of three datagrams arrives.
    pub(crate) lossy: bool,
    /// A mapping is renewed under its nonce only (RFC 6887, section 11.3).
    pub(crate) strict: bool,
    /// It ends nothing, but shortens it (miniupnpd 2.3.1, holes in firewalls that were renewed).
    pub(crate) clings: bool,
    /// It answers from another port than it was asked at.
    pub(crate) answers_from_elsewhere: bool,
    /// Seconds since it started, besides those that really went by.
    pub(crate) uptime: u32,
    /// It answers UPnP's search.
    pub(crate) upnp: bool,
    pub(crate) web: Web,
    /// How long it thinks before it does what it was told over HTTP. Whoever hung up is forgotten.
    pub(crate) thinks: Duration,
    /// In place of where it really is.
    pub(crate) location: Option<String>,
    pub(crate) control_url: Option<String>,
    /// In place of its real outside address.
    pub(crate) upnp_outside: Option<String>,
    /// Leases are refused (725).
    pub(crate) only_permanent: bool,
    /// UPnP's code for adding anything.
    pub(crate) add_code: Option<u16>,
    /// It can tell who has a port.
    pub(crate) tells_entries: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            speaks: Speaks::Pcp,
            pcp_code: 0,
            natpmp_code: 0,
            address_code: 0,
            outside: OUTSIDE.into(),
            lease: None,
            other_port: false,
            lossy: false,
            strict: false,
            clings: false,
            answers_from_elsewhere: false,
            uptime: 1_000,
            upnp: false,
            web: Web::Normal,
            thinks: Duration::ZERO,
            location: None,
            control_url: None,
            upnp_outside: None,
            only_permanent: false,
            add_code: None,
            tells_entries: true,
        }
    }
}

impl Script {
    /// UPnP and nothing else.
    pub(crate) fn upnp() -> Self {
        Self { speaks: Speaks::Closed, upnp: true, ..Self::default() }
    }
}

pub(crate) const OUTSIDE: Ipv4Addr = Ipv4Addr::new(11, 0, 0, 10);
pub(crate) const PORT: u16 = 24_680;

/// A mapping as it sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) to: SocketAddr,
    pub(crate) lease: u32,
    pub(crate) nonce: [u8; 12],
}

/// What it knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) script: Script,
    /// By the port outside, over PCP and NAT-PMP.
    pub(crate) control: BTreeMap<u16, Held>,
    /// The same over UPnP.
    pub(crate) upnp: BTreeMap<u16, Held>,
    /// By number.
    pub(crate) pinholes: BTreeMap<u16, Held>,
    /// What it was asked, in words.
    pub(crate) log: Vec<String>,
    /// Datagrams that came.
    pub(crate) received: usize,
    born: Instant,
    web: SocketAddr,
}

impl State {
    /// Where it answers HTTP.
    pub(crate) fn web_port(&self) -> u16 {
        self.web.port()
    }

    fn epoch(&self) -> u32 {
        self.script.uptime.wrapping_add(self.born.elapsed().as_secs() as u32)
    }
}

/// See the module. Ends when dropped.
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
    pub(crate) ip: IpAddr,
    control_port: u16,
    search_port: u16,
    _tasks: Vec<AbortOnDropHandle<()>>,
}

/// What the device's nonces are made of.
const SECRET: [u8; 12] = *b"abcdefghijkl";

impl Fake {
    /// On 127.0.0.1.
    pub(crate) async fn start(script: Script) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST.into(), script).await
    }

    pub(crate) async fn start_at(ip: IpAddr, script: Script) -> Self {
        let control = UdpSocket::bind(SocketAddr::new(ip, 0)).await.unwrap();
        let search = UdpSocket::bind(SocketAddr::new(ip, 0)).await.unwrap();
        Self::start_on(control, search, script).await
    }

    /// Where routers are asked by whoever is given no other port. Only Linux has more loopback addresses than one without asking.
    #[cfg(target_os = "linux")]
    pub(crate) async fn start_in_earnest(script: Script) -> Self {
        // Other test runs on this machine have theirs.
        for last in 2..=254 {
            let at = |port| UdpSocket::bind((Ipv4Addr::new(127, 7, 0, last), port));
            if let (Ok(control), Ok(search)) = (at(5351).await, at(1900).await) {
                return Self::start_on(control, search, script).await;
            }
        }
        panic!("no address is free");
    }

    async fn start_on(control: UdpSocket, search: UdpSocket, script: Script) -> Self {
        let ip = control.local_addr().unwrap().ip();
        let web = TcpListener::bind(SocketAddr::new(ip, 0)).await.unwrap();
        let port = |socket: &UdpSocket| socket.local_addr().unwrap().port();
        let (control_port, search_port) = (port(&control), port(&search));
        let listens = script.speaks != Speaks::Closed;
        let state = Arc::new(Mutex::new(State {
            script,
            control: BTreeMap::new(),
            upnp: BTreeMap::new(),
            pinholes: BTreeMap::new(),
            log: Vec::new(),
            received: 0,
            born: Instant::now(),
            web: web.local_addr().unwrap(),
        }));
        let mut tasks = vec![
            tokio::spawn(web::search(search, Arc::clone(&state))),
            tokio::spawn(web::serve(web, Arc::clone(&state))),
        ];
        if listens {
            tasks.push(tokio::spawn(control::serve(control, Arc::clone(&state))));
        }
        let _tasks = tasks.into_iter().map(AbortOnDropHandle::new).collect();
        Self { state, ip, control_port, search_port, _tasks }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.state().script);
    }

    /// How often it was asked something that begins like this.
    pub(crate) fn asked(&self, what: &str) -> usize {
        self.state().log.iter().filter(|line| line.starts_with(what)).count()
    }

    /// It loses everything, and its clock begins anew.
    pub(crate) fn reboot(&self) {
        let mut state = self.state();
        state.control.clear();
        state.upnp.clear();
        state.pinholes.clear();
        state.script.uptime = 0;
        state.born = Instant::now();
    }

    /// A device beside it.
    pub(crate) fn config(&self) -> RouterConfig {
        let network = match self.ip {
            IpAddr::V4(ip) => {
                RouterNetwork { gateway_v4: Some(ip), local_v4: Some(ip), ..RouterNetwork::default() }
            }
            IpAddr::V6(ip) => RouterNetwork {
                gateway_v6: Some(SocketAddrV6::new(ip, 0, 0, 0)),
                sources_v6: vec![Ipv6Addr::LOCALHOST],
                ..RouterNetwork::default()
            },
        };
        RouterConfig { networks: vec![network], port: PORT, nonce: SECRET, hears_announcements: false }
    }

    /// Patience for a router that is a few microseconds away, and no wish to see a minute go by.
    pub(super) fn tuning(&self) -> Tuning {
        Tuning {
            control_port: self.control_port,
            search_port: self.search_port,
            first_patience: Duration::from_millis(60),
            head_start: Duration::from_millis(300),
            exchange: Duration::from_secs(2),
            conversation: Duration::from_secs(5),
            gap: Duration::from_millis(20),
            gap_of_restarts: Duration::from_millis(40),
            ..Tuning::default()
        }
    }
}
