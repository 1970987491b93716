import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// When a key is given, when it is lost, and that nothing is touched in between.
    @Suite @MainActor
    struct Homes {
        /// Somebody has an account, and the app's process ends.
        private func accountMade(on device: Device) async throws -> Uid {
            let home = device.home()
            try await home.opens().createAccount("Alice")
            let uid = try #require(home.now().account?.uid)
            try await within("close") { await home.close() }
            return uid
        }

        private func opened(on device: Device) async throws -> Uid? {
            try await device.home().opens().account?.uid
        }

        private func said(on device: Device) async throws -> HomeState {
            let home = device.home()
            home.open()
            return try await home.settled()
        }

        @Test
        func theSameAccountIsThereTheNextTime() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
                let account = try await opened(on: device)
                #expect(account == uid)
                #expect(device.keys.key?.count == 32)
            }
        }

        @Test
        func aNameIsTrimmedAndAnEmptyOneIsNone() async throws {
            try await withDevice { device in
                let home = try await device.home().opens()
                try await home.createAccount(" \n ")
                #expect(home.account != nil)
                #expect(home.account?.name == nil)
            }
            try await withDevice { device in
                let home = try await device.home().opens()
                try await home.createAccount("  Alice \n")
                #expect(home.account?.name == "Alice")
            }
        }

        @Test
        func theKeyIsKeptAndTheFolderIsProtectedBeforeThereIsADatabase() async throws {
            try await withDevice { device in
                _ = try await device.home().opens()
                #expect(device.keys.calls == ["store database", "read database"])
                let protected = device.protected.with { $0 }
                #expect(protected.map(\.path) == [device.folder.lastPathComponent, "home"])
                #expect(protected.allSatisfy { !$0.hadDatabase })
            }
        }

        @Test
        func aKeyThatWasNotKeptOpensNothing() async throws {
            try await withDevice { device in
                device.keys.set(\.forgets, true)
                let state = try await said(on: device)
                #expect(state == .unavailable(.keyStore))
                #expect(!FileManager.default.fileExists(atPath: device.database.path))
            }
        }

        @Test
        func aKeychainWithoutTheKeyIsALossAndTouchesNothing() async throws {
            try await withDevice { device in
                _ = try await accountMade(on: device)
                device.keys.key = nil
                let before = try Data(contentsOf: device.database)
                let state = try await said(on: device)
                #expect(state == .keyLost)
                #expect(try Data(contentsOf: device.database) == before)
                #expect(device.keys.state.with { $0.kept }.isEmpty, "nothing of the probe stays")
            }
        }

        @Test
        func aKeychainOutOfOrderIsNoLossAndIsTriedAgain() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
                device.keys.set(\.refusesToRead, true)
                let home = device.home()
                home.open()
                #expect(try await home.settled() == .unavailable(.keyStore))
                device.keys.set(\.refusesToRead, false)
                home.retry()
                try await until("open") { home.isOpen }
                #expect(try home.now().account?.uid == uid)
            }
        }

        @Test
        func aKeychainThatKeepsNothingSaysNothingOfALoss() async throws {
            try await withDevice { device in
                _ = try await accountMade(on: device)
                device.keys.set(\.overlooks, 1)
                device.keys.set(\.refusesToStore, true)
                let state = try await said(on: device)
                #expect(state == .unavailable(.keyStore))
            }
        }

        @Test
        func aKeyThatWasOverlookedOnceIsNoLoss() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
                device.keys.set(\.overlooks, 1)
                let account = try await opened(on: device)
                #expect(account == uid)
            }
        }

        @Test
        func aKeyOfAnotherLengthIsNoLoss() async throws {
            try await withDevice { device in
                _ = try await accountMade(on: device)
                device.keys.key = Data([1, 2, 3])
                let state = try await said(on: device)
                #expect(state == .unavailable(.keyStore))
                #expect(device.keys.key == Data([1, 2, 3]))
            }
        }

        @Test
        func anotherKeyOpensNothingAndTouchesNothing() async throws {
            try await withDevice { device in
                _ = try await accountMade(on: device)
                let before = try Data(contentsOf: device.database)
                device.keys.key = Data(repeating: 9, count: 32)
                let state = try await said(on: device)
                #expect(state == .unavailable(.other))
                #expect(try Data(contentsOf: device.database) == before)
            }
        }

        @Test
        func aKeyWithoutADatabaseIsReplaced() async throws {
            // The app was deleted, and installed again.
            for old in [Data(repeating: 9, count: 32), Data([1, 2])] {
                try await withDevice { device in
                    device.keys.key = old
                    let account = try await opened(on: device)
                    #expect(account == nil)
                    #expect(device.keys.key != old && device.keys.key?.count == 32)
                }
            }
        }

        @Test
        func whetherThereIsADatabaseMustBeCertain() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
                let (folder, away) = (
                    device.folder.appendingPathComponent("home"), device.folder.appendingPathComponent("away")
                )
                try FileManager.default.moveItem(at: folder, to: away)
                // A folder that leads in a circle: the system can't say what is in it.
                try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: folder)
                let before = device.keys.key
                #expect(throws: (any Error).self) { try HomeFiles(device.folder) { _ in }.databaseExists() }
                let state = try await said(on: device)
                #expect(state == .unavailable(.other))
                #expect(device.keys.key == before)
                try FileManager.default.removeItem(at: folder)
                try FileManager.default.moveItem(at: away, to: folder)
                let account = try await opened(on: device)
                #expect(account == uid)
            }
        }

        @Test
        func aLockedDeviceIsWaitedFor() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
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
                _ = try await accountMade(on: device)
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
                _ = try await accountMade(on: device)
                try Data("not a database, and long enough to be looked at".utf8).write(to: device.database)
                let state = try await said(on: device)
                #expect(state == .unavailable(.damaged))
            }
        }

        @Test
        func whoeverComesOrGoesWhileTheHomeOpensIsHeard() async throws {
            try await withDevice { device in
                _ = try await accountMade(on: device)
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
                _ = try await accountMade(on: device)
                let home = device.home()
                let before = try await home.opens()
                let key = device.keys.key
                device.choices.change { $0.appLock = true }
                try await home.deleteEverything()
                #expect(try home.now() !== before)
                #expect(try home.now().account == nil)
                #expect(device.keys.key != nil && device.keys.key != key)
                #expect(device.choices.choices == DeviceChoices())
            }
        }

        @Test
        func aKeyThatCanNotBeDeletedLeavesEverything() async throws {
            try await withDevice { device in
                let uid = try await accountMade(on: device)
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
