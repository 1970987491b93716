//! What keys that were stolen later open, and what a recording proves: nothing.

use std::collections::HashMap;

use snow::params::{CipherChoice, DHChoice, HashChoice};
use snow::resolvers::CryptoResolver;
use snow::types::{Cipher, Dh, Hash, Random};
use snow::{Builder, HandshakeState};
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};

use super::super::noise::{PATTERN, Primitives};
use super::*;
use crate::identity::Uid;

/// A key pair without its private half: some public key, and what it is known to share with some others.
#[derive(Clone)]
struct Known {
    public: [u8; 32],
    shared: HashMap<[u8; 32], [u8; 32]>,
}

/// A Noise implementation in which such a pair takes the place of the static or the ephemeral one.
struct Pieces {
    primitives: Primitives,
    as_static: Option<Known>,
    as_ephemeral: Option<Known>,
}

struct Half {
    own: Box<dyn Dh>,
    as_static: Option<Known>,
    as_ephemeral: Option<Known>,
    known: Option<Known>,
}

impl CryptoResolver for Pieces {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        self.primitives.resolve_rng()
    }
    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        let own = self.primitives.resolve_dh(choice)?;
        let (as_static, as_ephemeral) = (self.as_static.clone(), self.as_ephemeral.clone());
        Some(Box::new(Half { own, as_static, as_ephemeral, known: None }))
    }
    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        self.primitives.resolve_hash(choice)
    }
    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        self.primitives.resolve_cipher(choice)
    }
}

impl Dh for Half {
    fn name(&self) -> &'static str {
        "25519"
    }
    fn pub_len(&self) -> usize {
        32
    }
    fn priv_len(&self) -> usize {
        32
    }
    fn set(&mut self, private: &[u8]) {
        self.own.set(private);
        self.known = self.as_static.take();
    }
    fn generate(&mut self, rng: &mut dyn Random) -> Result<(), snow::Error> {
        self.known = self.as_ephemeral.take();
        self.own.generate(rng)
    }
    fn pubkey(&self) -> &[u8] {
        self.known.as_ref().map_or(self.own.pubkey(), |known| &known.public)
    }
    fn privkey(&self) -> &[u8] {
        self.own.privkey()
    }
    fn dh(&self, public: &[u8], out: &mut [u8]) -> Result<(), snow::Error> {
        let Some(known) = &self.known else { return self.own.dh(public, out) };
        let shared = known.shared.get(&public[..32]).ok_or(snow::Error::Dh)?;
        out[..32].copy_from_slice(shared);
        Ok(())
    }
}

/// The asker's side of a handshake with `answerer`, made of pieces; and its message 1.
fn asker(pieces: Pieces, private: &[u8], answerer: &Uid) -> (HandshakeState, Vec<u8>) {
    let mut handshake = Builder::with_resolver(PATTERN.parse().unwrap(), Box::new(pieces))
        .local_private_key(private)
        .unwrap()
        .remote_public_key(&answerer.x25519())
        .unwrap()
        .prologue(&[b"pure2p/1", answerer.as_bytes().as_slice()].concat())
        .unwrap()
        .build_initiator()
        .unwrap();
    let payload = padding::pad(112, &[0, 8], &[0xa2, 0x61, b'v', 0x81, 1, 0x61, b'f', 0]).unwrap();
    let mut message = vec![0; payload.len() + 96];
    handshake.write_message(&payload, &mut message).unwrap();
    (handshake, message)
}

/// The ephemeral private key that is drawn from this generator.
fn ephemeral(seed: u64) -> [u8; 32] {
    let mut key = [0; 32];
    rand_core::Rng::fill_bytes(&mut rng(seed), &mut key);
    key
}

fn public(private: [u8; 32]) -> [u8; 32] {
    x25519(private, X25519_BASEPOINT_BYTES)
}

