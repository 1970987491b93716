package dev.pure2p.app

import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.KeptDevice
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.fill
import java.nio.file.Files
import kotlinx.coroutines.runBlocking
import org.junit.AfterClass
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.annotation.Config

/**
 * How long it takes from the start of the app to a message on the screen that waited at Bob's: with a long history, and
 * with an account that has Bob and nothing else. In turns, each with an app of its own in the same process. `cargo xtask
 * bench opening` starts it and reads what it prints.
 */
@RunWith(ParameterizedRobolectricTestRunner::class)
@Config(application = OpeningApp::class)
class OpeningBench(private val round: Int) {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createEmptyComposeRule()

    private val app get() = ApplicationProvider.getApplicationContext<OpeningApp>()

    @Test
    fun open() {
        ActivityScenario.launch(MainActivity::class.java).use {
            if (app.which.uid == null) {
                meet()
            } else {
                rule.await(app.which.awaited)
                val took = (System.nanoTime() - app.began) / 1e6
                // The first ones are those of a machine that has seen none of this code.
                if (round >= WARM_UP) println("opening: ${app.which.name} $took")
            }
        }
    }

    private fun meet() = runBlocking {
        rule.waitUntil(60_000) { app.home.state.value is HomeState.Open }
        val open = (app.home.state.value as HomeState.Open).home
        if (open.messenger.account() == null) open.createAccount("Alice")
        open.foreground.settled()
        open.messenger.add(bob.link(), "Bob")
        bob.run("add", open.messenger.run { link(session().listening, true) })
        app.which.uid = open.messenger.account()?.uid
        rule.await("here now")
    }

    companion object {
        private const val WARM_UP = 8
        private const val ROUNDS = 38

        internal val bob by lazy {
            Peer("Bob").apply {
                before()
                open()
            }
        }

        @JvmStatic
        @ParameterizedRobolectricTestRunner.Parameters
        fun rounds(): List<Array<Any>> = List(ROUNDS) { arrayOf(it) }

        @JvmStatic
        @AfterClass
        fun end() {
            OpeningApp.both.forEach { it.device.delete() }
            bob.after()
        }
    }
}

/** An account, and what it is called in what is printed. */
internal class Opened(val name: String, val device: KeptDevice) {
    /** Who, once they have met Bob. */
    var uid: String? = null

    /** What Bob wrote last. */
    var awaited = ""
}

/** Each one is the other's turn. */
class OpeningApp : TestApp() {
    internal val which = both[turn++ % 2]

    /** When the app began, by [System.nanoTime]. */
    internal var began = 0L
        private set

    override val kept = which.device

    override fun onCreate() {
        which.uid?.let { uid ->
            which.awaited = "Waiting since before round $turn"
            OpeningBench.bob.run("send", uid, which.awaited)
        }
        began = System.nanoTime()
        super.onCreate()
    }

    companion object {
        private var turn = 0

        internal val both = listOf(
            Opened("long", device().apply { fill(contacts = 1_000, messages = 100_000) }),
            Opened("empty", device()),
        )

        private fun device() = KeptDevice(Files.createTempDirectory("pure2p-device").toFile())
    }
}
