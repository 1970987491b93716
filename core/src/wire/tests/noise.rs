//! The primitives under `snow` against the public Noise vectors.

use data_encoding::HEXLOWER;
use rand_core::{Infallible, TryCryptoRng, TryRng};
use serde_json::Value;
use snow::Builder;

use super::super::noise::{PATTERN, Primitives};

const VECTOR: &str = include_str!("../../../../tests/vectors/noise.json");

/// "Randomness" that is one given key.
struct Given(Vec<u8>);

impl TryRng for Given {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only the ephemeral key is drawn")
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only the ephemeral key is drawn")
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        dst.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Given {}

fn bytes(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

#[test]
fn the_public_vector_comes_out() {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    assert_eq!(vector["protocol_name"], PATTERN);
    let primitives = |name: &str| Box::new(Primitives::new(&mut Given(bytes(&vector[name]))));
    let (static_i, static_r) = (bytes(&vector["init_static"]), bytes(&vector["resp_static"]));
    let (prologue, remote) = (bytes(&vector["init_prologue"]), bytes(&vector["init_remote_static"]));
    let builder = |name, secret| {
        Builder::with_resolver(PATTERN.parse().unwrap(), primitives(name))
            .local_private_key(secret)
            .unwrap()
            .prologue(&prologue)
            .unwrap()
    };
    let mut initiator =
        builder("init_ephemeral", &static_i).remote_public_key(&remote).unwrap().build_initiator().unwrap();
    let mut responder = builder("resp_ephemeral", &static_r).build_responder().unwrap();

    let messages = vector["messages"].as_array().unwrap();
    let (mut written, mut read) = ([0; 1_024], [0; 1_024]);
    for (message, initiates) in messages.iter().zip([true, false]) {
        let (from, to) =
            if initiates { (&mut initiator, &mut responder) } else { (&mut responder, &mut initiator) };
        let payload = bytes(&message["payload"]);
        let len = from.write_message(&payload, &mut written).unwrap();
        assert_eq!(written[..len], bytes(&message["ciphertext"]));
        let len = to.read_message(&written[..len], &mut read).unwrap();
        assert_eq!(read[..len], payload);
    }
    assert_eq!(initiator.get_handshake_hash(), bytes(&vector["handshake_hash"]));
    assert_eq!(responder.get_handshake_hash(), bytes(&vector["handshake_hash"]));

    // The vector goes on by turns, each direction with its own counter from 0.
    let initiator = initiator.into_stateless_transport_mode().unwrap();
    let responder = responder.into_stateless_transport_mode().unwrap();
    assert_eq!(messages.len(), 6);
    for (at, message) in messages.iter().enumerate().skip(2) {
        let (from, to) = if at % 2 == 0 { (&initiator, &responder) } else { (&responder, &initiator) };
        let (payload, nonce) = (bytes(&message["payload"]), at as u64 / 2 - 1);
        let len = from.write_message(nonce, &payload, &mut written).unwrap();
        assert_eq!(written[..len], bytes(&message["ciphertext"]));
        let len = to.read_message(nonce, &written[..len], &mut read).unwrap();
        assert_eq!(read[..len], payload);
    }
}
