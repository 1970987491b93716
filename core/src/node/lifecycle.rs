//! Foreground and background. Verbs may be over-called; they take turns, and each finds out by itself
//! whether there is anything to do. No socket outlives a foreground: every one is built anew.
//!
//! A verb changes sockets, engine and disk, and must not stop between them. So, once it is its turn, it runs
//! in a task of its own: whoever waits for it may go.

use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rusqlite::Connection;
use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinError;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::lock::HomeLock;
use super::outside::Sockets;
use super::router;
use super::types::{Foreground, NetworkSnapshot};
use super::{Node, NodeError, Result, blocking, system_seed};
use crate::delivery::{CommandError, Engine, Now};
use crate::identity::Account;
use crate::net::{DialConfig, Dialer, Limits, ListenError, Listener, nat64};
use crate::store::{self, StoreError};

/// How long leaving may take in all, from when it was asked for: below what phones grant (3 s).
const LEAVE: Duration = Duration::from_millis(2_800);
/// How long goodbyes may take of that.
const GOODBYE: Duration = Duration::from_millis(1_500);
/// How long answers in flight may take after that.
pub(super) const DRAIN: Duration = Duration::from_millis(500);

/// What lifecycle verbs share.
pub(super) struct Stage {
    /// Held while in the foreground: one process a home.
    lock: Option<HomeLock>,
    options: Foreground,
    snapshot: Option<NetworkSnapshot>,
    thread: Option<JoinHandle<()>>,
}

impl Stage {
    pub(super) fn new(thread: JoinHandle<()>) -> Self {
        Self { lock: None, options: Foreground::default(), snapshot: None, thread: Some(thread) }
    }

    #[cfg(test)]
    pub(super) fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    #[cfg(test)]
    pub(super) fn take_thread(&mut self) -> Option<JoinHandle<()>> {
        self.thread.take()
    }
}

/// A verb's turn.
type Turn = OwnedMutexGuard<Stage>;

impl Node {
    /// Listens, tells every active contact at once that this device is here, and sends what waits.
    /// Gives the bound addresses. In the foreground already: gives them again, or rebuilds sockets that
    /// the system took away.
    ///
    /// # Errors
    /// [`CommandError::NoAccount`], [`NodeError::AlreadyOpen`] (another process), [`NodeError::Listen`].
    pub async fn enter_foreground(&self, options: Foreground) -> Result<Vec<SocketAddr>> {
        self.verb(|node, mut stage| async move { node.enter(&mut stage, options).await }).await
    }

    /// Says goodbye to those who are here, finishes what is in flight, closes every socket. Done within
    /// three seconds.
    pub async fn enter_background(&self) -> Result<()> {
        // Also if it has to wait for its turn.
        let by = Instant::now() + LEAVE;
        self.verb(move |node, mut stage| async move { node.leave(&mut stage, by).await }).await
    }

    /// The networks changed (or may have): other addresses, other routes. Everybody who is here is told
    /// and everything that waits is tried again, over fresh connections.
    pub async fn network_changed(&self, snapshot: NetworkSnapshot) -> Result<()> {
        self.verb(|node, mut stage| async move {
            if stage.snapshot.as_ref() == Some(&snapshot) {
                return Ok(());
            }
            node.change_network(&mut stage, Some(snapshot)).await
        })
        .await
    }

    /// The device slept, or its clock jumped: connections, sessions and what a router opened may be gone without a word.
    /// As [`Self::network_changed`], in the same networks.
    pub async fn woke_up(&self) -> Result<()> {
        self.verb(|node, mut stage| async move {
            let snapshot = stage.snapshot.clone();
            node.change_network(&mut stage, snapshot).await
        })
        .await
    }

    /// Asks the router to let callers in, or takes that back, if the setting was changed meanwhile.
    pub(super) async fn router_setting_changed(&self) -> Result<()> {
        self.verb(|node, stage| async move { node.settle_router(stage.snapshot.as_ref()).await }).await
    }

    /// Leaves the foreground and closes the database. Every call after it says
    /// [`NodeError::ShutDown`], but for this one.
    pub async fn shutdown(&self) -> Result<()> {
        let by = Instant::now() + LEAVE;
        self.verb(move |node, mut stage| async move {
            let left = node.leave(&mut stage, by).await;
            node.end(&mut stage).await?;
            match left {
                Err(NodeError::ShutDown) => Ok(()),
                other => other,
            }
        })
        .await
    }

