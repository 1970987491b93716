// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// What stands behind the C header. On Apple's systems an xcframework for phones and simulators, once `cargo xtask ios`
/// has made it; otherwise a library that whoever builds names: `swift build -Xlinker -L<folder>`.
let library: Target = {
    let framework = "Pure2PFFI.xcframework"
    #if canImport(Darwin)
        // `cargo xtask test` tests a library of this machine's, which no framework for phones has.
        let tests = Context.environment["PURE2P_LIBRARY_OF_THIS_MACHINE"] != nil
        if !tests, FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + framework) {
            return .binaryTarget(name: "pure2pFFI", path: framework)
        }
    #endif
    return .systemLibrary(name: "pure2pFFI")
}()

/// The library in an app has no calls that fail on purpose, so what tests those cannot be compiled over it. And a phone has no
/// repository whose files could be read.
let isAnApps = library.type == .binary

let package = Package(
    name: "Pure2PKit",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "Pure2PKit", targets: ["Pure2PKit"])],
    targets: [
        library,
        .target(
            name: "Pure2PCore", dependencies: ["pure2pFFI"],
            // A static library does not say what of the system it needs: SQLCipher's key derivation and chance.
            linkerSettings: ["CoreFoundation", "Security"].map {
                .linkedFramework($0, .when(platforms: [.iOS, .macOS]))
            }),
        .target(name: "Pure2PKit", dependencies: ["Pure2PCore"], resources: [.process("Resources")]),
        .testTarget(
            name: "Pure2PKitTests", dependencies: ["Pure2PKit"],
            exclude: ["Shown"] + (isAnApps ? ["AppFiles", "PanicTests.swift"] : [])),
    ],
    swiftLanguageModes: [.v6]
)
