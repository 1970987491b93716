//! Writing rows: JSON lines for programs, sentences for people.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::failure::{Done, Failure};

/// How this run of the program speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// One JSON object per line.
    pub(crate) json: bool,
}

impl Output {
    /// One row: the object in JSON mode, else the text.
    pub(crate) fn row(self, object: &impl Serialize, text: impl FnOnce() -> String) -> Done {
        if self.json { self.line(&json(object)?) } else { self.line(&harmless(&text())) }
    }

    /// Something only for people, such as the word for an empty list.
    pub(crate) fn note(self, text: &str) -> Done {
        if self.json { Ok(()) } else { self.line(&harmless(text)) }
    }

    /// A line of this program's own words only, which may be coloured.
    pub(crate) fn painted(self, text: &str) -> Done {
        if self.json { Ok(()) } else { self.line(text) }
    }

    fn line(self, line: &str) -> Done {
        let mut stdout = io::stdout().lock();
        stdout.write_all(line.as_bytes())?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        Ok(())
    }

    /// The one line that says why the program ends with exit code 2.
    pub(crate) fn failure(self, kind: &str, reason: &str) {
        let line = if self.json {
            serde_json::json!({ "error": kind, "reason": reason }).to_string()
        } else {
            format!("pure2p: {}", reason.replace('\n', " "))
        };
        // When even stderr is gone, the exit code still says it.
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}

/// Without control characters: a name or a message of somebody else's must not command the terminal.
fn harmless(text: &str) -> String {
    text.chars().map(|char| if char.is_control() && char != '\n' { '\u{fffd}' } else { char }).collect()
}

fn json(object: &impl Serialize) -> Done<String> {
    serde_json::to_string(object).map_err(|error| Failure::Stream(error.into()))
}

/// A line on stderr that is overwritten as long work goes on; silent when stderr is no terminal.
#[derive(Debug)]
pub(crate) struct ProgressLine {
    shown: bool,
    terminal: bool,
}

impl ProgressLine {
    pub(crate) fn new(output: Output) -> Self {
        Self { shown: false, terminal: !output.json && io::stderr().is_terminal() }
    }

    /// Replaces the line.
    pub(crate) fn show(&mut self, text: &str) {
        if self.terminal {
            let _ = write!(io::stderr().lock(), "\r\x1b[2K{text}");
            let _ = io::stderr().flush();
            self.shown = true;
        }
    }

    /// Takes the line away, so that a row can be written in its place.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr().lock(), "\r\x1b[2K");
            let _ = io::stderr().flush();
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_commands_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{9b}"), "a\u{fffd}[2Jb\nc\u{fffd}");
    }

    #[test]
    fn a_row_is_one_line() {
        let text = json(&serde_json::json!({ "text": "two\nlines" })).unwrap_or_default();
        assert!(!text.contains('\n') && text.contains("\\n"));
    }
}
