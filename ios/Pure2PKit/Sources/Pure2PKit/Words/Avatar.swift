/// A person's sign, made of the UID: the same on every device, and another for somebody who only took the name.
public struct Avatar: Sendable, Hashable {
    /// Twelve hues as 0xRRGGBB, each with white on it in a contrast of at least 4.5.
    public static let hues: [UInt32] = [
        0x0b_6e69, 0x1b_5e9b, 0x4a_4fb0, 0x6b_3fa0, 0x8e_2f86, 0xa1_2b5e, 0xa8_332f, 0x94_440f, 0x7a_5200, 0x57_610f,
        0x2e_6b2a, 0x4a_5a64,
    ]

    /// Which of ``hues``.
    public let hue: Int
    /// Two characters of the UID, behind what all UIDs begin with.
    public let initials: String

    /// That of `uid`.
    public init(_ uid: Uid) {
        hue = uid.unicodeScalars.reduce(0) { $0 + Int($1.value) } % Self.hues.count
        initials = uid.dropFirst("pure1".count).prefix(2).uppercased()
    }
}
