import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What other apps and pages hand over.
    @Suite @MainActor
    struct LinksFromElsewhere {
        private func url(_ text: String) throws -> URL { try #require(URL(string: text)) }

        @Test
        func onlyLinksOfOursWaitOneAtATimeAndAreShownOnce() throws {
            let links = Links()
            for text in ["https://example.org/pure2p:pure1", "file:///etc/hosts", "pure2px:pure1", "pure1"] {
                links.open(try url(text))
                #expect(links.waiting == nil, "\(text)")
            }
            // However quickly they come, there is one.
            for number in 0..<1_000 { links.open(try url("PURE2P:pure1\(number)")) }
            #expect(links.take()?.lowercased() == "pure2p:pure1999")
            #expect(links.take() == nil && links.waiting == nil)
        }

        @Test
        func ofABookLittleIsKeptAndItIsSaidThatItIsTooMuch() async throws {
            let links = Links()
            links.open(try url("pure2p:" + String(repeating: "x", count: 1_000_000)))
            let kept = try #require(links.take())
            #expect(kept.utf8.count == 4_096)
            let model = AddModel(
                Screens(PreviewMessenger(), words: Samples.english), camera: PreviewCamera(), brought: kept)
            await model.settled()
            #expect(model.state.field.judgement == "That is too much for a link. Copy only the link.")
        }

        @Test
        func whatIsOddInALinkIsShownAsOddAndAddsNobody() async throws {
            let fake = PreviewMessenger()
            for text in ["pure2p:", "pure2p:%00", "pure2p:pure1%E2%80%AE", "pure2p:///", "pure2p:?add=yes#now"] {
                let links = Links()
                links.open(try url(text))
                let model = AddModel(
                    Screens(fake, words: Samples.english), camera: PreviewCamera(), brought: links.take())
                await model.settled()
                #expect(model.state.answers.isEmpty && model.state.field.isWrong, "\(text)")
                model.add()
                await model.settled()
                #expect(model.added == nil)
            }
        }
    }
}
