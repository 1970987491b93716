//! Who can reach this device: what is true, what can be done about it, and who truly came in.

use std::collections::HashMap;
use std::net::SocketAddr;

use pure2p_core::identity::Uid;
use pure2p_core::node::{
    AddressKind, Contact, OwnAddress, OwnSource, Reach, ReachState, ReachedBy, RouterProtocol, RouterRefusal,
    RouterSaid, RouterState, Way,
};

use crate::clock;

/// Everything there is to say, in the order in which it matters.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// One sentence: what is true.
    pub(crate) truth: String,
    /// What can be done about it, a paragraph each.
    pub(crate) advice: Vec<String>,
    /// What that was concluded from, a line each.
    pub(crate) facts: Vec<String>,
    /// Who came in, a line each.
    pub(crate) came_in: Vec<String>,
    /// Who reaches whom, a line for each contact.
    pub(crate) pairs: Vec<String>,
}

impl Report {
    /// `contacts` are those with a chat; `asks_router` is the setting.
    pub(crate) fn of<'a>(
        reach: &Reach,
        contacts: impl Iterator<Item = &'a Contact> + Clone,
        asks_router: bool,
    ) -> Self {
        let names: HashMap<Uid, &str> =
            contacts.clone().map(|contact| (contact.uid, contact.name.as_str())).collect();
        let came_in = |who: &ReachedBy| names.get(&who.uid).map(|name| came_in(who, name));
        Self {
            truth: truth(reach, &names),
            advice: advice(reach, asks_router),
            facts: facts(reach),
            came_in: reach.reached_by.iter().filter_map(came_in).collect(),
            pairs: contacts.map(pair).collect(),
        }
    }
}

/// The session bar's first words.
pub(crate) fn short(reach: &Reach) -> &'static str {
    match reach.state {
        ReachState::Closed => "Open", // It is not known yet.
        ReachState::Confirmed => "Open and reachable",
        ReachState::Ipv6Only => "Open over IPv6, unconfirmed",
        ReachState::LanOnly if on_this_machine_only(reach) => "Open on this machine only",
        ReachState::LanOnly => "Open in this network only",
        ReachState::LocalNetworkForbidden => "Open, local network forbidden",
        ReachState::Looking => "Open, asking the router",
        ReachState::NoRouterProtocol => "Open, router can't help",
        ReachState::Offline => "Offline",
        ReachState::Opened => "Open, unconfirmed",
        ReachState::RouterRefused => "Open, router refuses",
        ReachState::SecondRouter => "Open, behind two routers",
    }
}

fn truth(reach: &Reach, names: &HashMap<Uid, &str>) -> String {
    let text = match reach.state {
        ReachState::Closed => "This app isn't open: nobody can reach you.",
        ReachState::Confirmed => {
            let outside = reach.reached_by.iter().find(|who| who.outside);
            let known = outside.and_then(|who| Some((names.get(&who.uid)?, who.at)));
            return match known {
                Some((name, at)) => {
                    let at = clock::short(at);
                    format!("You can be reached: {name} came in from another network, last at {at}.")
                }
                None => "You can be reached: somebody came in from another network.".to_owned(),
            };
        }
        ReachState::Ipv6Only => {
            "You have an address for everybody over IPv6, and none over IPv4. Nobody has come in by it yet."
        }
        ReachState::LanOnly if on_this_machine_only(reach) => "Only programs on this machine can reach you.",
        ReachState::LanOnly => "Only devices in your own network can reach you.",
        ReachState::LocalNetworkForbidden => {
            "This app may not use your local network, so it cannot ask your router to let others in."
        }
        ReachState::Looking => "Your router is being asked to let others in.",
        ReachState::NoRouterProtocol => {
            "Only devices in your own network can reach you: your router does not open ports for apps."
        }
        ReachState::Offline => "You're offline: this machine is in no network.",
        ReachState::Opened if by_router(reach) => {
            "Your router lets others in. Nobody from another network has come in yet, so it is not confirmed."
        }
        ReachState::Opened => {
            "You have an address for everybody. Nobody from another network has come in yet, so it is not \
             confirmed."
        }
        ReachState::RouterRefused => {
            "Only devices in your own network can reach you: your router refused to open a port."
        }
        ReachState::SecondRouter => {
            "Only devices in your own network can reach you: your router is itself behind another router, or in \
             your provider's network, where many customers share one address."
        }
    };
    text.to_owned()
}

