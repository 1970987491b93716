import Pure2PKit
import SwiftUI
import UIKit

/// All there is to know of one person, and to decide.
struct ContactView: View {
    @Bindable var model: ContactModel
    let go: Navigator
    @Environment(\.accessibilityReduceMotion) private var isStill

    var body: some View {
        let state = model.state
        ScrollViewReader { scroll in
            List {
                if let stale = state.stale {
                    StaleView(stale: stale, retry: model.retry)
                }
                if let head = state.head {
                    Section {
                        ContactHeadView(head: head).id(Self.top)
                        if let title = head.rename {
                            Button(title, systemImage: "pencil", action: model.startNaming)
                        }
                        if let said = state.said {
                            Text(said.text).foregroundStyle(.wrong(said.isFailure, otherwise: .primary))
                        }
                    }
                    .disabled(state.isBusy)
                }
                if let standing = state.standing {
                    ContactStandingView(standing: standing, state: state, model: model)
                }
                if let uid = state.uid {
                    ContactUidView(uid: uid) {
                        UIPasteboard.general.string = uid.grouped
                        model.copied()
                    }
                }
                if let safety = state.safety {
                    ContactSafetyView(safety: safety, isBusy: state.isBusy, model: model)
                }
                if let ways = state.ways {
                    ContactWaysView(ways: ways)
                }
                if let addresses = state.addresses {
                    ContactAddressesView(addresses: addresses, showAll: model.showAllAddresses) { go.go(to: .myLink) }
                }
                if let parting = state.parting {
                    ContactPartingView(parting: parting, state: state, model: model)
                }
            }
            .listStyle(.insetGrouped)
            // What a tap further down has led to is said at the top.
            .onChange(of: state.announced) { _, announced in
                if announced != nil {
                    withAnimation(isStill ? nil : .default) { scroll.scrollTo(Self.top, anchor: .top) }
                }
            }
        }
        .navigationTitle(state.title)
        .navigationBarTitleDisplayMode(.inline)
        .sheet(item: Binding(get: { state.naming }, set: { @MainActor in if $0 == nil { model.stopNaming() } })) {
            NamingView(naming: $0, isBusy: state.isBusy, model: model)
        }
        .telling(state.question(.deleteForGood), confirm: { model.confirm(.deleteForGood) }) {
            model.cancel(.deleteForGood)
        }
        .comparing(model)
        .announced(state.announced)
        .announced(state.stale?.text)
        .onChange(of: model.isGone, initial: true) { _, isGone in
            if isGone { go.toChats() }
        }
    }

    private static let top = "top"
}

extension View {
    /// Scans a safety code, and says in front of all else what it means.
    fileprivate func comparing(_ model: ContactModel) -> some View {
        let state = model.state
        return scanner(model.scanning, closed: model.scannerClosed)
            .telling(state.question(.same), confirm: { model.confirm(.same) }) { model.cancel(.same) }
            .telling(state.question(.other), confirm: { model.confirm(.other) }) { model.cancel(.other) }
    }
}

/// Who it is.
private struct ContactHeadView: View {
    let head: ContactHeadState

    var body: some View {
        HStack(alignment: .top, spacing: 16) {
            AvatarView(avatar: head.avatar, size: 64)
            VStack(alignment: .leading, spacing: 4) {
                // To its end, however long it is: here is the place where one looks.
                Text(head.name).font(.title2)
                if let claim = head.claim {
                    Text(claim).font(.footnote).foregroundStyle(.secondary)
                }
                if let presence = head.presence, let text = head.presenceText {
                    HStack(spacing: 8) {
                        PresenceMark(presence: presence)
                        Text(text)
                    }
                }
                if let verified = head.verified {
                    Label(verified, systemImage: "checkmark.seal")
                }
            }
        }
        .padding(.vertical, 4)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(head.spoken)
        .accessibilityAddTraits(.isHeader)
    }
}

