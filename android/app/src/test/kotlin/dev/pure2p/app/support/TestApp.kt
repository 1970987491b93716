package dev.pure2p.app.support

import dev.pure2p.app.Pure2pApp
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

    override fun onCreate() {
        FakeAndroidKeyStore.install(device?.keys)
        device?.lieIn(this)
        super.onCreate()
    }

    /** What outlives the process; usually nothing does. */
    protected open val device: Device? = null

    override fun networks(): NetworkSource = network

    // Everybody in a test is on this machine.
    override fun foregroundOptions() = ForegroundOptions(listen = listOf("127.0.0.1:0"))

    // On a device this is never called; here it ends each test.
    override fun onTerminate() {
        runBlocking { withTimeout(30_000) { home.close() } }
        super.onTerminate()
    }
}

/** Networks as a test says. */
class FakeNetworks : NetworkSource {
    private var changed: ((NetworkSnapshot) -> Unit)? = null

    /** What there is. */
    var snapshot = wifi()
        set(value) {
            field = value
            changed?.invoke(value)
        }

    override fun start(changed: (NetworkSnapshot) -> Unit) {
        this.changed = changed
        changed(snapshot)
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
