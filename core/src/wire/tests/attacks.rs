//! What somebody who means ill gets: an error, and nothing else changes.

use proptest::prelude::*;
use snow::Builder;
use snow::params::{CipherChoice, DHChoice, HashChoice};
use snow::resolvers::CryptoResolver;
use snow::types::{Cipher, Dh, Hash, Random};
use x25519_dalek::x25519;

use super::super::noise::{PATTERN, Primitives};
use super::*;
use crate::identity::Uid;

/// What the attacker's own Noise implementation says its static key is, whatever it really has.
struct Forger {
    primitives: Primitives,
    /// The key it would like to be taken for.
    claimed: [u8; 32],
    /// A stolen private key, and whose.
    stolen: [u8; 32],
    victim: [u8; 32],
}

struct ForgedStatic {
    claimed: [u8; 32],
    stolen: [u8; 32],
    victim: [u8; 32],
    own: Option<Box<dyn Dh>>,
}

impl CryptoResolver for Forger {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        self.primitives.resolve_rng()
    }
    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        let own = self.primitives.resolve_dh(choice);
        Some(Box::new(ForgedStatic { claimed: self.claimed, stolen: self.stolen, victim: self.victim, own }))
    }
    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        self.primitives.resolve_hash(choice)
    }
    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        self.primitives.resolve_cipher(choice)
    }
}

/// A static key pair whose private half is missing, but that can do the one exchange with the victim whose
/// private key was stolen: DH(stolen, claimed) = DH(claimed's private key, victim). As an ephemeral key
/// (after `generate`) it is an honest one.
impl Dh for ForgedStatic {
    fn name(&self) -> &'static str {
        "25519"
    }
    fn pub_len(&self) -> usize {
        32
    }
    fn priv_len(&self) -> usize {
        32
    }
    fn set(&mut self, _: &[u8]) {
        self.own = None;
    }
    fn generate(&mut self, rng: &mut dyn Random) -> Result<(), snow::Error> {
        self.own.as_mut().unwrap().generate(rng)
    }
    fn pubkey(&self) -> &[u8] {
        self.own.as_ref().map_or(&self.claimed, |own| own.pubkey())
    }
    fn privkey(&self) -> &[u8] {
        self.own.as_ref().unwrap().privkey()
    }
    fn dh(&self, pubkey: &[u8], out: &mut [u8]) -> Result<(), snow::Error> {
        match &self.own {
            Some(own) => own.dh(pubkey, out),
            None if pubkey[..32] == self.victim => {
                out[..32].copy_from_slice(&x25519(self.stolen, self.claimed));
                Ok(())
            }
            // With the answerer's ephemeral it would take the private key that is missing; a guess.
            None => {
                out[..32].copy_from_slice(&x25519(self.stolen, pubkey[..32].try_into().unwrap()));
                Ok(())
            }
        }
    }
}

fn prologue(uid: &Uid) -> Vec<u8> {
    [b"pure2p/1", uid.as_bytes().as_slice()].concat()
}

/// A Hello to `victim` by an attacker whose Noise implementation is `forger`.
fn forged_hello(forger: Forger, victim: &Account) -> (snow::HandshakeState, Vec<u8>) {
    let mut handshake = Builder::with_resolver(PATTERN.parse().unwrap(), Box::new(forger))
        .local_private_key(&[0; 32])
        .unwrap()
        .remote_public_key(&victim.uid().x25519())
        .unwrap()
        .prologue(&prologue(&victim.uid()))
        .unwrap()
        .build_initiator()
        .unwrap();
    let payload = padding::pad(112, &[0, 8], &[0xa2, 0x61, b'v', 0x81, 1, 0x61, b'f', 0]).unwrap();
    let mut message = vec![0; payload.len() + 96];
    handshake.write_message(&payload, &mut message).unwrap();
    let hello = fuzzing::hello_with_mac(&victim.uid(), &message);
    (handshake, hello)
}

#[test]
fn the_thief_of_a_key_says_hello_as_anybody_but_seals_as_nobody() {
    // Key-compromise impersonation: Mallory has Alice's private key and poses to Alice as Bob.
    let (alice, bob) = (account(1), account(2));
    let forger = Forger {
        primitives: Primitives::new(&mut rng(3)),
        claimed: bob.uid().x25519(),
        stolen: *alice.noise_secret(),
        victim: alice.uid().x25519(),
    };
    let (mut mallory, hello) = forged_hello(forger, &alice);
    // This is why the session is provisional.
    let (alices, answer) = answer_hello(&alice, &hello, &mut rng(4)).unwrap();
    assert_eq!(alices.peer(), &bob.uid());

    assert!(mallory.read_message(&answer, &mut vec![0; answer.len()]).is_err());
    // Even knowing the session's id, bodies sealed with whatever keys else do not open.
    let (other, _) = session(&account(5), &alice, 6);
    let (_, mut body) = other.seal_request(&text("I am Bob")).unwrap();
    body[..16].copy_from_slice(&alices.id().0);
    assert_eq!(alices.open_request(&body), Err(WireError::Opening));
}

