/// The line for somebody who leaves the app while messages wait.
///
/// An app of an iPhone can't say anything once it is behind another: it posts no notification, and this one never asks to. So the
/// line stands at the edge of the app itself as soon as the app is on its way out, and for as long as it can be seen there: while
/// its window shrinks, and in the app switcher. It is gone when the app is in front again.
public enum LeavingLine {
    /// The line, if there is one to be shown. How many messages wait is nothing for somebody who could not unlock.
    public static func text(waiting: Int, phase: Foreground.Phase, isHidden: Bool, words: Words) -> String? {
        if waiting <= 0 || phase == .active || isHidden { return nil }
        return words("leaving_waiting", waiting)
    }
}
