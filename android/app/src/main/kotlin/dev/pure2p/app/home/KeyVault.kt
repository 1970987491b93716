package dev.pure2p.app.home

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.util.AtomicFile
import androidx.annotation.RequiresApi
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** What became of the database key. */
internal sealed interface Found {
    /** It is here. Whoever has used it overwrites it. */
    class Key(val bytes: ByteArray) : Found

    /** Provably gone: the key store works and does not have the key that wraps it, or the wrapped one was deleted. */
    data object Lost : Found
}

/**
 * Keeps the 32 bytes that open the database: in a file, wrapped by a key that never leaves AndroidKeyStore.
 *
 * That key is not bound to a person's authentication: the app receives while nobody looks at the screen, and a new
 * fingerprint must not cost a history. What is neither here nor provably lost is an exception: try again later.
 */
internal class KeyVault(private val context: Context, private val file: File, private val alias: String = ALIAS) {
    /** The key; made now if there is no database yet that it would have to open. */
    @Throws(GeneralSecurityException::class, IOException::class)
    fun key(databaseExists: Boolean): Found {
        if (!file.exists()) return if (databaseExists) Found.Lost else make()
        val found = try {
            unwrap()
        } catch (torn: NoKeyInFile) {
            if (databaseExists) throw torn else Found.Lost
        }
        // A first launch that ended too early: nothing was ever written with this key.
        return if (found is Found.Lost && !databaseExists) make() else found
    }

    /** Deletes the key and what wraps it. */
    fun forget() {
        file.delete()
        store().deleteEntry(alias)
    }

    private fun unwrap(): Found {
        val store = store()
        if (!store.containsAlias(alias)) {
            if (!works()) throw GeneralSecurityException("no key store")
            // "Not there" is what it says of any trouble as well: once more, now that it is seen to work.
            if (!store().containsAlias(alias)) return Found.Lost
        }
        return try {
            val wrapping = store.getKey(alias, null) ?: throw GeneralSecurityException("the key is there, and not given")
            val wrapped = AtomicFile(file).readFully()
            if (wrapped.size != 1 + IV + KEY + TAG || wrapped[0] != FORMAT) throw NoKeyInFile()
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, wrapping, GCMParameterSpec(TAG * 8, wrapped, 1, IV))
            Found.Key(cipher.doFinal(wrapped, 1 + IV, KEY + TAG))
        } catch (_: KeyPermanentlyInvalidatedException) {
            Found.Lost
        }
    }

    private fun make(): Found {
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, generate(alias)) }
        val key = ByteArray(KEY).also(SecureRandom()::nextBytes)
        val wrapped = cipher.doFinal(key)
        check(cipher.iv.size == IV) { "GCM's nonces have $IV bytes" }
        file.parentFile?.mkdirs()
        val atomic = AtomicFile(file)
        val out = atomic.startWrite()
        try {
            out.write(byteArrayOf(FORMAT) + cipher.iv + wrapped)
            atomic.finishWrite(out)
        } catch (error: IOException) {
            atomic.failWrite(out)
            throw error
        }
        return Found.Key(key)
    }

    /**
     * A key store that is out of order says that it has no keys: so it must show that it keeps one. A StrongBox as well, where
     * there is one: the key may lie in it, and without it that would look like a loss.
     */
    private fun works(): Boolean {
        val store = store()
        return try {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && hasStrongBox()) {
                generate(spec(PROBE).setIsStrongBoxBacked(true).build())
            }
            generate(spec(PROBE).build())
            store.containsAlias(PROBE)
        } finally {
            store.deleteEntry(PROBE)
        }
    }

    private fun generate(alias: String): SecretKey {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && hasStrongBox()) {
            try {
                return generate(spec(alias).setIsStrongBoxBacked(true).build())
            } catch (_: StrongBoxUnavailableException) {
                // Full, or busy: the processor's own secure part will do.
            }
        }
        return generate(spec(alias).build())
    }

    @RequiresApi(Build.VERSION_CODES.P)
    private fun hasStrongBox() = context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)

    private fun generate(spec: KeyGenParameterSpec): SecretKey {
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
        generator.init(spec)
        return generator.generateKey()
    }

    private fun spec(alias: String): KeyGenParameterSpec.Builder =
        KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)

    private class NoKeyInFile : IOException("no wrapped key")

    private fun store(): KeyStore = KeyStore.getInstance(STORE).apply { load(null) }

    internal companion object {
        const val ALIAS = "database"
        private const val PROBE = "probe"
        private const val STORE = "AndroidKeyStore"
        private const val CIPHER = "AES/GCM/NoPadding"
        private const val FORMAT: Byte = 1
        private const val IV = 12
        private const val KEY = 32
        private const val TAG = 16
    }
}
