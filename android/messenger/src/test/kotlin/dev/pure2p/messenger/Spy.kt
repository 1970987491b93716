package dev.pure2p.messenger

import dev.pure2p.core.Chat
import dev.pure2p.core.MessageId
import dev.pure2p.core.Message
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/** A messenger whose calls are counted, and may be held up or made to fail. */
internal class Spy(private val real: MessengerInterface) : MessengerInterface by real {
    val pagesAsked = AtomicInteger()
    val told = CopyOnWriteArrayList<Uid?>()

    @Volatile
    var beforeChats: suspend () -> Unit = {}

    override suspend fun chats(): List<Chat> {
        beforeChats()
        return real.chats()
    }

    override suspend fun messages(uid: Uid, before: MessageId?, limit: UInt): List<Message> {
        pagesAsked.incrementAndGet()
        return real.messages(uid, before, limit)
    }

    override suspend fun showChat(uid: Uid?) {
        told += uid
        real.showChat(uid)
    }
}
