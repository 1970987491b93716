//! Asking the user's own router to open a port: PCP (RFC 6887), NAT-PMP (RFC 6886), UPnP Internet Gateway Device.
//!
//! Nobody but the gateways of the configuration is ever sent a byte, whatever they answer; no name is resolved; and what they
//! send is read to small limits of size and time. A router that lies, is silent or breaks off changes what is reported, and
//! nothing else.
//!
//! [`Router`] has a [`keeper`] for each address of the device: it finds a protocol, keeps the port open, and takes it back.
//! PCP and NAT-PMP: [`pcp`] and [`natpmp`] are the bytes, [`control`] the conversation, [`epoch`] and [`announce`] notice restarts.
//! UPnP: [`upnp`]. [`outside`] judges addresses, [`tuning`] has every number.

mod announce;
mod control;
mod epoch;
#[cfg(test)]
pub(crate) mod fake;
pub mod fuzzing;
mod keeper;
mod line;
mod natpmp;
mod outside;
mod pcp;
mod supervisor;
mod target;
#[cfg(test)]
mod tests;
mod tuning;
mod types;
mod upnp;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use supervisor::{Board, Order};
use tuning::Tuning;
pub use types::*;

/// Asks routers and keeps what they open, in a task of its own: nobody waits for a router. Dropping it ends everything at once and
/// takes nothing back (leases end by themselves); [`Router::close`] does so with manners.
pub struct Router {
    orders: watch::Sender<Order>,
    board: Arc<Board>,
    task: JoinHandle<()>,
}

impl Router {
    /// Begins to ask. The report says [`RouterState::Searching`] for every address that is asked for, until more is known.
    pub fn start(config: RouterConfig, runtime: &Handle) -> (Self, watch::Receiver<RouterReport>) {
        Self::start_with(config, runtime, Tuning::default())
    }

    fn start_with(
        config: RouterConfig,
        runtime: &Handle,
        tuning: Tuning,
    ) -> (Self, watch::Receiver<RouterReport>) {
        let (report, reports) = watch::channel(supervisor::first_report(&config));
        let (orders, received) = watch::channel(Order::new(config));
        let board = Arc::new(Board::new(report));
        let task = runtime.spawn(supervisor::run(received, Arc::clone(&board), Arc::new(tuning)));
        (Self { orders, board, task }, reports)
    }

    /// The network is another one, or may be. What was known is known no more, also of a router with the address of the one before: many
    /// homes have the same. What is asked for as before is asked for again at once; what is not asked for any more is taken back if its
    /// router can still be reached, else forgotten. May be over-called: calls that come in between are answered by the newest.
    pub fn network_changed(&self, config: RouterConfig) {
        self.board.forget();
        self.ask_again(config);
    }

    /// The same network, whose router may have lost what it opened. What was known stays until it answers.
    pub fn ask_again(&self, config: RouterConfig) {
        self.orders.send_modify(|order| order.replace(config));
    }

    /// Takes every mapping back, `within` the given time. What is left then ends with its lease. Nothing runs afterwards.
    pub async fn close(mut self, within: Duration) {
        self.orders.send_modify(Order::leave);
        if timeout(within, &mut self.task).await.is_err() {
            self.task.abort();
            // Cancelled, which is what was asked for.
            let _ = (&mut self.task).await;
        }
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").finish_non_exhaustive()
    }
}
