package dev.pure2p.app.ui.add

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.scan.CameraRefusal
import dev.pure2p.app.ui.scan.RefusedCard
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.AddressKind
import dev.pure2p.core.LinkProblem
import dev.pure2p.core.UidProblem

/** Every state of this screen, by name: what previews show, and what tests look at. */
object AddPreviews {
    private val uid = Samples.uid(1)
    private val link = "pure2p:$uid?urqxggyaaaa2ee5tcspwcymdi3fqa4ihkd5veiabbw4aaaiaaiaagaaeaacqabsq7ndmbkahcripwylomnbg6ytb"
    private val bare = Entry.Somebody(uid, uid.chunked(4).joinToString(" "))
    private val bob = bare.copy(
        name = "Bob",
        addresses = listOf(
            TheirAddress("203.0.113.7:20731", AddressKind.IPV4),
            TheirAddress("[2001:db8::7]:20731", AddressKind.IPV6),
            TheirAddress("100.64.3.9:20731", AddressKind.CARRIER),
            TheirAddress("192.168.7.20:20731", AddressKind.PRIVATE),
            TheirAddress("127.0.0.1:20731", AddressKind.LOOPBACK),
        ),
        byLink = true,
    )
    private val linked = AddState(bob, Standing.New)

    /** A state, and what is in its first field and in that for a name. */
    data class Shown(val state: AddState, val text: String = "", val name: String = "", val refusal: CameraRefusal? = null)

    private fun wrong(problem: UidProblem, text: String = uid) = Shown(AddState(Entry.WrongUid(problem)), text)

    private fun broken(problem: LinkProblem) = Shown(AddState(Entry.WrongLink(problem)), link)

    val states: Map<String, Shown> = mapOf(
        "empty" to Shown(AddState()),
        "no-camera" to Shown(AddState(scans = false)),
        "refused" to Shown(AddState(), refusal = CameraRefusal.ONCE),
        "refused-for-good" to Shown(AddState(), refusal = CameraRefusal.FOR_GOOD),
        "nothing-to-paste" to Shown(AddState(said = AddSaid.NOTHING_TO_PASTE)),
        "typing" to Shown(AddState(Entry.Typing(22, 64)), uid.take(22)),
        "typing-wrong" to Shown(AddState(Entry.Typing(22, 64, wrongGroup = 4)), uid.take(12) + "bo" + uid.substring(14, 22)),
        "checksum-group" to wrong(UidProblem.Checksum(6)),
        "checksum" to wrong(UidProblem.Checksum(null)),
        "wrong-character" to wrong(UidProblem.WrongCharacter(14, 4), uid.take(13) + "b" + uid.drop(14)),
        "mixed-case" to wrong(UidProblem.MixedCase, uid.replaceFirstChar { it.uppercase() }),
        "no-key" to wrong(UidProblem.WeakKey),
        "newer" to wrong(UidProblem.UnknownVersion(2u)),
        "wrong-length" to wrong(UidProblem.WrongLength(70), uid + "qqqqqq"),
        "neither" to wrong(UidProblem.WrongPrefix, "https://example.org/bob"),
        "link-uid" to Shown(AddState(Entry.WrongUidInLink(UidProblem.WrongLength(40))), "pure2p:" + uid.take(40)),
        "link-newer" to Shown(AddState(Entry.WrongUidInLink(UidProblem.UnknownVersion(2u))), link),
        "link-cut" to broken(LinkProblem.ENCODING),
        "link-changed" to broken(LinkProblem.SIGNATURE),
        "link-strange" to broken(LinkProblem.TOO_MANY_ADDRESSES),
        "too-long" to broken(LinkProblem.TOO_LONG),
        "unasked" to Shown(AddState(bob), link),
        "link" to Shown(linked, link),
        "uid" to Shown(AddState(bare, Standing.New), uid),
        "named" to Shown(linked, link, name = "Bob from the choir"),
        "bad-name" to Shown(linked.copy(said = AddSaid.BAD_NAME), link, name = "B".repeat(70)),
        "busy" to Shown(linked.copy(busy = true), link),
        "not-stored" to Shown(linked.copy(said = AddSaid.NOT_STORED), link),
        "own" to Shown(AddState(bob.copy(name = "Alice"), Standing.Own), link),
        "known" to Shown(AddState(bare, Standing.Known("Bobby")), uid),
        "known-link" to Shown(AddState(bob, Standing.Known("Bobby")), link),
        "blocked" to Shown(AddState(bob, Standing.Blocked("Bobby")), link),
        "asking" to Shown(AddState(bob, Standing.Asking), link),
        "turned-name" to Shown(AddState(bob, Standing.Known("דוד")), link),
    )
}

/** A state as the app would show it. */
@Composable
internal fun AddPreview(shown: AddPreviews.Shown, actions: AddActions = AddActions()) {
    val text = remember(shown) { TextFieldState(shown.text) }
    val name = remember(shown) { TextFieldState(shown.name) }
    AddScreen(shown.state, text, name, actions) { shown.refusal?.let { RefusedCard(it) {} } }
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { AddPreview(AddPreviews.states.getValue(state)) }

@Preview
@Composable
private fun Empty() = Show("empty")

@Preview
@Composable
private fun RefusedForGood() = Show("refused-for-good")

@Preview
@Composable
private fun Typing() = Show("typing")

@Preview
@Composable
private fun TypingWrong() = Show("typing-wrong")

@Preview
@Composable
private fun Broken() = Show("link-changed")

@Preview(heightDp = 1100)
@Composable
private fun Link() = Show("link")

@Preview(heightDp = 1100)
@Composable
private fun Dark() = Show("link", dark = true)

@Preview(heightDp = 1600, fontScale = 2f)
@Composable
private fun Large() = Show("link")

@Preview(heightDp = 1100, locale = "ar")
@Composable
private fun RightToLeft() = Show("link")

@Preview(heightDp = 1100)
@Composable
private fun Known() = Show("known-link")

@Preview(heightDp = 1100)
@Composable
private fun Blocked() = Show("blocked")

@Preview(heightDp = 1100)
@Composable
private fun Own() = Show("own")
