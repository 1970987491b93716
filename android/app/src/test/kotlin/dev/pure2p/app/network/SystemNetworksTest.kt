package dev.pure2p.app.network

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.FakeLocalNetwork
import dev.pure2p.core.NetworkSnapshot
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNetwork

/** What the system's networks are told as. Which there are says Robolectric, what may be done in them `FakeLocalNetwork`. */
@RunWith(AndroidJUnit4::class)
@Config(application = android.app.Application::class)
class SystemNetworksTest {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private val local = FakeLocalNetwork()
    private val told = mutableListOf<NetworkSnapshot>()
    private val networks = SystemNetworks(context, local)

    private fun oneNetwork() {
        networks.start { told += it }
        val manager = shadowOf(context.getSystemService(ConnectivityManager::class.java))
        manager.networkCallbacks.forEach { it.onLinkPropertiesChanged(ShadowNetwork.newInstance(7), LinkProperties()) }
    }

    private fun allowed(): Boolean? = told.last().networks.single().localNetworkAllowed

    @Test
    fun `what the system allows is told with each network, and again when it was changed`() {
        local.allowed = false
        oneNetwork()
        assertEquals(false, allowed())
        local.allowed = true
        networks.again()
        assertEquals(true, allowed())
    }

    @Test
    fun `an older Android says nothing of it`() {
        oneNetwork()
        assertNull(allowed())
        assertNull(SystemLocalNetwork(context).allowed())
    }
}
