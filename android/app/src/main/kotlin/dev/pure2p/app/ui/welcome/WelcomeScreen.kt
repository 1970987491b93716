package dev.pure2p.app.ui.welcome

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Ask

/** What the first screen shows. */
data class WelcomeState(
    val creating: Boolean = false,
    val problem: WelcomeProblem? = null,
    /** The size of an old database that nobody can read any more, if one was set aside. */
    val setAside: String? = null,
)

/** Why no account was made. */
enum class WelcomeProblem { BAD_NAME, OTHER }

/** The bargain, told before an account is made. */
@Composable
fun WelcomeScreen(state: WelcomeState, create: (String) -> Unit, deleteSetAside: () -> Unit) {
    Column(
        Modifier.fillMaxSize().verticalScroll(rememberScrollState()).safeDrawingPadding().padding(24.dp),
        verticalArrangement = Arrangement.Center,
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Column(Modifier.widthIn(max = 480.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Icon(
                painterResource(R.drawable.mark),
                contentDescription = null,
                Modifier.size(72.dp).align(Alignment.CenterHorizontally),
                tint = MaterialTheme.colorScheme.primary,
            )
            Text(
                stringResource(R.string.welcome_title),
                Modifier.semantics { heading() },
                style = MaterialTheme.typography.headlineMedium,
            )
            for (sentence in listOf(R.string.welcome_no_server, R.string.welcome_both_open, R.string.welcome_lost_device)) {
                Text(stringResource(sentence), style = MaterialTheme.typography.bodyLarge)
            }
            Text(
                stringResource(R.string.welcome_mobile_data),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
            Spacer(Modifier.height(8.dp))
            Name(state, create)
            if (state.setAside != null) SetAside(state.setAside, deleteSetAside)
        }
    }
}

@Composable
private fun Name(state: WelcomeState, create: (String) -> Unit) {
    var name by rememberSaveable { mutableStateOf("") }
    val done = { if (!state.creating) create(name) }
    OutlinedTextField(
        name,
        { name = it },
        Modifier.fillMaxWidth(),
        enabled = !state.creating,
        label = { Text(stringResource(R.string.welcome_name)) },
        supportingText = {
            val text = when (state.problem) {
                null -> R.string.welcome_name_hint
                WelcomeProblem.BAD_NAME -> R.string.name_refused
                WelcomeProblem.OTHER -> R.string.welcome_not_stored
            }
            Text(stringResource(text))
        },
        isError = state.problem != null,
        singleLine = true,
        keyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Words, imeAction = ImeAction.Done),
        keyboardActions = KeyboardActions(onDone = { done() }),
    )
    Button(done, Modifier.fillMaxWidth(), enabled = !state.creating) { Text(stringResource(R.string.welcome_create)) }
}

@Composable
internal fun SetAside(size: String, delete: () -> Unit) {
    var asking by rememberSaveable { mutableStateOf(false) }
    Card(Modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Text(stringResource(R.string.welcome_set_aside, size), style = MaterialTheme.typography.bodyMedium)
            TextButton({ asking = true }, Modifier.align(Alignment.End)) { Text(stringResource(R.string.welcome_set_aside_delete)) }
        }
    }
    if (!asking) return
    Ask(
        stringResource(R.string.welcome_set_aside_ask),
        stringResource(R.string.welcome_set_aside_text),
        stringResource(R.string.welcome_set_aside_delete),
        cancel = { asking = false },
        destructive = true,
    ) {
        asking = false
        delete()
    }
}
