package dev.pure2p.app.home

import android.content.Context
import android.content.pm.PackageManager
import android.security.keystore.KeyPermanentlyInvalidatedException
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.network.NetworkSource
import dev.pure2p.app.support.FakeAndroidKeyStore
import dev.pure2p.app.support.FakeNetworks
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.MessengerException
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.messenger.ForegroundState
import java.io.File
import java.security.KeyStore
import java.security.UnrecoverableKeyException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** When a key is given, when it is lost, and that nothing is touched in between. */
@RunWith(AndroidJUnit4::class)
@Config(application = android.app.Application::class)
class HomeTest {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val top = context.noBackupFilesDir
    private val database = File(top, "home/messages.db")
    private val key = File(top, "home/database-key")
    private val opened = mutableListOf<Home>()

    @Before
    fun before() = FakeAndroidKeyStore.install()

    @After
    fun after() {
        runBlocking { opened.forEach { it.close() } }
        scope.cancel()
    }

    /** As a new process would: nothing is known but what is on the disk and in the key store. */
    private fun home() = Home(context, scope, FakeNetworks()) { ForegroundOptions(listOf("127.0.0.1:0")) }.also {
        opened += it
        it.open()
    }

    private fun Home.settled(): HomeState = runBlocking {
        withTimeout(60_000) { state.first { it != HomeState.Opening } }
    }

    private fun Home.opened(): OpenHome = (settled() as HomeState.Open).home

    private fun accountMade(): String = runBlocking {
        val home = home()
        home.opened().createAccount("Alice")
        home.opened().account.value!!.uid.also { home.close() }
    }

    @Test
    fun `the same account is there the next time`() {
        val uid = accountMade()
        assertEquals(uid, home().opened().account.value?.uid)
        assertFalse("the key lies open", key.readBytes().isEmpty())
        assertTrue(FakeAndroidKeyStore.asked.getValue(KeyVault.ALIAS).run { !isUserAuthenticationRequired && keySize == 256 })
    }

    @Test
    fun `a key store without the key is a loss, and touches nothing`() {
        accountMade()
        KeyStore.getInstance("AndroidKeyStore").apply { load(null) }.deleteEntry(KeyVault.ALIAS)
        val before = database.readBytes()
        assertEquals(HomeState.KeyLost, home().settled())
        assertArrayEquals(before, database.readBytes())
    }

    @Test
    fun `an invalidated key is a loss`() {
        accountMade()
        FakeAndroidKeyStore.refusal = KeyPermanentlyInvalidatedException()
        assertEquals(HomeState.KeyLost, home().settled())
    }

    @Test
    fun `a key store out of order is no loss, and is tried again`() {
        val uid = accountMade()
        FakeAndroidKeyStore.broken = true
        val home = home()
        assertEquals(HomeState.Unavailable(Problem.KEY_STORE), home.settled())
        FakeAndroidKeyStore.broken = false
        home.retry()
        runBlocking { withTimeout(60_000) { home.state.first { it is HomeState.Open } } }
        assertEquals(uid, home.opened().account.value?.uid)
    }

    @Test
    fun `a key that is not given out now is no loss`() {
        accountMade()
        FakeAndroidKeyStore.refusal = UnrecoverableKeyException()
        assertEquals(HomeState.Unavailable(Problem.KEY_STORE), home().settled())
    }

    @Test
    fun `a damaged file with the key is no loss`() {
        accountMade()
        key.writeBytes(key.readBytes().also { it[it.size - 1] = (it.last() + 1).toByte() })
        assertTrue(home().settled() is HomeState.Unavailable)
    }

