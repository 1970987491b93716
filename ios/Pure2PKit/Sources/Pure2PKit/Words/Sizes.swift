import Foundation

extension Words {
    /// How much room something takes.
    func size(_ bytes: Int64) -> String {
        bytes.formatted(.byteCount(style: .file, spellsOutZero: false).locale(locale))
    }
}
