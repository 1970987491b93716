import Foundation
import Testing

/// The files of the app that no compiler here reads; found from where this one is.
enum Repository {
    static let root = (0..<6).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    static let kit = root.appendingPathComponent("ios/Pure2PKit/Sources/Pure2PKit")
    static let app = root.appendingPathComponent("ios/Pure2P")
    static let resources = app.appendingPathComponent("Resources")
    static let stories = root.appendingPathComponent("ios/Pure2PUITests")

    static func data(_ file: URL) throws -> Data { try Data(contentsOf: file) }

    /// A property list's dictionary.
    static func plist(_ name: String) throws -> [String: Any] {
        let data = try data(resources.appendingPathComponent(name))
        return try #require(try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any])
    }

    /// All files with this ending below a folder, in order.
    static func files(_ ending: String, below folder: URL) -> [URL] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(ending) }.sorted().map(folder.appendingPathComponent)
    }

    /// The Swift files below a folder, taken apart.
    static func sources(below folder: URL) throws -> [SwiftSource] {
        try files(".swift", below: folder).map { try SwiftSource($0) }
    }

    /// Where a file lies, as a person would say it.
    static func place(_ file: URL) -> String { String(file.path.dropFirst(root.path.count + 1)) }
}

/// A string catalog, as Xcode writes it.
struct CatalogFile: Decodable {
    let sourceLanguage: String
    let strings: [String: Entry]
    let version: String

    struct Entry: Decodable {
        let extractionState: String?
        let localizations: [String: Localization]?
    }

    struct Localization: Decodable {
        let stringUnit: Unit?
        let variations: Variations?

        /// What it says: of one thing under "", of several under the names of their plurals.
        var values: [String: Unit] {
            if let stringUnit { return ["": stringUnit] }
            return (variations?.plural ?? [:]).mapValues(\.stringUnit)
        }
    }

    struct Variations: Decodable { let plural: [String: Variation]? }

    struct Variation: Decodable { let stringUnit: Unit }

    struct Unit: Decodable {
        let state: String
        let value: String
    }

    static let words = Repository.kit.appendingPathComponent("Resources/Localizable.xcstrings")

    init(_ file: URL) throws {
        self = try JSONDecoder().decode(Self.self, from: Repository.data(file))
    }

    /// Every sentence in it, in all languages.
    var sentences: [String] {
        strings.values.flatMap { $0.localizations?.values.flatMap { $0.values.values.map(\.value) } ?? [] }
    }

    /// The placeholders in a sentence by their places: `1@`, `2lld`.
    static func placeholders(_ sentence: String) -> Set<String> {
        var next = 0
        let found = sentence.matches(of: /%(?:(\d+)\$)?(@|lld)/).map { match in
            next += 1
            return "\(match.1 ?? "\(next)")\(match.2)"
        }
        return Set(found)
    }
}
