extension QrMatrix {
    /// Light modules around a code, as its standard wants.
    public static let quietZone = 4

    /// Dark modules beside each other, in one: between two rectangles a hair of light may show.
    public struct Run: Sendable, Equatable {
        public let row: Int
        public let columns: Range<Int>
    }

    /// All that is dark.
    public var darkRuns: [Run] {
        let width = Int(width)
        let modules = Array(modules)
        var runs: [Run] = []
        for row in 0..<width {
            var column = 0
            while column < width {
                let first = column
                while column < width, modules[row * width + column] == 1 { column += 1 }
                if column > first { runs.append(Run(row: row, columns: first..<column)) }
                column += 1
            }
        }
        return runs
    }

    /// How large a module is, and what stays light around all of them, in a square of `side` points with `scale` pixels each:
    /// whole pixels, or the edges blur; fractions only where there are fewer pixels than modules.
    public func plan(side: Double, scale: Double) -> (module: Double, margin: Double) {
        let width = Double(width)
        let pixels = side * scale / (width + 2 * Double(Self.quietZone))
        let module = (pixels >= 1 ? pixels.rounded(.down) : pixels) / scale
        return (module, ((side - module * width) / 2 * scale).rounded(.down) / scale)
    }
}
