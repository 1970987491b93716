//! Text for text. An edit that does not find what it expects is an error: another version of UniFFI must be looked at.

/// One change.
pub(crate) struct Edit {
    /// What stands there.
    pub(crate) from: &'static str,
    /// What shall stand there.
    pub(crate) to: &'static str,
    /// How often it stands there.
    pub(crate) times: Times,
}

/// How often a text is expected.
pub(crate) enum Times {
    Once,
    Often,
}

/// `text` with every edit made, each in what the ones before it left.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut text = text.to_owned();
    for Edit { from, to, times } in edits {
        let found = text.matches(from).count();
        match (times, found) {
            (Times::Once, 1) | (Times::Often, 1..) => text = text.replace(from, to),
            _ => return Err(format!("found {found} times what was to be changed: {from}")),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONCE: Edit = Edit { from: "one", to: "1", times: Times::Once };
    const OFTEN: Edit = Edit { from: "two", to: "2", times: Times::Often };

    #[test]
    fn every_edit_is_made() {
        assert_eq!(apply("one two two", &[ONCE, OFTEN]).as_deref(), Ok("1 2 2"));
    }

    #[test]
    fn text_that_is_not_what_was_expected_is_an_error() {
        for text in ["two", "one one two", "one"] {
            assert!(apply(text, &[ONCE, OFTEN]).is_err(), "{text}");
        }
    }
}
