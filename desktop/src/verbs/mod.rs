//! What each verb does: ask the node, print rows.

mod account;
mod contacts;
mod messages;
mod open;
mod reach;

use crate::cli::{Cli, Verb};
use crate::failure::Done;
use crate::session::Session;
use crate::{demo, tui};

/// Runs the verb, or the terminal app without one.
pub(crate) async fn run(cli: Cli) -> Done {
    let global = cli.global;
    match cli.verb {
        None => tui::run(&global, &cli.listen).await,
        Some(Verb::Init { name }) => account::init(&global, name).await,
        Some(Verb::DeleteEverything { yes }) => account::delete_everything(&global, yes),
        Some(Verb::Demo(args)) => demo::run(&global, &args).await,
        Some(mut verb) => {
            if let Verb::Open(args) = &mut verb {
                args.listen.extend(cli.listen);
            }
            let session = Session::open(&global).await?;
            let done = with_session(&session, verb).await;
            // The verb's own result counts: by now everything it did is on the disk.
            let closed = session.close().await;
            done.and(closed.map_err(Into::into))
        }
    }
}

async fn with_session(session: &Session, verb: Verb) -> Done {
    match verb {
        Verb::Accept { uid } => contacts::change(session, &uid, contacts::Change::Accept).await,
        Verb::Add { who, name } => contacts::add(session, &who, name).await,
        Verb::Block { uid } => contacts::change(session, &uid, contacts::Change::Block).await,
        Verb::Contacts => contacts::list(session).await,
        Verb::Delete { uid, message } => messages::delete(session, &uid, message.as_deref()).await,
        Verb::Details { id } => messages::details(session, &id).await,
        Verb::Link { addresses } => account::link(session, &addresses).await,
        Verb::Messages { uid, limit, before } => {
            messages::list(session, &uid, limit, before.as_deref()).await
        }
        Verb::Open(args) => open::run(session, &args).await,
        Verb::Qr => account::qr(session).await,
        Verb::Queue => messages::queue(session).await,
        Verb::Reach => reach::run(session).await,
        Verb::Read { uid } => messages::read(session, &uid).await,
        Verb::Remove { uid } => contacts::change(session, &uid, contacts::Change::Remove).await,
        Verb::Rename { uid, name } => contacts::change(session, &uid, contacts::Change::Rename(name)).await,
        Verb::Requests => contacts::requests(session).await,
        Verb::Safety { uid } => contacts::safety(session, &uid).await,
        Verb::Search { text, limit } => messages::search(session, &text, limit).await,
        Verb::Send { uid, text } => messages::send(session, &uid, text).await,
        Verb::Settings(args) => account::settings(session, args).await,
        Verb::Uid => account::uid(session).await,
        Verb::Unblock { uid } => contacts::change(session, &uid, contacts::Change::Unblock).await,
        // Handled before a session was opened.
        Verb::DeleteEverything { .. } | Verb::Demo(_) | Verb::Init { .. } => Ok(()),
    }
}
