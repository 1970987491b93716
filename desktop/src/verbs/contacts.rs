//! People: `add`, `contacts`, `requests`, `accept`, `block`, `unblock`, `remove`, `rename`, `safety`.

use pure2p_core::node::Contact;
use serde_json::json;

use crate::failure::Done;
use crate::rows::{ContactRow, RequestRow};
use crate::session::{self, Session};
use crate::{names, words};

/// What can be done to a contact by its UID alone.
pub(super) enum Change {
    Accept,
    Block,
    Remove,
    Rename(Option<String>),
    Unblock,
}

pub(super) async fn add(session: &Session, who: &str, name: Option<String>) -> Done {
    let contact = session.node.add(who.trim(), name).await?;
    session.wrote();
    show(session, &contact)
}

pub(super) async fn change(session: &Session, uid: &str, change: Change) -> Done {
    let uid = session::uid(uid)?;
    let node = &session.node;
    let contact = match change {
        Change::Accept => node.accept(uid).await?,
        Change::Block => node.block(uid).await?,
        Change::Remove => node.remove(uid).await?,
        Change::Rename(name) => node.rename(uid, name).await?,
        Change::Unblock => node.unblock(uid).await?,
    };
    session.wrote();
    show(session, &contact)
}

fn show(session: &Session, contact: &Contact) -> Done {
    let object = json!({
        "uid": contact.uid.to_string(),
        "state": names::contact_state(contact),
        "name": contact.name,
    });
    session.output.row(&object, || format!("{}: {}", contact.name, words::contact_state(contact)))
}

pub(super) async fn list(session: &Session) -> Done {
    let contacts = session.node.contacts().await?;
    if contacts.is_empty() {
        session.output.note(words::NO_CONTACTS)?;
    }
    contacts.iter().try_for_each(|contact| session.output.row(&ContactRow::from(contact), || line(contact)))
}

fn line(contact: &Contact) -> String {
    let mut line = format!(
        "{} {}  {}",
        words::dot(contact.presence),
        contact.name,
        words::presence(contact.presence, contact.last_seen)
    );
    if contact.state != pure2p_core::node::ContactState::Bound || contact.blocked {
        line.push_str(&format!(" · {}", words::contact_state(contact)));
    }
    if contact.waiting > 0 {
        line.push_str(&format!(" · {} waiting", contact.waiting));
    }
    if contact.unread > 0 {
        line.push_str(&format!(" · {} unread", contact.unread));
    }
    format!("{line}\n    {}", contact.uid)
}

pub(super) async fn requests(session: &Session) -> Done {
    let requests = session.node.requests().await?;
    if requests.is_empty() {
        session.output.note(words::NO_REQUESTS)?;
    }
    requests.iter().try_for_each(|request| {
        session.output.row(&RequestRow::from(request), || {
            let name = request.suggested_name.as_deref().unwrap_or("somebody");
            format!("{name} ({})  {}\n    {}", words::CLAIM, request.texts.join(" / "), request.uid)
        })
    })
}

pub(super) async fn safety(session: &Session, uid: &str) -> Done {
    let uid = session::uid(uid)?;
    let digits = session.node.safety_number(uid).await?;
    session.output.row(&json!({ "digits": digits }), || digits.clone())
}
