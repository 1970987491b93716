//! The story of two homes (`demo --lab`): real routers, in a network of its own that this program makes, on this
//! machine. It has no way out, and is gone with the program.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pure2p_core::identity::ContactLink;
use pure2p_core::node::Reason;
use pure2p_lab::{Lab, Own, Router, until as until_so};
use serde_json::Value;
use tokio::task::spawn_blocking;

use super::audit;
use super::peer::{OpenApp, Peer, message_text};
use super::story::{expect, failed, new_account, until};
use super::timeline::Timeline;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::words;

/// Set in the process that is in the network of its own.
const INSIDE: &str = "PURE2P_DEMO_INSIDE";
/// A router that opens ports, two plain ones, and one in a carrier's network.
const HOMES: [&str; 4] = ["A", "C", "X", "D"];
/// A router tells a restart by its clock, and clocks are given some seconds (RFC 6887, section 8.5): one that restarts right
/// after it began has not restarted.
const OLD_ENOUGH: Duration = Duration::from_secs(9);

/// Plays the story in a process of its own, which has the network of its own.
pub(super) async fn run(output: Output) -> Done {
    // The first process of a namespace of its own. Should somebody have set this by hand, networks would be made where they stay.
    if std::env::var_os(INSIDE).is_some() && std::process::id() == 1 {
        return inside(output).await;
    }
    if let Some(why) = Lab::missing(&HOMES) {
        let reason = format!(
            "{why}. In a clone `cargo xtask demo-lab` brings them and plays the story. In Debian and Ubuntu they are in: \
             iproute2, nftables, miniupnpd-nftables"
        );
        return Err(Failure::input("no_lab", reason));
    }
    let mut command = Own::Machines.command("").map_err(|why| {
        let reason = format!(
            "no network of one's own can be made: it takes root, or a kernel that lets users ({why})"
        );
        Failure::input("no_lab", reason)
    })?;
    command.arg(std::env::current_exe()?).args(["demo", "--lab"]).env(INSIDE, "1");
    if output.json {
        command.arg("--json");
    }
    // In place of this program: whoever ends it ends everything.
    Err(command.exec().into())
}

async fn inside(output: Output) -> Done {
    let folder = tempfile::tempdir()?;
    let timeline = Timeline::new(output);
    timeline.end("Two homes, two routers, no server. All of this happens now, in a network that this program makes on this machine, and that has no way out.")?;
    let lab = in_lab(|| Lab::up(&HOMES)).await?;
    let told = Story::begin(&timeline, lab, folder.path()).await?.tell().await;
    if told.is_ok() {
        timeline.verdict("Every part of the story was checked and is so.")?;
    }
    told
}

/// What is done to the laboratory blocks, and panics where this machine does not do as it must.
async fn in_lab<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Done<T> {
    spawn_blocking(work).await.map_err(|_| failed("this machine did not do what the laboratory needs"))
}

struct Story<'a> {
    timeline: &'a Timeline,
    lab: Arc<Lab>,
    alice: Peer,
    bob: Peer,
    carol: Peer,
    uids: [String; 3],
    by_alice: Vec<String>,
    by_bob: Vec<String>,
}

impl<'a> Story<'a> {
    async fn begin(timeline: &'a Timeline, lab: Lab, folder: &Path) -> Done<Self> {
        timeline.chapter("Three people, each behind a router of their own")?;
        let alice = Peer::new("Alice", folder.join("alice"))?.on("hA");
        let bob = Peer::new("Bob", folder.join("bob"))?.on("hC");
        let carol = Peer::new("Carol", folder.join("carol"))?.on("hX");
        timeline.line(
            "Alice",
            "is at 192.168.1.100, behind a router that opens ports for apps; outside it is 11.0.0.10",
        )?;
        timeline.line("Bob", "is at 192.168.4.100, behind a plain router; outside it is 11.0.0.40")?;
        timeline
            .line("Carol", "is at 192.168.5.100, behind another plain router; outside it is 11.0.0.41")?;
        let uids = [
            new_account(timeline, &alice).await?,
            new_account(timeline, &bob).await?,
            new_account(timeline, &carol).await?,
        ];
        let (by_alice, by_bob) = (Vec::new(), Vec::new());
        Ok(Self { timeline, lab: lab.into(), alice, bob, carol, uids, by_alice, by_bob })
    }

