//! How long the Android app takes to show what waited for it: with a long history, and with none. The app runs under
//! Robolectric, so only the ratio says anything about a phone.

use std::process::Command;

use pure2p_tests::skip::untested;

use super::report::{Report, median};

pub(crate) fn opening(report: &mut Report) {
    let Ok(words) = std::env::var("PURE2P_ANDROID_OPENING") else {
        return untested(
            "how the Android app opens (PURE2P_ANDROID_OPENING is not set: use cargo xtask bench)",
        );
    };
    let words: Vec<&str> = words.lines().collect();
    let output = Command::new(words[0]).args(&words[1..]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    let took = |which: &str| -> Vec<f64> {
        let of_it = said.lines().filter_map(|line| line.strip_prefix("opening: ")?.strip_prefix(which));
        of_it.map(|figure| figure.trim().parse().unwrap()).collect()
    };
    report.figure(
        "Android: from the start to a message that waited, 100,000 messages and 1,000 contacts",
        median(took("long")),
        "ms",
        median(took("empty")),
        "ratio ≤ 1.5 (floor: no history)",
    );
}
