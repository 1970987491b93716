package dev.pure2p.app.ui.theme

import android.graphics.Color
import androidx.activity.ComponentActivity
import androidx.activity.SystemBarStyle
import androidx.activity.enableEdgeToEdge
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.runtime.Composable
import dev.pure2p.app.home.Appearance

/** Whether the app is dark: as was chosen, or as the system is. */
@Composable
fun isDark(appearance: Appearance): Boolean = when (appearance) {
    Appearance.SYSTEM -> isSystemInDarkTheme()
    Appearance.LIGHT -> false
    Appearance.DARK -> true
}

/** The app goes to the edges, and the signs of the system's bars are readable on it. */
fun ComponentActivity.edgeToEdge(dark: Boolean) = enableEdgeToEdge(
    SystemBarStyle.auto(Color.TRANSPARENT, Color.TRANSPARENT) { dark },
    // A veil where the system has buttons, as it would choose itself: the list goes on below them.
    SystemBarStyle.auto(LIGHT_VEIL, DARK_VEIL) { dark },
)

private val LIGHT_VEIL = Color.argb(0xE6, 0xFF, 0xFF, 0xFF)
private val DARK_VEIL = Color.argb(0x80, 0x1B, 0x1B, 0x1B)
