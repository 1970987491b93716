package dev.pure2p.app.ui.here

import android.app.Activity
import android.content.Intent
import android.os.PowerManager
import android.widget.Toast
import androidx.core.app.ActivityCompat
import dev.pure2p.app.R
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.HomeState

/**
 * Says in one line that messages wait, to whoever leaves the app for another.
 *
 * When the window pauses, not when it stops: an app that may post no notifications, and this one never asks to, can say
 * nothing any more once it is behind another.
 */
class Leaving(private val activity: Activity, private val home: Home) {
    private var onlyAway = false

    /** The app itself opens a screen of the system's or another app's, from which one comes back here. */
    fun opensAnother() {
        onlyAway = true
    }

    /** The window is in front. */
    fun back() {
        onlyAway = false
    }

    /** The window is no longer in front. */
    fun paused() {
        val waiting = (home.state.value as? HomeState.Open)?.home?.screens?.session?.state?.value?.waiting ?: 0
        if (waiting <= 0 || !isLeaving()) return
        val words = activity.resources.getQuantityString(R.plurals.leaving_waiting, waiting, waiting)
        Toast.makeText(activity.applicationContext, words, Toast.LENGTH_LONG).show()
    }

    // Not when the device is turned, not beside another app, and not when the screen goes dark: nobody would see it.
    private fun isLeaving(): Boolean = !onlyAway &&
        !activity.isChangingConfigurations &&
        !activity.isInMultiWindowMode &&
        activity.getSystemService(PowerManager::class.java)?.isInteractive != false

    companion object {
        /** Questions for permissions are screens of the system's. They begin in a method that no activity can override. */
        fun noticePermissionQuestions() = ActivityCompat.setPermissionCompatDelegate(
            object : ActivityCompat.PermissionCompatDelegate {
                override fun requestPermissions(activity: Activity, permissions: Array<out String>, requestCode: Int): Boolean {
                    (activity as? Leaves)?.leaving?.opensAnother()
                    return false
                }

                @Deprecated("Nothing is done here.")
                override fun onActivityResult(activity: Activity, requestCode: Int, resultCode: Int, data: Intent?) = false
            },
        )
    }
}

/** An activity that somebody leaves. */
interface Leaves {
    /** What is said to whoever does. */
    val leaving: Leaving
}
