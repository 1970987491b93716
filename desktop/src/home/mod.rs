//! The home folder: `messages.db`, its key beside it, and the socket that wakes the foreground.

mod key_file;
mod passphrase;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pure2p_core::node::DatabaseKey;

use crate::cli::Global;

/// What is wrong with a home. Alphabetical.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeError {
    /// Another process of this home is in the foreground.
    #[error("Pure2P is open for this home: leave it first")]
    AlreadyOpen,
    /// The system refused something.
    #[error("{what}: {source}", source = .source)]
    Io {
        /// What was tried.
        what: String,
        /// Why it did not work.
        source: io::Error,
    },
    /// The key file is not one of ours, or of a later version.
    #[error("the key file {} cannot be read: {reason}", .path.display())]
    KeyDamaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is a database but no key: making a new key would lock the messages away for ever.
    #[error("there are messages but no key: put the file {} back", .0.display())]
    KeyMissing(PathBuf),
    /// There is nothing here yet.
    #[error("there is no account in {} yet: create one with `pure2p init`", .0.display())]
    NoAccount(PathBuf),
    /// The platform names no folder for data.
    #[error("no home folder is known: say where with --home DIR")]
    NoHome,
    /// A passphrase was asked for, but the key that is there already has none.
    #[error("the key file {} has no passphrase: move it away first, if nothing needs it", .0.display())]
    KeyUnprotected(PathBuf),
    /// Other users of this machine could look inside.
    #[error("{} is open to other users of this machine: `chmod go-rwx` it first", .0.display())]
    NotPrivate(PathBuf),
    /// The key is wrapped and nobody is there to ask.
    #[error("this home needs its passphrase: set PURE2P_PASSPHRASE or run this on a terminal")]
    PassphraseNeeded,
    /// It does not open the key.
    #[error("wrong passphrase")]
    WrongPassphrase,
}

impl HomeError {
    /// The stable snake_case word.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::AlreadyOpen => "already_open",
            Self::Io { .. } => "home_unusable",
            Self::KeyDamaged { .. } => "key_damaged",
            Self::KeyMissing(_) => "key_missing",
            Self::KeyUnprotected(_) => "key_unprotected",
            Self::NoAccount(_) => "no_account",
            Self::NoHome => "no_home",
            Self::NotPrivate(_) => "home_not_private",
            Self::PassphraseNeeded => "passphrase_needed",
            Self::WrongPassphrase => "wrong_passphrase",
        }
    }

    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// An existing, private home folder.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    folder: PathBuf,
}

impl Home {
    /// Where the home is or would be.
    pub(crate) fn folder_of(global: &Global) -> Result<PathBuf, HomeError> {
        global
            .home
            .clone()
            .filter(|dir| !dir.as_os_str().is_empty())
            .or_else(default_folder)
            .ok_or(HomeError::NoHome)
    }

    /// The home with an account in it. Changes nothing on the disk.
    pub(crate) fn existing(global: &Global) -> Result<Self, HomeError> {
        let home = Self { folder: Self::folder_of(global)? };
        if !home.database().exists() {
            return Err(HomeError::NoAccount(home.folder));
        }
        require_private(&home.folder)?;
        Ok(home)
    }

    /// The home for a new account: made if it is not there, private from its first moment.
    pub(crate) fn create(global: &Global) -> Result<Self, HomeError> {
        let folder = Self::folder_of(global)?;
        make_private(&folder)?;
        let folder =
            folder.canonicalize().map_err(HomeError::io(format!("cannot use {}", folder.display())))?;
        Ok(Self { folder })
    }

