import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What is on the screen before anybody is inside.
    @Suite @MainActor
    struct FrameScreen {
        private func state(_ name: String, _ words: Words = Samples.english) -> FrameState {
            FrameSamples.model(name, words: words).state
        }

        @Test
        func toOpenShowsNothing() {
            #expect(
                state("opening") == FrameState(shows: .nothing, notice: nil, localNetwork: nil, leaving: nil))
            #expect(state("welcome").shows == .welcome)
            #expect(state("inside").shows == .inside)
        }

        @Test
        func theLockKnowsNothingThatItCouldGiveAway() {
            let locked = state("locked")
            #expect(locked.notice?.title == "Pure2P is locked" && locked.notice?.action == "Unlock")
            #expect(
                locked.notice?.sentences == ["While this screen is open, messages still arrive and wait here."])
            #expect(state("locked", Samples.german).notice?.title == "Pure2P ist gesperrt")
            #expect(state("leaving-locked").leaving == nil)
        }

        @Test
        func theLockLiesAboveAllUntilItIsOpen() async throws {
            try await withDevice { device in
                let authenticator = FakeAuthenticator()
                device.choices.change { $0.appLock = true }
                let (home, clock) = (device.home(), device.clock)
                let lock = AppLock(
                    device.choices, authenticator: authenticator, words: Samples.english, now: { clock.now })
                let lifecycle = Lifecycle(home, lock: lock, screen: KeepScreenOn(home), time: FakeBackgroundTime())
                let frame = FrameModel(home, lock: lock, lifecycle: lifecycle, words: Samples.english)
                let told = Locked<[FrameCover]>([])
                frame.followCover { cover in told.with { $0.append(cover) } }
                #expect(frame.cover == .mark, "before anybody asks for it")
                lifecycle.phase(.active)
                // Below it nothing is drawn either; but a sheet is seen while it closes.
                let notice = try #require(frame.state.notice)
                #expect(frame.cover == .lock(notice))
                try await eventually("it asks") { await authenticator.isAsking }
                // The system's question lies before the app.
                lifecycle.phase(.inactive)
                #expect(frame.cover == .mark)
                lifecycle.phase(.active)
                authenticator.answer(.no)
                try await until("declined") { lock.state == .declined }
                #expect(frame.cover == .lock(notice))
                frame.act()
                try await eventually("it asks") { await authenticator.isAsking }
                authenticator.answer(.yes)
                try await eventually("open, and it is told") { told.with { $0.last } == .nothing }
                #expect(frame.cover == .nothing)
                // Whoever comes back after a while does not see for a moment what they left.
                lifecycle.phase(.inactive)
                lifecycle.phase(.background)
                clock.pass(.seconds(60))
                lifecycle.phase(.inactive)
                #expect(frame.cover == .mark)
                lifecycle.phase(.active)
                #expect(frame.cover == .lock(notice))
                try await eventually("it asks") { await authenticator.isAsking }
                authenticator.answer(.yes)
                try await eventually("open, and it is told") { told.with { $0.last } == .nothing }
            }
        }

        @Test
        func withoutAppLockNothingIsCovered() {
            for name in FrameSamples.names where !name.contains("locked") {
                #expect(FrameSamples.model(name).cover == .nothing, "\(name)")
            }
        }

        @Test
        func aLostKeyIsExplainedAndAskedAbout() throws {
            let lost = try #require(state("key-lost").notice)
            #expect(lost.title == "The key is gone")
            #expect(lost.sentences.last?.contains("The old database is set aside") == true)
            let question = try #require(lost.question)
            #expect([question.title, question.yes, question.no] == ["Start afresh?", "Start afresh", "Cancel"])
            let german = try #require(state("key-lost", Samples.german).notice?.question)
            #expect([german.title, german.yes, german.no] == ["Neu anfangen?", "Neu anfangen", "Abbrechen"])
        }

        @Test(arguments: [
            (HomeProblem.busy, "still has the database", "hat die Datenbank noch"),
            (.damaged, "by deleting this app and installing it again", "diese App löschst und neu installierst"),
            (.deviceFull, "has no room left", "ist kein Platz mehr"),
            (.keyStore, "does not give the key", "nicht heraus"), (.newer, "A newer version", "Eine neuere Version"),
            (.other, "can’t be read right now", "können gerade nicht gelesen werden"),
        ])
        func whatCanNotBeOpenedSaysWhyAndThatNothingIsLost(problem: HomeProblem, why: String, warum: String) throws {
            let notice = try #require(state("unavailable-\(problem)").notice)
            #expect(notice.title == "Can’t open right now" && notice.action == "Try now")
            #expect(notice.sentences[0].contains(why))
            #expect(notice.sentences[1] == "Nothing was changed or deleted. The app keeps trying.")
            let german = try #require(state("unavailable-\(problem)", Samples.german).notice)
            #expect(german.sentences[0].contains(warum))
        }

        @Test
        func whoLeavesReadsWhatWaits() {
            #expect(state("leaving").leaving == "2 messages wait until you are both here.")
            #expect(state("leaving-one", Samples.german).leaving == "1 Nachricht wartet, bis ihr beide da seid.")
            #expect(state("inside").leaving == nil)
        }

        @Test
        func ourReasonForTheLocalNetworkComesOnce() throws {
            let model = FrameSamples.model("local-network")
            let reason = try #require(model.state.localNetwork)
            #expect(reason.title == "Reach people in your Wi-Fi?" && reason.goOn == "Continue")
            #expect(reason.why.contains("It looks for no other devices."))
            #expect(state("local-network", Samples.german).localNetwork?.goOn == "Weiter")
            model.goOnToLocalNetwork()
            #expect(model.state.localNetwork == nil && model.home.device.choices.localNetworkAsked)
            #expect(state("inside").localNetwork == nil, "the system would not ask")
        }

        @Test
        func whatIsSetAsideSaysHowMuchItIs() throws {
            let aside = try #require(SetAsideState(12_300_000, words: Samples.english))
            #expect(
                aside.text == "An old database that nobody can read any more is still on this device (12.3 MB).")
            #expect(aside.question.isDestructive && aside.question.yes == "Delete it")
            let german = try #require(SetAsideState(12_300_000, words: Samples.german))
            #expect(german.text.contains("12,3"), "\(german.text)")
            #expect(SetAsideState(nil, words: Samples.english) == nil)
        }

        @Test
        func fromALostKeyToTheFirstScreenOfANewAccount() async throws {
            try await withDevice { device in
                let first = device.home()
                _ = try await first.opens()
                try await within("close") { await first.close() }
                device.keys.key = nil
                let home = device.home()
                let authenticator = FakeAuthenticator()
                device.choices.change { $0.appLock = true }
                let lock = AppLock(device.choices, authenticator: authenticator)
                let lifecycle = Lifecycle(
                    home, lock: lock, screen: KeepScreenOn(home), time: FakeBackgroundTime())
                let frame = FrameModel(home, lock: lock, lifecycle: lifecycle, words: Samples.english)
                home.open()
                _ = try await home.settled()
                #expect(frame.state.notice?.about == .locked, "the lock comes first")
                lifecycle.phase(.active)
                try await eventually("it asks") { await authenticator.isAsking }
                authenticator.answer(.no)
                try await until("declined") { lock.state == .declined }
                frame.act()
                try await eventually("it asks again") { await authenticator.isAsking }
                authenticator.answer(.yes)
                try await until("the key is lost") { frame.state.notice?.about == .keyLost }
                #expect(frame.open == nil)

                // What can't be opened right now is tried again.
                device.keys.set(\.refusesToRead, true)
                frame.act()
                try await until("not right now") { frame.state.notice?.about == .unavailable }
                device.keys.set(\.refusesToRead, false)
                frame.act()
                try await until("the key is lost") { frame.state.notice?.about == .keyLost }
                frame.act()
                try await until("a new home") { frame.state.shows == .welcome }
                #expect(SetAsideState(home.setAside, words: Samples.english) != nil)
                device.networks.hasLocalNetwork = true
                #expect(frame.state.localNetwork == nil, "first the account")
                try await home.now().createAccount("Alice")
                #expect(frame.state.shows == .inside && frame.state.localNetwork != nil)
                frame.goOnToLocalNetwork()
                #expect(device.networks.calls.last == "again")
            }
        }
    }
}
