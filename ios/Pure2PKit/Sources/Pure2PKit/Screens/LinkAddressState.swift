/// An address in a link, and what it is: one thing to whoever listens.
public struct LinkAddressState: Sendable, Equatable, Identifiable {
    public var id: String { address }
    public let address: String
    public let notes: [String]
    /// All of it, as it is spoken.
    public let spoken: String

    init(_ address: SocketAddr, notes: [String?]) {
        self.address = address
        self.notes = notes.compactMap { $0 }
        spoken = sentence([address] + notes)
    }
}
