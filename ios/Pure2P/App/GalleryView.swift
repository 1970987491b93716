#if DEBUG
    import Foundation
    import Pure2PKit
    import SwiftUI

    /// One state of one screen over a messenger that is not real: what photographs are taken of.
    struct GalleryView: View {
        /// As in "chats/empty".
        let name: String

        /// What was asked for when the process was started, if something was.
        static var asked: String? { ProcessInfo.processInfo.environment["PURE2P_GALLERY"] }

        private var screen: String { String(name.prefix { $0 != "/" }) }
        private var state: String { String(name.drop { $0 != "/" }.dropFirst()) }
        private let words = Words.system.at(Samples.then)

        var body: some View {
            switch screen {
            case "frame":
                Held {
                    FrameSamples.model(state, words: words)
                } content: { model in
                    FrameView(model: model) { _ in
                        EmptyView()
                    } inside: { _ in
                        EmptyView()
                    }
                }
            case "scan":
                Held {
                    ScanSamples.model(state, words: words)
                } content: { model in
                    ScanView(scanning: model)
                }
            case "welcome":
                Held {
                    WelcomeSamples.model(state, words: words)
                } content: { model in
                    WelcomeView(model: model)
                }
            default:
                NavigationStack { inside }
            }
        }

        /// What has a bar above it.
        @ViewBuilder
        private var inside: some View {
            let go = Navigator()
            switch screen {
            case "add":
                Held {
                    AddSamples.model(state, words: words)
                } content: {
                    AddView(model: $0, go: go)
                }
            case "chats":
                Held {
                    ChatsSamples.model(state, words: words)
                } content: {
                    ChatsView(model: $0, go: go)
                }
            case "contact":
                Held {
                    ContactSamples.model(state, words: words)
                } content: {
                    ContactView(model: $0, go: go)
                }
            case "conversation":
                Held {
                    ConversationSamples.model(state, words: words)
                } content: {
                    ConversationView(model: $0, go: go)
                }
            case "my-link":
                Held {
                    MyLinkSamples.model(state, words: words)
                } content: {
                    MyLinkView(model: $0, go: go)
                }
            case "reach":
                Held {
                    ReachSamples.model(state, words: words)
                } content: {
                    ReachView(model: $0, go: go)
                }
            case "requests":
                Held {
                    RequestsSamples.model(state, words: words)
                } content: {
                    RequestsView(model: $0, go: go)
                }
            case "settings":
                Held {
                    SettingsSamples.model(state, words: words)
                } content: {
                    SettingsView(model: $0, go: go)
                }
            default: pages
            }
        }

        /// What lies behind the settings.
        @ViewBuilder
        private var pages: some View {
            switch screen {
            case "licences":
                Held {
                    PagesSamples.licences(state, words: words)
                } content: {
                    LicencesView(model: $0)
                }
            case "limits": LimitsView(state: PagesSamples.limits(words).state)
            case "log":
                Held {
                    PagesSamples.log(state, words: words)
                } content: {
                    LogView(model: $0)
                }
            case "version": VersionView(state: PagesSamples.version(words).state)
            default: EmptyView()
            }
        }
    }
#endif
