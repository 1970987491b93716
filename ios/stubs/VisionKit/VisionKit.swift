import UIKit
import Vision

@MainActor public class DataScannerViewController: UIViewController {
    public struct RecognizedDataType: Hashable {
        public static func barcode(symbologies: [VNBarcodeSymbology] = []) -> RecognizedDataType { fatalError() }
    }
    public enum QualityLevel: Hashable, Sendable { case balanced, fast, accurate }
    public enum ScanningUnavailable: Error, Hashable { case unsupported, cameraRestricted }

    public class var isSupported: Bool { fatalError() }
    public class var isAvailable: Bool { fatalError() }
    public weak var delegate: (any DataScannerViewControllerDelegate)?
    public var isScanning: Bool { fatalError() }
    public init(
        recognizedDataTypes: Set<RecognizedDataType>, qualityLevel: QualityLevel = .balanced,
        recognizesMultipleItems: Bool = false, isHighFrameRateTrackingEnabled: Bool = true,
        isPinchToZoomEnabled: Bool = true, isGuidanceEnabled: Bool = true, isHighlightingEnabled: Bool = false
    ) { fatalError() }
    public required init?(coder: NSCoder) { nil }
    public func startScanning() throws {}
    public func stopScanning() {}
}

@MainActor public protocol DataScannerViewControllerDelegate: AnyObject {
    func dataScanner(
        _ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem], allItems: [RecognizedItem])
    func dataScanner(
        _ dataScanner: DataScannerViewController, didUpdate updatedItems: [RecognizedItem], allItems: [RecognizedItem])
    func dataScanner(
        _ dataScanner: DataScannerViewController,
        becameUnavailableWithError error: DataScannerViewController.ScanningUnavailable)
}

/// All of them are optional.
extension DataScannerViewControllerDelegate {
    public func dataScanner(
        _ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem], allItems: [RecognizedItem]
    ) {}
    public func dataScanner(
        _ dataScanner: DataScannerViewController, didUpdate updatedItems: [RecognizedItem], allItems: [RecognizedItem]
    ) {}
    public func dataScanner(
        _ dataScanner: DataScannerViewController,
        becameUnavailableWithError error: DataScannerViewController.ScanningUnavailable
    ) {}
}

public enum RecognizedItem: Identifiable, Sendable {
    public struct Text: Identifiable, Sendable {
        public var id: UUID { fatalError() }
        public var transcript: String { fatalError() }
    }
    public struct Barcode: Identifiable, Sendable {
        public var id: UUID { fatalError() }
        public var payloadStringValue: String? { fatalError() }
    }
    case text(Text)
    case barcode(Barcode)
    public var id: UUID { fatalError() }
}
