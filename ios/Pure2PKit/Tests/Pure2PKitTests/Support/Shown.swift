import Pure2PKit

/// A state as lines, to be read by people and compared: a name and what it says. What is absent has no line.
func shown(_ state: Any) -> [String] {
    lines(of: state, named: "", indent: 0)
}

private func lines(of value: Any, named name: String, indent: Int) -> [String] {
    let space = String(repeating: "  ", count: indent)
    let mirror = Mirror(reflecting: value)
    switch (value, mirror.displayStyle) {
    case (let text as String, _):
        return [space + name + ": " + text.replacing("\n", with: "⏎")]
    case (_, .optional):
        return mirror.children.first.map { lines(of: $0.value, named: name, indent: indent) } ?? []
    case (_, .collection) where !mirror.children.isEmpty:
        return mirror.children.enumerated().flatMap { place, child in
            lines(of: child.value, named: "\(name) \(place + 1)", indent: indent)
        }
    case (_, .collection), (_, .set):
        return []
    case (let code as QrMatrix, _):
        // Its modules are for cameras.
        return [space + name + ": code of \(code.width) × \(code.width)"]
    case (is Avatar, _), (_, .enum), (_, nil):
        return [space + name + ": \(value)"]
    default:
        let inner = name.isEmpty ? indent : indent + 1
        let head = name.isEmpty ? [] : [space + name]
        return head + mirror.children.flatMap { lines(of: $0.value, named: $0.label ?? "", indent: inner) }
    }
}
