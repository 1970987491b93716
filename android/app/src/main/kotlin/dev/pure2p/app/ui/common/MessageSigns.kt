package dev.pure2p.app.ui.common

import android.animation.ValueAnimator
import androidx.compose.foundation.layout.size
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.sp
import dev.pure2p.app.R
import dev.pure2p.core.MessageState
import dev.pure2p.core.Reason

/** The sign of a message of one's own: a clock, one tick, two ticks. Spoken as a word. */
@Composable
fun StateIcon(state: MessageState, modifier: Modifier = Modifier) {
    val (icon, words) = when (state) {
        MessageState.WAITING -> R.drawable.ic_clock to R.string.state_waiting
        MessageState.DELIVERED -> R.drawable.ic_tick to R.string.state_delivered
        MessageState.READ -> R.drawable.ic_ticks to R.string.state_read
    }
    Icon(
        painterResource(icon),
        stringResource(words),
        modifier.size(scaled(16.sp)),
        tint = if (state == MessageState.READ) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.onSurfaceVariant,
    )
}

/** Turns while an exchange is under way; stands still for who wants nothing to move. */
@Composable
fun TryingSign(modifier: Modifier = Modifier, moves: Boolean = ValueAnimator.areAnimatorsEnabled()) {
    val words = stringResource(R.string.state_waiting)
    val shape = modifier.size(scaled(12.sp)).semantics { contentDescription = words }
    val color = MaterialTheme.colorScheme.onSurfaceVariant
    // A whole circle, or at the turn there would be next to nothing to see.
    val track = MaterialTheme.colorScheme.outlineVariant
    val stroke = scaled(1.5.sp)
    if (moves) CircularProgressIndicator(shape, color, stroke, track)
    else CircularProgressIndicator({ 0.75f }, shape, color, stroke, track)
}

/** Why a message to [name] waits, as one sentence. */
@Composable
fun reasonWords(reason: Reason, name: String): String = when (reason) {
    Reason.AppClosed -> stringResource(R.string.reason_app_closed)
    Reason.Blocked -> stringResource(R.string.reason_blocked, name)
    Reason.DeviceFull -> stringResource(R.string.reason_device_full, name)
    Reason.LocalNetworkForbidden -> stringResource(R.string.reason_local_network_forbidden, name)
    Reason.NeitherReachable -> stringResource(R.string.reason_neither_reachable)
    Reason.NoAddress -> stringResource(R.string.reason_no_address, name)
    is Reason.NoAnswer -> when (val at = reason.lastSeen) {
        null -> stringResource(R.string.reason_no_answer, name)
        else -> stringResource(R.string.reason_no_answer_last, name, moment(at))
    }
    Reason.NoWayIn -> stringResource(R.string.reason_no_way_in, name)
    Reason.NotAccepted -> stringResource(R.string.reason_not_accepted, name)
    is Reason.NotOpen -> when (val at = reason.lastSeen) {
        null -> stringResource(R.string.reason_not_open, name)
        else -> stringResource(R.string.reason_not_open_last, name, moment(at))
    }
    Reason.NotUnderstood -> stringResource(R.string.reason_not_understood, name)
    Reason.Offline -> stringResource(R.string.reason_offline)
    Reason.Refused -> stringResource(R.string.reason_refused, name)
    Reason.Starved -> stringResource(R.string.reason_starved)
    Reason.Trying -> stringResource(R.string.reason_trying)
    Reason.Unreachable -> stringResource(R.string.reason_unreachable, name)
}
