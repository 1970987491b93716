import Foundation
import Testing

@testable import Pure2PKit

/// A system's time in the background, as a test gives it.
@MainActor
final class FakeBackgroundTime: BackgroundTime {
    private(set) var running: [Int: @MainActor () -> Void] = [:]
    private(set) var begun = 0
    private(set) var ended = 0
    var gives = true
    /// It is over before anybody could use it.
    var expiresAtOnce = false

    func begin(_ name: String, expired: @escaping @MainActor () -> Void) -> Int? {
        if !gives { return nil }
        begun += 1
        running[begun] = expired
        if expiresAtOnce { expired() }
        return begun
    }

    func end(_ time: Int) {
        if running.removeValue(forKey: time) != nil { ended += 1 }
    }

    func expire() {
        for expired in running.values { expired() }
    }
}

/// Somebody who writes when the app may end.
@MainActor
private final class Writer {
    var writes = 0
    var gate: CheckedContinuation<Void, Never>?
    var isHeld = false

    func write() async {
        if isHeld { await withCheckedContinuation { gate = $0 } }
        writes += 1
    }
}

extension All {
    /// What follows when the app comes and goes, over the real core.
    @Suite @MainActor
    struct Lifecycles {
        private let time = FakeBackgroundTime()
        private let system = FakeAuthenticator()

        private func lifecycle(_ device: Device, _ home: Home) -> Lifecycle {
            let clock = device.clock
            return Lifecycle(
                home, lock: AppLock(device.choices, authenticator: system, now: { clock.now }),
                screen: KeepScreenOn(home, now: { clock.now }, wait: { await clock.wait($0) }), time: time)
        }

        private func withAccount(_ story: @MainActor (Device, Home, Lifecycle) async throws -> Void) async throws {
            try await withDevice { device in
                let home = device.home()
                try await home.opens().createAccount("Alice")
                let lifecycle = lifecycle(device, home)
                lifecycle.phase(.active)
                try await until("listening") { (try? home.now().foreground.isListening) == true }
                try await story(device, home, lifecycle)
            }
        }

        @Test
        func goodbyeAndLastWritesAreDoneBeforeTheSystemMaySuspend() async throws {
            try await withAccount { _, home, lifecycle in
                let writer = Writer()
                lifecycle.lastWrites.add(writer) { await $0.write() }
                writer.isHeld = true
                lifecycle.phase(.inactive)
                try await eventually("it is written when the app is on its way") { await writer.gate != nil }
                writer.isHeld = false
                writer.gate?.resume()
                #expect(try home.now().foreground.isListening, "an alert is no leaving")
                #expect(time.begun == 0)

                writer.isHeld = true
                writer.gate = nil
                lifecycle.phase(.background)
                #expect(time.running.count == 1, "asked for at once")
                try await eventually("the draft is being written") { await writer.gate != nil }
                try await until("goodbye does not wait for it") {
                    if case .background? = try? home.now().foreground.state { true } else { false }
                }
                #expect(time.ended == 0)
                writer.gate?.resume()
                try await eventually("it is done") { [time] in await time.ended == 1 }
                let session = try await within("session") { [messenger = try home.now().messenger] in
                    try await messenger.session()
                }
                #expect(session.listening.isEmpty)
                #expect(writer.writes == 2)
            }
        }

        @Test
        func asLongAsGoodbyeIsBeingSaidTheSystemWaits() async throws {
            let device = Device()
            let fake = FakeMessenger()
            let open = OpenHome(fake, account: Account(uid: "alice", name: nil))
            let home = device.home(inState: .open(open))
            let lifecycle = lifecycle(device, home)
            lifecycle.phase(.active)
            try await until("listening") { open.foreground.isListening }
            fake.closeGate()
            lifecycle.phase(.background)
            try await eventually("goodbye is being said") { fake.count("enterBackground") == 1 }
            for _ in 0..<100 { await Task.yield() }
            #expect(time.running.count == 1)
            fake.openGate()
            try await eventually("it may be suspended") { [time] in await time.ended == 1 }
        }

        @Test
        func atTheEndOfItsTimeNothingIsHeldAnyMore() async throws {
            try await withAccount { _, home, lifecycle in
                let writer = Writer()
                writer.isHeld = true
                lifecycle.lastWrites.add(writer) { await $0.write() }
                lifecycle.phase(.background)
                try await eventually("it is stuck") { await writer.gate != nil }
                time.expire()
                #expect(time.ended == 1 && time.running.isEmpty)
                // No socket hung on what was stuck.
                try await within("drained") { await home.drained() }
                #expect(try !home.now().foreground.isListening)
                writer.gate?.resume()
                try await eventually("written all the same") { await writer.writes == 1 }
                #expect(time.ended == 1)
            }
        }

