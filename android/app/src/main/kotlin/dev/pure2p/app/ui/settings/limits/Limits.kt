package dev.pure2p.app.ui.settings.limits

import androidx.annotation.StringRes
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.settings.Page
import dev.pure2p.app.ui.settings.Point

/** This page's place in the app. */
fun NavGraphBuilder.limits(go: Navigator) {
    composable(Routes.LIMITS) { LimitsScreen(go::back) }
}

/** What Pure2P can't do, as README.md and docs/REACHABILITY.md have it: whoever changes one changes both. */
@Composable
fun LimitsScreen(back: () -> Unit) {
    Page(stringResource(R.string.settings_limits), back) {
        Limit(R.string.limits_both, R.string.limits_both_text)
        Limit(R.string.limits_lost, R.string.limits_lost_text)
        Limit(R.string.limits_networks, R.string.limits_networks_text)
        Points(
            R.string.limits_networks_list,
            R.string.limits_plain,
            R.string.limits_firewalls,
            R.string.limits_ipv6,
            R.string.limits_guest,
        )
        Points(
            R.string.limits_help,
            R.string.limits_help_router,
            R.string.limits_help_wifi,
            R.string.limits_help_ipv6,
            R.string.limits_help_provider,
        )
        Points(R.string.limits_odds, R.string.limits_odds_wifi, R.string.limits_odds_mixed, R.string.limits_odds_mobile)
        Limit(R.string.limits_seen, R.string.limits_seen_text)
        Limit(R.string.limits_young, R.string.limits_young_text)
        Limit(R.string.limits_small, R.string.limits_small_text)
    }
}

@Composable
private fun Limit(@StringRes title: Int, @StringRes text: Int) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Text(stringResource(title), Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
        Text(stringResource(text), style = MaterialTheme.typography.bodyLarge)
    }
}

@Composable
private fun Points(@StringRes title: Int, @StringRes vararg points: Int) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Text(stringResource(title), style = MaterialTheme.typography.bodyLarge)
        points.forEach { Point(stringResource(it)) }
    }
}
