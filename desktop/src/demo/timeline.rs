//! Prints the story: when, who, what. Colour only on a terminal, and never the only sign.

use std::io::{self, IsTerminal};
use std::time::Instant;

use serde_json::json;

use crate::failure::Done;
use crate::output::{Output, ProgressLine};

/// See the module.
pub(super) struct Timeline {
    output: Output,
    colours: bool,
    started: Instant,
}

impl Timeline {
    pub(super) fn new(output: Output) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { output, colours: wanted && io::stdout().is_terminal(), started: Instant::now() }
    }

    /// The next part of the story.
    pub(super) fn chapter(&self, title: &str) -> Done {
        self.output.painted(&format!("\n{}", self.coloured("1", title)))
    }

    /// What somebody did, or what happened to them.
    pub(super) fn line(&self, who: &str, what: &str) -> Done {
        let seconds = self.started.elapsed().as_secs_f64();
        let colour = if who == "Alice" { "36" } else { "35" };
        self.object(Some(who), what)?;
        self.output
            .painted(&format!("{seconds:7.2} s  {}  {what}", self.coloured(colour, &format!("{who:<5}"))))
    }

    /// The last words.
    pub(super) fn end(&self, text: &str) -> Done {
        self.output.note(text)
    }

    pub(super) fn verdict(&self, text: &str) -> Done {
        self.object(None, text)?;
        self.output.painted(&self.coloured("1;32", &format!("✓ {text}")))
    }

    /// A line that long work rewrites, on a terminal.
    pub(super) fn progress(&self) -> ProgressLine {
        ProgressLine::new(self.output)
    }

    fn object(&self, who: Option<&str>, what: &str) -> Done {
        let at_ms = self.started.elapsed().as_millis() as u64;
        if self.output.json {
            return self.output.row(&json!({ "at_ms": at_ms, "who": who, "what": what }), String::new);
        }
        Ok(())
    }

    fn coloured(&self, colour: &str, text: &str) -> String {
        if self.colours { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