/// How things stand between the two, and the answers to it.
private struct ContactStandingView: View {
    let standing: StandingState
    let state: ContactScreenState
    let model: ContactModel

    var body: some View {
        Section {
            Text(standing.text)
            if let accept = standing.accept {
                Button(accept, action: model.accept)
            }
            if let block = standing.block {
                BlockButton(title: block, state: state, model: model)
            }
            if let unblock = standing.unblock {
                Button(unblock) { model.ask(.unblock) }
                    .asking(state.question(.unblock), confirm: { model.confirm(.unblock) }) { model.cancel(.unblock) }
            }
        }
        .disabled(state.isBusy)
    }
}

/// Their UID.
private struct ContactUidView: View {
    let uid: ContactUidState
    let copy: @MainActor () -> Void

    var body: some View {
        Section(uid.title) {
            GroupsView(text: uid.grouped, spoken: uid.spoken)
            Button(uid.copy, systemImage: "doc.on.doc", action: copy)
        }
    }
}

/// Who of the two reaches whom.
private struct ContactWaysView: View {
    let ways: WaysState

    var body: some View {
        Section {
            row(ways.mine)
            row(ways.theirs)
        } header: {
            Text(ways.title)
        } footer: {
            Text(ways.why)
        }
    }

    private func row(_ way: WayState) -> some View {
        Label {
            VStack(alignment: .leading, spacing: 2) {
                Text(way.text)
                if let last = way.last {
                    Text(last).font(.footnote).foregroundStyle(.secondary)
                }
            }
        } icon: {
            switch way.sign {
            case .yes: Image(systemName: "checkmark")
            case .no: Image(systemName: "xmark").foregroundStyle(.red)
            case .unknown: Image(systemName: "questionmark").foregroundStyle(.secondary)
            }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(way.spoken)
    }
}

/// Where they may be.
private struct ContactAddressesView: View {
    let addresses: AddressesState
    let showAll: @MainActor () -> Void
    let myLink: @MainActor () -> Void

    var body: some View {
        Section {
            ForEach(addresses.rows) { row in
                VStack(alignment: .leading, spacing: 2) {
                    Text(row.address).monospaced().environment(\.layoutDirection, .leftToRight)
                    ForEach(row.notes, id: \.self) { note in
                        Text(note).font(.footnote).foregroundStyle(.secondary)
                    }
                }
                .accessibilityElement(children: .ignore)
                .accessibilityLabel(row.spoken)
            }
            if let title = addresses.showAll {
                Button(title, action: showAll)
            }
            if let title = addresses.myLink {
                Button(title, systemImage: "qrcode", action: myLink)
            }
        } header: {
            Text(addresses.title)
        } footer: {
            Text(addresses.note)
        }
    }
}

/// Blocking and deleting, each with what it means.
private struct ContactPartingView: View {
    let parting: PartingState
    let state: ContactScreenState
    let model: ContactModel

    var body: some View {
        if let block = parting.block, let note = parting.blockNote {
            Section {
                BlockButton(title: block, state: state, model: model)
            } header: {
                Text(parting.title)
            } footer: {
                Text(note)
            }
            .disabled(state.isBusy)
        }
        Section {
            Button(parting.delete, role: .destructive) { model.ask(.delete) }
                .asking(state.question(.delete), confirm: { model.confirm(.delete) }) { model.cancel(.delete) }
        } header: {
            if parting.block == nil { Text(parting.title) }
        } footer: {
            Text(parting.deleteNote)
        }
        .disabled(state.isBusy)
    }
}

/// Blocks, once it was asked about.
private struct BlockButton: View {
    let title: String
    let state: ContactScreenState
    let model: ContactModel

    var body: some View {
        Button(title, role: .destructive) { model.ask(.block) }
            .asking(state.question(.block), confirm: { model.confirm(.block) }) { model.cancel(.block) }
    }
}

#if DEBUG
    struct ContactView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(ContactSamples.names, id: \.self) { name in
                NavigationStack { ContactView(model: ContactSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
