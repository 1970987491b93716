//! Hearing routers that announce their restart (RFC 6887, section 14.1; RFC 6886, section 3.2.1).
//!
//! What is heard is a reason to ask, and nothing else: anybody in the network can send it.

use std::future::pending;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Instant;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::sleep;

use super::natpmp;
use super::pcp::{self, MAX};
use super::supervisor::Neighbourhood;
use super::tuning::Tuning;
use super::types::RouterNetwork;

/// All nodes of a network, in IPv4 and IPv6.
const ALL_V4: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 1);
const ALL_V6: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

/// Listens until it is dropped. Where it cannot, nothing is heard, and renewals find out later.
pub(super) async fn listen(network: &RouterNetwork, neighbourhood: &Neighbourhood, tuning: &Tuning) {
    let v4 = network.gateway_v4.zip(network.local_v4).map(|(gateway, local)| {
        let bound = bind(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), tuning.announcement_port), |socket| {
            socket.join_multicast_v4(&ALL_V4, &local)
        });
        (gateway.into(), bound)
    });
    let v6 = network.gateway_v6.map(|gateway| {
        let bound = bind(SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), tuning.announcement_port), |socket| {
            socket.join_multicast_v6(&ALL_V6, gateway.scope_id())
        });
        ((*gateway.ip()).into(), bound)
    });
    tokio::join!(hear(v4, neighbourhood, tuning), hear(v6, neighbourhood, tuning));
}

/// Others in this device listen there, too.
fn bind(address: SocketAddr, join: impl Fn(&Socket) -> io::Result<()>) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(all(unix, not(any(target_os = "solaris", target_os = "illumos"))))]
    socket.set_reuse_port(true)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    join(&socket)?;
    UdpSocket::from_std(socket.into())
}

async fn hear(from: Option<(IpAddr, io::Result<UdpSocket>)>, neighbourhood: &Neighbourhood, tuning: &Tuning) {
    let Some((gateway, socket)) = from else { return };
    let socket = match socket {
        Ok(socket) => socket,
        Err(reason) => {
            tracing::debug!(%reason, "announcements of the router are not heard");
            return;
        }
    };
    let mut buffer = [0; MAX + 1];
    loop {
        match socket.recv_from(&mut buffer).await {
            Ok((length, from)) if from.ip() == gateway => {
                if let Some((epoch, outside)) = buffer.get(..length).and_then(announced) {
                    neighbourhood.announced(gateway, epoch, outside, Instant::now());
                }
            }
            Ok(_) => {}
            Err(reason) => {
                tracing::debug!(%reason, "announcements of the router are not heard any more");
                return pending().await;
            }
        }
        // Whoever floods this port costs a few looks a second.
        sleep(tuning.first_patience / 4).await;
    }
}

/// The epoch of an announcement: `ANNOUNCE` of PCP, or NAT-PMP's outside address, which is told as well when it changes.
pub(super) fn announced(bytes: &[u8]) -> Option<(u32, Option<IpAddr>)> {
    if let Ok(natpmp::Answer::Address { epoch, external }) = natpmp::parse(bytes) {
        return Some((epoch, Some(external.into())));
    }
    match pcp::parse(bytes) {
        Ok(pcp::Answer::Announce { epoch }) => Some((epoch, None)),
        _ => None,
    }
}
