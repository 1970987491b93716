//! The stable words of the JSON output. Programs depend on them: they never change their meaning.

use pure2p_core::net::DialError;
use pure2p_core::node::{
    AddressKind, AttemptError, Contact, ContactState, Direction, Happening, MessageState, OwnSource,
    Presence, ReachState, Reason, RouterProtocol, RouterRefusal, RouterState, Way,
};

/// `entered`, `requested`, `bound`, `removed`; `blocked` hides the others.
pub(crate) fn contact_state(contact: &Contact) -> &'static str {
    match contact.state {
        _ if contact.blocked => "blocked",
        ContactState::Bound => "bound",
        ContactState::Entered => "entered",
        ContactState::Removed => "removed",
        ContactState::Requested => "requested",
    }
}

/// `here`, `was_here`, `not_met`.
pub(crate) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "here",
        Presence::NotMet => "not_met",
        Presence::WasHere => "was_here",
    }
}

/// `in`, `out`.
pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

/// `waiting`, `delivered`, `read`.
pub(crate) fn message_state(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    }
}

/// Why a message waits.
pub(crate) fn reason(reason: &Reason) -> &'static str {
    match reason {
        Reason::AppClosed => "app_closed",
        Reason::Blocked => "blocked",
        Reason::DeviceFull => "device_full",
        Reason::LocalNetworkForbidden => "local_network_forbidden",
        Reason::NeitherReachable => "neither_reachable",
        Reason::NoAddress => "no_address",
        Reason::NoAnswer { .. } => "no_answer",
        Reason::NoWayIn => "no_way_in",
        Reason::NotAccepted => "not_accepted",
        Reason::NotOpen { .. } => "not_open",
        Reason::NotUnderstood => "not_understood",
        Reason::Offline => "offline",
        Reason::Refused => "refused",
        Reason::Starved => "starved",
        Reason::Trying => "trying",
        Reason::Unreachable => "unreachable",
    }
}

/// What happened to a message: `written`, `attempt`, `delivered`, `read`.
pub(crate) fn happening(happening: &Happening) -> &'static str {
    match happening {
        Happening::Attempt { .. } => "attempt",
        Happening::Delivered => "delivered",
        Happening::Read => "read",
        Happening::Written => "written",
    }
}

/// What came of an attempt; `ok` if it went through.
pub(crate) fn attempt(error: Option<AttemptError>) -> &'static str {
    match error {
        None => "ok",
        Some(AttemptError::Dial(error)) => dial(error),
        Some(AttemptError::Later) => "later",
        Some(AttemptError::NotAccepted) => "not_accepted",
        Some(AttemptError::NotUnderstood) => "not_understood",
        Some(AttemptError::Refused) => "refused_by_peer",
    }
}

fn dial(error: DialError) -> &'static str {
    match error {
        DialError::BadAnswer => "bad_answer",
        DialError::Cancelled => "cancelled",
        DialError::Dark => "dark",
        DialError::NoAddress => "no_address",
        DialError::Refused => "refused",
        DialError::Silent => "silent",
        DialError::Starved => "starved",
        DialError::TooLarge => "too_large",
        DialError::Unreachable => "unreachable",
    }
}

/// Who can reach this device, in a word.
pub(crate) fn reach_state(state: ReachState) -> &'static str {
    match state {
        ReachState::Closed => "closed",
        ReachState::Confirmed => "confirmed",
        ReachState::Ipv6Only => "ipv6_only",
        ReachState::LanOnly => "lan_only",
        ReachState::LocalNetworkForbidden => "local_network_forbidden",
        ReachState::Looking => "looking",
        ReachState::NoRouterProtocol => "no_router_protocol",
        ReachState::Offline => "offline",
        ReachState::Opened => "opened",
        ReachState::RouterRefused => "router_refused",
        ReachState::SecondRouter => "second_router",
    }
}

/// From where an own address can be of use.
pub(crate) fn address_kind(kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::Carrier => "carrier",
        AddressKind::Ipv4 => "ipv4",
        AddressKind::Ipv6 => "ipv6",
        AddressKind::Loopback => "loopback",
        AddressKind::Private => "private",
        AddressKind::UniqueLocal => "unique_local",
    }
}

/// How an own address was learnt: `interface`, `observed`, `router`.
pub(crate) fn own_source(source: OwnSource) -> &'static str {
    match source {
        OwnSource::Interface => "interface",
        OwnSource::Observed => "observed",
        OwnSource::Router => "router",
    }
}

/// What came of asking the router.
pub(crate) fn router_state(state: RouterState) -> &'static str {
    match state {
        RouterState::NotAsked => "not_asked",
        RouterState::NotFound => "not_found",
        RouterState::Opened => "opened",
        RouterState::Refused => "refused",
        RouterState::Searching => "searching",
        RouterState::SecondRouter => "second_router",
    }
}

/// `nat_pmp`, `pcp`, `upnp`.
pub(crate) fn router_protocol(protocol: RouterProtocol) -> &'static str {
    match protocol {
        RouterProtocol::NatPmp => "nat_pmp",
        RouterProtocol::Pcp => "pcp",
        RouterProtocol::Upnp => "upnp",
    }
}

/// Why a router does not open a port.
pub(crate) fn router_refusal(refusal: RouterRefusal) -> &'static str {
    match refusal {
        RouterRefusal::Conflict => "conflict",
        RouterRefusal::Disabled => "disabled",
        RouterRefusal::FirewallOff => "firewall_off",
        RouterRefusal::LeaseTooShort => "lease_too_short",
        RouterRefusal::Misbehaves => "misbehaves",
        RouterRefusal::NetworkFailure => "network_failure",
        RouterRefusal::NoResources => "no_resources",
        RouterRefusal::NotAuthorised => "not_authorised",
        RouterRefusal::Other => "other",
        RouterRefusal::Unsupported => "unsupported",
    }
}

/// Whether one reaches the other: `yes`, `no`, `unknown`.
pub(crate) fn way(way: Way) -> &'static str {
    match way {
        Way::No { .. } => "no",
        Way::Unknown => "unknown",
        Way::Yes { .. } => "yes",
    }
}
