#if DEBUG
    import Foundation

    /// Every state of a conversation, by name: what previews show, and what tests look at.
    @MainActor
    public enum ConversationSamples {
        /// With whom, in all of them.
        public static let bob = Samples.uid(1)

        private static func contact(
            unread: Int32 = 0, state: ContactState = .bound, blocked: Bool = false, verified: Bool = false,
            presence: Presence = .here
        ) -> Contact {
            Samples.contact(
                1, "Bob", presence, unread: unread, state: state, blocked: blocked, verified: verified)
        }

        private static func message(
            _ number: Int, _ text: String, _ direction: Direction = .in, _ state: MessageState = .read,
            _ reason: Reason? = nil, ago: TimeInterval = 0
        ) -> Message {
            Samples.message(number, with: bob, text, direction, state, reason, ago: ago)
        }

        private static let hello = message(1, "Are you at the station?")
        private static let again = message(2, "I am on platform 4, under the clock.")
        private static let read = message(3, "Two minutes!", .out, .read)
        private static let delivered = message(4, "Bring an umbrella", .out, .delivered)
        private static func waiting(_ reason: Reason) -> Message { message(5, "And the keys", .out, .waiting, reason) }
        private static let fresh = message(6, "Where are you?", .in, .delivered, ago: -2 * 3_600)
        private static let history = (1...24).map { number in
            message(
                100 + number, "Message \(number)", number.isMultiple(of: 3) ? .out : .in,
                ago: Double(24 - number) * 4 * 3_600)
        }

        private static let full = Says().with(\.contacts, [contact()])
            .with(\.messages, [hello, again, read, delivered, waiting(.trying)])

        private static func with(_ contact: Contact, _ messages: [Message]? = nil) -> Says {
            full.with(\.contacts, [contact]).with(\.messages, messages ?? full.messages)
        }

        private static func waits(_ reason: Reason) -> Says {
            full.with(\.messages, full.messages.dropLast() + [waiting(reason)])
        }

        /// An earlier one waits as well, in a group of its own.
        private static let earlier = message(7, "Hello?", .out, .waiting, .noAddress, ago: 600)

        /// What happened to a message that was read.
        static let timeline = [
            TimelineEntry(at: Samples.then, what: .written),
            TimelineEntry(
                at: Samples.then + 1, what: .attempt(address: "192.168.7.21:45801", error: .silent, times: 3)),
            TimelineEntry(at: Samples.then + 60, what: .attempt(address: "192.168.7.21:45801", error: nil, times: 1)),
            TimelineEntry(at: Samples.then + 60, what: .delivered),
            TimelineEntry(at: Samples.then + 90, what: .read),
        ]

        /// What the messenger says in each.
        static let says: [String: Says] = [
            "full": full,
            "draft": full.with(\.draft, "What I wanted to say"),
            "long": full.with(\.messages, history),
            "empty": with(contact(state: .entered, presence: .notMet), []),
            "not-read-yet": full.with(\.failure, .Busy),
            "unread": with(contact(unread: 1), full.messages + [fresh]),
            "verified": with(contact(verified: true)),
            "not-accepted": with(contact(), [waiting(.notAccepted)]),
            "not-open": waits(.notOpen(lastSeen: Samples.then - 50 * 60)),
            "offline": waits(.offline),
            "closed": waits(.appClosed),
            "no-address": waits(.noAddress),
            "neither-reachable": waits(.neitherReachable),
            "two-wait": full.with(\.messages, [earlier] + waits(.noAddress).messages),
            "no-way-in": waits(.noWayIn),
            "unreachable": waits(.unreachable),
            "no-answer": waits(.noAnswer(lastSeen: Samples.then)),
            "local-network-forbidden": waits(.localNetworkForbidden),
            "their-device-full": waits(.deviceFull),
            "not-understood": waits(.notUnderstood),
            "refused": waits(.refused),
            "starved": waits(.starved),
            "blocked": with(contact(blocked: true), waits(.blocked).messages),
            "requested": with(contact(state: .requested), [hello]),
            "removed": with(contact(state: .removed)),
            "too-long": full.with(\.draft, "Much too long").with(
                \.refusal, .TextTooLong(length: 16_396, limit: 16_384)),
            "device-full": full.with(\.draft, "Hello").with(\.refusal, .DeviceFull),
            "not-stored": full.with(\.draft, "Hello").with(\.refusal, .Busy),
            "not-done": with(contact(blocked: true)).with(\.refusal, .Busy),
            "deleting": full,
            "deleting-waiting": full,
            "details": full.with(\.details, timeline),
            "details-waiting": waits(.noAddress).with(
                \.details,
                [
                    TimelineEntry(at: Samples.then, what: .written),
                    TimelineEntry(at: Samples.then + 5, what: .attempt(address: nil, error: .noAddress, times: 2)),
                ]),
            "details-theirs": full.with(
                \.details,
                [
                    TimelineEntry(at: Samples.then - 3_600, what: .written),
                    TimelineEntry(at: Samples.then, what: .delivered),
                    TimelineEntry(at: Samples.then + 9, what: .read),
                ]),
        ]

        /// What somebody does, so that the state comes.
        private static let acts: [String: @MainActor (ConversationModel) -> Void] = [
            "too-long": { $0.send() }, "device-full": { $0.send() }, "not-stored": { $0.send() },
            "not-done": { $0.unblock() },
            "deleting": { $0.askToDelete(delivered.id) }, "deleting-waiting": { $0.askToDelete(waiting(.trying).id) },
            "details": { $0.showDetails(read.id) }, "details-waiting": { $0.showDetails(waiting(.noAddress).id) },
            "details-theirs": { $0.showDetails(hello.id) },
        ]

        /// The names of all states.
        public static let names = says.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> ConversationModel {
            model(PreviewMessenger(says[name] ?? full), words: words, doing: acts[name])
        }

        /// The screen over a messenger that a test has as well.
        static func model(
            _ messenger: PreviewMessenger, words: Words = Samples.english,
            doing act: (@MainActor (ConversationModel) -> Void)? = nil
        ) -> ConversationModel {
            let model = ConversationModel(Screens(messenger, words: words), uid: bob, pause: {})
            model.whenPlaced = act
            return model
        }
    }
#endif
