package dev.pure2p.app.ui.add

import androidx.compose.foundation.text.input.InputTransformation
import androidx.compose.foundation.text.input.OutputTransformation
import androidx.compose.foundation.text.input.TextFieldBuffer
import androidx.compose.foundation.text.input.delete
import androidx.compose.foundation.text.input.insert
import androidx.compose.ui.text.SpanStyle
import dev.pure2p.core.MessengerException
import dev.pure2p.core.TypedUid
import dev.pure2p.core.UidProblem
import dev.pure2p.core.addressKind
import dev.pure2p.core.checkTypedUid
import dev.pure2p.core.groupedUid
import dev.pure2p.core.previewLink
import dev.pure2p.messenger.wellFormed

/**
 * The most characters that are looked at and kept: more than any link has, so that the core can say that it is too much. A
 * system that keeps a whole book for a screen that it ends, ends the app.
 */
const val MOST_ENTERED = 4096

/** What this text is, as the core says. Cheap enough for every key stroke. */
internal fun judge(text: CharSequence): Entry {
    val whole = linkIn(text.toString()).wellFormed()
    if (whole.isBlank()) return Entry.Nothing
    return when (val typed = checkTypedUid(whole)) {
        is TypedUid.Complete -> Entry.Somebody(typed.uid, groupedUid(typed.uid))
        is TypedUid.Incomplete -> Entry.Typing(typed.entered, typed.of, typed.wrongGroup)
        // It may still be a link: those begin otherwise.
        is TypedUid.Wrong -> if (typed.problem == UidProblem.WrongPrefix) judgeLink(whole) else Entry.WrongUid(typed.problem)
    }
}

private fun judgeLink(text: String): Entry = try {
    val link = previewLink(text)
    val addresses = link.addresses.map { TheirAddress(it, addressKind(it)) }
    Entry.Somebody(link.uid, groupedUid(link.uid), link.name, addresses, byLink = true)
} catch (error: MessengerException.BadLink) {
    Entry.WrongLink(error.problem)
} catch (error: MessengerException.BadUid) {
    if (isLink(text)) Entry.WrongUidInLink(error.problem) else Entry.WrongUid(error.problem)
}

/** The link in a text that somebody wrote around it; the text itself if there is none. "Pure2P: " alone is only a word. */
internal fun linkIn(text: String): String {
    val at = text.indexOf(SCHEME + PREFIX, ignoreCase = true)
    return if (at < 0) text else text.drop(at).takeWhile { !it.isWhitespace() }
}

/** A text as it would be if it had been typed into the field. */
internal fun entered(text: String): String {
    val bounded = linkIn(text).take(MOST_ENTERED)
    return if (looksLikeUid(bounded)) bounded.filterNot(::isForTheEye) else bounded
}

/** The letters of a group, counted from 1. */
internal fun groupOf(text: CharSequence, group: Int): String =
    text.filterNot(::isForTheEye).drop((group - 1) * GROUP).take(GROUP).toString()

private fun isLink(text: CharSequence): Boolean = text.trimStart().startsWith(SCHEME, ignoreCase = true)

private const val SCHEME = "pure2p:"

/** A group in which people read a UID out. */
private const val GROUP = 4

/** Bounds what is entered, and takes out of a UID what is there for the eye only: groups are shown, not stored. */
internal object Bounded : InputTransformation {
    override fun TextFieldBuffer.transformInput() {
        if (length > MOST_ENTERED) delete(MOST_ENTERED, length)
        if (!looksLikeUid(asCharSequence())) return
        for (at in length - 1 downTo 0) {
            if (isForTheEye(charAt(at))) delete(at, at + 1)
        }
    }
}

/** The core says what is too long for a name; this only keeps what was pasted by mistake from filling memory. */
internal object ShortName : InputTransformation {
    override fun TextFieldBuffer.transformInput() {
        if (length > MOST_OF_NAME) delete(MOST_OF_NAME, length)
    }

    private const val MOST_OF_NAME = 256
}

/** Shows a UID in groups of four, and marks the one to look at. */
internal class Groups(private val wrong: Int?, private val mark: SpanStyle) : OutputTransformation {
    override fun TextFieldBuffer.transformOutput() {
        if (!looksLikeUid(asCharSequence())) return
        val entered = length
        for (at in (entered - 1) / GROUP * GROUP downTo GROUP step GROUP) insert(at, " ")
        val from = ((wrong ?: return) - 1) * (GROUP + 1)
        if (from in 0 until length) addStyle(mark, from, minOf(from + GROUP, length))
    }
}

/** Whether it begins as UIDs do, as far as there is anything; whatever else it is stays as it is. */
private fun looksLikeUid(text: CharSequence): Boolean {
    val meant = text.filterNot(::isForTheEye)
    return meant.isNotEmpty() && meant.take(PREFIX.length).let { PREFIX.startsWith(it.toString(), ignoreCase = true) }
}

private fun isForTheEye(character: Char): Boolean = character.isWhitespace() || character == '-'

private const val PREFIX = "pure1"