        @Test
        func withoutTimeInTheBackgroundItLeavesAllTheSame() async throws {
            try await withAccount { _, home, lifecycle in
                time.gives = false
                lifecycle.phase(.background)
                try await within("drained") { await home.drained() }
                #expect(try !home.now().foreground.isListening)
            }
            try await withAccount { _, home, lifecycle in
                time.gives = true
                time.expiresAtOnce = true
                lifecycle.phase(.background)
                #expect(time.running.isEmpty)
                try await within("drained") { await home.drained() }
                #expect(try !home.now().foreground.isListening)
            }
        }

        @Test
        func whoIsBackBeforeGoodbyeIsSaidIsHere() async throws {
            try await withAccount { _, home, lifecycle in
                for _ in 0..<5 {
                    lifecycle.phase(.inactive)
                    lifecycle.phase(.background)
                    lifecycle.phase(.active)
                }
                try await within("drained") { await home.drained() }
                #expect(try home.now().foreground.isListening)
                try await eventually("all time is given back") { [time] in await time.running.isEmpty }
                #expect(time.begun == 5)
            }
        }

        @Test
        func whatWasChosenIsReadAgainOnTheWayToTheFront() async throws {
            try await withDevice { device in
                let home = device.home()
                let clock = device.clock
                let lock = AppLock(device.choices, authenticator: system, now: { clock.now })
                let lifecycle = Lifecycle(home, lock: lock, screen: KeepScreenOn(home), time: time)
                // The process was started ahead of its use, when the system said that nothing was ever chosen.
                #expect(!lock.isClosed)
                ChoiceStore(device.defaults).change { $0.appLock = true }
                // An app comes to the front by way of being inactive.
                lifecycle.phase(.inactive)
                #expect(lock.isCovered)
                lifecycle.phase(.active)
                #expect(lock.state == .asking)
                try await eventually("the system asks") { [system] in await system.isAsking }
                system.answer(.no)
            }
        }

        @Test
        func lastWritesKeepNobodyAlive() async throws {
            let writes = LastWrites()
            var writer: Writer? = Writer()
            weak var gone = writer
            writes.add(try #require(writer)) { await $0.write() }
            await writes.write()
            #expect(writer?.writes == 1)
            writer = nil
            #expect(gone == nil)
            await writes.write()
        }

        @Test
        func aDraftIsKeptWhenTheAppGoes() async throws {
            try await withAccount { device, home, lifecycle in
                let bob = try await Person("Bob")
                let open = try home.now()
                let link = try await within("link") { try await bob.messenger.link(withLan: true) }
                _ = try await within("add") { [messenger = open.messenger] in
                    try await messenger.add(uidOrLink: link, name: "Bob")
                }
                let chat = open.screens.conversation(bob.uid)
                lifecycle.lastWrites.add(chat) { try? await $0.saveDraft() }
                chat.draft = "Half a thou"
                lifecycle.phase(.inactive)
                lifecycle.phase(.background)
                try await eventually("it may be suspended") { [time] in await time.ended == 1 }
                try await within("close") { await home.close() }
                let again = try await device.home().opens()
                let draft = try await within("draft") { [messenger = again.messenger] in
                    try await messenger.draft(uid: bob.uid)
                }
                #expect(draft == "Half a thou")
                chat.close()
                try await bob.end()
            }
        }

        @Test
        func whatWaitedIsKnownWhileTheAppIsOnItsWay() async throws {
            try await withAccount { device, home, lifecycle in
                let (bob, open) = (try await Person("Bob"), try home.now())
                let link = try await within("link") { try await bob.messenger.link(withLan: true) }
                _ = try await within("send") { [messenger = open.messenger] in
                    let uid = try await messenger.add(uidOrLink: link, name: "Bob").uid
                    return try await messenger.sendMany(uid: uid, texts: ["Hello", "Bob"])
                }
                try await until("it is known what waits") { open.session.waiting == 2 }
                lifecycle.phase(.inactive)
                #expect(lifecycle.waiting == 2)
                lifecycle.phase(.background)
                try await eventually("it may be suspended") { [time] in await time.ended == 1 }
                try await within("settled") { await open.session.settled() }
                #expect(lifecycle.waiting == 2)
                try await bob.end()
            }
        }

        @Test(arguments: [
            ("en", 2, "2 messages wait until you are both here."),
            ("en", 1, "1 message waits until you are both here."),
            ("de", 1, "1 Nachricht wartet, bis ihr beide da seid."),
        ])
        func whoLeavesReadsThatMessagesWait(language: String, waiting: Int, text: String) {
            let words = Words.fixed(language, at: Date(timeIntervalSince1970: 0))
            func line(_ waiting: Int, _ phase: Foreground.Phase, isHidden: Bool = false) -> String? {
                LeavingLine.text(waiting: waiting, phase: phase, isHidden: isHidden, words: words)
            }
            #expect(line(waiting, .inactive) == text)
            #expect(line(waiting, .background) == text)
            #expect(line(waiting, .active) == nil)
            #expect(line(0, .inactive) == nil)
            #expect(line(waiting, .inactive, isHidden: true) == nil)
        }
    }
}