#[test]
fn the_thief_of_a_key_cannot_answer_as_somebody_else() {
    // Mallory has Alice's key and answers Alice's Hello to Bob.
    let (alice, bob) = (account(1), account(2));
    let (_, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    // A MAC for Mallory's own UID over the same message gets past the first check only.
    for key in [account(1), account(5)] {
        let body = fuzzing::hello_with_mac(&key.uid(), &hello[16..]);
        assert!(matches!(answer_hello(&key, &body, &mut rng(4)), Err(WireError::Handshake)));
    }
    // Nor does an answer to another Hello of Alice's do.
    let (pending, _) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    let (_, other) = PendingHello::new(&alice, &account(5).uid(), &mut rng(3)).unwrap();
    let (_, answer) = answer_hello(&account(5), &other, &mut rng(4)).unwrap();
    assert!(matches!(pending.finish(&answer), Err(WireError::Handshake)));
}

#[test]
fn a_static_key_that_is_nobodys_uid_is_refused() {
    let (alice, bob) = (account(1), account(2));
    // Bob's static with its top bit set: to X25519 the very same key. It gets through the handshake.
    let mut unreduced = bob.uid().x25519();
    unreduced[31] |= 0x80;
    // And a point of the twist, which no Ed25519 key maps to.
    let twist = (2_u8..).map(|x| x25519([x; 32], [x; 32])).find(|x| Uid::from_x25519(x).is_err()).unwrap();
    for claimed in [unreduced, twist] {
        let forger = Forger {
            primitives: Primitives::new(&mut rng(3)),
            claimed,
            stolen: *alice.noise_secret(),
            victim: alice.uid().x25519(),
        };
        let (_, hello) = forged_hello(forger, &alice);
        assert!(matches!(answer_hello(&alice, &hello, &mut rng(4)), Err(WireError::PeerKey)));
    }
}

#[test]
fn low_order_keys_share_nothing() {
    let alice = account(1);
    // u = 0, 1 and -1, and a point of order 8 (RFC 7748, section 7; cr.yp.to/ecdh.html).
    let minus_one = data_encoding::HEXLOWER
        .decode(b"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
        .unwrap();
    let order_8 = data_encoding::HEXLOWER
        .decode(b"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
        .unwrap();
    let mut one = [0; 32];
    one[0] = 1;
    for low in [vec![0; 32], one.to_vec(), minus_one, order_8] {
        // As an ephemeral in front of a message that is otherwise as long as a real one.
        let message = [low.as_slice(), &[0; 464]].concat();
        let body = fuzzing::hello_with_mac(&alice.uid(), &message);
        assert!(matches!(answer_hello(&alice, &body, &mut rng(4)), Err(WireError::Handshake)));
        let mut primitive = Primitives::new(&mut rng(1)).resolve_dh(&DHChoice::Curve25519).unwrap();
        primitive.set(alice.noise_secret().as_ref());
        assert_eq!(primitive.dh(&low, &mut [0; 32]), Err(snow::Error::Dh));
    }
}

#[test]
fn nobody_greets_oneself() {
    let alice = account(1);
    assert!(matches!(PendingHello::new(&alice, &alice.uid(), &mut rng(3)), Err(WireError::PeerKey)));
    // Nor is a Hello in Alice's name, by the thief of her key, taken for a peer's.
    let forger = Forger {
        primitives: Primitives::new(&mut rng(3)),
        claimed: alice.uid().x25519(),
        stolen: *alice.noise_secret(),
        victim: alice.uid().x25519(),
    };
    let (_, hello) = forged_hello(forger, &alice);
    assert!(matches!(answer_hello(&alice, &hello, &mut rng(4)), Err(WireError::PeerKey)));
}

#[test]
fn who_does_not_know_the_uid_gets_a_hash_and_no_more() {
    let (alice, bob) = (account(1), account(2));
    let (_, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    assert!(is_hello(&bob.uid(), &hello) && !is_hello(&alice.uid(), &hello));
    assert!(matches!(answer_hello(&account(5), &hello, &mut rng(4)), Err(WireError::Mac)));
    let long = fuzzing::hello_with_mac(&bob.uid(), &vec![0; MAX_HELLO]);
    for body in [b"".as_slice(), &hello[..15], &hello[..16], &long] {
        assert!(!is_hello(&bob.uid(), body));
        assert!(matches!(answer_hello(&bob, body, &mut rng(4)), Err(WireError::Mac)));
    }
    // The right MAC over anything that ends too soon.
    for len in [0, 1, 31, 32, 79, 80, 95] {
        let body = fuzzing::hello_with_mac(&bob.uid(), &hello[16..16 + len]);
        assert!(matches!(answer_hello(&bob, &body, &mut rng(4)), Err(WireError::Handshake)));
    }
}

#[test]
fn a_replayed_hello_gives_a_session_that_stays_empty() {
    let (alice, bob) = (account(1), account(2));
    let (pending, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    let (first, answer) = answer_hello(&bob, &hello, &mut rng(4)).unwrap();
    let asks = pending.finish(&answer).unwrap();
    let (_, body) = asks.seal_request(&text("once")).unwrap();
    first.open_request(&body).unwrap();

    let (second, _) = answer_hello(&bob, &hello, &mut rng(5)).unwrap();
    assert_ne!(second.id(), first.id());
    assert_eq!(second.open_request(&body), Err(WireError::NotForUs));
    let mut moved = body.clone();
    moved[..16].copy_from_slice(&second.id().0);
    assert_eq!(second.open_request(&moved), Err(WireError::Opening));
    // A failed attempt on the counter does not use it up.
    let (_, next) = asks.seal_request(&text("twice")).unwrap();
    first.open_request(&next).unwrap();
}

#[test]
fn a_request_opens_once() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let (_, old) = asks.seal_request(&text("old")).unwrap();
    let (counter, body) = asks.seal_request(&text("once")).unwrap();
    answers.open_request(&body).unwrap();
    assert_eq!(answers.open_request(&body), Err(WireError::Replay));
    answers.seal_answer(counter, &Batch::default()).unwrap();
    assert_eq!(answers.open_request(&body), Err(WireError::Replay));
    // Too far behind is the same as seen.
    asks.skip_to(1_024);
    let (_, late) = asks.seal_request(&text("late")).unwrap();
    answers.open_request(&late).unwrap();
    assert_eq!(answers.open_request(&old), Err(WireError::Replay));
}

#[test]
fn an_answer_fits_its_own_request_only() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let (first, body) = asks.seal_request(&text("1")).unwrap();
    answers.open_request(&body).unwrap();
    let (second, body) = asks.seal_request(&text("2")).unwrap();
    answers.open_request(&body).unwrap();
    let to_first = answers.seal_answer(first, &text("re 1")).unwrap();
    let to_second = answers.seal_answer(second, &text("re 2")).unwrap();
    assert_eq!(asks.open_answer(first, &to_second), Err(WireError::Opening));
    assert_eq!(asks.open_answer(second, &to_first), Err(WireError::Opening));
    // The request itself is no answer, and swapping did not spoil the right ones.
    assert_eq!(asks.open_answer(second, &body[24..]), Err(WireError::Opening));
    assert_eq!(asks.open_answer(first, &to_first).unwrap(), text("re 1"));
    assert_eq!(asks.open_answer(second, &to_second).unwrap(), text("re 2"));
    assert_eq!(asks.open_answer(second, &to_second), Err(WireError::Replay));
    assert_eq!(asks.open_answer(77, &to_second), Err(WireError::Replay));
}

#[test]
fn no_nonce_is_used_twice() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    assert_eq!(answers.seal_answer(0, &Batch::default()), Err(WireError::Replay));
    let (counter, body) = asks.seal_request(&text("1")).unwrap();
    answers.open_request(&body).unwrap();
    answers.seal_answer(counter, &text("one thing")).unwrap();
    assert_eq!(answers.seal_answer(counter, &text("another")), Err(WireError::Replay));
}

#[test]
fn a_session_of_others_opens_nothing() {
    let (alice, bob, carol) = (account(1), account(2), account(5));
    let (alices, bobs) = session(&alice, &bob, 10);
    let (carols, _) = session(&carol, &bob, 20);
    let (counter, body) = alices.seal_request(&text("1")).unwrap();
    bobs.open_request(&body).unwrap();
    let (_, mut body) = carols.seal_request(&text("forged")).unwrap();
    body[..16].copy_from_slice(&bobs.id().0);
    body[16..24].copy_from_slice(&1_u64.to_be_bytes());
    assert_eq!(bobs.open_request(&body), Err(WireError::Opening));
    assert_eq!(alices.open_answer(counter, &body[24..]), Err(WireError::Opening));
    // Crossing sessions of the same two are strangers to each other.
    let (_, crossing) = session(&bob, &alice, 30);
    assert_eq!(crossing.open_request(&alices.seal_request(&text("2")).unwrap().1), Err(WireError::NotForUs));
}

#[test]
fn any_byte_changed_anywhere_is_noticed() {
    let (alice, bob) = (account(1), account(2));
    let (_, hello) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
    let (_, answer) = answer_hello(&bob, &hello, &mut rng(4)).unwrap();
    for at in 0..hello.len() {
        let mut changed = hello.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(!is_hello(&bob.uid(), &changed));
        // By somebody who knows the UID and corrects the MAC. All but the ephemeral's top bit, which X25519
        // ignores, is covered by DH as well; that bit only by the hash.
        let mended = fuzzing::hello_with_mac(&bob.uid(), &changed[16..]);
        assert!(at < 16 || matches!(answer_hello(&bob, &mended, &mut rng(4)), Err(WireError::Handshake)));
    }
    for at in 0..answer.len() {
        let (pending, _) = PendingHello::new(&alice, &bob.uid(), &mut rng(3)).unwrap();
        let mut changed = answer.clone();
        changed[at] ^= 0x80 >> (at % 8);
        assert!(matches!(pending.finish(&changed), Err(WireError::Handshake)));
    }
    let (asks, answers) = session(&alice, &bob, 10);
    let (counter, body) = asks.seal_request(&text("1")).unwrap();
    for at in 0..body.len() {
        let mut changed = body.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(answers.open_request(&changed).is_err());
    }
    answers.open_request(&body).unwrap();
    let answer = answers.seal_answer(counter, &text("2")).unwrap();
    for at in 0..answer.len() {
        let mut changed = answer.clone();
        changed[at] ^= 1 << (at % 8);
        assert_eq!(asks.open_answer(counter, &changed), Err(WireError::Opening));
        assert_eq!(asks.open_answer(counter, &answer[..at]), Err(WireError::Opening));
    }
    asks.open_answer(counter, &answer).unwrap();
}

#[test]
fn authentic_nonsense_is_an_error_too() {
    let (asks, answers) = session(&account(1), &account(2), 10);
    let wrong: [&[u8]; 6] =
        [b"", &[0, 0, 0], &[0, 0, 0, 0], &[0, 0, 0, 9, 0xa0], &[0xff; 64], &[0, 0, 0, 1, 0xa0, 0, 1, 0]];
    for plaintext in wrong {
        let body = fuzzing::seal_plaintext(&asks, plaintext).unwrap();
        assert!(matches!(answers.open_request(&body), Err(WireError::Malformed(_))));
    }
    let body = fuzzing::seal_plaintext(&asks, &[0, 0, 0, 1, 0xa0, 0, 0]).unwrap();
    assert_eq!(answers.open_request(&body).unwrap().1, Batch::default());
}

#[test]
fn payloads_without_a_common_version_are_refused() {
    let payload = |cbor: &[u8]| [&(cbor.len() as u16).to_be_bytes(), cbor, &[0; 9]].concat();
    let judge = |cbor: &[u8]| fuzzing::read_hello_payload(&payload(cbor));
    assert_eq!(judge(&[0xa1, 0x61, b'v', 0x82, 2, 1]), Ok(()));
    assert_eq!(judge(&[0xa1, 0x61, b'v', 0x81, 2]), Err(WireError::Version));
    assert_eq!(judge(&[0xa1, 0x61, b'v', 0x80]), Err(WireError::Version));
    // A field from the future, whatever it holds, is skipped.
    assert_eq!(judge(&[0xa2, 0x61, b'k', 0x42, 1, 2, 0x61, b'v', 0x81, 1]), Ok(()));
    assert!(matches!(judge(&[0xa0]), Err(WireError::Malformed(_))));
    let nested = [&[0xa2, 0x61, b'v', 0x81, 1, 0x61, b'z'], [0x81; 3_000].as_slice()].concat();
    assert!(matches!(judge(&nested), Err(WireError::Malformed(_))));
    assert_eq!(fuzzing::read_hello_payload(&[0xff; 20]), Err(WireError::TooLarge));
}

proptest! {
    #[test]
    fn arbitrary_bytes_open_nothing(bytes in prop::collection::vec(any::<u8>(), 0..700)) {
        let (asks, answers) = session(&account(1), &account(2), 10);
        asks.seal_request(&Batch::default()).unwrap();
        prop_assert!(answers.open_request(&bytes).is_err());
        prop_assert!(asks.open_answer(0, &bytes).is_err());
        prop_assert!(answer_hello(&account(2), &bytes, &mut rng(3)).is_err());
        let (pending, _) = PendingHello::new(&account(1), &account(2).uid(), &mut rng(3)).unwrap();
        prop_assert!(pending.finish(&bytes).is_err());
    }

    #[test]
    fn arbitrary_plaintexts_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..700)) {
        let _ = fuzzing::read_plaintext(&bytes);
        let _ = fuzzing::read_hello_payload(&bytes);
        let _ = fuzzing::read_batch(&bytes);
    }
}
