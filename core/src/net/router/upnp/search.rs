//! Finding where a router takes calls.

use std::net::{IpAddr, Ipv6Addr};

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout, timeout_at};

use super::http::exchange;
use super::place::{Place, location, resolve};
use super::soap::Service;
use super::{Device, PROTOCOL, Upnp, ssdp, xml};
use crate::net::router::control::{Failure, misbehaves};
use crate::net::router::types::Refusal;

/// Descriptions of one router that are looked at: some have several devices, and one for each version.
const MAX_DESCRIPTIONS: usize = 4;
/// Datagrams that are looked at in one search.
const MAX_DATAGRAMS: usize = 64;

impl Upnp<'_> {
    /// Searches at the gateway, and reads its description.
    pub(in crate::net::router) async fn find(&self) -> Result<Device, Failure> {
        timeout(self.tuning.conversation, self.search()).await.unwrap_or(Err(misbehaves(PROTOCOL)))
    }

    async fn search(&self) -> Result<Device, Failure> {
        let gateway = self.target.gateway(self.tuning.search_port);
        let Ok(socket) = UdpSocket::bind(self.target.source()).await else { return Err(Failure::NotFound) };
        let what: &[&str] = if self.target.is_v4() {
            &[ssdp::GATEWAY, ssdp::CONNECTION]
        } else {
            &[ssdp::GATEWAY, ssdp::FIREWALL]
        };
        let mut failure = Failure::NotFound;
        let mut seen: Vec<Place> = Vec::new();
        let mut looks = 0;
        let mut buffer = [0; ssdp::MAX];
        for attempt in 0..self.tuning.tries {
            for what in what {
                // Not sent is as good as lost.
                let _ = socket.send_to(ssdp::search(gateway, what).as_bytes(), gateway).await;
            }
            let deadline = Instant::now() + self.tuning.first_patience.saturating_mul(1 << attempt.min(8));
            while let Ok(received) = timeout_at(deadline, socket.recv_from(&mut buffer)).await {
                looks += 1;
                if looks > MAX_DATAGRAMS {
                    return Err(failure);
                }
                // Routers answer from ports of their own, so the socket is not connected; the address must be the router's.
                let Ok((length, from)) = received else { continue };
                if !may_answer(from.ip(), gateway.ip(), self.target.internal.ip()) {
                    continue;
                }
                let Some(url) = buffer.get(..length).and_then(ssdp::location) else { continue };

                let Some(place) = location(url, gateway.ip()) else {
                    failure = misbehaves(PROTOCOL);
                    continue;
                };
                if seen.contains(&place) || seen.len() >= MAX_DESCRIPTIONS {
                    continue;
                }
                seen.push(place.clone());
                match self.describe(&place).await {
                    Ok(device) => return Ok(device),
                    Err(reason) => failure = reason,
                }
            }
        }
        Err(failure)
    }

    async fn describe(&self, place: &Place) -> Result<Device, Failure> {
        let answer = exchange(self.target, self.tuning, place, None).await;
        let description = answer.map_err(|_| misbehaves(PROTOCOL)).and_then(|document| {
            xml::description(&document).map_err(|reason| {
                tracing::debug!(%reason, "the router's description is none");
                misbehaves(PROTOCOL)
            })
        })?;
        let gateway = self.target.gateway(0).ip();
        // A base elsewhere is nobody's.
        let base = description.base.and_then(|url| location(&url, gateway)).unwrap_or(place.clone());
        let wanted: &[Service] =
            if self.target.is_v4() { &Service::CONNECTIONS } else { &[Service::Firewall] };
        let (mut services, mut elsewhere) = (Vec::new(), false);
        for service in wanted {
            for found in description.services.iter().filter(|found| found.kind == service.name()) {
                match resolve(&base, &found.control, gateway) {
                    Some(at) if services.len() < MAX_DESCRIPTIONS => services.push((*service, at)),
                    Some(_) => {}
                    None => elsewhere = true,
                }
            }
        }
        match (services.is_empty(), elsewhere) {
            (false, _) => Ok(Device { services }),
            (true, true) => Err(misbehaves(PROTOCOL)),
            (true, false) => Err(Failure::Refused { protocol: PROTOCOL, reason: Refusal::Unsupported }),
        }
    }
}

/// In IPv4 the router alone. In IPv6 it is asked at its link-local address and answers from whatever address its system picks for ours
/// (miniupnpd does so): one in the same network. Who lies there can name a port and a path at the router, and that is all.
fn may_answer(from: IpAddr, gateway: IpAddr, source: IpAddr) -> bool {
    let network = |ip: Ipv6Addr| ip.to_bits() >> 64;
    match (from, source) {
        _ if from == gateway => true,
        (IpAddr::V6(from), IpAddr::V6(source)) => from != source && network(from) == network(source),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_router_answers_and_nobody_else() {
        let may = |from: &str, gateway: &str, source: &str| {
            may_answer(from.parse().unwrap(), gateway.parse().unwrap(), source.parse().unwrap())
        };
        assert!(may("192.168.1.1", "192.168.1.1", "192.168.1.100"));
        assert!(!may("192.168.1.2", "192.168.1.1", "192.168.1.100"));
        assert!(may("fe80::1", "fe80::1", "2d00:0:0:e::100"));
        assert!(may("2d00:0:0:e::1", "fe80::1", "2d00:0:0:e::100"));
        assert!(!may("2d00:0:0:f::1", "fe80::1", "2d00:0:0:e::100"));
        assert!(!may("2d00:0:0:e::100", "fe80::1", "2d00:0:0:e::100"));
        assert!(!may("fe80::2", "fe80::1", "2d00:0:0:e::100"));
    }
}
