//! PCP on the wire (RFC 6887): mapping a TCP port, and what comes back. Bytes in, values out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The largest datagram of PCP, in bytes (RFC 6887, section 7).
pub(super) const MAX: usize = 1_100;
/// A mapping's random name.
pub(super) type Nonce = [u8; 12];

const VERSION: u8 = 2;
const HEADER: usize = 24;
const MAP_LENGTH: usize = 60;
const OP_ANNOUNCE: u8 = 0;
const OP_MAP: u8 = 1;
const ANSWER: u8 = 0x80;
const TCP: u8 = 6;

/// `MAP` (RFC 6887, section 11.1): open, renew or (lifetime 0) end a mapping of a TCP port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MapRequest {
    /// In seconds.
    pub(super) lifetime: u32,
    /// This device's address. The datagram must come from it.
    pub(super) client: IpAddr,
    pub(super) nonce: Nonce,
    pub(super) internal_port: u16,
    /// What we would like to get; only a wish.
    pub(super) suggested: SocketAddr,
}

/// What a PCP server says. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is there and has been for so many seconds (section 14.1).
    Announce { epoch: u32 },
    /// It granted or ended a mapping.
    Map(MapAnswer),
    /// It does not speak version 2. Nearly always: it speaks NAT-PMP, whose version is 0.
    OtherVersion,
    /// It did not.
    Refused { code: u8, epoch: u32 },
}

/// What was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MapAnswer {
    /// In seconds.
    pub(super) lifetime: u32,
    /// Seconds since the router lost its mappings (section 8.5).
    pub(super) epoch: u32,
    pub(super) nonce: Nonce,
    pub(super) internal_port: u16,
    pub(super) external: SocketAddr,
}

/// Why a datagram is no answer. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("a length that no answer has")]
    Length,
    #[error("not an answer")]
    NotAnAnswer,
    #[error("an answer to something else")]
    Opcode,
    #[error("a mapping of something else")]
    OtherMapping,
    #[error("another version")]
    Version,
}

impl MapRequest {
    /// The same wish, to end the mapping (section 15).
    pub(super) fn ending(self) -> Self {
        let nowhere = match self.client {
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        Self { lifetime: 0, suggested: SocketAddr::new(nowhere, 0), ..self }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MAP_LENGTH);
        bytes.extend([VERSION, OP_MAP, 0, 0]);
        bytes.extend(self.lifetime.to_be_bytes());
        bytes.extend(wide(self.client).octets());
        bytes.extend(self.nonce);
        bytes.extend([TCP, 0, 0, 0]);
        bytes.extend(self.internal_port.to_be_bytes());
        bytes.extend(self.suggested.port().to_be_bytes());
        bytes.extend(wide(self.suggested.ip()).octets());
        bytes
    }

    /// Reads an answer to this request. What names another nonce, port or protocol is none, also if it is a refusal.
    ///
    /// # Errors
    /// [`Fault`]: not an answer, or not to this.
    pub(super) fn answer(&self, bytes: &[u8]) -> Result<Answer, Fault> {
        let answer = parse(bytes)?;
        match answer {
            Answer::Announce { .. } => return Err(Fault::Opcode),
            Answer::Map(map) if !self.is_named(&map) => return Err(Fault::OtherMapping),
            Answer::Refused { .. } => {
                // A refusal carries the request's own fields, if the server read that far.
                let named = bytes.get(HEADER..).and_then(map_fields);
                if bytes.get(1) != Some(&(ANSWER | OP_MAP)) {
                    return Err(Fault::Opcode);
                }
                if named.is_some_and(|(nonce, _, port, _)| nonce != self.nonce || port != self.internal_port)
                {
                    return Err(Fault::OtherMapping);
                }
            }
            Answer::Map(_) | Answer::OtherVersion => {}
        }
        Ok(answer)
    }

    fn is_named(&self, map: &MapAnswer) -> bool {
        map.nonce == self.nonce && map.internal_port == self.internal_port
    }
}

