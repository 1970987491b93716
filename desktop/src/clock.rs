//! Times as programs and people read them.

use std::sync::OnceLock;

use pure2p_core::node::Millis;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

static OFFSET: OnceLock<UtcOffset> = OnceLock::new();

/// Asks the system for the local time zone. Call it before any thread is started: afterwards the
/// environment, which tells the zone, may not be read safely, and times are shown in UTC.
pub(crate) fn learn_time_zone() {
    let _ = OFFSET.set(UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC));
}

/// Now, in milliseconds since 1970.
pub(crate) fn now() -> Millis {
    let now = OffsetDateTime::now_utc();
    Millis::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}

/// RFC 3339 in UTC, always with three digits of milliseconds, so that times sort as texts: for programs.
pub(crate) fn rfc3339(at: Millis) -> String {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let text = moment(at).and_then(|at| at.format(form).ok());
    text.unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned())
}

/// Hour and minute, with the date if it is another day than today: for people.
pub(crate) fn short(at: Millis) -> String {
    let time = format_description!("[hour]:[minute]");
    let date_time = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let (Some(then), Some(today)) = (local(at), local(now())) else { return String::new() };
    let shown = if then.date() == today.date() { then.format(time) } else { then.format(date_time) };
    shown.unwrap_or_default()
}

/// Hour, minute, second and date: for a timeline.
pub(crate) fn exact(at: Millis) -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    local(at).and_then(|at| at.format(form).ok()).unwrap_or_default()
}

/// The day, for the line between two days of a conversation.
pub(crate) fn day(at: Millis) -> String {
    let form = format_description!("[year]-[month]-[day]");
    local(at).and_then(|at| at.format(form).ok()).unwrap_or_default()
}

fn moment(at: Millis) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok()
}

fn local(at: Millis) -> Option<OffsetDateTime> {
    let offset = OFFSET.get().copied().unwrap_or(UtcOffset::UTC);
    moment(at)?.checked_to_offset(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_read_rfc_3339_in_utc() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
    }

    #[test]
    fn a_wrong_clock_is_shown_not_a_crash() {
        assert_eq!(rfc3339(i64::MAX), "1970-01-01T00:00:00.000Z");
        assert_eq!(short(i64::MIN), "");
    }
}
