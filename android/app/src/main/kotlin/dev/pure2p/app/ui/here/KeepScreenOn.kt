package dev.pure2p.app.ui.here

import android.view.Window
import android.view.WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.HomeState
import dev.pure2p.core.SessionState
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.transformLatest
import kotlinx.coroutines.flow.update

/**
 * Keeps the screen on while it is of use: a dark screen ends being here. But not for long on a table where nobody looks
 * at it.
 */
internal class KeepScreenOn(private val home: Home) {
    private val touches = MutableStateFlow(0)

    /** Somebody touches the screen, or comes to it. */
    fun touched() = touches.update { it + 1 }

    /** Does so until it is cancelled; on the main thread. */
    @OptIn(ExperimentalCoroutinesApi::class)
    suspend fun follow(window: Window) {
        // Counted from the last touch, whatever happened since: somebody who comes and goes must not keep it on all night.
        val attended = touches.transformLatest {
            emit(true)
            delay(UNTOUCHED)
            emit(false)
        }
        val wanted = home.device.choices.map { it.keepScreenOn }.distinctUntilChanged()
        combine(wanted, home.isUseful(), attended) { wanted, useful, attended -> wanted && useful && attended }
            .distinctUntilChanged()
            .collect { window.setFlags(if (it) FLAG_KEEP_SCREEN_ON else 0, FLAG_KEEP_SCREEN_ON) }
    }

    private companion object {
        val UNTOUCHED = 10.minutes
    }
}

/** Whether being here is of use now. */
@OptIn(ExperimentalCoroutinesApi::class)
private fun Home.isUseful(): Flow<Boolean> = state.flatMapLatest { now ->
    if (now is HomeState.Open) now.home.screens.session.state.map { it.isUseful } else flowOf(false)
}.distinctUntilChanged()

/** Somebody is here, or something waits: being here is of use. */
internal val SessionState.isUseful: Boolean get() = here > 0 || waiting > 0

/** How many messages wait. */
internal val SessionState.waiting: Int get() = total - done
