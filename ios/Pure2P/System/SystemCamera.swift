import AVFoundation
import Foundation
import Pure2PKit
import VisionKit

/// This device's camera.
@MainActor
final class SystemCamera: CameraAccess {
    var status: CameraStatus {
        if !isSupported { return .unsupported }
        switch AVCaptureDevice.authorizationStatus(for: .video) {
        case .authorized: return DataScannerViewController.isAvailable ? .allowed : .restricted
        case .denied: return .refused
        case .notDetermined: return .notAsked
        case .restricted: return .restricted
        @unknown default: return .restricted
        }
    }

    /// Not on simulators, nor on iPads with a processor older than A12.
    private var isSupported: Bool {
        #if DEBUG
            // A simulator has no scanner, but a camera that a story can refuse.
            if ProcessInfo.processInfo.environment["PURE2P_CAMERA"] != nil { return true }
        #endif
        return DataScannerViewController.isSupported
    }

    func request() async -> CameraStatus {
        _ = await AVCaptureDevice.requestAccess(for: .video)
        return status
    }
}
