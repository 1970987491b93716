import Testing

/// All tests, one after another: they share one library, and one of them looks at the process's memory.
@Suite(.serialized)
struct All {}
