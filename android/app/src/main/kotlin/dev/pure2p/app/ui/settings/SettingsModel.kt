package dev.pure2p.app.ui.settings

import androidx.lifecycle.ViewModel
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.OpenHome
import dev.pure2p.core.MessengerException
import dev.pure2p.core.Setting
import dev.pure2p.core.Settings
import dev.pure2p.core.Storage
import dev.pure2p.messenger.wellFormed
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** What the core keeps of the settings, and commands to change it: outlives a rotation. */
internal class SettingsModel(private val home: Home, private val open: OpenHome) : ViewModel() {
    /** What the core says, and what was asked of it. */
    data class Kept(
        val settings: Settings? = null,
        val storage: Storage? = null,
        val unread: Boolean = false,
        val editing: What? = null,
        val refusal: Refusal? = null,
        val erasing: Erasing = Erasing.NOT,
    )

    private val kept = MutableStateFlow(Kept())

    /** One change after another: the answer to the last one is the one that is shown. */
    private val turn = Mutex()

    /** What is known. */
    val state: StateFlow<Kept> = kept.asStateFlow()

    /** Reads it anew. */
    fun load() {
        open.scope.launch {
            turn.withLock {
                try {
                    val settings = open.messenger.settings()
                    val storage = open.messenger.storage()
                    kept.update { it.copy(settings = settings, storage = storage, unread = false) }
                } catch (_: MessengerException) {
                    kept.update { it.copy(unread = true) }
                }
            }
        }
    }

    /** Something is to be typed, or no longer. */
    fun edit(what: What?) = kept.update { it.copy(editing = what, refusal = null) }

    /** An empty name is none. */
    fun setName(name: String) = change(What.NAME, Setting.Name(name.trim().wellFormed().ifEmpty { null }))

    /** Which numbers are ports the core knows; what is none at all can't be asked. */
    fun setPort(text: String) {
        val port = text.trim().toIntOrNull()?.takeIf { it in 0..UShort.MAX_VALUE.toInt() }
        if (port == null) refuse(What.PORT, Why.BAD_PORT) else change(What.PORT, Setting.Port(port.toUShort()))
    }

    /** Switches one of those that are on or off. */
    fun switch(what: What, on: Boolean) {
        val setting = when (what) {
            What.ANSWER_NEW_PEOPLE -> Setting.AnswerNewPeople(on)
            What.READ_RECEIPTS -> Setting.ReadReceipts(on)
            What.ASK_ROUTER -> Setting.AskRouter(on)
            What.NAME, What.PORT -> return
        }
        change(what, setting)
    }

    /** Deletes everything, to its end: whoever turns the device in this moment does not stop it. */
    fun deleteEverything() {
        kept.update { it.copy(erasing = Erasing.NOW) }
        open.scope.launch {
            try {
                home.deleteEverything()
            } catch (_: Exception) {
                kept.update { it.copy(erasing = Erasing.FAILED) }
            }
        }
    }

    // The app's own scope: whoever leaves in this moment has changed it all the same.
    private fun change(what: What, setting: Setting) {
        open.scope.launch {
            turn.withLock {
                try {
                    val settings = open.messenger.changeSetting(setting)
                    kept.update {
                        it.copy(settings = settings, refusal = null, editing = it.editing.takeIf { other -> other != what })
                    }
                } catch (error: MessengerException) {
                    refuse(what, whyOf(error))
                }
            }
        }
    }

    private fun refuse(what: What, why: Why) = kept.update { it.copy(refusal = Refusal(what, why)) }
}
