import SwiftUI

/// Makes a model when its view comes, once, and lets go of it with the view.
///
/// Not a `State` with a value: SwiftUI makes that value again each time the view above is drawn, and a model opens
/// subscriptions and databases' queries.
struct Held<Model: AnyObject, Content: View>: View {
    let make: @MainActor () -> Model
    @ViewBuilder let content: (Model) -> Content
    @State private var model: Model?

    var body: some View {
        ZStack {
            if let model {
                content(model)
            }
        }
        .onAppear {
            if model == nil { model = make() }
        }
    }
}
