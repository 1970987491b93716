package dev.pure2p.app.ui.frame

import android.net.Uri
import androidx.navigation.NavController
import androidx.navigation.NavOptionsBuilder
import dev.pure2p.core.Uid

/** Where one can go. A route's arguments are what a death of the process must not lose; all else is asked for again. */
object Routes {
    const val CHATS = "chats"
    const val MY_LINK = "my-link"
    const val REACH = "reach"
    const val REQUESTS = "requests"
    const val SETTINGS = "settings"
    const val LIMITS = "limits"
    const val LICENCES = "licences"
    const val VERSION = "version"
    const val LOG = "log"

    /** With [UID]. */
    const val CONVERSATION = "conversation/{uid}"

    /** With [UID]. */
    const val CONTACT = "contact/{uid}"

    /** With [TEXT], a link or a UID, or without. */
    const val ADD = "add?text={text}"

    const val UID = "uid"
    const val TEXT = "text"
}

/** Goes there. Two quick taps go once. */
class Navigator(private val controller: NavController) {
    fun toConversation(uid: Uid, options: NavOptionsBuilder.() -> Unit = {}) = go("conversation/$uid", options)

    fun toContact(uid: Uid) = go("contact/$uid")

    fun toAdd(text: String? = null) = go(if (text == null) "add" else "add?text=${Uri.encode(text)}")

    fun toMyLink() = go(Routes.MY_LINK)

    fun toReach() = go(Routes.REACH)

    fun toRequests() = go(Routes.REQUESTS)

    fun toSettings() = go(Routes.SETTINGS)

    fun toLimits() = go(Routes.LIMITS)

    fun toLicences() = go(Routes.LICENCES)

    fun toVersion() = go(Routes.VERSION)

    fun toLog() = go(Routes.LOG)

    /** From [Routes.ADD] to the chat with whom was added: back from there leads to the chats. */
    fun addedTo(uid: Uid) = toConversation(uid) { popUpTo(Routes.CHATS) }

    /** One back; at the chats nothing. */
    fun back() {
        if (controller.previousBackStackEntry != null) controller.popBackStack()
    }

    private fun go(route: String, options: NavOptionsBuilder.() -> Unit = {}) {
        controller.navigate(route) {
            launchSingleTop = true
            options()
        }
    }
}