/// Reads whatever a PCP server may say to us.
///
/// # Errors
/// [`Fault`].
pub(super) fn parse(bytes: &[u8]) -> Result<Answer, Fault> {
    if bytes.len() > MAX {
        return Err(Fault::Length);
    }
    let [version, opcode, _, code, ..] = *bytes else { return Err(Fault::Length) };
    if opcode & ANSWER == 0 {
        return Err(Fault::NotAnAnswer);
    }
    // A refusal to speak version 2 comes in whatever version the other one speaks (section 9).
    if version == 0 || code == 1 {
        return Ok(Answer::OtherVersion);
    }
    if version != VERSION {
        return Err(Fault::Version);
    }
    if bytes.len() < HEADER || !bytes.len().is_multiple_of(4) {
        return Err(Fault::Length);
    }
    let (Some(lifetime), Some(epoch)) = (number(bytes, 4), number(bytes, 8)) else {
        return Err(Fault::Length);
    };
    match (opcode & !ANSWER, code) {
        (OP_ANNOUNCE, 0) => Ok(Answer::Announce { epoch }),
        (OP_MAP, 0) => {
            let fields = bytes.get(HEADER..).and_then(map_fields).ok_or(Fault::Length)?;
            let (nonce, protocol, internal_port, external) = fields;
            if protocol != TCP {
                return Err(Fault::OtherMapping);
            }
            Ok(Answer::Map(MapAnswer { lifetime, epoch, nonce, internal_port, external }))
        }
        (OP_ANNOUNCE | OP_MAP, code) => Ok(Answer::Refused { code, epoch }),
        _ => Err(Fault::Opcode),
    }
}

/// Nonce, protocol, internal port, external address: what follows the header of a `MAP`.
fn map_fields(bytes: &[u8]) -> Option<(Nonce, u8, u16, SocketAddr)> {
    let (nonce, rest) = bytes.split_first_chunk::<12>()?;
    let ([protocol, _, _, _, i1, i2, e1, e2], rest) = rest.split_first_chunk::<8>()?;
    let (external, _) = rest.split_first_chunk::<16>()?;
    let external = SocketAddr::new(
        IpAddr::from(Ipv6Addr::from(*external)).to_canonical(),
        u16::from_be_bytes([*e1, *e2]),
    );
    Some((*nonce, *protocol, u16::from_be_bytes([*i1, *i2]), external))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}

