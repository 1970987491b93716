//! Kotlin's calls make fewer of JNA's structures, and its threads stay known to the JVM (ADR 0012).

use crate::edits::{Edit, Times};

const BEFORE_CALLS: &str = "// Call a rust function that returns a Result<>.";

/// JNA asks the system for memory for each structure, and its cleaner to free it: three times for a status, of which a
/// page of messages takes five. A thread that is called back while it calls takes a second one.
const KEPT: &str = "\
private val uniffiKeptStatuses = object : ThreadLocal<ArrayDeque<UniffiRustCallStatus>>() {
    override fun initialValue() = ArrayDeque<UniffiRustCallStatus>()
}

private val uniffiNoError = RustBuffer.ByValue()

private inline fun <U> uniffiWithStatus(use: (UniffiRustCallStatus) -> U): U {
    val kept = uniffiKeptStatuses.get()!!
    val status = kept.removeLastOrNull() ?: UniffiRustCallStatus()
    try {
        return use(status)
    } finally {
        // Rust writes only what is wrong.
        status.code = UNIFFI_CALL_SUCCESS
        status.error_buf.setValue(uniffiNoError)
        kept.addLast(status)
    }
}

// Call a rust function that returns a Result<>.";

pub(crate) const EDITS: &[Edit] = &[
    Edit { from: BEFORE_CALLS, to: KEPT, times: Times::Once },
    Edit {
        from: "
    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
",
        to: "
    return uniffiWithStatus { status ->
        val return_value = callback(status)
        uniffiCheckCallStatus(errorHandler, status)
        return_value
    }
",
        times: Times::Once,
    },
    // Otherwise JNA makes a thread of the JVM's for every answer, and ends it: some 40 µs. It does so when the library's
    // thread ends, and does not keep the JVM from ending.
    Edit {
        from: "object uniffiRustFutureContinuationCallbackImpl: UniffiRustFutureContinuationCallback {
",
        to: "object uniffiRustFutureContinuationCallbackImpl: UniffiRustFutureContinuationCallback {
    init {
        Native.setCallbackThreadInitializer(this, com.sun.jna.CallbackThreadInitializer(true, false, \"pure2p\"))
    }

",
        times: Times::Once,
    },
];