    @Test
    fun `a StrongBox that does not answer is no loss`() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE, true)
        val uid = accountMade()
        assertTrue(FakeAndroidKeyStore.asked.getValue(KeyVault.ALIAS).isStrongBoxBacked)
        FakeAndroidKeyStore.strongBoxGone = true
        val home = home()
        assertEquals(HomeState.Unavailable(Problem.KEY_STORE), home.settled())
        FakeAndroidKeyStore.strongBoxGone = false
        home.retry()
        runBlocking { withTimeout(60_000) { home.state.first { it is HomeState.Open } } }
        assertEquals(uid, home.opened().account.value?.uid)
    }

    @Test
    fun `a key that was overlooked once is no loss`() {
        val uid = accountMade()
        FakeAndroidKeyStore.overlooks = 1
        assertEquals(uid, home().opened().account.value?.uid)
    }

    @Test
    fun `a fresh start looks once more`() = runBlocking {
        val uid = accountMade()
        val kept = FakeAndroidKeyStore.keys.remove(KeyVault.ALIAS)!!
        val home = home()
        assertEquals(HomeState.KeyLost, home.settled())
        FakeAndroidKeyStore.keys[KeyVault.ALIAS] = kept
        home.startAfresh()
        assertEquals(uid, home.opened().account.value?.uid)
        assertNull(home.setAside.value)
    }

    @Test
    fun `a fresh start that fails halfway is gone on with`() = runBlocking {
        accountMade()
        key.delete()
        val home = home()
        assertEquals(HomeState.KeyLost, home.settled())
        FakeAndroidKeyStore.undeletable = true
        home.startAfresh()
        withTimeout(60_000) { home.state.first { it is HomeState.Open } }
        assertNull(home.opened().account.value)
        assertNotNull(home.setAside.value)
    }

    @Test
    fun `a torn file with a key that opened nothing yet is a new home`() {
        home().settled()
        runBlocking { opened.forEach { it.close() } }
        database.parentFile!!.listFiles()!!.filter { it != key }.forEach { it.deleteRecursively() }
        key.writeBytes(byteArrayOf(1, 2))
        assertTrue(home().settled() is HomeState.Open)
    }

    @Test
    fun `whoever comes or goes while the home opens is heard`() {
        accountMade()
        lateinit var home: Home
        var meanwhile: () -> Unit = {}
        val source = object : NetworkSource {
            override fun start(changed: (NetworkSnapshot) -> Unit) = meanwhile()

            override fun again() = Unit
        }
        fun openedSo(): OpenHome {
            home = Home(context, scope, source) { ForegroundOptions(listOf("127.0.0.1:0")) }.also { opened += it }
            home.open()
            return home.opened()
        }
        meanwhile = { home.enter() }
        runBlocking { withTimeout(60_000) { openedSo().foreground.state.first { it is ForegroundState.Listening } } }
        runBlocking { home.close() }
        meanwhile = {
            home.enter()
            home.leave()
        }
        val left = openedSo()
        runBlocking { left.foreground.settled() }
        assertEquals(ForegroundState.Background, left.foreground.state.value)
    }

    @Test
    fun `a fresh start sets the old database aside until somebody deletes it`() = runBlocking {
        val uid = accountMade()
        val before = database.readBytes()
        key.delete()
        val home = home()
        assertEquals(HomeState.KeyLost, home.settled())
        home.startAfresh()
        assertNull(home.opened().account.value)
        home.opened().createAccount("Alice again")
        assertNotEquals(uid, home.opened().account.value?.uid)
        assertNotNull(home.setAside.value)
        val aside = File(top, "set-aside").walkTopDown().first { it.name == "messages.db" }
        assertArrayEquals(before, aside.readBytes())
        home.deleteSetAside()
        assertNull(home.setAside.value)
        assertFalse(aside.exists())
    }

    @Test
    fun `after deleting everything another key opens an empty home`() = runBlocking {
        accountMade()
        val home = home()
        home.opened()
        val before = key.readBytes()
        home.deleteEverything()
        assertNull(home.opened().account.value)
        assertFalse(before.contentEquals(key.readBytes()))
    }

    @Test
    fun `what can not be deleted receives nothing any more once its key is gone`() = runBlocking {
        accountMade()
        val home = home()
        val open = home.opened()
        home.enter()
        withTimeout(60_000) { open.foreground.state.first { it is ForegroundState.Listening } }
        home.leave()
        open.foreground.settled()
        // The library can't lock what it is to delete, and leaves it.
        val lock = File("${database.path}.lock")
        lock.delete()
        File(lock, "in the way").mkdirs()
        assertThrows(MessengerException::class.java) { runBlocking { home.deleteEverything() } }
        assertFalse(key.exists())
        home.enter()
        open.foreground.settled()
        assertEquals(ForegroundState.Background, open.foreground.state.value)
        lock.deleteRecursively()
        home.deleteEverything()
        assertNull(home.opened().account.value)
        assertTrue(key.exists())
    }
}
