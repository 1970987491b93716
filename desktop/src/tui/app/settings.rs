//! What keys mean in the settings, and in what leads out of everything.

use crossterm::event::{KeyCode, KeyEvent};
use pure2p_core::node::Setting;

use super::super::dialog::{Dialog, Erase, SettingsPage};
use super::super::editor::Editor;
use super::super::effect::Effect;
use super::dialogs::Outcome;
use crate::words;

/// The rows, from above.
const ROWS: [Row; 6] =
    [Row::Name, Row::ReadReceipts, Row::AnswerNewPeople, Row::Port, Row::AskRouter, Row::Erase];

#[derive(Clone, Copy)]
enum Row {
    Name,
    ReadReceipts,
    AnswerNewPeople,
    Port,
    AskRouter,
    Erase,
}

pub(super) fn settings_key(page: &mut SettingsPage, key: KeyEvent) -> Outcome {
    let Some(row) = ROWS.get(page.at) else { return Outcome::default() };
    if let Some(value) = &mut page.value {
        match key.code {
            KeyCode::Esc => (page.value, page.refused) = (None, None),
            KeyCode::Enter => {
                let text = value.text().trim().to_owned();
                let setting = match row {
                    // What is no port at all is refused with the same words as one that is the system's.
                    Row::Port => Setting::Port(text.parse().unwrap_or(0)),
                    _ => Setting::Name(Some(text).filter(|name| !name.is_empty())),
                };
                return Outcome::stay(vec![Effect::ChangeSetting(setting)]);
            }
            _ => {
                value.key(key);
                page.refused = None;
            }
        }
        return Outcome::default();
    }
    match key.code {
        KeyCode::Up => page.at = page.at.saturating_sub(1),
        KeyCode::Down => page.at = (page.at + 1).min(ROWS.len() - 1),
        KeyCode::Enter | KeyCode::Char(' ') => return chosen(page, *row),
        KeyCode::Esc | KeyCode::Char('q') => return Outcome::done(Vec::new()),
        _ => {}
    }
    Outcome::default()
}

fn chosen(page: &mut SettingsPage, row: Row) -> Outcome {
    let settings = &page.settings;
    let typed = |text: &str| {
        let mut value = Editor::line();
        value.set(text);
        Some(value)
    };
    let change = match row {
        Row::Name => {
            page.value = typed(settings.name.as_deref().unwrap_or_default());
            return Outcome::default();
        }
        Row::Port => {
            page.value = typed(&settings.port.to_string());
            return Outcome::default();
        }
        Row::Erase => {
            return Outcome { replace: Some(Dialog::Erase(Erase::default())), ..Outcome::default() };
        }
        Row::ReadReceipts => Setting::ReadReceipts(!settings.read_receipts),
        Row::AskRouter => Setting::AskRouter(!settings.ask_router),
        Row::AnswerNewPeople => Setting::AnswerNewPeople(!settings.answer_new_people),
    };
    Outcome::stay(vec![Effect::ChangeSetting(change)])
}

/// First "yes", then a word that nobody types by mistake.
pub(super) fn erase_key(erase: &mut Erase, key: KeyEvent) -> Outcome {
    match (&mut erase.word, key.code) {
        (_, KeyCode::Esc) | (None, KeyCode::Char('n' | 'q')) => return Outcome::done(Vec::new()),
        (word @ None, KeyCode::Char('y')) => *word = Some(Editor::line()),
        (Some(word), KeyCode::Enter) if word.text().trim() == words::ERASE_WORD => {
            return Outcome::done(vec![Effect::DeleteEverything]);
        }
        (Some(word), _) => drop(word.key(key)),
        (None, _) => {}
    }
    Outcome::default()
}
