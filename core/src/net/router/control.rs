//! PCP, or NAT-PMP where that is all a router speaks: one mapping asked for, renewed, taken back.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use super::line::{Line, Silence};
use super::natpmp;
use super::outside::is_public;
use super::pcp::{self, MapRequest};
use super::supervisor::Neighbourhood;
use super::target::Target;
use super::tuning::Tuning;
use super::types::{Mapping, Refusal, RouterProtocol, RouterState};

/// Why there is no mapping: what is reported, and whether anybody spoke at all.
pub(super) type Failure = RouterState;

/// What may have been left at the router: noted before the question leaves, so that it is taken back also if
/// nobody waited for the answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    pub(super) natpmp: bool,
    pub(super) pcp: bool,
}

/// A conversation about one target.
pub(super) struct Control<'a> {
    pub(super) target: &'a Target,
    pub(super) tuning: &'a Tuning,
    pub(super) neighbourhood: &'a Neighbourhood,
}

impl Control<'_> {
    /// Asks for the mapping, or for more time, over `protocol` only if there is one. `suggested`: what was granted before.
    pub(super) async fn map(
        &self,
        asked: &mut Asked,
        protocol: Option<RouterProtocol>,
        suggested: Option<SocketAddr>,
    ) -> Result<Mapping, Failure> {
        let line = self.open().await.map_err(|_| Failure::NotFound)?;
        if protocol == Some(RouterProtocol::NatPmp) {
            return self.natpmp(&line, asked, suggested).await;
        }
        let answer = self.pcp(&line, asked, suggested).await;
        let try_older = protocol.is_none() && self.target.is_v4();
        match answer {
            Ok(pcp::Answer::Map(map)) => {
                let lease = Duration::from_secs(map.lifetime.into());
                self.judge(RouterProtocol::Pcp, map.external, (map.lifetime != u32::MAX).then_some(lease))
            }
            Ok(pcp::Answer::Refused { code, .. }) => Err(self.refused_by_pcp(&line, code).await),
            // Nobody is there to speak the older protocol either.
            Err(Silence::Closed) => {
                // While a mapping is kept, this may be a router that restarts.
                asked.pcp &= protocol.is_some();
                Err(Failure::NotFound)
            }
            Ok(pcp::Answer::OtherVersion | pcp::Answer::Announce { .. }) | Err(_) if try_older => {
                asked.pcp &= answer.is_err();
                match (self.natpmp(&line, asked, suggested).await, answer) {
                    (Err(Failure::NotFound), Err(Silence::Garbage)) => Err(misbehaves(RouterProtocol::Pcp)),
                    (older, _) => older,
                }
            }
            Err(Silence::Garbage) => Err(misbehaves(RouterProtocol::Pcp)),
            _ => Err(Failure::NotFound),
        }
    }

    /// Ends what was asked for. Bounded by a few tries; whether it worked is not known and not asked.
    pub(super) async fn end(&self, asked: &mut Asked) {
        let Ok(line) = self.open().await else { return };
        if std::mem::take(&mut asked.pcp) {
            let request = self.request(None).ending();
            let read = |bytes: &[u8]| request.answer(bytes).ok();
            let ended = line.ask(&request.encode(), self.tuning.tries_to_end, self.tuning, read).await;
            if let Ok(pcp::Answer::Refused { .. }) = ended {
                // miniupnpd 2.3.1 ends no hole in a firewall that was renewed, but shortens it: to two minutes and less.
                let request = MapRequest { lifetime: 1, ..self.request(None) };
                let read = |bytes: &[u8]| request.answer(bytes).ok();
                let _ = line.ask(&request.encode(), self.tuning.tries_to_end, self.tuning, read).await;
            }
        }
        if std::mem::take(&mut asked.natpmp) {
            let internal_port = self.target.internal.port();
            let request = natpmp::Request::Map { internal_port, suggested_port: 0, lifetime: 0 };
            let read = |bytes: &[u8]| request.answer(bytes).ok();
            let _ = line.ask(&request.encode(), self.tuning.tries_to_end, self.tuning, read).await;
        }
    }

    async fn open(&self) -> Result<Line, Silence> {
        Line::open(self.target.source(), self.target.gateway(self.tuning.control_port)).await
    }

    fn request(&self, suggested: Option<SocketAddr>) -> MapRequest {
        let internal = self.target.internal;
        let nowhere = match internal.ip() {
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        MapRequest {
            lifetime: self.tuning.lease_seconds(),
            client: internal.ip(),
            nonce: self.target.nonce,
            internal_port: internal.port(),
            suggested: suggested.unwrap_or(SocketAddr::new(nowhere, internal.port())),
        }
    }

    async fn pcp(
        &self,
        line: &Line,
        asked: &mut Asked,
        suggested: Option<SocketAddr>,
    ) -> Result<pcp::Answer, Silence> {
        asked.pcp = true;
        let request = self.request(suggested);
        let read = |bytes: &[u8]| request.answer(bytes).ok();
        let answer = line.ask(&request.encode(), self.tuning.tries, self.tuning, read).await?;
        match answer {
            pcp::Answer::Map(map) => self.note(map.epoch, Some(map.external.ip())),
            pcp::Answer::Refused { epoch, .. } => self.note(epoch, None),
            pcp::Answer::Announce { .. } | pcp::Answer::OtherVersion => {}
        }
        Ok(answer)
    }

    async fn natpmp(
        &self,
        line: &Line,
        asked: &mut Asked,
        suggested: Option<SocketAddr>,
    ) -> Result<Mapping, Failure> {
        const PROTOCOL: RouterProtocol = RouterProtocol::NatPmp;
        let silent = |silence| match silence {
            Silence::Garbage => misbehaves(PROTOCOL),
            Silence::Closed | Silence::Mute => Failure::NotFound,
        };
        let external = match self.ask_natpmp(line, natpmp::Request::Address).await.map_err(silent)? {
            natpmp::Answer::Address { external, .. } => external,
            // What it says of the line, when asked for nothing but its address.
            natpmp::Answer::Refused { code: 3, .. } => return Err(second_router(PROTOCOL, None)),
            natpmp::Answer::Refused { code, .. } => return Err(refused_by_natpmp(code)),
            natpmp::Answer::Map { .. } => return Err(misbehaves(PROTOCOL)),
        };
        if !is_public(external.into()) {
            return Err(second_router(PROTOCOL, Some(external.into())));
        }
        asked.natpmp = true;
        let internal_port = self.target.internal.port();
        let suggested_port = suggested.map_or(internal_port, |external| external.port());
        let lifetime = self.tuning.lease_seconds();
        let request = natpmp::Request::Map { internal_port, suggested_port, lifetime };
        match self.ask_natpmp(line, request).await.map_err(silent)? {
            natpmp::Answer::Map { external_port, lifetime, .. } => {
                let lease = (lifetime != u32::MAX).then_some(Duration::from_secs(lifetime.into()));
                self.judge(PROTOCOL, SocketAddr::new(external.into(), external_port), lease)
            }
            natpmp::Answer::Refused { code, .. } => Err(refused_by_natpmp(code)),
            natpmp::Answer::Address { .. } => Err(misbehaves(PROTOCOL)),
        }
    }

    async fn ask_natpmp(&self, line: &Line, request: natpmp::Request) -> Result<natpmp::Answer, Silence> {
        let read = |bytes: &[u8]| request.answer(bytes).ok();
        let answer = line.ask(&request.encode(), self.tuning.tries, self.tuning, read).await?;
        match answer {
            natpmp::Answer::Address { epoch, external } => self.note(epoch, Some(external.into())),
            natpmp::Answer::Map { epoch, .. } | natpmp::Answer::Refused { epoch: Some(epoch), .. } => {
                self.note(epoch, None);
            }
            natpmp::Answer::Refused { epoch: None, .. } => {}
        }
        Ok(answer)
    }

    fn note(&self, epoch: u32, outside: Option<IpAddr>) {
        self.neighbourhood.note(self.target.gateway(0).ip(), epoch, outside, Instant::now());
    }

    fn judge(
        &self,
        protocol: RouterProtocol,
        external: SocketAddr,
        lease: Option<Duration>,
    ) -> Result<Mapping, Failure> {
        let internal = self.target.internal;
        if external.is_ipv4() == internal.is_ipv4() && !is_public(external.ip()) {
            return Err(second_router(protocol, Some(external.ip())));
        }
        if external.is_ipv4() != internal.is_ipv4() || external.port() == 0 {
            return Err(misbehaves(protocol));
        }
        if lease.is_some_and(|lease| lease < self.tuning.shortest_lease) {
            return Err(Failure::Refused { protocol, reason: Refusal::LeaseTooShort });
        }
        Ok(Mapping { protocol, external, internal, lease })
    }

    /// What a PCP refusal means (RFC 6887, section 7.4). Some routers refuse everything while they have no public address, with
    /// whatever code: then what they tell of that address is the truth behind it.
    async fn refused_by_pcp(&self, line: &Line, code: u8) -> Failure {
        const PROTOCOL: RouterProtocol = RouterProtocol::Pcp;
        let reason = match code {
            2 => Refusal::NotAuthorised,
            4..=6 | 9 => Refusal::Unsupported,
            7 => Refusal::NetworkFailure,
            8 | 10 | 11 => Refusal::NoResources,
            // There is a NAT between us and the one that we asked.
            12 => return second_router(PROTOCOL, None),
            code => Refusal::Other(code.into()),
        };
        if matches!(code, 7 | 8 | 11) && self.target.is_v4() {
            match self.ask_natpmp(line, natpmp::Request::Address).await {
                Ok(natpmp::Answer::Address { external, .. }) if !is_public(external.into()) => {
                    return second_router(PROTOCOL, Some(external.into()));
                }
                Ok(natpmp::Answer::Refused { code: 3, .. }) => return second_router(PROTOCOL, None),
                _ => {}
            }
        }
        Failure::Refused { protocol: PROTOCOL, reason }
    }
}

/// RFC 6886, section 3.5.
fn refused_by_natpmp(code: u16) -> Failure {
    let reason = match code {
        1 | 5 => Refusal::Unsupported,
        2 => Refusal::NotAuthorised,
        3 => Refusal::NetworkFailure,
        4 => Refusal::NoResources,
        code => Refusal::Other(code),
    };
    Failure::Refused { protocol: RouterProtocol::NatPmp, reason }
}

pub(super) fn misbehaves(protocol: RouterProtocol) -> Failure {
    Failure::Refused { protocol, reason: Refusal::Misbehaves }
}

/// "No address" is not an address.
pub(super) fn second_router(protocol: RouterProtocol, outside: Option<IpAddr>) -> Failure {
    Failure::SecondRouter { protocol, outside: outside.filter(|ip| !ip.is_unspecified()) }
}
