package dev.pure2p.app.network

import dev.pure2p.core.NetworkSnapshot

/** Says what networks there are. */
interface NetworkSource {
    /** Says so now and at every change, from any thread, to whoever asked last. */
    fun start(changed: (NetworkSnapshot) -> Unit)

    /** Says it again: what is allowed may have changed, which nobody reports. */
    fun again()
}
