package dev.pure2p.app.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.ui.settings.licences.Licences
import dev.pure2p.app.ui.settings.licences.LicencesScreen
import dev.pure2p.app.ui.settings.licences.Part
import dev.pure2p.app.ui.settings.licences.Terms
import dev.pure2p.app.ui.settings.limits.LimitsScreen
import dev.pure2p.app.ui.settings.version.VersionScreen
import dev.pure2p.app.ui.theme.Pure2pTheme

/** The pages that are only read, by name. */
object PagesPreviews {
    private val licences = Licences(
        parts = listOf(
            Part("OpenSSL 3.6.3", "Apache-2.0"),
            Part("SQLite 3.54.1", "public domain"),
            Part("androidx.lifecycle:lifecycle-viewmodel-savedstate 2.11.0", "Apache-2.0"),
            Part("net.java.dev.jna:jna 5.19.1", "LGPL-2.1-or-later OR Apache-2.0"),
            Part("tokio 1.54.1", "MIT"),
        ),
        terms = listOf(
            Terms("Apache-2.0", "Apache License Version 2.0, January 2004\n\nTERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"),
            Terms("tokio 1.54.1, tokio-util 0.7.20", "MIT License\n\nPermission is hereby granted, free of charge, to any person"),
        ),
    )

    val states: Map<String, @Composable () -> Unit> = mapOf(
        "limits" to { LimitsScreen {} },
        "licences" to { LicencesScreen(licences) {} },
        "licences unread" to { LicencesScreen(null) {} },
        "version" to { VersionScreen("0.1.0", "15") {} },
    )
}

@Composable
private fun Show(page: String, dark: Boolean = false) = Pure2pTheme(dark, dynamic = false) { PagesPreviews.states.getValue(page)() }

@Preview(heightDp = 1800)
@Composable
private fun Limits() = Show("limits")

@Preview(heightDp = 1800)
@Composable
private fun LimitsDark() = Show("limits", dark = true)

@Preview(heightDp = 3600, fontScale = 2f)
@Composable
private fun LimitsLarge() = Show("limits")

@Preview
@Composable
private fun Licences() = Show("licences")

@Preview
@Composable
private fun Version() = Show("version")