    /// Deletes the account, the history and everything else of this home, at once and for good. The
    /// node is shut down then; the database key is the shell's to delete.
    ///
    /// # Errors
    /// [`NodeError::AlreadyOpen`]: another process is in the foreground, and nothing was deleted.
    pub async fn delete_everything(&self) -> Result<()> {
        self.verb(|node, mut stage| async move { node.delete(&mut stage).await }).await
    }

    /// Runs a verb in its turn, to its end.
    async fn verb<T, F>(&self, verb: impl FnOnce(Self, Turn) -> F) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let turn = Arc::clone(&self.0.stage).lock_owned().await;
        self.0.outside.runtime().spawn(verb(self.clone(), turn)).await.map_err(broken_off)?
    }

    async fn enter(&self, stage: &mut Stage, options: Foreground) -> Result<Vec<SocketAddr>> {
        if self.in_foreground()
            && let Some(sockets) = self.0.outside.sockets().as_ref()
            && sockets.listener.is_listening()
        {
            return Ok(sockets.listener.addresses().to_vec());
        }
        // Nobody was told goodbye, so there is none to wait for.
        self.0.outside.sockets().as_ref().inspect(|sockets| sockets.dialer.close());
        self.close_sockets(Instant::now() + DRAIN).await;
        let entered = self.begin(stage, options).await;
        if entered.is_err() {
            // Perhaps it was a foreground before, whose sockets died: it is none now.
            let _ = self.leave(stage, Instant::now() + LEAVE).await;
        }
        entered
    }

    async fn begin(&self, stage: &mut Stage, options: Foreground) -> Result<Vec<SocketAddr>> {
        let (seed, row) = self.read(|db| Ok((store::account::seed(db)?, store::account::load(db)?))).await?;
        let (Some(seed), Some(row)) = (seed, row) else { return Err(CommandError::NoAccount.into()) };
        let account = Arc::new(Account::from_seed(&seed).map_err(|_| StoreError::Damaged)?);
        if stage.lock.is_none() {
            stage.lock = Some(self.lock_home().await?);
        }
        stage.options = options;
        let (sockets, bound) =
            self.build_sockets(&stage.options, &account, row.port, stage.snapshot.as_ref())?;
        *self.0.outside.sockets() = Some(sockets);
        let asked = self.router_config(&bound, stage.snapshot.as_ref()).await?;
        let place = router::place(&bound, stage.snapshot.clone(), asked.as_ref());
        self.write(move |engine, db, now| Ok(engine.enter_foreground(db, now, place)?)).await?;
        self.ask_router(asked); // Last: nobody's greeting waits for a router.
        Ok(bound)
    }

    async fn leave(&self, stage: &mut Stage, by: Instant) -> Result<()> {
        // Also without sockets, should the engine believe that there are some. It is away then whatever the
        // disk says: what it cannot write now is written when it enters again.
        let left = if self.in_foreground() {
            self.write_or(|engine, db, now| Ok(engine.leave_foreground(db, now)?), Engine::away).await
        } else {
            Ok(())
        };
        self.close_sockets(by).await;
        stage.lock = None;
        left
    }

    async fn change_network(&self, stage: &mut Stage, snapshot: Option<NetworkSnapshot>) -> Result<()> {
        let sockets =
            |sockets: &Sockets| (sockets.listener.addresses().to_vec(), Arc::clone(&sockets.dialer));
        let (bound, dialer) = self.0.outside.sockets().as_ref().map(sockets).unzip();
        let known = stage.snapshot.is_some() || snapshot.is_none();
        let moved = stage.snapshot != snapshot;
        let through = nat64(snapshot.as_ref());
        let bound = bound.unwrap_or_default();
        let asked = self.router_config(&bound, snapshot.as_ref()).await?;
        let place = router::place(&bound, snapshot.clone(), asked.as_ref());
        if let (Some(config), Some(router)) = (asked, self.router()) {
            router.expect(config);
        }
        self.write(move |engine, db, now| {
            // Not before it is the engine's turn: to what this ends it would begin the same again, and tell
            // the old addresses.
            dialer.inspect(|dialer| {
                dialer.through(through);
                if known {
                    dialer.network_changed();
                }
            });
            Ok(engine.network_changed(db, now, place)?)
        })
        .await?;
        if let Some(router) = self.router() {
            router.ask_again(moved);
        }
        // Only now: the same snapshot again, after a failure, is to be tried again.
        stage.snapshot = snapshot;
        Ok(())
    }

    /// Ends the writer and with it the database.
    async fn end(&self, stage: &mut Stage) -> Result<()> {
        self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.0.outside.report_to(None);
        let ended = match stage.thread.take() {
            Some(thread) => blocking(move || Ok(thread.join())).await?,
            None => Ok(()),
        };
        self.0.outside.end();
        self.0.readers.close();
        ended.map_err(|_| NodeError::Defect("the writer ended by a panic".into()))
    }

    async fn delete(&self, stage: &mut Stage) -> Result<()> {
        // Held until nothing is left: no other process may enter the foreground of what is being deleted.
        let lock = match stage.lock.take() {
            Some(lock) => lock,
            None => self.lock_home().await?,
        };
        // Whoever wants to be rid of everything is not kept from it by a full disk or by a defect.
        let by = Instant::now() + LEAVE;
        for failed in [self.leave(stage, by).await, self.end(stage).await].into_iter().filter_map(Result::err)
        {
            tracing::warn!(%failed, "deleting all the same");
        }
        let database = self.0.database.clone();
        let deleted = blocking(move || {
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
        .await;
        drop(lock);
        deleted
    }

    /// Whether this node is in the foreground, as the engine sees it.
    pub(super) fn in_foreground(&self) -> bool {
        self.0.here.read().unwrap_or_else(PoisonError::into_inner).foreground
    }

    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<T, CommandError> + Send + 'static,
    {
        self.write_or(work, |_| {}).await
    }

    /// `undo` runs, within the writer, should `work` not get to the disk.
    async fn write_or<T, F, U>(&self, work: F, undo: U) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine, &Connection, Now) -> std::result::Result<T, CommandError> + Send + 'static,
        U: FnOnce(&mut Engine) + Send + 'static,
    {
        let pending = {
            let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.as_ref().ok_or(NodeError::ShutDown)?.command(work, undo)?
        };
        Ok(pending.await.map_err(|_| NodeError::ShutDown)??)
    }

    /// Done `by` then, whatever contacts and the router do. What the router opened is taken back while goodbyes are said: a web server
    /// in a router takes its time.
    async fn close_sockets(&self, by: Instant) {
        let Some(sockets) = self.0.outside.sockets().take() else { return };
        drop(sockets.watched);
        sockets.tasks.close();
        let now = Instant::now();
        let all = by.min(now + GOODBYE + DRAIN);
        let said = async {
            let _ = timeout_at(all.checked_sub(DRAIN).unwrap_or(now), sockets.tasks.wait()).await;
            sockets.listener.close(DRAIN).await;
        };
        let taken_back = async {
            if let Some(router) = &sockets.router {
                router.close(all.saturating_duration_since(now)).await;
            }
        };
        tokio::join!(said, taken_back);
        sockets.dialer.close();
        sockets.tasks.wait().await;
    }

    /// Enters anew if the system takes a listening socket away; if that fails, the foreground is over, and an
    /// event says so. Not one of the foreground's tasks, as leaving waits for those, and this may leave: it
    /// ends by the guard, with the sockets that it watches over, and until then holds nothing.
    fn watch(&self, listener: &Listener) -> DropGuard {
        let (node, stage, deaf) = (Arc::downgrade(&self.0), Arc::clone(&self.0.stage), listener.deaf());
        let over = CancellationToken::new();
        let guard = over.clone().drop_guard();
        self.0.outside.runtime().spawn(async move {
            let turn = async {
                deaf.await;
                stage.lock_owned().await
            };
            let mut stage = tokio::select! {
                biased;
                () = over.cancelled() => return,
                stage = turn => stage,
            };
            // Whoever had the turn before may have left, or entered anew.
            let Some(node) = node.upgrade().map(Node).filter(|_| !over.is_cancelled()) else { return };
            tracing::warn!("a listening socket was taken away: listening anew");
            let options = stage.options.clone();
            if let Err(failed) = node.enter(&mut stage, options).await {
                tracing::warn!(%failed, "listening no more");
            }
        });
        guard
    }

    fn build_sockets(
        &self,
        options: &Foreground,
        account: &Arc<Account>,
        port: u16,
        networks: Option<&NetworkSnapshot>,
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
        dialer.through(nat64(networks));
        let watched = self.watch(&listener);
        Ok((Sockets { dialer, listener, tasks: TaskTracker::new(), router: None, watched }, bound))
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

/// Why a verb's task has no result.
fn broken_off(error: JoinError) -> NodeError {
    match error.try_into_panic() {
        Ok(_) => NodeError::Defect("a lifecycle verb ended by a panic".into()),
        Err(_) => NodeError::ShutDown, // The runtime ends, and everything on it.
    }
}
