import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What the settings show and speak.
    @Suite @MainActor
    struct SettingsScreen {
        /// A state by its name, once it shows what its messenger says.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> SettingsState {
            let model = SettingsSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func eachRowSaysWhatIsSoAndWhatItIsFor() async throws {
            let state = try await shown("full")
            #expect(state.title == "Settings")
            #expect(state.unread == nil && state.editor == nil && state.deletion == nil && state.erasing == nil)
            #expect(state.people?.name == GoState("Your name", "Alice"))
            #expect(
                state.people?.answer.why
                    == "Who has your UID can ask to write to you. Off: who isn’t your contact gets no answer, "
                    + "as if nobody were here.")
            #expect(
                [state.people?.answer, state.people?.receipts, state.network?.router].map { $0?.isOn }
                    == [true, true, true])
            #expect(state.network?.port.below.first == "41000")
            #expect(state.device.looks.map(\.title) == ["Same as the device", "Light", "Dark"])
            #expect(state.device.chosen == .system)
            #expect(state.device.screenOn.isOn && !state.device.returnSends.isOn && !state.device.lock.isOn)
            #expect(state.device.returnSends.title == "Return sends")
            #expect(state.device.language.below.first?.contains("in the Settings app, under Language.") == true)
            #expect(state.storage.stored == GoState("Used on this device", "12.3 MB, with 1,234 messages"))
            #expect(state.about.version == GoState("Version", "0.1.0"))
            #expect(state.about.limits == GoState("Limits", "What Pure2P can’t do."))
        }

        @Test
        func theSameInGerman() async throws {
            let state = try await shown("full", Samples.german)
            #expect(state.title == "Einstellungen")
            #expect(state.people?.answer.title == "Neuen Leuten antworten")
            #expect(state.device.returnSends.title == "Return sendet")
            #expect(state.device.looks.map(\.title) == ["Wie das Gerät", "Hell", "Dunkel"])
            #expect(state.storage.stored?.below == ["12,3 MB, mit 1.234 Nachrichten"])
            #expect(state.about.licences == GoState("Lizenzen", "Wessen Arbeit darin steckt."))
            let changed = try await shown("changed", Samples.german)
            #expect(changed.storage.stored?.below == ["48 kB, mit 1 Nachricht"])
            #expect(changed.people?.name.below == ["Keiner: Andere sehen deine UID, bis sie dich benennen."])
        }

        @Test
        func whatWasChangedIsShown() async throws {
            let state = try await shown("changed")
            #expect(state.people?.name.below == ["None: others see your UID until they name you."])
            #expect(
                [state.people?.answer, state.people?.receipts, state.network?.router].map { $0?.isOn }
                    == [false, false, false])
            #expect(state.network?.port.below.first == "5000")
            #expect(state.device.chosen == .dark)
            #expect(!state.device.screenOn.isOn && state.device.returnSends.isOn && state.device.lock.isOn)
            #expect(state.storage.stored?.below == ["48 kB, with 1 message"])
        }

        @Test
        func whatCouldNotBeReadIsNotShown() async throws {
            let state = try await shown("unread")
            #expect(state.people == nil && state.network == nil && state.storage.stored == nil)
            #expect(state.unread?.text == "Your settings can’t be read right now.")
            #expect(state.unread?.retry == "Try again")
            #expect(state.storage.delete == "Delete everything")
        }

        @Test
        func anAppLockNeedsADeviceThatHasOne() async throws {
            let none = try await shown("no-lock").device.lock
            #expect(!none.canChange && !none.isOn)
            #expect(none.why == "This device has no passcode. Set one in the Settings app first.")
            // Who has taken the device's lock away can still switch this one off.
            let gone = try await shown("lock-gone").device.lock
            #expect(gone.canChange && gone.isOn && gone.why == none.why)
            let there = try await shown("full").device.lock
            #expect(there.canChange)
            #expect(there.why.contains("Face ID, Touch ID or the passcode"))
        }

        @Test(arguments: [
            ("not-stored", "Not changed: the database did not answer. Try again."),
            ("router-not-stored", "Not changed: the database did not answer. Try again."),
            ("device-full", "Not changed: this device has no room left."),
            ("lock-declined", "Not changed: your device’s lock was not opened."),
            ("name-refused", "That name is too long, or has invisible characters in it. Shorten it."),
            ("port-refused", "A port is a number from 1024 to 65535."),
        ])
        func whatIsNotChangedSaysWhyInItsPlace(name: String, why: String) async throws {
            let state = try await shown(name)
            let said = [
                "not-stored": state.people?.receipts.refusal, "router-not-stored": state.network?.router.refusal,
                "device-full": state.people?.answer.refusal, "lock-declined": state.device.lock.refusal,
                "name-refused": state.editor?.refusal, "port-refused": state.editor?.refusal,
            ]
            #expect(said[name] == why)
            #expect(said.values.compactMap { $0 }.allSatisfy { $0 == why })
            // It is as it was.
            #expect(state.people?.receipts.isOn == true && state.people?.answer.isOn == true)
            #expect(state.network?.router.isOn == true && state.device.lock.isOn == false)
        }

        @Test
        func aNameAndAPortAreTypedInTheirEditors() async throws {
            let name = try #require(try await shown("name").editor)
            #expect([name.title, name.save, name.cancel] == ["Your name", "Save", "Cancel"])
            #expect(name.notes.count == 1)
            let port = try #require(try await shown("port").editor)
            #expect(port.title == "Port" && port.notes.count == 2 && port.refusal == nil)
            let model = SettingsSamples.model("full")
            try await within("settled") { await model.settled() }
            model.edit(.name)
            #expect(model.typed == "Alice")
            model.edit(.port)
            #expect(model.typed == "41000")
        }

        @Test(arguments: ["port", "", "-1", "65536", "4 711"])
        func whatIsNoNumberIsNoPort(typed: String) async throws {
            let messenger = PreviewMessenger()
            let model = settings(messenger)
            model.edit(.port)
            model.typed = typed
            model.save()
            try await within("settled") { await model.settled() }
            #expect(model.state.editor?.refusal == "A port is a number from 1024 to 65535.")
            #expect(messenger.calls.isEmpty)
        }

        @Test
        func whatIsTypedIsKeptAndTheEditorGoes() async throws {
            let messenger = PreviewMessenger()
            let model = settings(messenger)
            model.edit(.name)
            model.typed = "  Alice in Wonderland "
            model.save()
            #expect(model.state.editor != nil)
            try await within("settled") { await model.settled() }
            #expect(model.state.editor == nil)
            model.edit(.name)
            model.typed = " "
            model.save()
            model.edit(.port)
            model.typed = " 4711"
            model.save()
            try await within("settled") { await model.settled() }
            #expect(
                messenger.calls == [
                    "changeSetting name(name: Optional(\"Alice in Wonderland\"))", "changeSetting name(name: nil)",
                    "changeSetting port(port: 4711)",
                ])
            #expect(model.state.editor == nil)
        }

        @Test
        func aSwitchDoesNotJumpBackWhileItIsSwitched() async throws {
            let model = settings(PreviewMessenger())
            try await within("settled") { await model.settled() }
            model.readReceipts(false)
            #expect(model.state.people?.receipts.isOn == false)
            try await within("settled") { await model.settled() }
            // This messenger keeps nothing: then it is what the messenger says.
            #expect(model.state.people?.receipts.isOn == true)
        }

        @Test
        func whatTheDeviceKeepsIsChangedAtOnce() {
            let device = ChoiceStore.sample()
            let model = settings(PreviewMessenger(), device: device)
            model.choose(.dark)
            model.keepScreenOn(false)
            model.returnSends(true)
            #expect(device.choices.appearance == .dark && device.choices.returnSends && !device.choices.keepScreenOn)
            #expect(model.state.device.chosen == .dark)
        }

        @Test(arguments: [
            (AuthenticatorAnswer.yes, true, false), (.no, false, true), (.interrupted, false, false),
            (.noLock, false, false),
        ])
        func theAppLockAsksForTheDevicesFirst(answer: AuthenticatorAnswer, isChanged: Bool, isSaid: Bool)
            async throws
        {
            for on in [true, false] {
                let device = ChoiceStore.sample { $0.appLock = !on }
                let asked = AskedAuthenticator(answer)
                let model = settings(PreviewMessenger(), device: device, authenticator: asked)
                model.appLock(on)
                #expect(model.state.device.lock.isOn == on && device.choices.appLock != on)
                model.appLock(on)
                try await within("settled") { await model.settled() }
                // Off it goes, too, where there is no lock any more.
                #expect(device.choices.appLock == (isChanged || answer == .noLock ? (on && isChanged) : !on))
                #expect((model.state.device.lock.refusal != nil) == isSaid)
                #expect(asked.reasons == ["Change the app lock"])
                #expect(
                    model.state.device.lock.why.contains("no passcode") == (answer == .noLock), "\(answer) \(on)")
            }
        }

        @Test
        func withoutADevicesLockNothingIsAsked() async throws {
            let device = ChoiceStore.sample { $0.appLock = true }
            let asked = AskedAuthenticator(.yes)
            asked.deviceHasLock = false
            let model = settings(PreviewMessenger(), device: device, authenticator: asked)
            model.appLock(false)
            #expect(!device.choices.appLock)
            model.appLock(true)
            #expect(!device.choices.appLock && asked.reasons.isEmpty)
            // They set one, and come back.
            asked.deviceHasLock = true
            model.appeared()
            #expect(model.state.device.lock.canChange)
        }

        @Test
        func deletingEverythingTakesTwoSteps() async throws {
            let first = try #require(try await shown("delete").deletion)
            #expect(first.title == "Delete everything?" && !first.isLast)
            #expect(
                first.lost == [
                    "your account. Your UID never comes back, and links to it lead nowhere",
                    "all contacts and requests",
                    "all messages, also those that still wait: they are never delivered", "all settings",
                ])
            let last = try #require(try await shown("delete-last").deletion)
            #expect(last.isLast && last.last.title == "Really everything?" && last.last.isDestructive)
            #expect(last.last.yes == "Delete everything now")
            let model = SettingsSamples.model("delete-last")
            model.stopAsking()
            #expect(model.state.deletion?.isLast == false)
            model.stopDeleting()
            #expect(model.state.deletion == nil && model.state.erasing == nil)
            // A question that goes with the answer stops nothing.
            model.deleteEverything()
            model.stopAsking()
            model.stopDeleting()
            #expect(model.state.erasing != nil)
        }

        @Test
        func whatIsBeingDeletedIsSaidAndWhatIsNot() async throws {
            let now = try await shown("deleting")
            #expect(now.erasing?.text == "Everything is being deleted." && now.erasing?.retry == nil)
            let failed = try await shown("not-deleted")
            #expect(failed.erasing?.title == "Not everything is deleted" && failed.erasing?.retry == "Try again")
            #expect(failed.erasing?.text.contains("when you delete the app") == true)
        }

        @Test
        func anOldDatabaseIsOfferedForDeletion() async throws {
            let state = try await shown("set-aside").storage
            #expect(
                state.setAside?.text
                    == "An old database that nobody can read any more is still on this device (3.4 MB).")
            #expect(state.refusal == nil)
            #expect(try await shown("set-aside-stuck").storage.refusal == "It could not be deleted. Try again.")
            #expect(try await shown("full").storage.setAside == nil)
        }

        private func settings(
            _ messenger: PreviewMessenger, device: ChoiceStore = .sample(),
            authenticator: AskedAuthenticator = AskedAuthenticator(.yes)
        ) -> SettingsModel {
            SettingsModel(
                Screens(messenger, words: Samples.english), device: device, authenticator: authenticator,
                erasure: Erasure(setAside: { nil }, deleteSetAside: {}, deleteEverything: {}), version: "0.1.0")
        }
    }
}

/// Says the same each time, and what it was asked for.
final class AskedAuthenticator: Authenticator {
    var deviceHasLock = true
    private(set) var reasons: [String] = []
    private let answer: AuthenticatorAnswer

    init(_ answer: AuthenticatorAnswer) {
        self.answer = answer
    }

    func ask(_ reason: String) async -> AuthenticatorAnswer {
        reasons.append(reason)
        return answer
    }
}
