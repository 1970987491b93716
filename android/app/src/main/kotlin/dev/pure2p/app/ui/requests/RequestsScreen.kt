package dev.pure2p.app.ui.requests

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Ask
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.StaleNotice
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.Uid

/** Strangers who wrote first. */
@Composable
fun RequestsScreen(state: RequestsState, actions: RequestsActions) {
    // By UID: what is asked about stays the same while others come in.
    var blocking by rememberSaveable { mutableStateOf<Uid?>(null) }
    Below(stringResource(R.string.requests_title), actions.back) { modifier ->
        Column(modifier.fillMaxSize()) {
            if (state.stale) StaleNotice(stringResource(R.string.requests_stale), stringResource(R.string.requests_retry), actions.retry)
            state.outcome?.let { Happened(it, actions.chat) }
            when {
                state.requests.isNotEmpty() || state.blocked.isNotEmpty() -> List(state, actions) { blocking = it }
                // Not read yet: neither a list nor the word that there is none would be true.
                state.loaded -> Empty(actions.myLink)
            }
        }
    }
    // Answered elsewhere in the meantime: then there is nothing to ask any more.
    val asked = state.requests.firstOrNull { it.request.uid == blocking } ?: return
    AskBlock(asked, { blocking = null }) {
        blocking = null
        actions.block(asked.request.uid)
    }
}

@Composable
private fun List(state: RequestsState, actions: RequestsActions, block: (Uid) -> Unit) {
    LazyColumn(
        Modifier.fillMaxSize().testTag("requests"),
        contentPadding = PaddingValues(16.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        item(key = "before") {
            if (state.requests.isNotEmpty()) {
                Text(
                    stringResource(R.string.requests_before),
                    Modifier.widthIn(max = 600.dp).fillMaxWidth(),
                    style = MaterialTheme.typography.bodyLarge,
                )
            } else if (state.loaded) {
                Heading(stringResource(R.string.requests_empty_title), Modifier.widthIn(max = 600.dp).fillMaxWidth())
            }
        }
        items(state.requests, key = { it.request.uid }) { shown ->
            val uid = shown.request.uid
            RequestCard(
                shown,
                busy = uid in state.busy,
                accept = { actions.accept(uid) },
                block = { block(uid) },
                Modifier.widthIn(max = 600.dp).animateItem(),
            )
        }
        blocked(state.blocked, actions.contact)
    }
}

@Composable
private fun Happened(outcome: Outcome, chat: (Uid) -> Unit) {
    val words = when (outcome) {
        is Outcome.Accepted -> stringResource(R.string.requests_accepted, isolated(outcome.name))
        Outcome.Blocked -> stringResource(R.string.requests_blocked)
        Outcome.Failed -> stringResource(R.string.requests_failed)
    }
    Card(Modifier.fillMaxWidth().padding(16.dp, 8.dp)) {
        Column(Modifier.padding(16.dp, 12.dp)) {
            Text(
                words,
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyMedium,
            )
            if (outcome is Outcome.Accepted) {
                TextButton({ chat(outcome.uid) }, Modifier.align(Alignment.End)) { Text(stringResource(R.string.requests_open_chat)) }
            }
        }
    }
}

@Composable
private fun Empty(myLink: () -> Unit) {
    Box(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), contentAlignment = Alignment.Center) {
        Column(Modifier.widthIn(max = 480.dp).padding(24.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Text(
                stringResource(R.string.requests_empty_title),
                Modifier.semantics { heading() },
                style = MaterialTheme.typography.titleLarge,
            )
            Text(stringResource(R.string.requests_empty_how), style = MaterialTheme.typography.bodyLarge)
            Text(stringResource(R.string.requests_before), style = MaterialTheme.typography.bodyLarge)
            Button(myLink, Modifier.fillMaxWidth()) { Text(stringResource(R.string.requests_empty_my_link)) }
        }
    }
}

@Composable
private fun AskBlock(asked: ShownRequest, cancel: () -> Unit, block: () -> Unit) {
    Ask(
        stringResource(R.string.requests_block_ask, calledName(asked)),
        stringResource(R.string.requests_block_text),
        stringResource(R.string.requests_block),
        cancel,
        destructive = true,
        confirm = block,
    )
}
