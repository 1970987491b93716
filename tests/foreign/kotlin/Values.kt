// What calls give, as JSON. Times are left out everywhere.
package dev.pure2p.peer

import dev.pure2p.core.Account
import dev.pure2p.core.Chat
import dev.pure2p.core.Contact
import dev.pure2p.core.Event
import dev.pure2p.core.Happening
import dev.pure2p.core.LinkPreview
import dev.pure2p.core.Message
import dev.pure2p.core.MessengerException
import dev.pure2p.core.OwnAddress
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachedBy
import dev.pure2p.core.Reason
import dev.pure2p.core.Request
import dev.pure2p.core.RouterSaid
import dev.pure2p.core.SessionState
import dev.pure2p.core.Settings
import dev.pure2p.core.TimelineEntry
import dev.pure2p.core.TypedUid
import dev.pure2p.core.UidProblem
import dev.pure2p.core.WaitingMessage
import dev.pure2p.core.Way
import java.lang.reflect.Modifier
import java.time.Instant
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

internal fun contact(of: Contact): JsonObject = fields(
    "uid" to of.uid,
    "name" to of.name,
    "state" to of.state,
    "blocked" to of.blocked,
    "verified" to of.verified,
    "presence" to of.presence,
    "waiting" to of.waiting,
    "unread" to of.unread,
    "addresses" to of.addresses.map { it.address },
    "iReach" to of.iReach,
    "theyReach" to of.theyReach,
)

internal fun message(of: Message): JsonObject = fields(
    "id" to of.id,
    "chat" to of.chat,
    "direction" to of.direction,
    "text" to of.text,
    "state" to of.state,
    "reason" to of.reason,
)

internal fun chat(of: Chat): JsonObject = fields(
    "contact" to contact(of.contact),
    "last" to of.last?.let(::message),
    "reason" to of.reason,
    "draft" to of.draft,
)

internal fun request(of: Request): JsonObject = fields(
    "uid" to of.uid,
    "suggestedName" to of.suggestedName,
    "invited" to of.invited,
    "texts" to of.texts,
)

internal fun waiting(of: WaitingMessage): JsonObject = fields(
    "id" to of.id,
    "to" to of.to,
    "reason" to of.reason,
    "attempts" to of.attempts,
)

internal fun settings(of: Settings): JsonObject = fields(
    "name" to of.name,
    "answerNewPeople" to of.answerNewPeople,
    "readReceipts" to of.readReceipts,
    "port" to of.port.toInt(),
    "askRouter" to of.askRouter,
)

internal fun reach(of: Reach): JsonObject = fields(
    "state" to of.state,
    "listening" to of.listening,
    "addresses" to of.addresses.map(::ownAddress),
    "router" to router(of.router),
    "routerV6" to router(of.routerV6),
    "seenAs" to of.seenAs,
    "reachedBy" to of.reachedBy.map(::reachedBy),
)

private fun ownAddress(of: OwnAddress): JsonObject =
    fields("address" to of.address, "kind" to of.kind, "source" to of.source)

private fun router(of: RouterSaid): JsonObject = fields(
    "state" to of.state,
    "protocol" to of.protocol,
    "opened" to of.opened,
    "outside" to of.outside,
    "refusal" to of.refusal,
)

private fun reachedBy(of: ReachedBy): JsonObject = fields("uid" to of.uid, "outside" to of.outside)

internal fun happening(of: TimelineEntry): JsonObject = fields("what" to nameOf(of.what))

internal fun fields(vararg of: Pair<String, Any?>): JsonObject =
    JsonObject(of.associate { (name, value) -> name to json(value) })

internal fun json(value: Any?): JsonElement = when (value) {
    null, is Unit -> JsonNull
    is JsonElement -> value
    is Boolean -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is UByte -> JsonPrimitive(value.toInt())
    is String -> JsonPrimitive(value)
    is List<*> -> JsonArray(value.map(::json))
    is Enum<*> -> JsonPrimitive(rustName(value))
    is Account -> fields("uid" to value.uid, "name" to value.name)
    is LinkPreview -> fields("uid" to value.uid, "name" to value.name, "addresses" to value.addresses)
    is SessionState -> fields(
        "listening" to value.listening,
        "here" to value.here,
        "contacts" to value.contacts,
        "done" to value.done,
        "total" to value.total,
    )
    is Event, is Happening, is MessengerException, is Reason, is TypedUid, is UidProblem, is Way -> variant(value)
    else -> error("no JSON for ${value.javaClass}")
}

/** A variant of a sealed class: its name, or an object if it has fields. */
private fun variant(value: Any): JsonElement {
    val declared = value.javaClass.declaredFields.filter { !Modifier.isStatic(it.modifiers) }
    if (declared.isEmpty()) return JsonPrimitive(nameOf(value))
    val known = declared.filter { it.type != Instant::class.java }
    val fields = known.associate { field ->
        field.isAccessible = true
        field.name to json(field.get(value))
    }
    return JsonObject(mapOf("kind" to JsonPrimitive(nameOf(value))) + fields)
}

private fun nameOf(variant: Any): String = variant.javaClass.simpleName

/** `NOT_MET` is `NotMet` in Rust. */
internal fun rustName(of: Enum<*>): String =
    of.name.split('_').joinToString("") { it.first() + it.drop(1).lowercase() }
