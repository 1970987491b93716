package dev.pure2p.app.ui.common

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context

/** Copies what may be seen by everybody: a UID, a link. */
internal fun Context.copyText(text: String) {
    getSystemService(ClipboardManager::class.java)?.setPrimaryClip(ClipData.newPlainText("Pure2P", text))
}
