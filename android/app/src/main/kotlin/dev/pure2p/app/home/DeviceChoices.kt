package dev.pure2p.app.home

import android.content.Context
import androidx.core.content.edit
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** Which of its two looks the app has. */
enum class Appearance { SYSTEM, LIGHT, DARK }

/** What is chosen for this device: nothing that the core knows, and nothing about anybody. */
data class DeviceChoices(
    val appearance: Appearance = Appearance.SYSTEM,
    /** The device's own lock is asked for, and the app is not seen among the recent ones. */
    val appLock: Boolean = false,
    /** The screen stays on while something waits or somebody is here. */
    val keepScreenOn: Boolean = true,
    /** Enter sends, as on a keyboard with a cable. */
    val enterSends: Boolean = false,
    /** The local network was asked for once. The system's answer is asked of the system. */
    val localNetworkAsked: Boolean = false,
    /** It was said once that leaving ends being here. */
    val leavingExplained: Boolean = false,
)

/** Keeps [DeviceChoices]. They are no secret: the app's look must not wait for a key. */
class ChoiceStore(context: Context) {
    private val file = context.getSharedPreferences("device", Context.MODE_PRIVATE)
    private val current = MutableStateFlow(read())

    /** What is chosen. */
    val choices: StateFlow<DeviceChoices> = current.asStateFlow()

    /** Changes it, and keeps the change. */
    @Synchronized
    fun change(change: (DeviceChoices) -> DeviceChoices) {
        val next = change(current.value)
        file.edit {
            putString(APPEARANCE, next.appearance.name)
            putBoolean(APP_LOCK, next.appLock)
            putBoolean(KEEP_SCREEN_ON, next.keepScreenOn)
            putBoolean(ENTER_SENDS, next.enterSends)
            putBoolean(LOCAL_NETWORK_ASKED, next.localNetworkAsked)
            putBoolean(LEAVING_EXPLAINED, next.leavingExplained)
        }
        current.value = next
    }

    private fun read(): DeviceChoices {
        val none = DeviceChoices()
        return DeviceChoices(
            appearance = Appearance.entries.find { it.name == file.getString(APPEARANCE, null) } ?: none.appearance,
            appLock = file.getBoolean(APP_LOCK, none.appLock),
            keepScreenOn = file.getBoolean(KEEP_SCREEN_ON, none.keepScreenOn),
            enterSends = file.getBoolean(ENTER_SENDS, none.enterSends),
            localNetworkAsked = file.getBoolean(LOCAL_NETWORK_ASKED, none.localNetworkAsked),
            leavingExplained = file.getBoolean(LEAVING_EXPLAINED, none.leavingExplained),
        )
    }

    private companion object {
        const val APPEARANCE = "appearance"
        const val APP_LOCK = "app-lock"
        const val KEEP_SCREEN_ON = "keep-screen-on"
        const val ENTER_SENDS = "enter-sends"
        const val LOCAL_NETWORK_ASKED = "local-network-asked"
        const val LEAVING_EXPLAINED = "leaving-explained"
    }
}