    /// The folder itself.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("messages.db")
    }

    /// The socket that a foreground process listens on.
    pub(crate) fn poke_socket(&self) -> PathBuf {
        self.folder.join("poke")
    }

    /// The key of an existing database, unwrapped with the passphrase if it is wrapped.
    pub(crate) fn key(&self, global: &Global) -> Result<DatabaseKey, HomeError> {
        let path = self.key_path();
        if !path.exists() {
            return Err(HomeError::KeyMissing(path));
        }
        let file = key_file::KeyFile::read(&path)?;
        let passphrase = if file.is_wrapped() { Some(passphrase::ask(global, false)?) } else { None };
        file.open(&path, passphrase.as_ref())
    }

    /// The key for a new database. A key that is there already (an `init` that was interrupted) is
    /// used, never replaced.
    pub(crate) fn new_key(&self, global: &Global) -> Result<DatabaseKey, HomeError> {
        let path = self.key_path();
        let wanted = global.passphrase || passphrase::in_environment();
        if path.exists() {
            let unprotected =
                wanted && !self.database().exists() && !key_file::KeyFile::read(&path)?.is_wrapped();
            return if unprotected { Err(HomeError::KeyUnprotected(path)) } else { self.key(global) };
        }
        if self.database().exists() {
            return Err(HomeError::KeyMissing(path));
        }
        let passphrase = if wanted { Some(passphrase::ask(global, true)?) } else { None };
        key_file::KeyFile::create(&path, passphrase.as_ref())
    }

    /// The home that is to be deleted, whatever is wrong with it. Changes nothing on the disk.
    pub(crate) fn doomed(global: &Global) -> Result<Self, HomeError> {
        let home = Self { folder: Self::folder_of(global)? };
        let known = home.database().exists() || home.key_path().exists();
        if known { Ok(home) } else { Err(HomeError::NoAccount(home.folder)) }
    }

    /// Deletes the account, the history and everything else, without reading any of it: also when the
    /// passphrase is forgotten or the database damaged.
    pub(crate) fn delete(&self) -> Result<(), HomeError> {
        let lock = self.database_file(".lock");
        // Who has it open would go on and store what others then believe to be delivered.
        let claimed = match fs::File::open(&lock) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(HomeError::io(format!("cannot open {}", lock.display()))(error)),
        };
        if let Some(file) = &claimed
            && matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock))
        {
            return Err(HomeError::AlreadyOpen);
        }
        ["", "-wal", "-shm", ".lock"].iter().try_for_each(|end| delete_file(&self.database_file(end)))?;
        self.delete_rest()
    }

    /// Deletes what the core does not know of, and the folder if nothing else is in it.
    pub(crate) fn delete_rest(&self) -> Result<(), HomeError> {
        delete_file(&self.poke_socket())?;
        delete_file(&self.key_path())?;
        // Something of somebody else's may be in it, or it may be where a disk is mounted.
        let _ = fs::remove_dir(&self.folder);
        Ok(())
    }

    fn database_file(&self, end: &str) -> PathBuf {
        let mut path = self.database().into_os_string();
        path.push(end);
        path.into()
    }

    fn key_path(&self) -> PathBuf {
        self.folder.join("key")
    }
}

fn delete_file(path: &Path) -> Result<(), HomeError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(HomeError::io(format!("cannot delete {}", path.display()))(error))
        }
        _ => Ok(()),
    }
}

fn default_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return folder("APPDATA").map(|dir| dir.join("pure2p"));
    }
    let data = folder("XDG_DATA_HOME").filter(|dir| dir.is_absolute());
    if cfg!(target_os = "macos") && data.is_none() {
        return folder("HOME").map(|dir| dir.join("Library/Application Support/pure2p"));
    }
    data.or_else(|| folder("HOME").map(|dir| dir.join(".local/share"))).map(|dir| dir.join("pure2p"))
}

#[cfg(unix)]
fn require_private(path: &Path) -> Result<(), HomeError> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).map_err(HomeError::io(format!("cannot look at {}", path.display())))?;
    if found.mode() & 0o077 == 0 { Ok(()) } else { Err(HomeError::NotPrivate(path.to_owned())) }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> Result<(), HomeError> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    let cannot = || HomeError::io(format!("cannot make {}", folder.display()));
    if !folder.exists() {
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(cannot())?;
        }
        fs::DirBuilder::new().mode(0o700).create(folder).map_err(cannot())?;
    } else if fs::read_dir(folder).map_err(cannot())?.next().is_none() {
        // An empty folder that somebody made for us holds nothing that others could miss.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(cannot())?;
    }
    require_private(folder)
}

#[cfg(not(unix))]
fn require_private(_path: &Path) -> Result<(), HomeError> {
    Ok(()) // A user's data folder on Windows is private by inheritance.
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> Result<(), HomeError> {
    fs::create_dir_all(folder).map_err(HomeError::io(format!("cannot make {}", folder.display())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn global(home: &Path) -> Global {
        Global { home: Some(home.to_owned()), json: false, passphrase: false }
    }

    #[test]
    fn looking_for_an_account_makes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("nothing");
        assert!(matches!(Home::existing(&global(&folder)), Err(HomeError::NoAccount(_))));
        assert!(!folder.exists());
    }

    #[test]
    fn a_key_is_kept_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let global = global(&dir.path().join("home"));
        let home = Home::create(&global).unwrap();
        home.new_key(&global).unwrap();
        let first = fs::read(home.key_path()).unwrap();
        home.new_key(&global).unwrap();
        assert_eq!(fs::read(home.key_path()).unwrap(), first);
    }

    #[test]
    fn a_key_without_passphrase_is_not_taken_for_a_protected_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut global = global(&dir.path().join("home"));
        let home = Home::create(&global).unwrap();
        home.new_key(&global).unwrap();
        global.passphrase = true;
        assert!(matches!(home.new_key(&global), Err(HomeError::KeyUnprotected(_))));
    }

    #[test]
    fn no_new_key_beside_an_old_database() {
        let dir = tempfile::tempdir().unwrap();
        let global = global(&dir.path().join("home"));
        let home = Home::create(&global).unwrap();
        fs::write(home.database(), b"x").unwrap();
        assert!(matches!(home.new_key(&global), Err(HomeError::KeyMissing(_))));
        assert!(!home.key_path().exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_home_that_others_can_enter_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let global = global(dir.path());
        let home = Home::create(&global).unwrap();
        fs::write(home.database(), b"x").unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(Home::existing(&global), Err(HomeError::NotPrivate(_))));
        assert!(matches!(Home::create(&global), Err(HomeError::NotPrivate(_))));
    }
}