const ONE_IS_ENOUGH: &str = "You still reach everybody who can be reached: it is enough if one of you two can. The same \
     Wi-Fi usually works, too, unless it is a guest network.";
const SWITCH_ON: &str = "Switch on “Ask the router to open a port” in the settings.";
const IPV6_HELPS: &str = "IPv6 helps, too: if your provider has it, switch it on in the router.";

fn advice(reach: &Reach, asks_router: bool) -> Vec<String> {
    let mut advice: Vec<String> = Vec::new();
    let mut say = |text: &str| advice.push(text.to_owned());
    match reach.state {
        ReachState::Closed => say("Open it when you want to be reached: both of you must be here."),
        ReachState::Confirmed => {}
        ReachState::Ipv6Only => {
            say("People whose network has IPv6 can probably reach you. You reach the others if they can be \
                 reached: one of you two is enough.");
            if !asks_router {
                say(SWITCH_ON);
            } else if reach.router_v6.state != RouterState::Opened {
                say(&format!(
                    "If nobody ever comes in, allow {} in your router's IPv6 firewall.",
                    port(reach)
                ));
            }
        }
        ReachState::LanOnly if on_this_machine_only(reach) => say("It listens there because it was told to."),
        ReachState::LanOnly => {
            if !asks_router {
                say(SWITCH_ON);
            }
            say(ONE_IS_ENOUGH);
            say(IPV6_HELPS);
        }
        ReachState::LocalNetworkForbidden => {
            say("Allow the local network for this app in the system's settings, under privacy.");
            say(ONE_IS_ENOUGH);
        }
        ReachState::Looking => say("This takes a few seconds. Messages do not wait for it."),
        ReachState::NoRouterProtocol => {
            say(&format!(
                "Switch on UPnP, NAT-PMP or PCP in your router's settings, or let it forward {} by hand.",
                forwarding(reach)
            ));
            say(ONE_IS_ENOUGH);
            say(IPV6_HELPS);
        }
        ReachState::Offline => say("Join a Wi-Fi, or plug in a cable. Until then everything waits here."),
        ReachState::Opened => say(&format!(
            "There is nothing you must do. If nobody ever comes in, a firewall may be in the way: allow {}.",
            port(reach)
        )),
        ReachState::RouterRefused => {
            let refusals = [&reach.router, &reach.router_v6].map(|said| said.refusal);
            match refusals.into_iter().flatten().next() {
                Some(refusal) => say(&against(refusal, reach)),
                None => say(&against(RouterRefusal::Other, reach)),
            }
            say(ONE_IS_ENOUGH);
        }
        ReachState::SecondRouter => {
            say(
                "If both boxes are yours, let the first one be a mere modem (bridge mode), or forward the port on \
                 both. If not, ask your provider for a public IPv4 address, or for IPv6.",
            );
            say(ONE_IS_ENOUGH);
        }
    }
    advice
}

/// What to do about a router that refuses.
fn against(refusal: RouterRefusal, reach: &Reach) -> String {
    let by_hand = format!("or let it forward {} by hand", forwarding(reach));
    match refusal {
        RouterRefusal::Conflict => {
            format!("Another device has this port there: choose another port in the settings, {by_hand}.")
        }
        RouterRefusal::Disabled => {
            format!("Switch on UPnP, NAT-PMP or PCP in your router's settings, {by_hand}.")
        }
        RouterRefusal::NotAuthorised => {
            format!("Allow this device to open ports in your router's settings, {by_hand}.")
        }
        RouterRefusal::NetworkFailure => {
            "Your router says that its own line does not work: look at its cable, or restart it.".to_owned()
        }
        RouterRefusal::NoResources => {
            format!("Your router has no room for another port: restart it, {by_hand}.")
        }
        RouterRefusal::FirewallOff
        | RouterRefusal::LeaseTooShort
        | RouterRefusal::Misbehaves
        | RouterRefusal::Other
        | RouterRefusal::Unsupported => format!("Restart or update your router, {by_hand}."),
    }
}

