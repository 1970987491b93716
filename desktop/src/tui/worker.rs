//! Does what the app asks of the node, one thing after the other.

use pure2p_core::node::Node;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::conversation::PAGE;
use super::dialog::SEARCH_HITS;
use super::effect::{Effect, Loaded, Reload, Screen};
use super::terminal;
use crate::failure::Done;
use crate::qr;

/// Works until nobody asks any more.
pub(crate) async fn work(
    node: Node,
    mut effects: UnboundedReceiver<Effect>,
    answers: UnboundedSender<Loaded>,
) {
    while let Some(effect) = effects.recv().await {
        let answer = match effect {
            // A text that was typed must not be lost with the error.
            Effect::Send(uid, text) => match node.send(uid, text.clone()).await {
                Ok(_) => None,
                Err(error) => Some(Loaded::SendFailed { uid, text, reason: error.to_string() }),
            },
            other => act(&node, other).await.unwrap_or_else(|error| Some(Loaded::Failed(error.to_string()))),
        };
        if let Some(answer) = answer
            && answers.send(answer).is_err()
        {
            return;
        }
    }
}

async fn act(node: &Node, effect: Effect) -> Done<Option<Loaded>> {
    let done = |text: &str| Some(Loaded::Notice(text.to_owned()));
    Ok(match effect {
        Effect::Accept(uid) => {
            let contact = node.accept(uid).await?;
            Some(Loaded::Notice(format!("You accepted {}.", contact.name)))
        }
        Effect::Add { who, name } => Some(Loaded::Added(node.add(who.trim(), name).await?)),
        Effect::Block(uid) => {
            node.block(uid).await?;
            done("Blocked.")
        }
        Effect::ChangeSetting(setting) => Some(Loaded::Settings(node.change_setting(setting).await?)),
        // Nothing that is known of this place counts any more: the router is asked again, and contacts are greeted.
        Effect::CheckReach => {
            node.woke_up().await?;
            None
        }
        Effect::Copy(text) => {
            terminal::copy(&text)?;
            done("Copied, if your terminal allows it.")
        }
        // The account is made and ended where the home is; see `super::run`.
        Effect::CreateAccount { .. } | Effect::DeleteEverything => None,
        Effect::DeleteChat(uid) => {
            node.delete_chat(uid).await?;
            done("Deleted on this device.")
        }
        Effect::DeleteMessage(uid, id) => {
            node.delete_message(uid, id).await?;
            done("Deleted on this device.")
        }
        Effect::Link { with_lan } => {
            let text = node.link(None, with_lan).await?;
            let qr = qr::lines(&text)?;
            Some(Loaded::Link { text, qr })
        }
        Effect::LoadContact(uid) => {
            let contact = node.contact(uid).await?;
            Some(Loaded::Contact { contact, safety: node.safety_number(uid).await.ok() })
        }
        Effect::LoadDetails(id) => {
            let message = node.message(id).await?;
            Some(Loaded::Details { message, timeline: node.details(id).await? })
        }
        Effect::LoadOlder { uid, before } => {
            let page = node.messages(uid, Some(before), PAGE).await.unwrap_or_default();
            Some(Loaded::Older { uid, page })
        }
        Effect::LoadSettings => Some(Loaded::Settings(node.settings().await?)),
        Effect::MarkRead(uid) => {
            node.mark_read(uid).await?;
            None
        }
        Effect::Reload(what) => Some(Loaded::Screen(Box::new(screen(node, what).await?))),
        Effect::Remove(uid) => {
            node.remove(uid).await?;
            done("Removed.")
        }
        Effect::Rename(uid, name) => {
            node.rename(uid, name).await?;
            None
        }
        Effect::RenewInvite => {
            node.renew_invite().await?;
            done("Older links are worthless now.")
        }
        Effect::SaveDraft(uid, text) => {
            node.save_draft(uid, text).await?;
            None
        }
        Effect::Search(words) if words.trim().is_empty() => Some(Loaded::Hits(String::new(), Vec::new())),
        Effect::Search(words) => {
            let hits = node.search(&words, None, SEARCH_HITS).await?;
            Some(Loaded::Hits(words, hits))
        }
        Effect::Send(..) => None, // handled by `work`
        Effect::SetVerified(uid, verified) => {
            node.set_verified(uid, verified).await?;
            None
        }
        Effect::ShowChat(uid) => {
            node.show_chat(uid).await?;
            None
        }
        Effect::Unblock(uid) => {
            node.unblock(uid).await?;
            done("Unblocked.")
        }
    })
}

async fn screen(node: &Node, what: Reload) -> Done<Screen> {
    let messages = match what.messages {
        // A contact that was removed meanwhile has no messages to show.
        Some((uid, asked)) => Some((uid, asked, node.messages(uid, None, asked).await.unwrap_or_default())),
        None => None,
    };
    let details = match what.details {
        Some(id) => match (node.message(id).await, node.details(id).await) {
            (Ok(message), Ok(timeline)) => Some((message, timeline)),
            _ => None,
        },
        None => None,
    };
    Ok(Screen {
        chats: node.chats().await?,
        requests: node.requests().await?,
        blocked: node.contacts().await?.into_iter().filter(|contact| contact.blocked).collect(),
        session: node.session().await?,
        reach: node.reach().await?,
        asks_router: node.settings().await?.ask_router,
        messages,
        details,
    })
}
