//! A home's router: masquerade, a stateful firewall, and the daemon that hosts ask for ports.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::daemon::Daemon;
use super::homes::Home;
use super::space::Space;
use super::{tools, until};

/// What every router does with packets. The chains of miniupnpd are its to fill. (The daemon's package has a
/// script for them, written for another firewall.)
const FIREWALL: &str = r#"
table inet filter {
  chain input { type filter hook input priority 0; policy accept;
    ct state established,related accept
    iifname { "wan0", "wan6" } meta l4proto { tcp, udp } drop
  }
  chain forward { type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname { "lan0", "nat64" } accept
    meta l4proto ipv6-icmp accept
    jump miniupnpd
  }
  chain miniupnpd { }
  chain prerouting { type nat hook prerouting priority -100; policy accept;
    jump prerouting_miniupnpd
  }
  chain postrouting { type nat hook postrouting priority 100; policy accept;
    jump postrouting_miniupnpd
    meta nfproto ipv4 oifname "wan0" masquerade
  }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
}
"#;

const FORGET_MAPPINGS: &str = "flush chain inet filter miniupnpd
flush chain inet filter prerouting_miniupnpd
flush chain inet filter postrouting_miniupnpd
";

/// IPv4 addresses that stand for the IPv6 hosts while tayga translates.
const TRANSLATED: &str = "192.168.255";

/// See the module.
#[derive(Debug)]
pub struct Router {
    /// The machine.
    pub space: Space,
    home: &'static Home,
    folder: PathBuf,
    daemon: Option<Daemon>,
    translator: Option<Daemon>,
}

/// Sets the firewall of a router up, whose interfaces are there.
pub(super) fn firewall(space: &Space) {
    space.nft(FIREWALL);
}

impl Router {
    /// Starts the daemons of a router whose interfaces are there.
    pub(super) fn start(home: &'static Home, space: Space, folder: &Path) -> Self {
        let mut router = Self { space, home, folder: folder.to_owned(), daemon: None, translator: None };
        router.translate();
        router.start_daemon();
        router
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.space.name()))
    }

    /// Ends the daemon. Mappings stay in the firewall, as they do on routers whose daemon has crashed.
    pub fn stop_daemon(&mut self) {
        self.daemon = None;
    }

    /// Starts the daemon, if this router has one; its epoch begins anew.
    pub fn start_daemon(&mut self) {
        let protocols = self.home.protocols;
        if !protocols.upnp && !protocols.pcp {
            return;
        }
        let leases = self.file("leases");
        fs::write(self.file("conf"), self.configuration(&leases)).unwrap();
        fs::File::options().create(true).append(true).open(&leases).unwrap();
        let (conf, pid, log) = (self.file("conf"), self.file("pid"), self.file("log"));
        let words = ["-d", "-f", conf.to_str().unwrap(), "-P", pid.to_str().unwrap()];
        let daemon = self.daemon.insert(Daemon::start(&self.space, "miniupnpd", &words, &log));
        if protocols.upnp {
            daemon.until_said(&["HTTP listening on port"]);
        }
        if protocols.pcp {
            daemon.until_said(&["Listening for NAT-PMP/PCP traffic"]);
        }
    }

    fn configuration(&self, leases: &Path) -> String {
        let on = |yes: bool| if yes { "yes" } else { "no" };
        let letter = self.home.name.as_bytes().first().copied().unwrap_or_default();
        let mut text = format!(
            "ext_ifname=wan0\nlistening_ip=lan0\nhttp_port={SOAP_PORT}\nenable_upnp={}\nenable_natpmp={}\n\
             min_lifetime=120\nmax_lifetime=86400\nlease_file={}\nsecure_mode=yes\nsystem_uptime=no\n\
             notify_interval=30\nuuid=00000000-0000-4000-8000-0000000000{letter:02x}\n",
            on(self.home.protocols.upnp),
            on(self.home.protocols.pcp),
            leases.display(),
        );
        if self.home.lan6.is_some() {
            text.push_str("ext_ifname6=wan6\n");
        }
        text.push_str("allow 1024-65535 192.168.0.0/16 1024-65535\ndeny 0-65535 0.0.0.0/0 0-65535\n");
        text
    }

    /// What the firewall does by now, as `nft` writes it.
    pub fn rules(&self) -> String {
        self.space.inside(|| tools::ask("nft", &["list", "table", "inet", "filter"]))
    }

    /// The router loses its power, and has it again: mappings, leases and translations are forgotten.
    pub fn power_cut(&mut self) {
        self.stop_daemon();
        self.space.nft(FORGET_MAPPINGS);
        fs::write(self.file("leases"), "").unwrap();
        // With the interface go the translations that it had.
        self.space.ip(&format!("link set wan0 down\nlink set wan0 up\n{}", self.default_route()));
        self.start_daemon();
    }

    /// The provider gives another address: 11.0.0.N. The daemon sees that by itself.
    pub(super) fn renumber(&self, n: u8) {
        // With another hardware address, because nobody is to send to the old one any more: the daemon's rules
        // would not ask for which address a packet was.
        self.space.ip(&format!(
            "link set wan0 address 02:00:00:00:ff:{n:02x}\naddr flush dev wan0 scope global\n\
             addr add 11.0.0.{n}/24 dev wan0\n{}",
            self.default_route()
        ));
    }

    fn default_route(&self) -> String {
        let gateway = if self.home.outside().starts_with("100.") { "100.64.0.1" } else { "11.0.0.1" };
        format!("route replace default via {gateway} dev wan0\n")
    }

    /// Starts NAT64 with the well-known prefix, where hosts have no IPv4.
    fn translate(&mut self) {
        let Some(lan) = self.home.lan6.filter(|_| self.home.translates()) else { return };
        let mut text = String::new();
        writeln!(text, "tun-device nat64\nipv4-addr {TRANSLATED}.1\nipv6-addr 2d00:0:{lan}::64").unwrap();
        writeln!(text, "prefix 64:ff9b::/96\ndynamic-pool {TRANSLATED}.0/24").unwrap();
        let conf = self.file("tayga");
        fs::write(&conf, text).unwrap();
        let log = self.file("tayga.log");
        let words = ["-d", "-c", conf.to_str().unwrap()];
        let make = [&words[1..], &["--mktun"]].concat();
        Daemon::start(&self.space, "tayga", &make, &log).until_said(&["Created persistent tun device"]);
        self.space.ip(&format!(
            "link set nat64 up\nroute add {TRANSLATED}.0/24 dev nat64\nroute add 64:ff9b::/96 dev nat64\n"
        ));
        self.translator = Some(Daemon::start(&self.space, "tayga", &words, &log));
        // It says nothing before its buffer is full; but the interface has a carrier once it holds the other end.
        let show = ["-oneline", "link", "show", "dev", "nat64"];
        let carries = || self.space.inside(|| tools::ask("ip", &show)).contains("LOWER_UP");
        until("NAT64 runs", carries);
    }
}

/// Where the daemon is asked by UPnP.
pub const SOAP_PORT: u16 = 5000;
