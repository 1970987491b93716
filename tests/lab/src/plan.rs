//! Sets all machines and cables of a laboratory up, in few processes: one `ip -batch` for what is made, then one a
//! machine, all at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::cables::{Place, Plug};
use super::homes::{CARRIER, Home, Ipv4, OPEN_HOSTS};
use super::router;
use super::space::Space;
use super::{tools, until};

/// The internet: a bridge, and the router of the IPv6 networks behind it.
pub const INTERNET: &str = "internet";
/// The carrier that translates for many homes.
const CARRIERS: &str = "carrier";

/// One machine to be.
#[derive(Debug, Default)]
struct Machine {
    /// Lines for `ip -batch` there.
    ip: String,
    routes: bool,
    firewall: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Plan {
    machines: BTreeMap<String, Machine>,
    cables: String,
    count: u16,
    plugs: BTreeMap<String, Plug>,
}

impl Plan {
    /// A laboratory with these homes.
    pub(super) fn of(homes: &[&'static Home]) -> Self {
        let mut plan = Self::default();
        plan.machine(INTERNET).routes = true;
        plan.ip(INTERNET, "link add br0 type bridge");
        plan.ip(INTERNET, "link set br0 up");
        plan.ip(INTERNET, "addr add 11.0.0.1/24 dev br0");
        plan.ip(INTERNET, "addr add 2d00:0:0:1::1/64 dev br0");
        for (name, n) in OPEN_HOSTS {
            plan.host(name, INTERNET, "br0", Place::Open(n));
        }
        if homes.iter().any(|home| matches!(home.ipv4, Ipv4::Carrier(_))) {
            plan.carrier();
        }
        for home in homes {
            plan.home(home);
        }
        plan
    }

    fn machine(&mut self, name: &str) -> &mut Machine {
        self.machines
            .entry(name.to_owned())
            .or_insert_with(|| Machine { ip: "link set lo up\n".to_owned(), ..Machine::default() })
    }

    fn ip(&mut self, machine: &str, line: &str) {
        writeln!(self.machine(machine).ip, "{line}").unwrap();
    }

    fn host(&mut self, name: &str, at: &str, bridge: &str, place: Place) {
        let port = self.cable(name, "eth0", at, bridge);
        self.ip(name, place.lease().trim());
        self.plugs.insert(name.to_owned(), Plug { at: at.to_owned(), port, places: vec![place] });
    }

    /// A cable from `machine` to a bridge; the interface at the bridge.
    fn cable(&mut self, machine: &str, interface: &str, bridge_at: &str, bridge: &str) -> String {
        self.count += 1;
        let (n, [high, low]) = (self.count, self.count.to_be_bytes());
        let port = format!("p{n}");
        self.machine(bridge_at);
        writeln!(
            self.cables,
            "link add {interface} address 02:00:00:00:{high:02x}:{low:02x} netns {machine} type veth \
             peer name {port} netns {bridge_at}"
        )
        .unwrap();
        self.ip(machine, &format!("link set {interface} up"));
        self.ip(bridge_at, &format!("link set {port} master {bridge}"));
        self.ip(bridge_at, &format!("link set {port} up"));
        port
    }

    fn carrier(&mut self) {
        self.cable(CARRIERS, "wan0", INTERNET, "br0");
        self.router(CARRIERS);
        self.ip(CARRIERS, &format!("addr add {CARRIER}/24 dev wan0"));
        self.ip(CARRIERS, "route add default via 11.0.0.1");
        self.ip(CARRIERS, "addr add 100.64.0.1/24 dev lan0");
    }

    /// A machine that routes between its bridge `lan0` and the rest.
    fn router(&mut self, name: &str) {
        let machine = self.machine(name);
        machine.routes = true;
        machine.firewall = true;
        // Before the cables that are plugged into it.
        machine.ip.insert_str(0, "link add lan0 type bridge\nlink set lan0 up\n");
    }

    fn home(&mut self, home: &'static Home) {
        let name = home.router();
        let name = name.as_str();
        self.router(name);
        let (at, bridge, gateway) = match home.ipv4 {
            Ipv4::Public(_) => (INTERNET, "br0", "11.0.0.1"),
            Ipv4::Carrier(_) => (CARRIERS, "lan0", "100.64.0.1"),
        };
        self.cable(name, "wan0", at, bridge);
        self.ip(name, &format!("addr add {}/24 dev wan0", home.outside()));
        self.ip(name, &format!("route add default via {gateway}"));
        if let Some(lan) = home.lan4 {
            self.ip(name, &format!("addr add 192.168.{lan}.1/24 dev lan0"));
        }
        if let Some(lan) = home.lan6 {
            self.cable(name, "wan6", INTERNET, "br0");
            let outside = format!("2d00:0:0:1::{lan}");
            self.ip(name, &format!("addr add {outside}/64 dev wan6"));
            self.ip(name, "route add default via 2d00:0:0:1::1");
            self.ip(name, &format!("addr add 2d00:0:{lan}::1/64 dev lan0"));
            self.ip(name, "addr add fe80::1/64 dev lan0");
            self.ip(INTERNET, &format!("route add 2d00:0:{lan}::/64 via {outside}"));
        }
        for (host, octet) in home.hosts {
            self.host(host, name, "lan0", Place::Home(home, *octet));
        }
    }

    /// Makes it so; where the hosts' cables are plugged in.
    pub(super) fn carry_out(self) -> BTreeMap<String, Plug> {
        let mut all = String::new();
        for name in self.machines.keys() {
            writeln!(all, "netns add {name}").unwrap();
        }
        all.push_str(&self.cables);
        tools::feed("ip", &["-batch", "-"], &all);
        std::thread::scope(|scope| {
            for (name, machine) in &self.machines {
                scope.spawn(|| set_up(&Space::named(name), machine));
            }
        });
        // The kernel looks after new carriers once a second.
        for name in self.machines.iter().filter(|(_, machine)| machine.routes).map(|(name, _)| name) {
            let details = || Space::named(name).inside(|| tools::ask("ip", &["-details", "link", "show"]));
            until("the bridges forward", || !details().contains("bridge_slave state disabled"));
        }
        self.plugs
    }
}

fn set_up(space: &Space, machine: &Machine) {
    // No search for doubles: addresses may be used at once.
    for interface in space.interfaces() {
        space.set(&format!("ipv6/conf/{interface}/accept_dad"), "0");
    }
    // A second address stays when the first one goes.
    space.set("ipv4/conf/all/promote_secondaries", "1");
    if machine.routes {
        space.set("ipv4/ip_forward", "1");
        // On the internet, packets leave where they came from; nobody is to take a short cut.
        for which in ["all", "default"] {
            space.set(&format!("ipv4/conf/{which}/send_redirects"), "0");
        }
        space.set("ipv6/conf/all/forwarding", "1");
    }
    space.ip(&machine.ip);
    if machine.firewall {
        router::firewall(space);
    }
}
