import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What my link shows and speaks.
    @Suite @MainActor
    struct MyLinkScreen {
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> MyLinkState {
            let model = MyLinkSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func itShowsACodeTheUidAndEveryAddressWithWhatItIs() async throws {
            let state = try await shown("full")
            #expect(state.title == "My link" && state.notice == nil && state.outcome == nil)
            #expect(state.code?.spoken == "QR code of your link. The other person scans it with their app.")
            #expect(state.whoever == "Whoever has this can ask to write to you.")
            #expect(state.uid?.grouped.hasPrefix("pure 1qx9 g3c7") == true)
            #expect(state.uid?.spoken.hasPrefix("Your UID, in groups of four: p u r e, 1 q x 9, g 3 c 7") == true)
            #expect(
                state.uid?.why == "Your UID is who you are here. It never changes; the link adds where you are.")
            #expect(state.addresses?.title == "Addresses in it")
            #expect(
                state.addresses?.rows.map(\.spoken) == [
                    "203.0.113.7:20731, From everywhere. Your router opened it.",
                    "[2001:db8::7]:20731, From everywhere over IPv6, unless a firewall is in between.",
                    "[2001:db8:1::9]:20731, From everywhere over IPv6, unless a firewall is in between. "
                        + "Contacts saw you come from there.",
                    "100.64.3.9:20731, In your provider’s own network at most. "
                        + "In the code; in a shared text only if you switch that on.",
                    "192.168.7.20:20731, In this network only. In the code; in a shared text only if you switch that on.",
                ])
        }

        @Test
        func inGerman() async throws {
            let state = try await shown("full", Samples.german)
            #expect(state.title == "Mein Link" && state.sharing?.share == "Link teilen")
            #expect(state.code?.spoken == "QR-Code deines Links. Dein Gegenüber scannt ihn mit der App.")
            #expect(state.whoever == "Wer das hat, kann darum bitten, dir zu schreiben.")
            #expect(state.uid?.spoken.hasPrefix("Deine UID, in Vierergruppen: p u r e, 1 q x 9") == true)
            #expect(state.addresses?.rows.first?.notes == ["Von überall.", "Dein Router hat sie geöffnet."])
            #expect(state.renewal?.make == "Neuen Link machen")
        }

        @Test
        func whatIsSharedHasLocalAddressesOnlyIfTicked() async throws {
            let model = MyLinkSamples.model("full")
            try await within("settled") { await model.settled() }
            let shared = { try previewLink(text: model.state.sharing?.text ?? "").addresses }
            #expect(model.state.sharing?.lan?.label == "Share addresses of this network, too")
            #expect(
                model.state.sharing?.lan?.note
                    == "They help only people in the same network. The code always has them.")
            #expect(try shared() == ["203.0.113.7:20731", "[2001:db8::7]:20731", "[2001:db8:1::9]:20731"])
            model.withLan = true
            #expect(model.state.sharing?.lan?.isOn == true)
            #expect(try shared().suffix(2) == ["100.64.3.9:20731", "192.168.7.20:20731"])
            // The code shows everything either way: who sees it is near.
            let code = try linkQr(text: Samples.completeLink)
            #expect(model.state.code?.matrix == code)
            #expect(try await shown("full").code?.matrix == code)
        }

        @Test
        func whereNothingIsLocalThereIsNothingToTick() async throws {
            let state = try await shown("no-lan")
            #expect(state.sharing?.lan == nil && state.notice == nil)
            // Then what is shared is what the code says, word for word.
            #expect(state.sharing?.text == Samples.everywhereLink)
        }

        @Test(arguments: [
            (
                "only-near", "It has only addresses of this network: elsewhere nobody reaches you by it.",
                "Es stehen nur Adressen aus diesem Netz darin: Anderswo erreicht dich damit niemand."
            ),
            (
                "no-address",
                "There is no address in it: whoever adds you can’t reach you by it. Add them by their link, then your "
                    + "app connects to theirs.",
                "Es steht keine Adresse darin: Wer dich hinzufügt, erreicht dich damit nicht. Füge den anderen mit "
                    + "seinem Link hinzu, dann verbindet sich deine App mit der anderen."
            ),
            (
                "offline", "You’re offline. The link can be given away, but nobody reaches you before you’re back.",
                "Du bist offline. Du kannst den Link weitergeben, aber niemand erreicht dich, bevor du zurück bist."
            ),
            (
                "failed",
                "The app can’t open to others right now. The link can be given away, but nobody reaches you.",
                "Die App ist gerade nicht offen für andere. Du kannst den Link weitergeben, aber niemand erreicht dich."
            ),
            (
                "closed", "This app isn’t connected right now. The link can be given away, but nobody reaches you.",
                "Diese App ist gerade nicht verbunden. Du kannst den Link weitergeben, aber niemand erreicht dich."
            ),
        ])
        func whoDoesNotGetThroughIsSaid(name: String, english: String, german: String) async throws {
            for (words, line) in [(Samples.english, english), (Samples.german, german)] {
                let state = try await shown(name, words)
                #expect(state.notice?.lines == [line])
                #expect(state.notice?.reach == words("my_link_reach") && state.notice?.settings == nil)
                #expect(state.sharing != nil)
            }
        }

        @Test
        func aLinkForNearPeopleSaysWhatATextWithoutThemIs() async throws {
            #expect(
                try await shown("only-near").sharing?.lan?.note
                    == "Without them the shared link has no address: nobody finds you by it until you find them. "
                    + "The code always has them.")
            #expect(try await shown("no-address").addresses == nil)
        }

        @Test
        func whatIsOldSaysSo() async throws {
            let rows = try await shown("offline").addresses?.rows
            #expect(rows?.first?.notes == ["Where this device was when the app was last open."])
        }

        @Test
        func eachThingThatIsAmissLeadsToWhereItCanBeChanged() async throws {
            let one = try await shown("answers-nobody").notice
            #expect(one?.lines.isEmpty == true && one?.reach == nil && one?.settings == "Settings")
            #expect(one?.answersNobody?.hasPrefix("You don’t answer new people") == true)
            let both = try await shown("answers-nobody-closed").notice
            #expect(both?.reach == "Who can reach you" && both?.settings == "Settings")
        }

        @Test
        func aLinkWithoutACodeIsStillOne() async throws {
            var facts = MyLinkFacts()
            let made = try await within("made") {
                try await MadeLink(PreviewMessenger(Says().with(\.link, Samples.nearLink)), known: [])
            }
            facts.link = MadeLink(
                grouped: made.grouped, complete: made.complete, outside: made.outside, qr: nil,
                addresses: made.addresses)
            let state = MyLinkState(facts, words: Samples.english)
            #expect(state.notice?.noCode == "The link is too long for a code. Share it as text.")
            #expect(state.notice?.reach == nil && state.notice?.settings == nil)
            #expect(state.code == nil && state.sharing != nil)
        }

        @Test
        func beforeThereIsALinkNothingIsOffered() {
            let state = MyLinkState(MyLinkFacts(openness: .opening), words: Samples.english)
            #expect(state.notice?.lines == ["The app is opening: in a moment the link says where you are."])
            #expect(state.code == nil && state.sharing == nil && state.renewal == nil && state.uid == nil)
        }

        @Test
        func thatNoneCouldBeMadeIsSaid() async throws {
            let state = try await shown("not-made")
            #expect(state.outcome == "The link could not be made: the database did not answer.")
            #expect(state.retry == "Try again" && state.sharing == nil)
        }

        @Test
        func aNewLinkIsAskedAboutFirst() async throws {
            let messenger = PreviewMessenger()
            let model = MyLinkModel(Screens(messenger, words: Samples.english), foreground: Foreground(messenger))
            model.askToRenew()
            #expect(model.state.question?.title == "Make a new link?")
            #expect(model.state.question?.text.contains("without your current link") == true)
            #expect(model.state.question?.yes == "Make it" && model.state.question?.isDestructive == false)
            model.cancel()
            #expect(model.state.question == nil)
            model.askToRenew()
            model.renew()
            #expect(model.state.question == nil)
            model.renew()
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["renewInvite"])
            #expect(
                model.state.outcome == "This is your new link. Requests from older ones are marked.")
        }

        @Test
        func aLinkThatWasNotRenewedSaysSo() async throws {
            let messenger = PreviewMessenger(Says().with(\.refusal, .DeviceFull))
            let model = MyLinkModel(Screens(messenger, words: Samples.german), foreground: Foreground(messenger))
            try await within("settled") { await model.settled() }
            let before = model.state.sharing
            model.renew()
            #expect(model.state.renewal?.isBusy == true)
            try await within("settled") { await model.settled() }
            #expect(
                model.state.outcome == "Nichts wurde geändert: Die Datenbank hat nicht geantwortet. Dein Link ist noch "
                    + "derselbe.")
            #expect(model.state.sharing == before && model.state.renewal?.isBusy == false)
        }

        @Test
        func whatWasCopiedIsSaid() async throws {
            #expect(try await shown("copied").outcome == "The link is copied.")
            #expect(try await shown("uid-copied").outcome == "The UID is copied.")
            #expect(try await shown("uid-copied", Samples.german).outcome == "Die UID ist kopiert.")
        }

        @Test
        func whetherOneGetsThroughIsAsTheCoreAndTheForegroundSay() {
            let (offline, open) = (Samples.reach(.offline), Samples.reach(.confirmed))
            #expect(Openness(.entering, nil) == .opening)
            #expect(Openness(.background, open) == .closed && Openness(.leaving, open) == .closed)
            #expect(Openness(.failed(MessengerError.Busy), open) == .failed)
            #expect(Openness(.listening([]), offline) == .offline)
            #expect(Openness(.listening([]), open) == .open && Openness(.listening([]), nil) == .open)
        }
    }
}
