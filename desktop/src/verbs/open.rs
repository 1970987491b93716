//! `open`: be in the foreground, and print what happens as it happens.

mod printer;

use std::time::Duration;

use pure2p_core::node::{Event, Events, Foreground};

use crate::cli::OpenArgs;
use crate::ending::Ending;
use crate::failure::{Done, Failure};
use crate::network::Networks;
use crate::notify::Pokes;
use crate::session::{self, Session};
use crate::words;

use printer::Printer;

/// How long the last events may take after the foreground was left.
const LAST_EVENTS: Duration = Duration::from_millis(500);

pub(super) async fn run(session: &Session, args: &OpenArgs) -> Done {
    let listen = args.listen.iter().map(|text| session::address(text)).collect::<Done<Vec<_>>>()?;
    let ending = Ending::new(args.seconds)?;
    let mut events = session.node.subscribe();
    let mut printer = Printer::new(session).await?;
    let mut networks = Networks::watch();
    session.node.network_changed(networks.look()).await?;
    let addresses = session.node.enter_foreground(Foreground { listen }).await?;
    let mut shown = printer.listening(&addresses);
    if shown.is_ok() {
        shown = be_here(session, args, ending, networks, &mut events, &mut printer).await;
    }
    // Whatever ended it, the peers are told.
    session.node.enter_background().await?;
    quietly(shown)?;
    quietly(last_words(session, &mut events, &mut printer).await)
}

/// A reader of ours that went away is a way to end, not a failure.
fn quietly(done: Done) -> Done {
    match done {
        Err(Failure::OutputClosed) => Ok(()),
        other => other,
    }
}

async fn be_here(
    session: &Session,
    args: &OpenArgs,
    mut ending: Ending,
    mut networks: Networks,
    events: &mut Events,
    printer: &mut Printer,
) -> Done {
    let mut pokes = Pokes::listen(&session.home);
    // What was written between the opening and the first look of `pokes`.
    session.node.refresh().await?;
    if args.until_flushed && nothing_waits(session).await? {
        return Ok(());
    }
    loop {
        let event = tokio::select! {
            event = events.next() => event,
            () = pokes.next() => {
                session.node.refresh().await?;
                continue;
            }
            () = networks.changed() => {
                networks.tell(&session.node).await?;
                continue;
            }
            () = ending.reached() => return Ok(()),
        };
        let Some(event) = event else { return Ok(()) };
        let may_end_the_queue = may_end_the_queue(&event);
        printer.event(event).await?;
        if args.until_flushed && may_end_the_queue && nothing_waits(session).await? {
            return Ok(());
        }
    }
}

/// Whether the queue may be empty since this event (asking each time would be slow with thousands).
fn may_end_the_queue(event: &Event) -> bool {
    match event {
        Event::ReasonChanged { reason, .. } => reason.is_none(),
        Event::Progress { done, total } => done >= total,
        Event::ContactChanged { .. } | Event::Overflowed => true,
        Event::MessageStates { state, .. } => *state != pure2p_core::node::MessageState::Waiting,
        _ => false,
    }
}

async fn nothing_waits(session: &Session) -> Done<bool> {
    Ok(session.node.contacts().await?.iter().all(|contact| contact.waiting == 0))
}

/// Prints what came while the foreground was left, `closed`, and what still waits.
async fn last_words(session: &Session, events: &mut Events, printer: &mut Printer) -> Done {
    while let Ok(Some(event)) = tokio::time::timeout(LAST_EVENTS, events.next()).await {
        if event == Event::Closed {
            break;
        }
        printer.event(event).await?;
    }
    printer.closed()?;
    let waiting: u64 = session.node.contacts().await?.iter().map(|contact| contact.waiting).sum();
    if waiting > 0 { session.output.note(&words::still_waiting(waiting)) } else { Ok(()) }
}
