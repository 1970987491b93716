package dev.pure2p.app.network

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import android.os.Build
import android.system.OsConstants
import dev.pure2p.core.Gateway
import dev.pure2p.core.InterfaceAddress
import dev.pure2p.core.Nat64Prefix
import dev.pure2p.core.NetworkKind
import dev.pure2p.core.NetworkSnapshot
import java.net.Inet4Address
import java.net.InetAddress
import java.net.NetworkInterface

/** The system's networks. Only their addresses, routers and kinds: no names, and nothing that needs a location. */
class SystemNetworks(context: Context, private val localNetwork: LocalNetwork) : NetworkSource {
    private val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager

    // Touched on the manager's one thread for callbacks, and by start().
    private val links = LinkedHashMap<Network, LinkProperties>()
    private val kinds = HashMap<Network, NetworkCapabilities>()
    private var default: Network? = null
    private var changed: ((NetworkSnapshot) -> Unit)? = null

    override fun start(changed: (NetworkSnapshot) -> Unit) {
        val first = synchronized(this) {
            val first = this.changed == null
            this.changed = changed
            first
        }
        if (first) {
            manager.registerDefaultNetworkCallback(Default())
            // Without its own conditions a request leaves out VPNs, and networks that have no internet.
            manager.registerNetworkCallback(NetworkRequest.Builder().clearCapabilities().build(), All())
        }
        tell()
    }

    override fun again() = tell()

    private fun tell() {
        // Told within, so that an older one never comes after a newer one. Whoever hears it only notes it down.
        synchronized(this) { changed?.invoke(snapshot()) }
    }

    private fun snapshot() = NetworkSnapshot(
        links.map { (network, link) ->
            dev.pure2p.core.Network(
                kind = kind(kinds[network]),
                addresses = link.linkAddresses.mapNotNull { address ->
                    val ip = text(address.address) ?: return@mapNotNull null
                    InterfaceAddress(
                        ip,
                        address.prefixLength.toUByte(),
                        temporary = address.flags and OsConstants.IFA_F_TEMPORARY != 0,
                        deprecated = address.flags and GOING != 0,
                    )
                },
                gateways = gateways(link),
                nat64Prefix = nat64(link),
                isDefault = network == default,
                localNetworkAllowed = localNetwork.allowed(),
            )
        },
    )

    private inner class Default : ConnectivityManager.NetworkCallback() {
        override fun onAvailable(network: Network) = set(network)

        override fun onLost(network: Network) = set(null)

        private fun set(network: Network?) {
            synchronized(this@SystemNetworks) { default = network }
            tell()
        }
    }

    private inner class All : ConnectivityManager.NetworkCallback() {
        override fun onLinkPropertiesChanged(network: Network, link: LinkProperties) {
            synchronized(this@SystemNetworks) { links[network] = link }
            tell()
        }

        override fun onCapabilitiesChanged(network: Network, capabilities: NetworkCapabilities) {
            // Signal strength changes all the time, and concerns nobody.
            val news = synchronized(this@SystemNetworks) { kind(kinds.put(network, capabilities)) != kind(capabilities) }
            if (news) tell()
        }

        override fun onLost(network: Network) {
            synchronized(this@SystemNetworks) {
                links.remove(network)
                kinds.remove(network)
            }
            tell()
        }
    }

    private companion object {
        /** Not to be told to others: on its way out, or not yet certain to be ours alone. */
        val GOING = OsConstants.IFA_F_DEPRECATED or OsConstants.IFA_F_TENTATIVE

        fun kind(of: NetworkCapabilities?): NetworkKind = when {
            of == null -> NetworkKind.OTHER
            of.hasTransport(NetworkCapabilities.TRANSPORT_VPN) -> NetworkKind.VPN
            of.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) -> NetworkKind.WIFI
            of.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET) -> NetworkKind.WIRED
            of.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> NetworkKind.CELLULAR
            else -> NetworkKind.OTHER
        }

        /** The routers, one for each family. One of IPv6 is named by a link-local address, which needs its interface. */
        fun gateways(link: LinkProperties): List<Gateway> {
            val routers = link.routes.filter { it.isDefaultRoute }.mapNotNull { it.gateway }.filter { !it.isAnyLocalAddress }
            val (v4, v6) = routers.partition { it is Inet4Address }
            val index = link.interfaceName?.let { NetworkInterface.getByName(it) }?.index ?: 0
            return listOfNotNull(v4.firstOrNull(), v6.firstOrNull()).mapNotNull { router ->
                text(router)?.let { Gateway(it, index.toUInt()) }
            }
        }

        fun nat64(link: LinkProperties): Nat64Prefix? {
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return null
            val prefix = link.nat64Prefix ?: return null
            return text(prefix.address)?.let { Nat64Prefix(it, prefix.prefixLength.toUByte()) }
        }

        /** Without the interface behind a `%`: that is no part of an address. */
        fun text(address: InetAddress): String? = address.hostAddress?.substringBefore('%')
    }
}
