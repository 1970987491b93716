package dev.pure2p.app.ui.contact

import androidx.compose.runtime.Composable

/** What reads a code, as far as this screen is concerned. It takes the screen's place for as long as it is [shown]. */
class Scanner(
    /** Whether there is something to read codes with. */
    val offered: Boolean,
    val shown: Boolean,
    val start: () -> Unit,
    /** Says so if the person does not let it. */
    val refused: @Composable () -> Unit = {},
    /** It, with its title, what it looks for, and what to do with what a code says. */
    val screen: @Composable (title: String, hint: String, scanned: (String) -> Unit) -> Unit,
)
