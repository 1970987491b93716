package dev.pure2p.app.ui.conversation

import androidx.compose.ui.res.stringResource
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes

/** This screen's place in the app. */
@Suppress("UNUSED_PARAMETER")
fun NavGraphBuilder.conversation(open: OpenHome, go: Navigator) {
    composable(Routes.CONVERSATION) {
        Below(stringResource(R.string.conversation_title), go::back) {}
    }
}
