package dev.pure2p.app.ui.requests

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.Contact
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import dev.pure2p.core.groupedUid
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** This screen's place in the app. */
fun NavGraphBuilder.requests(open: OpenHome, go: Navigator) {
    composable(Routes.REQUESTS) { Requests(open, go) }
}

/** The requests, over the real thing: what the holder says, and what taps do. */
@Composable
private fun Requests(open: OpenHome, go: Navigator) {
    val holder = open.screens.requestList
    val loaded by holder.loaded.collectAsStateWithLifecycle()
    val requests by holder.state.collectAsStateWithLifecycle()
    val failure by holder.failure.collectAsStateWithLifecycle()
    var busy by remember { mutableStateOf(emptySet<Uid>()) }
    var outcome by remember { mutableStateOf<Outcome?>(null) }

    // Asked for on coming here, and when an answer or a request has come in between: nobody is blocked by themselves.
    var blocked by remember { mutableStateOf(emptyList<Contact>()) }
    LaunchedEffect(requests, outcome) {
        try {
            blocked = open.messenger.contacts().filter { it.blocked }
        } catch (_: MessengerException) {
            // The holder notices by itself that the database does not answer, and the screen says so.
        }
    }

    // The app's own scope: whoever leaves in this moment has answered all the same. On the thread of the screen, so that
    // two answers at once do not lose each other's mark.
    fun answer(uid: Uid, command: suspend MessengerInterface.() -> Outcome) {
        if (uid in busy) return
        busy += uid
        outcome = null
        open.scope.launch(Dispatchers.Main) {
            outcome = try {
                withContext(Dispatchers.Default) { open.messenger.command() }
            } catch (_: MessengerException) {
                Outcome.Failed
            }
            busy -= uid
        }
    }
    RequestsScreen(
        RequestsState(
            loaded,
            remember(requests) { requests.map { ShownRequest(it, groupedUid(it.uid)) } },
            blocked,
            failure != null,
            busy,
            outcome,
        ),
        RequestsActions(
            back = go::back,
            accept = { uid -> answer(uid) { Outcome.Accepted(uid, accept(uid).name) } },
            block = { uid ->
                answer(uid) {
                    block(uid)
                    Outcome.Blocked
                }
            },
            chat = { go.toConversation(it) },
            contact = go::toContact,
            myLink = go::toMyLink,
            retry = holder::refresh,
        ),
    )
}
