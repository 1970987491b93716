#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An address that this device has.
struct LocalAddress: Hashable, Sendable {
    var interface: String
    var index: UInt32 = 0
    var ip: IpBytes
    var prefixLength: UInt8
    /// It changes by itself (RFC 8981).
    var isTemporary = false
    /// On its way out (RFC 4862), or not yet certain to be ours alone.
    var isGoing = false

    /// All of interfaces that are switched on and lead somewhere. Nothing if the system does not tell.
    static func all() -> [LocalAddress] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0, let first else { return [] }
        defer { freeifaddrs(first) }
        let socket = socket(AF_INET6, datagrams, 0)
        defer { if socket >= 0 { close(socket) } }
        return sequence(first: first, next: \.pointee.ifa_next).compactMap { LocalAddress($0.pointee, asking: socket) }
    }

    private init?(_ entry: ifaddrs, asking socket: Int32) {
        guard entry.ifa_flags & Self.working == Self.working, let name = entry.ifa_name, let address = entry.ifa_addr,
            let place = Self.place(address), let ip = IpBytes(Self.bytes(address, place, filled: false))
        else { return nil }
        interface = String(cString: name)
        index = if_nametoindex(name)
        self.ip = ip
        let mask = entry.ifa_netmask.map { Self.bytes($0, place, filled: true) } ?? []
        prefixLength = UInt8(Self.leadingOnes(mask))
        if !ip.isV4 {
            let flags = Self.v6Flags(of: address, named: interface, asking: socket)
            isTemporary = flags & 0x80 != 0
            // Tentative, duplicated, detached, deprecated.
            isGoing = flags & 0x1e != 0
        }
    }

    init(
        interface: String, index: UInt32 = 0, ip: IpBytes, prefixLength: UInt8, isTemporary: Bool = false,
        isGoing: Bool = false
    ) {
        (self.interface, self.index, self.ip, self.prefixLength) = (interface, index, ip, prefixLength)
        (self.isTemporary, self.isGoing) = (isTemporary, isGoing)
    }

    /// `IFF_UP` and `IFF_RUNNING`, everywhere.
    private static let working: UInt32 = 0x1 | 0x40

    #if canImport(Darwin)
        private static let datagrams = SOCK_DGRAM
    #else
        private static let datagrams = Int32(SOCK_DGRAM.rawValue)
    #endif

    /// Where in a socket address of this family the address stands.
    private static func place(_ address: UnsafeMutablePointer<sockaddr>) -> Range<Int>? {
        switch Int32(address.pointee.sa_family) {
        case AF_INET: 4..<8
        case AF_INET6: 8..<24
        default: nil
        }
    }

    /// What stands there. Apple's systems leave out zeros at the end of a mask: then what follows is something else's.
    private static func bytes(_ address: UnsafeMutablePointer<sockaddr>, _ place: Range<Int>, filled: Bool) -> [UInt8] {
        let raw = UnsafeRawPointer(address)
        #if canImport(Darwin)
            let end = filled ? Int(address.pointee.sa_len) : place.upperBound
        #else
            let end = place.upperBound
        #endif
        return place.map { $0 < end ? raw.load(fromByteOffset: $0, as: UInt8.self) : 0 }
    }

    static func leadingOnes(_ mask: [UInt8]) -> Int {
        var count = 0
        for byte in mask {
            count += (~byte).leadingZeroBitCount
            if byte != 0xff { break }
        }
        return count
    }

    /// `SIOCGIFAFLAG_IN6` of Apple's systems: a request of 288 bytes, the interface's name in the first 16 of them, then the
    /// address; the answer stands in place of that. Their headers for phones leave both out. Elsewhere it is refused, and nothing
    /// is known of an address.
    private static func v6Flags(
        of address: UnsafeMutablePointer<sockaddr>, named interface: String, asking socket: Int32
    ) -> UInt32 {
        var request = [UInt8](repeating: 0, count: 288)
        request.replaceSubrange(0..<min(15, interface.utf8.count), with: interface.utf8.prefix(15))
        let raw = UnsafeRawPointer(address)
        for place in 0..<28 { request[16 + place] = raw.load(fromByteOffset: place, as: UInt8.self) }
        return request.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress, ioctl(socket, 0xC120_6949, base) == 0 else { return 0 }
            return bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        }
    }
}
