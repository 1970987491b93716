package dev.pure2p.app

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric

/** Any app can start this one, with whatever it likes. */
@RunWith(AndroidJUnit4::class)
class StrangeIntentsTest {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createEmptyComposeRule()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()

    @Before
    fun `there is an account`() = runBlocking {
        (app.home.state.first { it is HomeState.Open } as HomeState.Open).home.createAccount("Alice")
    }

    // Not by a scenario: it would wait for an activity with the very intent.
    private fun toTheChats(intent: Intent) {
        Robolectric.buildActivity(MainActivity::class.java, intent).use {
            it.setup()
            rule.await("No contacts yet").assertIsDisplayed()
        }
    }

    @Test
    fun `orders for navigation are not followed`() {
        // What navigation itself puts into an intent, and obeys: a screen by the hash of its route, and its arguments.
        val order = Intent(Intent.ACTION_MAIN)
        order.putExtra("android-support-nav:controller:deepLinkIds", intArrayOf(0, "android-app://androidx.navigation/contact/{uid}".hashCode()))
        order.putExtra("android-support-nav:controller:deepLinkExtras", Bundle().apply { putString("uid", "x") })
        toTheChats(order)
        toTheChats(Intent(Intent.ACTION_VIEW, Uri.parse("android-app://androidx.navigation/contact/x")))
    }

    @Test
    fun `a link of long ago, from the list of recent apps, is not shown again`() =
        toTheChats(Intent(Intent.ACTION_VIEW, Uri.parse("pure2p:x")).addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY))

    @Test
    fun `what says nothing leads nowhere`() {
        toTheChats(Intent(Intent.ACTION_VIEW))
        toTheChats(Intent(Intent.ACTION_SEND))
    }
}
