import Foundation
import Testing

@testable import Pure2PKit

/// A device's lock that a test opens, or not.
@MainActor
final class FakeAuthenticator: Authenticator {
    var deviceHasLock = true
    private(set) var reasons: [String] = []
    private var asking: CheckedContinuation<Answer, Never>?

    var isAsking: Bool { asking != nil }

    func ask(_ reason: String) async -> Answer {
        reasons.append(reason)
        return await withCheckedContinuation { asking = $0 }
    }

    func answer(_ answer: Answer) {
        asking?.resume(returning: answer)
        asking = nil
    }
}

extension All {
    /// When the app's own lock closes, asks and lets in.
    @Suite @MainActor
    struct AppLocks {
        private let device = ChoiceStore(freshDefaults())
        private let system = FakeAuthenticator()
        private let clock = ManualClock()

        init() {
            device.forget()
        }

        private func lock(_ language: String = "en", on: Bool = true) -> AppLock {
            device.change { $0.appLock = on }
            let clock = clock
            return AppLock(
                device, authenticator: system, words: .fixed(language, at: Date(timeIntervalSince1970: 0)),
                now: { clock.now })
        }

        private func answer(_ answer: AuthenticatorAnswer, _ lock: AppLock) async throws {
            try await until("it asks") { lock.state == .asking }
            try await eventually("the system asks") { [system] in await system.isAsking }
            system.answer(answer)
            try await until("it is answered") { lock.state != .asking }
        }

        private func away(_ lock: AppLock, _ time: Duration) {
            for phase in [Foreground.Phase.inactive, .background] { lock.phase(phase) }
            clock.pass(time)
            for phase in [Foreground.Phase.inactive, .active] { lock.phase(phase) }
        }

        @Test
        func aNewProcessAsksOnceAndShowsNothingBefore() async throws {
            let lock = lock()
            #expect(lock.state == .locked && lock.isClosed && lock.isCovered)
            lock.phase(.inactive)
            #expect(lock.state == .locked, "not before it is in front")
            lock.phase(.active)
            try await eventually("the system asks") { [system] in await system.isAsking }
            // Its question lies before the app, and goes again.
            lock.phase(.inactive)
            #expect(lock.isCovered)
            lock.phase(.active)
            try await answer(.yes, lock)
            #expect(lock.state == .open && !lock.isCovered && !lock.cannotAsk)
            #expect(system.reasons == ["Open your messages"])
        }

        @Test
        func inGerman() async throws {
            let lock = lock("de")
            lock.phase(.active)
            try await answer(.yes, lock)
            #expect(system.reasons == ["Deine Nachrichten öffnen"])
        }

        @Test
        func whoDeclinedIsAskedAgainByATapAndByComingBack() async throws {
            let lock = lock()
            lock.phase(.active)
            try await answer(.no, lock)
            #expect(lock.state == .declined)
            lock.phase(.inactive)
            lock.phase(.active)
            #expect(lock.state == .declined, "the question that went away is no coming back")
            lock.unlock()
            try await answer(.no, lock)
            away(lock, .seconds(1))
            try await answer(.yes, lock)
            #expect(system.reasons.count == 3)
        }

        @Test
        func aShortWhileElsewhereIsForgivenALongerOneIsNot() async throws {
            let lock = lock()
            lock.phase(.active)
            try await answer(.yes, lock)
            away(lock, .seconds(59))
            #expect(lock.state == .open)
            away(lock, .seconds(60))
            #expect(lock.state == .asking)
            try await answer(.yes, lock)
            // Inactive, however long, is not elsewhere.
            lock.phase(.inactive)
            clock.pass(.seconds(600))
            lock.phase(.active)
            #expect(lock.state == .open)
        }

        @Test
        func aQuestionThatWasInterruptedIsNoNo() async throws {
            let lock = lock()
            lock.phase(.active)
            try await answer(.interrupted, lock)
            #expect(lock.state == .locked, "not asked at once: who knows what lies before it")
            lock.phase(.inactive)
            lock.phase(.active)
            try await answer(.yes, lock)
            #expect(lock.state == .open)
        }

        @Test
        func whoComesBackToAnOpenQuestionIsNotAskedTwice() async throws {
            let lock = lock()
            lock.phase(.active)
            try await eventually("the system asks") { [system] in await system.isAsking }
            away(lock, .seconds(100))
            #expect(lock.state == .asking)
            try await answer(.yes, lock)
            #expect(system.reasons.count == 1)
        }

        @Test(arguments: [AuthenticatorAnswer.yes, .noLock])
        func anAnswerThatComesWhenTheyHaveGoneAgainOpensForAShortWhileOnly(_ late: AuthenticatorAnswer) async throws {
            for (time, state) in [(Duration.seconds(59), AppLock.State.open), (.seconds(60), .asking)] {
                let lock = lock()
                lock.phase(.active)
                try await eventually("the system asks") { [system] in await system.isAsking }
                lock.phase(.inactive)
                lock.phase(.background)
                // A face was seen, and then the app was not.
                try await answer(late, lock)
                clock.pass(time)
                lock.phase(.inactive)
                lock.phase(.active)
                #expect(lock.state == state)
                if state == .asking { try await answer(.no, lock) }
            }
        }

        @Test
        func withoutTheDevicesOwnLockNobodyCanBeAskedAndThatIsSaid() async throws {
            system.deviceHasLock = false
            let lock = lock()
            lock.phase(.active)
            #expect(lock.state == .open && lock.cannotAsk)
            #expect(system.reasons.isEmpty)
            lock.cannotAskRead()
            #expect(!lock.cannotAsk)
            // What the question itself finds out counts as much.
            system.deviceHasLock = true
            away(lock, .seconds(60))
            try await answer(.noLock, lock)
            #expect(lock.state == .open && lock.cannotAsk)
        }

        @Test
        func aLockRemovedWhileTheAppIsLockedLetsIn() async throws {
            let lock = lock()
            lock.phase(.active)
            try await answer(.no, lock)
            system.deviceHasLock = false
            away(lock, .seconds(1))
            #expect(lock.state == .open && lock.cannotAsk)
        }

        @Test
        func offNothingIsAskedAndNothingIsHiddenAndOnItHidesAtOnce() {
            let lock = lock(on: false)
            lock.phase(.active)
            away(lock, .seconds(600))
            lock.phase(.inactive)
            #expect(lock.state == .open && !lock.isCovered && !lock.cannotAsk)
            device.change { $0.appLock = true }
            #expect(lock.isCovered && lock.state == .open)
            lock.phase(.active)
            #expect(!lock.isCovered)
        }

        @Test
        func whatWasReadTooEarlyOpensNothing() throws {
            // Before a restarted device was unlocked once, a system says that nothing was ever chosen.
            let lock = lock(on: false)
            #expect(lock.state == .open)
            device.change { $0.appLock = true }
            lock.phase(.active)
            #expect(lock.state == .asking)
        }

        @Test
        func choicesAreKeptAndOnlyWhatIsChangedIsWritten() throws {
            let defaults = freshDefaults()
            let early = ChoiceStore(defaults)
            ChoiceStore(defaults).change {
                $0.appLock = true
                $0.appearance = .dark
                $0.keepScreenOn = false
            }
            early.change { $0.returnSends = true }
            var all = DeviceChoices()
            (all.appLock, all.appearance, all.keepScreenOn, all.returnSends) = (true, .dark, false, true)
            #expect(ChoiceStore(defaults).choices == all)
            early.reload()
            #expect(early.choices == all)
            early.forget()
            #expect(ChoiceStore(defaults).choices == DeviceChoices())
        }
    }
}
