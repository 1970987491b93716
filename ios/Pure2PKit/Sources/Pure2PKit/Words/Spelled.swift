/// "pure 1qxw" as "p u r e, 1 q x w": letter by letter with a breath after each group, or it would be read out as words that it
/// isn't.
public func spelled(_ grouped: String) -> String {
    grouped.split(separator: " ").map { group in group.map(String.init).joined(separator: " ") }
        .joined(separator: ", ")
}
