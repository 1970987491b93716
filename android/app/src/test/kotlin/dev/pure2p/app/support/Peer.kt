package dev.pure2p.app.support

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.json.JSONObject
import org.junit.rules.ExternalResource

/**
 * Somebody else: the terminal program in a home of its own, started as people start it. The build says where it is, in
 * `pure2p.program`.
 */
class Peer(private val name: String) : ExternalResource() {
    private lateinit var home: File
    private var running: Process? = null
    private val events = LinkedBlockingQueue<JSONObject>()

    /** Where they listen, once they are open. */
    lateinit var address: String
        private set

    override fun before() {
        home = Files.createTempDirectory("pure2p-peer").toFile()
        run("init", "--name", name)
    }

    override fun after() {
        running?.destroyForcibly()?.waitFor()
        home.deleteRecursively()
    }

    /** Runs a verb; what it prints, a line each. */
    fun run(vararg words: String): List<JSONObject> {
        val process = process(*words).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        process.outputStream.close()
        val lines = process.inputStream.bufferedReader().readLines()
        check(process.waitFor() == 0) { "pure2p ${words.joinToString(" ")} failed" }
        return lines.filter { it.isNotBlank() }.map(::JSONObject)
    }

    /** They have the app open, until [leave]. */
    fun open() {
        val process = process("open", "--listen", "127.0.0.1:0").redirectError(ProcessBuilder.Redirect.INHERIT).start()
        running = process
        thread(isDaemon = true) {
            try {
                process.inputStream.bufferedReader().forEachLine { events += JSONObject(it) }
            } catch (_: IOException) {
                // They were killed, at the end of a test.
            }
        }
        address = event("listening").getJSONArray("addresses").getString(0)
    }

    /** They close the app, and say goodbye. */
    fun leave() {
        running?.destroy()
        check(running?.waitFor(30, TimeUnit.SECONDS) != false) { "$name does not leave" }
        running = null
    }

    /** The next event of this kind. */
    fun event(kind: String): JSONObject {
        while (true) {
            val next = events.poll(60, TimeUnit.SECONDS) ?: error("$name: never $kind")
            if (next.getString("event") == kind) return next
        }
    }

    /** Their link, which says where they are. */
    fun link(): String = run("link", "--address", address).single().getString("link")

    private fun process(vararg words: String): ProcessBuilder {
        val program = checkNotNull(System.getProperty("pure2p.program")) { "cargo xtask test android says where it is" }
        return ProcessBuilder(listOf(program, "--json", "--home", home.path) + words)
    }
}
