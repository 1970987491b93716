package dev.pure2p.app.ui.chats

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes

/** This screen's place in the app. */
fun NavGraphBuilder.chats(open: OpenHome, go: Navigator) {
    composable(Routes.CHATS) { Chats(open, go) }
}

/** The chats, over the real thing: what the holders say, and where taps lead. */
@Composable
private fun Chats(open: OpenHome, go: Navigator) {
    val loaded by open.screens.chatList.loaded.collectAsStateWithLifecycle()
    val chats by open.screens.chatList.state.collectAsStateWithLifecycle()
    val failure by open.screens.chatList.failure.collectAsStateWithLifecycle()
    val session by open.screens.session.state.collectAsStateWithLifecycle()
    val requests by open.screens.requestList.state.collectAsStateWithLifecycle()
    val foreground by open.foreground.state.collectAsStateWithLifecycle()
    ChatsScreen(
        ChatsState(loaded, chats, requests.size, failure != null, SessionBarState.of(session, foreground)),
        ChatsActions(
            open = go::toConversation,
            add = { go.toAdd() },
            myLink = go::toMyLink,
            requests = go::toRequests,
            settings = go::toSettings,
            reach = go::toReach,
            retry = open.screens.chatList::refresh,
        ),
    )
}
