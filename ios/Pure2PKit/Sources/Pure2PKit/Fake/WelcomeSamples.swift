#if DEBUG
    import Foundation

    /// Every state of the first screen, by name.
    @MainActor
    public enum WelcomeSamples {
        private struct Stuck: Error {}

        private static let deeds: [String: WelcomeModel.Deeds] = [
            "full": .init(create: { _ in }),
            "creating": .init(create: { _ in }),
            "bad-name": .init(create: { _ in throw MessengerError.BadName }),
            "not-stored": .init(create: { _ in throw MessengerError.DeviceFull }),
            "set-aside": .init(create: { _ in }, setAside: { 3_200_000 }),
            "set-aside-stuck": .init(
                create: { _ in }, setAside: { 3_200_000 }, deleteSetAside: { throw Stuck() }),
        ]

        /// The names of all states.
        public static let names = deeds.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> WelcomeModel {
            let model = WelcomeModel(words: words, deeds[name] ?? .init(create: { _ in }))
            switch name {
            case "creating": model.pretendToCreate()
            case "bad-name", "not-stored": model.create()
            case "set-aside-stuck": model.deleteSetAside()
            default: break
            }
            return model
        }
    }
#endif
