#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An IP address: 4 or 16 bytes.
struct IpBytes: Hashable, Sendable {
    let bytes: [UInt8]

    init?(_ bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// As it is written. The interface behind a `%` is no part of it.
    init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, String(text), &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
        } else if inet_pton(AF_INET6, String(text), &v6) == 1 {
            bytes = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    var isV4: Bool { bytes.count == 4 }

    /// As it is written.
    var text: String {
        var text = [CChar](repeating: 0, count: 64)
        _ = inet_ntop(isV4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Names nobody without the interface that leads there.
    var isLinkLocal: Bool {
        isV4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
    }

    /// An address of one interface of this device or another's: not of the device itself, of nobody or of many.
    var isUnicast: Bool {
        isV4
            ? bytes[0] != 0 && bytes[0] != 127 && bytes[0] < 224
            : bytes[0] != 0xff && !bytes.dropLast().allSatisfy { $0 == 0 }
    }

    /// An address of IPv6 that the whole internet knows.
    var isGlobalV6: Bool { !isV4 && bytes[0] & 0xe0 == 0x20 }

    /// Whether both have the same first `length` bits.
    func isIn(_ other: Self, length: UInt8) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        return zip(bytes, other.bytes).enumerated().allSatisfy { place, pair in
            let bits = max(0, min(8, Int(length) - 8 * place))
            let mask = UInt8(truncatingIfNeeded: 0xff << (8 - bits))
            return pair.0 & mask == pair.1 & mask
        }
    }
}
