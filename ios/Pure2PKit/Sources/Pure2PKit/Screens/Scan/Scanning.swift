import Observation

/// What a scanner is opened for, in the words of the screen that opens it.
public struct ScanWanted: Sendable, Equatable {
    public let title: String
    /// At what to point the camera.
    public let hint: String

    /// In these words.
    public init(title: String, hint: String) {
        self.title = title
        self.hint = hint
    }
}

/// What a found code is to whoever looks for one.
public enum ScanVerdict: Sendable, Equatable {
    /// The one: the scanner closes.
    case taken
    /// Another one, and which, in a sentence for people: the scanner goes on.
    case wrong(String)
}

/// Looks for a QR code until there is one that is taken. A screen that wants a code has one of these:
///
/// ```swift
/// scanning = Scanning(words, camera, for: ScanWanted(title: …, hint: …)) { [weak self] text in self?.judge(text) ?? .taken }
///
/// if model.scanning.isOffered { Button(state.scan, action: model.scanning.start) }   // asks the person, the first time
/// if let barrier = model.scanning.barrier { ScanBarrierView(barrier: barrier) }      // says so, if it can't open
/// // and at the end of the screen's body: .scanner(model.scanning)
/// ```
@MainActor
@Observable
public final class Scanning: ScreenModel {
    /// Whether the scanner is open. To close it is to stop looking.
    public var isOpen = false {
        didSet { if isOpen, !oldValue { begin() } }
    }
    /// Each has a picture of its own: with another one the camera is opened anew.
    public private(set) var attempt = 0
    /// How many codes were taken, for whoever holds the camera over something and feels it.
    public private(set) var taken = 0
    /// How many were not.
    public private(set) var refused = 0

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let camera: any CameraAccess
    @ObservationIgnored private let wanted: @MainActor () -> ScanWanted
    @ObservationIgnored private let judge: @MainActor (String) -> ScanVerdict
    @ObservationIgnored private var last: String?
    @ObservationIgnored private var asking: Task<Void, Never>?
    private var status: CameraStatus
    private var said: String?
    private var problem: CameraProblem?
    private var wasTried = false

    /// Closed. `judge` says what a found code is, and is not asked twice in a row about the same one.
    public convenience init(
        _ words: Words, _ camera: any CameraAccess, for wanted: ScanWanted,
        judge: @escaping @MainActor (String) -> ScanVerdict
    ) {
        self.init(words, camera, wanted: { wanted }, judge: judge)
    }

    /// The same for words that may change, as a name in them does.
    public init(
        _ words: Words, _ camera: any CameraAccess, wanted: @escaping @MainActor () -> ScanWanted,
        judge: @escaping @MainActor (String) -> ScanVerdict
    ) {
        self.words = words
        self.camera = camera
        self.wanted = wanted
        self.judge = judge
        status = camera.status
    }

    /// What the open scanner shows.
    public var state: ScanState {
        ScanState(wanted(), said: said, problem: problem, words: words)
    }

    /// Whether this device can find codes at all.
    public var isOffered: Bool { status != .unsupported }

    /// Why it did not open, if it was to; and at once, if it never will.
    public var barrier: ScanBarrierState? {
        wasTried || !isOffered ? ScanBarrierState(status, words: words) : nil
    }

    /// A tap on *Scan*: opens the scanner, once the camera may be used.
    public func start() {
        look()
        wasTried = true
        switch status {
        case .allowed: isOpen = true
        case .refused, .restricted, .unsupported: break
        case .notAsked:
            if asking != nil { return }
            // Whoever goes to another screen meanwhile is not followed there.
            asking = Task { [weak self, camera] in
                let status = await camera.request()
                self?.asking = nil
                self?.status = status
                if status == .allowed { self?.isOpen = true }
            }
        }
    }

    /// The app is in front again: what was wrong may have been put right elsewhere.
    public func look() {
        status = camera.status
        if isOpen, problem != nil { begin() }
    }

    /// The camera sees a code that says `text`.
    public func found(_ text: String) {
        if !isOpen || text == last { return }
        last = text
        switch judge(text) {
        case .taken:
            taken += 1
            isOpen = false
        case .wrong(let sentence):
            refused += 1
            said = sentence
        }
    }

    /// Nothing is seen.
    public func failed(_ problem: CameraProblem) {
        if isOpen { self.problem = problem }
    }

    /// Opens the camera anew.
    public func retry() {
        begin()
    }

    /// Waits until the person has answered the system's question.
    public func settled() async {
        await asking?.value
    }

    private func begin() {
        attempt += 1
        (said, problem, last) = (nil, nil, nil)
    }
}
