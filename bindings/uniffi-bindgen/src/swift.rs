//! Swift's reader reads Rust's memory, and not a `Data` around it (ADR 0012).

use crate::edits::{Edit, Times};

/// The memory is freed after the value was read, in the function that makes the reader; bounds are checked as they were.
pub(crate) const EDITS: &[Edit] = &[
    Edit {
        from: "(data: Data, offset: Data.Index)",
        to: "(data: UnsafeRawBufferPointer, offset: Int)",
        times: Times::Often,
    },
    Edit {
        from: "func createReader(data: Data) ->",
        to: "func createReader(data: UnsafeRawBufferPointer) ->",
        times: Times::Once,
    },
    Edit {
        from: "createReader(data: Data(rustBuffer: buf))",
        to: "createReader(data: UnsafeRawBufferPointer(start: buf.data, count: Int(buf.len)))",
        times: Times::Once,
    },
    // readInt
    Edit {
        from: "let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})",
        to: "withUnsafeMutableBytes(of: &value) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: reader.data[range])) }",
        times: Times::Once,
    },
    // readBytes
    Edit {
        from: "reader.data.copyBytes(to: buffer, from: range)",
        to: "UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: reader.data[range]))",
        times: Times::Once,
    },
];
