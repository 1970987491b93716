import Observation

/// What others need to add this device: made anew whenever it can be reached elsewhere, and no more often, since each link is
/// signed and stored.
@MainActor
@Observable
public final class OwnLink {
    /// The link; none until one was made.
    public private(set) var link: MadeLink?
    /// Who can reach this device; nothing before that is known.
    public private(set) var reach: Reach?
    /// Whether the person has switched off that strangers may write.
    public private(set) var answersNobody = false
    /// Why the last one could not be made, if so; the rest is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Wanted>!
    /// The addresses that ``link`` was made of.
    @ObservationIgnored private var madeOf: [OwnAddress]?

    /// Makes one, and goes on doing so until nobody has this any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] wanted in
            let madeOf = wanted.anew ? nil : self?.madeOf
            let seen = await answer { try await Seen(messenger, madeOf: madeOf) }
            self?.show(seen)
        }
        events.attach(self)
        rounds.note(Wanted())
    }

    /// Looks again, for whoever comes back from where the settings can be changed.
    public func refresh() {
        rounds.note(Wanted())
    }

    /// Makes another one, whatever was before.
    public func remake() {
        rounds.note(Wanted(anew: true))
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await rounds.settled()
    }

    private func show(_ answer: Result<Seen, any Error>) {
        switch answer {
        case .success(let seen):
            if seen.reach != reach, seen.reach != nil { reach = seen.reach }
            if seen.answersNobody != answersNobody { answersNobody = seen.answersNobody }
            if let link = seen.link {
                self.link = link
                madeOf = seen.madeOf
            }
            failure = nil
        case .failure(let error):
            failure = error
        }
    }

    private struct Wanted: Wish {
        var anew = false

        mutating func join(_ later: Self) {
            anew = anew || later.anew
        }
    }

    private struct Seen: Sendable {
        let reach: Reach?
        let answersNobody: Bool
        /// Nothing if the addresses are the same.
        let link: MadeLink?
        /// The addresses that it was made of.
        let madeOf: [OwnAddress]?

        init(_ messenger: any MessengerProtocol, madeOf: [OwnAddress]?) async throws {
            // Where this device is may be unknown: the link is made all the same, or it is said that there is none.
            var reach = try? await messenger.reach()
            var link: MadeLink?
            var addresses = madeOf
            // A device that opens or goes elsewhere meanwhile would have a link of which one half is from before. (An event
            // follows such a change, so there need not be an end to it here.)
            for _ in 0..<3 where addresses != reach?.addresses ?? [] {
                addresses = reach?.addresses ?? []
                link = try await MadeLink(messenger, known: addresses ?? [])
                reach = try? await messenger.reach()
            }
            self.reach = reach
            self.link = link
            self.madeOf = addresses
            answersNobody = try await !messenger.settings().answerNewPeople
        }
    }
}

extension OwnLink: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            case .closed, .listening, .overflowed, .reachChanged: true
            default: false
            }
        }
        if mine { rounds.note(Wanted()) }
    }
}

/// A link, and all that is said of it.
public struct MadeLink: Sendable, Equatable {
    /// The UID in groups of four.
    public let grouped: String
    /// The link with all addresses: the one in the code, since who sees that is near.
    public let complete: String
    /// The link without those of the local network.
    public let outside: String
    /// The code; none if a link is too long for any.
    public let qr: QrMatrix?
    public let addresses: [LinkAddress]

    /// An address in the link.
    public struct LinkAddress: Sendable, Equatable {
        public let address: SocketAddr
        /// Whether it is in the code, and in a shared text only if ticked.
        public let isLan: Bool
        /// From where it is of use, and how it was learnt; unknown of what this device had when it was open last.
        public let known: OwnAddress?
    }
}

extension MadeLink {
    /// Makes one.
    init(_ messenger: any MessengerProtocol, known: [OwnAddress]) async throws {
        let outside = try await messenger.link(addresses: nil, withLan: false)
        // Last, so that it is the newer one: who has both then believes the one that says more.
        let complete = try await messenger.link(addresses: nil, withLan: true)
        let everywhere = Set(try previewLink(text: outside).addresses)
        let preview = try previewLink(text: complete)
        grouped = try groupedUid(uid: preview.uid)
        self.complete = complete
        // The same addresses: then what is shared is what the code says, word for word.
        self.outside = everywhere.isSuperset(of: preview.addresses) ? complete : outside
        qr = try? linkQr(text: complete)
        addresses = preview.addresses.map { address in
            LinkAddress(
                address: address, isLan: !everywhere.contains(address),
                known: known.first { $0.address == address })
        }
    }
}
