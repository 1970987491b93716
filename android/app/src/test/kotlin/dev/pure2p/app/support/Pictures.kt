package dev.pure2p.app.support

import com.github.takahirom.roborazzi.ExperimentalRoborazziApi
import com.github.takahirom.roborazzi.RoborazziOptions
import com.github.takahirom.roborazzi.RoborazziTaskType
import com.github.takahirom.roborazzi.captureScreenRoboImage
import java.io.File

/** The folder for pictures, if any are wanted: `cargo xtask pictures`. */
private val folder: File? = System.getProperty("pure2p.pictures")?.let(::File)

/** Leaves a picture of all that is on the screen, dialogs included. */
@OptIn(ExperimentalRoborazziApi::class)
fun picture(name: String) {
    val file = File(folder ?: return, "$name.png")
    file.parentFile?.mkdirs()
    captureScreenRoboImage(file.path, roborazziOptions = RoborazziOptions(taskType = RoborazziTaskType.Record))
}
