//! Foreground and background. Verbs may be over-called; they take turns, and each finds out by itself
//! whether there is anything to do. No socket outlives a foreground: every one is built anew.

use std::fs::File;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tokio_util::task::TaskTracker;

use super::outside::Sockets;
use super::published::{published, surroundings};
use super::types::{Foreground, NetworkSnapshot};
use super::writer::Writer;
use super::{Node, NodeError, Result, blocking, system_seed};
use crate::delivery::CommandError;
use crate::identity::Account;
use crate::net::{DialConfig, Dialer, Limits, ListenError, Listener};
use crate::store::{self, StoreError};

/// How long goodbyes may take. With closing it stays below what phones grant (3 s).
const GOODBYE: Duration = Duration::from_millis(1_500);
/// How long answers in flight may take after that.
const DRAIN: Duration = Duration::from_millis(500);

/// What lifecycle verbs share.
pub(super) struct Stage {
    /// Held while in the foreground: one process a home.
    lock: Option<File>,
    options: Foreground,
    snapshot: Option<NetworkSnapshot>,
    thread: Option<JoinHandle<()>>,
}

impl Stage {
    pub(super) fn new(thread: JoinHandle<()>) -> Self {
        Self { lock: None, options: Foreground::default(), snapshot: None, thread: Some(thread) }
    }
}

impl Node {
    /// Listens, tells every active contact at once that this device is here, and sends what waits.
    /// Gives the bound addresses. In the foreground already: gives them again, or rebuilds sockets that
    /// the system took away.
    ///
    /// # Errors
    /// [`CommandError::NoAccount`], [`NodeError::AlreadyOpen`] (another process), [`NodeError::Listen`].
    pub async fn enter_foreground(&self, options: Foreground) -> Result<Vec<SocketAddr>> {
        let mut stage = self.0.stage.lock().await;
        if let Some(sockets) = self.0.outside.sockets().as_ref()
            && sockets.listener.is_listening()
        {
            return Ok(sockets.listener.addresses().to_vec());
        }
        self.close_sockets().await;
        let (seed, row) = self.read(|db| Ok((store::account::seed(db)?, store::account::load(db)?))).await?;
        let (Some(seed), Some(row)) = (seed, row) else { return Err(CommandError::NoAccount.into()) };
        let account = Arc::new(Account::from_seed(&seed).map_err(|_| StoreError::Damaged)?);
        if stage.lock.is_none() {
            stage.lock = Some(self.lock_home().await?);
        }
        stage.options = options;
        let built = self.build_sockets(&stage.options, &account, row.port);
        let (sockets, bound) = match built {
            Ok(built) => built,
            Err(error) => {
                stage.lock = None;
                return Err(error);
            }
        };
        *self.0.outside.sockets() = Some(sockets);
        let own = published(&bound, stage.snapshot.as_ref());
        let around = surroundings(&bound, &own, stage.snapshot.as_ref());
        let offline = offline(&bound, stage.snapshot.as_ref());
        let listening = bound.clone();
        let entered = self
            .write(move |engine, db, now| {
                engine.network_changed(db, now, around, offline, own.clone())?;
                Ok(engine.enter_foreground(db, now, &listening, own)?)
            })
            .await;
        if let Err(error) = entered {
            self.close_sockets().await;
            stage.lock = None;
            return Err(error);
        }
        Ok(bound)
    }

    /// Says goodbye to those who are here, finishes what is in flight, closes every socket. Done within
    /// three seconds.
    pub async fn enter_background(&self) -> Result<()> {
        let mut stage = self.0.stage.lock().await;
        self.leave(&mut stage).await
    }

    async fn leave(&self, stage: &mut Stage) -> Result<()> {
        if self.0.outside.sockets().is_none() {
            stage.lock = None;
            return Ok(());
        }
        let left = self.write(|engine, db, now| Ok(engine.leave_foreground(db, now)?)).await;
        self.close_sockets().await;
        stage.lock = None;
        left.map(|_| ())
    }

    /// The networks changed (or may have): other addresses, other routes. Everybody who is here is told
    /// and everything that waits is tried again, over fresh connections.
    pub async fn network_changed(&self, snapshot: NetworkSnapshot) -> Result<()> {
        let mut stage = self.0.stage.lock().await;
        if stage.snapshot.as_ref() == Some(&snapshot) {
            return Ok(());
        }
        let first = stage.snapshot.replace(snapshot).is_none();
        let bound = match self.0.outside.sockets().as_ref() {
            Some(sockets) => {
                if !first {
                    sockets.dialer.network_changed();
                }
                sockets.listener.addresses().to_vec()
            }
            None => Vec::new(),
        };
        let own = published(&bound, stage.snapshot.as_ref());
        let around = surroundings(&bound, &own, stage.snapshot.as_ref());
        let offline = offline(&bound, stage.snapshot.as_ref());
        self.write(move |engine, db, now| Ok(engine.network_changed(db, now, around, offline, own)?)).await
    }