#[test]
fn a_recording_and_both_accounts_keys_do_not_open_what_was_said() {
    let (alice, bob) = (account(1), account(2));
    let (pending, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    let (bobs, answer) = answer_hello(&bob, &hello, &mut rng(4)).unwrap();
    let alices = pending.finish(&answer).unwrap();
    let (counter, request) = alices.seal_request(&text("a secret question")).unwrap();
    bobs.open_request(&request).unwrap();
    let reply = bobs.seal_answer(counter, &text("a secret answer")).unwrap();

    // Mallory recorded `hello`, `answer`, `request` and `reply`, and takes both devices years later.
    let (alices_key, bobs_key) = (*alice.noise_secret(), *bob.noise_secret());
    let (of_alice, of_bob): ([u8; 32], [u8; 32]) =
        (hello[16..48].try_into().unwrap(), answer[..32].try_into().unwrap());
    let es = x25519(bobs_key, of_alice);
    let with = |ee: [u8; 32]| {
        let shared = HashMap::from([(bob.uid().x25519(), es), (of_bob, ee)]);
        let as_ephemeral = Some(Known { public: of_alice, shared });
        let pieces = Pieces { primitives: Primitives::new(&mut rng(9)), as_static: None, as_ephemeral };
        let (mut handshake, message) = asker(pieces, &alices_key, &bob.uid());
        // Who said Hello to whom is known for certain: message 1 comes out again, bit for bit.
        assert_eq!(message, hello[16..]);
        handshake.read_message(&answer, &mut vec![0; answer.len()]).ok()?;
        let mut plaintext = vec![0; reply.len()];
        let transport = handshake.into_stateless_transport_mode().unwrap();
        transport.read_message(counter, &reply, &mut plaintext).ok()?;
        Some(plaintext)
    };
    // What one ephemeral key shares with the other takes one of the two. Everything that the keys that are
    // still there make of what was recorded:
    let others = [
        es,
        x25519(alices_key, of_bob),
        x25519(alices_key, of_alice),
        x25519(bobs_key, of_bob),
        x25519(alices_key, bob.uid().x25519()),
        [0; 32],
    ];
    assert!(others.into_iter().all(|guess| with(guess).is_none()));
    // No session that the keys can begin today opens it, either, whatever its name.
    for seed in [3, 4, 20] {
        let (_, today) = session(&alice, &bob, seed + 100);
        let renamed = [&today.id().0, &request[16..]].concat();
        assert_eq!(today.open_request(&renamed), Err(WireError::Opening));
    }
    // And it is this one key that is missing: with it, all opens.
    let opened = with(x25519(ephemeral(3), of_bob)).expect("with the ephemeral key");
    let words = b"a secret answer";
    assert!(opened.windows(words.len()).any(|window| window == words));
}

#[test]
fn who_heard_it_could_have_made_it_all_up() {
    // Bob writes down, alone, a session in which Alice begins, and says what he likes and where she is. He
    // has his own keys, and of hers what everybody knows who knows her.
    let (alice, bob) = (account(1).uid(), account(2));
    let bobs_ephemeral = ephemeral(4);
    let shared = HashMap::from([
        (bob.uid().x25519(), x25519(*bob.noise_secret(), alice.x25519())),
        (public(bobs_ephemeral), x25519(bobs_ephemeral, alice.x25519())),
    ]);
    let as_static = Some(Known { public: alice.x25519(), shared });
    let pieces = Pieces { primitives: Primitives::new(&mut rng(3)), as_static, as_ephemeral: None };
    let (mut hers, message) = asker(pieces, &[0; 32], &bob.uid());
    let hello = fuzzing::hello_with_mac(&bob.uid(), &message);
    let (his, answer) = answer_hello(&bob, &hello, &mut rng(4)).unwrap();
    hers.read_message(&answer, &mut vec![0; answer.len()]).unwrap();
    let transport = hers.into_stateless_transport_mode().unwrap();

    let presence =
        Presence { addresses: vec![WireAddress("192.0.2.1:20000".parse().unwrap())], ..Presence::default() };
    let said = Batch { presence: Some(presence), ..text("I owe you a thousand") };
    let cbor = fuzzing::batch_cbor(&said);
    let plaintext = padding::pad(40, &u32::try_from(cbor.len()).unwrap().to_be_bytes(), &cbor).unwrap();
    let mut sealed = vec![0; plaintext.len() + 16];
    transport.write_message(0, &plaintext, &mut sealed).unwrap();
    let request = [his.id().0.as_slice(), &[0; 8], &sealed].concat();
    // To everybody who checks it, his keys in hand, this is Alice. So it proves nothing against her.
    assert_eq!(his.peer(), &alice);
    assert_eq!(his.open_request(&request), Ok((0, said)));
}
