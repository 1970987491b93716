//! What `pure2p reach` says, under the names that the laboratory's tests use. They stand here and nowhere else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;

use serde_json::Value;

// What the program can do by now. What is expected of it without stands beside what is expected with it.

/// It asks routers to open ports, and publishes what they grant.
pub const ASKS_ROUTERS: bool = true;
/// It dials IPv4 addresses through NAT64 where it has no IPv4.
pub const TRANSLATES: bool = true;
/// It has the verb `reach`.
pub const TELLS: bool = true;
/// It says of a message to somebody who was here just now that this device is offline.
pub const TELLS_OFFLINE: bool = true;

/// The verb.
pub const VERB: &str = "reach";
/// It is being found out.
pub const LOOKING: &str = "looking";
/// The home's program is not open.
pub const CLOSED: &str = "closed";
/// A contact came in from outside.
pub const CONFIRMED: &str = "confirmed";
/// A port was opened, and nobody came yet.
pub const OPENED: &str = "opened";
/// The router said no.
pub const REFUSED: &str = "router_refused";
/// The router's outside is no public address.
pub const SECOND_ROUTER: &str = "second_router";
/// The router does not answer.
pub const NO_PROTOCOL: &str = "no_router_protocol";
/// There is no IPv4.
pub const IPV6_ONLY: &str = "ipv6_only";
/// No network.
pub const OFFLINE: &str = "offline";

/// The row of the verb.
#[derive(Clone, Debug)]
pub struct Reach(pub Value);

impl Reach {
    /// One of the words above.
    pub fn state(&self) -> &str {
        self.0["state"].as_str().unwrap_or("nothing")
    }

    /// Where contacts may find this device.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let rows = self.0["addresses"].as_array().into_iter().flatten();
        rows.map(|row| row["address"].as_str().unwrap().parse().unwrap()).collect()
    }

    /// The same, if learnt in this way: `interface`, `router`, `observed`.
    pub fn learnt_from(&self, source: &str) -> Vec<SocketAddr> {
        let rows = self.0["addresses"].as_array().into_iter().flatten();
        let rows = rows.filter(|row| row["source"] == source);
        rows.map(|row| row["address"].as_str().unwrap().parse().unwrap()).collect()
    }
}
