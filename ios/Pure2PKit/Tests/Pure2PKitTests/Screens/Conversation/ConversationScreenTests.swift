import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What a conversation shows and speaks, in each of its states.
    @Suite @MainActor
    struct ConversationScreen {
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> ConversationState {
            let model = ConversationSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        private func spoken(_ state: ConversationState) -> [String] {
            state.lines.map { $0.bubble?.spoken ?? $0.heading ?? "" }
        }

        @Test
        func eachMessageIsOneSentence() async throws {
            let state = try await shown("full")
            #expect(
                spoken(state) == [
                    "Today", "Bob, 14:02: Are you at the station?",
                    "Bob, 14:02: I am on platform 4, under the clock.", "You, 14:02: Two minutes!. Message read.",
                    "You, 14:02: Bring an umbrella. Message delivered.",
                    "You, 14:02: And the keys. Message waiting. Trying now.",
                ])
            #expect(state.head?.spoken == "Bob, here now" && state.head?.hint == "Show Bob")
            #expect(state.firstContact == "The first exchange binds you. Compare safety numbers when you meet.")
            #expect(state.empty == nil && state.stale == nil && state.toEnd == nil && state.jump == nil)
            let german = try await shown("full", Samples.german)
            #expect(
                spoken(german).suffix(2) == [
                    "Du, 14:02: Bring an umbrella. Nachricht zugestellt.",
                    "Du, 14:02: And the keys. Nachricht wartet. Wird gerade versucht.",
                ])
            #expect(german.head?.spoken == "Bob, jetzt da")
        }

        @Test
        func stateAndReasonStandUnderTheLastOfAGroup() async throws {
            let bubbles = try await shown("full").lines.compactMap(\.bubble)
            #expect(bubbles.map(\.isMine) == [false, false, true, true, true])
            #expect(
                bubbles.map(\.under?.text) == [nil, "14:02", "14:02 · read", "14:02 · delivered", "14:02 · waiting"])
            #expect(bubbles.map(\.under?.sign) == [nil, nil, .read, .delivered, .waiting])
            #expect(bubbles.map(\.under?.isTrying) == [nil, false, false, false, true])
            #expect(bubbles.map(\.under?.reason) == [nil, nil, nil, nil, "Trying now."])
        }

        /// Each reason, what helps against it, and in which words.
        @Test(arguments: [
            ("no-address", Remedy.myLink, "My link", "Mein Link"),
            ("neither-reachable", .reach, "What helps", "Was hilft"), ("no-way-in", .reach, "What helps", "Was hilft"),
            ("unreachable", .reach, "What helps", "Was hilft"), ("no-answer", .reach, "What helps", "Was hilft"),
            ("local-network-forbidden", .settings, "Pure2P in the Settings app", "Pure2P in der App „Einstellungen“"),
        ])
        func whatWaitsOffersWhatHelps(_ name: String, _ kind: Remedy, _ english: String, _ german: String) async throws
        {
            for (words, text) in [(Samples.english, english), (Samples.german, german)] {
                let bubbles = try await shown(name, words).lines.compactMap(\.bubble)
                #expect(bubbles.last?.remedy?.kind == kind && bubbles.last?.remedy?.text == text)
                #expect(bubbles.filter(\.offersRemedy).map(\.id) == [bubbles.last?.id])
                #expect(bubbles.last?.under?.reason.map { bubbles.last?.spoken.hasSuffix($0) } == true)
            }
        }

        @Test(arguments: [
            "not-open", "offline", "closed", "not-accepted", "their-device-full", "not-understood", "refused",
            "starved",
            "full",
        ])
        func whatOnlyTimeHelpsOffersNothing(_ name: String) async throws {
            let bubbles = try await shown(name).lines.compactMap(\.bubble)
            #expect(bubbles.last?.under?.sign == .waiting && bubbles.last?.under?.reason?.hasSuffix(".") == true)
            #expect(bubbles.allSatisfy { $0.remedy == nil && !$0.offersRemedy })
        }

        @Test
        func helpIsOfferedOnceAndByVoiceEverywhere() async throws {
            let bubbles = try await shown("two-wait").lines.compactMap(\.bubble)
            #expect(bubbles.filter { $0.remedy != nil }.count == 2)
            #expect(bubbles.filter(\.offersRemedy).map(\.text) == ["And the keys"])
        }

        @Test
        func ofWhoIsBlockedNothingIsHeardAndUnblockingStandsOnce() async throws {
            let state = try await shown("blocked")
            #expect(state.head?.spoken == "Bob" && state.head?.presence == nil)
            #expect(state.composer == nil)
            #expect(state.instead?.text == "You blocked Bob. Nothing of theirs is kept or answered.")
            #expect(state.instead?.unblock == "Unblock" && state.instead?.accept == nil)
            #expect(state.lines.last?.bubble?.remedy?.kind == .unblock)
            #expect(state.lines.allSatisfy { $0.bubble?.offersRemedy != true })
        }

        @Test
        func whyOneCannotWrite() async throws {
            let requested = try await shown("requested", Samples.german).instead
            #expect(requested?.accept == "Annehmen" && requested?.block == "Blockieren" && requested?.unblock == nil)
            #expect(requested?.text.hasPrefix("Bob hat dir zuerst geschrieben.") == true)
            let removed = try await shown("removed").instead
            #expect(removed?.text == "Bob is no longer in your list.")
            #expect(removed?.accept == nil && removed?.block == nil && removed?.unblock == nil)
            #expect(try await shown("full").instead == nil)
        }

        @Test
        func nobodyHasWrittenYet() async throws {
            let state = try await shown("empty")
            #expect(state.empty?.title == "Nothing written yet")
            #expect(
                state.empty?.text == "What you write waits on this device until you and Bob both have the app open.")
            #expect(state.lines.isEmpty && state.firstContact != nil && state.composer != nil)
            #expect(try await shown("verified").firstContact == nil)
        }

        @Test
        func beforeAnythingWasReadItSaysNothing() async throws {
            let state = try await shown("not-read-yet")
            #expect(state.head == nil && state.empty == nil && state.composer == nil && state.lines.isEmpty)
            #expect(state.stale?.text == "The database did not answer. What you see may be old.")
            #expect(state.stale?.retry == "Look again" && !state.isGone)
        }

        @Test
        func whoIsNoLongerKnownIsGone() async throws {
            let model = ConversationSamples.model(PreviewMessenger(Says()))
            try await within("settled") { await model.settled() }
            #expect(model.state.isGone)
            let go = Navigator()
            go.go(to: .settings)
            go.go(to: .conversation(model.uid))
            go.go(to: .contact(model.uid))
            go.leave(.conversation(model.uid))
            go.leave(.conversation(model.uid))
            #expect(go.way == [.settings])
        }

        @Test
        func deletingSaysWhatItDoesNot() async throws {
            let theirs = try await shown("deleting").asks?.question
            #expect(theirs?.text == "Only this device forgets it. Bob’s device keeps its own copy.")
            #expect(theirs?.yes == "Delete here" && theirs?.no == "Cancel" && theirs?.isDestructive == true)
            let waits = try await shown("deleting-waiting", Samples.german).asks?.question
            #expect(waits?.text == "Sie wartet noch. Hier gelöscht, wird sie nicht mehr gesendet.")
        }

        @Test
        func theTimelineIsWhatHappened() async throws {
            let details = try #require(try await shown("details").details)
            #expect(
                details.entries.map(\.text) == [
                    "Written", "Tried at 192.168.7.21:45801: no answer", "Tried at 192.168.7.21:45801: it went through",
                    "Delivered: it is on Bob’s device", "Read by Bob",
                ])
            #expect(details.entries.map(\.times) == [nil, "3 times in a row", nil, nil, nil])
            #expect(
                details.entries[1].at.hasSuffix("14:02:01") && details.entries[1].spoken.contains("3 times in a row"))
            #expect(details.text == "Two minutes!" && details.reason == nil)
            let waits = try #require(try await shown("details-waiting", Samples.german).details)
            #expect(waits.entries.map(\.text) == ["Geschrieben", "Versucht: es gab keine Adresse"])
            #expect(waits.reason == "Noch keine Adresse von Bob. Bitte um einen Link oder schick deinen.")
            let theirs = try #require(try await shown("details-theirs").details)
            #expect(
                theirs.entries.map(\.text) == ["Written, by their clock", "Arrived on this device", "Read by you"])
        }

        @Test
        func everyResultOfATryIsSaid() {
            let errors: [AttemptError?] = [
                nil, .badAnswer, .cancelled, .dark, .later, .noAddress, .noRoute, .notAccepted, .notUnderstood,
                .nothingOpen, .refused, .silent, .starved, .tooLarge,
            ]
            let message = Samples.message(1, with: Samples.uid(1), "Hello", .out)
            for words in [Samples.english, Samples.german] {
                let timeline = errors.map {
                    TimelineEntry(at: Samples.then, what: .attempt(address: nil, error: $0, times: 1))
                }
                let said = DetailsState(Details(message: message, timeline: timeline), name: "Bob", words: words)
                    .entries.map(\.text)
                #expect(Set(said).count == errors.count && said.allSatisfy { !$0.contains("attempt_") }, "\(said)")
            }
        }
    }
}
