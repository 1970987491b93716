import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// When a key is given, when it is lost, and that nothing is touched in between.
    @Suite @MainActor
    struct Homes {
        @Test
        func theSameAccountIsThereTheNextTime() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
                let account = try await device.opened()
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
                let state = try await device.said()
                #expect(state == .unavailable(.keyStore))
                #expect(!FileManager.default.fileExists(atPath: device.database.path))
            }
        }

        @Test
        func aKeychainWithoutTheKeyIsALossAndTouchesNothing() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                device.keys.key = nil
                let before = try Data(contentsOf: device.database)
                let state = try await device.said()
                #expect(state == .keyLost)
                #expect(try Data(contentsOf: device.database) == before)
                #expect(device.keys.state.with { $0.kept }.isEmpty, "nothing of the probe stays")
            }
        }

        @Test
        func aKeychainOutOfOrderIsNoLossAndIsTriedAgain() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
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
                _ = try await device.accountMade()
                device.keys.set(\.overlooks, 1)
                device.keys.set(\.refusesToStore, true)
                let state = try await device.said()
                #expect(state == .unavailable(.keyStore))
            }
        }

        @Test
        func aKeyThatWasOverlookedOnceIsNoLoss() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
                device.keys.set(\.overlooks, 1)
                let account = try await device.opened()
                #expect(account == uid)
            }
        }

        @Test
        func aKeyOfAnotherLengthIsNoLoss() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                device.keys.key = Data([1, 2, 3])
                let state = try await device.said()
                #expect(state == .unavailable(.keyStore))
                #expect(device.keys.key == Data([1, 2, 3]))
            }
        }

        @Test
        func anotherKeyOpensNothingAndTouchesNothing() async throws {
            try await withDevice { device in
                _ = try await device.accountMade()
                let before = try Data(contentsOf: device.database)
                device.keys.key = Data(repeating: 9, count: 32)
                let state = try await device.said()
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
                    let account = try await device.opened()
                    #expect(account == nil)
                    #expect(device.keys.key != old && device.keys.key?.count == 32)
                }
            }
        }

        @Test
        func whetherThereIsADatabaseMustBeCertain() async throws {
            try await withDevice { device in
                let uid = try await device.accountMade()
                let (folder, away) = (
                    device.folder.appendingPathComponent("home"), device.folder.appendingPathComponent("away")
                )
                try FileManager.default.moveItem(at: folder, to: away)
                // A folder that leads in a circle: the system can't say what is in it.
                try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: folder)
                let before = device.keys.key
                #expect(throws: (any Error).self) { try HomeFiles(device.folder) { _ in }.databaseExists() }
                let state = try await device.said()
                #expect(state == .unavailable(.other))
                #expect(device.keys.key == before)
                try FileManager.default.removeItem(at: folder)
                try FileManager.default.moveItem(at: away, to: folder)
                let account = try await device.opened()
                #expect(account == uid)
            }
        }
    }
}
