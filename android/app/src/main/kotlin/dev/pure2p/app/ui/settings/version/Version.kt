package dev.pure2p.app.ui.settings.version

import android.os.Build
import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.settings.Page
import dev.pure2p.app.ui.settings.SaysRow
import dev.pure2p.app.ui.settings.versionName

/** This page's place in the app. */
fun NavGraphBuilder.version(go: Navigator) {
    composable(Routes.VERSION) { VersionScreen(LocalContext.current.versionName(), Build.VERSION.RELEASE, go::back) }
}

/** Which app it is, for who compares or reports. */
@Composable
fun VersionScreen(app: String, android: String, back: () -> Unit) {
    Page(stringResource(R.string.settings_version), back) {
        SaysRow(stringResource(R.string.version_app), app)
        SaysRow(stringResource(R.string.version_core), stringResource(R.string.version_core_same, app))
        SaysRow(stringResource(R.string.version_android), android)
        Small(stringResource(R.string.version_updates))
    }
}
