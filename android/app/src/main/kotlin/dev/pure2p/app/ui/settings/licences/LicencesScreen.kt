package dev.pure2p.app.ui.settings.licences

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalResources
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.dp
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** This page's place in the app. */
fun NavGraphBuilder.licences(go: Navigator) {
    composable(Routes.LICENCES) {
        val resources = LocalResources.current
        val licences by produceState<Licences?>(null) { value = withContext(Dispatchers.IO) { readLicences(resources) } }
        LicencesScreen(licences, go::back)
    }
}

/** Whose work is in the app, and their own words. Only what is seen of so much is composed. */
@Composable
fun LicencesScreen(licences: Licences?, back: () -> Unit) {
    Below(stringResource(R.string.settings_licences), back) { modifier ->
        Box(modifier.fillMaxSize(), contentAlignment = Alignment.TopCenter) {
            LazyColumn(Modifier.widthIn(max = 640.dp).fillMaxWidth(), contentPadding = PaddingValues(16.dp)) {
                item { Text(stringResource(R.string.licences_own), style = MaterialTheme.typography.bodyLarge) }
                if (licences == null) return@LazyColumn
                item { Heading(stringResource(R.string.licences_others), Modifier.padding(top = 24.dp, bottom = 8.dp)) }
                items(licences.parts) { PartRow(it) }
                item { Heading(stringResource(R.string.licences_terms), Modifier.padding(top = 24.dp, bottom = 8.dp)) }
                items(licences.terms) { TermsText(it) }
            }
        }
    }
}

@Composable
private fun PartRow(part: Part) {
    Column(Modifier.fillMaxWidth().padding(vertical = 6.dp).semantics(mergeDescendants = true) {}) {
        Text(part.name, style = MaterialTheme.typography.bodyLarge.copy(textDirection = TextDirection.Ltr))
        Small(part.licence)
    }
}

/** As they were written: in English, whatever the language around them. */
@Composable
private fun TermsText(terms: Terms) {
    Column(Modifier.fillMaxWidth().padding(bottom = 24.dp)) {
        Text(
            terms.about,
            Modifier.padding(bottom = 8.dp).semantics { heading() },
            style = MaterialTheme.typography.titleSmall.copy(textDirection = TextDirection.Ltr),
        )
        Text(terms.text, style = MaterialTheme.typography.bodySmall.copy(textDirection = TextDirection.Ltr))
    }
}
