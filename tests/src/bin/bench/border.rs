//! What the border to Kotlin and Swift costs: the same calls over the same database, made there and made in Rust.

use std::path::Path;
use std::time::Instant;

use pure2p_core::identity::{Uid, check_typed};
use pure2p_core::node::{Config, DatabaseKey, Node};
use pure2p_tests::foreign::{Foreign, Language, homes, languages};
use pure2p_tests::peers::KEY;
use pure2p_tests::raw::Raw;
use serde_json::{Value, json};

use super::report::{Report, median};

const ROUNDS: usize = 1_000;
const PAGE: u32 = 50;

/// Medians in microseconds.
struct Costs {
    pure: f64,
    call: f64,
    page: f64,
}

pub(crate) async fn border(report: &mut Report) {
    for language in languages() {
        let folder = homes();
        let bob = Raw::new(1).uid();
        let foreign = there(&language, folder.path(), &bob);
        let here = here(folder.path(), &bob).await;
        let name = language.name;
        let row = |report: &mut Report, what: &str, value, floor, aim: &str| {
            report.figure(&format!("{name}: {what}"), value, "µs", floor, aim);
        };
        row(report, "a pure call (a UID checked as it is typed)", foreign.pure, here.pure, "floor: in Rust");
        row(report, "an async call (the account)", foreign.call, here.call, "floor: in Rust");
        row(report, "a page of 50 messages", foreign.page, here.page, "ratio ≤ 3 (floor: in Rust)");
    }
}

fn there(language: &Language, folder: &Path, bob: &Uid) -> Costs {
    let mut peer = Foreign::start(language);
    peer.open(folder);
    peer.ok(json!({"call": "create_account"}));
    peer.ok(json!({"call": "add", "text": bob.to_string()}));
    pure2p_tests::database::fill(&folder.join("messages.db"), &KEY, bob, 10_000);
    let took = peer.ok(json!({"call": "bench", "uid": bob.to_string(), "rounds": ROUNDS}));
    let figure = |name: &str| took.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Costs { pure: figure("pure"), call: figure("call"), page: figure("page") }
}

async fn here(folder: &Path, bob: &Uid) -> Costs {
    let config =
        Config { database: folder.join("messages.db"), key: DatabaseKey::new(KEY), descriptors: 256 };
    let node = Node::open(config).await.unwrap();
    let text = bob.to_string();
    let (mut pure, mut call, mut page) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let _ = std::hint::black_box(check_typed(std::hint::black_box(&text)));
        pure.push(micros(began));
        let began = Instant::now();
        node.account().await.unwrap();
        call.push(micros(began));
        let began = Instant::now();
        let found = node.messages(*bob, None, PAGE).await.unwrap();
        page.push(micros(began));
        assert_eq!(found.len(), PAGE as usize);
    }
    node.shutdown().await.unwrap();
    Costs { pure: median(pure), call: median(call), page: median(page) }
}

fn micros(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e6
}
