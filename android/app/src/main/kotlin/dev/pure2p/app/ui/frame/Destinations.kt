package dev.pure2p.app.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.compose.NavHost
import androidx.navigation.compose.currentBackStackEntryAsState
import androidx.navigation.compose.rememberNavController
import dev.pure2p.app.Links
import dev.pure2p.app.Pure2pApp
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.add.add
import dev.pure2p.app.ui.chats.Chats
import dev.pure2p.app.ui.chats.chats
import dev.pure2p.app.ui.contact.contact
import dev.pure2p.app.ui.conversation.conversation
import dev.pure2p.app.ui.mylink.myLink
import dev.pure2p.app.ui.reach.reach
import dev.pure2p.app.ui.requests.requests
import dev.pure2p.app.ui.settings.settings

/**
 * The screens of somebody who has an account. Each says in its own folder what it shows.
 *
 * In a wide window the chats stand beside them. The ways between screens are the same ones, so that a window that gets
 * narrow shows what was beside the chats, and back leads to the chats from there.
 */
@Composable
fun Destinations(app: Pure2pApp, open: OpenHome, links: Links) {
    val (home, lock) = app.home to app.lock
    val controller = rememberNavController()
    val go = remember(controller) { Navigator(controller) }
    val panes = panes()
    CompositionLocalProvider(LocalTwoPanes provides (panes != null)) {
        Panes(
            panes,
            chats = {
                val beside by controller.currentBackStackEntryAsState()
                Chats(home, open, lock, go, selected = beside?.arguments?.getString(Routes.UID))
            },
        ) {
            NavHost(controller, startDestination = Routes.CHATS) {
                chats(home, open, lock, go)
                conversation(home.device, open, go)
                add(open, go)
                myLink(open, go)
                requests(open, go)
                contact(open, go)
                reach(open, go, app.localNetwork::allowed)
                settings(home, open, go)
            }
        }
    }
    val link by links.waiting.collectAsStateWithLifecycle()
    LaunchedEffect(link) {
        link?.let {
            links.seen()
            go.toAdd(it)
        }
    }
}
