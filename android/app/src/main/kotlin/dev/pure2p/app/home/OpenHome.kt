package dev.pure2p.app.home

import dev.pure2p.core.Account
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.MessengerInterface
import dev.pure2p.messenger.Foreground
import dev.pure2p.messenger.Screens
import dev.pure2p.messenger.wellFormed
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** An open database: what every screen gets. A preview hands in a messenger of its own. */
class OpenHome(
    /** Commands and questions. */
    val messenger: MessengerInterface,
    /** Outlives screens: for commands that must be done to their end. */
    val scope: CoroutineScope,
    options: () -> ForegroundOptions = { ForegroundOptions() },
    private val changed: () -> Unit = {},
) {
    private val mine = MutableStateFlow<Account?>(null)

    /** Makes the holders of what screens show. */
    val screens = Screens(messenger)

    /** To the front and back. */
    val foreground = Foreground(messenger, scope, options)

    /** This device's account, once it has one. */
    val account: StateFlow<Account?> = mine.asStateFlow()

    /** Reads the account. */
    suspend fun begin() {
        mine.value = messenger.account()
    }

    /** Makes the account. An empty name is none. */
    suspend fun createAccount(name: String) {
        mine.value = messenger.createAccount(name.trim().wellFormed().ifEmpty { null })
        changed()
    }

    /** Ends what the screens show. */
    fun close() {
        screens.close()
    }

    /** Leaves and closes the database. */
    suspend fun shutdown() {
        close()
        messenger.shutdown()
    }
}
