package dev.pure2p.app.support

import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** An app that has been used for years: 100,000 messages. */
class LongHomeApp : TestApp() {
    override val kept = KeptDevice(Files.createTempDirectory("pure2p-device").toFile()).apply { fill(contacts = 1, messages = 100_000) }

    override fun onTerminate() {
        super.onTerminate()
        kept.delete()
    }
}

/** Makes an account with so many contacts and messages, past the app. The first contact has nearly all of them; its UID. */
fun KeptDevice.fill(contacts: Int, messages: Int): String {
    val key = ByteArray(32) { 7 }
    wrap(key)
    val program = checkNotNull(System.getProperty("pure2p.long-home")) { "cargo xtask test android says where it is" }
    val hex = key.joinToString("") { "%02x".format(it) }
    val making = ProcessBuilder(program, database.path, hex, "$contacts", "$messages").redirectErrorStream(true).start()
    val said = making.inputStream.bufferedReader().readText()
    check(making.waitFor(60, TimeUnit.SECONDS) && making.exitValue() == 0) { said }
    return said.trim()
}
