//! Text in cells: what one finger press moves over, how wide it is, where lines break.

use ratatui::style::Style;
use ratatui::text::Span;

/// The user-perceived characters of one line. Control characters, with which a message could write
/// to the terminal itself, are left out.
pub(crate) fn graphemes(line: &str) -> Vec<String> {
    Span::raw(line).styled_graphemes(Style::default()).map(|grapheme| grapheme.symbol.to_owned()).collect()
}

/// How many cells a line takes.
pub(crate) fn width(line: &str) -> usize {
    Span::raw(line).width()
}

/// `text` without what does not belong into a field: tabs become spaces, other control characters
/// go, and line ends stay only where they mean something.
pub(crate) fn clean(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let keep = |char: char| match char {
        '\n' if lines => Some('\n'),
        '\n' | '\t' => Some(' '),
        char if char.is_control() => None,
        char => Some(char),
    };
    text.chars().filter_map(keep).collect()
}

/// The start of `line` that fits into `cells`, with an ellipsis if something is cut.
pub(crate) fn cut(line: &str, cells: usize) -> String {
    let line = line.split('\n').next().unwrap_or_default();
    if width(line) <= cells {
        return graphemes(line).concat();
    }
    let mut kept = String::new();
    for grapheme in graphemes(line) {
        if width(&kept) + width(&grapheme) + 1 > cells {
            break;
        }
        kept.push_str(&grapheme);
    }
    if cells > 0 {
        kept.push('…');
    }
    kept
}

/// Breaks `text` into lines of at most `cells`: at spaces where there are some, else anywhere.
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    text.split('\n').flat_map(|line| wrap_line(line, cells)).collect()
}

fn wrap_line(line: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut now = String::new();
    let mut now_width = 0;
    // Bytes of `now` behind which it may be broken.
    let mut last_space = None;
    for grapheme in graphemes(line) {
        let wide = width(&grapheme);
        if now_width + wide > cells {
            let rest = match last_space.take() {
                // The space that a line ends with may stand outside.
                _ if grapheme == " " => String::new(),
                Some(at) => now.split_off(at),
                None => String::new(),
            };
            lines.push(now.trim_end().to_owned());
            now = rest;
            now_width = width(&now);
            if grapheme == " " {
                continue;
            }
        }
        now.push_str(&grapheme);
        now_width += wide;
        if grapheme == " " {
            last_space = Some(now.len());
        }
    }
    lines.push(now);
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for text in
            ["日本語のテキスト with words", "👩‍👩‍👧‍👦 family 👩‍👩‍👧‍👦", "e\u{301}\u{301} accents", "a  b   c    d"]
        {
            for cells in 2..20 {
                assert!(wrap(text, cells).iter().all(|line| width(line) <= cells), "{text} {cells}");
            }
        }
    }

    #[test]
    fn a_message_cannot_write_to_the_terminal() {
        assert_eq!(graphemes("a\u{1b}[31mb").concat(), "a[31mb");
        assert_eq!(clean("a\u{7}\tb\r\nc", false), "a b c");
        assert_eq!(clean("a\r\nb", true), "a\nb");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(cut("日本語", 4), "日…");
    }
}
