package dev.pure2p.app.support

import android.content.Context
import android.view.View
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.test.core.app.ApplicationProvider
import com.github.takahirom.roborazzi.ExperimentalRoborazziApi
import com.github.takahirom.roborazzi.RoborazziOptions
import com.github.takahirom.roborazzi.RoborazziTaskType
import com.github.takahirom.roborazzi.captureScreenRoboImage
import java.io.File

/** The folder for pictures, if any are wanted: `cargo xtask pictures`. */
internal val pictures: File? = System.getProperty("pure2p.pictures")?.let(::File)

/**
 * Leaves a picture of all that is on the screen, dialogs included. Its name also says what is not as usual: `-dark`,
 * `-large`, `-wide`, `-rtl`, and another language.
 */
@OptIn(ExperimentalRoborazziApi::class)
fun ComposeTestRule.picture(name: String): File? {
    val file = File(pictures ?: return null, name + variant() + ".png")
    file.parentFile?.mkdirs()
    // A dialog that was just asked for is a window that is not there yet.
    waitForIdle()
    captureScreenRoboImage(file.path, roborazziOptions = RoborazziOptions(taskType = RoborazziTaskType.Record))
    return file
}

private fun variant(): String {
    val now = ApplicationProvider.getApplicationContext<Context>().resources.configuration
    return buildString {
        if (now.isNightModeActive) append("-dark")
        if (now.fontScale > 1f) append("-large")
        if (now.screenWidthDp >= 600) append("-wide")
        if (now.layoutDirection == View.LAYOUT_DIRECTION_RTL) append("-rtl")
        if (now.locales[0].language == "de") append("-de")
    }
}
