//! The story itself, chapter by chapter.

use std::time::Duration;

use pure2p_core::node::MessageState::{Delivered, Read, Waiting};
use pure2p_core::node::Reason;
use serde_json::Value;
use tokio::time::Instant;

use super::audit::{self, Row};
use super::peer::{self, OpenApp, Peer, message_text};
use super::timeline::Timeline;
use crate::failure::{Done, Failure};
use crate::words;

/// How often a database is looked into while something is awaited, and for how long.
const LOOK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(120);
/// How many times the kill may come too late (all messages were delivered already).
const KILLS: usize = 5;
/// Bytes of all messages on their way: so many that they take a while even on loopback.
const ALL_BYTES: usize = 400_000;
/// The least and the most bytes of one of them.
const BYTES: (usize, usize) = (1_500, 12_000);

/// Who they are to each other, and all that was written, in order.
struct Story<'a> {
    timeline: &'a Timeline,
    alice: &'a Peer,
    bob: &'a Peer,
    alice_uid: String,
    bob_uid: String,
    by_alice: Vec<String>,
    by_bob: Vec<String>,
}

/// Tells the story; an error where it isn't so.
pub(super) async fn tell(timeline: &Timeline, alice: &Peer, bob: &Peer, messages: u32) -> Done {
    timeline.end(
        "Two people, two programs, no server. All of this happens now, on this machine, over real sockets.",
    )?;
    timeline.chapter("Two accounts are made")?;
    let alice_uid = new_account(timeline, alice).await?;
    let bob_uid = new_account(timeline, bob).await?;
    let (by_alice, by_bob) = (Vec::new(), Vec::new());
    let mut story = Story { timeline, alice, bob, alice_uid, bob_uid, by_alice, by_bob };

    let (alice_at, bob_at, later_at) = (peer::free_address()?, peer::free_address()?, peer::free_address()?);
    story.links(&alice_at.to_string(), &bob_at.to_string()).await?;
    let mut alice_app = alice.open(alice_at).await?;
    story.waiting().await?;
    let mut bob_app = bob.open(bob_at).await?;
    story.delivery(&mut bob_app).await?;
    story.answer(&mut alice_app, &mut bob_app).await?;
    let alice_app = story.killed(alice_app, &mut bob_app, alice_at, messages).await?;
    let (alice_app, bob_app) = story.moved(alice_app, bob_app, later_at).await?;
    alice_app.close().await?;
    bob_app.close().await?;
    story.read_back().await
}

pub(super) async fn new_account(timeline: &Timeline, peer: &Peer) -> Done<String> {
    let uid = peer.ask(&["init", "--name", peer.name], "uid").await?;
    timeline.line(peer.name, &format!("makes an account, without asking anybody. UID: {}", short(&uid)))?;
    Ok(uid)
}

