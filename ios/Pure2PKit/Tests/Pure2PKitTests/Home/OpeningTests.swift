import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// When the home is opened, and what follows whoever comes and goes.
    @Suite @MainActor
    struct Opening {
        @Test
        func aLockedDeviceIsWaitedFor() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
                device.protectedData.isAvailable = false
                let before = (device.protectedData.asked, device.keys.calls.count)
                let home = device.home()
                home.open()
                try await eventually("it was asked") { await device.protectedData.asked > before.0 }
                #expect(home.state == .opening)
                #expect(device.keys.calls.count == before.1, "the Keychain is not even asked")
                device.protectedData.isAvailable = true
                try await until("open") { home.isOpen }
                #expect(try home.now().account?.uid == uid)
            }
        }

        @Test
        func itIsTriedAgainAfterGrowingPausesAndAtOnceInFront() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                device.keys.set(\.refusesToRead, true)
                let home = device.home()
                home.open()
                _ = try await home.settled()
                for seconds in [1, 2, 4, 8, 16, 30, 30] {
                    try await eventually("it waits") { device.clock.waiting == 1 }
                    #expect(device.clock.asked.last == .seconds(seconds))
                    device.clock.pass(.seconds(seconds))
                }
                try await eventually("it waits") { device.clock.asked.count == 8 && device.clock.waiting == 1 }
                home.enter()
                try await eventually("the pauses are short again") { device.clock.asked.last == .seconds(1) }
                #expect(device.clock.waiting == 1)
                device.keys.set(\.refusesToRead, false)
                device.clock.pass(.seconds(1))
                try await until("open") { home.isOpen }
                #expect(device.clock.waiting == 0)
            }
        }

        @Test
        func whatIsNoDatabaseIsDamagedAndLeftAlone() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                try Data("not a database, and long enough to be looked at".utf8).write(to: device.database)
                let state = try await device.said()
                #expect(state == .unavailable(.damaged))
            }
        }

        @Test
        func whoeverComesOrGoesWhileTheHomeOpensIsHeard() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                let home = device.home()
                device.networks.meanwhile = { home.enter() }
                let open = try await home.opens()
                try await until("listening") { open.foreground.isListening }
                try await within("close") { await home.close() }

                let again = device.home()
                device.networks.meanwhile = {
                    again.enter()
                    again.leave()
                }
                let left = try await again.opens()
                try await within("drained") { await left.foreground.drained() }
                #expect(!left.foreground.isListening)
                let session = try await within("session") { try await left.messenger.session() }
                #expect(session.listening.isEmpty)
            }
        }

        @Test
        func itListensOnceThereIsAnAccount() async throws {
            try await withDevice { device in
                let home = device.home()
                let open = try await home.opens()
                home.enter()
                try await within("drained") { await open.foreground.drained() }
                if case .background = open.foreground.state {} else { Issue.record("\(open.foreground.state)") }
                try await open.createAccount("Alice")
                try await until("listening") { open.foreground.isListening }
                #expect(device.networks.calls == ["start", "again"])
                home.leave()
                try await within("drained") { await home.drained() }
                #expect(!open.foreground.isListening)
                #expect(device.networks.calls == ["start", "again", "rest"])
            }
        }

        @Test
        func afterDeletingEverythingAnotherKeyOpensAnEmptyHome() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                let home = device.home()
                let before = try await home.opens()
                let key = device.keys.key
                device.choices.change { $0.appLock = true }
                before.go.go(to: .settings)
                try await home.deleteEverything()
                #expect(try home.now().go.way.isEmpty, "a new account begins at its chats")
                #expect(try home.now() !== before)
                #expect(try home.now().account == nil)
                #expect(device.keys.key != nil && device.keys.key != key)
                #expect(device.choices.choices == DeviceChoices())
            }
        }

        @Test
        func aDatabaseThatCanNotBeDeletedIsNotGoneOnWithOnceItsKeyIsGone() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                let home = device.home()
                let before = try await home.opens()
                home.enter()
                try await until("listening") { before.foreground.isListening }
                home.leave()
                try await within("drained") { await home.drained() }
                // The library can't lock what it is to delete, and leaves it.
                let lock = URL(fileURLWithPath: device.database.path + ".lock")
                try? FileManager.default.removeItem(at: lock)
                try FileManager.default.createDirectory(at: lock, withIntermediateDirectories: false)
                await #expect(throws: MessengerError.self) { try await home.deleteEverything() }
                #expect(device.keys.key == nil)
                // What would be received now could be read by nobody after the next start.
                #expect(home.state == .keyLost)
                await #expect(throws: MessengerError.self) { _ = try await before.messenger.account() }
                #expect(device.choices.choices == DeviceChoices())
                try await within("afresh") { await home.startAfresh() }
                #expect(try home.now().account == nil)
                #expect(home.setAside != nil)
            }
        }

        @Test
        func aKeyThatCanNotBeDeletedLeavesEverything() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
                let home = device.home()
                _ = try await home.opens()
                device.keys.set(\.refusesToDelete, true)
                await #expect(throws: KeyTrouble.self) { try await home.deleteEverything() }
                #expect(try home.now().account?.uid == uid)
                let account = try await within("account") { [messenger = try home.now().messenger] in
                    try await messenger.account()
                }
                #expect(account?.uid == uid)
            }
        }
    }
}