fn port(reach: &Reach) -> String {
    match reach.listening.first() {
        Some(address) => format!("TCP port {}", address.port()),
        None => "this app's port".to_owned(),
    }
}

/// What a person tells a router: the port, and this device's address in its network.
fn forwarding(reach: &Reach) -> String {
    let mut addresses = reach.addresses.iter();
    match addresses.find(|own| own.kind == AddressKind::Private) {
        Some(own) => format!("TCP port {} to {}", own.address.port(), own.address.ip()),
        None => port(reach),
    }
}

fn by_router(reach: &Reach) -> bool {
    reach.addresses.iter().any(|own| own.source == OwnSource::Router && own.kind.outside())
}

fn on_this_machine_only(reach: &Reach) -> bool {
    !reach.listening.is_empty() && reach.listening.iter().all(|address| address.ip().is_loopback())
}

fn facts(reach: &Reach) -> Vec<String> {
    if reach.state == ReachState::Closed {
        return Vec::new();
    }
    let mut facts = vec![super::listening(&reach.listening)];
    if reach.addresses.is_empty() {
        facts.push("Contacts are told of no address.".to_owned());
    }
    facts.extend(reach.addresses.iter().map(address));
    facts.extend(router(&reach.router, "Router"));
    facts.extend(router(&reach.router_v6, "Router, IPv6"));
    if !reach.seen_as.is_empty() {
        let seen: Vec<String> = reach.seen_as.iter().map(ToString::to_string).collect();
        facts.push(format!("Contacts see you come from {}.", seen.join(", ")));
    }
    facts
}

fn address(own: &OwnAddress) -> String {
    let OwnAddress { address, kind, source } = own;
    let kind = match kind {
        AddressKind::Carrier => "within your provider's network at most",
        AddressKind::Ipv4 => "for everybody",
        AddressKind::Ipv6 => "for everybody with IPv6",
        AddressKind::Loopback => "on this machine only",
        AddressKind::Private | AddressKind::UniqueLocal => "in your own network only",
    };
    let source = match source {
        OwnSource::Interface => "this device's own",
        OwnSource::Observed => "as contacts see you",
        OwnSource::Router => "opened by your router",
    };
    format!("{address}: {kind} ({source})")
}

/// What the router said, unless it was not asked.
fn router(said: &RouterSaid, router: &str) -> Option<String> {
    let protocol = match said.protocol {
        Some(RouterProtocol::NatPmp) => " (NAT-PMP)",
        Some(RouterProtocol::Pcp) => " (PCP)",
        Some(RouterProtocol::Upnp) => " (UPnP)",
        None => "",
    };
    let opened: Vec<String> = said.opened.iter().map(SocketAddr::to_string).collect();
    Some(match said.state {
        RouterState::NotAsked => return None,
        RouterState::NotFound => format!("{router}: answers in no protocol for opening ports."),
        RouterState::Opened if opened.is_empty() => format!("{router}: lets others in{protocol}."),
        RouterState::Opened => format!("{router}: lets others in at {}{protocol}.", opened.join(", ")),
        RouterState::Refused => {
            let why = said.refusal.map(|why| format!(": {}", refusal(why))).unwrap_or_default();
            format!("{router}: refused{protocol}{why}.")
        }
        RouterState::Searching => format!("{router}: has not answered yet."),
        RouterState::SecondRouter => match said.outside {
            Some(outside) => {
                format!(
                    "{router}: opened a port{protocol}, but its own address is {outside}, not the internet's."
                )
            }
            None => {
                format!("{router}: opened a port{protocol}, but it has no address in the internet itself.")
            }
        },
    })
}

