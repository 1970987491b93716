//! Who meets whom, as `docs/REACHABILITY.md` has it: written anew with `cargo xtask reachability`, else compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use pure2p_tests::lab::Resident;
use pure2p_tests::lab::homes::{Home, addresses_of};

use super::expected::{self, KINDS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/REACHABILITY.md");
const BEGIN: &str = "<!-- written by cargo xtask reachability -->";
const END: &str = "<!-- until here -->";

/// What came of all pairs, each in the order of the expectations.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// For each ordered pair how the one reaches the other, if at all; and why what waits does.
    ways: BTreeMap<(String, String), Way>,
    /// What each device says of itself.
    states: BTreeMap<String, String>,
    /// The sentence for each reason.
    sentences: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Way {
    /// Which of the addresses that are known accept connections from there.
    direct: Vec<&'static str>,
    /// What is said, if they do not meet.
    reason: Option<String>,
}

impl Outcome {
    /// Looks at what these pairs have come to.
    pub(super) fn of(pairs: &[(&Resident, &Resident)]) -> Self {
        let both = pairs.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
        let ways = std::thread::scope(|scope| {
            let asked = both.map(|(from, to)| scope.spawn(move || (from, to, Way::between(from, to))));
            let asked: Vec<_> = asked.collect();
            let answers = asked.into_iter().map(|thread| thread.join().unwrap());
            let ways = answers.map(|(from, to, way)| ((from.at().to_owned(), to.at().to_owned()), way));
            ways.collect::<BTreeMap<_, _>>()
        });
        for ((from, to), way) in &ways {
            assert_eq!(!way.direct.is_empty(), expected::reaches(from, to), "{from} reaches {to}: {way:?}");
        }
        let people: BTreeMap<&str, &Resident> =
            pairs.iter().flat_map(|(one, other)| [(one.at(), *one), (other.at(), *other)]).collect();
        let state = |host: &str| (host.to_owned(), people[host].reach().state().to_owned());
        let states = KINDS.into_iter().filter(|host| people.contains_key(host)).map(state).collect();
        // One of those who read it: all read the same.
        let read: BTreeMap<_, _> =
            ways.iter().filter_map(|(pair, way)| Some((way.reason.clone()?, pair))).collect();
        let sentence = |(reason, (from, to)): (String, &(String, String))| {
            (reason, people[from.as_str()].reads(people[to.as_str()]))
        };
        let sentences = read.into_iter().map(sentence).collect();
        Self { ways, states, sentences }
    }

    fn way(&self, from: &str, to: &str) -> &Way {
        &self.ways[&(from.to_owned(), to.to_owned())]
    }

    fn markdown(&self) -> String {
        let mut text = "| home | what it is | `pure2p reach` |\n|---|---|---|\n".to_owned();
        for host in KINDS {
            let (name, words) = expected::words(host);
            writeln!(text, "| **{name}** | {words} | `{}` |", self.states[host]).unwrap();
        }
        text.push_str(
            "\n| one | the other | one \u{2192} the other | the other \u{2192} one |\n|---|---|---|---|\n",
        );
        for (one, other) in expected::pairs() {
            let (there, back) = (self.way(one, other), self.way(other, one));
            let (name, other_name) = (expected::words(one).0, expected::words(other).0);
            writeln!(text, "| {name} | {other_name} | {} | {} |", cell(there, back), cell(back, there))
                .unwrap();
        }
        text.push_str("\n| reason | what the app says |\n|---|---|\n");
        for (reason, sentence) in &self.sentences {
            writeln!(text, "| `{reason}` | {sentence} |").unwrap();
        }
        text
    }
}

impl Way {
    fn between(from: &Resident, to: &Resident) -> Self {
        let mut direct: Vec<_> =
            from.reaches(to).into_iter().map(|address| kind(from, to, address)).collect();
        direct.sort_unstable();
        direct.dedup();
        let contact = from.contact(to);
        if direct.is_empty() {
            assert!(contact["reached_at"].is_null(), "{} never dialled through to {}", from.name, to.name);
        }
        let waits = contact["waiting"].as_u64().unwrap_or_default() > 0;
        let reason = waits.then(|| from.waits_because(to).unwrap_or_default());
        Self { direct, reason }
    }
}

/// What kind of a way an address is that led somewhere.
fn kind(from: &Resident, to: &Resident, address: SocketAddr) -> &'static str {
    let home = Home::of(to.at());
    let own = addresses_of(to.at()).iter().any(|own| own.parse() == Ok(address.ip()));
    let translates = Home::of(from.at()).is_some_and(Home::translates);
    match address.ip() {
        _ if expected::neighbours(from.at(), to.at()) && own => "LAN",
        IpAddr::V6(_) if home.is_some() => "IPv6, opened",
        IpAddr::V6(_) => "IPv6",
        IpAddr::V4(_) if own && translates => "IPv4 by NAT64",
        IpAddr::V4(_) if own => "IPv4",
        IpAddr::V4(_) if translates => "IPv4 by NAT64, mapped",
        IpAddr::V4(_) => "IPv4, mapped",
    }
}

fn cell(way: &Way, back: &Way) -> String {
    match &way.reason {
        Some(reason) => format!("**no**: `{reason}`"),
        None if way.direct.is_empty() && back.direct.is_empty() => "**no**".to_owned(),
        None if way.direct.is_empty() => "parked".to_owned(),
        None => way.direct.join("; "),
    }
}

/// Against the file, or into it.
pub(super) fn compare(outcome: &Outcome) {
    let path = Path::new(FILE);
    let file = std::fs::read_to_string(path).unwrap();
    let (before, rest) = file.split_once(BEGIN).expect("docs/REACHABILITY.md has its markers");
    let (written, after) = rest.split_once(END).expect("docs/REACHABILITY.md has its markers");
    let now = outcome.markdown();
    if std::env::var_os("PURE2P_WRITE_REACHABILITY").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}\n\n{now}\n{END}{after}")).unwrap();
        return;
    }
    assert_eq!(written.trim(), now.trim(), "docs/REACHABILITY.md says otherwise: cargo xtask reachability");
}
