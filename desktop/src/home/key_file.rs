//! The key file: the database's key as it is, or wrapped by a passphrase.
//!
//! A plain key protects a copy of the database alone (a backup, a stolen file). A wrapped one
//! protects the whole home, as long as the passphrase is hard to guess: Argon2id (RFC 9106)
//! makes every guess cost 64 MiB and three passes, AES-256-GCM says whether it was right.

use std::fs;
use std::io::Write;
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use pure2p_core::node::DatabaseKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::HomeError;

const VERSION: u8 = 1;
/// Kibibytes that one guess costs (RFC 9106, section 4, second recommendation).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// A file may ask for more than this version writes, but not for the machine's whole memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// The file's text, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    version: u8,
    /// Hexadecimal: the key, or its AES-256-GCM ciphertext and tag.
    key: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    argon2id: Option<Wrapping>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapping {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
}

impl KeyFile {
    /// Reads the file at `path`, which must be private.
    pub(super) fn read(path: &Path) -> Result<Self, HomeError> {
        super::require_private(path)?;
        let text = fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(HomeError::io(format!("cannot read {}", path.display())))?;
        let damaged = |reason| HomeError::KeyDamaged { path: path.to_owned(), reason };
        let file: Self = serde_json::from_str(&text).map_err(|_| damaged("it is not a key file"))?;
        if file.version == VERSION { Ok(file) } else { Err(damaged("it is of a newer version")) }
    }

    /// Makes a key and its file, which must not exist, and which is on the disk afterwards.
    pub(super) fn create(
        path: &Path,
        passphrase: Option<&Zeroizing<String>>,
    ) -> Result<DatabaseKey, HomeError> {
        let key = Zeroizing::new(random::<32>()?);
        let file = match passphrase {
            None => Self { version: VERSION, key: Zeroizing::new(HEXLOWER.encode(&*key)), argon2id: None },
            Some(passphrase) => Self::wrap(path, &key, passphrase)?,
        };
        let text = serde_json::to_string(&file).map(Zeroizing::new).map_err(|error| HomeError::Io {
            what: "cannot write the key".to_owned(),
            source: error.into(),
        })?;
        write_new(path, text.as_bytes())
            .map_err(HomeError::io(format!("cannot write {}", path.display())))?;
        Ok(DatabaseKey::new(*key))
    }

    /// Whether a passphrase is needed.
    pub(super) fn is_wrapped(&self) -> bool {
        self.argon2id.is_some()
    }

    /// The key inside.
    pub(super) fn open(
        &self,
        path: &Path,
        passphrase: Option<&Zeroizing<String>>,
    ) -> Result<DatabaseKey, HomeError> {
        let damaged = |reason| HomeError::KeyDamaged { path: path.to_owned(), reason };
        let bytes = HEXLOWER
            .decode(self.key.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| damaged("its key is not hexadecimal"))?;
        let plain = match &self.argon2id {
            None => bytes,
            Some(wrapping) => {
                let passphrase = passphrase.ok_or(HomeError::PassphraseNeeded)?;
                let cipher = wrapping.cipher(passphrase).map_err(damaged)?;
                let nonce = wrapping.nonce().map_err(damaged)?;
                let payload = Payload { msg: &bytes, aad: &[self.version] };
                let opened = cipher.decrypt(&nonce.into(), payload);
                Zeroizing::new(opened.map_err(|_| HomeError::WrongPassphrase)?)
            }
        };
        let key: [u8; 32] = plain.as_slice().try_into().map_err(|_| damaged("its key has a wrong length"))?;
        Ok(DatabaseKey::new(key))
    }

    fn wrap(path: &Path, key: &[u8; 32], passphrase: &Zeroizing<String>) -> Result<Self, HomeError> {
        let damaged = |reason| HomeError::KeyDamaged { path: path.to_owned(), reason };
        let nonce = random::<12>()?;
        let wrapping = Wrapping {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: HEXLOWER.encode(&random::<16>()?),
            nonce: HEXLOWER.encode(&nonce),
        };
        let cipher = wrapping.cipher(passphrase).map_err(damaged)?;
        let payload = Payload { msg: key, aad: &[VERSION] };
        let wrapped =
            cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| damaged("it cannot be wrapped"))?;
        let key = Zeroizing::new(HEXLOWER.encode(&wrapped));
        Ok(Self { version: VERSION, key, argon2id: Some(wrapping) })
    }
}

impl Wrapping {
    fn cipher(&self, passphrase: &Zeroizing<String>) -> Result<Aes256Gcm, &'static str> {
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES {
            return Err("it asks for too much work");
        }
        let salt = HEXLOWER.decode(self.salt.as_bytes()).map_err(|_| "its salt is not hexadecimal")?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| "its Argon2id numbers make no sense")?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0_u8; 32]);
        argon2
            .hash_password_into(passphrase.as_bytes(), &salt, &mut *key)
            .map_err(|_| "its Argon2id numbers cannot be used here")?;
        Ok(Aes256Gcm::new(&(*key).into()))
    }

    fn nonce(&self) -> Result<[u8; 12], &'static str> {
        let bytes = HEXLOWER.decode(self.nonce.as_bytes()).map_err(|_| "its nonce is not hexadecimal")?;
        bytes.try_into().map_err(|_| "its nonce has a wrong length")
    }
}

fn random<const N: usize>() -> Result<[u8; N], HomeError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| HomeError::Io {
        what: "the system gives no random numbers".to_owned(),
        source: std::io::Error::other(error.to_string()),
    })?;
    Ok(bytes)
}

/// A new private file, complete and on the disk under its name, or not there at all.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Made 0600 by tempfile; linked to its name only when it is whole.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn words(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[test]
    fn a_wrapped_key_opens_with_its_passphrase_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        KeyFile::create(&path, Some(&words("correct horse"))).unwrap();
        let file = KeyFile::read(&path).unwrap();
        assert!(file.is_wrapped());
        file.open(&path, Some(&words("correct horse"))).unwrap();
        assert!(matches!(file.open(&path, Some(&words("correct hors"))), Err(HomeError::WrongPassphrase)));
        assert!(matches!(file.open(&path, None), Err(HomeError::PassphraseNeeded)));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_private_and_never_overwritten() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        KeyFile::create(&path, None).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(matches!(KeyFile::create(&path, None), Err(HomeError::Io { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(KeyFile::read(&path), Err(HomeError::NotPrivate(_))));
    }

    #[test]
    fn damage_is_told_apart_from_a_wrong_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        KeyFile::create(&path, None).unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        for text in [&whole[..20], "", "{}", &whole.replace(":1,", ":2,")] {
            fs::write(&path, text).unwrap();
            assert!(matches!(KeyFile::read(&path), Err(HomeError::KeyDamaged { .. })), "{text}");
        }
        fs::write(&path, whole.replace("\"key\":\"", "\"key\":\"00")).unwrap();
        let file = KeyFile::read(&path).unwrap();
        assert!(matches!(file.open(&path, None), Err(HomeError::KeyDamaged { .. })));
    }
}