fn refusal(refusal: RouterRefusal) -> &'static str {
    match refusal {
        RouterRefusal::Conflict => "others have this port",
        RouterRefusal::Disabled => "opening ports is switched off",
        RouterRefusal::FirewallOff => "it has no firewall to open",
        RouterRefusal::LeaseTooShort => "it would open a port for seconds only",
        RouterRefusal::Misbehaves => "its answers make no sense",
        RouterRefusal::NetworkFailure => "its own line does not work",
        RouterRefusal::NoResources => "it has no room for another port",
        RouterRefusal::NotAuthorised => "this device may not open ports",
        RouterRefusal::Other => "it did not say why",
        RouterRefusal::Unsupported => "it does not know how to",
    }
}

fn came_in(who: &ReachedBy, name: &str) -> String {
    let from = if who.outside { "from another network" } else { "from your own network" };
    format!("{name} came in {from}, last at {}.", clock::short(who.at))
}

/// Who of the two reaches whom.
fn pair(contact: &Contact) -> String {
    let ways = match (contact.i_reach, contact.they_reach) {
        (Way::Unknown, Way::Unknown) => "nothing tried yet, in either direction".to_owned(),
        (mine, theirs) => format!("{} · {}", i_reach(mine), they_reach(theirs)),
    };
    format!("{} {}: {ways}", super::dot(contact.presence), contact.name)
}

/// Whether this device reaches them.
pub(crate) fn i_reach(way: Way) -> String {
    match way {
        Way::No { since } => format!("you don't reach them (since {})", clock::short(since)),
        Way::Unknown => "you haven't tried them yet".to_owned(),
        Way::Yes { since } => format!("you reach them (since {})", clock::short(since)),
    }
}

/// Whether they reach this device.
pub(crate) fn they_reach(way: Way) -> String {
    match way {
        Way::No { since } => format!("they don't reach you (since {})", clock::short(since)),
        Way::Unknown => "they haven't come in yet".to_owned(),
        Way::Yes { since } => format!("they reach you (since {})", clock::short(since)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(state: ReachState) -> Reach {
        let listening = vec![SocketAddr::from(([0, 0, 0, 0], 25_000))];
        let address = SocketAddr::from(([192, 168, 1, 7], 25_000));
        let own = OwnAddress { address, kind: AddressKind::Private, source: OwnSource::Interface };
        Reach { state, listening, addresses: vec![own], ..Reach::default() }
    }

    #[test]
    fn every_failure_has_its_advice_and_no_sentence_is_a_code() {
        use ReachState::{
            Closed, Confirmed, Ipv6Only, LanOnly, LocalNetworkForbidden, Looking, NoRouterProtocol, Offline,
            Opened, RouterRefused, SecondRouter,
        };
        let states = [
            Closed,
            Confirmed,
            Ipv6Only,
            LanOnly,
            LocalNetworkForbidden,
            Looking,
            NoRouterProtocol,
            Offline,
            Opened,
            RouterRefused,
            SecondRouter,
        ];
        for state in states {
            let report = Report::of(&reach(state), std::iter::empty(), true);
            assert_eq!(report.advice.is_empty(), state == Confirmed, "{state:?}");
            for text in report.advice.iter().chain([&report.truth]) {
                assert!(text.ends_with('.') && !text.contains("  ") && !text.contains('_'), "{text}");
            }
            assert!(short(&reach(state)).len() <= 30);
        }
    }

    #[test]
    fn who_forwards_by_hand_is_told_what_to_type() {
        let text = advice(&reach(ReachState::NoRouterProtocol), true).join(" ");
        assert!(text.contains("TCP port 25000 to 192.168.1.7"), "{text}");
    }

    #[test]
    fn the_setting_is_named_where_it_is_what_is_missing() {
        let off = advice(&reach(ReachState::LanOnly), false);
        let on = advice(&reach(ReachState::LanOnly), true);
        assert!(off.iter().any(|text| text == SWITCH_ON) && !on.iter().any(|text| text == SWITCH_ON));
    }
}
