import Testing

@testable import Pure2PKit

extension All {
    /// What a contact's page shows and speaks in each state, and what taps do.
    @Suite @MainActor
    struct ContactScreen {
        /// A state by its name, once it shows what its messenger says.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> ContactScreenState {
            let model = ContactSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        /// What is asked in a state.
        private func asked(_ name: String, _ words: Words = Samples.english) async throws -> QuestionState {
            try #require(try await shown(name, words).asking).question
        }

        /// A model over a messenger that keeps what it was told, and refuses it if it is to.
        private func model(
            _ name: String = "here", refusal: MessengerError? = nil
        ) async throws -> (ContactModel, PreviewMessenger) {
            let messenger = PreviewMessenger(ContactSamples.says(name).with(\.refusal, refusal))
            let model = ContactModel(
                Screens(messenger, words: Samples.english), uid: Samples.uid(1), camera: PreviewCamera())
            try await within("settled") { await model.settled() }
            return (model, messenger)
        }

        @Test
        func itSaysWhoItIsAndWhetherTheyAreHere() async throws {
            let state = try await shown("here")
            #expect(state.head?.name == "Bob" && state.head?.presence == .here && state.head?.rename == "Rename")
            #expect(state.head?.verified == nil)
            #expect(
                state.head?.spoken
                    == "Bob, That is what they call themselves. Nobody has checked it. here now")
            #expect(state.uid?.grouped.hasPrefix("pure 1qxw") == true)
            #expect(state.uid?.spoken.hasPrefix("Their UID, in groups of four: p u r e, 1 q x w, ") == true)
            #expect(state.uid?.copy == "Copy the UID")
            #expect(state.standing == nil && state.said == nil && state.asking == nil && !state.isBusy)
            #expect(try await shown("was-here").head?.presenceText == "was here 14:02")
        }

