import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// When the screen stays on, over the real core; minutes pass on a clock of the test's.
    @Suite @MainActor
    struct KeepingTheScreenOn {
        private func screen(_ device: Device, _ home: Home) -> KeepScreenOn {
            let clock = device.clock
            return KeepScreenOn(home, now: { clock.now }, wait: { await clock.wait($0) })
        }

        @Test
        func whileSomethingWaitsAndTenMinutesAfterTheLastTouchNoLonger() async throws {
            try await withDevice { device in
                let (home, bob) = (device.home(), try await Person("Bob"))
                let open = try await home.opens()
                try await open.createAccount("Alice")
                let screen = screen(device, home)
                var applied: [Bool] = []
                screen.follow { applied.append($0) }
                screen.touched()
                try await eventually("it is said at once") { @MainActor in applied == [false] }
                home.enter()
                try await until("listening") { open.foreground.isListening }
                let link = try await within("link") { try await bob.messenger.link(withLan: false) }
                _ = try await within("add and send") { [messenger = open.messenger] in
                    let uid = try await messenger.add(uidOrLink: link, name: nil).uid
                    return try await messenger.send(uid: uid, text: "Hello Bob")
                }
                try await until("it stays on") { screen.isOn }
                try await eventually("it is told to") { @MainActor in applied == [false, true] }
                device.clock.pass(.seconds(540))
                for _ in 0..<100 { await Task.yield() }
                #expect(screen.isOn)
                screen.touched()
                device.clock.pass(.seconds(540))
                try await eventually("it counts from the touch") { device.clock.asked.last == .seconds(60) }
                #expect(screen.isOn)
                device.clock.pass(.seconds(60))
                try await until("it may go dark") { !screen.isOn }
                try await eventually("it is told to") { @MainActor in applied == [false, true, false] }
                screen.touched()
                try await until("a touch is attention again") { screen.isOn }
                try await eventually("it is told to") { @MainActor in applied == [false, true, false, true] }
                try await bob.end()
            }
        }

        @Test
        func whileSomebodyIsHereUnlessTheSettingIsOff() async throws {
            try await withDevice { device in
                let (home, bob) = (device.home(), try await Person("Bob"))
                let open = try await home.opens()
                try await open.createAccount("Alice")
                home.enter()
                try await until("listening") { open.foreground.isListening }
                try await bob.enter()
                let (theirs, messenger) = (try await bob.link(), open.messenger)
                let mine = try await within("link") { try await messenger.link(addresses: nil, withLan: true) }
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: mine) }
                _ = try await within("add") { try await messenger.add(uidOrLink: theirs, name: nil) }
                let screen = screen(device, home)
                screen.touched()
                try await until("Bob is here") { screen.isOn }
                device.choices.change { $0.keepScreenOn = false }
                #expect(!screen.isOn)
                device.choices.change { $0.keepScreenOn = true }
                #expect(screen.isOn)
                try await bob.leave()
                try await until("Bob has left") { !screen.isOn }
                try await bob.end()
            }
        }
    }
}
