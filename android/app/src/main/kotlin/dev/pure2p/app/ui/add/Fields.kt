package dev.pure2p.app.ui.add

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.text.input.TextFieldLineLimits
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentDataType
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDataType
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.style.TextDirection
import dev.pure2p.app.R

/** A link or a UID, judged as it is typed. */
@Composable
internal fun EnteredField(text: TextFieldState, entry: Entry) {
    val wrong = entry.groupToLookAt
    val isWrong = when (entry) {
        Entry.Nothing, is Entry.Somebody -> false
        is Entry.Typing -> wrong != null
        is Entry.WrongLink, is Entry.WrongUid, is Entry.WrongUidInLink -> true
    }
    val letters = wrong?.let { groupOf(text.text, it) }
    val spoken = judgementOf(entry, letters?.toList()?.joinToString(" "))
    val colors = MaterialTheme.colorScheme
    val groups = remember(wrong, colors) {
        Groups(wrong, SpanStyle(colors.onErrorContainer, background = colors.errorContainer, fontWeight = FontWeight.Bold))
    }
    val focus = LocalFocusManager.current
    OutlinedTextField(
        text,
        Modifier.fillMaxWidth().semantics {
            // Nothing that a device knows of its owner belongs here.
            contentDataType = ContentDataType.None
            if (isWrong) error(spoken)
        },
        textStyle = LocalTextStyle.current.copy(fontFamily = FontFamily.Monospace, textDirection = TextDirection.Ltr),
        label = { Text(stringResource(R.string.add_link_or_uid)) },
        supportingText = { Judgement(judgementOf(entry, letters), spoken, aloud = isWrong) },
        isError = isWrong,
        inputTransformation = Bounded,
        outputTransformation = groups,
        keyboardOptions = KeyboardOptions(
            capitalization = KeyboardCapitalization.None,
            autoCorrectEnabled = false,
            keyboardType = KeyboardType.Ascii,
            imeAction = ImeAction.Done,
        ),
        onKeyboardAction = { focus.clearFocus() },
        // A whole UID is seen while it is typed; once it is somebody, they are what is looked at.
        lineLimits = TextFieldLineLimits.MultiLine(1, if (entry is Entry.Somebody) 1 else 6),
    )
}

/** What is said of the text. A mistake is read out when it is made; each character that is right would be too much. */
@Composable
private fun Judgement(words: String, spoken: String, aloud: Boolean) {
    Text(
        words,
        Modifier.semantics {
            // Letter by letter, or a group would be read as the word that it isn't.
            contentDescription = spoken
            if (aloud) liveRegion = LiveRegionMode.Polite
        },
    )
}

/** What somebody shall be called here. */
@Composable
internal fun NameField(name: TextFieldState, refused: Boolean, theySuggestOne: Boolean) {
    val focus = LocalFocusManager.current
    OutlinedTextField(
        name,
        Modifier.fillMaxWidth().semantics { contentDataType = ContentDataType.None },
        label = { Text(stringResource(R.string.add_name)) },
        supportingText = {
            val words = when {
                refused -> R.string.name_refused
                theySuggestOne -> R.string.add_name_hint
                else -> R.string.add_name_hint_none
            }
            Text(stringResource(words))
        },
        isError = refused,
        inputTransformation = ShortName,
        keyboardOptions = KeyboardOptions(
            capitalization = KeyboardCapitalization.Words,
            autoCorrectEnabled = false,
            imeAction = ImeAction.Done,
        ),
        onKeyboardAction = { focus.clearFocus() },
        lineLimits = TextFieldLineLimits.SingleLine,
    )
}
