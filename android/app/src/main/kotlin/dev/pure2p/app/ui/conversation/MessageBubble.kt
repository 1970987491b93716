package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.background
import androidx.compose.foundation.combinedClickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.DropdownMenu
import androidx.compose.material3.DropdownMenuItem
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.hapticfeedback.HapticFeedbackType
import androidx.compose.ui.platform.LocalHapticFeedback
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.CustomAccessibilityAction
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.customActions
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.StateIcon
import dev.pure2p.app.ui.common.TryingSign
import dev.pure2p.app.ui.common.reasonWords
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState
import dev.pure2p.core.Reason

/** What one can do with a message. */
internal class MessageActions(
    val copy: (Message) -> Unit,
    val details: (Message) -> Unit,
    val delete: (Message) -> Unit,
    val help: (Remedy) -> Unit,
)

/** A message of a chat with [name], and a button with what helps if it [offers] one. */
@Composable
internal fun MessageBubble(said: Line.Said, name: String, actions: MessageActions, modifier: Modifier = Modifier, offers: Boolean = false) {
    val remedy = remedy(said.message.waitsFor)
    Column(modifier.fillMaxWidth()) {
        Bubble(said, name, actions, remedy)
        if (offers && remedy != null) RemedyButton(remedy, actions.help)
    }
}

/** Spoken as one sentence, with its actions, [remedy] among them. */
@Composable
private fun Bubble(said: Line.Said, name: String, actions: MessageActions, remedy: Remedy?) {
    val message = said.message
    val mine = message.direction == Direction.OUT
    val sentence = sentence(message, name)
    val custom = listOf(
        stringResource(R.string.conversation_copy) to actions.copy,
        stringResource(R.string.conversation_details) to actions.details,
        stringResource(R.string.conversation_delete) to actions.delete,
    )
    val spoken = custom + listOfNotNull(remedy).map { stringResource(it.words) to { _: Message -> actions.help(it) } }
    var menu by remember { mutableStateOf(false) }
    val touch = LocalHapticFeedback.current
    val what = stringResource(R.string.conversation_actions)
    // The whole row: whoever can't aim well needs not hit the bubble.
    Box(
        Modifier
            .fillMaxWidth()
            .combinedClickable(
                onClickLabel = what,
                onLongClickLabel = what,
                onLongClick = {
                    touch.performHapticFeedback(HapticFeedbackType.LongPress)
                    menu = true
                },
                onClick = { menu = true },
            )
            .clearAndSetSemantics {
                contentDescription = sentence
                customActions = spoken.map { (words, action) ->
                    CustomAccessibilityAction(words) {
                        action(message)
                        true
                    }
                }
            }
            .heightIn(min = 48.dp)
            .padding(start = 12.dp, end = 12.dp, top = if (said.first) 6.dp else 2.dp, bottom = 2.dp),
        contentAlignment = if (mine) Alignment.CenterEnd else Alignment.CenterStart,
    ) {
        Column(
            Modifier.fillMaxWidth(0.85f),
            horizontalAlignment = if (mine) Alignment.End else Alignment.Start,
            verticalArrangement = Arrangement.spacedBy(2.dp),
        ) {
            Words(message.text, mine, said.last)
            if (said.last) Under(message, name)
        }
        DropdownMenu(expanded = menu, onDismissRequest = { menu = false }) {
            custom.forEach { (words, action) ->
                DropdownMenuItem(
                    text = { Text(words) },
                    onClick = {
                        menu = false
                        action(message)
                    },
                )
            }
        }
    }
}

@Composable
private fun Words(text: String, mine: Boolean, last: Boolean) {
    val colors = MaterialTheme.colorScheme
    val tail = if (last) 4.dp else 18.dp
    // Start and end are mirrored with the language: the tail stays on its writer's side.
    val shape = RoundedCornerShape(18.dp, 18.dp, bottomEnd = if (mine) tail else 18.dp, bottomStart = if (mine) 18.dp else tail)
    Box(
        Modifier
            .widthIn(max = 520.dp)
            .background(if (mine) colors.primaryContainer else colors.surfaceContainerHigh, shape)
            .heightIn(min = 40.dp)
            .padding(horizontal = 14.dp, vertical = 8.dp),
    ) {
        Text(
            text,
            color = if (mine) colors.onPrimaryContainer else colors.onSurface,
            // Each message in the direction of its own script, whatever the app's is.
            style = MaterialTheme.typography.bodyLarge.copy(textDirection = TextDirection.Content),
        )
    }
}

/** Time, and of one's own: state, and why it waits. */
@Composable
private fun Under(message: Message, name: String) {
    val mine = message.direction == Direction.OUT
    val reason = message.waitsFor
    val time = minute(message.storedAt)
    Row(
        Modifier.padding(horizontal = 6.dp),
        horizontalArrangement = Arrangement.spacedBy(4.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Small(if (mine) stringResource(R.string.conversation_time_state, time, stateWords(message.state)) else time)
        when {
            reason == Reason.Trying -> TryingSign()
            mine -> StateIcon(message.state)
        }
    }
    if (reason != null) Box(Modifier.padding(horizontal = 6.dp)) { Small(reasonWords(reason, name), atEnd = true) }
}

@Composable
private fun Small(text: String, atEnd: Boolean = false) {
    val leftToRight = LocalLayoutDirection.current == LayoutDirection.Ltr
    Text(
        text,
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        // By the screen and not by the letters, whose end may be the other side.
        textAlign = if (leftToRight == atEnd) TextAlign.Right else TextAlign.Left,
        // In the direction of its own letters: turned around, the full stop goes to the front and has no room there.
        style = MaterialTheme.typography.labelMedium.copy(textDirection = TextDirection.Content),
    )
}

@Composable
private fun stateWords(state: MessageState): String = stringResource(
    when (state) {
        MessageState.WAITING -> R.string.state_waiting
        MessageState.DELIVERED -> R.string.state_delivered
        MessageState.READ -> R.string.state_read
    },
)

/** Who, when, what, and what became of it: each bubble says it all, whether or not it is the last of a group. */
@Composable
private fun sentence(message: Message, name: String): String {
    val time = minute(message.storedAt)
    if (message.direction == Direction.IN) return stringResource(R.string.conversation_said, name, time, message.text)
    val you = stringResource(R.string.conversation_you)
    val state = stateWords(message.state)
    val reason = message.reason.takeIf { message.state == MessageState.WAITING }
    return when (reason) {
        null -> stringResource(R.string.conversation_said_state, you, time, message.text, state)
        else -> stringResource(R.string.conversation_said_reason, you, time, message.text, state, reasonWords(reason, name))
    }
}
