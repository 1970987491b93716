#if os(Linux)
    import Foundation

    /// What the process holds in memory, in kilobytes.
    func residentMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first, let kilobytes = Int(number)
        else { throw Stuck("no VmRSS in /proc/self/status") }
        return kilobytes
    }
#endif
