package dev.pure2p.app.ui.common

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.pure2p.app.R
import dev.pure2p.core.Way

/** Whether this device reaches them. */
@Composable
internal fun iReachWords(way: Way): String = when (way) {
    is Way.No -> stringResource(R.string.way_mine_no, moment(way.since))
    Way.Unknown -> stringResource(R.string.way_mine_unknown)
    is Way.Yes -> stringResource(R.string.way_mine_yes, moment(way.since))
}

/** Whether they reach this device. */
@Composable
internal fun theyReachWords(way: Way): String = when (way) {
    is Way.No -> stringResource(R.string.way_theirs_no, moment(way.since))
    Way.Unknown -> stringResource(R.string.way_theirs_unknown)
    is Way.Yes -> stringResource(R.string.way_theirs_yes, moment(way.since))
}
