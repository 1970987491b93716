//! `cargo xtask bench`: each figure beside a floor that was measured in the same run, because absolute
//! times of one machine mean nothing on another. Nothing here can fail: it measures.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod border;
mod cold;
mod delivery;
mod floors;
mod home;
mod launch;
mod opening;
mod report;
mod router;

use report::Report;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let json = words.iter().any(|word| word == "--json");
    let only = words.iter().find(|word| !word.starts_with("--")).cloned();
    let wanted = |name: &str| only.as_deref().is_none_or(|only| name.contains(only));
    // A thousand contacts need a thousand sockets, on both sides of this process.
    let _ = rlimit::increase_nofile_limit(u64::MAX);

    let mut report = Report::new(json);
    if wanted("sequential") {
        delivery::sequential(&mut report).await;
    }
    if wanted("chats") {
        delivery::many_chats(&mut report).await;
    }
    if wanted("backlog") {
        delivery::backlog(&mut report).await;
    }
    if wanted("sealed") {
        delivery::sealed(&mut report);
    }
    if wanted("launch") {
        launch::thousand_contacts(&mut report).await;
    }
    if wanted("router") {
        router::mute_router(&mut report).await;
    }
    if wanted("cold") {
        cold::open(&mut report).await;
    }
    if wanted("border") {
        border::border(&mut report).await;
    }
    if wanted("opening") {
        opening::opening(&mut report);
    }
    report.end();
}
