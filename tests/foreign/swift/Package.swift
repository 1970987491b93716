// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "peer",
    platforms: [.macOS(.v14)],
    dependencies: [.package(path: "../../../ios/Pure2PKit")],
    targets: [
        .executableTarget(
            name: "peer",
            dependencies: ["Pure2PKit"]
        )
    ],
    swiftLanguageModes: [.v6]
)
