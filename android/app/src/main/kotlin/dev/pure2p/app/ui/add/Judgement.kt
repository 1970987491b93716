package dev.pure2p.app.ui.add

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.LinkProblem
import dev.pure2p.core.UidProblem

/** What is said of a text; [letters] are those of the group to look at. */
@Composable
internal fun judgementOf(entry: Entry, letters: String?): String = when (entry) {
    Entry.Nothing -> stringResource(R.string.add_field_hint)
    is Entry.Typing ->
        if (entry.wrongGroup == null) stringResource(R.string.add_typing, entry.entered, entry.of)
        else stringResource(R.string.add_wrong_character, entry.wrongGroup, isolated(letters.orEmpty()))
    is Entry.Somebody -> stringResource(if (entry.byLink) R.string.add_link_right else R.string.add_right)
    is Entry.WrongLink -> stringResource(wordsOf(entry.problem))
    is Entry.WrongUid -> wordsOf(entry.problem, letters)
    is Entry.WrongUidInLink ->
        if (entry.problem is UidProblem.UnknownVersion) stringResource(R.string.add_newer)
        else stringResource(R.string.add_link_uid)
}

@Composable
private fun wordsOf(problem: UidProblem, letters: String?): String = when (problem) {
    is UidProblem.Checksum -> problem.group.let {
        if (it == null) stringResource(R.string.add_checksum)
        else stringResource(R.string.add_checksum_group, it, isolated(letters.orEmpty()))
    }
    UidProblem.MixedCase -> stringResource(R.string.add_mixed_case)
    UidProblem.NotCanonical, UidProblem.WeakKey -> stringResource(R.string.add_no_key)
    is UidProblem.UnknownVersion -> stringResource(R.string.add_newer)
    is UidProblem.WrongCharacter -> stringResource(R.string.add_wrong_character, problem.group, isolated(letters.orEmpty()))
    is UidProblem.WrongLength -> stringResource(R.string.add_wrong_length, problem.have)
    UidProblem.WrongPrefix -> stringResource(R.string.add_neither)
}

private fun wordsOf(problem: LinkProblem): Int = when (problem) {
    LinkProblem.BAD_ADDRESS, LinkProblem.BAD_NAME, LinkProblem.TOO_MANY_ADDRESSES -> R.string.add_link_strange
    LinkProblem.ENCODING, LinkProblem.MALFORMED -> R.string.add_link_cut
    LinkProblem.NOT_A_LINK -> R.string.add_neither
    LinkProblem.SIGNATURE -> R.string.add_link_changed
    LinkProblem.TOO_LONG -> R.string.add_too_long
}
