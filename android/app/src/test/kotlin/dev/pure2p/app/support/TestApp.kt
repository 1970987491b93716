package dev.pure2p.app.support

import dev.pure2p.app.Pure2pApp
import dev.pure2p.app.network.LocalNetwork
import dev.pure2p.app.network.NetworkSource
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.InterfaceAddress
import dev.pure2p.core.Network
import dev.pure2p.core.NetworkKind
import dev.pure2p.core.NetworkSnapshot
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** The app as it is, but for what no plain machine has: a device's key store, and networks that one can trust. */
open class TestApp : Pure2pApp() {
    val network = FakeNetworks()

    override val camera = FakeCamera()

    override fun onCreate() {
        FakeAndroidKeyStore.install(kept?.keys)
        kept?.lieIn(this)
        super.onCreate()
    }

    /** What outlives the process; usually nothing does. */
    protected open val kept: KeptDevice? = null

    override fun networks(): NetworkSource = network

    override fun localNetwork(): LocalNetwork = network.local

    // Everybody in a test is on this machine.
    override fun foregroundOptions() = ForegroundOptions(listen = listOf("127.0.0.1:0"))

    // On a device this is never called; here it ends each test.
    override fun onTerminate() {
        runBlocking { withTimeout(30_000) { home.close() } }
        super.onTerminate()
    }
}

/** Stands in for the permission of Android 17, which is newer than any Android that Robolectric runs on. */
class FakeLocalNetwork : LocalNetwork {
    /** What the system would say; nothing on an older Android. */
    @Volatile
    var allowed: Boolean? = null

    override fun allowed(): Boolean? = allowed
}

/** Networks as a test says. */
class FakeNetworks : NetworkSource {
    /** What may be done in them. */
    val local = FakeLocalNetwork()

    private var changed: ((NetworkSnapshot) -> Unit)? = null

    /** What there is. */
    var snapshot = wifi()
        set(value) {
            field = value
            again()
        }

    override fun start(changed: (NetworkSnapshot) -> Unit) {
        this.changed = changed
        again()
    }

    override fun again() {
        changed?.invoke(NetworkSnapshot(snapshot.networks.map { it.copy(localNetworkAllowed = local.allowed()) }))
    }

    companion object {
        /** A Wi-Fi, as far as the core must know; without a router, since tests ask none. */
        fun wifi() = NetworkSnapshot(
            listOf(
                Network(NetworkKind.LOOPBACK, listOf(InterfaceAddress("127.0.0.1", 8.toUByte())), isDefault = false),
                Network(NetworkKind.WIFI, listOf(InterfaceAddress("192.168.7.20", 24.toUByte())), isDefault = true),
            ),
        )
    }
}
