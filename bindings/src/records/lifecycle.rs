//! Opening, being in the foreground, networks, settings.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use pure2p_core::node;

use crate::ids::count;

/// What opening a home needs.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Config {
    /// Path of the database file. Its folder must exist and be private to the app.
    pub database: String,
    /// How many files and sockets the process may have open. Left out: as many as the system allows.
    #[uniffi(default = None)]
    pub descriptors: Option<u32>,
}

/// How to be in the foreground.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct ForegroundOptions {
    /// Addresses to listen on. Empty: all interfaces, both families, on the account's own port (another for
    /// this session when that one is taken). Explicit ones that are taken are an error.
    #[uniffi(default = [])]
    pub listen: Vec<SocketAddr>,
}

impl From<ForegroundOptions> for node::Foreground {
    fn from(options: ForegroundOptions) -> Self {
        Self { listen: options.listen }
    }
}

/// What the session bar shows.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SessionState {
    /// Where this device listens; empty in the background.
    pub listening: Vec<SocketAddr>,
    /// How many contacts are here.
    pub here: i32,
    /// How many contacts there are.
    pub contacts: i32,
    /// Delivered, of the messages that waited since the queue was last empty.
    pub done: i32,
    /// All of those.
    pub total: i32,
}

impl From<node::SessionState> for SessionState {
    fn from(session: node::SessionState) -> Self {
        Self {
            listening: session.listening,
            here: count(session.here),
            contacts: count(session.contacts),
            done: count(session.done),
            total: count(session.total),
        }
    }
}

/// What the person can change.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Settings {
    /// The name suggested to contacts.
    pub name: Option<String>,
    /// Strangers with this UID may knock; off: they get the bare 404.
    pub answer_new_people: bool,
    /// Tell contacts when their messages were opened.
    pub read_receipts: bool,
    /// The port that this account listens on.
    pub port: u16,
    /// Ask the router to let callers in while the app is open.
    pub ask_router: bool,
}

impl From<node::Settings> for Settings {
    fn from(settings: node::Settings) -> Self {
        let node::Settings { name, answer_new_people, read_receipts, port, ask_router } = settings;
        Self { name, answer_new_people, read_receipts, port, ask_router }
    }
}

/// What this home takes on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Storage {
    /// Bytes of the database and of what SQLite keeps beside it.
    pub bytes: i64,
    /// Messages in all chats.
    pub messages: i32,
}

impl From<node::Storage> for Storage {
    fn from(storage: node::Storage) -> Self {
        let node::Storage { bytes, messages } = storage;
        Self { bytes: i64::try_from(bytes).unwrap_or(i64::MAX), messages: count(messages) }
    }
}

/// One setting and its new value. Alphabetical.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Setting {
    /// See `Settings.answer_new_people`.
    AnswerNewPeople {
        /// The new value.
        on: bool,
    },
    /// See `Settings.ask_router`.
    AskRouter {
        /// The new value.
        on: bool,
    },
    /// See `Settings.name`.
    Name {
        /// The new value; nothing: no name is suggested.
        name: Option<String>,
    },
    /// See `Settings.port`; from the next foreground on.
    Port {
        /// The new value.
        port: u16,
    },
    /// See `Settings.read_receipts`.
    ReadReceipts {
        /// The new value.
        on: bool,
    },
}

impl From<Setting> for node::Setting {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::AnswerNewPeople { on } => Self::AnswerNewPeople(on),
            Setting::AskRouter { on } => Self::AskRouter(on),
            Setting::Name { name } => Self::Name(name),
            Setting::Port { port } => Self::Port(port),
            Setting::ReadReceipts { on } => Self::ReadReceipts(on),
        }
    }
}

/// What is known of the networks that this device is on.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct NetworkSnapshot {
    /// The networks; empty means offline.
    pub networks: Vec<Network>,
}

impl From<NetworkSnapshot> for node::NetworkSnapshot {
    fn from(snapshot: NetworkSnapshot) -> Self {
        Self { networks: snapshot.networks.into_iter().map(Into::into).collect() }
    }
}

/// One network.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Network {
    /// What it is.
    pub kind: NetworkKind,
    /// This device's addresses there.
    pub addresses: Vec<InterfaceAddress>,
    /// The routers, one for each family: of IPv4 usually the `.1`, of IPv6 usually a link-local address.
    #[uniffi(default = [])]
    pub gateways: Vec<Gateway>,
    /// The NAT64 prefix, if the network has one.
    #[uniffi(default = None)]
    pub nat64_prefix: Option<Nat64Prefix>,
    /// Whether the system routes by it by default.
    pub is_default: bool,
    /// Whether the system lets the app talk to its local network; nothing: unknown.
    #[uniffi(default = None)]
    pub local_network_allowed: Option<bool>,
}

impl From<Network> for node::Network {
    fn from(network: Network) -> Self {
        Self {
            kind: network.kind.into(),
            addresses: network.addresses.into_iter().map(Into::into).collect(),
            gateways: network.gateways.into_iter().map(Into::into).collect(),
            nat64_prefix: network.nat64_prefix.map(|prefix| (prefix.address, prefix.length)),
            is_default: network.is_default,
            local_network_allowed: network.local_network_allowed,
        }
    }
}

/// The prefix under which a network without IPv4 reaches IPv4 (RFC 6052).
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Nat64Prefix {
    /// The prefix, the rest zeros.
    pub address: Ipv6Addr,
    /// Its length in bits.
    pub length: u8,
}

/// An own address with its prefix length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct InterfaceAddress {
    /// The address.
    pub ip: IpAddr,
    /// Bits of its prefix.
    pub prefix_len: u8,
    /// A privacy address that changes by itself (RFC 8981): not published.
    #[uniffi(default = false)]
    pub temporary: bool,
    /// On its way out (RFC 4862), or not yet certain to be ours alone: not published.
    #[uniffi(default = false)]
    pub deprecated: bool,
}

impl From<InterfaceAddress> for node::InterfaceAddress {
    fn from(address: InterfaceAddress) -> Self {
        let InterfaceAddress { ip, prefix_len, temporary, deprecated } = address;
        Self { ip, prefix_len, temporary, deprecated }
    }
}

/// A router, as this device's routes name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Gateway {
    /// Its address in this network.
    pub ip: IpAddr,
    /// The index of the interface that leads to it, without which a link-local address names nobody; 0: unknown.
    #[uniffi(default = 0)]
    pub interface_index: u32,
}

impl From<Gateway> for node::Gateway {
    fn from(gateway: Gateway) -> Self {
        let Gateway { ip, interface_index } = gateway;
        Self { ip, interface: interface_index }
    }
}

/// What a network is. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NetworkKind {
    /// Mobile data.
    Cellular,
    /// The machine itself.
    Loopback,
    /// Anything else.
    Other,
    /// A virtual private network.
    Vpn,
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
}

impl From<NetworkKind> for node::NetworkKind {
    fn from(kind: NetworkKind) -> Self {
        match kind {
            NetworkKind::Cellular => Self::Cellular,
            NetworkKind::Loopback => Self::Loopback,
            NetworkKind::Other => Self::Other,
            NetworkKind::Vpn => Self::Vpn,
            NetworkKind::Wifi => Self::Wifi,
            NetworkKind::Wired => Self::Wired,
        }
    }
}
