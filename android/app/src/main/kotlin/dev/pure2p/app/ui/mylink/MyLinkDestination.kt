package dev.pure2p.app.ui.mylink

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.copyText
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Reach
import dev.pure2p.core.groupedUid
import dev.pure2p.core.linkQr
import dev.pure2p.core.previewLink
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** This screen's place in the app. */
fun NavGraphBuilder.myLink(open: OpenHome, go: Navigator) {
    composable(Routes.MY_LINK) { MyLink(open, go) }
}

/** The link, over the real thing. */
@Composable
private fun MyLink(open: OpenHome, go: Navigator) {
    val foreground by open.foreground.state.collectAsStateWithLifecycle()
    val reach by open.screens.reachability.state.collectAsStateWithLifecycle()
    val loaded by open.screens.reachability.loaded.collectAsStateWithLifecycle()
    val failure by open.screens.reachability.failure.collectAsStateWithLifecycle()
    var link by remember { mutableStateOf<ShownLink?>(null) }
    var answersNobody by remember { mutableStateOf(false) }
    var withLan by rememberSaveable { mutableStateOf(false) }
    var renewing by remember { mutableStateOf(false) }
    var said by remember { mutableStateOf<Said?>(null) }
    var tries by remember { mutableIntStateOf(0) }

    // Each link made is signed and stored: not for every event, but when the addresses are others. What they are may be
    // unknown; the link is made all the same, or it is said that there is none.
    val asked = loaded || failure != null
    LaunchedEffect(asked, reach.addresses, tries) {
        if (!asked) return@LaunchedEffect
        try {
            link = makeLink(open.messenger, reach)
            answersNobody = !open.messenger.settings().answerNewPeople
            if (said == Said.NOT_MADE) said = null
        } catch (_: MessengerException) {
            said = Said.NOT_MADE
        }
    }

    val state = MyLinkState(link, opennessOf(foreground, reach), withLan, answersNobody, renewing, said)
    val context = LocalContext.current
    val shareTitle = stringResource(R.string.my_link_share)
    MyLinkScreen(
        state,
        MyLinkActions(
            back = go::back,
            copyLink = {
                state.shared?.let { context.copyText(it) }
                said = Said.LINK_COPIED
            },
            copyUid = {
                // As people compare it; whoever pastes it need not care about the spaces.
                link?.let { context.copyText(it.grouped) }
                said = Said.UID_COPIED
            },
            share = { said = if (state.shared?.let { context.share(it, shareTitle) } == false) Said.NO_APP else null },
            tickLan = { withLan = it },
            renew = {
                renewing = true
                // The app's own scope: whoever leaves in this moment has renewed it all the same.
                open.scope.launch {
                    said = try {
                        open.messenger.renewInvite()
                        tries++
                        Said.RENEWED
                    } catch (_: MessengerException) {
                        Said.NOT_RENEWED
                    }
                    renewing = false
                }
            },
            retry = { tries++ },
            reach = go::toReach,
            settings = go::toSettings,
        ),
    )
}

/** Both links, and what the core says of them. */
private suspend fun makeLink(messenger: MessengerInterface, reach: Reach): ShownLink = withContext(Dispatchers.Default) {
    val outside = messenger.link(null, false)
    // Last, so that it is the newer one: who has both then believes the one that says more.
    val complete = messenger.link(null, true)
    val everywhere = previewLink(outside).addresses.toSet()
    val preview = previewLink(complete)
    val known = reach.addresses.associateBy { it.address }
    ShownLink(
        grouped = groupedUid(preview.uid),
        complete = complete,
        // The same addresses: then what is shared is what the code says, word for word.
        outside = if (everywhere.containsAll(preview.addresses)) complete else outside,
        qr = try {
            linkQr(complete)
        } catch (_: MessengerException) {
            null
        },
        addresses = preview.addresses.map {
            LinkAddress(it, lan = it !in everywhere, known[it]?.kind, known[it]?.source)
        },
    )
}

/** Whether there is an app to share with. */
private fun Context.share(text: String, title: String): Boolean = try {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
    startActivity(Intent.createChooser(send, title))
    true
} catch (_: ActivityNotFoundException) {
    false
}
