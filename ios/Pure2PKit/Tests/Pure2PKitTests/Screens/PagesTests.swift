import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What the pages behind the settings show.
    @Suite @MainActor
    struct Pages {
        @Test
        func theLimitsAreAnIPhones() throws {
            let state = LimitsState(Samples.english)
            #expect(
                state.limits.map(\.title) == [
                    "Both of you must have it open", "A lost device is a lost history",
                    "Not every two networks can meet", "It hides what you say, not that you talk", "It is young",
                    "It is for two people and texts",
                ])
            let said = state.limits.flatMap(\.paragraphs).flatMap { [$0.text] + $0.points }.joined(separator: "\n")
            for words in [
                "Nothing arrives while it is closed or in the background, and nothing rings.",
                "There are no push notifications: they would need a server.",
                "If you swipe it away in the app switcher",
                "in iCloud or on a computer, has neither your messages nor your account", "Nobody has a copy",
                "in the Settings app, under Pure2P", "mobile data on both sides: 5 to 20 of 100",
                "Mobile data can be switched off for this app alone",
            ] {
                #expect(said.contains(words))
            }
            #expect(state.limits[2].paragraphs.map(\.points.count) == [0, 5, 4, 3, 0])
            let german = LimitsState(Samples.german)
            #expect(german.limits.map(\.title).first == "Ihr müsst sie beide offen haben")
            let theirs = german.limits.flatMap(\.paragraphs).flatMap { [$0.text] + $0.points }
            let ours = state.limits.flatMap(\.paragraphs).flatMap { [$0.text] + $0.points }
            #expect(zip(ours, theirs).allSatisfy { $0 != $1 } && ours.count == theirs.count)
        }

        @Test
        func theVersionIsTheAppsAndTheSystems() {
            let state = PagesSamples.version().state
            #expect(
                state.rows == [
                    .init(title: "This app", value: "0.1.0"),
                    .init(title: "The messenger in it", value: "0.1.0: they are made together"),
                    .init(title: "This device’s system", value: "iOS 17.5"),
                ])
            #expect(state.updates.hasPrefix("The app asks nobody whether there is a newer one."))
            #expect(PagesSamples.version(Samples.german).state.rows[2].title == "System dieses Geräts")
        }

        @Test
        func licencesAreReadFromTheirFile() {
            let read = PagesSamples.licences
            #expect(read.parts.map(\.name) == ["OpenSSL 3.6.3", "SQLite 3.54.1", "tokio 1.54.1"])
            #expect(read.parts.map(\.licence) == ["Apache-2.0", "public domain", "MIT"])
            #expect(read.terms.map(\.about) == ["Apache-2.0", "tokio 1.54.1, tokio-util 0.7.20"])
            #expect(read.terms[1].text == "MIT License\n\nPermission is hereby granted, free of charge, to any person")
            #expect(Licences("") == Licences(parts: [], terms: []))
        }

        @Test
        func thePackageCarriesWhoseWorkIsInIt() async throws {
            let model = LicencesModel(words: Samples.english)
            #expect(model.state.others == nil)
            try await within("settled") { await model.settled() }
            let others = try #require(model.state.others)
            let names = others.parts.map { $0.name.split(separator: " ").first }
            for name in ["SQLCipher", "SQLite", "tokio", "oslog", "rusqlite"] { #expect(names.contains("\(name)")) }
            // These are in the app for Android.
            for name in ["OpenSSL", "libffi", "androidx.core:core"] { #expect(!names.contains("\(name)")) }
            #expect(others.parts.allSatisfy { !$0.licence.isEmpty })
            #expect(others.terms.allSatisfy { $0.text.count > 50 })
            #expect(others.terms.contains { $0.text.contains("Apache License") })
            #expect(model.state.own == "Pure2P itself is free software, under the MIT licence.")
        }

        @Test
        func licencesThatCantBeReadAreNone() async throws {
            let model = PagesSamples.licences("unread", words: Samples.german)
            try await within("settled") { await model.settled() }
            #expect(model.state.others == nil)
            #expect(model.state.title == "Lizenzen")
        }

        @Test
        func theLogSaysWhatIsInItAndWhatNeverIs() {
            let state = PagesSamples.log("full").state
            #expect(state.about[1].hasPrefix("What is not: messages, names, UIDs, addresses and keys."))
            #expect(state.lines.count == 3 && state.empty == nil)
            #expect(state.actions?.shared == state.lines.joined(separator: "\n"))
            #expect(state.actions?.share == "Share the log" && state.actions?.clear == "Clear it")
            let empty = PagesSamples.log("empty").state
            #expect(empty.empty == "Nothing is noted: nothing went wrong since the app was started.")
            #expect(empty.actions == nil)
            // Before it was read nothing is claimed of it.
            #expect(PagesSamples.log("unread").state.empty == nil)
            #expect(PagesSamples.log("empty", words: Samples.german).state.empty?.hasPrefix("Nichts") == true)
        }

        /// The library's own log: what is shared is what was read, and gives nobody away.
        @Test
        func theRealLog() throws {
            startLogging(level: .info)
            clearLog()
            try logCarelessly(text: "somebody at 203.0.113.7:20731 did something odd")
            let model = LogModel(words: Samples.english)
            #expect(model.state.lines.isEmpty)
            model.appeared()
            let read = model.state
            #expect(read.lines.contains { $0.contains("did something odd") })
            #expect(read.actions?.shared.contains("203.0.113.7") == false)
            // While it is looked at nothing is added.
            try logCarelessly(text: "and then another thing")
            #expect(model.state == read)
            model.clear()
            #expect(model.state.empty != nil && model.state.actions == nil)
            #expect(logLines().isEmpty)
        }
    }
}