/// IPv4 travels as `::ffff:a.b.c.d` (section 5).
fn wide(ip: IpAddr) -> Ipv6Addr {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;

    fn request() -> MapRequest {
        MapRequest {
            lifetime: 7_200,
            client: "192.168.1.100".parse().unwrap(),
            nonce: *b"abcdefghijkl",
            internal_port: 24_680,
            suggested: "0.0.0.0:24680".parse().unwrap(),
        }
    }

    /// What a server writes.
    fn answer(request: &MapRequest, code: u8, lifetime: u32, epoch: u32, external: SocketAddr) -> Vec<u8> {
        let mut bytes = vec![2, 0x81, 0, code];
        bytes.extend(lifetime.to_be_bytes());
        bytes.extend(epoch.to_be_bytes());
        bytes.extend([0; 12]);
        bytes.extend(request.nonce);
        bytes.extend([6, 0, 0, 0]);
        bytes.extend(request.internal_port.to_be_bytes());
        bytes.extend(external.port().to_be_bytes());
        bytes.extend(wide(external.ip()).octets());
        bytes
    }

    #[test]
    fn a_request_has_the_bytes_of_the_rfc() {
        let bytes = request().encode();
        assert_eq!(bytes.len(), 60);
        assert_eq!(&bytes[..8], &[2, 1, 0, 0, 0, 0, 0x1c, 0x20]);
        assert_eq!(&bytes[8..24], &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 1, 100]);
        assert_eq!(&bytes[24..36], b"abcdefghijkl");
        assert_eq!(&bytes[36..44], &[6, 0, 0, 0, 0x60, 0x68, 0x60, 0x68]);
        assert_eq!(&bytes[44..], &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0]);
        let ending = request().ending().encode();
        assert_eq!((&ending[4..8], &ending[24..36]), (&[0; 4][..], &b"abcdefghijkl"[..]));
        assert_eq!(&ending[42..44], &[0, 0]);
    }

    #[test]
    fn answers_are_told_apart() {
        let external = "11.0.0.10:24681".parse().unwrap();
        let granted = answer(&request(), 0, 120, 5, external);
        let Ok(Answer::Map(map)) = request().answer(&granted) else { panic!("{granted:?}") };
        assert_eq!((map.external, map.lifetime, map.epoch), (external, 120, 5));
        let refused = answer(&request(), 2, 30, 5, external);
        assert_eq!(request().answer(&refused), Ok(Answer::Refused { code: 2, epoch: 5 }));
        // Shorter refusals are all that some servers write.
        assert_eq!(request().answer(&refused[..24]), Ok(Answer::Refused { code: 2, epoch: 5 }));
        assert_eq!(request().answer(&[0, 128, 0, 1, 0, 0, 0, 9]), Ok(Answer::OtherVersion));
        assert_eq!(request().answer(&answer(&request(), 1, 0, 0, external)), Ok(Answer::OtherVersion));
        let mut announce = granted[..24].to_vec();
        announce[1] = 0x80;
        assert_eq!(parse(&announce), Ok(Answer::Announce { epoch: 5 }));
        assert_eq!(request().answer(&announce), Err(Fault::Opcode));
        assert_eq!(request().answer(&request().encode()), Err(Fault::NotAnAnswer));
        assert_eq!(request().answer(&granted[..56]), Err(Fault::Length));
        assert_eq!(request().answer(&[&granted[..], &[0; 1_044]].concat()), Err(Fault::Length));
    }

    #[test]
    fn what_is_anothers_is_no_answer() {
        let external = "11.0.0.10:24681".parse().unwrap();
        for other in
            [MapRequest { nonce: [0; 12], ..request() }, MapRequest { internal_port: 24_681, ..request() }]
        {
            for code in [0, 2] {
                let bytes = answer(&other, code, 120, 5, external);
                assert_eq!(request().answer(&bytes), Err(Fault::OtherMapping));
            }
        }
        let mut udp = answer(&request(), 0, 120, 5, external);
        udp[36] = 17;
        assert_eq!(request().answer(&udp), Err(Fault::OtherMapping));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_or_give_a_mapping_of_something_else(bytes in proptest::collection::vec(any::<u8>(), 0..1_200)) {
            let _ = parse(&bytes);
            if let Ok(Answer::Map(map)) = request().answer(&bytes) {
                prop_assert_eq!((map.nonce, map.internal_port), (request().nonce, request().internal_port));
            }
        }

        #[test]
        fn nearly_right_bytes_are_right_or_nothing(at in 0usize..60, to: u8) {
            let external = "11.0.0.10:24681".parse().unwrap();
            let mut bytes = answer(&request(), 0, 120, 5, external);
            bytes[at] = to;
            if let Ok(Answer::Map(map)) = request().answer(&bytes) {
                prop_assert_eq!((map.nonce, map.internal_port, bytes[36]), (request().nonce, request().internal_port, 6));
            }
        }

        #[test]
        fn what_a_server_writes_is_read_as_it_was_meant(
            lifetime: u32, epoch: u32, ip: [u8; 16], v4: bool, port: u16, nonce: [u8; 12], internal_port: u16,
        ) {
            let ip = IpAddr::from(Ipv6Addr::from(ip)).to_canonical();
            let ip = if v4 { Ipv4Addr::from_bits(lifetime ^ epoch).into() } else { ip };
            let request = MapRequest { nonce, internal_port, ..request() };
            let external = SocketAddr::new(ip, port);
            let read = request.answer(&answer(&request, 0, lifetime, epoch, external));
            prop_assert_eq!(read, Ok(Answer::Map(MapAnswer { lifetime, epoch, nonce, internal_port, external })));
        }
    }
}
