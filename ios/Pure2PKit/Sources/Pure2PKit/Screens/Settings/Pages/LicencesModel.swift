import Foundation
import Observation

/// Whose work is in the app, and their own words.
public struct LicencesState: Sendable, Equatable {
    public let title: String
    public let own: String
    /// Nothing until the file is read: it is long.
    public let others: Others?

    /// What is made by others.
    public struct Others: Sendable, Equatable {
        public let title: String
        public let parts: [Licences.Part]
        public let termsTitle: String
        public let terms: [Licences.Terms]
    }
}

/// What `cargo xtask licences` has written.
public struct Licences: Sendable, Equatable {
    public let parts: [Part]
    public let terms: [Terms]

    /// A library, and the licence under which it is.
    public struct Part: Sendable, Equatable {
        public let name: String
        public let licence: String
    }

    /// A licence's own words, and what they are about: in English, whatever the language around them.
    public struct Terms: Sendable, Equatable {
        public let about: String
        public let text: String
    }
}

extension Licences {
    /// Lines `* name: licence`, then texts, each below a line `= names`.
    init(_ file: String) {
        var (parts, terms) = ([Part](), [Terms]())
        var lines: [Substring] = []
        var about: Substring?
        func end() {
            let text = lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
            if let about { terms.append(Terms(about: String(about), text: text)) }
            lines = []
        }
        for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("= ") {
                end()
                about = line.dropFirst(2)
            } else if about != nil {
                lines.append(line)
            } else if line.hasPrefix("* "), let colon = line.range(of: ": ", options: .backwards) {
                let name = line[..<colon.lowerBound].dropFirst(2)
                parts.append(Part(name: String(name), licence: String(line[colon.upperBound...])))
            }
        }
        end()
        (self.parts, self.terms) = (parts, terms)
    }

    /// The file that the package carries.
    static func packaged() throws -> Self {
        guard let file = Bundle.module.url(forResource: "licences", withExtension: "txt") else {
            preconditionFailure("The package was built without its licences.")
        }
        return Self(try String(contentsOf: file, encoding: .utf8))
    }
}

/// Reads the licences beside the main thread, once.
@MainActor
@Observable
public final class LicencesModel: ScreenModel {
    @ObservationIgnored private let words: Words
    @ObservationIgnored private var reading: Task<Void, Never>?
    private var licences: Licences?

    /// Begins to read.
    public convenience init(words: Words = .system) {
        self.init(words: words) { try Licences.packaged() }
    }

    init(words: Words, read: @escaping @Sendable () throws -> Licences) {
        self.words = words
        reading = Task { [weak self] in
            let licences = try? await aside { try read() }
            self?.licences = licences
        }
    }

    /// What is shown and spoken now.
    public var state: LicencesState {
        LicencesState(
            title: words("settings_licences"), own: words("licences_own"),
            others: licences.map { licences in
                .init(
                    title: words("licences_others"), parts: licences.parts, termsTitle: words("licences_terms"),
                    terms: licences.terms)
            })
    }

    /// Waits until they are read.
    public func settled() async {
        await reading?.value
    }
}
