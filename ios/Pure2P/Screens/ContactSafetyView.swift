import Pure2PKit
import SwiftUI

/// What both compare when they meet, by eye or by a code, and that they did.
struct ContactSafetyView: View {
    let safety: SafetyState
    let isBusy: Bool
    let model: ContactModel

    var body: some View {
        Section(safety.title) {
            if let bound = safety.bound { Text(bound) }
            Text(safety.how)
            GroupsView(text: safety.digits, spoken: safety.digitsSpoken).font(.title3)
            QrView(matrix: safety.code, spoken: safety.codeSpoken)
                .frame(maxWidth: 240)
                .frame(maxWidth: .infinity)
            if let scan = safety.scan {
                Button(scan, systemImage: "qrcode.viewfinder", action: model.scanning.start)
            }
            if let barrier = safety.barrier { ScanBarrierView(barrier: barrier) }
            Toggle(isOn: Binding(get: { safety.isVerified }, set: { @MainActor isOn in model.setVerified(isOn) })) {
                VStack(alignment: .leading, spacing: 2) {
                    Text(safety.verified)
                    Text(safety.verifiedNote).font(.footnote).foregroundStyle(.secondary)
                }
            }
            .disabled(isBusy)
        }
    }
}
