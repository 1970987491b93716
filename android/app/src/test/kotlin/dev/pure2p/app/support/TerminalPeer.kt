package dev.pure2p.app.support

import java.io.File
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.json.JSONObject

/** Far more than anything takes on a busy machine. */
private const val LIMIT = 60L

/** Somebody else, with the terminal program and a home of their own. Everything is on this machine. */
class TerminalPeer(name: String) : AutoCloseable {
    private val home: File = Files.createTempDirectory("peer").toFile()
    private var here: Here? = null

    /** Where they listen: the same place each time, as a link says it. */
    private var listen = "127.0.0.1:0"

    /** Their UID. */
    val uid: String = verb("init", "--name", name).single().getString("uid")

    /** A link that says where they listened last. */
    fun link(): String = verb("link").single().getString("link")

    /** Runs a verb to its end, and gives what it says. */
    fun verb(vararg words: String): List<JSONObject> {
        val running = start(*words)
        val said = running.inputStream.bufferedReader().readLines()
        check(running.waitFor(LIMIT, TimeUnit.SECONDS)) { "${words[0]} never ended" }
        check(running.exitValue() == 0) { "${words.joinToString(" ")}: ${home.resolve("errors").readText()}" }
        return said.map(::JSONObject)
    }

    /** Opens: they are here from now on. */
    fun open() {
        val opened = Here(start("open", "--listen", listen))
        here = opened
        listen = opened.await { it.optString("event") == "listening" }.getJSONArray("addresses").getString(0)
    }

    /** Waits for an event. */
    fun await(what: (JSONObject) -> Boolean): JSONObject = checkNotNull(here) { "not here" }.await(what)

    /** Closes as a person does: they say goodbye. */
    fun leave() {
        here?.end()
        here = null
    }

    override fun close() {
        leave()
        home.deleteRecursively()
    }

    private fun start(vararg words: String): Process {
        val program = checkNotNull(System.getProperty("pure2p.program")) { "pure2p.program is not set" }
        return ProcessBuilder(program, "--home", home.path, "--json", *words)
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("errors")))
            .start()
    }

    private inner class Here(private val process: Process) {
        private val said = LinkedBlockingQueue<JSONObject>()
        private val reader = thread { process.inputStream.bufferedReader().forEachLine { said.put(JSONObject(it)) } }

        fun await(what: (JSONObject) -> Boolean): JSONObject {
            val passed = mutableListOf<JSONObject>()
            while (true) {
                val next = said.poll(LIMIT, TimeUnit.SECONDS)
                    ?: error("never said; instead: $passed; ${home.resolve("errors").readText()}")
                if (what(next)) return next
                passed += next
            }
        }

        fun end() {
            // By its handle: otherwise what it still says would be cut off.
            process.toHandle().destroy()
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) process.destroyForcibly()
            reader.join()
        }
    }
}
