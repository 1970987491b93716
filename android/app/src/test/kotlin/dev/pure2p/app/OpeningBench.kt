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
import dev.pure2p.core.Presence
import java.nio.file.Files
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
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

    private fun meet() {
        rule.waitUntil("the home is open", 60_000) {
            rule.waitForIdle()
            app.home.state.value is HomeState.Open
        }
        val open = (app.home.state.value as HomeState.Open).home
        runBlocking {
            if (open.messenger.account() == null) open.createAccount("Alice")
            open.foreground.settled()
            open.messenger.add(bob.link(), "Bob")
            bob.run("add", open.messenger.run { link(session().listening, true) })
        }
        // Not on the screen: of a thousand chats theirs is far down, as long as nobody wrote.
        rule.waitUntil("Bob is here", 60_000) {
            rule.waitForIdle()
            runBlocking { open.messenger.contact(bob.uid) }.presence == Presence.HERE
        }
        app.which.uid = open.account.value?.uid
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

        init {
            // Not after the class: to JUnit each round is one.
            Runtime.getRuntime().addShutdownHook(
                thread(start = false) {
                    bob.after()
                    OpeningApp.both.forEach { it.device.delete() }
                },
            )
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
