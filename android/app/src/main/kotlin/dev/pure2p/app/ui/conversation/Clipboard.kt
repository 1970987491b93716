package dev.pure2p.app.ui.conversation

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.os.Build
import android.os.PersistableBundle
import android.widget.Toast
import dev.pure2p.app.R

/** `ClipDescription.EXTRA_IS_SENSITIVE`, by its value: the name is newer than what it does. */
private const val SENSITIVE = "android.content.extra.IS_SENSITIVE"

/** Copies what somebody wrote: keyboards and the system's own preview must not show it. */
internal fun copy(context: Context, text: String) {
    val clip = ClipData.newPlainText(null, text)
    // The system knows it from 13 on, keyboards on older ones as well.
    clip.description.extras = PersistableBundle().apply { putBoolean(SENSITIVE, true) }
    context.getSystemService(ClipboardManager::class.java)?.setPrimaryClip(clip)
    // From Android 13 on the system says it itself.
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) {
        Toast.makeText(context, R.string.conversation_copied, Toast.LENGTH_SHORT).show()
    }
}
