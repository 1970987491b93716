//! Opening a home with a long history, what that takes in memory, and what being idle costs.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pure2p_core::node::Foreground;

use super::floors::{insert, keyed, keyed_with, text};
use super::home::{self, Home};
use super::report::{Report, median};

const HISTORY: u64 = 100_000;

pub(crate) async fn open(report: &mut Report) {
    let home = Home::new().await;
    let friend = Home::new().await;
    home.node.add(&friend.uid.to_string(), None).await.unwrap();
    home.node.shutdown().await.unwrap();
    let database = home.database();
    {
        let mut db = keyed(&database);
        let texts: Vec<String> = (0..HISTORY).map(text).collect();
        insert(&mut db, 0, &texts, 0, 2);
        db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }
    let (mut took, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let began = Instant::now();
        let node = home::open(database.clone()).await;
        node.enter_foreground(Foreground { listen: vec!["127.0.0.1:0".parse().unwrap()] }).await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e3);
        node.shutdown().await.unwrap();
        let began = Instant::now();
        let db = keyed(&database);
        db.query_row("SELECT text FROM messages ORDER BY id DESC LIMIT 1", [], |row| row.get::<_, String>(0))
            .unwrap();
        bare.push(began.elapsed().as_secs_f64() * 1e3);
    }
    report.figure(
        "cold open, 100,000 messages, to listening",
        median(took),
        "ms",
        median(bare),
        "value ≤ 50",
    );
    process(report).await;
}

/// The real program over such a home.
async fn process(report: &mut Report) {
    let program = std::env::current_exe().unwrap().parent().unwrap().join("pure2p");
    assert!(program.exists(), "{} is missing: `cargo xtask bench` builds it first", program.display());
    let folder = home::folder();
    let home = folder.path().join("home");
    let run = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--home").arg(&home).arg("--json").args(words).stdout(Stdio::piped());
        command
    };
    assert!(run(&["init"]).stdout(Stdio::null()).status().unwrap().success());
    let friend = Home::new().await;
    assert!(run(&["add", &friend.uid.to_string()]).stdout(Stdio::null()).status().unwrap().success());
    let key: serde_json::Value = serde_json::from_slice(&std::fs::read(home.join("key")).unwrap()).unwrap();
    let mut db = keyed_with(&home.join("messages.db"), key["key"].as_str().unwrap());
    insert(&mut db, 0, &(0..HISTORY).map(text).collect::<Vec<_>>(), 0, 2);
    drop(db);

    let mut child = run(&["open", "--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert!(line.contains("listening"), "{line}");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let memory = field(&child, "VmRSS:") / 1024.0;
    // Helper threads of the runtime end after ten idle seconds; what is left is what idling costs.
    tokio::time::sleep(Duration::from_secs(12)).await;
    let before = switches(&child);
    tokio::time::sleep(Duration::from_secs(20)).await;
    let woken = switches(&child) - before;
    let _ = child.kill();
    let _ = child.wait();
    report.figure(
        "resident memory of `pure2p open`, 100,000 messages",
        memory,
        "MB",
        25.0,
        "ratio ≤ 1 (floor: the aim)",
    );
    report.figure("wake-ups while idle for 20 s, all threads", woken, "", 0.0, "0: no timer is due");
}

fn field(child: &Child, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
}

/// Times that any thread of the process gave the processor up and got it back.
fn switches(child: &Child) -> f64 {
    let mut sum = 0.0;
    for task in std::fs::read_dir(format!("/proc/{}/task", child.id())).unwrap() {
        let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"));
        sum += line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0);
    }
    sum
}
