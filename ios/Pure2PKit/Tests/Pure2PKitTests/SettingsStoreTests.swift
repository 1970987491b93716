import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// The settings over a messenger that answers when the test lets it.
    @Suite @MainActor
    struct SettingsStores {
        private func loaded(_ fake: FakeMessenger) async throws -> SettingsStore {
            let store = Screens(fake).settings()
            try await within("settled") { await store.settled() }
            return store
        }

        @Test
        func onlyWhoMeasuresAsksWhatIsStored() async throws {
            let fake = FakeMessenger()
            let store = try await loaded(fake)
            #expect(store.settings?.port == 41_000 && store.storage == nil)
            store.refresh()
            try await within("settled") { await store.settled() }
            #expect(fake.count("storage") == 0)
            store.measure()
            try await within("settled") { await store.settled() }
            #expect(store.storage?.messages == 2 && fake.count("storage") == 1)
        }

        @Test
        func anAnswerToAnEarlierQuestionUndoesNoChange() async throws {
            let fake = FakeMessenger()
            let store = try await loaded(fake)
            fake.closeGate()
            // Asked before the change, answered after it.
            store.refresh()
            try await eventually("it is asked") { fake.count("settings") == 2 }
            store.change(.port(port: 41_001)) { _ in }
            try await eventually("it is changed") { fake.count("changeSetting") == 1 }
            fake.openGate(lastFirst: true)
            try await within("settled") { await store.settled() }
            #expect(store.settings?.port == 41_001)
        }

        @Test
        func oneChangeAfterAnother() async throws {
            let fake = FakeMessenger()
            let store = try await loaded(fake)
            fake.closeGate()
            var done: [Int] = []
            for number in 1...3 { store.change(.port(port: 41_001)) { _ in done.append(number) } }
            try await eventually("the first is under way") { fake.count("changeSetting") == 1 }
            for _ in 0..<100 { await Task.yield() }
            #expect(fake.count("changeSetting") == 1)
            fake.openGate()
            try await within("settled") { await store.settled() }
            #expect(done == [1, 2, 3])
        }

        @Test
        func onlyWhatMayTouchTheSettingsIsAnswered() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let (store, list) = (screens.settings(), screens.chatList())
            try await within("settled") {
                await store.settled()
                await list.settled()
            }
            let (settings, chats) = (fake.count("settings"), fake.count("chats"))
            fake.happen(.contactChanged(uid: "another"))
            try await eventually("others heard it") { fake.count("chats") == chats + 1 }
            try await within("settled") { await store.settled() }
            #expect(fake.count("settings") == settings)
            fake.happen(.reachChanged)
            try await eventually("it is asked") { fake.count("settings") == settings + 1 }
        }
    }
}
