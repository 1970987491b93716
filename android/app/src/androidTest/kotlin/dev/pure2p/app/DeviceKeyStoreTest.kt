package dev.pure2p.app

import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.home.Found
import dev.pure2p.app.home.KeyVault
import java.io.File
import java.security.KeyStore
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith

/** The device's own key store, of which the tests on a plain machine have only a likeness. Under a name of its own: the app has its key there. */
@RunWith(AndroidJUnit4::class)
class DeviceKeyStoreTest {
    private val context = InstrumentationRegistry.getInstrumentation().targetContext
    private val file = File(context.cacheDir, "key-of-a-test")
    private val vault get() = KeyVault(context, file, ALIAS)

    @After
    fun end() = vault.forget()

    @Test
    fun aKeyIsFoundAgainAndNeverGivenAway() {
        val made = (vault.key(databaseExists = false) as Found.Key).bytes
        assertArrayEquals(made, (vault.key(databaseExists = true) as Found.Key).bytes)
        val store = KeyStore.getInstance("AndroidKeyStore").apply { load(null) }
        assertNull("what wraps it never leaves the device", store.getKey(ALIAS, null).encoded)
        assertFalse("it lies there wrapped", file.readBytes().toList().windowed(made.size).any { it == made.toList() })
    }

    @Test
    fun aDeletedKeyIsLostAndSaysSo() {
        vault.key(databaseExists = false)
        KeyStore.getInstance("AndroidKeyStore").apply { load(null) }.deleteEntry(ALIAS)
        assertEquals(Found.Lost, vault.key(databaseExists = true))
    }

    private companion object {
        const val ALIAS = "database-of-a-test"
    }
}
