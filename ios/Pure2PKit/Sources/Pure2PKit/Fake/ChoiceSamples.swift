#if DEBUG
    import Foundation

    extension ChoiceStore {
        /// Choices as they are made here, for previews and tests of single states. They are kept beside the app's own.
        static func sample(_ change: (inout DeviceChoices) -> Void = { _ in }) -> ChoiceStore {
            guard let defaults = UserDefaults(suiteName: "pure2p.samples") else {
                preconditionFailure("This is no name of an app, and there is a suite for every other name.")
            }
            let store = ChoiceStore(defaults)
            store.forget()
            store.change(change)
            return store
        }
    }
#endif
