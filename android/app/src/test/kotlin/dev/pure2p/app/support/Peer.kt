package dev.pure2p.app.support

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.json.JSONObject
import org.junit.rules.ExternalResource

/** Far more than anything takes on a busy machine. */
private const val LIMIT = 60L

/**
 * Somebody else: the terminal program in a home of its own, started as people start it. The build says where it is, in
 * `pure2p.program`.
 */
class Peer(private val name: String) : ExternalResource() {
    private lateinit var home: File
    private var here: Here? = null

    /** Their UID. */
    lateinit var uid: String
        private set

    /** Where they listen, once they were open: the same place each time, as a link says it. */
    var address = "127.0.0.1:0"
        private set

    public override fun before() {
        home = Files.createTempDirectory("pure2p-peer").toFile()
        uid = run("init", "--name", name).single().getString("uid")
    }

    public override fun after() {
        here?.kill()
        home.deleteRecursively()
    }

    /** Runs a verb to its end; what it prints, a line each. */
    fun run(vararg words: String, input: String = ""): List<JSONObject> {
        val process = start(*words)
        process.outputStream.use { it.write(input.toByteArray()) }
        val lines = process.inputStream.bufferedReader().readLines()
        check(process.waitFor(LIMIT, TimeUnit.SECONDS)) { "$name: ${words[0]} never ends" }
        check(process.exitValue() == 0) { "pure2p ${words.joinToString(" ")} failed: ${errors()}" }
        return lines.filter { it.isNotBlank() }.map(::JSONObject)
    }

    /** They write many messages in one go. */
    fun write(uid: String, texts: List<String>) {
        run("send", uid, "-", input = texts.joinToString("\n"))
    }

    /** They have the app open, until [leave]. */
    fun open() {
        here = Here(start("open", "--listen", address))
        address = event("listening").getJSONArray("addresses").getString(0)
    }

    /** They close the app, and say goodbye. */
    fun leave() {
        here?.leave()
        here = null
    }

    /** The app dies under them: no goodbye, nothing more is written. */
    fun kill() {
        here?.kill()
        here = null
    }

    /** The next event of this kind. */
    fun event(kind: String): JSONObject = await { it.optString("event") == kind }

    /** The next event for which this holds. */
    fun await(what: (JSONObject) -> Boolean): JSONObject = checkNotNull(here) { "$name is not here" }.await(what)

    /** Their link, which says where they are, or were last. */
    fun link(): String = run("link", "--address", address).single().getString("link")

    private fun errors(): String = home.resolve("errors").takeIf { it.exists() }?.readText().orEmpty()

    private fun start(vararg words: String): Process {
        val program = checkNotNull(System.getProperty("pure2p.program")) { "cargo xtask test android says where it is" }
        return ProcessBuilder(listOf(program, "--json", "--home", home.path) + words)
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("errors")))
            .start()
    }

    private inner class Here(private val process: Process) {
        private val said = LinkedBlockingQueue<JSONObject>()
        private val reader = thread(isDaemon = true) {
            try {
                process.inputStream.bufferedReader().forEachLine { said += JSONObject(it) }
            } catch (_: IOException) {
                // They were killed.
            }
        }

        fun await(what: (JSONObject) -> Boolean): JSONObject {
            val passed = mutableListOf<JSONObject>()
            while (true) {
                val next = said.poll(LIMIT, TimeUnit.SECONDS) ?: error("$name never said it; instead: $passed; ${errors()}")
                if (what(next)) return next
                passed += next
            }
        }

        fun leave() {
            // By its handle: otherwise what it still says would be cut off.
            process.toHandle().destroy()
            check(process.waitFor(LIMIT, TimeUnit.SECONDS)) { "$name does not leave" }
            reader.join()
        }

        fun kill() {
            process.destroyForcibly().waitFor()
        }
    }
}
