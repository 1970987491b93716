package dev.pure2p.app.ui.contact

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import dev.pure2p.app.home.OpenHome
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import dev.pure2p.core.groupedUid
import dev.pure2p.core.safetyNumber
import dev.pure2p.core.safetyQr
import dev.pure2p.core.safetyQrMatches
import dev.pure2p.messenger.wellFormed
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** One contact on the screen: outlives a rotation, and the scanner that is opened from it. */
internal class ContactModel(private val open: OpenHome, private val uid: Uid) : ViewModel() {
    private val page = open.screens.contact(uid)
    private val here = MutableStateFlow(ContactScreenState(contact = null))
    private val ended = MutableStateFlow(false)

    /** What the screen shows. */
    val state: StateFlow<ContactScreenState> =
        combine(page.state, page.failure, here) { contact, failure, here ->
            here.copy(contact = contact, stale = failure != null)
        }.stateIn(viewModelScope, SharingStarted.Eagerly, here.value)

    /** Whether this contact was deleted, here or elsewhere: then nothing is left to show. */
    val deleted: StateFlow<Boolean> =
        combine(ended, page.failure) { ended, failure -> ended || failure is MessengerException.UnknownContact }
            .stateIn(viewModelScope, SharingStarted.Eagerly, false)

    init {
        viewModelScope.launch(Dispatchers.Default) {
            val mine = open.account.filterNotNull().first().uid
            try {
                val safety = Safety(safetyNumber(mine, uid), safetyQr(mine, uid))
                here.update { it.copy(grouped = groupedUid(uid), safety = safety) }
            } catch (_: MessengerException) {
                // Nobody's UID: the screen ends, because there is no such contact.
            }
        }
    }

    fun startNaming() = here.update { it.copy(naming = Naming.ASKED) }

    fun stopNaming() = here.update { it.copy(naming = null) }

    fun rename(name: String) = command {
        try {
            rename(uid, name.trim().wellFormed().ifEmpty { null })
            here.update { it.copy(naming = null) }
        } catch (_: MessengerException.BadName) {
            here.update { it.copy(naming = Naming.REFUSED) }
        }
    }

    fun setVerified(verified: Boolean) = command { setVerified(uid, verified) }

    fun accept() = command { accept(uid) }

    fun block() = command { block(uid) }

    fun unblock() = command { unblock(uid) }

    fun delete() = command {
        remove(uid)
        ended.value = true
    }

    fun copied() = here.update { it.copy(said = Said.UID_COPIED) }

    /** A code was scanned. Whether it is theirs for us, the core says. */
    fun scanned(text: String) {
        viewModelScope.launch(Dispatchers.Default) {
            val mine = open.account.filterNotNull().first().uid
            val comparison = when (safetyQrMatches(text.wellFormed(), mine, uid)) {
                true -> Comparison.SAME
                false -> Comparison.OTHER
                null -> Comparison.NO_CODE
            }
            here.update { it.copy(comparison = comparison) }
        }
    }

    fun compared() = here.update { it.copy(comparison = null) }

    fun retry() = page.refresh()

    // The app's own scope: whoever leaves in this moment has done it all the same.
    private fun command(what: suspend MessengerInterface.() -> Unit) {
        if (here.value.busy) return
        here.update { it.copy(busy = true, said = null) }
        open.scope.launch(Dispatchers.Main) {
            val said = try {
                withContext(Dispatchers.Default) { open.messenger.what() }
                null
            } catch (_: MessengerException.DeviceFull) {
                Said.DEVICE_FULL
            } catch (_: MessengerException) {
                Said.NOT_DONE
            }
            here.update { it.copy(busy = false, said = said) }
            page.refresh()
        }
    }

    override fun onCleared() = page.close()
}
