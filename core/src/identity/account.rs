//! The secret half of an identity.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::error::UidError;
use super::uid::Uid;

/// Somebody's own key pair: one seed (RFC 8032) for signatures and, as the same key, for X25519.
///
/// The seed is all there is to keep. It is wiped from memory when the account is dropped, and nothing
/// prints it.
pub struct Account {
    key: SigningKey,
    uid: Uid,
}

impl Account {
    /// A new account.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        loop {
            rng.fill_bytes(seed.as_mut());
            // Every other key has sign bit 1 and is no UID.
            if let Ok(account) = Self::from_seed(&seed) {
                return account;
            }
        }
    }

    /// The account that [`Account::seed`] described.
    ///
    /// # Errors
    /// [`UidError::NotCanonical`] for a seed whose public key has sign bit 1: no account has such a seed.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, UidError> {
        let key = SigningKey::from_bytes(seed);
        let uid = Uid::from_bytes(key.verifying_key().as_bytes())?;
        Ok(Self { key, uid })
    }

    /// What has to be kept, encrypted, to be this person again.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    /// Who this is.
    pub fn uid(&self) -> Uid {
        self.uid
    }

    /// The X25519 private key that belongs to [`Uid::x25519`], unclamped (X25519 clamps it).
    pub fn noise_secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_scalar_bytes())
    }

    /// Signs `message` for one purpose: a signature under one label says nothing under another.
    pub fn sign(&self, label: &str, message: &[u8]) -> [u8; 64] {
        self.key.sign(&signed_bytes(label, message)).to_bytes()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.uid.fingerprint())
    }
}

/// What is signed really: `pure2p/1 signed`, a zero byte, the label, a zero byte, the message. Labels are
/// constants of this crate and contain no zero byte, so no two (label, message) share these bytes.
pub(super) fn signed_bytes(label: &str, message: &[u8]) -> Vec<u8> {
    [b"pure2p/1 signed\0", label.as_bytes(), b"\0", message].concat()
}
