import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What *Reach* shows and speaks.
    @Suite @MainActor
    struct ReachScreen {
        /// A state by its name, once it shows what its messenger says.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> ReachScreenState {
            let model = ReachSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func whoTrulyCameInIsTheProofAndIsNamed() async throws {
            let state = try await shown("full")
            #expect(state.title == "Who can reach you")
            #expect(state.truth == "You can be reached: Bob came in from another network, last at 14:02.")
            #expect(state.advice.isEmpty)
            #expect(
                state.facts?.facts.map { [$0.text, $0.below].compactMap { $0 } } == [
                    ["Listening on 0.0.0.0:20731, [::]:20731."],
                    ["203.0.113.7:20731", "for everybody (opened by your router)"],
                    ["[2001:db8::7]:20731", "for everybody with IPv6 (this device’s own)"],
                    ["192.168.7.20:20731", "in your own network only (this device’s own)"],
                    ["Router: lets others in at 203.0.113.7:20731 (PCP)."], ["Router, IPv6: lets others in (UPnP)."],
                    ["Contacts see you come from 203.0.113.7."],
                ])
            #expect(
                state.cameIn?.lines == [
                    "Bob came in from another network, last at 14:02.",
                    "Carol came in from your own network, last at 13:02.",
                ])
            let german = try await shown("full", Samples.german)
            #expect(german.truth == "Du bist erreichbar: Bob ist aus einem anderen Netz hereingekommen, zuletzt 14:02.")
            #expect(german.facts?.facts[1].below == "für alle (von deinem Router geöffnet)")
            #expect(german.cameIn?.lines[1] == "Carol kam aus deinem eigenen Netz herein, zuletzt 13:02.")
        }

        @Test
        func whoReachesWhomIsSaidForEverybody() async throws {
            let rows = try #require(try await shown("full").pairs).rows
            #expect(rows.map(\.id) == [1, 2, 6].map(Samples.uid))
            #expect(rows[0].lines == ["You reach them (since 14:02).", "They reach you (since 14:02)."])
            #expect(rows[1].lines == ["You don’t reach them (since 14:02).", "They reach you (since Fri 14:02)."])
            #expect(rows[2].lines == ["Nothing tried yet, in either direction."])
            #expect(
                rows[0].spoken == "Bob, here now, You reach them (since 14:02). They reach you (since 14:02).")
            #expect(rows[0].hint == "Show Bob")
            #expect(rows[1].spoken.hasPrefix("Carol, was here 14:02, "))
            #expect(try await shown("alone").pairs == nil)
        }

        @Test
        func whoCameInAndIsNoContactAnyMoreIsNotNamed() async throws {
            let state = try await shown("confirmed-by-nobody-known")
            #expect(state.truth == "You can be reached: somebody came in from another network.")
            #expect(state.cameIn?.lines == ["Nobody yet, since this app was opened in this network."])
        }

        /// What is true, the last thing to do about it, and where it leads: to the app's settings, to the system's, to its question.
        @Test(arguments: [
            ("ipv6-only", "and none over IPv4", "allow TCP port 20731 in your router’s IPv6 firewall", ""),
            ("ipv6-only-unasked", "and none over IPv4", "Switch on “Ask the router to open a port”", "settings"),
            ("lan-only", "Only devices in your own network can reach you.", "IPv6 helps, too", ""),
            ("lan-only-unasked", "Only devices in your own network", "IPv6 helps, too", "settings"),
            ("here-only", "Only programs on this device can reach you.", "because it was told to", ""),
            ("local-network-forbidden", "may not use your local network", "it is enough if one of you two", "system"),
            ("local-network-not-asked", "is not decided yet", "it is enough if one of you two", "ask"),
            ("forbidden-besides", "You can be reached", "under Pure2P: switch on Local Network.", "system"),
            ("not-asked-besides", "You can be reached", "The system asks you.", "ask"),
            ("looking", "Your router is being asked to let others in.", "Messages do not wait for it.", ""),
            ("no-router-protocol", "your router does not open ports for apps", "IPv6 helps, too", ""),
            ("offline", "You’re offline", "Until then everything waits here.", ""),
            ("opened-by-router", "Your router lets others in.", "allow TCP port 20731.", ""),
            ("opened", "You have an address for everybody.", "allow TCP port 20731.", ""),
            ("router-refused-silently", "your router refused to open a port", "it is enough if one of you two", ""),
            ("router-refused-conflict", "your router refused to open a port", "it is enough if one", "settings"),
            ("second-router", "your router is itself behind another router", "it is enough if one of you two", ""),
            ("opening", "This app is opening.", "This takes a moment.", ""),
            ("closed", "nobody can reach you", "Leave it open on the screen", ""),
            ("still-open", "can’t open to others right now", "Usually that ends by itself", ""),
            ("port-taken", "can’t open to others right now", "choose another port in the settings", "settings"),
            ("port-not-permitted", "can’t open to others right now", "choose another port", "settings"),
            ("failed", "can’t open to others right now", "restart this device", ""),
        ])
        func eachStateSaysWhatIsTrueAndWhatHelps(name: String, truth: String, advice: String, help: String)
            async throws
        {
            let state = try await shown(name)
            #expect(state.truth.contains(truth))
            #expect(state.advice.last?.contains(advice) == true, "\(state.advice)")
            #expect(state.settings == (help == "settings" ? "Settings of Pure2P" : nil))
            #expect(state.systemSettings == (help == "system" ? "Pure2P in the Settings app" : nil))
            #expect(state.ask == (help == "ask" ? "Let the system ask" : nil))
            // The same in German, and nothing of it left in English.
            let german = try await shown(name, Samples.german)
            #expect(german.truth != state.truth)
            #expect(german.advice.count == state.advice.count)
            for (one, other) in zip(german.advice, state.advice) { #expect(one != other) }
        }

        @Test
        func aLocalNetworkThatIsForbiddenIsSaidInAnIPhonesWords() async throws {
            #expect(
                try await shown("local-network-forbidden").advice.first
                    == "Allow it in the Settings app, under Pure2P: switch on Local Network.")
            #expect(
                try await shown("local-network-forbidden", Samples.german).advice.first
                    == "Erlaube es in der App „Einstellungen“ unter Pure2P: Schalte dort „Lokales Netzwerk“ ein.")
        }

        @Test
        func aRouterIsToldByHandWhatToForward() async throws {
            #expect(
                try await shown("no-router-protocol").advice.first
                    == "Switch on UPnP, NAT-PMP or PCP in your router’s settings, or let it forward TCP port 20731 to "
                    + "192.168.7.20 by hand.")
        }

        @Test(arguments: [
            ("conflict", "others have this port"), ("disabled", "opening ports is switched off"),
            ("firewall-off", "it has no firewall to open"),
            ("lease-too-short", "it would open a port for seconds only"),
            ("misbehaves", "its answers make no sense"), ("network-failure", "its own line does not work"),
            ("no-resources", "it has no room for another port"), ("not-authorised", "this device may not open ports"),
            ("other", "it did not say why"), ("unsupported", "it does not know how to"),
        ])
        func eachRefusalHasAReasonAndSomethingToDo(name: String, reason: String) async throws {
            let state = try await shown("router-refused-" + name)
            #expect(state.facts?.facts.last?.text == "Router: refused (UPnP): \(reason).")
            let advice = name == "network-failure" ? "look at its cable" : "TCP port 20731 to 192.168.7.20"
            #expect(state.advice.first?.contains(advice) == true, "\(state.advice)")
        }

        @Test(arguments: [
            ("second-router", "its own address is 100.64.3.9, not the internet’s."),
            ("second-router-unnamed", "it has no address in the internet itself."),
            ("looking", "Router: has not answered yet."), ("opened", "Router: lets others in (NAT-PMP)."),
            ("ipv6-only", "Router: answers in no protocol for opening ports."),
            ("router-refused-silently", "Router: refused (UPnP)."), ("offline", "Contacts are told of no address."),
        ])
        func theFactsSayWhatTheRouterSaid(name: String, fact: String) async throws {
            #expect(try await shown(name).facts?.facts.last?.text.contains(fact) == true)
        }

        @Test(arguments: ["opening", "closed", "still-open", "port-taken", "failed"])
        func whileTheAppIsNotOpenNothingIsSaidOfNow(name: String) async throws {
            let state = try await shown(name)
            #expect(state.facts == nil && state.cameIn == nil)
            #expect(state.check == (["opening", "closed"].contains(name) ? nil : "Try again"))
            // Who reached whom, and since when, is true all the same.
            #expect(state.pairs?.rows.count == 3)
        }

        @Test
        func aNewLookSaysHowFarItHasCome() async throws {
            let before = try await shown("looking")
            #expect(before.check == "Check now" && before.canCheck && before.checked == nil)
            #expect(try await shown("check-looked").checked?.hasPrefix("Looked again") == true)
            #expect(try await shown("check-failed").checked == "The database did not answer. Try again.")
            let model = ReachSamples.model("looking")
            try await within("settled") { await model.settled() }
            model.checkNow()
            #expect(model.state.checked == "Looking…" && !model.state.canCheck)
            try await within("settled") { await model.settled() }
            #expect(model.state.checked?.hasPrefix("Looked again") == true && model.state.canCheck)
        }

        @Test
        func whatCouldNotBeReadIsSaid() async throws {
            let state = try await shown("unread")
            #expect(state.stale?.text == "The database did not answer. What you see may be old.")
            #expect(try await shown("full").stale == nil)
        }

        @Test
        func aDoorThatIsShutIsTriedAgain() async throws {
            let messenger = PreviewMessenger(Says().with(\.refusal, .AlreadyOpen))
            let foreground = Foreground(messenger)
            foreground.phase(.active)
            let model = ReachModel(Screens(messenger), foreground: foreground, device: .sample())
            try await within("settled") { await model.settled() }
            model.checkNow()
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["enterForeground", "enterForeground"])
        }

        @Test
        func theSystemMayAskWhereOurReasonStands() async throws {
            var asked = 0
            let messenger = PreviewMessenger()
            let model = ReachModel(
                Screens(messenger), foreground: Foreground(messenger), device: .sample()
            ) { asked += 1 }
            model.letSystemAsk()
            #expect(asked == 1)
        }

        /// The same screen over the real core: it follows listening, a real other person, a new look and the setting.
        @Test
        func theRealThing() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger, words: Samples.english)
                let foreground = Foreground(alice.messenger, options: Person.here)
                let model = ReachModel(screens, foreground: foreground, device: .sample())
                #expect(model.state.truth == "This app isn’t connected right now: nobody can reach you.")
                foreground.phase(.active)
                // Which networks there are depends on where this test runs.
                let loopback = InterfaceAddress(ip: "127.0.0.1", prefixLen: 8)
                let network = Network(kind: .other, addresses: [loopback], isDefault: true)
                foreground.networkChanged(NetworkSnapshot(networks: [network]))
                try await until("it listens") {
                    model.state.truth == "Only programs on this device can reach you."
                        && model.state.facts?.facts.first?.text.hasPrefix("Listening on 127.0.0.1:") == true
                }
                #expect(model.state.cameIn?.lines == ["Nobody yet, since this app was opened in this network."])
                let link = try await alice.link()
                try await bob.enter()
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: link) }
                try await until("he came in") {
                    model.state.cameIn?.lines.first?.hasPrefix("Bob came in from your own network, last at ") == true
                        && model.state.pairs?.rows.first?.lines.last?.hasPrefix("They reach you (since") == true
                }
                // Who is gone has come in all the same. After a new look that counts no more, until he comes again.
                try await bob.leave()
                model.checkNow()
                try await until("it looked") {
                    model.state.checked?.hasPrefix("Looked again") == true
                        && model.state.cameIn?.lines == ["Nobody yet, since this app was opened in this network."]
                }
                try await bob.enter()
                try await until("he came again") {
                    model.state.cameIn?.lines.first?.hasPrefix("Bob came in") == true
                }
                let wifi = Network(kind: .wifi, addresses: [loopback], isDefault: true, localNetworkAllowed: false)
                foreground.networkChanged(NetworkSnapshot(networks: [wifi]))
                try await until("the local network is not decided") {
                    model.state.truth.hasPrefix("Whether this app may use your local network is not decided yet")
                        && model.state.ask == "Let the system ask"
                }
                foreground.phase(.background)
                try await until("it is closed") {
                    model.state.truth == "This app isn’t connected right now: nobody can reach you."
                        && model.state.cameIn == nil
                }
            }
        }
    }
}
