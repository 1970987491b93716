#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crossterm::event::{Event as Terminal, KeyCode, KeyEvent, KeyModifiers};
use pure2p_core::identity::Account;
use pure2p_core::node::{
    ContactState, Message, MessageState, Presence, SessionState, Setting, Settings, Way,
};

use super::*;

fn uid(number: u8) -> Uid {
    // Every other seed has a key that is no UID.
    (0..=u8::MAX).find_map(|salt| Account::from_seed(&[number ^ salt; 32]).ok()).unwrap().uid()
}

fn contact(number: u8, name: &str, unread: u64) -> Contact {
    Contact {
        uid: uid(number),
        name: name.to_owned(),
        suggested_name: None,
        state: ContactState::Bound,
        blocked: false,
        verified: false,
        presence: Presence::Here,
        last_seen: None,
        waiting: 0,
        unread,
        addresses: Vec::new(),
        reached_at: None,
        came_in_at: None,
        i_reach: Way::Unknown,
        they_reach: Way::Unknown,
    }
}

fn chat(number: u8, name: &str, unread: u64) -> Chat {
    Chat { contact: contact(number, name, unread), last: None, reason: None, draft: String::new() }
}

fn message(number: u8, direction: Direction) -> Message {
    Message {
        id: ItemId([number; 16]),
        chat: uid(1),
        direction,
        text: format!("message {number}"),
        state: MessageState::Delivered,
        reason: None,
        written_at: 0,
        stored_at: i64::from(number) * 3_600_000,
        delivered_at: Some(0),
        read_at: None,
    }
}

fn screen(chats: Vec<Chat>, messages: Option<(Uid, u32, Vec<Message>)>) -> Input {
    let (session, requests, blocked) = (SessionState::default(), Vec::new(), Vec::new());
    let reach = Reach::default();
    let screen =
        Screen { chats, requests, blocked, session, reach, asks_router: true, messages, details: None };
    Input::Loaded(Loaded::Screen(Box::new(screen)))
}

