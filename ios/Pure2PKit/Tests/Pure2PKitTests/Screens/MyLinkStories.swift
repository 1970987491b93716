import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// My link over the real core, and what somebody else does with it.
    @Suite @MainActor
    struct MyLinkStories {
        private func withTwo(_ story: @MainActor (_ alice: Person, _ bob: Person) async throws -> Void) async throws {
            let (alice, bob) = (try await Person("Alice"), try await Person("Bob"))
            let told: Result<Void, any Error>
            do {
                told = .success(try await story(alice, bob))
            } catch {
                told = .failure(error)
            }
            for one in [alice, bob] { try await one.end() }
            try told.get()
        }

        private func page(_ person: Person, _ foreground: Foreground) -> MyLinkModel {
            MyLinkModel(Screens(person.messenger, words: Samples.english), foreground: foreground)
        }

        @Test
        func theLinkSaysWhereThisDeviceIsAsSoonAsItIsSomewhere() async throws {
            try await withTwo { alice, bob in
                let foreground = Foreground(alice.messenger, options: Person.here)
                let model = page(alice, foreground)
                try await until("there is one, of nowhere") { model.state.sharing != nil }
                #expect(model.state.notice?.lines.first?.hasPrefix("This app isn’t connected") == true)
                #expect(model.state.addresses == nil)

                foreground.phase(.active)
                try await until("it says where") { model.state.addresses?.rows.count == 1 }
                let row = try #require(model.state.addresses?.rows.first)
                #expect(row.notes == ["On this device only."])
                let listening = try await within("session") { try await alice.messenger.session() }.listening
                #expect([row.address] == listening)
                #expect(model.state.notice == nil)

                // What Bob's camera reads is what is copied: a link by which he finds her.
                let shared = try #require(model.state.sharing?.text)
                let code = try linkQr(text: shared)
                #expect(model.state.code?.matrix == code)
                try await bob.enter()
                let adding = AddModel(
                    Screens(bob.messenger, words: Samples.english), camera: PreviewCamera(), brought: shared)
                try await until("he can add her") { adding.state.answers.map(\.label) == ["Add"] }
                adding.add()
                try await until("he has") { adding.added == alice.uid }
                try await bob.send("Hello", to: alice)
                let requests = Screens(alice.messenger).requestList()
                try await until("he asks, with her current link") { requests.requests.first?.invited == true }

                foreground.phase(.background)
                try await until("it is said that she is gone") { model.state.notice?.reach != nil }
            }
        }

        @Test
        func whoComesWithAnOlderLinkIsMarked() async throws {
            try await withTwo { alice, bob in
                let foreground = Foreground(alice.messenger, options: Person.here)
                let model = page(alice, foreground)
                foreground.phase(.active)
                try await until("it says where") { model.state.addresses != nil }
                let old = try #require(model.state.sharing?.text)
                model.askToRenew()
                model.renew()
                try await until("it is another one") {
                    model.state.sharing.map { $0.text != old } == true && model.state.renewal?.isBusy == false
                }
                #expect(model.state.outcome == "This is your new link. Requests from older ones are marked.")
                let new = try #require(model.state.sharing?.text)
                let code = try linkQr(text: new)
                #expect(model.state.code?.matrix == code)
                #expect(try previewLink(text: new).uid == alice.uid)

                try await bob.enter()
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: old) }
                try await bob.send("Buy my things", to: alice)
                let requests = Screens(alice.messenger).requestList()
                try await until("he asks, without her current link") { requests.requests.first?.invited == false }
                try await alice.leave()
            }
        }

        @Test
        func aLinkIsMadeOnceForTheSameAddresses() async throws {
            try await withTwo { alice, _ in
                try await alice.enter()
                let own = Screens(alice.messenger).ownLink()
                try await until("there is one") { own.link?.addresses.isEmpty == false }
                try await within("settled") { await own.settled() }
                let before = own.link
                // Each one that is made has a number of its own, and is another text.
                own.refresh()
                try await within("settled") { await own.settled() }
                #expect(own.link == before)
                own.remake()
                try await within("settled") { await own.settled() }
                #expect(own.link != before && own.link?.addresses == before?.addresses)
            }
        }

        @Test
        func aDeviceThatOpensWhileTheLinkIsMadeHasNoHalfOfIt() async throws {
            let own = Screens(OpeningMessenger()).ownLink()
            try await within("settled") { await own.settled() }
            #expect(own.link?.addresses.map(\.isLan) == [false, false, false])
            #expect(own.link?.outside == Samples.everywhereLink && own.link?.complete == Samples.everywhereLink)
        }

        @Test
        func whatIsChangedInTheSettingsIsSeenWhenOneComesBack() async throws {
            try await withTwo { alice, _ in
                let model = page(alice, Foreground(alice.messenger, options: Person.here))
                try await until("there is one") { model.state.sharing != nil }
                #expect(model.state.notice?.settings == nil)
                _ = try await within("change") {
                    try await alice.messenger.changeSetting(setting: .answerNewPeople(on: false))
                }
                model.look()
                try await until("it is said") { model.state.notice?.settings == "Settings" }
            }
        }
    }
}

/// Opens to others between the two texts that a link is made of.
private final class OpeningMessenger: Messenger, @unchecked Sendable {
    private let made = Locked(0)

    init() {
        super.init(noHandle: NoHandle())
    }

    required init(unsafeFromHandle handle: UInt64) {
        super.init(unsafeFromHandle: handle)
    }

    override func subscribe(listener: any EventListener) throws -> Subscription {
        Subscription(noHandle: Subscription.NoHandle())
    }

    override func reach() async throws -> Reach {
        let own = OwnAddress(address: "203.0.113.7:20731", kind: .ipv4, source: .router)
        let router = Samples.reach(.opened).router
        return Reach(
            state: .opened, listening: [], addresses: made.with { $0 } == 0 ? [] : [own], router: router,
            routerV6: router, seenAs: [], reachedBy: [])
    }

    override func link(addresses: [SocketAddr]?, withLan: Bool) async throws -> String {
        made.with { made in
            made += 1
            return made == 1 ? Samples.addresslessLink : Samples.everywhereLink
        }
    }

    override func settings() async throws -> Settings { Says().settings }
}
