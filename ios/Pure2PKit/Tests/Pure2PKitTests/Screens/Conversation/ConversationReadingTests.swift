import Testing

@testable import Pure2PKit

extension All {
    /// Where somebody reads, and where that leads.
    @Suite @MainActor
    struct WhereOneReads {
        private func begun(at unread: MessageId? = nil, last: MessageId = "9") -> Reading {
            var reading = Reading()
            reading.place(at: unread, last: last)
            return reading
        }

        @Test
        func readingBeginsAtWhatIsNewElseAtTheEnd() {
            let end = begun()
            #expect(end.isPlaced && end.isAtEnd && end.jump == nil)
            let unread = begun(at: "7")
            #expect(!unread.isAtEnd && unread.unreadFrom == "7")
            #expect(unread.jump == Jump(line: "unread", isEnd: false, number: 1))
        }

        @Test
        func theEndThatIsSeenBeforeTheListWentToWhatIsNewIsNotRead() {
            var reading = begun(at: "7")
            // A list begins at its end.
            reading.endCame(below: "9", hasNewer: false)
            #expect(!reading.isAtEnd)
            var stays = reading
            reading.endWent(below: "9")
            reading.jumped(hasNewer: false)
            #expect(!reading.isAtEnd && reading.jump == nil)
            // All that is new fits on the screen.
            stays.jumped(hasNewer: false)
            #expect(stays.isAtEnd)
        }

        @Test
        func whoIsAtTheEndFollowsAndWhoReadsBackStays() {
            var reading = begun()
            reading.endCame(below: "9", hasNewer: false)
            reading.holds(last: "10", hasNewer: false)
            #expect(reading.jump == Jump(line: "end", isEnd: true, number: 1))
            // The end below the older one went because something came, in whatever order that is heard.
            reading.endWent(below: "9")
            #expect(reading.isAtEnd)
            reading.endCame(below: "10", hasNewer: false)
            reading.jumped(hasNewer: false)
            reading.endWent(below: "10")
            #expect(!reading.isAtEnd)
            reading.holds(last: "11", hasNewer: false)
            #expect(!reading.isAtEnd && reading.jump == nil)
        }

        @Test
        func theNewEndIsHeardBeforeTheOldOneGoes() {
            var reading = begun()
            reading.endCame(below: "9", hasNewer: false)
            reading.holds(last: "10", hasNewer: false)
            reading.endCame(below: "10", hasNewer: false)
            reading.endWent(below: "9")
            reading.jumped(hasNewer: false)
            #expect(reading.isAtEnd)
        }

        @Test
        func theEndOfWhatIsHeldIsNotTheEndOfTheChat() {
            var reading = begun()
            reading.endWent(below: nil)
            reading.endCame(below: "9", hasNewer: false)
            reading.endWent(below: "9")
            reading.endCame(below: "9", hasNewer: true)
            #expect(!reading.isAtEnd)
        }

        @Test
        func toTheSameLineTwiceAreTwoJumps() {
            var reading = begun()
            reading.toEnd()
            let first = reading.jump
            reading.toEnd()
            #expect(first != reading.jump && reading.jump?.line == first?.line)
        }
    }
}
