#!/bin/sh
# Type-checks ios/Pure2PUITests against ios/stubs/XCTest: check-ui-tests.sh FOLDER-WITH-PURE2PKIT-BUILT SCRATCH
set -eu
built=$1; out=$2/XCTest
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
swiftc -swift-version 6 -parse-as-library -module-name XCTest -emit-module -emit-module-path "$out/XCTest.swiftmodule" \
    "$here/XCTest/XCTest.swift"
# Ours stands before the one for Linux, whose name it has.
swiftc -swift-version 6 -warnings-as-errors -parse-as-library -module-name Pure2PUITests -typecheck -D DEBUG \
    -I "$out" -I "$built/Modules" -I "$built" -I "$here/../Pure2PKit/Sources/pure2pFFI" "$here"/../Pure2PUITests/*.swift
