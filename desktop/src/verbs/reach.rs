//! `reach`: who can reach this device.

use crate::failure::Done;
use crate::rows::ReachRow;
use crate::session::Session;
use crate::words::reach::Report;

pub(super) async fn run(session: &Session) -> Done {
    let node = &session.node;
    let reach = node.reach().await?;
    let contacts: Vec<_> = node.chats().await?.into_iter().map(|chat| chat.contact).collect();
    let asks_router = node.settings().await?.ask_router;
    session.output.row(&ReachRow::new(&reach, &contacts), || {
        let Report { truth, advice, facts, came_in, pairs } =
            Report::of(&reach, contacts.iter(), asks_router);
        let parts = [vec![truth], advice, facts, came_in, pairs];
        let parts: Vec<String> =
            parts.iter().filter(|part| !part.is_empty()).map(|part| part.join("\n")).collect();
        parts.join("\n\n")
    })
}
