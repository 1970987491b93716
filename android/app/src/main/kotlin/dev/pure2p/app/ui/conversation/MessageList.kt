package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.Badge
import androidx.compose.material3.BadgedBox
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.SmallFloatingActionButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.runtime.snapshotFlow
import androidx.compose.runtime.snapshots.Snapshot
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch

/** How many lines before the end of what is held more is asked for. */
private const val AHEAD = 12

/** The messages, the newest at the bottom. Only what is seen is composed. */
@Composable
internal fun MessageList(
    state: ConversationScreenState,
    name: String,
    messageActions: MessageActions,
    actions: ConversationActions,
    modifier: Modifier = Modifier,
) {
    val lines = remember(state.messages, state.unreadFrom) { lines(state.messages, state.unreadFrom) }
    // Where one can help; where it is blocked, the same words stand in the composer's place.
    val helped = remember(lines) { lines.firstOrNull { it is Line.Said && it.last && it.message.waitsFor != null } }
    val list = rememberLazyListState()
    val atEnd by remember { derivedStateOf { list.firstVisibleItemIndex == 0 && list.firstVisibleItemScrollOffset < 8 } }
    Follow(list, state.messages.lastOrNull(), state.hasNewer)
    val placed = placed(list, lines)
    LoadMore(list, state, actions)
    val seesNewest = placed && atEnd && state.inFront && !state.hasNewer
    val unread = state.contact?.unread ?: 0
    LaunchedEffect(seesNewest, unread) { if (seesNewest && unread > 0) actions.seen() }
    Box(modifier.fillMaxSize()) {
        LazyColumn(
            Modifier.fillMaxSize().testTag("messages"),
            state = list,
            reverseLayout = true,
            contentPadding = PaddingValues(vertical = 8.dp),
        ) {
            items(lines, key = { it.key }, contentType = { it::class }) { line ->
                when (line) {
                    is Line.Day -> Mark(dayWords(line.day))
                    Line.Unread -> Mark(stringResource(R.string.conversation_unread))
                    is Line.Said -> MessageBubble(line, name, messageActions, offers = line === helped && state.contact?.blocked != true)
                }
            }
            if (!state.hasOlder && state.contact?.verified == false) {
                item(key = "first contact") { FirstContact(actions.contact) }
            }
        }
        val scope = rememberCoroutineScope()
        if (!atEnd || state.hasNewer) {
            ToNewest(unread, Modifier.align(Alignment.BottomEnd).padding(12.dp)) {
                if (state.hasNewer) actions.toNewest()
                scope.launch { list.scrollToItem(0) }
            }
        }
    }
}

/** Who is at the end stays there; who wrote goes there; who reads back is left where they are. */
@Composable
private fun Follow(list: LazyListState, newest: Message?, hasNewer: Boolean) {
    var last by remember { mutableStateOf(newest?.id) }
    if (newest?.id == last) return
    SideEffect {
        val wasAtEnd = Snapshot.withoutReadObservation {
            list.firstVisibleItemIndex == 0 && list.firstVisibleItemScrollOffset < 8
        }
        // By its key the list would keep its place, and what is new would be below the edge.
        if (!hasNewer && last != null && (wasAtEnd || newest?.direction == Direction.OUT)) list.requestScrollToItem(0)
        last = newest?.id
    }
}

/** Begins at what is new, with some of what went before above it. True once that is done. */
@Composable
private fun placed(list: LazyListState, lines: List<Line>): Boolean {
    var placed by rememberSaveable { mutableStateOf(false) }
    LaunchedEffect(Unit) {
        if (placed) return@LaunchedEffect
        val unread = lines.indexOf(Line.Unread)
        if (unread >= 0) {
            val height = snapshotFlow { list.layoutInfo.viewportSize.height }.first { it > 0 }
            list.scrollToItem(unread, -height * 3 / 4)
        }
        placed = true
    }
    return placed
}

@Composable
private fun LoadMore(list: LazyListState, state: ConversationScreenState, actions: ConversationActions) {
    val nearOldest by remember {
        derivedStateOf {
            val shown = list.layoutInfo
            // Not the last of them: which way they are listed is the layout's affair. None: not laid out, not the top.
            val oldest = shown.visibleItemsInfo.maxOfOrNull { it.index }
            oldest != null && oldest >= shown.totalItemsCount - AHEAD
        }
    }
    val nearNewest by remember { derivedStateOf { list.firstVisibleItemIndex < AHEAD } }
    // Once for each window: the next page has another first message.
    LaunchedEffect(nearOldest, state.messages.firstOrNull()?.id, state.hasOlder) {
        if (nearOldest && state.hasOlder) actions.older()
    }
    LaunchedEffect(nearNewest, state.messages.lastOrNull()?.id, state.hasNewer) {
        if (nearNewest && state.hasNewer) actions.newer()
    }
}

@Composable
private fun Mark(words: String) {
    Text(
        words,
        Modifier.fillMaxWidth().padding(horizontal = 24.dp, vertical = 12.dp).semantics { heading() },
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        textAlign = TextAlign.Center,
        style = MaterialTheme.typography.labelLarge,
    )
}

@Composable
private fun ToNewest(unread: Int, modifier: Modifier, go: () -> Unit) {
    val words =
        if (unread == 0) stringResource(R.string.conversation_to_newest)
        else pluralStringResource(R.plurals.conversation_to_new, unread, unread)
    SmallFloatingActionButton(onClick = go, modifier = modifier) {
        BadgedBox({ if (unread > 0) Badge(Modifier.clearAndSetSemantics {}) { Text(if (unread > 99) "99+" else "$unread") } }) {
            Icon(painterResource(R.drawable.ic_down), words)
        }
    }
}
