//! The terminal app: chats on the left, a conversation on the right, a composer below.
//!
//! `app` knows what is shown and is pure: inputs go in, effects come out. `view` paints it,
//! `worker` does the effects, and this file connects them with the terminal and the node.

mod app;
mod conversation;
mod dialog;
mod editor;
mod effect;
mod judge;
mod layout;
mod terminal;
mod text;
mod view;
mod worker;

use std::future;
use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::time::Duration;

use pure2p_core::node::{Events, Foreground, NodeError};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::cli::Global;
use crate::ending::Ending;
use crate::failure::{Done, Failure};
use crate::home::HomeError;
use crate::network::Networks;
use crate::notify::Pokes;
use crate::output::Output;
use crate::session::{self, Session};
use crate::words;

use app::App;
use effect::{Effect, Input, Loaded};
use terminal::Borrowed;

/// The screen is painted at most so often, however many events come.
const FRAME: Duration = Duration::from_millis(16);
/// How long a draft may be unsaved while it is written.
const DRAFT_RESTS: Duration = Duration::from_secs(1);

/// Runs the terminal app until the person leaves it.
pub(crate) async fn run(global: &Global, listen: &[String]) -> Done {
    if global.json || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Failure::input("no_terminal", "without a verb a terminal is needed: try `pure2p help`"));
    }
    let listen = listen.iter().map(|text| session::address(text)).collect::<Done<Vec<_>>>()?;
    let here = match Session::open(global).await {
        Ok(session) => Some(Here::start(session, listen.clone())),
        Err(Failure::Home(HomeError::NoAccount(_))) if global.passphrase => {
            return Err(Failure::input(
                "no_account",
                "create the account with `pure2p init --passphrase` first",
            ));
        }
        Err(Failure::Home(HomeError::NoAccount(_))) => None,
        Err(failure) => return Err(failure),
    };
    let account = match &here {
        Some(here) => Some(here.session.account().await?),
        None => None,
    };
    let mut ending = Ending::new(None)?;
    let mut screen = Borrowed::new()?;
    let size = screen.terminal.size()?;
    let app = App::new(account, ratatui::layout::Rect::new(0, 0, size.width, size.height));
    let mut running = Running { global, listen, app, here, keys: terminal::events(), erased: false };
    let shown = running.until_left(&mut screen, &mut ending).await;
    drop(screen);
    let left = match running.here {
        Some(here) => here.leave().await,
        None => Ok(()),
    };
    shown.and(left)?;
    if running.erased { Output { json: false }.note(words::ERASED) } else { Ok(()) }
}

/// The app and everything that feeds it.
struct Running<'a> {
    global: &'a Global,
    listen: Vec<SocketAddr>,
    app: App,
    here: Option<Here>,
    keys: mpsc::UnboundedReceiver<crossterm::event::Event>,
    /// Everything was deleted.
    erased: bool,
}

impl Running<'_> {
    async fn until_left(&mut self, screen: &mut Borrowed, ending: &mut Ending) -> Done {
        let mut painted_at = None::<Instant>;
        let mut stale = true;
        let mut draft_rests_at = None::<Instant>;
        loop {
            let paint_at = painted_at.map_or_else(Instant::now, |at| at + FRAME);
            let input = tokio::select! {
                biased;
                () = ending.reached() => return Ok(()),
                () = tokio::time::sleep_until(paint_at), if stale => {
                    screen.terminal.draw(|frame| view::draw(frame, &self.app))?;
                    (painted_at, stale) = (Some(Instant::now()), false);
                    continue;
                }
                event = self.keys.recv() => match event {
                    Some(event) => Input::Terminal(event),
                    None => return Ok(()), // the terminal is gone
                },
                () = sleep_until(draft_rests_at) => Input::DraftRests,
                input = next(&mut self.here) => input?,
            };
            stale = true;
            let effects = self.app.update(input);
            for effect in effects {
                self.give(effect).await?;
            }
            draft_rests_at = match draft_rests_at {
                _ if !self.app.draft_unsaved => None,
                None => Some(Instant::now() + DRAFT_RESTS),
                already => already,
            };
            if self.app.quit {
                return Ok(());
            }
        }
    }

    async fn give(&mut self, effect: Effect) -> Done {
        if effect == Effect::DeleteEverything {
            if let Some(here) = self.here.take() {
                self.erased = true;
                self.app.quit = true;
                here.erase().await?;
            }
            return Ok(());
        }
        match (effect, &self.here) {
            (Effect::CreateAccount { name }, None) => match Session::create(self.global, name).await {
                Ok((session, account)) => {
                    self.here = Some(Here::start(session, self.listen.clone()));
                    for effect in self.app.update(Input::Loaded(Loaded::Account(account))) {
                        self.hand_over(effect);
                    }
                }
                Err(failure) => drop(self.app.update(Input::Loaded(Loaded::Failed(failure.to_string())))),
            },
            (effect, _) => self.hand_over(effect),
        }
        Ok(())
    }

    fn hand_over(&self, effect: Effect) {
        if let Some(here) = &self.here {
            // The worker ends only after this sender.
            let _ = here.effects.send(effect);
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => future::pending().await,
    }
}

