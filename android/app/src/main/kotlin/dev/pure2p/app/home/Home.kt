package dev.pure2p.app.home

import android.content.Context
import android.util.Log
import dev.pure2p.app.network.NetworkSource
import dev.pure2p.core.Config
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.LogLevel
import dev.pure2p.core.Messenger
import dev.pure2p.core.MessengerException
import dev.pure2p.core.clearLog
import dev.pure2p.core.startLogging
import java.security.GeneralSecurityException
import java.security.ProviderException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** Opens the database with its key, again and again if that fails, and brings the messenger to the front and back. */
class Home(
    context: Context,
    private val scope: CoroutineScope,
    private val networks: NetworkSource,
    private val options: () -> ForegroundOptions,
) {
    private val files = HomeFiles(context)
    private val vault = KeyVault(context, files.key)
    private val current = MutableStateFlow<HomeState>(HomeState.Opening)
    private val aside = MutableStateFlow<Long?>(null)
    private val bell = Channel<Unit>(Channel.CONFLATED)

    /** Held by whoever opens or moves files. */
    private val turn = Mutex()

    @Volatile
    private var inFront = false

    /** The key is gone, and what was under it is not yet: what would be received now could be read by nobody. */
    @Volatile
    private var isErasing = false

    /** What is chosen for this device. */
    val device = ChoiceStore(context)

    /** What is so. */
    val state: StateFlow<HomeState> = current.asStateFlow()

    /** Bytes of an old database that was set aside because its key was lost, until [deleteSetAside]. */
    val setAside: StateFlow<Long?> = aside.asStateFlow()

    /** Begins to open, once for the life of the process. */
    fun open() {
        scope.launch(Dispatchers.IO) {
            var pause = FIRST_PAUSE
            while (true) {
                turn.withLock { if (current.value !is HomeState.Open) settle(attempt()) }
                val wait = if (current.value is HomeState.Unavailable) pause else Duration.INFINITE
                val asked = withTimeoutOrNull(wait) { bell.receive() } != null
                pause = if (asked) FIRST_PAUSE else (pause * 2).coerceAtMost(LAST_PAUSE)
            }
        }
    }

    /** Tries again now. */
    fun retry() {
        if (current.value is HomeState.Unavailable) bell.trySend(Unit)
    }

    /** The app is in front. */
    fun enter() {
        inFront = true
        retry()
        // Somebody may have been to the system's settings.
        networks.again()
        follow()
    }

    /** A person has answered what this app may do in networks. */
    fun networksAnswered() = networks.again()

    /** The app is no longer in front. */
    fun leave() {
        inFront = false
        follow()
    }

    /** Has the messenger be where the app is. Whoever changes one of both calls it afterwards: so nobody is overheard. */
    private fun follow() = synchronized(bell) {
        val home = opened() ?: return@synchronized
        if (inFront && home.account.value != null && !isErasing) home.foreground.start() else home.foreground.stop()
    }

    private fun settle(state: HomeState) {
        current.value = state
        follow()
    }

    /** After a lost key: sets the old database aside, and begins with an empty one. Goes on if whoever asked is gone. */
    suspend fun startAfresh() = scope.launch(Dispatchers.IO) {
        turn.withLock {
            if (current.value != HomeState.KeyLost) return@withLock
            try {
                // It may have come back since.
                if (vault.key(files.database.exists()) is Found.Lost) {
                    files.setAside()
                    vault.forget()
                }
                settle(attempt())
            } catch (ended: CancellationException) {
                throw ended
            } catch (error: Exception) {
                settle(HomeState.Unavailable(problem(error)))
                bell.trySend(Unit)
            }
        }
    }.join()

    /** Deletes what was set aside: nobody can read it any more. */
    suspend fun deleteSetAside() = withContext(Dispatchers.IO) {
        turn.withLock {
            files.deleteSetAside()
            aside.value = files.setAsideBytes()
        }
    }

    /** Deletes account, history and key, at once and for good, and begins with an empty home. */
    suspend fun deleteEverything() = withContext(Dispatchers.IO) {
        turn.withLock {
            val open = opened() ?: return@withLock
            // The key first: what can't be deleted at once can't be read any more.
            vault.forget()
            isErasing = true
            try {
                open.messenger.deleteEverything()
            } catch (error: Throwable) {
                // Nobody must be told that something arrived.
                follow()
                throw error
            }
            isErasing = false
            open.close()
            files.deleteSetAside()
            device.change { DeviceChoices() }
            clearLog()
            settle(attempt())
        }
    }

    /** Leaves, and closes the database; for a process that goes on without it. */
    suspend fun close() {
        turn.withLock {
            opened()?.shutdown()
            current.value = HomeState.Opening
        }
    }

    private fun opened(): OpenHome? = (current.value as? HomeState.Open)?.home

    private suspend fun attempt(): HomeState =
        try {
            startLogging(LogLevel.INFO)
            files.prepare()
            aside.value = files.setAsideBytes()
            when (val found = vault.key(files.database.exists())) {
                is Found.Key -> HomeState.Open(openWith(found.bytes))
                Found.Lost -> HomeState.KeyLost
            }
        } catch (ended: CancellationException) {
            throw ended
        } catch (error: Exception) {
            // Its kind only: what it says may name a file or a person.
            Log.w("pure2p", "the home can't be opened: ${error.javaClass.simpleName}")
            HomeState.Unavailable(problem(error))
        }

    private suspend fun openWith(key: ByteArray): OpenHome {
        val messenger =
            try {
                Messenger.open(Config(files.database.path), key)
            } finally {
                key.fill(0)
            }
        val home = OpenHome(messenger, scope, options, ::follow)
        try {
            home.begin()
        } catch (error: Throwable) {
            home.shutdown()
            throw error
        }
        networks.start(home.foreground::networkChanged)
        return home
    }

    private fun problem(error: Exception): Problem = when (error) {
        is MessengerException.Busy -> Problem.BUSY
        is MessengerException.DamagedDatabase -> Problem.DAMAGED
        is MessengerException.DeviceFull -> Problem.DEVICE_FULL
        is MessengerException.NewerDatabase -> Problem.NEWER
        is GeneralSecurityException, is ProviderException -> Problem.KEY_STORE
        else -> Problem.OTHER
    }

    private companion object {
        val FIRST_PAUSE = 1.seconds
        val LAST_PAUSE = 30.seconds
    }
}
