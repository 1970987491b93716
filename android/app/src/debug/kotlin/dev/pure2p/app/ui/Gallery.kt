package dev.pure2p.app.ui

import androidx.annotation.StringRes
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import dev.pure2p.app.R
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.add.AddPreview
import dev.pure2p.app.ui.add.AddPreviews
import dev.pure2p.app.ui.chats.ChatsActions
import dev.pure2p.app.ui.chats.ChatsPreviews
import dev.pure2p.app.ui.chats.ChatsScreen
import dev.pure2p.app.ui.contact.ContactActions
import dev.pure2p.app.ui.contact.ContactPreviews
import dev.pure2p.app.ui.contact.ContactScreen
import dev.pure2p.app.ui.conversation.ConversationActions
import dev.pure2p.app.ui.conversation.ConversationPreviews
import dev.pure2p.app.ui.conversation.ConversationScreen
import dev.pure2p.app.ui.common.LocalToday
import dev.pure2p.app.ui.frame.KeyLostScreen
import dev.pure2p.app.ui.frame.LockedPreviews
import dev.pure2p.app.ui.frame.UnavailableScreen
import dev.pure2p.app.ui.localnetwork.LocalNetworkReason
import dev.pure2p.app.ui.lock.LockedScreen
import dev.pure2p.app.ui.mylink.MyLinkActions
import dev.pure2p.app.ui.mylink.MyLinkPreviews
import dev.pure2p.app.ui.mylink.MyLinkScreen
import dev.pure2p.app.ui.reach.ReachActions
import dev.pure2p.app.ui.reach.ReachPreviews
import dev.pure2p.app.ui.reach.ReachScreen
import dev.pure2p.app.ui.requests.RequestsActions
import dev.pure2p.app.ui.requests.RequestsPreviews
import dev.pure2p.app.ui.requests.RequestsScreen
import dev.pure2p.app.ui.scan.ScanPreview
import dev.pure2p.app.ui.scan.ScanPreviews
import dev.pure2p.app.ui.settings.PagesPreviews
import dev.pure2p.app.ui.settings.SettingsActions
import dev.pure2p.app.ui.settings.SettingsPreviews
import dev.pure2p.app.ui.settings.SettingsScreen
import dev.pure2p.app.ui.settings.log.LogActions
import dev.pure2p.app.ui.settings.log.LogPreviews
import dev.pure2p.app.ui.settings.log.LogScreen
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.app.ui.welcome.WelcomePreviews
import dev.pure2p.app.ui.welcome.WelcomeScreen

/** Every screen in every state: whoever checks or photographs them all takes them from here. */
object Gallery {
    /** One line each. The first two states of a screen are also photographed large, wide, German and from right to left. */
    val screens: List<Screen<*>> = listOf(
        Screen("welcome", WelcomePreviews.states, R.string.welcome_set_aside_delete) { WelcomeScreen(it, {}, {}) },
        Screen("chats", ChatsPreviews.states) { ChatsScreen(it, ChatsActions()) },
        Screen("conversation", ConversationPreviews.states) { ConversationScreen(it, draft(it.problem), ConversationActions()) },
        Screen("add", AddPreviews.states) { AddPreview(it) },
        Screen("scan", ScanPreviews.states) { ScanPreview(it) },
        Screen("my-link", MyLinkPreviews.states, R.string.my_link_new_make) { MyLinkScreen(it, MyLinkActions()) },
        Screen("locked", LockedPreviews.states, R.string.key_lost_start) { if (it == null) KeyLostScreen {} else UnavailableScreen(it) {} },
        Screen("requests", RequestsPreviews.states, R.string.requests_block) { RequestsScreen(it, RequestsActions()) },
        Screen("contact", ContactPreviews.states, R.string.contact_block, R.string.contact_unblock, R.string.contact_delete) {
            ContactScreen(it, ContactActions(), canScan = true)
        },
        Screen("reach", ReachPreviews.states) { ReachScreen(it, ReachActions()) },
        Screen("settings", SettingsPreviews.states, R.string.settings_delete, R.string.welcome_set_aside_delete) {
            SettingsScreen(it, SettingsActions())
        },
        Screen("pages", PagesPreviews.states) { it() },
        Screen("log", LogPreviews.states) { LogScreen(it, LogActions()) },
        Screen("app-lock", mapOf("locked" to Unit)) { LockedScreen {} },
        Screen("local-network", mapOf("reason" to Unit)) { LocalNetworkReason({}, {}) },
    )

    /** What was not sent is still there. */
    @Composable
    private fun draft(problem: Any?) = remember { TextFieldState(if (problem == null) "" else "What I wanted to say") }
}

/** A screen, its states by name, and the words of buttons that ask before they do something. */
class Screen<S>(
    val name: String,
    val states: Map<String, S>,
    @param:StringRes vararg val asking: Int,
    private val draw: @Composable (S) -> Unit,
) {
    @Composable
    fun Show(state: String) = CompositionLocalProvider(LocalToday provides Samples.day) {
        Pure2pTheme(dynamic = false) { draw(states.getValue(state)) }
    }
}
