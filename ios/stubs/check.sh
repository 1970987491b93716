# Type-checks ios/Pure2P with Swift 6 and warnings as errors, against these stubs and a built Pure2PKit.
#   check.sh BUILD OUT      BUILD: SwiftPM's folder with Modules/ of Pure2PKit; OUT: where the stubs' modules go
set -eu
build=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
app=$here/../Pure2P
kit=$here/../Pure2PKit
mkdir -p "$out"
# Each is built after those that it imports.
for module in UIKit Security LocalAuthentication Network Photos AVFoundation Vision VisionKit SwiftUI; do
  [ -d "$here/$module" ] || continue
  swiftc -emit-module -module-name "$module" -swift-version 6 -parse-as-library -suppress-warnings -I "$out" \
    -o "$out/$module.swiftmodule" "$here/$module"/*.swift
done
find "$app" -name '*.swift' | sort > "$out/sources"
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -D DEBUG -module-name Pure2P \
  -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" -I "$out" "@$out/sources"
# The same as it is released: nothing may lean on what only previews have.
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -module-name Pure2P \
  -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" -I "$out" "@$out/sources"
echo "ios/Pure2P: $(wc -l < "$out/sources") files type-check against the stubs"

# The stories for a simulator. Their module stands before the one for Linux, whose name it has.
mkdir -p "$out/XCTest"
swiftc -emit-module -module-name XCTest -swift-version 6 -parse-as-library -suppress-warnings \
  -o "$out/XCTest/XCTest.swiftmodule" "$here"/XCTest/*.swift
find "$here/../Pure2PUITests" -name '*.swift' | sort > "$out/stories"
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -D DEBUG -module-name Pure2PUITests \
  -I "$out/XCTest" -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" "@$out/stories"
echo "ios/Pure2PUITests: $(wc -l < "$out/stories") files type-check against the stubs"
