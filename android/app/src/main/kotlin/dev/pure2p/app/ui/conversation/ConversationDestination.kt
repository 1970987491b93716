package dev.pure2p.app.ui.conversation

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.compose.LocalLifecycleOwner
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.compose.currentStateAsState
import androidx.lifecycle.viewmodel.compose.viewModel
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.ChoiceStore
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.openSystemSettings
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.Uid

/** This screen's place in the app. */
fun NavGraphBuilder.conversation(device: ChoiceStore, open: OpenHome, go: Navigator) {
    composable(Routes.CONVERSATION) { entry ->
        entry.arguments?.getString(Routes.UID)?.let { Conversation(it, device, open, go) }
    }
}

/** A chat over the real thing: what its model says, and where taps lead. */
@Composable
private fun Conversation(uid: Uid, device: ChoiceStore, open: OpenHome, go: Navigator) {
    // By the UID: going from one chat to another keeps the place, and must not keep the model.
    val model = viewModel<ConversationModel>(key = uid, factory = viewModelFactory { initializer { ConversationModel(open, uid) } })
    val state by model.state.collectAsStateWithLifecycle()
    val gone by model.gone.collectAsStateWithLifecycle()
    val choices by device.choices.collectAsStateWithLifecycle()
    val lifecycle by LocalLifecycleOwner.current.lifecycle.currentStateAsState()
    val context = LocalContext.current
    val actions = remember(model, go, context) {
        ConversationActions(
            back = go::back,
            contact = { go.toContact(uid) },
            send = model::send,
            copy = { copy(context, it.text) },
            delete = model::delete,
            showDetails = { model.showDetails(it.id) },
            hideDetails = { model.showDetails(null) },
            older = model::older,
            newer = model::newer,
            toNewest = model::toNewest,
            seen = model::seen,
            retry = model::retry,
            accept = model::accept,
            block = model::block,
            unblock = model::unblock,
            myLink = go::toMyLink,
            reach = go::toReach,
            settings = context::openSystemSettings,
        )
    }
    // Removed on the contact's screen: nothing is left to show.
    LaunchedEffect(gone) { if (gone) go.back() }
    val inFront = lifecycle.isAtLeast(Lifecycle.State.RESUMED)
    ConversationScreen(state.copy(inFront = inFront, enterSends = choices.enterSends), model.draft, actions)
}
