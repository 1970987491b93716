//! This account: `init`, `uid`, `link`, `qr`, `settings`, `delete-everything`.

use std::io::{self, BufRead, IsTerminal, Write};
use std::net::SocketAddr;

use pure2p_core::node::Setting;
use serde_json::json;

use crate::cli::{Global, SettingsArgs};
use crate::failure::{Done, Failure};
use crate::home::Home;
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

pub(super) fn delete_everything(global: &Global, yes: bool) -> Done {
    let home = Home::doomed(global)?;
    if !yes {
        confirm(&home)?;
    }
    home.delete()?;
    Output { json: global.json }.row(&json!({ "deleted": true }), || words::ERASED.to_owned())
}

/// Asks on the terminal, if there is one: rows go to standard output, questions do not.
fn confirm(home: &Home) -> Done {
    let kept = |why: &str| Failure::input("not_confirmed", format!("{why}: nothing was deleted"));
    if !io::stdin().is_terminal() {
        return Err(kept("without a terminal to ask, say --yes"));
    }
    let mut terminal = io::stderr().lock();
    writeln!(terminal, "{} ({})", words::ERASE_QUESTION, home.folder().display())?;
    words::everything_lost(0).iter().try_for_each(|lost| writeln!(terminal, "· {lost}"))?;
    write!(terminal, "Type {} to go on: ", words::ERASE_WORD)?;
    terminal.flush()?;
    let mut typed = String::new();
    io::stdin().lock().read_line(&mut typed)?;
    if typed.trim() == words::ERASE_WORD { Ok(()) } else { Err(kept("that was another word")) }
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
    let SettingsArgs { name, answer_new_people, read_receipts, port, ask_router } = args;
    let name = name.map(|name| Setting::Name(Some(name).filter(|name| !name.is_empty())));
    let changes = [
        name,
        answer_new_people.map(Setting::AnswerNewPeople),
        read_receipts.map(Setting::ReadReceipts),
        port.map(Setting::Port),
        ask_router.map(Setting::AskRouter),
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
        "ask_router": settings.ask_router,
    });
    output.row(&object, || {
        format!(
            "name: {}\nanswer new people: {}\nread receipts: {}\nport: {}\n\
             ask the router to open a port: {}",
            settings.name.as_deref().unwrap_or("(none)"),
            on(settings.answer_new_people),
            on(settings.read_receipts),
            settings.port,
            on(settings.ask_router)
        )
    })
}
