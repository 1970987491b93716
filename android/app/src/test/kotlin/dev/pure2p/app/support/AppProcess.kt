package dev.pure2p.app.support

import android.os.Looper
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.core.Direction
import dev.pure2p.core.MessengerInterface
import java.io.File
import java.lang.management.ManagementFactory
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlinx.coroutines.runBlocking
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

private const val DEVICE = "pure2p.device"

/** What it answers stands behind this: others print there as well. */
private const val MARK = "app: "

/** Far more than anything takes on a busy machine. */
private const val LIMIT = 120L

/** The app in a process of its own, that can be killed. Its device stays. */
class AppProcess(device: File) : AutoCloseable {
    private val process: Process
    private val said = LinkedBlockingQueue<String>()

    init {
        val runtime = ManagementFactory.getRuntimeMXBean()
        val java = ProcessHandle.current().info().command().orElse("java")
        val words = listOf(java) + runtime.inputArguments + listOf(
            "-D$DEVICE=${device.path}", "-cp", runtime.classPath,
            "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=none",
            "--include-engine=junit-vintage", "--include-classname=.*", "--select-class=${AppInProcess::class.java.name}",
        )
        process = ProcessBuilder(words).redirectErrorStream(true).start()
        thread(isDaemon = true) { process.inputStream.bufferedReader().forEachLine(said::put) }
        answer("to begin")
    }

    /** Has the app do something, and waits for its answer. */
    fun ask(vararg words: String): String {
        process.outputStream.write((words.joinToString("\t") + "\n").toByteArray())
        process.outputStream.flush()
        return answer(words[0])
    }

    /** `SIGKILL`: no goodbye, nothing more is written. */
    fun kill() {
        process.destroyForcibly().waitFor()
    }

    override fun close() = kill()

    private fun answer(what: String): String {
        val passed = mutableListOf<String>()
        while (true) {
            val line = said.poll(LIMIT, TimeUnit.SECONDS) ?: error("$what: no answer; instead:\n${passed.joinToString("\n")}")
            if (line.startsWith(MARK)) return line.removePrefix(MARK)
            passed += line
        }
    }
}

/** An app whose device is elsewhere. */
class KeptApp : TestApp() {
    override val kept = KeptDevice(File(checkNotNull(System.getProperty(DEVICE)) { "AppProcess starts it" }))
}

/** Runs in the process that [AppProcess] starts, and does what it is asked for. No test: `Test` is not in its name. */
@RunWith(AndroidJUnit4::class)
@Config(application = KeptApp::class)
class AppInProcess {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createAndroidComposeRule<MainActivity>()

    private val messenger: MessengerInterface
        get() = (ApplicationProvider.getApplicationContext<TestApp>().home.state.value as HomeState.Open).home.messenger

    @Test
    fun run() {
        println("${MARK}here")
        while (true) {
            // The app goes on while nobody asks.
            val words = nextWords() ?: return
            println(MARK + answer(words[0], words.drop(1)))
        }
    }

    private fun nextWords(): List<String>? {
        val line = LinkedBlockingQueue<String>()
        val reader = thread(isDaemon = true) { readlnOrNull()?.let(line::put) }
        while (line.isEmpty()) {
            if (!reader.isAlive && line.isEmpty()) return null
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(5)
        }
        return line.take().split("\t")
    }

    private fun answer(verb: String, words: List<String>): String = when (verb) {
        "create" -> {
            rule.await(hasSetTextAction()).performTextInput(words[0])
            rule.await("Create").performScrollTo().performClick()
            rule.await("Open")
            runBlocking { checkNotNull(messenger.account()).uid }
        }
        "link" -> runBlocking { messenger.link(messenger.session().listening, true) }
        "add" -> runBlocking { messenger.add(words[0], null).uid }
        "write" -> runBlocking {
            val texts = (1..words[1].toInt()).map { "message $it" }
            texts.chunked(500).forEach { messenger.sendMany(words[0], it) }
            texts.size.toString()
        }
        "tap" -> {
            rule.await(words[0]).performClick()
            "tapped"
        }
        "send" -> {
            rule.onNodeWithContentDescription("Send").performClick()
            "sent"
        }
        "type" -> {
            rule.await(hasSetTextAction()).performTextInput(words[1])
            rule.waitUntil(60_000) { runBlocking { messenger.draft(words[0]) } == words[1] }
            "stored"
        }
        "composer" -> rule.await(hasSetTextAction()).fetchSemanticsNode().config[SemanticsProperties.EditableText].text
        "all delivered" -> {
            rule.waitUntil(60_000) { runBlocking { messenger.queue(null, 1u) }.isEmpty() }
            "delivered"
        }
        "received" -> runBlocking { received(words[0]) }
        else -> error(verb)
    }

    /** All texts of theirs, in the order of this device. */
    private suspend fun received(uid: String): String {
        val found = mutableListOf<String>()
        var page = messenger.messages(uid, null, PAGE)
        while (page.isNotEmpty()) {
            found.addAll(0, page.filter { it.direction == Direction.IN }.map { it.text })
            page = messenger.messages(uid, page.first().id, PAGE)
        }
        return found.joinToString("\t")
    }

    private companion object {
        const val PAGE = 200u
    }
}
