import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What becomes of a database whose key is lost.
    @Suite @MainActor
    struct SetAside {
        /// Somebody had an account, and the key is gone.
        private func keyLost(on device: Device) async throws -> (Home, Uid, Data) {
            let first = device.home()
            try await first.opens().createAccount("Alice")
            let uid = try #require(first.now().account?.uid)
            try await within("close") { await first.close() }
            let key = try #require(device.keys.key)
            device.keys.key = nil
            let home = device.home()
            home.open()
            #expect(try await home.settled() == .keyLost)
            return (home, uid, key)
        }

        private func databases(in folder: URL) -> [URL] {
            let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            return (all?.allObjects as? [URL] ?? []).filter { $0.lastPathComponent == "messages.db" }
        }

        @Test
        func aFreshStartKeepsTheOldOneUntilSomebodyDeletesIt() async throws {
            try await withDevice { device in
                let (home, uid, _) = try await keyLost(on: device)
                let before = try Data(contentsOf: device.database)
                await home.startAfresh()
                #expect(try home.now().account == nil)
                try await home.now().createAccount("Alice again")
                #expect(try home.now().account?.uid != uid)
                let old = try #require(databases(in: device.asideFolder).first)
                #expect(try Data(contentsOf: old) == before)
                #expect(try #require(home.setAside) >= Int64(before.count))

                // The next process knows of it, too.
                try await within("close") { await home.close() }
                let next = device.home()
                _ = try await next.opens()
                #expect(next.setAside != nil)
                try await next.deleteSetAside()
                #expect(next.setAside == nil)
                #expect(!FileManager.default.fileExists(atPath: device.asideFolder.path))
                #expect(device.protected.with { $0 }.contains { $0.path == "set-aside" })
            }
        }

        @Test
        func whereNothingWasSetAsideInTheEndNothingIsSaid() async throws {
            try await withDevice { device in
                // The process ended between the folder and what was to come into it.
                try FileManager.default.createDirectory(at: device.asideFolder, withIntermediateDirectories: true)
                let home = device.home()
                _ = try await home.opens()
                #expect(home.setAside == nil, "there is no old database that somebody could delete")
            }
        }

        @Test
        func aFreshStartLooksOnceMore() async throws {
            try await withDevice { device in
                let (home, uid, key) = try await keyLost(on: device)
                device.keys.key = key
                await home.startAfresh()
                #expect(try home.now().account?.uid == uid)
                #expect(home.setAside == nil)
            }
        }

        @Test
        func aFreshStartThatAsksInVainTouchesNothingAndGoesOn() async throws {
            try await withDevice { device in
                let (home, uid, key) = try await keyLost(on: device)
                device.keys.set(\.refusesToRead, true)
                await home.startAfresh()
                #expect(home.state == .unavailable(.keyStore))
                #expect(FileManager.default.fileExists(atPath: device.database.path))
                device.keys.key = key
                device.keys.set(\.refusesToRead, false)
                home.retry()
                try await until("open") { home.isOpen }
                #expect(try home.now().account?.uid == uid)
            }
        }

        @Test
        func aFreshStartThatFailsHalfwayIsGoneOnWith() async throws {
            try await withDevice { device in
                let (home, _, _) = try await keyLost(on: device)
                device.keys.set(\.forgets, true)
                // The probe is kept by nobody either: so it is seen that nothing is proven.
                await home.startAfresh()
                #expect(home.state == .unavailable(.keyStore))
                device.keys.set(\.forgets, false)
                home.retry()
                try await until("it is still lost") { home.state == .keyLost }
                await home.startAfresh()
                #expect(try home.now().account == nil)
                #expect(home.setAside != nil)
            }
        }

        @Test
        func itGoesOnWhenWhoeverAskedIsGone() async throws {
            try await withDevice { device in
                let (home, _, _) = try await keyLost(on: device)
                let asking = Task { await home.startAfresh() }
                asking.cancel()
                try await until("open") { home.isOpen }
                #expect(home.setAside != nil)
            }
        }

        @Test
        func withoutALossThereIsNoFreshStart() async throws {
            try await withDevice { device in
                let home = device.home()
                let open = try await home.opens()
                await home.startAfresh()
                #expect(try home.now() === open)
                #expect(home.setAside == nil)
            }
        }
    }
}
