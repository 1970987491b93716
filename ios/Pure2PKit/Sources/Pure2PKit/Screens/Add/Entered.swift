import Foundation

/// What is made of a text before the core judges it.
enum Entered {
    /// The most characters that are looked at and kept: more than any link has, so that the core can say that it is too much.
    static let most = 4_096
    /// A group in which people read a UID out.
    static let group = 4

    private static let scheme = "pure2p:"
    private static let prefix = "pure1"

    /// The link in a text that somebody wrote around it; the text itself if there is none. "Pure2P: " alone is only a word.
    static func link(in text: String) -> String {
        guard let place = text.range(of: scheme + prefix, options: [.caseInsensitive, .literal]) else { return text }
        return String(text[place.lowerBound...].prefix { !$0.isWhitespace })
    }

    /// Whether it is meant to be a link, whatever it is.
    static func isLink(_ text: String) -> Bool {
        text.drop(while: \.isWhitespace).lowercased().hasPrefix(scheme)
    }

    /// A text from elsewhere as the field keeps it: of a UID the groups are seen.
    static func whole(_ text: String) -> String {
        let bounded = String(link(in: text).prefix(most))
        return looksLikeUid(bounded) ? grouped(bounded) : bounded
    }

    /// What the field keeps of `text`, after `old`. Groups are made where one types on at the end, and of what comes at once; who
    /// corrects something in the middle stays there.
    static func typed(_ text: String, after old: String) -> String {
        let bounded = String(text.prefix(most))
        let isMore = bounded.count > old.count
        if isMore, bounded.hasPrefix(old) || bounded.count - old.count > 1, looksLikeUid(bounded) {
            return grouped(bounded)
        }
        return bounded
    }

    /// In groups of four, with nothing else in between.
    static func grouped(_ text: String) -> String {
        let letters = Array(text.filter { !isForTheEye($0) })
        return stride(from: 0, to: letters.count, by: group)
            .map { String(letters[$0..<min($0 + group, letters.count)]) }
            .joined(separator: " ")
    }

    /// The groups of a text: before the one that is counted from 1, that one, and after it.
    static func groups(of text: String, around number: Int) -> MarkedGroups? {
        let groups = grouped(text).split(separator: " ")
        guard groups.indices.contains(number - 1) else { return nil }
        return MarkedGroups(
            before: groups[..<(number - 1)].map { "\($0) " }.joined(), wrong: String(groups[number - 1]),
            after: groups[number...].map { " \($0)" }.joined())
    }

    /// Whether it begins as UIDs do, as far as there is anything; whatever else it is stays as it is.
    private static func looksLikeUid(_ text: String) -> Bool {
        let begin = text.lazy.filter { !isForTheEye($0) }.prefix(prefix.count)
        return !begin.isEmpty && prefix.hasPrefix(String(begin).lowercased())
    }

    private static func isForTheEye(_ character: Character) -> Bool {
        character.isWhitespace || character == "-"
    }
}
