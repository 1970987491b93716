package dev.pure2p.app.ui.chats

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.consumeWindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Badge
import androidx.compose.material3.BadgedBox
import androidx.compose.material3.Button
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.FloatingActionButton
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Scaffold
import androidx.compose.material3.Text
import androidx.compose.material3.TopAppBar
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.StaleNotice

/** Who there is to write to, and who is here. */
@Composable
fun ChatsScreen(state: ChatsState, actions: ChatsActions) {
    Scaffold(
        topBar = { Bar(state.requests, actions) },
        floatingActionButton = {
            if (state.chats.isNotEmpty()) {
                FloatingActionButton(onClick = actions.add) {
                    Icon(painterResource(R.drawable.ic_add), stringResource(R.string.chats_add))
                }
            }
        },
        contentWindowInsets = WindowInsets.safeDrawing,
    ) { padding ->
        Column(Modifier.padding(padding).consumeWindowInsets(padding).fillMaxSize()) {
            SessionBar(state.session, actions.reach)
            state.notice?.let { Notice(it) { actions.read(it) } }
            if (state.stale) StaleNotice(stringResource(R.string.chats_stale), stringResource(R.string.chats_retry), actions.retry)
            when {
                state.chats.isNotEmpty() -> List(state, actions)
                // Not read yet: neither a list nor the word that there is none would be true.
                state.loaded -> Empty(actions)
            }
        }
    }
}

@OptIn(ExperimentalMaterial3Api::class)
@Composable
private fun Bar(requests: Int, actions: ChatsActions) {
    TopAppBar(
        title = { Text(stringResource(R.string.chats_title)) },
        windowInsets = WindowInsets.safeDrawing.only(WindowInsetsSides.Top + WindowInsetsSides.Horizontal),
        actions = {
            IconButton(onClick = actions.requests) {
                val words =
                    if (requests == 0) stringResource(R.string.chats_requests)
                    else pluralStringResource(R.plurals.chats_requests_waiting, requests, requests)
                BadgedBox({ if (requests > 0) Badge(Modifier.clearAndSetSemantics {}) { Text("$requests") } }) {
                    Icon(painterResource(R.drawable.ic_requests), words)
                }
            }
            IconButton(onClick = actions.myLink) {
                Icon(painterResource(R.drawable.ic_qr), stringResource(R.string.chats_my_link))
            }
            IconButton(onClick = actions.settings) {
                Icon(painterResource(R.drawable.ic_settings), stringResource(R.string.chats_settings))
            }
        },
    )
}

@Composable
private fun List(state: ChatsState, actions: ChatsActions) {
    // Room below, so that the button covers no row that is the last.
    LazyColumn(Modifier.fillMaxSize().testTag("chats"), contentPadding = PaddingValues(bottom = 88.dp)) {
        items(state.chats, key = { it.contact.uid }) { chat ->
            ChatRow(chat, Modifier.animateItem(), selected = chat.contact.uid == state.selected) { actions.open(chat.contact.uid) }
        }
    }
}

/** How two people start. */
@Composable
private fun Empty(actions: ChatsActions) {
    Box(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), contentAlignment = Alignment.Center) {
        Column(Modifier.widthIn(max = 480.dp).padding(24.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Text(
                stringResource(R.string.chats_empty_title),
                Modifier.semantics { heading() },
                style = MaterialTheme.typography.titleLarge,
            )
            Text(stringResource(R.string.chats_empty_how), style = MaterialTheme.typography.bodyLarge)
            Text(stringResource(R.string.chats_empty_both), style = MaterialTheme.typography.bodyLarge)
            Button(actions.myLink, Modifier.fillMaxWidth()) { Text(stringResource(R.string.chats_empty_my_link)) }
            OutlinedButton(actions.add, Modifier.fillMaxWidth()) { Text(stringResource(R.string.chats_empty_add)) }
        }
    }
}
