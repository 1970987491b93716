//! PCP and NAT-PMP, as scripted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::net::UdpSocket;

use super::super::target::nonce_for;
use super::SECRET;
use super::{Held, Speaks, State};

pub(super) async fn serve(socket: UdpSocket, state: Arc<Mutex<State>>) {
    let elsewhere = UdpSocket::bind(SocketAddr::new(socket.local_addr().unwrap().ip(), 0)).await.unwrap();
    let mut buffer = [0; 1_100];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let (answer, from_elsewhere) = {
            let mut state = state.lock().unwrap();
            (state.answer(&buffer[..length], from), state.script.answers_from_elsewhere)
        };
        if let Some(answer) = answer {
            let socket = if from_elsewhere { &elsewhere } else { &socket };
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

impl State {
    fn answer(&mut self, request: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
        self.received += 1;
        if self.script.lossy && !self.received.is_multiple_of(3) {
            return None;
        }
        match (self.script.speaks, request[0]) {
            (Speaks::Closed | Speaks::Mute, _) => None,
            (Speaks::Garbage, _) => Some(vec![0xff; 40]),
            (_, 0) => Some(self.natpmp(request, from)),
            (Speaks::NatPmpOnly, _) => {
                Some([&[0, 128, 0, 1], self.epoch().to_be_bytes().as_slice()].concat())
            }
            (Speaks::Pcp, _) => Some(self.pcp(request, from)),
        }
    }

    fn natpmp(&mut self, request: &[u8], from: SocketAddr) -> Vec<u8> {
        let epoch = self.epoch().to_be_bytes();
        if request[1] == 0 {
            self.log.push("natpmp address".to_owned());
            let IpAddr::V4(outside) = self.script.outside else { panic!("no IPv4") };
            return [&[0, 128, 0, self.script.address_code], &epoch[..], &outside.octets()].concat();
        }
        let number = |at: usize| u16::from_be_bytes([request[at], request[at + 1]]);
        let (internal, wished) = (number(4), number(6));
        let lease = u32::from_be_bytes(request[8..12].try_into().unwrap());
        self.log.push(format!("natpmp map {internal} {lease}"));
        let to = SocketAddr::new(from.ip(), internal);
        let (external, lease) = self.grant(to, wished, lease, [0; 12], self.script.natpmp_code);
        let mut answer = vec![0, 130, 0, self.script.natpmp_code];
        answer.extend(epoch);
        answer.extend(internal.to_be_bytes());
        answer.extend(external.to_be_bytes());
        answer.extend(lease.to_be_bytes());
        answer
    }

    fn pcp(&mut self, request: &[u8], from: SocketAddr) -> Vec<u8> {
        assert_eq!((request.len(), request[1], request[36]), (60, 1, 6), "a MAP of TCP");
        let client = Ipv6Addr::from(<[u8; 16]>::try_from(&request[8..24]).unwrap());
        assert_eq!(IpAddr::from(client).to_canonical(), from.ip(), "the client's address is the sender's");
        let nonce: [u8; 12] = request[24..36].try_into().unwrap();
        let number = |at: usize| u16::from_be_bytes([request[at], request[at + 1]]);
        let (internal, wished) = (number(40), number(42));
        let lease = u32::from_be_bytes(request[4..8].try_into().unwrap());
        let what = if lease == 0 { "end" } else { "map" };
        // Here the device and its router have the same address.
        let expected = nonce_for(&SECRET, SocketAddr::new(from.ip(), 0));
        let whose = if nonce == expected { "its own" } else { "another's" };
        self.log.push(format!("pcp {what} {internal} {lease} {whose}"));
        let to = SocketAddr::new(from.ip(), internal);
        let others = self.control.values().any(|held| held.to == to && held.nonce != nonce);
        let forbidden = (self.script.strict && others) || (self.script.clings && lease == 0);
        let code = if forbidden { 2 } else { self.script.pcp_code };
        let (external, lease) = self.grant(to, wished, lease, nonce, code);
        let outside = match (self.script.outside, from.ip()) {
            (IpAddr::V4(outside), IpAddr::V4(_)) => outside.to_ipv6_mapped(),
            // A firewall translates nothing.
            (_, IpAddr::V6(_)) => "2d00:0:0:e::100".parse().unwrap(),
            (IpAddr::V6(outside), _) => outside,
        };
        let mut answer = vec![2, 0x81, 0, code];
        answer.extend(lease.to_be_bytes());
        answer.extend(self.epoch().to_be_bytes());
        answer.extend([0; 12]);
        answer.extend(nonce);
        answer.extend([6, 0, 0, 0]);
        answer.extend(internal.to_be_bytes());
        answer.extend(external.to_be_bytes());
        answer.extend(outside.octets());
        answer
    }

    /// The port and the lease that it gives.
    fn grant(&mut self, to: SocketAddr, wished: u16, lease: u32, nonce: [u8; 12], code: u8) -> (u16, u32) {
        if code != 0 {
            return (wished, lease);
        }
        let before = self.control.iter().find(|(_, held)| held.to == to).map(|(external, _)| *external);
        self.control.retain(|_, held| held.to != to);
        if lease == 0 {
            return (0, 0);
        }
        let free = if self.script.other_port { wished % 7_919 + 40_000 } else { wished };
        let external = before.unwrap_or(free);
        let lease = self.script.lease.unwrap_or(lease);
        self.control.insert(external, Held { to, lease, nonce });
        (external, lease)
    }
}
