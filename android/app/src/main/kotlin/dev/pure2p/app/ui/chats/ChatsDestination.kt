package dev.pure2p.app.ui.chats

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.DeviceChoices
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.LocalTwoPanes
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.NothingBeside
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.here.isUseful
import dev.pure2p.app.ui.lock.AppLock
import dev.pure2p.core.SessionState
import dev.pure2p.core.Uid

/** This screen's place in the app. In two panes it stands beside all places, and here is nothing. */
fun NavGraphBuilder.chats(home: Home, open: OpenHome, lock: AppLock, go: Navigator) {
    composable(Routes.CHATS) { if (LocalTwoPanes.current) NothingBeside() else Chats(home, open, lock, go) }
}

/** The chats, over the real thing: what the holders say, and where taps lead. */
@Composable
fun Chats(home: Home, open: OpenHome, lock: AppLock, go: Navigator, selected: Uid? = null) {
    val loaded by open.screens.chatList.loaded.collectAsStateWithLifecycle()
    val chats by open.screens.chatList.state.collectAsStateWithLifecycle()
    val failure by open.screens.chatList.failure.collectAsStateWithLifecycle()
    val session by open.screens.session.state.collectAsStateWithLifecycle()
    val requests by open.screens.requestList.state.collectAsStateWithLifecycle()
    val reach by open.screens.reachability.state.collectAsStateWithLifecycle()
    val foreground by open.foreground.state.collectAsStateWithLifecycle()
    val choices by home.device.choices.collectAsStateWithLifecycle()
    val cannotAsk by lock.cannotAsk.collectAsStateWithLifecycle()
    val from = remember(go) { go.fromChats() }
    ChatsScreen(
        ChatsState(
            loaded,
            chats,
            requests.size,
            failure != null,
            SessionBarState.of(session, foreground, reach),
            noticeOf(session, choices, cannotAsk),
            selected,
        ),
        ChatsActions(
            open = from::toConversation,
            add = { from.toAdd() },
            myLink = from::toMyLink,
            requests = from::toRequests,
            settings = from::toSettings,
            reach = from::toReach,
            retry = open.screens.chatList::refresh,
            read = { notice ->
                if (notice == ChatsNotice.LOCK_CANNOT_ASK) lock.cannotAskRead()
                else home.device.change { it.copy(leavingExplained = true) }
            },
        ),
    )
}

/** That leaving ends being here is said when that is of use for the first time. */
private fun noticeOf(session: SessionState, choices: DeviceChoices, cannotAsk: Boolean): ChatsNotice? = when {
    cannotAsk -> ChatsNotice.LOCK_CANNOT_ASK
    choices.leavingExplained || !session.isUseful -> null
    choices.keepScreenOn -> ChatsNotice.HERE_ENDS_STAYS_ON
    else -> ChatsNotice.HERE_ENDS
}
