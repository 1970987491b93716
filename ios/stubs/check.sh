# Type-checks ios/Pure2P with Swift 6 and warnings as errors, against these stubs and a built Pure2PKit.
#   check.sh BUILD OUT      BUILD: SwiftPM's folder with Modules/ of Pure2PKit; OUT: where the stubs' modules go
set -eu
build=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
app=$here/../Pure2P
kit=$here/../Pure2PKit
mkdir -p "$out"
# Each is built after those that it imports.
for module in UIKit Security LocalAuthentication Network AVFoundation Vision VisionKit SwiftUI; do
  swiftc -emit-module -module-name "$module" -swift-version 6 -parse-as-library -suppress-warnings -I "$out" \
    -o "$out/$module.swiftmodule" "$here/$module"/*.swift
done
find "$app" -name '*.swift' | sort > "$out/sources"
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -D DEBUG -module-name Pure2P \
  -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" -I "$out" "@$out/sources"
# The same as it is released: nothing is missing once previews are left out.
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -module-name Pure2P \
  -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" -I "$out" "@$out/sources"
echo "ios/Pure2P: $(wc -l < "$out/sources") files type-check against the stubs"

# Faults on purpose: a check that does not find them would find nothing in the app either.
for fault in "$here"/faults/*.swift; do
  expected=$(sed -n 's|^// error: ||p' "$fault")
  if said=$(swiftc -typecheck -swift-version 6 -parse-as-library -module-name Fault -I "$build/Modules" \
    -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" -I "$out" "$fault" 2>&1); then
    echo "nothing was found wrong with $fault"
    exit 1
  fi
  case $said in
    *"$expected"*) ;;
    *)
      echo "$fault: expected “$expected”, was told: $said"
      exit 1
      ;;
  esac
done
echo "ios/stubs/faults: each was found"

# The stories for a simulator. Their module stands before the one for Linux, whose name it has.
mkdir -p "$out/XCTest"
swiftc -emit-module -module-name XCTest -swift-version 6 -parse-as-library -suppress-warnings \
  -o "$out/XCTest/XCTest.swiftmodule" "$here"/XCTest/*.swift
find "$here/../Pure2PUITests" -name '*.swift' | sort > "$out/stories"
swiftc -typecheck -swift-version 6 -parse-as-library -warnings-as-errors -D DEBUG -module-name Pure2PUITests \
  -I "$out/XCTest" -I "$build/Modules" -Xcc -fmodule-map-file="$kit/Sources/pure2pFFI/module.modulemap" "@$out/stories"
echo "ios/Pure2PUITests: $(wc -l < "$out/stories") files type-check against the stubs"