    async fn tell(mut self) -> Done {
        let began = tokio::time::Instant::now();
        let mut alice_app = self.opens().await?;
        let mut bob_app = self.finds_no_way_in().await?;
        self.links().await?;
        self.one_reachable_side(&mut alice_app, &mut bob_app).await?;
        self.neither_reachable().await?;
        tokio::time::sleep_until(began + OLD_ENOUGH).await;
        self.power_cut(&mut alice_app, &mut bob_app).await?;
        self.moves(&mut alice_app, &mut bob_app).await?;
        alice_app.close().await?;
        bob_app.close().await?;
        self.read_back().await
    }

    async fn opens(&self) -> Done<OpenApp> {
        self.timeline.chapter("Alice opens the app, which asks her router to let callers in")?;
        let app = self.alice.open_with(&["open"]).await?;
        let row = self.until_state(&self.alice, "opened").await?;
        let opened = row.pointer("/router/opened/0").and_then(Value::as_str).unwrap_or_default();
        self.timeline.line("Alice", &format!("has a router that says: callers get in at {opened}"))?;
        self.says(&self.alice).await?;
        Ok(app)
    }

    async fn finds_no_way_in(&self) -> Done<OpenApp> {
        self.timeline.chapter("Bob opens the app; his router knows nothing of the kind")?;
        let app = self.bob.open_with(&["open"]).await?;
        self.until_state(&self.bob, "no_router_protocol").await?;
        self.says(&self.bob).await?;
        Ok(app)
    }

