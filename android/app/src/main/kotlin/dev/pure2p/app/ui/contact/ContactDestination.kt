package dev.pure2p.app.ui.contact

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewmodel.compose.viewModel
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.copyText
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.scan.Refused
import dev.pure2p.app.ui.scan.ScanScreen
import dev.pure2p.app.ui.scan.rememberScanning
import dev.pure2p.core.Uid

/** This screen's place in the app. */
fun NavGraphBuilder.contact(open: OpenHome, go: Navigator) {
    composable(Routes.CONTACT) { entry ->
        entry.arguments?.getString(Routes.UID)?.let { Contact(it, open, go) }
    }
}

/** A contact over the real thing: what its model says, and where taps lead. */
@Composable
private fun Contact(uid: Uid, open: OpenHome, go: Navigator) {
    val model = viewModel<ContactModel>(key = uid, factory = viewModelFactory { initializer { ContactModel(open, uid) } })
    val state by model.state.collectAsStateWithLifecycle()
    val deleted by model.deleted.collectAsStateWithLifecycle()
    val context = LocalContext.current
    val scanning = rememberScanning()
    val scan by rememberUpdatedState(scanning::start)
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
            scan = { scan() },
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
    if (scanning.shown) {
        val name = isolated(state.contact?.name.orEmpty())
        ScanScreen(
            stringResource(R.string.contact_scan),
            stringResource(R.string.contact_scan_hint, name),
            // Whatever it is: what it means is said on the contact's screen.
            onCode = { code ->
                scanning.stop()
                model.scanned(code)
                null
            },
            onBack = scanning::stop,
        )
    } else {
        ContactScreen(state, actions, canScan = scanning.offered) { Refused(scanning) }
    }
}
