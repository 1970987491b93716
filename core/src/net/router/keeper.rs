//! Keeps one port open: finds a protocol, renews, notices losses, looks again, and takes back.

use std::future::pending;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::control::{Asked, Control, Failure};
use super::supervisor::{Board, Neighbourhood, within};
use super::target::Target;
use super::tuning::Tuning;
use super::types::{Mapping, Refusal, RouterProtocol, RouterState};
use super::upnp::{Device, Left, Upnp};

/// How many times the gap between restarts doubles.
const MOST_HURRIED: u32 = 5;

/// See the module.
pub(super) struct Keeper {
    target: Target,
    tuning: Arc<Tuning>,
    neighbourhood: Arc<Neighbourhood>,
    board: Arc<Board>,
    hurry: watch::Receiver<u64>,
    restarts: watch::Receiver<u64>,
    /// Restarts that hurried us since the last renewal that was due by itself.
    hurried: u32,
}

/// What may be at the router and is ours. Outlives whatever is cut off in the middle.
#[derive(Default)]
struct Traces {
    control: Asked,
    upnp: Option<Left>,
    /// Where calls are taken.
    device: Option<Device>,
    /// What was granted last: asked for again.
    external: Option<SocketAddr>,
}

impl Keeper {
    pub(super) fn new(
        target: Target,
        tuning: Arc<Tuning>,
        neighbourhood: Arc<Neighbourhood>,
        board: Arc<Board>,
        hurry: watch::Receiver<u64>,
    ) -> Self {
        let restarts = neighbourhood.restarts();
        Self { target, tuning, neighbourhood, board, hurry, restarts, hurried: 0 }
    }

    /// Keeps the port open until told to leave; then takes it back.
    pub(super) async fn run(mut self, leave: CancellationToken) {
        let mut traces = Traces::default();
        tokio::select! {
            biased;
            () = leave.cancelled() => {}
            () = self.keep(&mut traces) => {}
        }
        let tuning = Arc::clone(&self.tuning);
        within(&tuning, self.take_back(&mut traces, None)).await;
    }

    /// Never ends.
    async fn keep(&mut self, traces: &mut Traces) {
        let mut pause = self.tuning.next_look;
        loop {
            self.hurry.borrow_and_update();
            let found = self.find(traces).await;
            // A restart that these very answers told of is known.
            self.restarts.borrow_and_update();
            match found {
                Ok(mapping) => {
                    traces.external = Some(mapping.external);
                    self.tell(RouterState::Mapped(mapping));
                    // There is one way in; what else was asked for is not needed.
                    self.take_back(traces, Some(mapping.protocol)).await;
                    self.hold(mapping, traces).await;
                    self.tell(RouterState::Searching);
                    pause = self.tuning.next_look_after_loss;
                    continue;
                }
                Err(failure) => {
                    self.tell(failure);
                    self.take_back(traces, None).await;
                    if pause == self.tuning.next_look && may_pass(&failure) {
                        pause = self.tuning.next_look_after_loss;
                    }
                }
            }
            self.rest(pause).await;
            pause = pause.saturating_mul(2).min(self.tuning.next_look);
        }
    }

    /// Asks in every protocol: PCP or NAT-PMP, and UPnP, which is searched meanwhile and used if those fail or take too long.
    async fn find(&self, traces: &mut Traces) -> Result<Mapping, Failure> {
        let (control, upnp) = (self.control(), self.upnp());
        let suggested = traces.external;
        let (mut failure, device) = {
            let until = Instant::now() + self.tuning.head_start;
            let mut map = pin!(control.map(&mut traces.control, None, suggested));
            let mut find = pin!(upnp.find());
            let mut found = None;
            let failure = loop {
                tokio::select! {
                    biased;
                    mapped = &mut map => match mapped {
                        Ok(mapping) => return Ok(mapping),
                        Err(failure) => break Some(failure),
                    },
                    device = &mut find, if found.is_none() => found = Some(device),
                    () = sleep_until(until), if matches!(found, Some(Ok(_))) => break None,
                }
            };
            let device = match found {
                Some(device) => device,
                None => find.await,
            };
            (failure, device)
        };
        let over_upnp = match device {
            Ok(device) => {
                let mapped = upnp.map(&device, &mut traces.upnp).await;
                traces.device = Some(device);
                mapped
            }
            Err(failure) => Err(failure),
        };
        if over_upnp.is_err() && failure.is_none() {
            // It was not given the time that it needs.
            match control.map(&mut traces.control, None, suggested).await {
                Ok(mapping) => return Ok(mapping),
                Err(reason) => failure = Some(reason),
            }
        }
        over_upnp.map_err(|reason| {
            let reasons = failure.into_iter().chain([reason]);
            reasons.min_by_key(weight).unwrap_or(reason)
        })
    }

    /// Renews until the mapping is lost, or nobody knows any more whether it is.
    async fn hold(&mut self, mut mapping: Mapping, traces: &mut Traces) {
        let mut missed = false;
        loop {
            self.rest(self.renewal_in(&mapping, missed)).await;
            match self.renew(&mapping, traces).await {
                Ok(renewed) => {
                    missed = false;
                    mapping = renewed;
                    traces.external = Some(mapping.external);
                    self.tell(RouterState::Mapped(mapping));
                }
                Err(Failure::NotFound) if !missed => missed = true,
                Err(_) => return,
            }
        }
    }

