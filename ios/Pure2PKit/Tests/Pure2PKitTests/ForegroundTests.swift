import Foundation
import Testing

@testable import Pure2PKit

extension Foreground {
    var isListening: Bool {
        if case .listening = state { true } else { false }
    }

    fileprivate var isInBackground: Bool {
        if case .background = state { true } else { false }
    }

    fileprivate var error: MessengerError? {
        if case .failed(let error) = state { error as? MessengerError } else { nil }
    }
}

extension All {
    @Suite @MainActor
    struct Foregrounds {
        @Test
        func itFollowsTheSystem() async throws {
            try await withPair { alice, bob in
                let foreground = Foreground(alice.messenger, options: Person.here)
                #expect(foreground.isInBackground)
                foreground.phase(.inactive)
                #expect(foreground.isInBackground)
                foreground.phase(.active)
                try await until("entering is seen") {
                    if case .entering = foreground.state { true } else { foreground.isListening }
                }
                try await until("listening") { foreground.isListening }
                foreground.phase(.inactive)
                try await within("drained") { await foreground.drained() }
                #expect(foreground.isListening)
                let session = try await within("session") { try await alice.messenger.session() }
                if case .listening(let addresses) = foreground.state { #expect(addresses == session.listening) }
                foreground.phase(.background)
                try await within("drained") { await foreground.drained() }
                #expect(foreground.isInBackground)
                let after = try await within("session") { try await alice.messenger.session() }
                #expect(after.listening.isEmpty)
            }
        }

        @Test
        func theLastOfManyWishesHolds() async throws {
            try await withPair { alice, bob in
                var chance = Seeded(for: "theLastOfManyWishesHolds")
                let foreground = Foreground(alice.messenger, options: Person.here)
                let session = Screens(alice.messenger).session()
                for round in 0..<20 {
                    var last: Foreground.Phase?
                    for _ in 0..<50 {
                        let phase = Foreground.Phase.allCases.randomElement(using: &chance)!
                        foreground.phase(phase)
                        if phase != .inactive { last = phase }
                        for _ in 0..<Int.random(in: 0..<5, using: &chance) { await Task.yield() }
                        if Int.random(in: 0..<10, using: &chance) == 0 {
                            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<10, using: &chance)))
                        }
                    }
                    try await within("drained") { await foreground.drained() }
                    let isOpen = last == .active
                    #expect(foreground.isListening == isOpen, "round \(round)")
                    #expect(foreground.isInBackground == !isOpen, "round \(round)")
                    let truth = try await within("session") { try await alice.messenger.session() }
                    #expect(truth.listening.isEmpty == !isOpen, "round \(round)")
                    try await until("the session bar says so") { session.listening == truth.listening }
                }
            }
        }

        @Test
        func aRefusalIsShownAndTriedAgain() async throws {
            try await withPair { alice, bob in
                let second = try await Person.open(alice.home)
                try await alice.enter()
                let foreground = Foreground(second, options: Person.here)
                foreground.phase(.active)
                try await until("refused") { foreground.error == .AlreadyOpen }
                try await alice.leave()
                foreground.phase(.active)
                try await until("listening") { foreground.isListening }
                try await within("shutdown") { try await second.shutdown() }
                foreground.phase(.active)
                try await until("shut down") { foreground.error == .ShutDown }
            }
        }

        @Test
        func callsAreMadeOneAfterAnother() async throws {
            let fake = FakeMessenger()
            let foreground = Foreground(fake, options: Person.here)
            try await within("drained, with nothing to do") { await foreground.drained() }
            fake.closeGate()
            foreground.phase(.active)
            try await eventually("the first call is made") { fake.count("enterForeground") == 1 }
            for _ in 0..<100 {
                foreground.phase(.background)
                foreground.phase(.active)
            }
            foreground.phase(.background)
            foreground.networkChanged(NetworkSnapshot(networks: []))
            for _ in 0..<100 { await Task.yield() }
            #expect(fake.count("enterForeground") == 1 && fake.count("enterBackground") == 0)
            fake.openGate()
            try await within("drained") { await foreground.drained() }
            #expect(foreground.isInBackground)
            #expect(fake.count("enterForeground") == 1)
            #expect(fake.count("enterBackground") == 1)
            #expect(fake.count("networkChanged 0") == 1)
        }

        @Test
        func theMessengerLearnsOfNetworks() async throws {
            try await withPair { alice, bob in
                // Not on the loopback interface: there one is never offline.
                let foreground = Foreground(alice.messenger, options: ForegroundOptions(listen: ["0.0.0.0:0"]))
                foreground.phase(.active)
                foreground.networkChanged(NetworkSnapshot(networks: []))
                try await within("drained") { await foreground.drained() }
                try await alice.send("Hello", to: bob)
                try await eventually("it waits because we are offline") {
                    try await alice.messenger.messages(uid: bob.uid).last?.reason == .offline
                }
            }
        }
    }
}
