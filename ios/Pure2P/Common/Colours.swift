import Pure2PKit
import SwiftUI

/// What stands on the accent: white on the dark one, black on the light one that it is in the dark. The system writes white on both.
struct OnAccent: ShapeStyle {
    func resolve(in environment: EnvironmentValues) -> Color {
        if !environment.isEnabled { return .secondary }
        return environment.colorScheme == .dark ? .black : .white
    }
}

/// Words that say what is wrong; or whatever they are otherwise.
struct Wrong: ShapeStyle {
    var isWrong = true
    var otherwise = Color.secondary

    func resolve(in environment: EnvironmentValues) -> Color {
        if !isWrong { return otherwise }
        return Color(rgb: environment.colorScheme == .dark ? Palette.wrongInTheDark : Palette.wrong)
    }
}

extension ShapeStyle where Self == OnAccent {
    static var onAccent: OnAccent { OnAccent() }
}

extension ShapeStyle where Self == Wrong {
    static var wrong: Wrong { Wrong() }

    static func wrong(_ isWrong: Bool, otherwise: Color = .secondary) -> Wrong {
        Wrong(isWrong: isWrong, otherwise: otherwise)
    }
}
