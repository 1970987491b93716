import Pure2PKit
import SwiftUI
import UIKit

/// What one shows or sends to somebody who shall be able to write.
struct MyLinkView: View {
    @Bindable var model: MyLinkModel
    let go: Navigator

    var body: some View {
        let state = model.state
        Form {
            if let notice = state.notice {
                Section { MyLinkNoticeView(notice: notice, go: go) }
            }
            if let code = state.code {
                Section {
                    QrView(matrix: code.matrix, spoken: code.spoken)
                        // On a wide screen a code as large as that would leave room for nothing else.
                        .frame(maxWidth: 360)
                        .frame(maxWidth: .infinity)
                }
            }
            if let whoever = state.whoever {
                Section { Text(whoever) }
            }
            if let sharing = state.sharing {
                Section {
                    SharingView(sharing: sharing, withLan: $model.withLan, copied: model.linkCopied)
                } footer: {
                    if let lan = sharing.lan { Text(lan.note) }
                }
            }
            // Where it can be read out at once; and it takes no room until there is something to say.
            if let outcome = state.outcome {
                Section {
                    Text(outcome)
                    if let retry = state.retry { Button(retry, action: model.look) }
                }
            }
            if let uid = state.uid {
                Section {
                    GroupsView(text: uid.grouped, spoken: uid.spoken)
                    Button(uid.copy, systemImage: "doc.on.doc") {
                        // As people compare it; whoever pastes it need not care about the spaces.
                        UIPasteboard.general.string = uid.grouped
                        model.uidCopied()
                    }
                } header: {
                    Text(uid.title)
                } footer: {
                    Text(uid.why)
                }
            }
            if let addresses = state.addresses {
                Section(addresses.title) {
                    ForEach(addresses.rows) { LinkAddressView(address: $0) }
                }
            }
            if let renewal = state.renewal {
                Section {
                    Button(renewal.make, action: model.askToRenew)
                        .disabled(renewal.isBusy)
                        .asking(state.question, confirm: model.renew, cancel: model.cancel)
                } header: {
                    Text(renewal.title)
                } footer: {
                    Text(renewal.why)
                }
            }
        }
        .navigationTitle(state.title)
        .announced(state.outcome)
        // Also when one comes back from where the settings are.
        .onAppear(perform: model.look)
    }
}

/// Who does not get through, and where that can be changed.
private struct MyLinkNoticeView: View {
    let notice: MyLinkNoticeState
    let go: Navigator

    var body: some View {
        ForEach(notice.lines, id: \.self) { Text($0) }
        if let reach = notice.reach {
            Button(reach) { go.go(to: .reach) }
        }
        if let noCode = notice.noCode { Text(noCode) }
        if let answersNobody = notice.answersNobody { Text(answersNobody) }
        if let settings = notice.settings {
            Button(settings) { go.go(to: .settings) }
        }
    }
}

/// The link as text.
private struct SharingView: View {
    let sharing: SharingState
    @Binding var withLan: Bool
    let copied: @MainActor () -> Void

    var body: some View {
        ShareLink(item: sharing.text) {
            Label(sharing.share, systemImage: "square.and.arrow.up")
        }
        Button(sharing.copy, systemImage: "doc.on.doc") {
            UIPasteboard.general.string = sharing.text
            copied()
        }
        if let lan = sharing.lan {
            Toggle(lan.label, isOn: $withLan)
        }
    }
}

#if DEBUG
    struct MyLinkView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(MyLinkSamples.names, id: \.self) { name in
                NavigationStack { MyLinkView(model: MyLinkSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
