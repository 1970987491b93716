#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How a network without IPv4 reaches it: by addresses of IPv6 that have one of IPv4 within (RFC 6052).
enum Nat64 {
    /// Two that nobody has (RFC 5737): what a system makes of one could be chance, of two it is not.
    static let examples = ["192.0.2.1", "198.51.100.1"]

    /// The prefix of this network, if it has one. No server is asked for a name: a system that is in such a network makes the
    /// address itself when it is handed one of IPv4.
    static func prefix() -> Nat64Prefix? {
        var made: [(IpBytes, IpBytes)] = []
        for example in examples {
            guard let v4 = IpBytes(example), let v6 = synthesized(example) else { return nil }
            made.append((v4, v6))
        }
        return prefix(in: made)
    }

    /// The prefix with which each second one was made of its first one.
    static func prefix(in made: [(v4: IpBytes, v6: IpBytes)]) -> Nat64Prefix? {
        guard let first = made.first?.v6, !made.contains(where: { !$0.v4.isV4 || $0.v6.isV4 }) else { return nil }
        for length in [96, 64, 56, 48, 40, 32] {
            // Right behind the prefix, but for octet 8, which stays zero.
            let places = (length / 8..<16).filter { $0 != 8 }.prefix(4)
            let fit = made.allSatisfy { v4, v6 in
                zip(places, v4.bytes).allSatisfy { v6.bytes[$0] == $1 } && v6.isIn(first, length: UInt8(length))
                    && (length == 96 || v6.bytes[8] == 0)
            }
            let prefix = first.bytes.prefix(length / 8)
            // Addresses of IPv4 that are only written as IPv6 lead nowhere else.
            guard fit, prefix.contains(where: { $0 != 0 && $0 != 0xff }) else { continue }
            guard let address = IpBytes(prefix + [UInt8](repeating: 0, count: 16 - prefix.count)) else { continue }
            return Nat64Prefix(address: address.text, length: UInt8(length))
        }
        return nil
    }

    private static func synthesized(_ address: String) -> IpBytes? {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Darwin)
            hints.ai_socktype = SOCK_STREAM
            hints.ai_flags = AI_DEFAULT
        #else
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            hints.ai_flags = AI_ADDRCONFIG
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, nil, &hints, &first) == 0, let first else { return nil }
        defer { freeaddrinfo(first) }
        let v6 = sequence(first: first, next: \.pointee.ai_next).first { $0.pointee.ai_family == AF_INET6 }
        guard let address = v6?.pointee.ai_addr else { return nil }
        let raw = UnsafeRawPointer(address)
        return IpBytes((8..<24).map { raw.load(fromByteOffset: $0, as: UInt8.self) })
    }
}
