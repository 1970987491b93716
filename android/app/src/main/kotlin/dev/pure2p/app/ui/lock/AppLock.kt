package dev.pure2p.app.ui.lock

import android.os.SystemClock
import dev.pure2p.app.home.DeviceChoices
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** Whether what is written may be seen. */
enum class LockState {
    /** It may. */
    OPEN,

    /** Not before the device's lock was asked for, which happens by itself. */
    LOCKED,

    /** The device's lock is being asked for. */
    ASKING,

    /** It was asked for in vain, and is again when somebody wants to. */
    DECLINED,
}

/**
 * Hides what is written until the device's own lock was opened: in a new process, and after a while elsewhere.
 *
 * It lives as long as the process, so that a rotation asks nothing. It hides and locks nothing else: the messenger goes
 * on under it. Used on the main thread.
 */
class AppLock(
    private val choices: StateFlow<DeviceChoices>,
    private val deviceHasLock: () -> Boolean,
    private val now: () -> Duration = { SystemClock.elapsedRealtime().milliseconds },
) {
    private val current = MutableStateFlow(LockState.OPEN)
    private val unguarded = MutableStateFlow(false)
    private var leftAt: Duration? = null

    /** What is so. */
    val state: StateFlow<LockState> = current.asStateFlow()

    /** It is on and let somebody in unasked: the device has no lock any more. */
    val cannotAsk: StateFlow<Boolean> = unguarded.asStateFlow()

    /** Nothing may be seen. */
    val isClosed: Boolean get() = current.value != LockState.OPEN

    init {
        close()
    }

    /** The app is in front. */
    fun enter() {
        val away = leftAt?.let { now() - it }
        leftAt = null
        // Whoever is locked out may have removed the device's lock meanwhile: then nothing is left to wait for.
        if (isClosed || (away != null && away >= FORGIVEN)) close()
    }

    /** The app is no longer in front. */
    fun leave() {
        if (!isClosed) leftAt = now()
        // Whoever comes back wants in: they are asked without a tap.
        if (current.value == LockState.DECLINED) current.value = LockState.LOCKED
    }

    /** The window is a new one: a question in an older one is never answered. */
    fun begin() {
        if (current.value == LockState.ASKING) current.value = LockState.LOCKED
    }

    /** The device's lock is asked for from now on. */
    fun asking() {
        if (isClosed) current.value = LockState.ASKING
    }

    /** It was opened, or not. */
    fun answered(yes: Boolean) {
        if (isClosed) current.value = if (yes) LockState.OPEN else LockState.DECLINED
    }

    /** There is nothing that could ask. See docs/adr/0016-app-lock.md. */
    fun letIn() {
        current.value = LockState.OPEN
        unguarded.value = true
    }

    /** It was read that [cannotAsk]. */
    fun cannotAskRead() {
        unguarded.value = false
    }

    private fun close() {
        when {
            !choices.value.appLock -> current.value = LockState.OPEN
            !deviceHasLock() -> letIn()
            !isClosed -> current.value = LockState.LOCKED
        }
    }

    private companion object {
        /** Time elsewhere after which nobody is asked: to look something up, or to answer a call in short. */
        val FORGIVEN = 1.minutes
    }
}
