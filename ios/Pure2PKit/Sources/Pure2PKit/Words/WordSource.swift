import Foundation

/// Where words come from.
protocol WordSource: Sendable {
    /// The words with this key, their placeholders filled; the key itself if there are none.
    func text(_ key: String, _ values: [Word], locale: Locale) -> String
}

/// The package's own words. Xcode compiles the catalog, and the system reads what comes of it; SwiftPM leaves it as it is, and
/// then it is read here. `nil` is the device's language.
func packaged(language: String?) -> any WordSource {
    if let file = Bundle.module.url(forResource: "Localizable", withExtension: "xcstrings") {
        let preferred = Bundle.preferredLocalizations(from: ["en", "de"], forPreferences: Locale.preferredLanguages)
        guard let catalog = try? Catalog(contentsOf: file, language: language ?? preferred.first ?? "en") else {
            preconditionFailure("The package was built with a catalog that is none.")
        }
        return catalog
    }
    #if canImport(Darwin)
        let folder = language.flatMap { Bundle.module.path(forResource: $0, ofType: "lproj") }
        return Compiled(bundle: folder.flatMap(Bundle.init(path:)) ?? .module)
    #else
        preconditionFailure("The package was built without its catalog.")
    #endif
}

#if canImport(Darwin)
    /// The words that Xcode compiled.
    private struct Compiled: WordSource {
        let bundle: Bundle

        func text(_ key: String, _ values: [Word], locale: Locale) -> String {
            let format = bundle.localizedString(forKey: key, value: nil, table: nil)
            if values.isEmpty { return format }
            let values = values.map { value -> any CVarArg in
                switch value {
                case .text(let text): text
                case .number(let number): number
                }
            }
            return String(format: format, locale: locale, arguments: values)
        }
    }
#endif
