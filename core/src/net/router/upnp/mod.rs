//! UPnP Internet Gateway Device, version 1 and 2: searched at the gateway alone, spoken to in five SOAP actions.
//!
//! The crates for this read XML by recursion, bring a second HTTP, or do not bound what they read (docs/adr/0013).

mod http;
pub(crate) mod place;
mod ports;
mod search;
mod soap;
pub(crate) mod ssdp;
pub(crate) mod xml;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::control::{Failure, misbehaves, second_router};
use super::outside::is_public;
use super::target::Target;
use super::tuning::Tuning;
use super::types::{Mapping, Refusal, RouterProtocol};
use http::{NoAnswer, exchange};
use place::Place;
use soap::{Call, Service};
use xml::Outcome;

const PROTOCOL: RouterProtocol = RouterProtocol::Upnp;

/// Where a router takes calls. Best first, never empty.
#[derive(Clone, Debug)]
pub(super) struct Device {
    services: Vec<(Service, Place)>,
}

/// What may have been left at the router: noted before the question leaves, so that it is taken back also if
/// nobody waited for the answer.
#[derive(Clone, Debug)]
pub(super) enum Left {
    /// `ours`: the router said so. Otherwise it is looked at before it is deleted.
    Mapping {
        service: Service,
        at: Place,
        external: u16,
        ours: bool,
    },
    Pinhole {
        at: Place,
        id: u16,
    },
}

/// A conversation about one target.
pub(super) struct Upnp<'a> {
    pub(super) target: &'a Target,
    pub(super) tuning: &'a Tuning,
}

/// Why a call came to nothing.
enum CallFault {
    /// With UPnP's code.
    Failed(u16),
    NoAnswer(NoAnswer),
}

