package dev.pure2p.app.ui.add

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below

/** Adds a contact by what was pasted. */
@Composable
fun AddScreen(text: String, refused: Boolean, back: () -> Unit, add: (String) -> Unit) {
    var entered by rememberSaveable(text) { mutableStateOf(text) }
    Below(stringResource(R.string.add_title), back) { modifier ->
        Column(
            modifier.fillMaxSize().verticalScroll(rememberScrollState()).imePadding().padding(16.dp),
            verticalArrangement = Arrangement.spacedBy(16.dp),
        ) {
            OutlinedTextField(
                entered,
                { entered = it },
                Modifier.fillMaxWidth(),
                label = { Text(stringResource(R.string.add_link_or_uid)) },
                supportingText = { if (refused) Text(stringResource(R.string.add_refused)) },
                isError = refused,
            )
            Button({ add(entered) }, Modifier.fillMaxWidth(), enabled = entered.isNotBlank()) {
                Text(stringResource(R.string.add_add))
            }
        }
    }
}