    /// Leaves the foreground and closes the database. Every call after it says
    /// [`NodeError::ShutDown`], but for this one.
    pub async fn shutdown(&self) -> Result<()> {
        let mut stage = self.0.stage.lock().await;
        let left = match self.leave(&mut stage).await {
            Err(NodeError::ShutDown) => Ok(()),
            other => other,
        };
        self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.0.outside.report_to(None);
        if let Some(thread) = stage.thread.take() {
            blocking(move || thread.join().map_err(|_| StoreError::Io("the writer died".into()))).await?;
        }
        self.0.readers.close();
        left
    }

    /// Deletes the account, the history and everything else of this home, at once and for good. The
    /// node is shut down then; the database key is the shell's to delete.
    pub async fn delete_everything(&self) -> Result<()> {
        self.shutdown().await?;
        let database = self.0.database.clone();
        blocking(move || {
            for suffix in ["", "-wal", "-shm", ".lock"] {
                let mut path = database.clone().into_os_string();
                path.push(suffix);
                match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(StoreError::Io(error.to_string()));
                    }
                    _ => {}
                }
            }
            Ok(())
        })
        .await
    }

    /// Whether some process of this home is in the foreground.
    pub(super) fn open_somewhere(&self) -> bool {
        if self.0.outside.sockets().is_some() {
            return true;
        }
        match File::open(self.lock_path()) {
            Ok(file) => matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)),
            Err(_) => false,
        }
    }

    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(
                &mut crate::delivery::Engine,
                &rusqlite::Connection,
                crate::delivery::Now,
            ) -> std::result::Result<T, CommandError>
            + Send
            + 'static,
    {
        let writer: Option<Writer> = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        writer.ok_or(NodeError::ShutDown)?.command(work).await
    }

    async fn close_sockets(&self) {
        let Some(sockets) = self.0.outside.sockets().take() else { return };
        sockets.tasks.close();
        let _ = tokio::time::timeout(GOODBYE, sockets.tasks.wait()).await;
        sockets.listener.close(DRAIN).await;
        sockets.dialer.close();
        sockets.tasks.wait().await;
    }

    fn build_sockets(
        &self,
        options: &Foreground,
        account: &Arc<Account>,
        port: u16,
    ) -> Result<(Sockets, Vec<SocketAddr>)> {
        let bind = |addresses: &[SocketAddr]| -> Result<Listener> {
            let limits = Limits::for_fd_limit(self.0.descriptors);
            let rng = Box::new(ChaCha20Rng::from_seed(*system_seed()?));
            let answering = Arc::new(self.0.outside.clone());
            Ok(Listener::bind(addresses, Arc::clone(account), answering, limits, rng)?)
        };
        let listener = if options.listen.is_empty() { any_port(port, bind)? } else { bind(&options.listen)? };
        let bound = listener.addresses().to_vec();
        let config = DialConfig::for_fd_limit(self.0.descriptors);
        let rng = Box::new(ChaCha20Rng::from_seed(*system_seed()?));
        let dialer = Arc::new(Dialer::new(Arc::clone(account), config, rng));
        Ok((Sockets { dialer, listener, tasks: TaskTracker::new() }, bound))
    }

    fn lock_path(&self) -> std::path::PathBuf {
        let mut path = self.0.database.clone().into_os_string();
        path.push(".lock");
        path.into()
    }

    async fn lock_home(&self) -> Result<File> {
        let path = self.lock_path();
        blocking(move || {
            let io = |error: std::io::Error| StoreError::Io(error.to_string());
            let file = File::options().create(true).truncate(false).write(true).open(path).map_err(io)?;
            // Who only asks whether somebody is open holds the lock for an instant: ask a few times.
            for _ in 0..20 {
                match file.try_lock() {
                    Ok(()) => return Ok(Some(file)),
                    Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
                    Err(std::fs::TryLockError::Error(error)) => return Err(io(error)),
                }
            }
            Ok(None)
        })
        .await?
        .ok_or(NodeError::AlreadyOpen)
    }
}

/// Both families on the account's port; if that is taken, on another one for this session. A device
/// without IPv6 listens on IPv4 alone, and the other way round.
fn any_port(port: u16, bind: impl Fn(&[SocketAddr]) -> Result<Listener>) -> Result<Listener> {
    let v6 = |port| SocketAddr::from((Ipv6Addr::UNSPECIFIED, port));
    let v4 = |port| SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
    let taken = |error: &NodeError| matches!(error, NodeError::Listen(ListenError::AddressInUse(_)));
    let mut last = None;
    for port in std::iter::once(port).chain((0..8).map(|_| random_port())) {
        match bind(&[v6(port), v4(port)]) {
            Ok(listener) => return Ok(listener),
            Err(error) if taken(&error) => last = Some(error),
            Err(_) => match bind(&[v4(port)]).or_else(|_| bind(&[v6(port)])) {
                Err(error) if taken(&error) => last = Some(error),
                other => return other,
            },
        }
    }
    Err(last.unwrap_or(NodeError::ShutDown))
}

fn random_port() -> u16 {
    20_000 + getrandom::u32().map_or(0, |random| random % 12_000) as u16
}

fn offline(bound: &[SocketAddr], snapshot: Option<&NetworkSnapshot>) -> bool {
    let loopback = bound.iter().any(|address| address.ip().is_loopback());
    !loopback && snapshot.is_some_and(|snapshot| snapshot.networks.is_empty())
}
