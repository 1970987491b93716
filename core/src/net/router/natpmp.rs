//! NAT-PMP on the wire (RFC 6886). Bytes in, values out.

use std::net::Ipv4Addr;

use super::pcp::{Fault, MAX};

const VERSION: u8 = 0;
const OP_ADDRESS: u8 = 0;
const OP_MAP_TCP: u8 = 2;
const ANSWER: u8 = 0x80;

/// What is asked. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// Which address the router has outside (section 3.2).
    Address,
    /// Open, renew or (lifetime 0) end a mapping of a TCP port (section 3.3).
    Map {
        internal_port: u16,
        /// What we would like to get; only a wish.
        suggested_port: u16,
        /// In seconds.
        lifetime: u32,
    },
}

/// What a router says. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Address {
        /// Seconds since the router lost its mappings (section 3.6).
        epoch: u32,
        external: Ipv4Addr,
    },
    Map {
        epoch: u32,
        internal_port: u16,
        external_port: u16,
        /// In seconds.
        lifetime: u32,
    },
    Refused {
        code: u16,
        epoch: Option<u32>,
    },
}

impl Request {
    pub(super) fn encode(self) -> Vec<u8> {
        match self {
            Self::Address => vec![VERSION, OP_ADDRESS],
            Self::Map { internal_port, suggested_port, lifetime } => {
                let mut bytes = vec![VERSION, OP_MAP_TCP, 0, 0];
                bytes.extend(internal_port.to_be_bytes());
                bytes.extend(suggested_port.to_be_bytes());
                bytes.extend(lifetime.to_be_bytes());
                bytes
            }
        }
    }

    /// Reads an answer to this request.
    ///
    /// # Errors
    /// [`Fault`]: not an answer, or not to this.
    pub(super) fn answer(self, bytes: &[u8]) -> Result<Answer, Fault> {
        let answer = parse(bytes)?;
        let opcode = match self {
            Self::Address => OP_ADDRESS,
            Self::Map { .. } => OP_MAP_TCP,
        };
        match (answer, self) {
            (Answer::Map { internal_port: theirs, .. }, Self::Map { internal_port: ours, .. })
                if theirs != ours =>
            {
                Err(Fault::OtherMapping)
            }
            _ if bytes.get(1) != Some(&(ANSWER | opcode)) => Err(Fault::Opcode),
            _ => Ok(answer),
        }
    }
}

/// Reads whatever a NAT-PMP router may say to us.
///
/// # Errors
/// [`Fault`].
pub(super) fn parse(bytes: &[u8]) -> Result<Answer, Fault> {
    if bytes.len() > MAX {
        return Err(Fault::Length);
    }
    let [version, opcode, c1, c2, ref rest @ ..] = *bytes else { return Err(Fault::Length) };
    if version != VERSION {
        return Err(Fault::Version);
    }
    if opcode & ANSWER == 0 {
        return Err(Fault::NotAnAnswer);
    }
    let epoch = rest.first_chunk().copied().map(u32::from_be_bytes);
    match (opcode & !ANSWER, u16::from_be_bytes([c1, c2]), epoch) {
        (OP_ADDRESS | OP_MAP_TCP, code @ 1.., epoch) => Ok(Answer::Refused { code, epoch }),
        (OP_ADDRESS, 0, Some(epoch)) => {
            let external = rest.get(4..).and_then(|rest| rest.first_chunk::<4>()).ok_or(Fault::Length)?;
            Ok(Answer::Address { epoch, external: Ipv4Addr::from(*external) })
        }
        (OP_MAP_TCP, 0, Some(epoch)) => {
            let fields = rest.get(4..).and_then(|rest| rest.first_chunk::<8>()).ok_or(Fault::Length)?;
            let [i1, i2, e1, e2, l1, l2, l3, l4] = *fields;
            Ok(Answer::Map {
                epoch,
                internal_port: u16::from_be_bytes([i1, i2]),
                external_port: u16::from_be_bytes([e1, e2]),
                lifetime: u32::from_be_bytes([l1, l2, l3, l4]),
            })
        }
        (OP_ADDRESS | OP_MAP_TCP, ..) => Err(Fault::Length),
        _ => Err(Fault::Opcode),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAP: Request = Request::Map { internal_port: 24_680, suggested_port: 24_680, lifetime: 7_200 };

    #[test]
    fn requests_have_the_bytes_of_the_rfc() {
        assert_eq!(Request::Address.encode(), [0, 0]);
        assert_eq!(MAP.encode(), [0, 2, 0, 0, 0x60, 0x68, 0x60, 0x68, 0, 0, 0x1c, 0x20]);
    }

    #[test]
    fn answers_are_told_apart() {
        let address = [0, 128, 0, 0, 0, 0, 0, 9, 11, 0, 0, 10];
        assert_eq!(
            Request::Address.answer(&address),
            Ok(Answer::Address { epoch: 9, external: Ipv4Addr::new(11, 0, 0, 10) })
        );
        assert_eq!(MAP.answer(&address), Err(Fault::Opcode));
        let map = [0, 130, 0, 0, 0, 0, 0, 9, 0x60, 0x68, 0x60, 0x69, 0, 0, 0, 120];
        let granted = Answer::Map { epoch: 9, internal_port: 24_680, external_port: 24_681, lifetime: 120 };
        assert_eq!(MAP.answer(&map), Ok(granted));
        let other = Request::Map { internal_port: 1, suggested_port: 24_680, lifetime: 7_200 };
        assert_eq!(other.answer(&map), Err(Fault::OtherMapping));
        assert_eq!(MAP.answer(&[0, 130, 0, 3, 0, 0, 0, 9]), Ok(Answer::Refused { code: 3, epoch: Some(9) }));
        assert_eq!(MAP.answer(&[0, 130, 0, 3]), Ok(Answer::Refused { code: 3, epoch: None }));
        // Mappings of UDP, requests, other versions, halves.
        assert_eq!(parse(&[0, 129, 0, 0, 0, 0, 0, 9]), Err(Fault::Opcode));
        assert_eq!(parse(&MAP.encode()), Err(Fault::NotAnAnswer));
        assert_eq!(parse(&[2, 130, 0, 0]), Err(Fault::Version));
        assert_eq!(parse(&[0, 130, 0, 0, 0, 0, 0, 9, 0x60]), Err(Fault::Length));
        assert_eq!(parse(&[0; 1_101]), Err(Fault::Length));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_or_give_a_mapping_of_something_else(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse(&bytes);
            if let Ok(Answer::Map { internal_port, .. }) = MAP.answer(&bytes) {
                prop_assert_eq!(internal_port, 24_680);
            }
            let address = Request::Address.answer(&bytes);
            let is_mapping = matches!(address, Ok(Answer::Map { .. }));
            prop_assert!(!is_mapping);
        }

        #[test]
        fn what_a_router_writes_is_read_as_it_was_meant(epoch: u32, external_port: u16, lifetime: u32) {
            let mut bytes = vec![0, 130, 0, 0];
            bytes.extend(epoch.to_be_bytes());
            bytes.extend(24_680_u16.to_be_bytes());
            bytes.extend(external_port.to_be_bytes());
            bytes.extend(lifetime.to_be_bytes());
            let granted = Answer::Map { epoch, internal_port: 24_680, external_port, lifetime };
            prop_assert_eq!(MAP.answer(&bytes), Ok(granted));
        }
    }
}
