import Dispatch
import Foundation
import Pure2PKit
import Testing

/// What a listener was told.
private class Ear: EventListener, @unchecked Sendable {
    private let lock = NSLock()
    private var heard: [Event] = []

    var events: [Event] { lock.withLock { heard } }

    func onEvent(event: Event) throws {
        lock.withLock { heard.append(event) }
        try then(event)
    }

    func then(_ event: Event) throws {}
}

private final class ThrowingEar: Ear, @unchecked Sendable {
    override func then(_ event: Event) throws {
        // Neither an error that the border knows, nor one that it doesn't, may do harm.
        if events.count.isMultiple(of: 2) { throw ListenerError.Failed }
        throw CancellationError()
    }
}

private final class BlockingEar: Ear, @unchecked Sendable {
    override func then(_ event: Event) {
        if events.count == 1 { Thread.sleep(forTimeInterval: 1) }
    }
}

private final class CallingEar: Ear, @unchecked Sendable {
    let messenger: Messenger

    init(_ messenger: Messenger) {
        self.messenger = messenger
    }

    /// Waits for the messenger on the very thread that it calls from.
    override func then(_ event: Event) throws {
        let done = DispatchSemaphore(value: 0)
        Task { [messenger] in
            _ = try? await messenger.session()
            try? await messenger.refresh()
            done.signal()
        }
        if done.wait(timeout: .now() + 60) == .timedOut { throw Stuck("a call from a listener") }
        called.set()
    }

    let called = Flag()
}

extension All {
    @Suite @MainActor
    struct Events {
        @Test
        func aStreamSaysWhatHappens() async throws {
            try await withPair { alice, bob in
                let stream = bob.messenger.events()
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await alice.send("Hello", to: bob)
                let arrived = try await within("the event") {
                    await stream.first { if case .messages(alice.uid, _) = $0 { true } else { false } }
                }
                let messages = try await within("messages") { try await bob.messenger.messages(uid: alice.uid) }
                #expect(arrived == .messages(chat: alice.uid, ids: messages.map(\.id)))
                #expect(messages.map(\.text) == ["Hello"])
            }
        }

        @Test
        func aStreamEndsWithTheMessenger() async throws {
            let carol = try await Person("Carol")
            var messenger: Messenger? = try await Person.open(carol.home)
            let events = try #require(messenger?.events())
            _ = try await within("refresh") { [messenger] in try await messenger?.refresh() }
            messenger = nil
            try await within("the end of the events") { for await _ in events {} }
            try await carol.end()
        }

        @Test
        func noListenerDoesHarm() async throws {
            try await withPair { alice, bob in
                let ears = [Ear(), ThrowingEar(), BlockingEar(), CallingEar(bob.messenger)]
                let subscriptions = try ears.map { try bob.messenger.subscribe(listener: $0) }
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                for number in 0..<50 { try await alice.send("\(number)", to: bob) }
                try await eventually("Bob has all") {
                    try await bob.messenger.messages(uid: alice.uid).count == 50
                }
                let last = try await within("messages") { try await bob.messenger.messages(uid: alice.uid) }.last
                for ear in ears {
                    try await eventually("\(ear) hears of the last message") {
                        ear.events.contains { event in
                            if case .messages(_, let ids) = event { ids.last == last?.id } else { false }
                        }
                    }
                }
                #expect((ears[3] as? CallingEar)?.called.isSet == true)
                for subscription in subscriptions { subscription.cancel() }
            }
        }

        @Test
        func nothingIsHeardAfterTheEnd() async throws {
            try await withPair { alice, bob in
                let (cancelled, dropped, last) = (Ear(), Ear(), Ear())
                let subscription = try alice.messenger.subscribe(listener: cancelled)
                _ = try alice.messenger.subscribe(listener: dropped)
                subscription.cancel()
                subscription.cancel()
                let there = try alice.messenger.subscribe(listener: last)
                try await alice.enter()
                try await eventually("the other one hears") { !last.events.isEmpty }
                #expect(cancelled.events.isEmpty)
                #expect(dropped.events.isEmpty)
                there.cancel()
            }
        }

        @Test
        func whoIsTooSlowIsToldToReload() async throws {
            try await withPair { alice, bob in
                // The first event holds it up until more have come than are kept.
                let slow = BlockedEar()
                let subscription = try alice.messenger.subscribe(listener: slow)
                for round in 0..<20 {
                    try await within("a hundred changes") {
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for number in 0..<100 {
                                group.addTask {
                                    let verified = (round + number).isMultiple(of: 2)
                                    _ = try await alice.messenger.setVerified(uid: bob.uid, verified: verified)
                                }
                            }
                            try await group.waitForAll()
                        }
                    }
                }
                slow.free.signal()
                try await eventually("overflowed") { slow.events.contains(.overflowed) }
                #expect(slow.events.count < 2_000)
                subscription.cancel()
            }
        }
    }
}

private final class BlockedEar: Ear, @unchecked Sendable {
    let free = DispatchSemaphore(value: 0)

    override func then(_ event: Event) throws {
        if events.count == 1, free.wait(timeout: .now() + 60) == .timedOut { throw Stuck("a blocked listener") }
    }
}
