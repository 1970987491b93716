package dev.pure2p.app.fake

import dev.pure2p.core.Account
import dev.pure2p.core.Chat
import dev.pure2p.core.Contact
import dev.pure2p.core.EventListener
import dev.pure2p.core.Message
import dev.pure2p.core.MessageId
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.NoHandle
import dev.pure2p.core.Request
import dev.pure2p.core.SessionState
import dev.pure2p.core.Subscription
import dev.pure2p.core.Uid
import java.lang.reflect.Proxy

/** A messenger for previews: it says what it was made with, and takes no commands. */
open class FakeMessenger(
    var account: Account? = Samples.account,
    var chats: List<Chat> = Samples.chats,
    var requests: List<Request> = emptyList(),
    var session: SessionState = SessionState(emptyList(), here = 1, contacts = 12, done = 0, total = 0),
    var messages: List<Message> = emptyList(),
) : MessengerInterface by nobody() {
    override suspend fun account(): Account? = account

    override suspend fun chats(): List<Chat> = chats

    override suspend fun contact(uid: Uid): Contact = chats.first { it.contact.uid == uid }.contact

    override suspend fun contacts(): List<Contact> = chats.map { it.contact }

    override suspend fun draft(uid: Uid): String = chats.firstOrNull { it.contact.uid == uid }?.draft.orEmpty()

    override suspend fun messages(uid: Uid, before: MessageId?, limit: UInt): List<Message> =
        messages.filter { it.chat == uid }

    override suspend fun requests(): List<Request> = requests

    override suspend fun session(): SessionState = session

    override suspend fun showChat(uid: Uid?) = Unit

    override fun subscribe(listener: EventListener): Subscription = Subscription(NoHandle)
}

/** Whoever asks it anything has forgotten to say what a preview should see. */
private fun nobody(): MessengerInterface {
    val type = MessengerInterface::class.java
    return Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, call, _ -> error("${call.name} was asked") }
        as MessengerInterface
}
