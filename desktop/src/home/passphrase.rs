//! Asking for the passphrase: from the environment, or without echo on the terminal.

use std::io::{self, IsTerminal, Write};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use zeroize::{Zeroize, Zeroizing};

use super::HomeError;
use crate::cli::Global;

const VARIABLE: &str = "PURE2P_PASSPHRASE";

/// Whether the environment gives one.
pub(super) fn in_environment() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty())
}

/// The passphrase; a new one is typed twice.
pub(super) fn ask(global: &Global, new: bool) -> Result<Zeroizing<String>, HomeError> {
    if let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        let value = value.into_string().map_err(|_| HomeError::WrongPassphrase)?;
        return Ok(Zeroizing::new(value));
    }
    // Programs are never asked, and a pipe on standard input carries messages, not passphrases.
    if global.json || !io::stderr().is_terminal() || !io::stdin().is_terminal() {
        return Err(HomeError::PassphraseNeeded);
    }
    let typed = read_hidden("Passphrase: ")?;
    if new && *read_hidden("Once more: ")? != *typed {
        return Err(HomeError::WrongPassphrase);
    }
    if typed.is_empty() { Err(HomeError::PassphraseNeeded) } else { Ok(typed) }
}

fn read_hidden(prompt: &str) -> Result<Zeroizing<String>, HomeError> {
    let _ = write!(io::stderr(), "{prompt}");
    let _ = io::stderr().flush();
    terminal::enable_raw_mode().map_err(HomeError::io("cannot use the terminal"))?;
    let typed = read_keys();
    let restored = terminal::disable_raw_mode();
    let _ = writeln!(io::stderr());
    restored.map_err(HomeError::io("cannot use the terminal"))?;
    typed
}

fn read_keys() -> Result<Zeroizing<String>, HomeError> {
    // Room for a long one from the start: growing would leave copies behind.
    let mut typed = Zeroizing::new(String::with_capacity(1024));
    loop {
        let event = event::read().map_err(HomeError::io("cannot use the terminal"))?;
        let Event::Key(key) = event else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match key.code {
            KeyCode::Enter => return Ok(typed),
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Err(HomeError::PassphraseNeeded);
            }
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                typed.zeroize();
                typed.reserve(1024);
            }
            KeyCode::Char(char) => typed.push(char),
            KeyCode::Backspace => {
                typed.pop();
            }
            _ => {}
        }
    }
}