    async fn links(&self) -> Done {
        self.timeline.chapter("They exchange links by hand: who I am, and where I may be")?;
        for (adds, other) in [(&self.alice, &self.bob), (&self.bob, &self.alice)] {
            let link = other.ask(&["link"], "link").await?;
            adds.verb(&["add", &link, "--name", other.name]).await?;
            let card = ContactLink::parse_any(&link).map_err(|error| failed(&error.to_string()))?.card;
            let addresses = card.map(|card| card.addresses.clone()).unwrap_or_default();
            let says = match addresses.as_slice() {
                [] => "it says no address at all".to_owned(),
                some => {
                    format!("it says {}", some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
                }
            };
            expect(
                "addresses in a link",
                if other.name == "Alice" { "1" } else { "0" },
                &addresses.len().to_string(),
            )?;
            self.timeline.line(adds.name, &format!("adds {}'s link; {says}", other.name))?;
        }
        Ok(())
    }

    async fn one_reachable_side(&mut self, alice_app: &mut OpenApp, bob_app: &mut OpenApp) -> Done {
        self.timeline.chapter("One side that can be reached is enough")?;
        self.bob_writes("Hello Alice!").await?;
        self.gets("Alice", alice_app, "Hello Alice!").await?;
        let row = self.until_state(&self.alice, "confirmed").await?;
        let came = row.pointer("/reached_by/0/from").and_then(Value::as_str).unwrap_or_default();
        expect("from where Bob came in", "outside", came)?;
        self.says(&self.alice).await?;
        self.alice_writes("Hello Bob! Nobody can reach you, and you get this at once.").await?;
        self.gets("Bob", bob_app, "Hello Bob! Nobody can reach you, and you get this at once.").await?;
        self.timeline.line("Bob", "keeps a request waiting at Alice's: it came in the answer")
    }

    async fn neither_reachable(&self) -> Done {
        self.timeline.chapter("Carol and Bob: two plain routers")?;
        let carol_app = self.carol.open_with(&["open"]).await?;
        self.until_state(&self.carol, "no_router_protocol").await?;
        let [_, bob, carol] = &self.uids;
        self.bob.verb(&["add", &self.carol.ask(&["link"], "link").await?, "--name", "Carol"]).await?;
        self.carol.verb(&["add", &self.bob.ask(&["link"], "link").await?, "--name", "Bob"]).await?;
        for (who, to) in [(&self.bob, carol), (&self.carol, bob)] {
            who.verb(&["send", to, "Can you hear me?"]).await?;
            let told = until(async || {
                let queue = who.verb(&["queue"]).await?;
                let mut reasons = queue.iter().filter_map(|row| row.get("reason")?.as_str());
                Ok(reasons.any(|reason| reason == "neither_reachable").then_some(()))
            });
            told.await?
                .ok_or_else(|| failed("two closed homes should be told that neither can be reached"))?;
        }
        let why = words::reason(&Reason::NeitherReachable, "Bob");
        self.timeline.line("Carol", &format!("writes to Bob. It waits, and the app says why: “{why}”"))?;
        // What waits for her is taken away again: nobody is to wonder about it at the end.
        self.bob.verb(&["remove", carol]).await?;
        carol_app.close().await
    }

    async fn power_cut(&mut self, alice_app: &mut OpenApp, bob_app: &mut OpenApp) -> Done {
        self.timeline.chapter("Alice's router loses its power, and has it again")?;
        let lab = Arc::clone(&self.lab);
        in_lab(move || lab.router("A", Router::power_cut)).await?;
        self.timeline.line(
            "Alice",
            "has a router that has forgotten everything; the app hears of it, and asks anew",
        )?;
        let row = self.reach(&self.alice).await?;
        let opened = row.pointer("/router/opened/0").and_then(Value::as_str).unwrap_or_default().to_owned();
        let port = opened.rsplit_once(':').map(|(_, port)| format!("dport {port} ")).unwrap_or_default();
        let lab = Arc::clone(&self.lab);
        // What the router really does, whatever the app believes.
        in_lab(move || {
            until_so("the port is open again", || lab.router("A", |router| router.rules()).contains(&port))
        })
        .await?;
        self.timeline.line("Alice", &format!("has it again: callers get in at {opened}"))?;
        self.bob_writes("Still there?").await?;
        self.gets("Alice", alice_app, "Still there?").await?;
        self.alice_writes("As if nothing had been.").await?;
        self.gets("Bob", bob_app, "As if nothing had been.").await
    }

    async fn moves(&mut self, alice_app: &mut OpenApp, bob_app: &mut OpenApp) -> Done {
        self.timeline
            .chapter("Bob takes his device elsewhere: a network behind a carrier, as with mobile data")?;
        let lab = Arc::clone(&self.lab);
        in_lab(move || lab.move_to("hC", Some("D"), 102)).await?;
        self.until_state(&self.bob, "second_router").await?;
        self.says(&self.bob).await?;
        self.alice_writes("Where are you?").await?;
        self.gets("Bob", bob_app, "Where are you?").await?;
        self.bob_writes("On the train, and you found me.").await?;
        self.gets("Alice", alice_app, "On the train, and you found me.").await
    }

    async fn read_back(&self) -> Done {
        self.timeline.chapter("Both databases are read back")?;
        let [alice, bob, _] = &self.uids;
        let at_alice = audit::history(&self.alice, bob).await?;
        let at_bob = audit::history(&self.bob, alice).await?;
        let by_alice = audit::compare(&self.by_alice, ("Alice", &at_alice), ("Bob", &at_bob))?;
        let by_bob = audit::compare(&self.by_bob, ("Bob", &at_bob), ("Alice", &at_alice))?;
        self.timeline.line("Alice", &format!("wrote {by_alice}; Bob has each exactly once, in order"))?;
        self.timeline.line("Bob", &format!("wrote {by_bob}; Alice has each exactly once, in order"))
    }

    async fn alice_writes(&mut self, text: &str) -> Done {
        self.by_alice.push(text.to_owned());
        let [_, bob, _] = &self.uids;
        self.alice.verb(&["send", bob, text]).await?;
        self.timeline.line("Alice", &format!("writes “{text}”"))
    }

    async fn bob_writes(&mut self, text: &str) -> Done {
        self.by_bob.push(text.to_owned());
        let [alice, ..] = &self.uids;
        self.bob.verb(&["send", alice, text]).await?;
        self.timeline.line("Bob", &format!("writes “{text}”"))
    }

    async fn gets(&self, who: &str, app: &mut OpenApp, wanted: &str) -> Done {
        let text = app.until(wanted, message_text).await?;
        expect("the next message", wanted, &text)?;
        self.timeline.line(who, &format!("gets “{text}”"))
    }

    /// What the app says to its person of who can reach them.
    async fn says(&self, who: &Peer) -> Done {
        let sentence = who.says("reach").await?;
        self.timeline.line(who.name, &format!("is told by the app: “{sentence}”"))
    }

    async fn reach(&self, who: &Peer) -> Done<Value> {
        who.verb(&["reach"]).await?.into_iter().next().ok_or_else(|| failed("reach says nothing"))
    }

    async fn until_state(&self, who: &Peer, state: &str) -> Done<Value> {
        let row = until(async || {
            let row = self.reach(who).await?;
            Ok((row.get("state").and_then(Value::as_str) == Some(state)).then_some(row))
        });
        row.await?.ok_or_else(|| Failure::Demo(format!("{} should come to be {state}", who.name)))
    }
}
