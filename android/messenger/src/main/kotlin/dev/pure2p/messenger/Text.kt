package dev.pure2p.messenger

/**
 * The text without halves of surrogate pairs, as they come of cutting a text between two characters. The border takes
 * only what UTF-8 can say, and throws at others.
 */
public fun String.wellFormed(): String = String(encodeToByteArray(), Charsets.UTF_8)
