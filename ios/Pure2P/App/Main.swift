import Foundation
import Pure2PKit

/// What the app is made of, once for the life of the process.
@MainActor
final class Main {
    /// The database, its key, and the messenger over it.
    let home: Home
    /// Hides what is written.
    let lock: AppLock
    /// Hears the system.
    let lifecycle: Lifecycle
    /// What is seen before anybody is inside.
    let frame: FrameModel
    /// The device's camera, to scan codes.
    let camera = SystemCamera()
    /// Asks for the device's own lock.
    let authenticator = SystemAuthenticator()
    /// A link that was tapped elsewhere, until there is an account that could do something with it.
    let links = Links()

    private let screen: KeepScreenOn
    private let cover: CoverWindow

    init() {
        let device = ChoiceStore()
        home = Home(
            Home.Parts(
                folder: Self.folder, protect: protect, keys: Keychain(service: Self.keychain),
                protectedData: SystemProtectedData(),
                networks: Networks(SystemPaths(), probe: SystemLocalNetwork(), device: device)),
            device: device)
        lock = AppLock(device, authenticator: authenticator)
        screen = KeepScreenOn(home)
        lifecycle = Lifecycle(home, lock: lock, screen: screen, time: SystemBackgroundTime())
        frame = FrameModel(home, lock: lock, lifecycle: lifecycle)
        cover = CoverWindow(frame)
        screen.follow(keepScreenOn)
        frame.followCover(cover.show)
        home.open()
    }

    /// The system says so, of the whole app.
    func phase(_ phase: Foreground.Phase) {
        lifecycle.phase(phase)
        // At once: the system photographs the app for its switcher.
        cover.show(frame.cover)
    }

    /// Somebody touches the screen.
    func touched() {
        screen.touched()
    }

    /// In the app's own container. Tests of a simulator have a home each.
    private static var folder: URL {
        // The system names exactly one.
        let support = FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
            .appendingPathComponent("Pure2P", isDirectory: true)
        #if DEBUG
            if let name = home { return support.appendingPathComponent(name, isDirectory: true) }
        #endif
        return support
    }

    private static var keychain: String {
        #if DEBUG
            if let name = home { return "dev.pure2p.\(name)" }
        #endif
        return "dev.pure2p"
    }

    #if DEBUG
        private static let home = ProcessInfo.processInfo.environment["PURE2P_HOME"]
    #endif
}
