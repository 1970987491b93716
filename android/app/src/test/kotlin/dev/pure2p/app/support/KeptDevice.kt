package dev.pure2p.app.support

import android.content.Context
import dev.pure2p.app.home.KeyVault
import java.io.File
import java.nio.file.Files
import javax.crypto.Cipher
import javax.crypto.KeyGenerator

/** What a device keeps when a process ends, however it ends: files, and the keys of its key store. */
class KeptDevice(private val folder: File) {
    /** The key store's. */
    val keys = File(folder, "keys").apply { mkdirs() }

    private val files = File(folder, "no_backup")

    /** Where the app keeps its database. */
    val database = File(files, "home/messages.db")

    /** Makes these files those of an app that is about to begin. */
    fun lieIn(context: Context) {
        link(context.noBackupFilesDir, files)
        link(File(context.dataDir, "shared_prefs"), File(folder, "shared_prefs"))
    }

    /** Makes a key that opens the database of somebody else's making. */
    fun wrap(key: ByteArray) {
        val wrapping = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
        File(keys, KeyVault.ALIAS).writeBytes(wrapping.encoded)
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, wrapping) }
        val wrapped = cipher.doFinal(key)
        database.parentFile?.mkdirs()
        File(database.parentFile, "database-key").writeBytes(byteArrayOf(1) + cipher.iv + wrapped)
    }

    /** All of it. */
    fun delete() {
        folder.deleteRecursively()
    }

    private fun link(from: File, to: File) {
        to.mkdirs()
        from.deleteRecursively()
        from.parentFile?.mkdirs()
        Files.createSymbolicLink(from.toPath(), to.toPath())
    }
}
