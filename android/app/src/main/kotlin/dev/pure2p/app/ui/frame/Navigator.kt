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
class Navigator private constructor(private val controller: NavController, private val fromChats: Boolean) {
    constructor(controller: NavController) : this(controller, fromChats = false)

    /** The ways from the chats: what is open beside them, in two panes, gives way. */
    fun fromChats() = Navigator(controller, fromChats = true)

    fun toConversation(uid: Uid, options: NavOptionsBuilder.() -> Unit = {}) = go("conversation/$uid", options)

    fun toContact(uid: Uid) = go("contact/$uid")

    /** With a link, or to be given one. A later link takes the place of an earlier one, and of what was made of it. */
    fun toAdd(text: String? = null) =
        if (text == null) go("add") else go("add?text=${Uri.encode(text)}") { popUpTo(Routes.ADD) { inclusive = true } }

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

    /** To the chats, whatever lies in between: what was shown there is gone. */
    fun toChats() {
        controller.popBackStack(Routes.CHATS, inclusive = false)
    }

    /** One back; at the chats nothing. */
    fun back() {
        if (controller.previousBackStackEntry != null) controller.popBackStack()
    }

    private fun go(route: String, options: NavOptionsBuilder.() -> Unit = {}) {
        if (route == shown()) return
        controller.navigate(route) {
            launchSingleTop = true
            if (fromChats) popUpTo(Routes.CHATS)
            options()
        }
    }

    /** The route that was gone last, with its arguments. */
    private fun shown(): String? {
        val entry = controller.currentBackStackEntry ?: return null
        val text = entry.arguments?.getString(Routes.TEXT)?.let { "?text=${Uri.encode(it)}" }
        return entry.destination.route
            ?.replace("{${Routes.UID}}", entry.arguments?.getString(Routes.UID).orEmpty())
            ?.replace("?text={${Routes.TEXT}}", text.orEmpty())
    }
}
