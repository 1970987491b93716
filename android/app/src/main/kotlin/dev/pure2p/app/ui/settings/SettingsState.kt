package dev.pure2p.app.ui.settings

import dev.pure2p.app.home.Appearance
import dev.pure2p.app.home.DeviceChoices
import dev.pure2p.core.MessengerException
import dev.pure2p.core.Settings

/** What this screen shows. */
data class SettingsState(
    /** What the core keeps; nothing until it was read. */
    val settings: Settings? = null,
    /** Whether it could not be read. */
    val unread: Boolean = false,
    /** What is chosen for this device. */
    val device: DeviceChoices = DeviceChoices(),
    /** Whether the device has a lock of its own, which the app's lock asks for. */
    val lockable: Boolean = true,
    /** Whether the system lets people choose a language for one app. */
    val languageChoice: Boolean = true,
    /** What the history takes; nothing until it was read. */
    val stored: Stored? = null,
    /** The size of an old database that nobody can read any more, if one was set aside. */
    val setAside: String? = null,
    /** Of the app, as people see it. */
    val version: String = "",
    /** What is being typed, if anything is. */
    val editing: What? = null,
    /** What was not changed, and why. */
    val refusal: Refusal? = null,
    val erasing: Erasing = Erasing.NOT,
)

/** What the history takes on the device. */
data class Stored(val size: String, val messages: Int)

/** A setting that the core may refuse to change. */
enum class What { NAME, ANSWER_NEW_PEOPLE, READ_RECEIPTS, ASK_ROUTER, PORT }

/** Why a setting is as it was, as far as a person can do something about it. */
enum class Why { BAD_NAME, BAD_PORT, DEVICE_FULL, NOT_STORED }

/** What was not changed, and why. */
data class Refusal(val what: What, val why: Why)

/** How far deleting everything has come. When it is done there is no such screen any more. */
enum class Erasing { NOT, NOW, FAILED }

/** What taps do. */
class SettingsActions(
    val back: () -> Unit = {},
    val retry: () -> Unit = {},
    val edit: (What?) -> Unit = {},
    val setName: (String) -> Unit = {},
    val setPort: (String) -> Unit = {},
    /** Switches one of those that are on or off. */
    val switch: (What, Boolean) -> Unit = { _, _ -> },
    /** Changes what is chosen for this device, whatever else has changed meanwhile. */
    val choose: (DeviceChoices.() -> DeviceChoices) -> Unit = {},
    val language: () -> Unit = {},
    val deleteSetAside: () -> Unit = {},
    val deleteEverything: () -> Unit = {},
    val limits: () -> Unit = {},
    val licences: () -> Unit = {},
    val version: () -> Unit = {},
    val log: () -> Unit = {},
)

/** The looks in the order in which they are offered. */
internal val looks = listOf(Appearance.SYSTEM, Appearance.LIGHT, Appearance.DARK)

/** Why the core did not change it. */
internal fun whyOf(error: MessengerException): Why = when (error) {
    is MessengerException.BadName -> Why.BAD_NAME
    is MessengerException.BadPort -> Why.BAD_PORT
    is MessengerException.DeviceFull -> Why.DEVICE_FULL
    else -> Why.NOT_STORED
}
