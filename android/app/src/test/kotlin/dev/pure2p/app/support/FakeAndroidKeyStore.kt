package dev.pure2p.app.support

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.StrongBoxUnavailableException
import java.io.File
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreException
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * Stands in for AndroidKeyStore, which is no part of Android's classes but of the device. It keeps AES keys, enforces
 * nothing of what they were asked to be, and can be made to fail as real ones do.
 */
object FakeAndroidKeyStore {
    private const val NAME = "AndroidKeyStore"
    internal val keys: MutableMap<String, Key> = Collections.synchronizedMap(mutableMapOf())

    /** What was asked of each key. */
    val asked: MutableMap<String, KeyGenParameterSpec> = Collections.synchronizedMap(mutableMapOf())

    /** Out of order: it says that it has no keys, and makes none. */
    @Volatile
    var broken = false

    /** So often it says that it has no key, although it has. */
    @Volatile
    var overlooks = 0

    /** The device's StrongBox does not answer, and what lies in it is not seen. */
    @Volatile
    var strongBoxGone = false

    /** It deletes nothing, and says so. */
    @Volatile
    var undeletable = false

    /** Thrown in place of the key. */
    @Volatile
    var refusal: Exception? = null

    /** A device keeps its keys beyond the life of a process: in this folder, as they are. */
    private var kept: File? = null

    /** An empty one takes the place of whatever there was; or one that has what is kept in this folder. */
    fun install(kept: File? = null) {
        Security.removeProvider(NAME)
        keys.clear()
        this.kept = kept
        kept?.listFiles().orEmpty().forEach { keys[it.name] = SecretKeySpec(it.readBytes(), "AES") }
        asked.clear()
        broken = false
        overlooks = 0
        strongBoxGone = false
        undeletable = false
        refusal = null
        Security.addProvider(FakeProvider())
    }

    internal fun keep(alias: String, key: SecretKey) {
        keys[alias] = key
        kept?.resolve(alias)?.writeBytes(key.encoded)
    }

    private class FakeProvider : Provider(NAME, "1.0", "stands in for the device's") {
        init {
            put("KeyStore.$NAME", FakeKeyStore::class.java.name)
            put("KeyGenerator.AES", FakeAesGenerator::class.java.name)
        }

        // By their names they would be looked up outside of the class loader that tests run in.
        override fun getService(type: String, algorithm: String): Service? {
            val make: () -> Any = when (type to algorithm) {
                "KeyStore" to NAME -> ::FakeKeyStore
                "KeyGenerator" to "AES" -> ::FakeAesGenerator
                else -> return null
            }
            return object : Service(this, type, algorithm, "", null, null) {
                override fun newInstance(parameter: Any?): Any = make()
            }
        }
    }
}

internal class FakeAesGenerator : KeyGeneratorSpi() {
    private var spec: KeyGenParameterSpec? = null

    override fun engineInit(random: SecureRandom?) = Unit

    override fun engineInit(size: Int, random: SecureRandom?) = Unit

    override fun engineInit(parameters: AlgorithmParameterSpec?, random: SecureRandom?) {
        spec = parameters as KeyGenParameterSpec
    }

    override fun engineGenerateKey(): SecretKey {
        val spec = checkNotNull(spec) { "init(KeyGenParameterSpec) comes first" }
        if (FakeAndroidKeyStore.broken) throw java.security.ProviderException("out of order")
        if (FakeAndroidKeyStore.strongBoxGone && spec.isStrongBoxBacked) throw StrongBoxUnavailableException()
        val key = KeyGenerator.getInstance("AES").apply { init(spec.keySize) }.generateKey()
        FakeAndroidKeyStore.keep(spec.keystoreAlias, key)
        FakeAndroidKeyStore.asked[spec.keystoreAlias] = spec
        return key
    }
}

internal class FakeKeyStore : KeyStoreSpi() {
    private val keys get() = if (FakeAndroidKeyStore.broken) emptyMap() else FakeAndroidKeyStore.keys

    override fun engineGetKey(alias: String, password: CharArray?): Key? {
        FakeAndroidKeyStore.refusal?.let { throw it }
        return keys[alias]
    }

    override fun engineDeleteEntry(alias: String) {
        if (FakeAndroidKeyStore.undeletable) throw KeyStoreException("not now")
        FakeAndroidKeyStore.keys.remove(alias)
    }

    override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys.toList())

    override fun engineContainsAlias(alias: String): Boolean {
        if (FakeAndroidKeyStore.overlooks > 0) return false.also { FakeAndroidKeyStore.overlooks-- }
        val hidden = FakeAndroidKeyStore.strongBoxGone && FakeAndroidKeyStore.asked[alias]?.isStrongBoxBacked == true
        return alias in keys && !hidden
    }

    override fun engineSize() = keys.size

    override fun engineIsKeyEntry(alias: String) = alias in keys

    override fun engineIsCertificateEntry(alias: String) = false

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

    override fun engineGetCertificate(alias: String): Certificate? = null

    override fun engineGetCertificateAlias(certificate: Certificate?): String? = null

    override fun engineGetCreationDate(alias: String): Date = Date(0)

    override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<out Certificate>?) =
        throw KeyStoreException("keys are made here")

    override fun engineSetKeyEntry(alias: String, key: ByteArray?, chain: Array<out Certificate>?) =
        throw KeyStoreException("keys are made here")

    override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) =
        throw KeyStoreException("no certificates")

    override fun engineStore(out: OutputStream?, password: CharArray?) = Unit

    override fun engineLoad(input: InputStream?, password: CharArray?) = Unit
}
