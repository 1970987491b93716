import Pure2PKit
import SwiftUI

/// A person's sign, made of the UID. Says nothing: the name stands beside it.
struct AvatarView: View {
    let avatar: Avatar
    var size: CGFloat = 44

    var body: some View {
        Text(verbatim: avatar.initials)
            // It must fit the circle, also where people read large.
            .font(.system(size: size * 0.36, weight: .medium))
            .foregroundStyle(.white)
            .frame(width: size, height: size)
            .background(Color(rgb: Avatar.hues[avatar.hue]), in: .circle)
            .accessibilityHidden(true)
    }
}

extension Color {
    /// 0xRRGGBB.
    init(rgb: UInt32) {
        let part = { (shift: UInt32) in Double((rgb >> shift) & 0xff) / 255 }
        self.init(red: part(16), green: part(8), blue: part(0))
    }
}
