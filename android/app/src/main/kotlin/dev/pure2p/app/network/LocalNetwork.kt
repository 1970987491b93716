package dev.pure2p.app.network

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** Says whether this app may talk to devices in its own network. */
interface LocalNetwork {
    /** Whether it may; nothing where the system does not ask. A person can change it at any time in the system's settings. */
    fun allowed(): Boolean?

    companion object {
        /** What is asked for. Android knows this name from 17 on; the app is built with an older one as well. */
        const val PERMISSION = "android.permission.ACCESS_LOCAL_NETWORK"
    }
}

/** As the system says: it asks from Android 17 on. */
class SystemLocalNetwork(private val context: Context) : LocalNetwork {
    override fun allowed(): Boolean? {
        if (Build.VERSION.SDK_INT < ANDROID_17) return null
        return context.checkSelfPermission(LocalNetwork.PERMISSION) == PackageManager.PERMISSION_GRANTED
    }

    private companion object {
        const val ANDROID_17 = 37
    }
}
