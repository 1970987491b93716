// Whoever imports the face has the messenger itself, its records and its errors.
@_exported import Pure2PCore
