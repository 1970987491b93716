//! Somebody at a host of the laboratory, with the real program.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use pure2p_core::identity::ContactLink;
use serde_json::Value;

use super::Space;
use super::homes::Home;
use super::reach::{self, Reach};
use super::rules::{Rules, translated};
use super::{Lab, ask, until, until_within};
use crate::shell::{Open, PATIENCE, Person};

/// See the module.
#[derive(Debug)]
pub struct Resident {
    /// Their name in the program.
    pub name: String,
    /// Who they are.
    pub uid: String,
    /// Where they are.
    pub host: Space,
    person: Person,
    open: Mutex<Option<Open>>,
    events: Mutex<Vec<Value>>,
}

impl Resident {
    /// A new person at this host, app closed. The name is one that nobody would find on the wire by chance.
    pub fn new(lab: &Lab, host: &str) -> Self {
        Self::with(lab, host, &[])
    }

    /// The same, with these variables in the program's environment.
    pub fn with(lab: &Lab, host: &str, environment: &[(&'static str, &str)]) -> Self {
        let space = lab.machine(host);
        let name = format!("Resident of {host}");
        let (person, uid) = space.inside(|| {
            let mut person = Person::new(&name);
            for (variable, value) in environment {
                person.set(variable, value);
            }
            let uid = person.uid();
            (person, uid)
        });
        Self { name, uid, host: space, person, open: Mutex::new(None), events: Mutex::default() }
    }

    /// The host's name.
    pub fn at(&self) -> &str {
        self.host.name()
    }

    /// Opens the app.
    pub fn open(&self) {
        *self.open.lock().unwrap() = Some(self.host.inside(|| self.person.open(&[])));
    }

    /// Closes it as people do.
    pub fn close(&self) {
        let open = self.open.lock().unwrap().take().unwrap();
        open.signal("TERM");
        let (_, events) = open.ended();
        self.events.lock().unwrap().extend(events);
    }

    /// Sends its process a signal.
    pub fn signal(&self, name: &str) {
        self.open.lock().unwrap().as_ref().unwrap().signal(name);
    }

    /// The rows of a verb.
    pub fn rows(&self, words: &[&str]) -> Vec<Value> {
        self.host.inside(|| self.person.rows(words))
    }

    /// The only row of a verb.
    pub fn row(&self, words: &[&str]) -> Value {
        self.host.inside(|| self.person.row(words))
    }

    /// What the device knows about being reached.
    pub fn reach(&self) -> Reach {
        Reach(self.row(&[reach::VERB]))
    }

    /// Waits until it is known whether this device can be reached.
    pub fn until_settled(&self) {
        if reach::TELLS {
            until("it is known who can be reached", || self.reach().state() != reach::LOOKING);
            return;
        }
        // Without the verb: until a port that a router can open is open.
        let Some(home) = Home::of(self.at()).filter(|home| reach::ASKS_ROUTERS && home.opens()) else {
            return;
        };
        if home.opens_ipv4() {
            until("a port is open", || {
                self.published().iter().any(|address| home.outside().parse() == Ok(address.ip()))
            });
        }
    }

    /// The addresses in the link for everybody.
    pub fn published(&self) -> Vec<SocketAddr> {
        ContactLink::parse_any(&self.link()).unwrap().card.unwrap().addresses.clone()
    }

    /// The link for everybody.
    pub fn link(&self) -> String {
        self.row(&["link"])["link"].as_str().unwrap().to_owned()
    }

    /// The link on the screen, for who stands before it.
    pub fn shown(&self) -> String {
        self.row(&["qr"])["link"].as_str().unwrap().to_owned()
    }

    /// The link of somebody who says that they are there.
    pub fn link_to(&self, address: SocketAddr) -> String {
        self.row(&["link", "--address", &address.to_string()])["link"].as_str().unwrap().to_owned()
    }

    /// Adds somebody by a link.
    pub fn add(&self, link: &str) {
        self.row(&["add", link]);
    }

    /// Writes.
    pub fn send(&self, to: &Self, text: &str) {
        self.row(&["send", &to.uid, text]);
    }

    /// What is known of somebody.
    pub fn contact(&self, of: &Self) -> Value {
        let mut contacts = self.rows(&["contacts"]).into_iter();
        contacts.find(|contact| contact["uid"] == of.uid.as_str()).unwrap()
    }

    /// What `pick` makes of the last event, of all that were printed so far, of which it makes anything.
    fn last<T>(&self, pick: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let mut events = self.events.lock().unwrap();
        if let Some(open) = &mut *self.open.lock().unwrap() {
            events.extend(open.so_far());
        }
        events.iter().rev().find_map(pick)
    }

    /// Whether this text has come from them.
    pub fn has(&self, from: &Self, text: &str) -> bool {
        let came = |event: &Value| {
            event["event"] == "message" && event["from"] == from.uid.as_str() && event["text"] == text
        };
        self.last(|event| came(event).then_some(())).is_some()
    }

    /// Waits until this text has come from them.
    pub fn until_has(&self, from: &Self, text: &str) {
        until(&format!("{:?} comes from {} to {}", text, from.name, self.name), || self.has(from, text));
    }

    /// Writes to them, gets an answer, and both arrive: `words` must be new ones.
    pub fn talks_to(&self, other: &Self, words: &str) {
        self.talks_within(PATIENCE, other, words);
    }

    /// The same, with another patience for each way.
    pub fn talks_within(&self, patience: Duration, other: &Self, words: &str) {
        let (question, answer) = (format!("{words}?"), format!("{words}!"));
        let what = || format!("{words:?} between {} and {}", self.name, other.name);
        self.send(other, &question);
        until_within(patience, &what(), || other.has(self, &question));
        other.send(self, &answer);
        until_within(patience, &what(), || self.has(other, &answer));
    }

    /// Adds them and is added, by links.
    pub fn befriends(&self, other: &Self) {
        self.add(&other.link());
        other.add(&self.link());
    }

    /// How often this text has come from them: once.
    pub fn has_once(&self, from: &Self, text: &str) -> bool {
        let rows = self.rows(&["messages", &from.uid, "--limit", "1000"]);
        rows.iter().filter(|row| row["text"] == text && row["direction"] == "in").count() == 1
    }

    /// Whether they have knocked.
    pub fn was_asked_by(&self, other: &Self) -> bool {
        let knocked = |event: &Value| event["event"] == "request" && event["uid"] == other.uid.as_str();
        self.last(|event| knocked(event).then_some(())).is_some()
    }

    /// Why what is for them waits, as it was said last; that it is tried just now says nothing.
    pub fn waits_because(&self, to: &Self) -> Option<String> {
        let about = |event: &Value| {
            event["event"] == "reason" && event["uid"] == to.uid.as_str() && event["reason"] != "trying"
        };
        self.last(|event| about(event).then(|| event["reason"].as_str().map(str::to_owned))).flatten()
    }

    /// The sentence that the app shows for what waits for them.
    pub fn reads(&self, about: &Self) -> String {
        let shown = || {
            let output = self.host.inside(|| self.person.command().arg("queue").output().unwrap());
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = text.lines().find_map(|line| line.split_once(&format!("  for {}: ", about.name)));
            line.map(|(_, sentence)| sentence.to_owned())
        };
        // While it is tried once more, that is what it says.
        until("a reason is shown", || shown().is_some_and(|sentence| !sentence.starts_with("Trying")));
        shown().unwrap().replace(&about.name, "Bob")
    }

    /// Of the addresses that are known of somebody, those that accept connections from here.
    pub fn reaches(&self, other: &Self) -> Vec<SocketAddr> {
        let contact = self.contact(other);
        let addresses = contact["addresses"].as_array().unwrap().iter();
        let addresses: Vec<SocketAddr> =
            addresses.map(|text| text.as_str().unwrap().parse().unwrap()).collect();
        let translates = Home::of(self.at()).is_some_and(Home::translates);
        let dialled = |address: SocketAddr| {
            let ip = translated(address.ip()).filter(|_| translates).unwrap_or(address.ip());
            SocketAddr::new(ip, address.port())
        };
        std::thread::scope(|scope| {
            let asked = addresses.into_iter().map(|address| {
                (
                    address,
                    scope.spawn(move || {
                        may_be_asked(self, address) && ask::reaches(&self.host, dialled(address))
                    }),
                )
            });
            let asked: Vec<_> = asked.collect();
            let open =
                asked.into_iter().filter_map(|(address, answer)| answer.join().unwrap().then_some(address));
            open.collect()
        })
    }

    /// What must not be read on the wire.
    pub fn is_secret(&self, rules: &mut Rules<'_>) {
        rules.secret("a name", self.name.as_str());
        // With any prefix and in any case it is the same account.
        rules.secret("a UID", &self.uid.as_bytes()["pure1".len()..]);
        rules.secret("a UID", self.uid["pure1".len()..].to_uppercase());
        let link = ContactLink::parse_any(&self.uid).unwrap();
        rules.secret("a key", link.uid.as_bytes().to_vec());
        rules.secret("a key", link.uid.x25519().to_vec());
    }
}

/// Not in somebody else's LAN, where nothing of ours may be seen.
fn may_be_asked(resident: &Resident, address: SocketAddr) -> bool {
    let IpAddr::V4(ip) = address.ip() else { return true };
    let ours = |home: &Home| home.lan4.is_some_and(|lan| ip.octets()[..3] == [192, 168, lan]);
    !ip.is_private() || Home::of(resident.at()).is_some_and(ours)
}