    async fn renew(&mut self, mapping: &Mapping, traces: &mut Traces) -> Result<Mapping, Failure> {
        self.hurry.borrow_and_update();
        let renewed = match (mapping.protocol, &traces.device) {
            (RouterProtocol::Upnp, Some(device)) => self.upnp().map(device, &mut traces.upnp).await,
            (RouterProtocol::Upnp, None) => Err(Failure::NotFound),
            (protocol, _) => {
                let (control, suggested) = (self.control(), Some(mapping.external));
                control.map(&mut traces.control, Some(protocol), suggested).await
            }
        };
        // As above.
        self.restarts.borrow_and_update();
        renewed
    }

    fn renewal_in(&self, mapping: &Mapping, missed: bool) -> Duration {
        let latest = match mapping.protocol {
            RouterProtocol::Upnp => self.tuning.renewal_upnp,
            _ if self.target.hears_announcements => self.tuning.renewal,
            _ => self.tuning.renewal_unheard,
        };
        renewal_in(mapping.lease, latest, missed.then_some(self.tuning.second_renewal))
    }

    /// Waits, at most so long: less if somebody hurries, but never so little that it would never end.
    async fn rest(&mut self, at_most: Duration) {
        let began = Instant::now();
        let (gap, gap_of_restarts) = (self.tuning.gap, self.tuning.gap_of_restarts);
        let gap = tokio::select! {
            () = sleep(at_most) => {
                self.hurried = 0;
                return;
            }
            () = changed(&mut self.hurry) => gap,
            () = changed(&mut self.restarts) => {
                let gap = gap_of_restarts.saturating_mul(1 << self.hurried);
                self.hurried = (self.hurried + 1).min(MOST_HURRIED);
                gap
            }
        };
        sleep_until(began + gap.min(at_most)).await;
    }

    /// Ends whatever may be at the router, except for what is of `but`.
    async fn take_back(&self, traces: &mut Traces, but: Option<RouterProtocol>) {
        let Traces { control, upnp, .. } = traces;
        let mut ending = *control;
        ending.pcp &= but != Some(RouterProtocol::Pcp);
        ending.natpmp &= but != Some(RouterProtocol::NatPmp);
        let by_control = async {
            if ending.pcp || ending.natpmp {
                self.control().end(&mut ending).await;
            }
        };
        let by_upnp = async {
            if but != Some(RouterProtocol::Upnp) {
                self.upnp().end(upnp).await;
            }
        };
        tokio::join!(by_control, by_upnp);
        control.pcp &= but == Some(RouterProtocol::Pcp);
        control.natpmp &= but == Some(RouterProtocol::NatPmp);
    }

    fn control(&self) -> Control<'_> {
        Control { target: &self.target, tuning: &self.tuning, neighbourhood: &self.neighbourhood }
    }

    fn upnp(&self) -> Upnp<'_> {
        Upnp { target: &self.target, tuning: &self.tuning }
    }

    fn tell(&self, state: RouterState) {
        self.board.tell(&self.target, state);
    }
}

/// At half of the lease, or `latest`; `second`, if that was not answered: before the lease ends in any case.
fn renewal_in(lease: Option<Duration>, latest: Duration, second: Option<Duration>) -> Duration {
    let half = lease.map_or(Duration::MAX, |lease| lease / 2);
    match second {
        Some(second) => second.min(half / 2),
        None => half.min(latest),
    }
}

/// Failures that a line which comes back puts right.
fn may_pass(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::SecondRouter { outside: None, .. }
            | Failure::Refused { reason: Refusal::NetworkFailure, .. }
    )
}

/// Which of two failures is told: the one that says more.
fn weight(failure: &Failure) -> u8 {
    match failure {
        Failure::SecondRouter { outside: Some(_), .. } => 0,
        Failure::SecondRouter { outside: None, .. } => 1,
        Failure::Refused { reason: Refusal::Misbehaves | Refusal::Unsupported, .. } => 3,
        Failure::Refused { .. } => 2,
        Failure::NotFound | Failure::Mapped(_) | Failure::Searching => 4,
    }
}

/// Who is told nothing any more waits for good.
async fn changed(counter: &mut watch::Receiver<u64>) {
    if counter.changed().await.is_err() {
        pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_renewed_at_half_its_lease_and_once_more_before_its_end() {
        let seconds = Duration::from_secs;
        let cases = [
            (Some(7_200), None, 3_600),
            (Some(600), None, 300),
            (Some(20), None, 10),
            (Some(20), Some(15), 5),
            (Some(7_200), Some(15), 15),
            (None, None, 3_600),
            (None, Some(15), 15),
        ];
        for (lease, second, expected) in cases {
            let after = renewal_in(lease.map(seconds), seconds(3_600), second.map(seconds));
            assert_eq!(after, seconds(expected), "{lease:?} {second:?}");
        }
        assert_eq!(renewal_in(Some(seconds(7_200)), seconds(720), None), seconds(720), "the latest");
    }
}