        @Test
        func inGerman() async throws {
            let state = try await shown("renamed", Samples.german)
            #expect(
                state.head?.spoken
                    == "Robert from the choir, Nennt sich selbst „Bob“. Niemand hat das geprüft. jetzt da")
            #expect(state.safety?.bound?.hasPrefix("Euer erster Austausch hat euch fest verbunden") == true)
            #expect(state.parting?.delete == "Kontakt löschen")
            #expect(state.ways?.title == "Wer wen erreicht")
            #expect(try await asked("same", Samples.german).title == "Die Codes stimmen überein")
            #expect(try await asked("blocking", Samples.german).title == "Bob blockieren?")
        }

        @Test
        func bothCompareOneNumber() async throws {
            let safety = try #require(try await shown("here").safety)
            #expect(safety.digits.split(separator: " ").map(\.count) == Array(repeating: 5, count: 12))
            #expect(try safety.digits == safetyNumber(one: Samples.uid(1), other: Samples.account.uid))
            let first = safety.digits.prefix(5).map(String.init).joined(separator: " ")
            #expect(safety.digitsSpoken.hasPrefix("Safety number, in groups of five: \(first), "))
            #expect(
                safety.codeSpoken == "QR code of the safety number. Bob scans it on your page to compare.")
            #expect(safety.bound?.hasPrefix("Your first exchange has bound you") == true)
            #expect(safety.scan == "Compare by scanning")
            #expect(safety.barrier == nil)
            let without = try await shown("no-camera").safety
            #expect(without?.scan == nil && without?.barrier?.settings == nil && without?.barrier != nil)
            let refused = try await shown("camera-refused").safety
            #expect(refused?.scan != nil && refused?.barrier?.settings == "Pure2P in the Settings app")
            #expect(try await shown("not-met").safety?.bound == nil)
        }

        @Test
        func whoReachesWhomIsSaidForEachWayWithWhen() async throws {
            let ways = try #require(try await shown("here").ways)
            #expect(ways.mine.sign == .yes && ways.theirs.sign == .no)
            #expect(ways.mine.spoken == "You reach them (since Fri 14:02). You last reached them: 14:02")
            #expect(ways.theirs.spoken == "They don’t reach you (since 14:02). They last came in: 14:02")
            #expect(ways.why == "It is enough if one of you reaches the other.")
            let none = try #require(try await shown("not-met").ways)
            #expect(none.mine.sign == .unknown && none.mine.spoken == "You haven’t tried them yet.")
            #expect(none.theirs.spoken == "They haven’t come in yet.")
        }

        @Test
        func anAddressSaysHowAndWhenItWasLearntAndWhetherItWasOfUse() async throws {
            let addresses = try #require(try await shown("here").addresses)
            #expect(addresses.note == "The best address comes first." && addresses.myLink == nil)
            #expect(
                addresses.rows.map(\.spoken) == [
                    "192.168.7.23:21544, They told you: Thu 14:02, Last led to them: 14:02",
                    "[2001:db8::23]:21544, From a link: Thu 14:02, Last in vain: Fri 14:02",
                ])
            #expect(addresses.showAll == nil)
        }

        @Test
        func manyAddressesAreThereWhenAskedFor() async throws {
            let (model, _) = try await model("many-addresses")
            #expect(model.state.addresses?.rows.count == 4)
            #expect(model.state.addresses?.showAll == "Show all 11 addresses")
            model.showAllAddresses()
            #expect(model.state.addresses?.rows.count == 11)
            #expect(model.state.addresses?.showAll == nil)
        }

        @Test
        func withoutAnAddressThereIsSomethingToDo() async throws {
            let addresses = try #require(try await shown("no-addresses").addresses)
            #expect(addresses.rows.isEmpty)
            #expect(addresses.note == "No address for Bob yet. Ask for a link, or send yours.")
            #expect(addresses.myLink == "My link")
        }

        @Test
        func howThingsStandIsSaid() async throws {
            #expect(
                try await shown("not-met").standing?.text.hasPrefix("You have exchanged nothing yet.") == true)
            let blocked = try await shown("blocked")
            #expect(blocked.standing?.text == "You blocked Bob. Nothing of theirs is kept or answered.")
            #expect(blocked.standing?.unblock == "Unblock" && blocked.standing?.block == nil)
            // While somebody is blocked, nobody looks whether they are here.
            #expect(blocked.head?.presence == nil && blocked.head?.presenceText == nil)
            #expect(blocked.parting?.block == nil && blocked.parting?.delete == "Delete contact")
            let removed = try await shown("removed")
            #expect(removed.standing?.text == "They are no longer in your list.")
            #expect(removed.head?.rename == nil && removed.safety == nil && removed.ways == nil)
            #expect(removed.addresses == nil && removed.parting == nil && removed.uid != nil)
            let stranger = try await shown("blocked-stranger")
            #expect(stranger.standing?.unblock == "Unblock")
            #expect(stranger.head?.rename == nil && stranger.parting == nil)
        }

        @Test
        func aRequestIsAnsweredHereTooAndComparedBefore() async throws {
            let state = try await shown("requested")
            #expect(state.standing?.text.hasPrefix("Hanna wrote to you first. Until you accept") == true)
            #expect(state.standing?.accept == "Accept" && state.standing?.block == "Block")
            #expect(state.safety != nil && state.ways == nil && state.parting == nil)
            #expect(try await asked("blocking-request").text.hasPrefix("What they wrote is gone") == true)
            let (model, messenger) = try await model("requested")
            model.accept()
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["accept \(Samples.uid(1))"])
        }

        @Test
        func nobodyIsShownBeforeTheyWereRead() async throws {
            let state = try await shown("unread")
            #expect(state.head == nil && state.uid == nil && state.safety == nil && state.parting == nil)
            #expect(state.stale?.text == "The database did not answer. What you see may be old.")
            #expect(state.stale?.retry == "Look again")
        }

        @Test
        func aNameIsGiven() async throws {
            let (model, messenger) = try await model()
            #expect(model.state.naming == nil)
            model.startNaming()
            #expect(model.typedName == "Bob")
            #expect(model.state.naming?.label == "Your name for them" && model.state.naming?.isRefused == false)
            #expect(model.state.naming?.note.hasPrefix("Only you see it.") == true)
            model.stopNaming()
            #expect(model.state.naming == nil && messenger.calls.isEmpty)
            model.startNaming()
            model.typedName = " Robert "
            model.rename()
            try await within("settled") { await model.settled() }
            #expect(model.state.naming == nil)
            model.startNaming()
            model.typedName = "  "
            model.rename()
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["rename \(Samples.uid(1)) Robert", "rename \(Samples.uid(1)) "])
        }

        @Test(arguments: [
            (MessengerError.BadName, "That name is too long, or has invisible characters in it. Shorten it."),
            (.DeviceFull, "This device has no room left: nothing was changed. Free some, then try again."),
            (.Busy, "The database did not answer: nothing was changed. Try again."),
        ])
        func aNameThatIsNotTakenIsSaidWhereItIsTyped(error: MessengerError, words: String) async throws {
            let (model, _) = try await model(refusal: error)
            model.startNaming()
            model.rename()
            try await within("settled") { await model.settled() }
            #expect(model.state.naming?.note == words)
            #expect(model.state.naming?.isRefused == true && model.state.said == nil)
            model.stopNaming()
            #expect(model.state.said == nil)
        }

        @Test
        func theMarkIsSetAndTakenBack() async throws {
            let none = try await shown("here")
            #expect(none.safety?.isVerified == false)
            #expect(none.safety?.verifiedNote == "Switch it on once you have compared the safety numbers.")
            let marked = try await shown("verified")
            #expect(marked.head?.verified == "Verified" && marked.safety?.isVerified == true)
            #expect(marked.safety?.verifiedNote == "You compared the safety numbers.")
            let (model, messenger) = try await model()
            model.setVerified(true)
            #expect(model.state.isBusy)
            // One command at a time, and none is dropped.
            model.setVerified(false)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == [true, false].map { "setVerified \(Samples.uid(1)) \($0)" })
            #expect(!model.state.isBusy)
        }

        @Test
        func blockingAndUnblockingAreAskedAboutFirst() async throws {
            let (model, messenger) = try await model()
            model.ask(.block)
            let question = try #require(model.state.asking?.question)
            #expect(question.title == "Block Bob?" && question.yes == "Block" && question.no == "Cancel")
            #expect(question.text.contains("They are not told") && question.isDestructive)
            model.cancel(.block)
            #expect(model.state.asking == nil && messenger.calls.isEmpty)
            model.ask(.block)
            model.confirm(.block)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["block \(Samples.uid(1))"] && model.state.asking == nil)
            #expect(try await asked("unblocking").text.contains("may still arrive"))
            #expect(try await asked("unblocking-stranger").text.hasPrefix("They can ask again"))
            model.confirm(.unblock)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls.last == "unblock \(Samples.uid(1))")
        }

        @Test
        func deletingTakesTwoStepsAndSaysWhatIsLost() async throws {
            let lost = try await asked("deleting").text
            #expect(
                lost.components(separatedBy: "\n\n") == [
                    "Gone from this device are: all messages of this chat, your name for them, their addresses, "
                        + "and the verified mark.",
                    "2 of your messages still wait for them. They are never sent.",
                    "Only this device forgets: theirs keeps what it has. If they write again, they come as a request.",
                ])
            let blocked = try await asked("deleting-blocked").text
            #expect(blocked.contains("1 of your messages still waits for them. It is never sent."))
            #expect(blocked.hasSuffix("They stay blocked."))
            let (model, messenger) = try await model()
            model.ask(.delete)
            #expect(model.state.asking?.question.yes == "Continue")
            model.confirm(.delete)
            // The first question goes when it was answered, and must not take the second one along.
            model.cancel(.delete)
            #expect(model.state.asking?.about == .deleteForGood)
            #expect(model.state.asking?.question.title == "Delete Bob for good?")
            #expect(model.state.asking?.question.isDestructive == true)
            model.cancel(.deleteForGood)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls.isEmpty && !model.isGone)
            model.confirm(.deleteForGood)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["remove \(Samples.uid(1))"] && model.isGone)
        }

        @Test(arguments: [
            (
                MessengerError.DeviceFull,
                "This device has no room left: nothing was changed. Free some, then try again."
            ),
            (.Busy, "The database did not answer: nothing was changed. Try again."),
        ])
        func whatWasNotDoneIsSaid(error: MessengerError, words: String) async throws {
            let (model, _) = try await model(refusal: error)
            model.confirm(.deleteForGood)
            try await within("settled") { await model.settled() }
            #expect(model.state.said == SaidState(text: words, isFailure: true))
            #expect(!model.isGone && !model.state.isBusy && model.state.head?.name == "Bob")
        }

        @Test
        func thatTheUidIsCopiedIsSaid() async throws {
            let (model, _) = try await model()
            model.copied()
            #expect(model.state.said == SaidState(text: "The UID is copied.", isFailure: false))
            #expect(model.state.announced == "The UID is copied.")
        }

        @Test
        func theScannerSaysAtWhatToPointAndGoesOnAfterACodeThatIsNone() async throws {
            let (model, _) = try await model()
            model.scanning.start()
            #expect(model.scanning.isOpen)
            #expect(model.scanning.state.title == "Compare by scanning")
            #expect(model.scanning.state.hint.hasPrefix("Point the camera at the code on Bob’s device:"))
            model.scanning.found("https://example.org")
            #expect(model.scanning.isOpen)
            #expect(
                model.scanning.state.said
                    == "This is not a safety code. On Bob’s device, open the chat with you and tap your name. "
                    + "The code to scan is below the safety number.")
            model.scanning.isOpen = false
            model.scannerClosed()
            #expect(model.state.asking == nil)
        }

        @Test
        func whatACodeMeansIsSaid() async throws {
            let same = try await asked("same")
            #expect(same.title == "The codes match" && same.yes == "Mark as verified" && same.no == "Not now")
            #expect(same.text == "This is Bob’s device, and nobody is in between.")
            let already = try await asked("same-already")
            #expect(already.yes == nil && already.no == "Close" && already.text.hasSuffix("It is marked as verified."))
            let other = try await asked("other")
            #expect(other.title == "The codes do not match" && other.yes == nil && other.no == "Close")
            #expect(other.text.contains("somebody may be reading along"))
            #expect(try await asked("other-verified").yes == "Take the mark back")
        }
    }
}
