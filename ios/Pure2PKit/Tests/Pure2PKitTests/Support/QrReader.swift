import Pure2PKit

/// Reads a drawn QR code (ISO/IEC 18004), as a camera would that makes no mistake: what is drawn wrongly is not corrected here.
/// Of the format what our short codes need: versions 1 to 9 at level M, texts of capitals or bytes.
struct QrReader {
    private let code: QrMatrix
    private var version: Int { (Int(code.width) - 17) / 4 }

    /// What `code` says; nothing if it is none that is read here.
    static func read(_ code: QrMatrix) -> String? {
        let reader = QrReader(code: code)
        guard (1...9).contains(reader.version), reader.isLevelM else { return nil }
        return reader.text(in: reader.data(of: reader.codewords()))
    }

    private func isDark(_ x: Int, _ y: Int) -> Bool {
        code.modules[y * Int(code.width) + x] == 1
    }

    /// The five bits of the format, unmasked: two for the level, three for the mask.
    private var format: Int {
        (0..<5).reduce(0) { $0 << 1 | (isDark($1, 8) ? 1 : 0) } ^ 0b10101
    }

    private var isLevelM: Bool { format >> 3 == 0 }

    private func isMasked(_ x: Int, _ y: Int) -> Bool {
        switch format & 7 {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (y / 2 + x / 3) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// Whether a module belongs to the patterns and formats that say nothing of the text.
    private func isFixed(_ x: Int, _ y: Int) -> Bool {
        let last = Int(code.width) - 1
        if x == 6 || y == 6 { return true }
        if x < 9 && y < 9 || x < 9 && y > last - 8 || x > last - 8 && y < 9 { return true }
        if version >= 7 && (x < 6 && y > last - 11 || x > last - 11 && y < 6) { return true }
        let centres = [[], [18], [22], [26], [30], [34], [6, 22, 38], [6, 24, 42], [6, 26, 46]][version - 1]
        let all = Set([6] + centres)
        return all.contains { centreX in
            all.contains { centreY in
                // In three corners there is a finder instead.
                let isFinder = [(6, 6), (6, last - 6), (last - 6, 6)].contains { $0 == centreX && $1 == centreY }
                return !isFinder && abs(x - centreX) <= 2 && abs(y - centreY) <= 2
            }
        }
    }

    /// All bytes in the order in which they are drawn: two columns at a time, from the right, up and down.
    private func codewords() -> [UInt8] {
        var bits: [Bool] = []
        var (right, isUpward) = (Int(code.width) - 1, true)
        while right > 0 {
            if right == 6 { right -= 1 }
            for step in 0..<Int(code.width) {
                let y = isUpward ? Int(code.width) - 1 - step : step
                for x in [right, right - 1] where !isFixed(x, y) { bits.append(isDark(x, y) != isMasked(x, y)) }
            }
            right -= 2
            isUpward.toggle()
        }
        return stride(from: 0, to: bits.count - 7, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// How many bytes of data each block has, at level M.
    private var blocks: [Int] {
        func times(_ count: Int, _ size: Int) -> [Int] { Array(repeating: size, count: count) }
        return [
            [16], [28], [44], times(2, 32), times(2, 43), times(4, 27), times(4, 31), times(2, 38) + times(2, 39),
            times(3, 36) + times(2, 37),
        ][version - 1]
    }

    /// The data of all blocks, which are drawn a byte of each in turn.
    private func data(of drawn: [UInt8]) -> [UInt8] {
        var (data, next) = (blocks.map { _ in [UInt8]() }, drawn.makeIterator())
        for place in 0..<(blocks.max() ?? 0) {
            for block in blocks.indices where place < blocks[block] {
                if let byte = next.next() { data[block].append(byte) }
            }
        }
        return data.flatMap { $0 }
    }

    private func text(in data: [UInt8]) -> String? {
        let bits: [Int] = data.flatMap { byte in (0..<8).map { Int(byte >> (7 - $0)) & 1 } }
        var place = 0
        func take(_ count: Int) -> Int {
            defer { place += count }
            return bits.dropFirst(place).prefix(count).reduce(0) { $0 << 1 | $1 }
        }
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        var text = ""
        while place + 4 <= bits.count {
            switch take(4) {
            case 0: return text
            case 0b0010:
                let count = take(9)
                for _ in 0..<count / 2 {
                    let pair = take(11)
                    text += [letters[pair / 45], letters[pair % 45]].map(String.init).joined()
                }
                if count % 2 == 1 { text.append(letters[take(6)]) }
            case 0b0100:
                let bytes = (0..<take(8)).map { _ in UInt8(take(8)) }
                text += String(decoding: bytes, as: UTF8.self)
            case 0b0001:
                var left = take(10)
                while left > 0 {
                    let size = min(left, 3)
                    let digits = String(take([4, 7, 10][size - 1]))
                    text += String(repeating: "0", count: size - digits.count) + digits
                    left -= size
                }
            default: return nil
            }
        }
        return text
    }
}
