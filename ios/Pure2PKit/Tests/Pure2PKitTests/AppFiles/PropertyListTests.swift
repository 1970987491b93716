import Foundation
import Testing

extension All {
    /// What the system reads about the app is what we say about it.
    @Suite
    struct PropertyListTests {
        private static let reasons = [
            "NSCameraUsageDescription", "NSFaceIDUsageDescription", "NSLocalNetworkUsageDescription",
        ]

        @Test
        func theAppAsksForThreeThingsAndRunsBehindNothing() throws {
            let info = try Repository.plist("Info.plist")
            let asked = info.keys.filter { $0.hasSuffix("UsageDescription") }.sorted()
            #expect(asked == Self.reasons)
            // Nothing arrives while it is closed, and nothing is let off from encryption.
            #expect(info["UIBackgroundModes"] == nil && info["NSAppTransportSecurity"] == nil)
            #expect(info["NSBonjourServices"] == nil)
        }

        @Test
        func itsKeysAreThese() throws {
            let info = try Repository.plist("Info.plist")
            let build = [
                "CFBundleDevelopmentRegion", "CFBundleDisplayName", "CFBundleExecutable", "CFBundleIdentifier",
                "CFBundleInfoDictionaryVersion", "CFBundleLocalizations", "CFBundleName", "CFBundlePackageType",
                "CFBundleShortVersionString", "CFBundleURLTypes", "CFBundleVersion",
            ]
            let ours = [
                "ITSAppUsesNonExemptEncryption", "LSApplicationCategoryType", "LSRequiresIPhoneOS",
                "UIApplicationSceneManifest", "UIApplicationSupportsIndirectInputEvents", "UILaunchScreen",
                "UISupportedInterfaceOrientations", "UISupportedInterfaceOrientations~ipad",
            ]
            #expect(Set(info.keys) == Set(build + ours + Self.reasons))
            #expect(info["CFBundleLocalizations"] as? [String] == ["en", "de"])
            #expect(info["CFBundleIdentifier"] as? String == "$(PRODUCT_BUNDLE_IDENTIFIER)")
            #expect(info["ITSAppUsesNonExemptEncryption"] as? Bool == true)
            let scenes = info["UIApplicationSceneManifest"] as? [String: Bool]
            #expect(scenes == ["UIApplicationSupportsMultipleScenes": false])
        }

        @Test
        func linksAreOurs() throws {
            let types = try Repository.plist("Info.plist")["CFBundleURLTypes"] as? [[String: Any]]
            #expect(types?.map { $0["CFBundleURLSchemes"] as? [String] } == [["pure2p"]])
        }

        /// An iPad that is turned upside down turns the app, too; a phone does not.
        @Test
        func itTurns() throws {
            let info = try Repository.plist("Info.plist")
            let phone = info["UISupportedInterfaceOrientations"] as? [String]
            let pad = info["UISupportedInterfaceOrientations~ipad"] as? [String]
            #expect(phone?.count == 3 && pad?.count == 4 && Set(pad ?? []).isSuperset(of: phone ?? []))
        }

        @Test
        func eachReasonIsGivenInBothLanguages() throws {
            let catalog = try CatalogFile(Repository.resources.appendingPathComponent("InfoPlist.xcstrings"))
            #expect(catalog.strings.keys.sorted() == Self.reasons)
            let info = try Repository.plist("Info.plist")
            for (key, entry) in catalog.strings {
                let (english, german) = (entry.localizations?["en"]?.stringUnit, entry.localizations?["de"]?.stringUnit)
                #expect(entry.localizations?.count == 2 && entry.extractionState == "manual")
                #expect(english?.value == info[key] as? String, "\(key)")
                #expect(german?.state == "translated" && german?.value != english?.value, "\(key)")
            }
        }

        /// The reason that the system shows is part of the one that we gave before it asked.
        @Test
        func theReasonForTheLocalNetworkIsTheSame() throws {
            let asked = try CatalogFile(Repository.resources.appendingPathComponent("InfoPlist.xcstrings"))
            let said = try CatalogFile(CatalogFile.words).strings["local_network_why"]?.localizations
            for (language, reason) in asked.strings["NSLocalNetworkUsageDescription"]?.localizations ?? [:] {
                let why = try #require(said?[language]?.stringUnit?.value)
                let last = reason.stringUnit?.value.split(separator: ". ").last.map(String.init)
                #expect(why.hasSuffix(try #require(last)), "\(language)")
            }
        }

        @Test
        func nothingIsCollected() throws {
            let privacy = try Repository.plist("PrivacyInfo.xcprivacy")
            #expect(privacy.count == 4)
            #expect(privacy["NSPrivacyTracking"] as? Bool == false)
            #expect((privacy["NSPrivacyTrackingDomains"] as? [Any])?.isEmpty == true)
            #expect((privacy["NSPrivacyCollectedDataTypes"] as? [Any])?.isEmpty == true)
            let calls = try #require(privacy["NSPrivacyAccessedAPITypes"] as? [[String: Any]])
            let reasons = calls.map { call in
                let kind = (call["NSPrivacyAccessedAPIType"] as? String ?? "").split(separator: "Category").last ?? ""
                return "\(kind) \(call["NSPrivacyAccessedAPITypeReasons"] as? [String] ?? [])"
            }
            #expect(reasons == [#"UserDefaults ["CA92.1"]"#, #"FileTimestamp ["C617.1"]"#, #"DiskSpace ["E174.1"]"#])
        }

        /// Whoever has a free Apple ID can sign the app for their own phone.
        @Test
        func noEntitlementIsAskedFor() throws {
            #expect(try Repository.plist("Pure2P.entitlements").isEmpty)
        }
    }
}
