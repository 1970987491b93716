package dev.pure2p.app.ui.settings.log

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.ui.theme.Pure2pTheme

/** Every state of this page, by name. */
object LogPreviews {
    private val lines = listOf(
        "1773496920.101 WARN pure2p_core::node::writer: a transaction did not reach the disk error=database is locked",
        "1773496921.530 WARN pure2p_core::net::listener: the system took a listening socket away reason=Bad file descriptor",
        "1773496921.531 WARN pure2p_core::node::lifecycle: a listening socket was taken away: listening anew",
        "1773496925.007 WARN pure2p_core::node::lifecycle: listening no more failed=can't listen on …",
        "1773496931.664 WARN pure2p_core::node::lifecycle: deleting all the same failed=the database is full",
    )

    val states: Map<String, LogState> = mapOf(
        "unread" to LogState(null),
        "empty" to LogState(emptyList()),
        "lines" to LogState(lines),
        "shortened" to LogState(lines, shortened = true),
        "no-app" to LogState(lines, noApp = true),
    )
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { LogScreen(LogPreviews.states.getValue(state), LogActions()) }

@Preview
@Composable
private fun Lines() = Show("lines")

@Preview
@Composable
private fun Dark() = Show("lines", dark = true)

@Preview(fontScale = 2f)
@Composable
private fun Large() = Show("shortened")

@Preview
@Composable
private fun Empty() = Show("empty")
