import Foundation
import Pure2PKit
import Testing

extension All {
    /// The asset catalog holds what it says, and all that the views want.
    @Suite
    struct AssetTests {
        private static let folder = Repository.resources.appendingPathComponent("Assets.xcassets")

        @Test
        func everyPictureIsThere() throws {
            let lists = Repository.files("Contents.json", below: Self.folder)
            #expect(lists.count == 4)
            for list in lists {
                let json = try JSONSerialization.jsonObject(with: Repository.data(list)) as? [String: Any]
                let images = json?["images"] as? [[String: Any]] ?? []
                let named = images.compactMap { $0["filename"] as? String }
                let folder = list.deletingLastPathComponent()
                let there = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
                // None is missing, and none lies there for nobody.
                let sets = there.filter { $0.hasSuffix("set") }
                #expect(Set(named + ["Contents.json"]) == there.subtracting(sets), "\(Repository.place(list))")
            }
        }

        @Test
        func theIconIsThereForEveryAppearance() throws {
            let list = Self.folder.appendingPathComponent("AppIcon.appiconset/Contents.json")
            let json = try JSONSerialization.jsonObject(with: Repository.data(list)) as? [String: Any]
            let images = try #require(json?["images"] as? [[String: Any]])
            let looks = images.map { ($0["appearances"] as? [[String: String]])?.first?["value"] ?? "light" }
            #expect(looks == ["light", "dark", "tinted"])
            for image in images {
                let file = list.deletingLastPathComponent().appendingPathComponent(
                    try #require(image["filename"] as? String))
                let head = try Repository.data(file).dropFirst(16).prefix(10)
                #expect(Array(head.prefix(8)) == [0, 0, 4, 0, 0, 0, 4, 0], "1024 points each way")
                // Only behind the dark one the system puts something of its own; the others have no holes.
                #expect(head.last == (image["filename"] as? String == "dark.png" ? 6 : 2))
            }
        }

        @Test
        func theAccentIsTheProducts() throws {
            let list = Self.folder.appendingPathComponent("AccentColor.colorset/Contents.json")
            let json = try JSONSerialization.jsonObject(with: Repository.data(list)) as? [String: Any]
            let colours = try #require(json?["colors"] as? [[String: Any]]).map { entry in
                let parts = (entry["color"] as? [String: Any])?["components"] as? [String: String]
                return ["red", "green", "blue"].map { String((parts?[$0] ?? "").dropFirst(2)) }.joined()
            }
            #expect(colours.map { UInt32($0, radix: 16) } == [Palette.teal, Palette.tint])
            #expect(colours == ["0B6E69", "9FE0DA"])
        }

        /// What a view takes out of it by name is in it.
        @Test
        func everyNameThatIsUsedIsThere() throws {
            for source in try Repository.sources(below: Repository.app) {
                for literal in source.literals where literal.before.contains(/\b(Image|Color)\($/) {
                    let sets = ["imageset", "colorset"].map {
                        Self.folder.appendingPathComponent("\(literal.text).\($0)")
                    }
                    let isThere = sets.contains { FileManager.default.fileExists(atPath: $0.path) }
                    #expect(isThere, "\(source.place(literal))")
                }
            }
        }
    }
}
