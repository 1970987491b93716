package dev.pure2p.app.home

import android.content.Context
import java.io.File
import java.io.IOException

/** Where things are on this device: never in a backup. */
internal class HomeFiles(context: Context) {
    private val top = context.noBackupFilesDir
    private val folder = File(top, "home")
    private val aside = File(top, "set-aside")

    /** The database. The library keeps files of its own beside it. */
    val database = File(folder, "messages.db")

    /** Its key, wrapped. */
    val key = File(folder, "database-key")

    /** Makes the folder. */
    fun prepare() {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("no folder for the database")
    }

    /** Bytes of what was set aside; nothing if nothing was. */
    fun setAsideBytes(): Long? =
        aside.takeIf { it.exists() }?.walkTopDown()?.filter { it.isFile }?.sumOf { it.length() }

    /** Moves everything out of the way, where it stays until [deleteSetAside]. */
    fun setAside() {
        if (!folder.exists()) return
        val place = File(aside, System.currentTimeMillis().toString())
        aside.mkdirs()
        if (!folder.renameTo(place)) throw IOException("the old database cannot be set aside")
    }

    /** Deletes what was set aside. */
    fun deleteSetAside() {
        aside.deleteRecursively()
    }
}