impl Upnp<'_> {
    /// Opens the port, or keeps it open. What was granted before is in `left`, and so is what will have to be taken back.
    pub(super) async fn map(&self, device: &Device, left: &mut Option<Left>) -> Result<Mapping, Failure> {
        let asked = async {
            match self.target.internal {
                SocketAddr::V4(_) => self.map_port(device, left).await,
                SocketAddr::V6(_) => self.open_pinhole(device, left).await,
            }
        };
        tokio::time::timeout(self.tuning.conversation, asked).await.unwrap_or(Err(misbehaves(PROTOCOL)))
    }

    /// Takes back what is left. Whether it worked is not known and not asked.
    pub(super) async fn end(&self, left: &mut Option<Left>) {
        match &*left {
            Some(Left::Mapping { service, at, external, ours }) => {
                // Most routers let everybody delete everything.
                let ours = *ours || matches!(self.entry(*service, at, *external).await, Entry::Ours { .. });
                if ours {
                    let _ = self.call(at, Call::delete(*service, *external)).await;
                }
            }
            Some(Left::Pinhole { at, id }) => {
                let _ = self.call(at, Call::delete_pinhole(*id)).await;
            }
            None => {}
        }
        *left = None; // Only now: whoever is cut off here is to do it again.
    }

    async fn map_port(&self, device: &Device, left: &mut Option<Left>) -> Result<Mapping, Failure> {
        let mut failure = Failure::NotFound;
        for (service, at) in &device.services {
            let outside = match self.outside(*service, at).await {
                Ok(outside) => outside,
                // Routers have services for lines that they don't use: what the first says is what is told.
                Err(reason) => {
                    if failure == Failure::NotFound {
                        failure = reason;
                    }
                    continue;
                }
            };
            return self.map_port_at(*service, at, outside, left).await;
        }
        Err(failure)
    }

    /// The address outside, if the internet can reach it.
    async fn outside(&self, service: Service, at: &Place) -> Result<IpAddr, Failure> {
        let answer = self.call(at, Call::external_address(service)).await;
        // An action without arguments fails (501) for want of an address.
        let values = match answer {
            Err(CallFault::Failed(501)) => return Err(second_router(PROTOCOL, None)),
            answer => answer.map_err(CallFault::told)?,
        };
        let address = value(&values, "NewExternalIPAddress").and_then(|text| text.parse::<IpAddr>().ok());
        match address {
            Some(ip) if ip.is_ipv4() && is_public(ip) => Ok(ip),
            outside => Err(second_router(PROTOCOL, outside)),
        }
    }

    async fn map_port_at(
        &self,
        service: Service,
        at: &Place,
        outside: IpAddr,
        left: &mut Option<Left>,
    ) -> Result<Mapping, Failure> {
        let granted = match left {
            Some(Left::Mapping { external, .. }) => Some(*external),
            _ => None,
        };
        let mut lease = self.tuning.lease_seconds();
        for external in ports::wished(self.target, granted) {
            if matches!(self.entry(service, at, external).await, Entry::Others) {
                continue;
            }
            *left = Some(Left::Mapping { service, at: at.clone(), external, ours: false });
            match self.add(service, at, external, &mut lease).await {
                Ok(()) => {}
                // Taken, or taken for another protocol's mapping.
                Err(CallFault::Failed(718 | 729)) => {
                    *left = None;
                    continue;
                }
                Err(fault) => return Err(fault.told()),
            }
            let lease = match self.entry(service, at, external).await {
                // It said yes, and gave it to somebody else.
                Entry::Others => {
                    *left = None;
                    continue;
                }
                Entry::Ours { lease } => lease,
                Entry::Unknown => Some(Duration::from_secs(lease.into())),
            };
            *left = Some(Left::Mapping { service, at: at.clone(), external, ours: true });
            let lease = lease.filter(|lease| !lease.is_zero());
            if lease.is_some_and(|lease| lease < self.tuning.shortest_lease) {
                return Err(Failure::Refused { protocol: PROTOCOL, reason: Refusal::LeaseTooShort });
            }
            return Ok(Mapping {
                protocol: PROTOCOL,
                external: SocketAddr::new(outside, external),
                internal: self.target.internal,
                lease,
            });
        }
        Err(Failure::Refused { protocol: PROTOCOL, reason: Refusal::Conflict })
    }

    /// Some routers know no leases (725), and some say so in other words (402).
    async fn add(
        &self,
        service: Service,
        at: &Place,
        external: u16,
        lease: &mut u32,
    ) -> Result<(), CallFault> {
        let internal = self.target.internal;
        let call = |lease| Call::add(service, external, internal.ip(), internal.port(), lease);
        match self.call(at, call(*lease)).await {
            Err(CallFault::Failed(402 | 725)) if *lease != 0 => {
                *lease = 0;
                self.call(at, call(0)).await.map(drop)
            }
            outcome => outcome.map(drop),
        }
    }

    /// Who has a port. A mapping of ours that a crash left is found here, and kept.
    async fn entry(&self, service: Service, at: &Place, external: u16) -> Entry {
        let Ok(values) = self.call(at, Call::entry(service, external)).await else { return Entry::Unknown };
        let client = value(&values, "NewInternalClient").and_then(|text| text.parse::<IpAddr>().ok());
        let port = value(&values, "NewInternalPort").and_then(|text| text.parse::<u16>().ok());
        match client.zip(port) {
            None => Entry::Unknown,
            Some((ip, port)) if SocketAddr::new(ip, port) == self.target.internal => {
                let lease = value(&values, "NewLeaseDuration").and_then(|text| text.parse().ok());
                Entry::Ours { lease: lease.map(Duration::from_secs) }
            }
            Some(_) => Entry::Others,
        }
    }

    async fn open_pinhole(&self, device: &Device, left: &mut Option<Left>) -> Result<Mapping, Failure> {
        let IpAddr::V6(ip) = self.target.internal.ip() else { return Err(Failure::NotFound) };
        let (_, at) = device.services.first().ok_or(Failure::NotFound)?;
        let lease = self.tuning.lease_seconds();
        let mapping = Mapping {
            protocol: PROTOCOL,
            external: self.target.internal,
            internal: self.target.internal,
            lease: Some(Duration::from_secs(lease.into())),
        };
        if let Some(Left::Pinhole { id, .. }) = left {
            match self.call(at, Call::update_pinhole(*id, lease)).await {
                Ok(_) => return Ok(mapping),
                // 704: no such pinhole, since the router restarted.
                Err(CallFault::Failed(_)) => *left = None,
                Err(fault) => return Err(fault.told()),
            }
        }
        // The same again is the same pinhole (WANIPv6FirewallControl:1, section 2.5.7): one that a crash left is found.
        let call = Call::add_pinhole(ip, self.target.internal.port(), lease);
        let values = self.call(at, call).await.map_err(CallFault::told)?;
        let id = value(&values, "UniqueID").and_then(|text| text.parse().ok());
        *left = Some(Left::Pinhole { at: at.clone(), id: id.ok_or(misbehaves(PROTOCOL))? });
        Ok(mapping)
    }

    async fn call(&self, at: &Place, call: Call) -> Result<Vec<(String, String)>, CallFault> {
        let answer =
            exchange(self.target, self.tuning, at, Some(&call)).await.map_err(CallFault::NoAnswer)?;
        match xml::outcome(&answer, call.action) {
            Ok(Outcome::Done(values)) => Ok(values),
            Ok(Outcome::Failed(code)) => Err(CallFault::Failed(code)),
            Err(reason) => {
                tracing::debug!(%reason, action = call.action, "the router's answer is none");
                Err(CallFault::NoAnswer(NoAnswer::Garbage))
            }
        }
    }
}

/// Who has a port outside.
enum Entry {
    /// Zero: without end.
    Ours {
        lease: Option<Duration>,
    },
    Others,
    /// Nobody, or the router does not tell.
    Unknown,
}

impl CallFault {
    /// Codes of WANIPConnection:2 (section 2.5) and WANIPv6FirewallControl:1 (section 2.5).
    fn told(self) -> Failure {
        let reason = match self {
            Self::NoAnswer(NoAnswer::Unreachable) => return Failure::NotFound,
            Self::NoAnswer(NoAnswer::Garbage) => Refusal::Misbehaves,
            Self::NoAnswer(NoAnswer::Forbidden) | Self::Failed(606) => Refusal::NotAuthorised,
            Self::Failed(401 | 602) => Refusal::Unsupported,
            Self::Failed(701 | 728) => Refusal::NoResources,
            Self::Failed(702) => Refusal::FirewallOff,
            Self::Failed(703) => Refusal::Disabled,
            Self::Failed(718 | 724 | 729) => Refusal::Conflict,
            Self::Failed(code) => Refusal::Other(code),
        };
        Failure::Refused { protocol: PROTOCOL, reason }
    }
}

fn value<'a>(values: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