fn key(code: KeyCode) -> Input {
    Input::Terminal(Terminal::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn typed(app: &mut App, text: &str) {
    for char in text.chars() {
        app.update(key(KeyCode::Char(char)));
    }
}

/// An app with two chats, Bob's open.
fn app() -> App {
    let account = AccountInfo { uid: uid(9), name: None };
    let mut app = App::new(Some(account), Rect::new(0, 0, 80, 24));
    assert_eq!(app.update(key(KeyCode::Null)), [Effect::Reload(Reload::default())]);
    let effects = app.update(screen(vec![chat(1, "Bob", 1), chat(2, "Carol", 0)], None));
    assert_eq!(effects[0], Effect::ShowChat(Some(uid(1))));
    let page = vec![message(1, Direction::Out), message(2, Direction::In)];
    let effects = app.update(screen(vec![chat(1, "Bob", 1), chat(2, "Carol", 0)], Some((uid(1), 100, page))));
    assert!(effects.is_empty(), "everything is loaded: {effects:?}");
    app
}

#[test]
fn events_ask_for_one_reload_at_a_time() {
    let mut app = app();
    let event = || Input::Core(Event::ContactChanged { uid: uid(1) });
    assert!(matches!(app.update(event())[..], [Effect::Reload(_)]));
    for _ in 0..1000 {
        assert!(app.update(event()).is_empty());
    }
    // What changed on its way asks for exactly one more.
    let chats = || vec![chat(1, "Bob", 1)];
    assert!(matches!(app.update(screen(chats(), None))[..], [Effect::Reload(_)]));
    assert!(app.update(screen(chats(), None)).is_empty());
}

#[test]
fn a_message_goes_out_and_a_refused_one_comes_back_into_the_composer() {
    let mut app = app();
    app.update(key(KeyCode::Enter));
    typed(&mut app, "hello");
    let effects = app.update(key(KeyCode::Enter));
    assert_eq!(effects, [Effect::Send(uid(1), "hello".into()), Effect::SaveDraft(uid(1), String::new())]);
    assert!(app.composer.is_empty());
    let failed = Loaded::SendFailed { uid: uid(1), text: "hello".into(), reason: "full".into() };
    app.update(Input::Loaded(failed));
    assert_eq!((app.composer.text().as_str(), app.notice.as_deref()), ("hello", Some("full")));
    // An empty message is none.
    app.composer.set(" ");
    assert!(app.update(key(KeyCode::Enter)).is_empty());
}

#[test]
fn messages_are_read_once_and_only_where_they_are_seen() {
    let mut app = app();
    assert_eq!(app.conversation.new_from, Some(ItemId([2; 16])));
    // Looking through the list is not opening.
    assert_eq!(app.update(key(KeyCode::Enter)), [Effect::MarkRead(uid(1))]);
    assert!(app.update(key(KeyCode::Left)).is_empty(), "told once");
}

#[test]
fn drafts_belong_to_their_chats() {
    let mut app = app();
    app.update(key(KeyCode::Enter));
    typed(&mut app, "for Bob");
    assert!(app.draft_unsaved);
    app.update(key(KeyCode::Esc));
    let effects = app.update(key(KeyCode::Down));
    assert_eq!(effects[0], Effect::SaveDraft(uid(1), "for Bob".into()));
    assert_eq!((app.conversation.uid, app.composer.text().as_str()), (Some(uid(2)), ""));
    app.update(key(KeyCode::Up));
    assert_eq!(app.composer.text(), "for Bob");
    assert!(app.update(Input::DraftRests).is_empty(), "nothing new to save");
    // Leaving saves what was written last.
    app.update(key(KeyCode::Enter));
    typed(&mut app, "!");
    let quit = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    let effects = app.update(Input::Terminal(Terminal::Key(quit)));
    assert!(app.quit && effects.contains(&Effect::SaveDraft(uid(1), "for Bob!".into())), "{effects:?}");
}

#[test]
fn older_pages_load_when_the_top_is_in_sight() {
    let mut app = app();
    let page: Vec<Message> = (100..200).map(|number| message(number, Direction::In)).collect();
    app.update(Input::Core(Event::Overflowed));
    app.update(screen(vec![chat(1, "Bob", 0)], Some((uid(1), 100, page))));
    let mut effects = Vec::new();
    for _ in 0..100 {
        effects.extend(app.update(key(KeyCode::PageUp)));
    }
    let before = ItemId([100; 16]);
    assert_eq!(effects, [Effect::LoadOlder { uid: uid(1), before }], "asked once");
    let older = vec![message(98, Direction::In), message(99, Direction::In)];
    app.update(Input::Loaded(Loaded::Older { uid: uid(1), page: older }));
    assert_eq!(app.conversation.messages.len(), 102);
    assert_eq!(app.conversation.messages[0].id, ItemId([98; 16]));
}

#[test]
fn a_paste_goes_where_one_writes() {
    let mut app = app();
    app.update(Input::Terminal(Terminal::Paste("two\nlines".into())));
    assert_eq!((app.focus, app.composer.text().as_str()), (Focus::Composer, "two\nlines"));
    app.update(key(KeyCode::F(2)));
    app.update(Input::Terminal(Terminal::Paste(" pure2p:x\n".into())));
    assert!(matches!(&app.dialog, Some(Dialog::Add(add)) if add.who.text() == " pure2p:x "));
}

#[test]
fn every_screen_fits_every_size() {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    for (width, height) in [(1, 1), (40, 12), (60, 16), (80, 24), (80, 40), (300, 100)] {
        let mut app = app();
        app.update(Input::Terminal(crossterm::event::Event::Resize(width, height)));
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        for number in [0, 1, 2, 3, 4, 5, 8] {
            if number > 0 {
                app.update(key(KeyCode::F(number)));
            }
            typed(&mut app, "日本語 and a longer text that does not fit into one line of a field");
            terminal.draw(|frame| super::super::view::draw(frame, &app)).unwrap();
        }
        let mut welcome = App::new(None, Rect::new(0, 0, width, height));
        typed(&mut welcome, "A name that is longer than the field that it is typed into, by far");
        terminal.draw(|frame| super::super::view::draw(frame, &welcome)).unwrap();
    }
}

fn settings(port: u16) -> Input {
    Input::Loaded(Loaded::Settings(Settings {
        name: None,
        answer_new_people: true,
        read_receipts: true,
        port,
        ask_router: true,
    }))
}

#[test]
fn a_port_is_typed_and_a_bad_one_is_refused_by_the_core() {
    let mut app = app();
    assert_eq!(app.update(key(KeyCode::F(7))), [Effect::LoadSettings]);
    app.update(settings(25_000));
    for _ in 0..3 {
        app.update(key(KeyCode::Down));
    }
    app.update(key(KeyCode::Enter));
    app.update(key(KeyCode::Backspace));
    typed(&mut app, "7");
    assert_eq!(app.update(key(KeyCode::Enter)), [Effect::ChangeSetting(Setting::Port(25_007))]);
    app.update(Input::Loaded(Loaded::Failed("no".into())));
    let refused = |app: &App| match &app.dialog {
        Some(Dialog::Settings(page)) => page.refused.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&app).as_deref(), Some("no"), "the answer stands where one looks");
    // Not a number, and one that no port has: the core says what is wrong with it.
    typed(&mut app, "00");
    assert_eq!(refused(&app), None);
    assert_eq!(app.update(key(KeyCode::Enter)), [Effect::ChangeSetting(Setting::Port(0))]);
    app.update(settings(25_007));
    assert!(matches!(&app.dialog, Some(Dialog::Settings(page)) if page.value.is_none()));
}

#[test]
fn everything_is_deleted_in_two_steps_only() {
    let mut app = app();
    let to_erase = |app: &mut App| {
        app.update(settings(25_000));
        for _ in 0..9 {
            app.update(key(KeyCode::Down));
        }
        assert!(app.update(key(KeyCode::Enter)).is_empty());
    };
    for no in [KeyCode::Esc, KeyCode::Char('n')] {
        to_erase(&mut app);
        // Enter is what got here: it must not be a yes, too.
        assert!(app.update(key(KeyCode::Enter)).is_empty() && app.dialog.is_some());
        assert!(app.update(key(no)).is_empty() && app.dialog.is_none());
    }
    to_erase(&mut app);
    app.update(key(KeyCode::Char('y')));
    typed(&mut app, "delete");
    assert!(app.update(key(KeyCode::Enter)).is_empty() && app.dialog.is_some());
    for _ in 0..6 {
        app.update(key(KeyCode::Backspace));
    }
    typed(&mut app, "DELETE");
    assert_eq!(app.update(key(KeyCode::Enter)), [Effect::DeleteEverything]);
}

#[test]
fn reach_scrolls_to_its_end_and_can_be_checked_anew() {
    let many = (1..40).map(|number| chat(number, &format!("Contact {number}"), 0)).collect();
    let mut app = app();
    app.update(screen(many, None));
    let effects = app.update(key(KeyCode::F(8)));
    assert!(matches!(effects[..], [Effect::Reload(_)]), "{effects:?}");
    assert_eq!(app.update(key(KeyCode::Char('n'))), [Effect::CheckReach]);
    for (columns, rows) in [(40, 12), (60, 16), (80, 24), (120, 40)] {
        app.update(Input::Terminal(Terminal::Resize(columns, rows)));
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(columns, rows)).unwrap();
        let mut shown = |app: &App| {
            terminal.draw(|frame| super::super::view::draw(frame, app)).unwrap();
            format!("{}", terminal.backend())
        };
        for _ in 0..200 {
            app.update(key(KeyCode::Down));
        }
        assert!(shown(&app).contains("Contact 39"), "{}", shown(&app));
        for _ in 0..200 {
            app.update(key(KeyCode::Up));
        }
        assert!(shown(&app).contains("This app isn't open"), "{}", shown(&app));
    }
    app.update(key(KeyCode::Esc));
    assert!(app.dialog.is_none());
}
