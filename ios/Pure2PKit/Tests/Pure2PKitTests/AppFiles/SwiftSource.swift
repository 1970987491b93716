import Foundation

/// A Swift file, as far as one must understand it to know what words are in it.
struct SwiftSource {
    /// A text between quotation marks; what is put into it while it runs is left out.
    struct Literal {
        let text: String
        /// The code before it, on its line and the one above, without other literals.
        let before: String
        let line: Int
    }

    let file: URL
    private(set) var literals: [Literal] = []

    init(_ file: URL) throws {
        self.init(file, String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    init(_ file: URL, _ source: String) {
        self.file = file
        var rest = Rest(source)
        code(&rest, until: nil)
    }

    /// Where a literal is, as a person would say it.
    func place(_ literal: Literal) -> String { "\(Repository.place(file)):\(literal.line): \"\(literal.text)\"" }

    private mutating func code(_ rest: inout Rest, until end: Character?) {
        var before = ""
        var open = 0
        while let sign = rest.next {
            if rest.takes("//") {
                rest.skip { $0 != "\n" }
            } else if rest.takes("/*") {
                while rest.next != nil, !rest.takes("*/") { rest.drop() }
            } else if rest.takes("\"\"\"") {
                literal(&rest, end: "\"\"\"", before)
            } else if rest.takes("\"") {
                literal(&rest, end: "\"", before)
            } else {
                if sign == "(" { open += 1 }
                if sign == end {
                    if open == 0 { return rest.drop() }
                    open -= 1
                } else if sign == ")" {
                    open -= 1
                }
                before.append(sign)
                rest.drop()
            }
        }
    }

    private mutating func literal(_ rest: inout Rest, end: String, _ before: String) {
        let line = rest.line
        var text = ""
        while rest.next != nil, !rest.takes(end) {
            if rest.takes("\\(") {
                code(&rest, until: ")")
            } else if rest.takes("\\") {
                text.append(rest.next.map { "\\\($0)" } ?? "")
                rest.drop()
            } else {
                text.append(rest.next ?? " ")
                rest.drop()
            }
        }
        let near = before.split(separator: "\n", omittingEmptySubsequences: false).suffix(2).joined(separator: " ")
        literals.append(Literal(text: text, before: near, line: line))
    }

    /// What is not read yet.
    private struct Rest {
        private let signs: [Character]
        private var place = 0
        private(set) var line = 1

        init(_ source: String) { signs = Array(source) }

        var next: Character? { place < signs.count ? signs[place] : nil }

        mutating func drop() {
            if next == "\n" { line += 1 }
            place += 1
        }

        mutating func skip(while condition: (Character) -> Bool) {
            while let sign = next, condition(sign) { drop() }
        }

        mutating func takes(_ text: String) -> Bool {
            guard signs[place...].starts(with: text) else { return false }
            place += text.count
            return true
        }
    }
}
