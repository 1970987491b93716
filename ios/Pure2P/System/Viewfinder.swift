import AVFoundation
import Pure2PKit
import SwiftUI
import UIKit
import Vision
import VisionKit

/// What the camera sees, and the QR codes in it. The camera is open while this is on the screen.
struct Viewfinder: View {
    let found: @MainActor (String) -> Void
    let failed: @MainActor (CameraProblem) -> Void

    var body: some View {
        // Where it can't run nobody comes here but previews and photographs.
        if DataScannerViewController.isSupported {
            Scanner(found: found, failed: failed)
        } else {
            Color.black
        }
    }
}

private struct Scanner: UIViewControllerRepresentable {
    let found: @MainActor (String) -> Void
    let failed: @MainActor (CameraProblem) -> Void

    func makeCoordinator() -> Watcher {
        Watcher(found: found, failed: failed)
    }

    func makeUIViewController(context: Context) -> Finder {
        context.coordinator.listen()
        return Finder(context.coordinator)
    }

    func updateUIViewController(_ finder: Finder, context: Context) {
        // Not now: a view is being updated, and may not be on the screen yet.
        Task { finder.start() }
    }

    static func dismantleUIViewController(_ finder: Finder, coordinator: Watcher) {
        coordinator.end()
        finder.stop()
    }

    /// Hears what the scanner finds, and why it finds nothing.
    @MainActor
    final class Watcher: NSObject, DataScannerViewControllerDelegate {
        let found: @MainActor (String) -> Void
        let failed: @MainActor (CameraProblem) -> Void
        private var hearing: [any NSObjectProtocol] = []

        init(found: @escaping @MainActor (String) -> Void, failed: @escaping @MainActor (CameraProblem) -> Void) {
            self.found = found
            self.failed = failed
        }

        func dataScanner(
            _ scanner: DataScannerViewController, didAdd items: [RecognizedItem], allItems: [RecognizedItem]
        ) {
            read(items)
        }

        func dataScanner(
            _ scanner: DataScannerViewController, didUpdate items: [RecognizedItem], allItems: [RecognizedItem]
        ) {
            read(items)
        }

        func dataScanner(
            _ scanner: DataScannerViewController,
            becameUnavailableWithError error: DataScannerViewController.ScanningUnavailable
        ) {
            failed(CameraProblem(error))
        }

        private func read(_ items: [RecognizedItem]) {
            for case .barcode(let code) in items {
                if let text = code.payloadStringValue { found(text) }
            }
        }

        /// The scanner itself does not say that another app took the camera away; the system does, of its session.
        func listen() {
            hear("AVCaptureSessionWasInterruptedNotification") { info in
                let reason = (info?[AVCaptureSessionInterruptionReasonKey] as? Int)
                    .flatMap(AVCaptureSession.InterruptionReason.init)
                return switch reason {
                case .videoDeviceInUseByAnotherClient, .videoDeviceNotAvailableWithMultipleForegroundApps: .inUse
                default: nil
                }
            }
            hear("AVCaptureSessionRuntimeErrorNotification") { _ in .broken }
        }

        func end() {
            for one in hearing { NotificationCenter.default.removeObserver(one) }
            hearing = []
        }

        /// By the name as the system writes it: what Swift calls it is another in each version of the SDK.
        private func hear(_ name: String, _ problem: @escaping @Sendable ([AnyHashable: Any]?) -> CameraProblem?) {
            let one = NotificationCenter.default.addObserver(
                forName: Notification.Name(name), object: nil, queue: .main
            ) { [weak self] heard in
                guard let problem = problem(heard.userInfo) else { return }
                // It is called on the queue above.
                MainActor.assumeIsolated { self?.failed(problem) }
            }
            hearing.append(one)
        }
    }
}

/// Holds the scanner, and has it look as long as it is on the screen: what is started before that stays dark.
private final class Finder: UIViewController {
    private let watcher: Scanner.Watcher
    // One code at a time: the one in the middle, or that was tapped.
    private let scanner = DataScannerViewController(
        recognizedDataTypes: [.barcode(symbologies: [.qr])], isHighFrameRateTrackingEnabled: false,
        isHighlightingEnabled: true)
    private var isOver = false

    init(_ watcher: Scanner.Watcher) {
        self.watcher = watcher
        super.init(nibName: nil, bundle: nil)
        scanner.delegate = watcher
    }

    required init?(coder: NSCoder) {
        nil
    }

    override func viewDidLoad() {
        super.viewDidLoad()
        addChild(scanner)
        scanner.view.frame = view.bounds
        scanner.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.addSubview(scanner.view)
        scanner.didMove(toParent: self)
    }

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        start()
    }

    /// Looks, unless it does already. Where it can't be seen yet it is asked again when it can.
    func start() {
        if isOver || scanner.isScanning || viewIfLoaded?.window == nil { return }
        do {
            try scanner.startScanning()
        } catch {
            watcher.failed(CameraProblem(error))
        }
    }

    /// For good.
    func stop() {
        isOver = true
        scanner.stopScanning()
    }
}

extension CameraProblem {
    fileprivate init(_ error: any Error) {
        self = error as? DataScannerViewController.ScanningUnavailable == .cameraRestricted ? .forbidden : .broken
    }
}
