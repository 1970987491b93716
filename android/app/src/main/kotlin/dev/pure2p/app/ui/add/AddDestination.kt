package dev.pure2p.app.ui.add

import android.content.ClipboardManager
import android.content.Context
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.foundation.text.input.setTextAndPlaceCursorAtEnd
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.navigation.NavGraphBuilder
import androidx.navigation.NavType
import androidx.navigation.compose.composable
import androidx.navigation.navArgument
import dev.pure2p.app.R
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.scan.Refused
import dev.pure2p.app.ui.scan.ScanScreen
import dev.pure2p.app.ui.scan.rememberScanning
import dev.pure2p.core.ContactState
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import dev.pure2p.core.safetyQrMatches
import dev.pure2p.messenger.wellFormed
import kotlinx.coroutines.async
import kotlinx.coroutines.launch

/** This screen's place in the app. A link may come along; it adds nobody without a yes. */
fun NavGraphBuilder.add(open: OpenHome, go: Navigator) {
    val text = navArgument(Routes.TEXT) {
        type = NavType.StringType
        nullable = true
    }
    composable(Routes.ADD, listOf(text)) { entry ->
        Add(open, go, entry.arguments?.getString(Routes.TEXT).orEmpty())
    }
}

/** Adding somebody, over the real thing. [brought] is a link that was tapped elsewhere: a later one takes its place. */
@Composable
private fun Add(open: OpenHome, go: Navigator, brought: String) {
    val text = rememberSaveable(brought, saver = TextFieldState.Saver) { TextFieldState(entered(brought)) }
    val name = rememberSaveable(brought, saver = TextFieldState.Saver) { TextFieldState() }
    val entry by remember(text) { derivedStateOf { judge(text.text) } }
    val somebody = entry as? Entry.Somebody
    var asked by remember { mutableIntStateOf(0) }
    var standing by remember(somebody?.uid) { mutableStateOf<Standing?>(null) }
    var busy by remember { mutableStateOf(false) }
    // Of this text only: with another one it is no longer true.
    var said by remember(entry) { mutableStateOf<AddSaid?>(null) }
    LaunchedEffect(somebody?.uid, asked) {
        standing = somebody?.let { open.messenger.standing(it.uid) }
    }

    val context = LocalContext.current
    val scope = rememberCoroutineScope()
    fun command(what: suspend MessengerInterface.() -> Unit, done: () -> Unit) {
        if (busy) return
        busy = true
        said = null
        // The app's own scope for the command: whoever leaves in this moment has said yes all the same. The screen's for what
        // follows: nobody is led anywhere from where they went in the meantime.
        val running = open.scope.async { open.messenger.what() }
        scope.launch {
            try {
                running.await()
                done()
            } catch (_: MessengerException.BadName) {
                said = AddSaid.BAD_NAME
            } catch (_: MessengerException) {
                said = AddSaid.NOT_STORED
                // It may be that they were blocked in the meantime: then the screen shall say so.
                asked++
            }
            busy = false
        }
    }

    val scanning = rememberScanning()
    if (scanning.shown) {
        val noLink = stringResource(R.string.add_scan_no_link)
        val safety = stringResource(R.string.add_scan_safety)
        ScanScreen(
            stringResource(R.string.add_scan_title),
            stringResource(R.string.add_scan_hint),
            onCode = { code ->
                when {
                    isSafetyCode(code, open.account.value?.uid) -> safety
                    judge(code) is Entry.WrongUid || judge(code) is Entry.Typing -> noLink
                    else -> {
                        text.setTextAndPlaceCursorAtEnd(entered(code))
                        scanning.stop()
                        null
                    }
                }
            },
            onBack = scanning::stop,
        )
        return
    }
    AddScreen(
        AddState(entry, standing, scanning.offered, busy, said),
        text,
        name,
        AddActions(
            back = go::back,
            scan = scanning::start,
            paste = {
                val pasted = context.clipboardText()
                if (pasted.isNullOrBlank()) said = AddSaid.NOTHING_TO_PASTE
                else text.setTextAndPlaceCursorAtEnd(entered(pasted))
            },
            add = { called ->
                val link = linkIn(text.text.toString()).wellFormed()
                somebody?.let { who ->
                    command({ add(link, called.trim().wellFormed().ifEmpty { null }) }) { go.addedTo(who.uid) }
                }
            },
            unblock = { somebody?.let { who -> command({ unblock(who.uid) }) { asked++ } } },
            chat = { somebody?.let { go.addedTo(it.uid) } },
            myLink = go::toMyLink,
        ),
    ) { Refused(scanning) }
}

/** Who somebody is to this device; where the database does not say, nobody: the core judges once more when they are added. */
private suspend fun MessengerInterface.standing(uid: Uid): Standing = try {
    if (account()?.uid == uid) {
        Standing.Own
    } else {
        val contact = contact(uid)
        when {
            contact.blocked -> Standing.Blocked(contact.name)
            contact.state == ContactState.REQUESTED -> Standing.Asking
            contact.state == ContactState.REMOVED -> Standing.New
            else -> Standing.Known(contact.name)
        }
    }
} catch (_: MessengerException) {
    Standing.New
}

/** Whether it is a code for comparing safety numbers, anybody's. */
private fun isSafetyCode(code: String, mine: Uid?): Boolean = mine != null && try {
    safetyQrMatches(code.wellFormed(), mine, mine) != null
} catch (_: MessengerException) {
    false
}

/** What was copied last. Read on a tap only: from Android 12 on the system tells the person each time. */
private fun Context.clipboardText(): String? =
    getSystemService(ClipboardManager::class.java)?.primaryClip?.takeIf { it.itemCount > 0 }?.getItemAt(0)?.text?.toString()
