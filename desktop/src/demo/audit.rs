//! Reads both databases back: every message exactly once, in order, with matching states.

use std::collections::HashMap;

use serde::Deserialize;

use super::peer::Peer;
use crate::failure::{Done, Failure};

/// More than any demo writes.
const ALL: &str = "1000000";

/// A row of `messages`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Row {
    id: String,
    direction: String,
    text: String,
    pub(super) state: String,
}

/// The history of `peer` with `other`.
pub(super) async fn history(peer: &Peer, other: &str) -> Done<Vec<Row>> {
    let rows = peer.verb(&["messages", other, "--limit", ALL]).await?;
    let row =
        |value| serde_json::from_value(value).map_err(|error| failed(format!("{}: {error}", peer.name)));
    rows.into_iter().map(row).collect()
}

/// Messages of one direction.
pub(super) fn only<'a>(rows: &'a [Row], direction: &'a str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| row.direction == direction)
}

/// Checks what `writer` wrote against what `reader` has; how many messages that are.
pub(super) fn compare(written: &[String], writer: (&str, &[Row]), reader: (&str, &[Row])) -> Done<usize> {
    let out: Vec<&Row> = only(writer.1, "out").collect();
    let arrived: Vec<&Row> = only(reader.1, "in").collect();
    for (who, rows) in [(writer.0, &out), (reader.0, &arrived)] {
        let texts = rows.iter().map(|row| &row.text);
        if !texts.eq(written.iter()) {
            let have = rows.len();
            let wrong = rows.iter().zip(written).position(|(row, text)| row.text != *text).unwrap_or(have);
            let wanted = written.len();
            return Err(failed(format!(
                "{who} has {have} of {wanted} messages; number {} differs",
                wrong + 1
            )));
        }
    }
    let states: HashMap<&str, &str> =
        arrived.iter().map(|row| (row.id.as_str(), row.state.as_str())).collect();
    if states.len() != written.len() {
        return Err(failed(format!("{} has two messages with one id", reader.0)));
    }
    for row in out {
        match states.get(row.id.as_str()) {
            Some(state) if *state == row.state && row.state != "waiting" => {}
            other => {
                let (writer, reader) = (writer.0, reader.0);
                let text: String = row.text.chars().take(40).collect();
                let theirs = other.unwrap_or(&"missing");
                let why = format!("“{text}” is {} for {writer} and {theirs} for {reader}", row.state);
                return Err(failed(why));
            }
        }
    }
    Ok(written.len())
}

fn failed(why: String) -> Failure {
    Failure::Demo(why)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn row(id: &str, direction: &str, text: &str, state: &str) -> Row {
        let [id, direction, text, state] = [id, direction, text, state].map(str::to_owned);
        Row { id, direction, text, state }
    }

    #[test]
    fn the_audit_sees_every_kind_of_fault() {
        let written = ["one".to_owned(), "two".to_owned()];
        let out = [row("1", "out", "one", "read"), row("2", "out", "two", "delivered")];
        let good = [row("1", "in", "one", "read"), row("2", "in", "two", "delivered")];
        let check = |arrived: &[Row]| compare(&written, ("Alice", &out), ("Bob", arrived));
        assert_eq!(check(&good).unwrap(), 2);
        assert!(check(&good[..1]).is_err(), "lost");
        assert!(check(&[good[1].clone(), good[0].clone()]).is_err(), "out of order");
        assert!(check(&[good[0].clone(), good[0].clone(), good[1].clone()]).is_err(), "doubled");
        assert!(check(&[good[0].clone(), row("3", "in", "two", "delivered")]).is_err(), "another id");
        assert!(check(&[good[0].clone(), row("2", "in", "two", "read")]).is_err(), "another state");
        assert!(check(&[row("1", "in", "won", "read"), good[1].clone()]).is_err(), "another text");
    }
}
