//! macOS and the rest: interfaces, addresses and routers, by `netdev`.

use std::io;
use std::net::IpAddr;

use pure2p_core::node::InterfaceAddress;

use super::{Interface, Route, System};

/// Asks the system.
pub(super) fn read() -> io::Result<System> {
    let mut system = System::default();
    for found in netdev::get_interfaces() {
        let v4 = found.ipv4.iter().map(|net| InterfaceAddress {
            ip: net.addr().into(),
            prefix_len: net.prefix_len(),
            temporary: false,
            deprecated: false,
        });
        let flags = found.ipv6_addr_flags.iter().copied().map(Some).chain(std::iter::repeat(None));
        let v6 = found.ipv6.iter().zip(flags).map(|(net, flags)| InterfaceAddress {
            ip: net.addr().into(),
            prefix_len: net.prefix_len(),
            temporary: flags.is_some_and(|flags| flags.temporary),
            deprecated: flags.is_some_and(|flags| flags.deprecated || flags.tentative || flags.duplicated),
        });
        // Which of several is the best one, `netdev` tells by one word for both families.
        let metric = u32::from(!found.default);
        let routers = found.gateway.iter();
        let routers = routers.flat_map(|router| {
            let v4 = router.ipv4.iter().copied().map(IpAddr::from);
            v4.chain(router.ipv6.iter().copied().map(IpAddr::from))
        });
        system.routes.extend(routers.map(|ip| Route {
            v4: ip.is_ipv4(),
            interface: found.index,
            gateway: Some(ip),
            metric,
        }));
        system.interfaces.push(Interface {
            addresses: v4.chain(v6).collect(),
            index: found.index,
            running: found.is_up() && found.is_running(),
            sort: None,
            name: found.name,
        });
    }
    Ok(system)
}
