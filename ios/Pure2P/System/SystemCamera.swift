import AVFoundation
import Pure2PKit
import VisionKit

/// This device's camera.
@MainActor
final class SystemCamera: CameraAccess {
    var status: CameraStatus {
        // Simulators, and iPads with a processor older than A12.
        if !DataScannerViewController.isSupported { return .unsupported }
        switch AVCaptureDevice.authorizationStatus(for: .video) {
        case .authorized: return DataScannerViewController.isAvailable ? .allowed : .restricted
        case .denied: return .refused
        case .notDetermined: return .notAsked
        case .restricted: return .restricted
        @unknown default: return .restricted
        }
    }

    func request() async -> CameraStatus {
        _ = await AVCaptureDevice.requestAccess(for: .video)
        return status
    }
}
