//! A field that text is typed into.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::text;

/// The text, and where the next letter goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Editor {
    before: String,
    after: String,
    /// Whether the text may have several lines.
    lines: bool,
}

impl Editor {
    /// A field of one line.
    pub(crate) fn line() -> Self {
        Self::default()
    }

    /// A field of several lines.
    pub(crate) fn lines() -> Self {
        Self { lines: true, ..Self::default() }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The text up to the cursor.
    pub(crate) fn before(&self) -> &str {
        &self.before
    }

    /// Replaces the text; the cursor is at its end.
    pub(crate) fn set(&mut self, text: &str) {
        self.before = text::clean(text, self.lines);
        self.after.clear();
    }

    /// Types, or pastes.
    pub(crate) fn insert(&mut self, text: &str) {
        self.before.push_str(&text::clean(text, self.lines));
    }

    /// Does what a key means in a field; whether it meant something.
    pub(crate) fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('a') if control => self.home(),
            KeyCode::Char('e') if control => self.end(),
            KeyCode::Char('k') if control => self.after.clear(),
            KeyCode::Char('u') if control => self.before.clear(),
            KeyCode::Char('w') if control => self.delete_word(),
            KeyCode::Char('j') if control && self.lines => self.before.push('\n'),
            KeyCode::Enter if alt && self.lines => self.before.push('\n'),
            KeyCode::Char(_) if control || alt => return false,
            KeyCode::Char(char) => self.insert(char.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => drop(self.take_before()),
            KeyCode::Delete => drop(self.take_after()),
            KeyCode::Left => {
                let moved = self.take_before();
                self.after.insert_str(0, &moved);
            }
            KeyCode::Right => {
                let moved = self.take_after();
                self.before.push_str(&moved);
            }
            KeyCode::Home => self.home(),
            KeyCode::End => self.end(),
            _ => return false,
        }
        true
    }

    fn home(&mut self) {
        self.after.insert_str(0, &self.before);
        self.before.clear();
    }

    fn end(&mut self) {
        self.before.push_str(&self.after);
        self.after.clear();
    }

    fn delete_word(&mut self) {
        let word = self.before.trim_end();
        let start = word.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.before.truncate(start);
    }

    /// Takes the user-perceived character before the cursor.
    fn take_before(&mut self) -> String {
        if self.before.ends_with('\n') {
            self.before.pop();
            return "\n".to_owned();
        }
        let line = self.before.rsplit('\n').next().unwrap_or_default();
        let last = text::graphemes(line).pop().unwrap_or_default();
        self.before.truncate(self.before.len().saturating_sub(last.len()));
        last
    }

    fn take_after(&mut self) -> String {
        if self.after.starts_with('\n') {
            self.after.remove(0);
            return "\n".to_owned();
        }
        let line = self.after.split('\n').next().unwrap_or_default();
        let first = text::graphemes(line).into_iter().next().unwrap_or_default();
        self.after = self.after.split_off(first.len());
        first
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn press(editor: &mut Editor, code: KeyCode) {
        editor.key(KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn the_cursor_moves_over_whole_characters() {
        let mut editor = Editor::line();
        editor.insert("a👩‍👩‍👧e\u{301}");
        press(&mut editor, KeyCode::Left);
        assert_eq!(editor.before(), "a👩‍👩‍👧");
        press(&mut editor, KeyCode::Backspace);
        assert_eq!(editor.text(), "ae\u{301}");
        press(&mut editor, KeyCode::Delete);
        assert_eq!(editor.text(), "a");
        for _ in 0..3 {
            press(&mut editor, KeyCode::Left);
            press(&mut editor, KeyCode::Backspace);
        }
        assert_eq!(editor.text(), "a");
    }

    #[test]
    fn lines_only_where_they_mean_something() {
        let mut one = Editor::line();
        one.insert("a\nb");
        assert_eq!(one.text(), "a b");
        let mut many = Editor::lines();
        many.insert("a\nb");
        many.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::ALT));
        press(&mut many, KeyCode::Backspace);
        press(&mut many, KeyCode::Left);
        press(&mut many, KeyCode::Left);
        assert_eq!((many.before(), many.text().as_str()), ("a", "a\nb"));
    }

    #[test]
    fn words_and_line_ends() {
        let mut editor = Editor::line();
        editor.insert("one two ");
        editor.key(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(editor.text(), "one ");
        press(&mut editor, KeyCode::Home);
        editor.insert("x");
        press(&mut editor, KeyCode::End);
        assert_eq!(editor.before(), "xone ");
    }
}
