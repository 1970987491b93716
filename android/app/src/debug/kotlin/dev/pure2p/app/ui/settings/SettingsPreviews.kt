package dev.pure2p.app.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.home.Appearance
import dev.pure2p.app.home.DeviceChoices
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.Settings

/** Every state of this screen, by name: what previews show, and what tests look at. */
object SettingsPreviews {
    private val settings = Settings("Alice", answerNewPeople = true, readReceipts = true, port = 20_731u, askRouter = true)
    private val loaded = SettingsState(settings, stored = Stored("12 MB", 1_024), version = "0.1.0")

    val states: Map<String, SettingsState> = mapOf(
        "loaded" to loaded,
        "unloaded" to SettingsState(version = "0.1.0"),
        "unread" to SettingsState(unread = true, version = "0.1.0"),
        "changed" to loaded.copy(
            settings = Settings(null, answerNewPeople = false, readReceipts = false, port = 5_000u, askRouter = false),
            device = DeviceChoices(Appearance.DARK, appLock = true, keepScreenOn = false, enterSends = true),
            stored = Stored("48 kB", 1),
        ),
        "no-lock" to loaded.copy(lockable = false),
        "lock-gone" to loaded.copy(lockable = false, device = DeviceChoices(appLock = true)),
        "old-android" to loaded.copy(languageChoice = false),
        "set-aside" to loaded.copy(setAside = "3.4 MB"),
        "name" to loaded.copy(editing = What.NAME),
        "name-refused" to loaded.copy(editing = What.NAME, refusal = Refusal(What.NAME, Why.BAD_NAME)),
        "port" to loaded.copy(editing = What.PORT),
        "port-refused" to loaded.copy(editing = What.PORT, refusal = Refusal(What.PORT, Why.BAD_PORT)),
        "not-stored" to loaded.copy(refusal = Refusal(What.READ_RECEIPTS, Why.NOT_STORED)),
        "device-full" to loaded.copy(refusal = Refusal(What.ANSWER_NEW_PEOPLE, Why.DEVICE_FULL)),
        "deleting" to loaded.copy(erasing = Erasing.NOW),
        "not-deleted" to loaded.copy(erasing = Erasing.FAILED),
    )
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { SettingsScreen(SettingsPreviews.states.getValue(state), SettingsActions()) }

@Preview(heightDp = 2000)
@Composable
private fun Loaded() = Show("loaded")

@Preview(heightDp = 2000)
@Composable
private fun Dark() = Show("loaded", dark = true)

@Preview(heightDp = 3600, fontScale = 2f)
@Composable
private fun Large() = Show("changed")

@Preview(heightDp = 2000, locale = "ar")
@Composable
private fun RightToLeft() = Show("loaded")

@Preview
@Composable
private fun Unloaded() = Show("unloaded")

@Preview
@Composable
private fun Unread() = Show("unread")

@Preview(heightDp = 2000)
@Composable
private fun NoLock() = Show("no-lock")

@Preview(heightDp = 2000)
@Composable
private fun SetAside() = Show("set-aside")

@Preview
@Composable
private fun NameRefused() = Show("name-refused")

@Preview
@Composable
private fun PortRefused() = Show("port-refused")

@Preview
@Composable
private fun NotStored() = Show("not-stored")

@Preview
@Composable
private fun Deleting() = Show("deleting")

@Preview
@Composable
private fun NotDeleted() = Show("not-deleted")
