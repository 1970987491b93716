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
            // Of a book nothing is kept, and what waited is not lost for it.
            links.open(try url(Samples.link))
            links.open(try url("pure2p:" + String(repeating: "x", count: 5_000)))
            #expect(links.waiting == Samples.link)
            // However quickly they come, there is one.
            for number in 0..<1_000 { links.open(try url("PURE2P:pure1\(number)")) }
            #expect(links.take()?.lowercased() == "pure2p:pure1999")
            #expect(links.take() == nil && links.waiting == nil)
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
