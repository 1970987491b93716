/// Says what networks there are.
@MainActor
public protocol NetworkSource: AnyObject {
    /// Whether there is a local network here for which the system would ask. Observed.
    var hasLocalNetwork: Bool { get }
    /// Says so now and at every change, to whoever asked last.
    func start(_ changed: @escaping @MainActor (NetworkSnapshot) -> Void)
    /// The app is in front, or a person has answered: says it again, for what is allowed may have changed, which nobody reports.
    func again()
    /// The app is no longer in front: keeps nothing open.
    func rest()
}
