package dev.pure2p.app.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.home.Problem
import dev.pure2p.app.ui.lock.LockedScreen
import dev.pure2p.app.ui.theme.Pure2pTheme

/** Every state in which nothing of the database is shown, by name. */
object LockedPreviews {
    val states: Map<String, Problem?> = mapOf(
        "unavailable-busy" to Problem.BUSY,
        "unavailable-damaged" to Problem.DAMAGED,
        "unavailable-full" to Problem.DEVICE_FULL,
        "unavailable-key-store" to Problem.KEY_STORE,
        "unavailable-newer" to Problem.NEWER,
        "unavailable-other" to Problem.OTHER,
        "key-lost" to null,
    )

    /** Shows the state of this name. */
    @Composable
    fun Show(state: String, tap: () -> Unit = {}) = Pure2pTheme(dynamic = false) {
        when (val problem = states.getValue(state)) {
            null -> KeyLostScreen(tap)
            else -> UnavailableScreen(problem, tap)
        }
    }
}

@Preview
@Composable
private fun Busy() = LockedPreviews.Show("unavailable-busy")

@Preview
@Composable
private fun Damaged() = LockedPreviews.Show("unavailable-damaged")

@Preview
@Composable
private fun Full() = LockedPreviews.Show("unavailable-full")

@Preview
@Composable
private fun KeyStore() = LockedPreviews.Show("unavailable-key-store")

@Preview
@Composable
private fun Newer() = LockedPreviews.Show("unavailable-newer")

@Preview
@Composable
private fun Other() = LockedPreviews.Show("unavailable-other")

@Preview
@Composable
private fun KeyLost() = LockedPreviews.Show("key-lost")

@Preview
@Composable
private fun AppLocked() = Pure2pTheme(dynamic = false) { LockedScreen {} }
