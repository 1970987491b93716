/// "pure 1qxw" as "p u r e, 1 q x w": letter by letter with a breath after each group, or it would be read out as words that it
/// isn't.
public func spelled(_ grouped: String) -> String {
    grouped.split(separator: " ").map { group in group.map(String.init).joined(separator: " ") }
        .joined(separator: ", ")
}

/// What stands beside each other on the screen, to be spoken one after another with a breath between; what is absent is left out.
public func sentence(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.reduce("") { said, part in
        if said.isEmpty { return part }
        let breath = said.last.map { ".!?…:,".contains($0) } == true ? " " : ", "
        return said + breath + part
    }
}

/// A UID in groups of four, as people compare it.
func groups(of uid: Uid) -> String {
    // What the messenger calls a UID is one; should it ever not be, it is shown as it is.
    (try? groupedUid(uid: uid)) ?? uid
}
