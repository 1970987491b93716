//! What is said to a router in SOAP (UPnP Device Architecture 1.1, section 3.2): only our own words, none of the router's.

use std::net::{IpAddr, Ipv6Addr};

/// Services that are spoken to. Best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::net::router) enum Service {
    Ip2,
    Ip1,
    Ppp1,
    Firewall,
}

impl Service {
    /// Those that map ports.
    pub(super) const CONNECTIONS: [Self; 3] = [Self::Ip2, Self::Ip1, Self::Ppp1];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ip2 => "urn:schemas-upnp-org:service:WANIPConnection:2",
            Self::Ip1 => "urn:schemas-upnp-org:service:WANIPConnection:1",
            Self::Ppp1 => "urn:schemas-upnp-org:service:WANPPPConnection:1",
            Self::Firewall => "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1",
        }
    }
}

/// An action with its arguments, in the order that the standard has them: some routers know no other.
#[derive(Clone, Debug)]
pub(super) struct Call {
    service: Service,
    pub(super) action: &'static str,
    arguments: Vec<(&'static str, String)>,
}

impl Call {
    fn new(service: Service, action: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self { service, action, arguments }
    }

    pub(super) fn external_address(service: Service) -> Self {
        Self::new(service, "GetExternalIPAddress", Vec::new())
    }

    /// Who has a port outside.
    pub(super) fn entry(service: Service, external: u16) -> Self {
        Self::new(service, "GetSpecificPortMappingEntry", named(external))
    }

    /// `lease` in seconds; 0: until it is taken back (IGD 1), or as long as the router likes (IGD 2).
    pub(super) fn add(service: Service, external: u16, to: IpAddr, port: u16, lease: u32) -> Self {
        let mut arguments = named(external);
        arguments.extend([
            ("NewInternalPort", port.to_string()),
            ("NewInternalClient", to.to_string()),
            ("NewEnabled", "1".to_owned()),
            ("NewPortMappingDescription", description(port)),
            ("NewLeaseDuration", lease.to_string()),
        ]);
        Self::new(service, "AddPortMapping", arguments)
    }

    pub(super) fn delete(service: Service, external: u16) -> Self {
        Self::new(service, "DeletePortMapping", named(external))
    }

    /// From anybody to one of our own addresses.
    pub(super) fn add_pinhole(to: Ipv6Addr, port: u16, lease: u32) -> Self {
        let arguments = vec![
            ("RemoteHost", String::new()),
            ("RemotePort", "0".to_owned()),
            ("InternalClient", to.to_string()),
            ("InternalPort", port.to_string()),
            ("Protocol", "6".to_owned()),
            ("LeaseTime", lease.to_string()),
        ];
        Self::new(Service::Firewall, "AddPinhole", arguments)
    }

    pub(super) fn update_pinhole(id: u16, lease: u32) -> Self {
        let arguments = vec![("UniqueID", id.to_string()), ("NewLeaseTime", lease.to_string())];
        Self::new(Service::Firewall, "UpdatePinhole", arguments)
    }

    pub(super) fn delete_pinhole(id: u16) -> Self {
        Self::new(Service::Firewall, "DeletePinhole", vec![("UniqueID", id.to_string())])
    }

    /// The header `SOAPAction`.
    pub(super) fn header(&self) -> String {
        format!("\"{}#{}\"", self.service.name(), self.action)
    }

    /// Nothing in it needs to be escaped: numbers, literals, and names from here.
    pub(super) fn body(&self) -> String {
        let (service, action) = (self.service.name(), self.action);
        let arguments: String =
            self.arguments.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
        format!(
            "<?xml version=\"1.0\"?>\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><u:{action} xmlns:u=\"{service}\">\
             {arguments}</u:{action}></s:Body></s:Envelope>\r\n"
        )
    }
}

fn named(external: u16) -> Vec<(&'static str, String)> {
    vec![
        ("NewRemoteHost", String::new()),
        ("NewExternalPort", external.to_string()),
        ("NewProtocol", "TCP".to_owned()),
    ]
}

/// What the router shows beside the mapping, to its owner and to every device that asks. The product's name would tell all of them who
/// uses it; nothing at all is refused by some routers. So it says again what stands beside it anyway.
fn description(port: u16) -> String {
    format!("tcp-{port}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn calls_are_well_formed_and_name_no_product() {
        let to = "192.168.1.100".parse().unwrap();
        let calls = [
            Call::external_address(Service::Ppp1),
            Call::entry(Service::Ip1, 24_680),
            Call::add(Service::Ip2, 24_680, to, 24_680, 7_200),
            Call::delete(Service::Ip1, 24_680),
            Call::add_pinhole("2d00::1".parse().unwrap(), 24_680, 7_200),
            Call::update_pinhole(3, 7_200),
            Call::delete_pinhole(3),
        ];
        for call in calls {
            let body = call.body();
            super::super::xml::description(body.as_bytes()).unwrap();
            assert!(body.contains(&format!("<u:{} xmlns:u=\"{}\">", call.action, call.service.name())));
            assert!(!body.to_lowercase().contains("pure"), "{body}");
        }
        let body = Call::add(Service::Ip1, 24_681, to, 24_680, 0).body();
        assert!(body.contains(
            "<NewRemoteHost></NewRemoteHost><NewExternalPort>24681</NewExternalPort><NewProtocol>TCP</NewProtocol>\
             <NewInternalPort>24680</NewInternalPort><NewInternalClient>192.168.1.100</NewInternalClient>\
             <NewEnabled>1</NewEnabled><NewPortMappingDescription>tcp-24680</NewPortMappingDescription>\
             <NewLeaseDuration>0</NewLeaseDuration>"
        ));
    }
}
