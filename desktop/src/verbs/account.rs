//! This account: `init`, `uid`, `link`, `qr`, `settings`.

use std::net::SocketAddr;

use pure2p_core::node::Setting;
use serde_json::json;

use crate::cli::{Global, SettingsArgs};
use crate::failure::Done;
use crate::output::Output;
use crate::session::{self, Session};
use crate::{qr as code, words};

pub(super) async fn init(global: &Global, name: Option<String>) -> Done {
    let (session, account) = Session::create(global, name).await?;
    let uid = account.uid;
    session.output.row(&json!({ "uid": uid.to_string(), "name": account.name }), || {
        format!("Your UID: {}\n{}", uid.grouped(), words::WELCOME.join("\n"))
    })?;
    Ok(session.close().await?)
}

pub(super) async fn uid(session: &Session) -> Done {
    let uid = session.account().await?.uid;
    session.output.row(&json!({ "uid": uid.to_string() }), || uid.to_string())
}

pub(super) async fn link(session: &Session, addresses: &[String]) -> Done {
    let addresses = addresses.iter().map(|text| session::address(text)).collect::<Done<Vec<SocketAddr>>>()?;
    let given = if addresses.is_empty() { None } else { Some(addresses) };
    // Addresses that somebody names are meant, also private ones.
    let link = session.node.link(given.clone(), given.is_some()).await?;
    session.output.row(&json!({ "link": link }), || link.clone())
}

pub(super) async fn qr(session: &Session) -> Done {
    let link = session.node.link(None, true).await?;
    let lines = code::lines(&link)?;
    session.output.row(&json!({ "link": link, "lines": lines }), || lines.join("\n"))
}

pub(super) async fn settings(session: &Session, args: SettingsArgs) -> Done {
    let SettingsArgs { name, answer_new_people, read_receipts, port } = args;
    let name = name.map(|name| Setting::Name(Some(name).filter(|name| !name.is_empty())));
    let changes = [
        name,
        answer_new_people.map(Setting::AnswerNewPeople),
        read_receipts.map(Setting::ReadReceipts),
        port.map(Setting::Port),
    ];
    for change in changes.into_iter().flatten() {
        session.node.change_setting(change).await?;
        session.wrote();
    }
    show_settings(session.output, &session.node.settings().await?)
}

fn show_settings(output: Output, settings: &pure2p_core::node::Settings) -> Done {
    let on = |value: bool| if value { "on" } else { "off" };
    let object = json!({
        "name": settings.name,
        "answer_new_people": settings.answer_new_people,
        "read_receipts": settings.read_receipts,
        "port": settings.port,
    });
    output.row(&object, || {
        format!(
            "name: {}\nanswer new people: {}\nread receipts: {}\nport: {}",
            settings.name.as_deref().unwrap_or("(none)"),
            on(settings.answer_new_people),
            on(settings.read_receipts),
            settings.port
        )
    })
}
