//! The router's task: a keeper for each target, started, hurried and ended as the configuration says.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::announce;
use super::epoch::EpochWatch;
use super::keeper::Keeper;
use super::target::{Target, targets};
use super::tuning::Tuning;
use super::types::{RouterConfig, RouterEntry, RouterNetwork, RouterReport, RouterState};
use crate::net::lock;

/// Keepers that end while the next ones work already, at most. The oldest is cut off: somebody calls without pause.
const MAX_ENDING: usize = 16;

/// What the task has to do. Only the newest counts, so that nothing piles up.
#[derive(Clone, Debug)]
pub(super) struct Order {
    config: RouterConfig,
    leaving: bool,
}

impl Order {
    pub(super) fn new(config: RouterConfig) -> Self {
        Self { config, leaving: false }
    }

    pub(super) fn replace(&mut self, config: RouterConfig) {
        self.config = config;
    }

    pub(super) fn leave(&mut self) {
        self.leaving = true;
    }
}

/// What is known before anything was asked.
pub(super) fn first_report(config: &RouterConfig) -> RouterReport {
    let entries = targets(config).into_iter().flat_map(|(_, targets)| targets);
    RouterReport { entries: entries.map(|target| entry(&target, RouterState::Searching)).collect() }
}

fn entry(target: &Target, state: RouterState) -> RouterEntry {
    RouterEntry { gateway: target.gateway(0).ip(), internal: target.internal, state }
}

/// Runs until it is told to leave, and has taken everything back; dropped, it ends everything without that.
pub(super) async fn run(mut orders: watch::Receiver<Order>, board: Arc<Board>, tuning: Arc<Tuning>) {
    let mut house = House {
        board,
        neighbourhood: Arc::default(),
        tuning,
        hurry: watch::channel(0).0,
        kept: HashMap::new(),
        ending: Vec::new(),
        hearing: HashMap::new(),
    };
    loop {
        let order = orders.borrow_and_update().clone();
        if order.leaving {
            return house.leave().await;
        }
        house.arrange(&order.config).await;
        if orders.changed().await.is_err() {
            return;
        }
    }
}

/// Who may hear announcements of which router: what the socket depends on.
type Hearing = (Option<std::net::Ipv4Addr>, Option<std::net::Ipv4Addr>, Option<std::net::SocketAddrV6>);

struct House {
    board: Arc<Board>,
    neighbourhood: Arc<Neighbourhood>,
    tuning: Arc<Tuning>,
    /// Counts the times that keepers are hurried.
    hurry: watch::Sender<u64>,
    kept: HashMap<Target, Kept>,
    ending: Vec<(Target, Kept)>,
    hearing: HashMap<Hearing, AbortOnDropHandle<()>>,
}

struct Kept {
    leave: CancellationToken,
    task: AbortOnDropHandle<()>,
}

impl House {
    async fn arrange(&mut self, config: &RouterConfig) {
        let networks = targets(config);
        let wanted: Vec<Target> = networks.iter().flat_map(|(_, targets)| targets).copied().collect();
        self.board.show(&wanted);
        self.neighbourhood.retain(&wanted);

        let gone: Vec<Target> = self.kept.keys().filter(|target| !wanted.contains(target)).copied().collect();
        for target in gone {
            if let Some(kept) = self.kept.remove(&target) {
                kept.leave.cancel();
                self.ending.push((target, kept));
            }
        }
        self.ending.retain(|(_, kept)| !kept.task.is_finished());
        let too_many = self.ending.len().saturating_sub(MAX_ENDING);
        self.ending.drain(..too_many);

        // Those that stay ask again: a network of the same addresses may be another one.
        self.hurry.send_modify(|times| *times += 1);
        for target in wanted {
            if !self.kept.contains_key(&target) {
                self.stop_ending(&target).await;
                let before = self.ending.extract_if(.., |(ending, _)| ending.is_rival_of(&target));
                let before = before.map(|(_, kept)| kept).collect();
                let kept = self.start(target, before);
                self.kept.insert(target, kept);
            }
        }
        self.hear(config, networks.into_iter().map(|(network, _)| network).collect());
    }

    /// What is wanted again must not be taken back by the one before.
    async fn stop_ending(&mut self, target: &Target) {
        if let Some(at) = self.ending.iter().position(|(ending, _)| ending == target) {
            let (_, kept) = self.ending.swap_remove(at);
            kept.task.abort();
            let _ = kept.task.await;
        }
    }

    /// Asks, as soon as those who take back `before` have done so: or they would take back what this one asks for.
    fn start(&self, target: Target, before: Vec<Kept>) -> Kept {
        let leave = CancellationToken::new();
        let keeper = Keeper::new(
            target,
            Arc::clone(&self.tuning),
            Arc::clone(&self.neighbourhood),
            Arc::clone(&self.board),
            self.hurry.subscribe(),
        );
        let leaving = leave.clone();
        let task = tokio::spawn(async move {
            for before in before {
                let _ = before.task.await; // Each ends by its deadline.
            }
            keeper.run(leaving).await;
        });
        Kept { leave, task: AbortOnDropHandle::new(task) }
    }

