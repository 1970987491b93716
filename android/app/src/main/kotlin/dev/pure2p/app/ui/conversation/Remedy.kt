package dev.pure2p.app.ui.conversation

import androidx.annotation.StringRes
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState
import dev.pure2p.core.Reason

/** What a person can do so that a message need not wait longer, in [words]. */
internal enum class Remedy(@param:StringRes val words: Int) {
    MY_LINK(R.string.conversation_remedy_my_link),
    REACH(R.string.conversation_remedy_reach),
    SETTINGS(R.string.conversation_remedy_settings),
    UNBLOCK(R.string.conversation_unblock),
}

/** Why one's own message waits; nothing of any other. */
internal val Message.waitsFor: Reason?
    get() = reason.takeIf { direction == Direction.OUT && state == MessageState.WAITING }

/** What helps against [reason]; nothing where only time or the other person does. */
internal fun remedy(reason: Reason?): Remedy? = when (reason) {
    Reason.NoAddress -> Remedy.MY_LINK
    Reason.NeitherReachable, Reason.NoWayIn, Reason.Unreachable, is Reason.NoAnswer -> Remedy.REACH
    Reason.LocalNetworkForbidden -> Remedy.SETTINGS
    Reason.Blocked -> Remedy.UNBLOCK
    else -> null
}

/** Does what this remedy says. */
internal fun ConversationActions.help(remedy: Remedy) = when (remedy) {
    Remedy.MY_LINK -> myLink()
    Remedy.REACH -> reach()
    Remedy.SETTINGS -> settings()
    Remedy.UNBLOCK -> unblock()
}

/** Stands below the message, on its writer's side: a thing of its own, also for who can't see it. */
@Composable
internal fun RemedyButton(remedy: Remedy, help: (Remedy) -> Unit) {
    Box(Modifier.fillMaxWidth().padding(start = 12.dp, end = 6.dp), contentAlignment = Alignment.CenterEnd) {
        TextButton({ help(remedy) }, Modifier.heightIn(min = 48.dp)) { Text(stringResource(remedy.words), textAlign = TextAlign.End) }
    }
}