impl Story<'_> {
    async fn links(&self, alice_at: &str, bob_at: &str) -> Done {
        self.timeline.chapter("They exchange links by hand: who I am, and where I may be")?;
        let pairs = [(self.alice, self.bob, bob_at), (self.bob, self.alice, alice_at)];
        for (adds, other, at) in pairs {
            let link = other.ask(&["link", "--address", at], "link").await?;
            let state = adds.ask(&["add", &link, "--name", other.name], "state").await?;
            expect("a contact after a link was added", "entered", &state)?;
            self.timeline.line(adds.name, &format!("adds {}'s signed link; it says {at}", other.name))?;
        }
        Ok(())
    }

    async fn waiting(&mut self) -> Done {
        self.timeline.chapter("Alice writes while Bob's app is closed")?;
        self.timeline.line("Alice", "opens the app")?;
        for text in ["Hello Bob!", "This waits on my device until you are here.", "See you soon."] {
            let state = self.alice_writes(text).await?;
            expect("a message to somebody who is not here", "waiting", &state)?;
            self.timeline
                .line("Alice", &format!("writes “{text}” {} waiting", words::state_sign(Waiting)))?;
        }
        // Between two tries the reason is told; while a try is under way it is "trying".
        let told = until(async || {
            let queue = self.alice.verb(&["queue"]).await?;
            let reasons: Vec<&str> = queue.iter().filter_map(|row| row.get("reason")?.as_str()).collect();
            Ok((reasons == ["not_open"; 3]).then_some(()))
        });
        told.await?.ok_or_else(|| failed("three messages should wait because Bob's app isn't open"))?;
        let why = words::reason(&Reason::NotOpen { last_seen: None }, "Bob");
        self.timeline.line("Alice", &format!("sees why they wait: “{why}”"))
    }

    async fn delivery(&mut self, bob_app: &mut OpenApp) -> Done {
        self.timeline.chapter("Bob opens the app")?;
        self.timeline.line("Bob", "opens the app: both are here")?;
        for (text, wanted) in bob_app.texts(3).await?.iter().zip(&self.by_alice) {
            expect("the next message at Bob's", wanted, text)?;
            self.timeline.line("Bob", &format!("gets “{text}”"))?;
        }
        self.nothing_waits(self.alice).await?;
        let told =
            format!("sees {} delivered, three times: Bob's device said so", words::state_sign(Delivered));
        self.timeline.line("Alice", &told)
    }

    async fn answer(&mut self, alice_app: &mut OpenApp, bob_app: &mut OpenApp) -> Done {
        self.timeline.chapter("Bob answers")?;
        let text = "Here I am. Both here, so it arrives at once.";
        self.bob_writes(text).await?;
        self.timeline.line("Bob", &format!("writes “{text}”"))?;
        let arrived = alice_app.until("Bob's answer", message_text).await?;
        expect("Bob's answer at Alice's", text, &arrived)?;
        self.timeline.line("Alice", "gets it")?;
        self.alice.verb(&["read", &self.bob_uid]).await?;
        bob_app
            .until("Alice's receipt", |event| (event.get("state")?.as_str()? == "read").then_some(()))
            .await?;
        self.timeline.line("Bob", &format!("sees {} read", words::state_sign(Read)))
    }

    async fn killed(
        &mut self,
        mut alice_app: OpenApp,
        bob_app: &mut OpenApp,
        alice_at: std::net::SocketAddr,
        messages: u32,
    ) -> Done<OpenApp> {
        self.timeline
            .chapter(&format!("{messages} messages are on their way, and Alice's process is killed"))?;
        for attempt in 1..=KILLS {
            let before = self.by_alice.len();
            let texts: Vec<String> = (1..=messages).map(|number| long_text(number, messages)).collect();
            let rows = self.alice.verb_with_input(&["send", &self.bob_uid, "-"], &texts.join("\n")).await?;
            self.by_alice.extend(texts);
            let first = rows.first().and_then(|row| row.get("id")).cloned().unwrap_or_default();
            let first_is_confirmed = |event: &Value| {
                let this = event.get("event")? == "state" && event.get("id")? == &first;
                this.then_some(())
            };
            alice_app.until("the first of many to be delivered", first_is_confirmed).await?;
            alice_app.kill().await?;
            self.timeline.line(
                "Alice",
                &format!("writes {messages} messages; when the first are delivered: SIGKILL"),
            )?;
            let known = self.delivered(self.alice, &self.bob_uid, before).await?;
            let there = audit::history(self.bob, &self.alice_uid).await?;
            let there = audit::only(&there, "in").count().saturating_sub(before);
            let all = rows.len();
            let late = known == all;
            let left = all.saturating_sub(known);
            let line = format!("is dead. On her disk: {known} delivered, {left} waiting. On Bob's: {there}");
            self.timeline.line("Alice", &line)?;
            alice_app = self.alice.open(alice_at).await?;
            self.timeline.line("Alice", "is started again")?;
            self.all_arrive(messages, before).await?;
            for (text, wanted) in bob_app.texts(all).await?.iter().zip(self.by_alice.iter().skip(before)) {
                expect("the next message at Bob's", wanted, text)?;
            }
            self.timeline.line("Bob", &format!("gets all {messages}: none lost, none doubled, in order"))?;
            if !late {
                return Ok(alice_app);
            }
            let again = if attempt < KILLS { "This machine is too fast: once more." } else { "" };
            self.timeline.line("Alice", &format!("was killed too late: all had arrived. {again}"))?;
        }
        Err(failed("the kill always came after the last message: try --messages with more"))
    }

    /// Waits until nothing of Alice's waits, showing how far it is.
    async fn all_arrive(&self, messages: u32, before: usize) -> Done {
        let mut progress = self.timeline.progress();
        let mut done = 0;
        let arrived = until(async || {
            let contacts = self.alice.verb(&["contacts"]).await?;
            let waiting = contacts.iter().filter_map(|row| row.get("waiting")?.as_u64()).sum::<u64>();
            let now = u64::from(messages).saturating_sub(waiting);
            if now != done {
                done = now;
                progress.show(&format!("delivering {now} of {messages}…"));
            }
            Ok((waiting == 0).then_some(()))
        });
        arrived.await?.ok_or_else(|| failed("messages wait although both are here"))?;
        let delivered = self.delivered(self.alice, &self.bob_uid, before).await?;
        expect("delivered messages", &messages.to_string(), &delivered.to_string())
    }

    async fn moved(
        &mut self,
        mut alice_app: OpenApp,
        bob_app: OpenApp,
        later_at: std::net::SocketAddr,
    ) -> Done<(OpenApp, OpenApp)> {
        self.timeline.chapter("Bob moves to another port")?;
        bob_app.close().await?;
        self.timeline.line("Bob", "closes the app and says goodbye")?;
        alice_app
            .until("Bob's goodbye", |event| (event.get("presence")?.as_str()? == "was_here").then_some(()))
            .await?;
        self.timeline.line("Alice", "sees at once that Bob is gone")?;
        let text = "Where are you now?";
        self.alice_writes(text).await?;
        self.timeline.line("Alice", &format!("writes “{text}” {} waiting", words::state_sign(Waiting)))?;
        let mut bob_app = self.bob.open(later_at).await?;
        self.timeline.line(
            "Bob",
            &format!("opens the app at {later_at}, which no link of his says, and greets Alice"),
        )?;
        let arrived = bob_app.until("Alice's question", message_text).await?;
        expect("Alice's question at Bob's", text, &arrived)?;
        self.timeline.line("Bob", &format!("gets “{text}”"))?;
        let text = "Somewhere else, and you found me.";
        self.bob_writes(text).await?;
        let arrived = alice_app.until("Bob's answer", message_text).await?;
        expect("Bob's answer at Alice's", text, &arrived)?;
        self.timeline.line("Alice", &format!("gets “{text}”"))?;
        self.nothing_waits(self.alice).await?;
        self.nothing_waits(self.bob).await?;
        let contacts = self.alice.verb(&["contacts"]).await?;
        let knows = contacts.iter().any(|row| row.to_string().contains(&later_at.to_string()));
        if !knows {
            return Err(failed("Alice should know Bob's new address"));
        }
        self.timeline.line("Alice", &format!("knows his new address: {later_at}"))?;
        Ok((alice_app, bob_app))
    }

    async fn read_back(&self) -> Done {
        self.timeline.chapter("Both databases are read back")?;
        let alice = audit::history(self.alice, &self.bob_uid).await?;
        let bob = audit::history(self.bob, &self.alice_uid).await?;
        let sent = audit::compare(&self.by_alice, ("Alice", &alice), ("Bob", &bob))?;
        let answered = audit::compare(&self.by_bob, ("Bob", &bob), ("Alice", &alice))?;
        for peer in [self.alice, self.bob] {
            let left = peer.verb(&["queue"]).await?.len();
            expect("messages that still wait", "0", &left.to_string())?;
        }
        self.timeline.line(
            "Alice",
            &format!("wrote {sent}; Bob has each exactly once, in order, in the same state"),
        )?;
        self.timeline.line(
            "Bob",
            &format!("wrote {answered}; Alice has each exactly once, in order, in the same state"),
        )?;
        self.timeline.verdict("Every part of the story was checked and is so.")
    }

    async fn alice_writes(&mut self, text: &str) -> Done<String> {
        self.by_alice.push(text.to_owned());
        self.alice.ask(&["send", &self.bob_uid, text], "state").await
    }

    async fn bob_writes(&mut self, text: &str) -> Done<String> {
        self.by_bob.push(text.to_owned());
        self.bob.ask(&["send", &self.alice_uid, text], "state").await
    }

    async fn nothing_waits(&self, peer: &Peer) -> Done {
        let empty = until(async || Ok(peer.verb(&["queue"]).await?.is_empty().then_some(()))).await?;
        empty.ok_or_else(|| failed("messages wait although both are here"))
    }

    /// How many of the messages after the first `before` are known to be delivered.
    async fn delivered(&self, peer: &Peer, other: &str, before: usize) -> Done<usize> {
        let rows = audit::history(peer, other).await?;
        let delivered = |row: &&Row| row.state != "waiting";
        Ok(audit::only(&rows, "out").skip(before).filter(delivered).count())
    }
}

/// Looks again and again until there is something; `None` when patience is over.
pub(super) async fn until<T>(mut look: impl AsyncFnMut() -> Done<Option<T>>) -> Done<Option<T>> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look().await? {
            return Ok(Some(found));
        }
        if Instant::now() > deadline {
            return Ok(None);
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn long_text(number: u32, of: u32) -> String {
    let mut text = format!("Message {number} of {of}. ");
    let length = (ALL_BYTES / of.max(1) as usize).clamp(BYTES.0, BYTES.1);
    while text.len() < length {
        text.push_str("Nothing but the two of us ever carries it. ");
    }
    text
}

/// The start and the end of a UID.
fn short(uid: &str) -> String {
    let head: String = uid.chars().take(12).collect();
    let tail: String = uid.chars().skip(uid.chars().count().saturating_sub(6)).collect();
    format!("{head}…{tail}")
}

pub(super) fn expect(what: &str, wanted: &str, found: &str) -> Done {
    if wanted == found {
        Ok(())
    } else {
        Err(failed(&format!("{what}: “{found}” instead of “{wanted}”")))
    }
}

pub(super) fn failed(why: &str) -> Failure {
    Failure::Demo(why.to_owned())
}
