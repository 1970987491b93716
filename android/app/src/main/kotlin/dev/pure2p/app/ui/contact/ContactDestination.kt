package dev.pure2p.app.ui.contact

import androidx.activity.compose.BackHandler
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewmodel.compose.viewModel
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.copyText
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.Uid

/** What reads a code: it is given what to do with the text, and how to leave. */
typealias Scanner = @Composable (scanned: (String) -> Unit, close: () -> Unit) -> Unit

/** This screen's place in the app. Without a [scanner] numbers are compared by eye alone. */
fun NavGraphBuilder.contact(open: OpenHome, go: Navigator, scanner: Scanner? = null) {
    composable(Routes.CONTACT) { entry ->
        entry.arguments?.getString(Routes.UID)?.let { Contact(it, open, go, scanner) }
    }
}

/** A contact over the real thing: what its model says, and where taps lead. */
@Composable
private fun Contact(uid: Uid, open: OpenHome, go: Navigator, scanner: Scanner?) {
    val model = viewModel<ContactModel>(key = uid, factory = viewModelFactory { initializer { ContactModel(open, uid) } })
    val state by model.state.collectAsStateWithLifecycle()
    val deleted by model.deleted.collectAsStateWithLifecycle()
    val context = LocalContext.current
    var scanning by rememberSaveable { mutableStateOf(false) }
    val actions = remember(model, go, context) {
        ContactActions(
            back = go::back,
            startNaming = model::startNaming,
            stopNaming = model::stopNaming,
            rename = model::rename,
            copyUid = {
                // As people compare it; whoever pastes it need not care about the spaces.
                context.copyText(model.state.value.grouped)
                model.copied()
            },
            scan = { scanning = true },
            setVerified = model::setVerified,
            compared = model::compared,
            accept = model::accept,
            block = model::block,
            unblock = model::unblock,
            delete = model::delete,
            myLink = go::toMyLink,
            retry = model::retry,
        )
    }
    LaunchedEffect(deleted) { if (deleted) go.toChats() }
    if (scanning && scanner != null) {
        val close = { scanning = false }
        BackHandler(onBack = close)
        scanner(
            {
                close()
                model.scanned(it)
            },
            close,
        )
    } else {
        ContactScreen(state, actions, canScan = scanner != null)
    }
}
