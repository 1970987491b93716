import Foundation

/// A String Catalog as it is written (`.xcstrings`), in one language. Of that format what our catalog needs is understood: plain
/// entries, plurals of one number, and the placeholders `%@`, `%lld` and the same with their places.
struct Catalog: WordSource {
    /// What stands under a key.
    enum Entry: Sendable, Equatable {
        case plain(String)
        case plural(one: String, other: String)
    }

    let entries: [String: Entry]

    init(contentsOf file: URL, language: String) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
        entries = file.strings.compactMapValues { $0.localizations?[language]?.entry }
    }

    func text(_ key: String, _ values: [Word], locale: Locale) -> String {
        switch entries[key] {
        case .plain(let format):
            return filled(format, values, locale)
        case .plural(let one, let other):
            // English and German, the languages of the catalog, know these two.
            return filled(values.first == .number(1) ? one : other, values, locale)
        case nil:
            return key
        }
    }

    private func filled(_ format: String, _ values: [Word], _ locale: Locale) -> String {
        var next = 0
        return format.replacing(/%(?:(\d+)\$)?(?:@|lld)/) { found in
            let place = found.1.flatMap { Int($0) } ?? next + 1
            next = place
            guard values.indices.contains(place - 1) else { return String(found.0) }
            switch values[place - 1] {
            case .text(let text): return text
            case .number(let number): return number.formatted(.number.locale(locale))
            }
        }
    }
}

/// The file, as far as it is read.
private struct File: Decodable {
    let strings: [String: Key]

    struct Key: Decodable {
        let localizations: [String: Localization]?
    }

    struct Localization: Decodable {
        let stringUnit: Unit?
        let variations: Variations?

        var entry: Catalog.Entry? {
            if let unit = stringUnit { return .plain(unit.value) }
            guard let plural = variations?.plural, let one = plural["one"], let other = plural["other"] else {
                return nil
            }
            return .plural(one: one.stringUnit.value, other: other.stringUnit.value)
        }
    }

    struct Variations: Decodable {
        let plural: [String: Variation]?
    }

    struct Variation: Decodable {
        let stringUnit: Unit
    }

    struct Unit: Decodable {
        let value: String
    }
}
