package dev.pure2p.app.ui.conversation

import android.content.Context
import android.text.format.DateFormat
import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.today
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.FormatStyle
import java.util.Date
import java.util.Locale

/** A day as one says it. */
@Composable
internal fun dayWords(day: LocalDate, today: LocalDate = today()): String = when (day) {
    today -> stringResource(R.string.conversation_today)
    today.minusDays(1) -> stringResource(R.string.conversation_yesterday)
    else -> DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale(LocalContext.current)).format(day)
}

/** The minute, as the person has set it: 14:02, or 2:02 pm. The day stands above. */
@Composable
internal fun minute(at: Instant): String = DateFormat.getTimeFormat(LocalContext.current).format(Date.from(at))

/** Day and second: tries may follow one another within a minute. */
@Composable
internal fun exactly(at: Instant): String {
    val context = LocalContext.current
    val locale = locale(context)
    val skeleton = if (DateFormat.is24HourFormat(context)) "Hms" else "hms"
    val time = DateTimeFormatter.ofPattern(DateFormat.getBestDateTimePattern(locale, skeleton), locale)
    return "${DateFormat.getMediumDateFormat(context).format(Date.from(at))}, ${time.format(at.atZone(ZoneId.systemDefault()))}"
}

private fun locale(context: Context): Locale = context.resources.configuration.locales[0]
