import Foundation

/// Chance that can be had again: `PURE2P_SEED=17 swift test`.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    /// Says which seed it is.
    init(for test: String) {
        let given = ProcessInfo.processInfo.environment["PURE2P_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 0..<1_000_000)
        print("\(test): PURE2P_SEED=\(seed)")
        self.init(seed: seed)
    }

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
