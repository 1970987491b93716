/// The app's own colours, as 0xRRGGBB. Its accent is in the asset catalog, with the same two.
public enum Palette {
    /// The accent in the light, and wherever something white stands on it.
    public static let teal: UInt32 = 0x0b_6e69
    /// The accent in the dark. What stands on it is black.
    public static let tint: UInt32 = 0x9f_e0da
    /// What is wrong, in words. The system's own red is too light for small letters on a light ground.
    public static let wrong: UInt32 = 0xb3_261e
    /// The same in the dark.
    public static let wrongInTheDark: UInt32 = 0xff_897d
}