/// The next input from the node's side.
async fn next(here: &mut Option<Here>) -> Done<Input> {
    match here {
        Some(here) => here.next().await,
        None => future::pending().await,
    }
}

/// The session in the foreground.
struct Here {
    session: Session,
    effects: mpsc::UnboundedSender<Effect>,
    answers: mpsc::UnboundedReceiver<Loaded>,
    worker: JoinHandle<()>,
    events: Events,
    networks: Networks,
    /// Entering the foreground; the screen does not wait for it.
    entering: Option<JoinHandle<Result<Vec<SocketAddr>, NodeError>>>,
    pokes: Option<Pokes>,
}

impl Here {
    fn start(session: Session, listen: Vec<SocketAddr>) -> Self {
        let (effects, asked) = mpsc::unbounded_channel();
        let (answer, answers) = mpsc::unbounded_channel();
        let events = session.node.subscribe();
        let worker = tokio::spawn(worker::work(session.node.clone(), asked, answer));
        let mut networks = Networks::watch();
        let (node, first) = (session.node.clone(), networks.look());
        let entering = tokio::spawn(async move {
            node.network_changed(first).await?;
            node.enter_foreground(Foreground { listen }).await
        });
        Self { session, effects, answers, worker, events, networks, entering: Some(entering), pokes: None }
    }

    async fn next(&mut self) -> Done<Input> {
        loop {
            tokio::select! {
                entered = entered(&mut self.entering) => {
                    self.entering = None;
                    entered?;
                    self.pokes = Some(Pokes::listen(&self.session.home));
                    // What was written before anybody listened.
                    self.session.node.refresh().await?;
                }
                () = poked(&mut self.pokes) => self.session.node.refresh().await?,
                // While the foreground is being entered, the two take turns.
                () = self.networks.changed() => self.networks.tell(&self.session.node).await?,
                loaded = self.answers.recv() => {
                    let died = || Failure::Stream(io::Error::other("the terminal app's worker died"));
                    return loaded.map(Input::Loaded).ok_or_else(died);
                }
                Some(event) = self.events.next() => return Ok(Input::Core(event)),
            }
        }
    }

    /// Does what was asked before, says goodbye, and deletes everything.
    async fn erase(self) -> Done {
        drop(self.effects);
        drop(self.pokes);
        if let Some(entering) = self.entering {
            let _ = entering.await;
        }
        let _ = self.worker.await;
        self.session.node.delete_everything().await?;
        Ok(self.session.home.delete_rest()?)
    }

    /// Does what was asked, says goodbye, and names what still waits.
    async fn leave(self) -> Done {
        drop(self.effects);
        drop(self.pokes);
        if let Some(entering) = self.entering {
            let _ = entering.await;
        }
        // A worker that panicked has shown so already.
        let _ = self.worker.await;
        let node = &self.session.node;
        node.enter_background().await?;
        let waiting: u64 = node.contacts().await?.iter().map(|contact| contact.waiting).sum();
        self.session.close().await?;
        if waiting > 0 { self.session.output.note(&words::still_waiting(waiting)) } else { Ok(()) }
    }
}

async fn entered(entering: &mut Option<JoinHandle<Result<Vec<SocketAddr>, NodeError>>>) -> Done {
    match entering {
        Some(task) => match task.await {
            Ok(entered) => Ok(entered.map(drop)?),
            Err(died) => Err(Failure::Stream(io::Error::other(died))),
        },
        None => future::pending().await,
    }
}

async fn poked(pokes: &mut Option<Pokes>) {
    match pokes {
        Some(pokes) => pokes.next().await,
        None => future::pending().await,
    }
}
