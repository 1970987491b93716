import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What stands below one another in a chat.
    @Suite @MainActor
    struct Lines {
        private let one = Samples.message(1, with: Samples.uid(1), "one")

        private func message(
            _ text: String, _ direction: Direction = .in, _ state: MessageState = .read, _ reason: Reason? = nil,
            later: TimeInterval = 0
        ) -> Message {
            Samples.message(text.count * 16 + 2, with: Samples.uid(1), text, direction, state, reason, ago: -later)
        }

        /// A bracket opens behind the first of a group and closes behind the last.
        private func words(_ messages: Message..., unreadFrom: MessageId? = nil, in zone: TimeZone = .gmt) -> String {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            return lines(messages, unreadFrom: unreadFrom, calendar: calendar).map { line in
                switch line {
                case .day: "[day]"
                case .unread: "[new]"
                case .said(let message, let isFirst, let isLast):
                    message.text + (isFirst ? "(" : "") + (isLast ? ")" : "")
                }
            }.joined(separator: " ")
        }

        @Test
        func whatIsSaidInOneMinuteIsOneGroup() {
            #expect(words(one, message("two")) == "[day] one( two)")
            #expect(words(one, message("two"), message("three", later: 57)) == "[day] one( two three)")
            #expect(words() == "")
        }

        @Test
        func anotherMinuteWriterStateOrReasonBeginsAGroup() {
            #expect(words(one, message("two", later: 60)) == "[day] one() two()")
            #expect(words(one, message("two", .out)) == "[day] one() two()")
            let (waits, else_) = (message("two", .out, .waiting, .offline), message("three", .out, .waiting, .trying))
            #expect(words(message("one", .out, .delivered), waits) == "[day] one() two()")
            #expect(words(waits, else_) == "[day] two() three()")
        }

        @Test
        func aDayIsSaidWhereItBeginsAndTwiceIfAClockWasSetBack() {
            let next = message("two", later: 86_400)
            #expect(words(one, next) == "[day] one() [day] two()")
            let back = message("three")
            #expect(words(one, next, back) == "[day] one() [day] two() [day] three()")
            let all = lines([one, next, back], unreadFrom: nil, calendar: Samples.english.calendar)
            #expect(Set(all.map(\.id)).count == all.count)
        }

        @Test
        func aDayBeginsWhereThePersonIs() {
            let late = message("two", later: 2 * 3_600)
            #expect(words(one, late, in: .gmt) == "[day] one() two()")
            #expect(words(one, late, in: TimeZone(secondsFromGMT: 9 * 3_600) ?? .gmt) == "[day] one() [day] two()")
        }

        @Test
        func whatIsNewBeginsAGroupOfItsOwn() {
            let new = message("two")
            #expect(words(one, new, unreadFrom: new.id) == "[day] one() [new] two()")
        }

        /// What is remembered of the lines before is what would be made anew.
        @Test
        func whatIsRememberedIsNotOld() {
            let memory = LinesMemory()
            let waits = message("three", .out, .waiting, .noAddress)
            let windows: [[Message]] = [
                [one], [one, message("two")], [one, message("two"), waits],
                [one, waits, message("fourth", .out, .waiting, .noAddress, later: 60)],
                [one, message("three", .out, .read)], [],
            ]
            for contact in [
                Samples.contact(1, "Bob"), Samples.contact(1, "Robert"), Samples.contact(1, "Bob", blocked: true),
            ] {
                for words in [Samples.english, Words.fixed("en", at: Samples.then + 86_400)] {
                    for messages in windows + windows.reversed() {
                        for unread in [nil, messages.last?.id] {
                            let lines = memory.lines(messages, unreadFrom: unread, contact: contact, words: words)
                            let anew = LinesMemory().lines(
                                messages, unreadFrom: unread, contact: contact, words: words)
                            #expect(lines == anew)
                        }
                    }
                }
            }
        }

        @Test
        func daysAreSaidAsOneSaysThem() {
            let days = { (words: Words) in [0, 1, 2, -1].map { words.day(Samples.then - Double($0) * 86_400) } }
            #expect(days(Samples.english).prefix(2) == ["Today", "Yesterday"])
            #expect(days(Samples.german).prefix(2) == ["Heute", "Gestern"])
            #expect(days(Samples.english)[2].contains("Thursday") && days(Samples.english)[2].contains("12 March 2026"))
            #expect(days(Samples.german)[2].contains("Donnerstag") && days(Samples.german)[2].contains("12. März 2026"))
            #expect(days(Samples.english)[3].contains("Sunday"))
        }
    }
}
