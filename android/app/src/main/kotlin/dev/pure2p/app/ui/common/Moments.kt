package dev.pure2p.app.ui.common

import android.content.Context
import android.text.format.DateFormat
import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.platform.LocalContext
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import java.util.Date
import java.util.Locale

/** The day on which a picture is taken, so that tomorrow's is the same. On a device it is nothing: there it is today. */
val LocalToday = staticCompositionLocalOf<LocalDate?> { null }

/** Today. */
@Composable
fun today(): LocalDate = LocalToday.current ?: LocalDate.now()

/** A time as short as it can be said: "14:02" today, "Mon 14:02" within a week, else the date. */
@Composable
fun moment(at: Instant): String = moment(at, LocalContext.current, today())

internal fun moment(
    at: Instant,
    context: Context,
    today: LocalDate = LocalDate.now(),
    zone: ZoneId = ZoneId.systemDefault(),
): String {
    val day = at.atZone(zone).toLocalDate()
    // As the person has set it: 14:02, or 2:02 pm.
    val time = DateFormat.getTimeFormat(context).format(Date.from(at))
    return when (ChronoUnit.DAYS.between(day, today)) {
        0L -> time
        in 1L..6L -> "${DateTimeFormatter.ofPattern("EEE", locale(context)).format(day)} $time"
        else -> DateFormat.getMediumDateFormat(context).format(Date.from(at))
    }
}

private fun locale(context: Context): Locale = context.resources.configuration.locales[0]
