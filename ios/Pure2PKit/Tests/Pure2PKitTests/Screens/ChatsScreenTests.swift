import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What the chats show and speak.
    @Suite @MainActor
    struct ChatsScreen {
        /// A state by its name, once it shows what its messenger says.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> ChatsState {
            let model = ChatsSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func eachRowSaysWhoAndWhatAndWhy() async throws {
            let rows = try await shown("full").rows
            #expect(rows.map(\.name).prefix(4) == ["Bob", "Carol", "Dana", "Erik"])
            #expect(
                rows.map(\.line.text) == [
                    "See you at the station?", "Carol’s app isn’t open.", "Thank you!", "On my way",
                    "Draft: What I wanted to say", "No address for Georg yet. Ask for a link, or send yours.",
                    "Nothing written yet.",
                ])
            #expect(rows.map(\.line.kind) == [.said, .reason, .said, .said, .draft, .reason, .said])
            #expect(rows.map(\.sign) == [nil, .waiting, .read, .delivered, nil, .waiting, nil])
            #expect(rows.map(\.time) == ["14:02", "13:42", "13:02", "Fri 19:02", "Wed 14:02", "2 Mar 2026", nil])
            #expect(rows.map(\.unread) == ["3", nil, nil, nil, nil, nil, nil])
        }

        @Test
        func aRowIsSpokenAsOneSentence() async throws {
            let rows = try await shown("full").rows
            #expect(rows[0].spoken == "Bob, here now, 3 unread, See you at the station? 14:02")
            #expect(rows[1].spoken == "Carol, was here 13:12, waiting, Carol’s app isn’t open. 13:42")
            #expect(rows[6].spoken == "\(rows[6].name), not met yet, Nothing written yet.")
            let german = try await shown("full", Samples.german).rows
            #expect(german[0].spoken == "Bob, jetzt da, 3 ungelesen, See you at the station? 14:02")
            #expect(german[3].time == "Fr. 19:02" || german[3].time == "Fr 19:02", "\(german[3].time ?? "")")
        }

        @Test(arguments: [
            ("full", "Open and reachable · 2 of 7 here", "Offen und erreichbar · 2 von 7 da"),
            (
                "delivering", "Open and reachable · 2 of 7 here · delivering 7 of 40",
                "Offen und erreichbar · 2 von 7 da · 7 von 40 zugestellt"
            ),
            (
                "waiting", "Open and reachable · 0 of 7 here · 3 messages wait",
                "Offen und erreichbar · 0 von 7 da · 3 Nachrichten warten"
            ),
            (
                "waiting-one", "Open and reachable · 0 of 7 here · 1 message waits",
                "Offen und erreichbar · 0 von 7 da · 1 Nachricht wartet"
            ),
            ("looking", "Open · 2 of 7 here", "Offen · 2 von 7 da"),
            ("not-confirmed", "Open, not confirmed · 2 of 7 here", "Offen, nicht bestätigt · 2 von 7 da"),
            ("near-only", "Open, same network only · 2 of 7 here", "Offen, nur im eigenen Netz · 2 von 7 da"),
            ("offline", "Offline · 0 of 7 here", "Offline · 0 von 7 da"),
            ("failed", "Can’t open to others right now · 2 of 7 here", "Gerade nicht offen für andere · 2 von 7 da"),
            ("empty", "Open and reachable", "Offen und erreichbar"),
        ])
        func theSessionBarSaysHowItStands(name: String, english: String, german: String) async throws {
            #expect(try await shown(name).session.text == english)
            #expect(try await shown(name, Samples.german).session.text == german)
            #expect(try await shown(name).session.progress == (name == "delivering" ? 7.0 / 40 : nil))
        }

        @Test
        func anEmptyListSaysHowTwoPeopleStart() async throws {
            let state = try await shown("empty")
            #expect(state.rows.isEmpty)
            #expect(state.empty?.title == "No contacts yet")
            #expect(state.empty?.both == "Then be here together: messages move while both of you have the app open.")
            #expect(try await shown("full").empty == nil)
        }

        @Test
        func whatCouldNotBeReadIsNotCalledEmpty() async throws {
            let state = try await shown("unread")
            #expect(state.rows.isEmpty && state.empty == nil)
            #expect(state.stale?.text == "The database did not answer. What you see may be old.")
            #expect(state.stale?.retry == "Look again")
            #expect(try await shown("full").stale == nil)
        }

        @Test
        func requestsAreCounted() async throws {
            let (some, none) = (try await shown("requests"), try await shown("full"))
            #expect(some.requests == "Requests: 2 wait" && some.requestsBadge == "2")
            #expect(none.requests == "Requests" && none.requestsBadge == nil)
        }

        @Test
        func aNoticeIsSaidUntilItWasRead() async throws {
            let model = ChatsSamples.model("here-ends-stays-on")
            try await within("settled") { await model.settled() }
            #expect(
                model.state.notice?.text
                    == "You are here only while this app is open and the screen is on. "
                    + "While somebody is here or something waits, it stays on: up to ten minutes without a touch.")
            model.noticeRead()
            #expect(model.state.notice == nil)
        }

        @Test
        func aNameFromRightToLeftTurnsNothingAround() {
            let contact = Samples.contact(9, "דנה", .notMet, waiting: 1)
            let row = ChatRowState(
                Chat(contact: contact, last: nil, reason: .noAddress, draft: ""), words: Samples.english)
            #expect(row.line.text == "No address for \u{2068}דנה\u{2069} yet. Ask for a link, or send yours.")
        }

        /// The same screen over the real core, with a real other person.
        @Test
        func theRealThing() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger, words: Samples.english)
                let device = PreviewDevice()
                let model = ChatsModel(
                    screens, foreground: Foreground(alice.messenger), device: device.choices, lock: device.lock)
                try await until("nothing is written") {
                    model.state.rows.first?.line.text == "Nothing written yet."
                }
                try await until("it is closed") { model.state.session.text == "Closed · 0 of 1 here" }
                try await alice.send("Hello", to: bob)
                try await until("it waits, and why") {
                    model.state.rows.first?.line.text == "Not connected yet: nothing is tried before that."
                        && model.state.rows.first?.sign == .waiting
                }
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await until("it is there, and so is he") {
                    let row = model.state.rows.first
                    return row?.sign == .delivered && row?.presenceText == "here now" && row?.line.text == "Hello"
                }
                try await bob.send("Hi", to: alice)
                try await until("his answer is unread") {
                    model.state.rows.first?.unread == "1" && model.state.rows.first?.line.text == "Hi"
                }
            }
        }
    }
}
