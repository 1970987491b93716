package dev.pure2p.app.ui.lock

import android.app.Activity
import android.os.Build
import android.view.View
import android.view.WindowManager

/** Keeps what is written out of pictures of this window: of the screen, among the recent apps, and of its own last frame. */
internal class Curtain(private val activity: Activity, private val lock: AppLock) {
    private val content: View? get() = activity.findViewById<View>(android.R.id.content)
    private var shownOpen = false

    /** The app lock is on, or off. */
    fun secret(on: Boolean) {
        val flags = if (on) WindowManager.LayoutParams.FLAG_SECURE else 0
        activity.window.setFlags(flags, WindowManager.LayoutParams.FLAG_SECURE)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) activity.setRecentsScreenshotEnabled(!on)
    }

    /** Nobody sees the window. The frame that it had must not be the first one when it is seen again. */
    fun fall() {
        content?.visibility = View.INVISIBLE
    }

    /** The window is seen, or what is composed is [open] now: it is drawn once nothing is composed that may not be seen. */
    fun rise(open: Boolean = shownOpen) {
        shownOpen = open
        if (!open || !lock.isClosed) content?.visibility = View.VISIBLE
    }
}
