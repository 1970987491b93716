package dev.pure2p.app.ui.common

import android.view.inputmethod.EditorInfo
import android.view.inputmethod.InputConnection
import androidx.compose.runtime.Composable
import androidx.compose.ui.ExperimentalComposeUiApi
import androidx.compose.ui.platform.InterceptPlatformTextInput
import androidx.compose.ui.platform.PlatformTextInputMethodRequest

/** Keyboards are asked to learn nothing from what is typed into these fields. Compose itself has no word for that. */
@OptIn(ExperimentalComposeUiApi::class)
@Composable
fun PrivateKeyboard(fields: @Composable () -> Unit) {
    InterceptPlatformTextInput({ request, next -> next.startInputMethod(Forgetting(request)) }, fields)
}

private class Forgetting(private val request: PlatformTextInputMethodRequest) : PlatformTextInputMethodRequest {
    override fun createInputConnection(outAttributes: EditorInfo): InputConnection {
        // It sets all of them: what is added comes after.
        val connection = request.createInputConnection(outAttributes)
        outAttributes.imeOptions = outAttributes.imeOptions or EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING
        return connection
    }
}
