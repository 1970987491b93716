//! Whatever a router does: what is reported, what is asked, and what is left there. The router is scripted (`fake`); the sockets are real.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod control;
mod life;
mod moves;
mod upnp;

use std::net::SocketAddr;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::fake::{Fake, PORT};
use super::tuning::Tuning;
use super::*;

/// Long enough for a machine that does other things, too. Nothing here is about how long anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

type Reports = watch::Receiver<RouterReport>;

fn start(fake: &Fake) -> (Router, Reports) {
    start_with(fake, fake.tuning())
}

fn start_with(fake: &Fake, tuning: Tuning) -> (Router, Reports) {
    Router::start_with(fake.config(), &Handle::current(), tuning)
}

/// What is known once anything is.
async fn outcome(reports: &mut Reports) -> RouterState {
    until(reports, |state| state != RouterState::Searching).await
}

/// The first state that is wanted.
async fn until(reports: &mut Reports, wanted: impl Fn(RouterState) -> bool) -> RouterState {
    let state = |report: &RouterReport| report.entries.first().map(|entry| entry.state);
    let waiting = reports.wait_for(|report| state(report).is_some_and(&wanted));
    state(&timeout(PATIENCE, waiting).await.unwrap().unwrap()).unwrap()
}

async fn mapped(reports: &mut Reports) -> Mapping {
    match outcome(reports).await {
        RouterState::Mapped(mapping) => mapping,
        other => panic!("{other:?}"),
    }
}

/// Until it is so.
async fn eventually(so: impl Fn() -> bool) {
    timeout(PATIENCE, async {
        while !so() {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

/// Cases next to each other: most of them wait for nothing to come.
async fn all<F: Future<Output = ()> + Send + 'static>(cases: impl IntoIterator<Item = F>) {
    let mut running: tokio::task::JoinSet<()> = tokio::task::JoinSet::new();
    for case in cases {
        running.spawn(case);
    }
    while let Some(ended) = running.join_next().await {
        ended.unwrap();
    }
}

fn refused(protocol: RouterProtocol, reason: Refusal) -> RouterState {
    RouterState::Refused { protocol, reason }
}

fn second(protocol: RouterProtocol, outside: Option<&str>) -> RouterState {
    RouterState::SecondRouter { protocol, outside: outside.map(|ip| ip.parse().unwrap()) }
}

fn outside(port: u16) -> SocketAddr {
    SocketAddr::new(super::fake::OUTSIDE.into(), port)
}