    fn hear(&mut self, config: &RouterConfig, networks: Vec<RouterNetwork>) {
        let place = |network: &RouterNetwork| (network.gateway_v4, network.local_v4, network.gateway_v6);
        let wanted: Vec<Hearing> = networks.iter().map(place).collect();
        self.hearing.retain(|hearing, _| config.hears_announcements && wanted.contains(hearing));
        for network in networks.into_iter().filter(|_| config.hears_announcements) {
            self.hearing.entry(place(&network)).or_insert_with(|| {
                let (neighbourhood, tuning) = (Arc::clone(&self.neighbourhood), Arc::clone(&self.tuning));
                AbortOnDropHandle::new(tokio::spawn(async move {
                    announce::listen(&network, &neighbourhood, &tuning).await;
                }))
            });
        }
    }

    /// The caller sets the deadline, and aborts this.
    async fn leave(mut self) {
        self.board.show(&[]);
        self.hearing.clear();
        let kept: Vec<Kept> = self
            .kept
            .drain()
            .map(|(_, kept)| kept)
            .chain(self.ending.drain(..).map(|(_, kept)| kept))
            .collect();
        kept.iter().for_each(|kept| kept.leave.cancel());
        for kept in kept {
            // A keeper that panicked has nothing to take back.
            let _ = kept.task.await;
        }
    }
}

/// What keepers report.
pub(super) struct Board {
    /// Whose entries the report has, in its order.
    targets: Mutex<Vec<Target>>,
    report: watch::Sender<RouterReport>,
}

impl Board {
    pub(super) fn new(report: watch::Sender<RouterReport>) -> Self {
        Self { targets: Mutex::default(), report }
    }

    /// Nothing that was said counts any more.
    pub(super) fn forget(&self) {
        let _shown = lock(&self.targets);
        self.report.send_if_modified(|report| {
            let known = report.entries.iter_mut().filter(|entry| entry.state != RouterState::Searching);
            known.map(|entry| entry.state = RouterState::Searching).count() > 0
        });
    }

    /// Has entries for these, with what is known of them.
    fn show(&self, wanted: &[Target]) {
        let mut shown = lock(&self.targets);
        self.report.send_if_modified(|report| {
            let known = |target: &Target| {
                let at = shown.iter().position(|shown| shown == target)?;
                report.entries.get(at).copied()
            };
            let entries: Vec<RouterEntry> = wanted
                .iter()
                .map(|target| known(target).unwrap_or(entry(target, RouterState::Searching)))
                .collect();
            let changed = entries != report.entries;
            report.entries = entries;
            changed
        });
        wanted.clone_into(&mut shown);
    }

    /// What a keeper of somebody who is not shown any more says is not heard.
    pub(super) fn tell(&self, target: &Target, state: RouterState) {
        let shown = lock(&self.targets);
        self.report.send_if_modified(|report| {
            let at = shown.iter().position(|shown| shown == target);
            let Some(entry) = at.and_then(|at| report.entries.get_mut(at)) else { return false };
            let changed = entry.state != state;
            entry.state = state;
            changed
        });
    }
}

/// What all keepers know together of the routers around: whether one restarted.
#[derive(Debug)]
pub(super) struct Neighbourhood {
    routers: Mutex<HashMap<IpAddr, Known>>,
    restarts: watch::Sender<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    epoch: EpochWatch,
    outside: Option<IpAddr>,
}

impl Default for Neighbourhood {
    fn default() -> Self {
        Self { routers: Mutex::default(), restarts: watch::channel(0).0 }
    }
}

impl Neighbourhood {
    /// Counts restarts, of whichever router: one box is often two of them, in IPv4 and IPv6.
    pub(super) fn restarts(&self) -> watch::Receiver<u64> {
        self.restarts.subscribe()
    }

    /// Takes note of what a router answered.
    pub(super) fn note(&self, router: IpAddr, epoch: u32, outside: Option<IpAddr>, now: Instant) {
        let mut routers = lock(&self.routers);
        let known = routers.entry(router).or_default();
        known.outside = outside.or(known.outside);
        if known.epoch.note(epoch, now) {
            self.restarts.send_modify(|times| *times += 1);
        }
    }

    /// Somebody said in the name of a router what it has become. Nothing is noted: its answer will tell.
    pub(super) fn announced(&self, router: IpAddr, epoch: u32, outside: Option<IpAddr>, now: Instant) {
        let known = lock(&self.routers).get(&router).copied().unwrap_or_default();
        let moved = outside.is_some_and(|outside| known.outside.is_some_and(|known| known != outside));
        if moved || known.epoch.tells_restart(epoch, now) {
            self.restarts.send_modify(|times| *times += 1);
        }
    }

    fn retain(&self, targets: &[Target]) {
        let around: Vec<IpAddr> = targets.iter().map(|target| target.gateway(0).ip()).collect();
        lock(&self.routers).retain(|router, _| around.contains(router));
    }
}

/// For keepers that are let go while the others go on.
pub(super) async fn within<T>(tuning: &Tuning, ending: impl Future<Output = T>) {
    let _ = timeout(tuning.ending, ending).await;
}
