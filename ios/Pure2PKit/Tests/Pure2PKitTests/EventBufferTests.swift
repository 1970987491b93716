import Testing

@testable import Pure2PKit

extension All {
    @Suite
    struct Buffer {
        private func progress(_ numbers: ClosedRange<Int32>) -> [Event] {
            numbers.map { .progress(done: $0, total: 9) }
        }

        @Test
        func eventsComeInOrderThenTheEnd() async throws {
            let buffer = EventBuffer(limit: 10)
            progress(1...5).forEach(buffer.push)
            buffer.end()
            buffer.push(.closed)
            let first = try await within("next") { await buffer.next() }
            let rest = try await within("batch") { await buffer.batch() }
            let over = try await within("next") { await buffer.next() }
            #expect(first == progress(1...1)[0])
            #expect(rest == progress(2...5))
            #expect(over == nil)
        }

        @Test
        func whatDoesNotFitBecomesOneOverflowed() async throws {
            let buffer = EventBuffer(limit: 3)
            progress(1...5).forEach(buffer.push)
            #expect(try await within("batch") { await buffer.batch() } == [.overflowed] + progress(5...5))
            progress(1...3).forEach(buffer.push)
            #expect(try await within("batch") { await buffer.batch() } == progress(1...3))
            progress(1...100).forEach(buffer.push)
            let events = try #require(try await within("batch") { await buffer.batch() })
            #expect(events.count <= 3)
            #expect(events.first == .overflowed)
        }

        @Test
        func whoeverWaitsIsWoken() async throws {
            let buffer = EventBuffer(limit: 3)
            let waiting = Task { await buffer.next() }
            let ending = Task { await buffer.next() }
            try await Task.sleep(for: .milliseconds(20))
            buffer.push(.closed)
            try await Task.sleep(for: .milliseconds(20))
            buffer.end()
            let both = try await within("both") { [await waiting.value, await ending.value] }
            #expect(Set(both) == [.closed, nil])
        }

        @Test
        func aStreamThatNobodyReadsOverflows() async throws {
            let fake = FakeMessenger()
            let stream = fake.events()
            for _ in 0..<2_000 { fake.happen(.closed) }
            let first = try await within("next") { await stream.first { _ in true } }
            #expect(first == .overflowed)
        }

        @Test
        func aSubscriptionEndsWithItsStream() async throws {
            let fake = FakeMessenger()
            var stream: AsyncStream<Event>? = fake.events()
            #expect(fake.subscription != nil)
            _ = stream
            stream = nil
            #expect(fake.subscription == nil)

            let task = Task { [events = fake.events()] in for await _ in events {} }
            #expect(fake.subscription != nil)
            task.cancel()
            try await within("a cancelled stream") { await task.value }
            #expect(fake.subscription == nil)
        }
    }
}
