package dev.pure2p.app.ui.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.home.Appearance
import dev.pure2p.app.home.DeviceChoices
import dev.pure2p.app.ui.common.Below
import dev.pure2p.core.Settings

/** What a person can change, and what there is to know. */
@Composable
fun SettingsScreen(state: SettingsState, actions: SettingsActions) {
    if (state.erasing != Erasing.NOT) {
        ErasingScreen(state.erasing, actions.deleteEverything)
        return
    }
    Below(stringResource(R.string.settings_title), actions.back) { modifier ->
        Box(modifier.fillMaxSize().verticalScroll(rememberScrollState()), contentAlignment = Alignment.TopCenter) {
            Column(Modifier.widthIn(max = 640.dp).fillMaxWidth()) {
                if (state.unread) Unread(actions.retry)
                // Until it is read, nothing is shown that may not be so. What this device has is known at once.
                state.settings?.let {
                    People(it, state.refusal, actions)
                    Network(it, state.refusal, actions)
                }
                Device(state, actions)
                StorageSection(state, actions)
                About(state.version, actions)
            }
        }
    }
    state.settings?.let { Editor(state.editing, it, state.refusal, actions) }
}

@Composable
private fun Unread(retry: () -> Unit) {
    Column(Modifier.fillMaxWidth().padding(16.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Text(stringResource(R.string.settings_unread), style = MaterialTheme.typography.bodyLarge)
        TextButton(retry) { Text(stringResource(R.string.settings_retry)) }
    }
}

@Composable
private fun People(settings: Settings, refusal: Refusal?, actions: SettingsActions) {
    Section(stringResource(R.string.settings_people)) {
        GoRow(
            stringResource(R.string.settings_name),
            settings.name ?: stringResource(R.string.settings_name_none),
        ) { actions.edit(What.NAME) }
        SwitchRow(
            stringResource(R.string.settings_answer),
            stringResource(R.string.settings_answer_why),
            settings.answerNewPeople,
            refusal = refusal.words(What.ANSWER_NEW_PEOPLE),
        ) { actions.switch(What.ANSWER_NEW_PEOPLE, it) }
        SwitchRow(
            stringResource(R.string.settings_receipts),
            stringResource(R.string.settings_receipts_why),
            settings.readReceipts,
            refusal = refusal.words(What.READ_RECEIPTS),
        ) { actions.switch(What.READ_RECEIPTS, it) }
    }
}

@Composable
private fun Network(settings: Settings, refusal: Refusal?, actions: SettingsActions) {
    Section(stringResource(R.string.settings_network)) {
        SwitchRow(
            stringResource(R.string.settings_router),
            stringResource(R.string.settings_router_why),
            settings.askRouter,
            refusal = refusal.words(What.ASK_ROUTER),
        ) { actions.switch(What.ASK_ROUTER, it) }
        GoRow(
            stringResource(R.string.settings_port),
            settings.port.toString(),
            stringResource(R.string.settings_port_why),
        ) { actions.edit(What.PORT) }
    }
}

@Composable
private fun Device(state: SettingsState, actions: SettingsActions) {
    val device = state.device
    Section(stringResource(R.string.settings_device)) {
        Looks(device.appearance, actions.choose)
        Language(state.languageChoice, actions.language)
        SwitchRow(
            stringResource(R.string.settings_screen_on),
            stringResource(R.string.settings_screen_on_why),
            device.keepScreenOn,
        ) { on -> actions.choose { copy(keepScreenOn = on) } }
        SwitchRow(
            stringResource(R.string.settings_enter),
            stringResource(R.string.settings_enter_why),
            device.enterSends,
        ) { on -> actions.choose { copy(enterSends = on) } }
        SwitchRow(
            stringResource(R.string.settings_lock),
            stringResource(if (state.lockable) R.string.settings_lock_why else R.string.settings_lock_none),
            device.appLock,
            // Who has taken the device's lock away can still switch this one off.
            enabled = state.lockable || device.appLock,
        ) { on -> actions.choose { copy(appLock = on) } }
    }
}

@Composable
private fun Looks(now: Appearance, choose: (DeviceChoices.() -> DeviceChoices) -> Unit) {
    Text(
        stringResource(R.string.settings_look),
        Modifier.padding(16.dp, 4.dp),
        style = MaterialTheme.typography.bodyLarge,
    )
    Column(Modifier.selectableGroup().padding(bottom = 8.dp)) {
        for (look in looks) {
            val words = when (look) {
                Appearance.SYSTEM -> R.string.settings_look_system
                Appearance.LIGHT -> R.string.settings_look_light
                Appearance.DARK -> R.string.settings_look_dark
            }
            ChoiceRow(stringResource(words), now == look) { choose { copy(appearance = look) } }
        }
    }
}

@Composable
private fun Language(choice: Boolean, choose: () -> Unit) {
    val title = stringResource(R.string.settings_language)
    if (choice) GoRow(title, stringResource(R.string.settings_language_choose), go = choose)
    else SaysRow(title, stringResource(R.string.settings_language_system), Modifier.padding(16.dp, 12.dp))
}

@Composable
private fun About(version: String, actions: SettingsActions) {
    Section(stringResource(R.string.settings_about)) {
        GoRow(stringResource(R.string.settings_limits), stringResource(R.string.settings_limits_why), go = actions.limits)
        GoRow(stringResource(R.string.settings_licences), stringResource(R.string.settings_licences_why), go = actions.licences)
        GoRow(stringResource(R.string.settings_version), version, go = actions.version)
        GoRow(stringResource(R.string.settings_log), stringResource(R.string.settings_log_why), go = actions.log)
    }
}

/** Why this one was not changed, if it is the one. */
@Composable
internal fun Refusal?.words(what: What): String? {
    if (this == null || this.what != what) return null
    return stringResource(
        when (why) {
            Why.BAD_NAME -> R.string.name_refused
            Why.BAD_PORT -> R.string.settings_port_bad
            Why.DEVICE_FULL -> R.string.settings_device_full
            Why.NOT_STORED -> R.string.settings_not_stored
        },
    )
}
