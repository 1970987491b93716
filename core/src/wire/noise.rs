//! The cryptography under `snow`: X25519, AES-256-GCM and SHA-256 of the crates this project uses anyway.

use std::cell::Cell;

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use snow::error::Error;
use snow::params::{CipherChoice, DHChoice, HashChoice};
use snow::resolvers::CryptoResolver;
use snow::types::{Cipher, Dh, Hash, Random};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// The one Noise protocol of version 1.
pub(super) const PATTERN: &str = "Noise_IK_25519_AESGCM_SHA256";
/// Length of an X25519 key.
pub(super) const KEY: usize = 32;
/// Length of an AES-GCM tag.
pub(super) const TAG: usize = 16;

/// Gives `snow` its primitives, and the randomness of exactly one ephemeral key.
pub(super) struct Primitives {
    ephemeral: Cell<Option<Zeroizing<[u8; KEY]>>>,
}

impl Primitives {
    /// Draws the 32 bytes of the ephemeral private key from `rng`, and nothing else.
    pub(super) fn new(rng: &mut dyn CryptoRng) -> Self {
        let mut ephemeral = Zeroizing::new([0; KEY]);
        rng.fill_bytes(ephemeral.as_mut());
        Self { ephemeral: Cell::new(Some(ephemeral)) }
    }
}

impl CryptoResolver for Primitives {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        Some(Box::new(OneKey(self.ephemeral.take())))
    }

    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        matches!(choice, DHChoice::Curve25519).then(|| Box::new(X25519::of([0; KEY])) as Box<dyn Dh>)
    }

    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        matches!(choice, HashChoice::SHA256).then(|| Box::<Sha>::default() as Box<dyn Hash>)
    }

    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        matches!(choice, CipherChoice::AESGCM).then(|| Box::<AesGcm>::default() as Box<dyn Cipher>)
    }
}

/// 32 random bytes, once.
struct OneKey(Option<Zeroizing<[u8; KEY]>>);

impl Random for OneKey {
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        let key = self.0.take().ok_or(Error::Rng)?;
        if dest.len() != KEY {
            return Err(Error::Rng);
        }
        dest.copy_from_slice(key.as_ref());
        Ok(())
    }
}

struct X25519 {
    secret: StaticSecret,
    public: PublicKey,
}

impl X25519 {
    fn of(secret: [u8; KEY]) -> Self {
        let secret = StaticSecret::from(secret);
        let public = PublicKey::from(&secret);
        Self { secret, public }
    }
}

impl Dh for X25519 {
    fn name(&self) -> &'static str {
        "25519"
    }

    fn pub_len(&self) -> usize {
        KEY
    }

    fn priv_len(&self) -> usize {
        KEY
    }

    fn set(&mut self, privkey: &[u8]) {
        // Every caller in this room hands in arrays of 32 bytes; others get a key that nobody shares.
        if let Ok(secret) = <[u8; KEY]>::try_from(privkey) {
            *self = Self::of(*Zeroizing::new(secret));
        }
    }

    fn generate(&mut self, rng: &mut dyn Random) -> Result<(), Error> {
        let mut secret = Zeroizing::new([0; KEY]);
        rng.try_fill_bytes(secret.as_mut())?;
        *self = Self::of(*secret);
        Ok(())
    }

    fn pubkey(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn privkey(&self) -> &[u8] {
        self.secret.as_bytes()
    }

    fn dh(&self, pubkey: &[u8], out: &mut [u8]) -> Result<(), Error> {
        // snow hands over a buffer that is long enough for any curve.
        let theirs = pubkey.first_chunk::<KEY>().ok_or(Error::Dh)?;
        let shared = self.secret.diffie_hellman(&PublicKey::from(*theirs));
        if !shared.was_contributory() {
            return Err(Error::Dh);
        }
        out.first_chunk_mut::<KEY>().ok_or(Error::Dh)?.copy_from_slice(shared.as_bytes());
        Ok(())
    }
}

/// AES-256-GCM with the nonce of Noise (four zero bytes and the counter, big-endian). The key schedule is
/// wiped when dropped.
#[derive(Default)]
struct AesGcm(Option<Aes256Gcm>);

impl AesGcm {
    fn nonce(counter: u64) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = Nonce::default();
        for (to, from) in nonce.iter_mut().skip(4).zip(counter.to_be_bytes()) {
            *to = from;
        }
        nonce
    }

    fn seal(&self, counter: u64, ad: &[u8], plaintext: &[u8], out: &mut [u8]) -> Option<usize> {
        let (text, rest) = out.split_at_mut_checked(plaintext.len())?;
        let place = rest.first_chunk_mut::<TAG>()?;
        let buffer = InOutBuf::new(plaintext, text).ok()?;
        let tag = self.0.as_ref()?.encrypt_inout_detached(&Self::nonce(counter), ad, buffer).ok()?;
        place.copy_from_slice(&tag);
        Some(plaintext.len() + TAG)
    }

    fn open(&self, counter: u64, ad: &[u8], ciphertext: &[u8], out: &mut [u8]) -> Option<usize> {
        let (text, tag) = ciphertext.split_last_chunk::<TAG>()?;
        let buffer = InOutBuf::new(text, out.get_mut(..text.len())?).ok()?;
        let tag: &Tag = tag.into();
        self.0.as_ref()?.decrypt_inout_detached(&Self::nonce(counter), ad, buffer, tag).ok()?;
        Some(text.len())
    }
}

impl Cipher for AesGcm {
    fn name(&self) -> &'static str {
        "AESGCM"
    }

    fn set(&mut self, key: &[u8; 32]) {
        self.0 = Some(Aes256Gcm::new(key.into()));
    }

    fn encrypt(&self, nonce: u64, authtext: &[u8], plaintext: &[u8], out: &mut [u8]) -> usize {
        // The trait has no way to fail. snow checks key and room before; whoever asked for more than
        // nothing compares the length and fails then.
        self.seal(nonce, authtext, plaintext, out).unwrap_or(0)
    }

    fn decrypt(
        &self,
        nonce: u64,
        authtext: &[u8],
        ciphertext: &[u8],
        out: &mut [u8],
    ) -> Result<usize, Error> {
        self.open(nonce, authtext, ciphertext, out).ok_or(Error::Decrypt)
    }
}

#[derive(Default)]
struct Sha(Sha256);

impl Hash for Sha {
    fn name(&self) -> &'static str {
        "SHA256"
    }

    fn block_len(&self) -> usize {
        64
    }

    fn hash_len(&self) -> usize {
        32
    }

    fn reset(&mut self) {
        Digest::reset(&mut self.0);
    }

    fn input(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn result(&mut self, out: &mut [u8]) {
        let hash = self.0.finalize_reset();
        if let Some(place) = out.first_chunk_mut::<32>() {
            place.copy_from_slice(&hash);
        }
    }
}
