package dev.pure2p.app.ui.settings

import android.app.KeyguardManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings.ACTION_APP_LOCALE_SETTINGS
import android.text.format.Formatter
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.compose.LifecycleResumeEffect
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewmodel.compose.viewModel
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.settings.licences.licences
import dev.pure2p.app.ui.settings.limits.limits
import dev.pure2p.app.ui.settings.log.log
import dev.pure2p.app.ui.settings.version.version
import kotlinx.coroutines.launch

/** This screen's place in the app, and those of the pages that it leads to. */
fun NavGraphBuilder.settings(home: Home, open: OpenHome, go: Navigator) {
    composable(Routes.SETTINGS) { Settings(home, open, go) }
    limits(go)
    licences(go)
    version(go)
    log(go)
}

/** The settings, over the real thing. */
@Composable
private fun Settings(home: Home, open: OpenHome, go: Navigator) {
    val model = viewModel<SettingsModel>(factory = viewModelFactory { initializer { SettingsModel(home, open) } })
    val kept by model.state.collectAsStateWithLifecycle()
    val device by home.device.choices.collectAsStateWithLifecycle()
    val setAside by home.setAside.collectAsStateWithLifecycle()
    val scope = rememberCoroutineScope()
    val context = LocalContext.current
    var lockable by remember { mutableStateOf(true) }
    // Each time that the screen comes back: from a chat that grew, or from the system's settings.
    LifecycleResumeEffect(model) {
        model.load()
        lockable = context.getSystemService(KeyguardManager::class.java)?.isDeviceSecure == true
        onPauseOrDispose {}
    }
    val actions = remember(model, go, context) {
        SettingsActions(
            back = go::back,
            retry = model::load,
            edit = model::edit,
            setName = model::setName,
            setPort = model::setPort,
            switch = model::switch,
            choose = home.device::change,
            language = { context.chooseLanguage() },
            deleteSetAside = { scope.launch { home.deleteSetAside() } },
            deleteEverything = model::deleteEverything,
            limits = go::toLimits,
            licences = go::toLicences,
            version = go::toVersion,
            log = go::toLog,
        )
    }
    SettingsScreen(
        SettingsState(
            settings = kept.settings,
            unread = kept.unread,
            device = device,
            lockable = lockable,
            languageChoice = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU,
            stored = kept.storage?.let { Stored(Formatter.formatShortFileSize(context, it.bytes), it.messages) },
            setAside = setAside?.let { Formatter.formatShortFileSize(context, it) },
            version = context.versionName(),
            editing = kept.editing,
            refusal = kept.refusal,
            erasing = kept.erasing,
        ),
        actions,
    )
}

/** The system's own list of languages for this app. */
private fun Context.chooseLanguage() {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
    try {
        startActivity(Intent(ACTION_APP_LOCALE_SETTINGS, Uri.fromParts("package", packageName, null)))
    } catch (_: ActivityNotFoundException) {
        // A system without that list: its language is the app's.
    }
}

/** The app's version, as its makers count. */
internal fun Context.versionName(): String = packageManager.getPackageInfo(packageName, 0).versionName.orEmpty()
