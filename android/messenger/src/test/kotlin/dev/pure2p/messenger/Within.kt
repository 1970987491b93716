package dev.pure2p.messenger

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** Far more than anything here takes on a busy machine: who is not done then is stuck. */
internal val LIMIT: Duration = 60.seconds

/**
 * Does [work], and says what was being done if it never ends, whether it suspends or blocks a thread.
 */
@OptIn(DelicateCoroutinesApi::class)
internal suspend fun <T> within(
    what: String,
    besides: () -> String = { "" },
    work: suspend CoroutineScope.() -> T,
): T {
    // Not a child: a blocked thread would keep the test from ending.
    val working = GlobalScope.async(Dispatchers.IO) { runCatching { work() } }
    val done = withContext(Dispatchers.Default) { withTimeoutOrNull(LIMIT) { working.await() } }
    if (done != null) return done.getOrThrow()
    working.cancel()
    throw AssertionError("stuck: $what. ${besides()}\n${threads()}")
}

/** Waits until the state is [right]. */
internal suspend fun <T> StateFlow<T>.until(what: String, right: (T) -> Boolean): T =
    within(what, { "the last state was ${this@until.value}" }) { first(right) }

private fun threads(): String = Thread.getAllStackTraces().entries.joinToString("\n") { (thread, stack) ->
    "${thread.name} (${thread.state})" + stack.take(12).joinToString("") { "\n    at $it" }
}
