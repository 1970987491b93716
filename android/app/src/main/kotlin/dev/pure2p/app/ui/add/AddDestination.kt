package dev.pure2p.app.ui.add

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.navigation.NavGraphBuilder
import androidx.navigation.NavType
import androidx.navigation.compose.composable
import androidx.navigation.navArgument
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.MessengerException
import dev.pure2p.messenger.wellFormed
import kotlinx.coroutines.launch

/** This screen's place in the app. A link may come along; it adds nobody without a yes. */
fun NavGraphBuilder.add(open: OpenHome, go: Navigator) {
    val text = navArgument(Routes.TEXT) {
        type = NavType.StringType
        nullable = true
    }
    composable(Routes.ADD, listOf(text)) { entry ->
        Add(open, go, entry.arguments?.getString(Routes.TEXT).orEmpty())
    }
}

@Composable
private fun Add(open: OpenHome, go: Navigator, text: String) {
    val scope = rememberCoroutineScope()
    var refused by remember { mutableStateOf(false) }
    AddScreen(text, refused, go::back) { linkOrUid ->
        scope.launch {
            try {
                go.addedTo(open.messenger.add(linkOrUid.trim().wellFormed(), null).uid)
            } catch (_: MessengerException) {
                refused = true
            }
        }
    }
}
