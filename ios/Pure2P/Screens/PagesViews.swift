import Pure2PKit
import SwiftUI

/// What Pure2P can't do.
struct LimitsView: View {
    let state: LimitsState

    var body: some View {
        List {
            ForEach(state.limits.indices, id: \.self) { place in
                let limit = state.limits[place]
                Section {
                    ForEach(limit.paragraphs.indices, id: \.self) { place in
                        ParagraphView(paragraph: limit.paragraphs[place])
                    }
                } header: {
                    // As it is written, also where a list would write it large.
                    Text(limit.title).textCase(nil)
                }
            }
        }
        .navigationTitle(state.title)
    }
}

private struct ParagraphView: View {
    let paragraph: LimitsState.Paragraph

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            Text(paragraph.text)
            ForEach(paragraph.points, id: \.self) { PointView(text: $0) }
        }
    }
}

/// Which app it is.
struct VersionView: View {
    let state: VersionState

    var body: some View {
        List {
            Section {
                ForEach(state.rows, id: \.title) { row in
                    LabeledContent(row.title, value: row.value)
                }
            } footer: {
                Text(state.updates)
            }
        }
        .navigationTitle(state.title)
    }
}

/// Whose work is in the app, and their own words: as they were written, in English, whatever the language around them.
struct LicencesView: View {
    let model: LicencesModel

    var body: some View {
        let state = model.state
        List {
            Section { Text(state.own) }
            if let others = state.others {
                Section(others.title) {
                    ForEach(others.parts.indices, id: \.self) { place in
                        PartView(part: others.parts[place])
                    }
                }
                Section(others.termsTitle) {
                    ForEach(others.terms.indices, id: \.self) { place in
                        TermsView(terms: others.terms[place])
                    }
                }
            }
        }
        .navigationTitle(state.title)
    }
}

private struct PartView: View {
    let part: Licences.Part

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(part.name)
            Text(part.licence).font(.subheadline).foregroundStyle(.secondary)
        }
        .environment(\.layoutDirection, .leftToRight)
        .accessibilityElement(children: .combine)
    }
}

private struct TermsView: View {
    let terms: Licences.Terms

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(terms.about).font(.subheadline.bold()).accessibilityAddTraits(.isHeader)
            Text(terms.text).font(.footnote)
        }
        .environment(\.layoutDirection, .leftToRight)
    }
}

/// What the app has noted about itself: all of it can be read before any of it goes anywhere.
struct LogView: View {
    let model: LogModel

    var body: some View {
        let state = model.state
        List {
            Section {
                ForEach(state.about, id: \.self) { Text($0) }
                if let empty = state.empty { Text(empty) }
                if let actions = state.actions {
                    ShareLink(item: actions.shared) { Text(actions.share) }
                    Button(actions.clear, role: .destructive, action: model.clear)
                }
            }
            Section {
                ForEach(state.lines.indices, id: \.self) { place in
                    Text(state.lines[place]).font(.footnote.monospaced())
                }
                // Made for comparing with others' lines: never mirrored.
                .environment(\.layoutDirection, .leftToRight)
            }
        }
        .navigationTitle(state.title)
        .announced(state.empty)
        .onAppear { model.appeared() }
    }
}

#if DEBUG
    struct PagesViews_Previews: PreviewProvider {
        static var previews: some View {
            NavigationStack { LimitsView(state: PagesSamples.limits().state) }.previewDisplayName("limits")
            NavigationStack { VersionView(state: PagesSamples.version().state) }.previewDisplayName("version")
            ForEach(PagesSamples.licencesNames, id: \.self) { name in
                NavigationStack { LicencesView(model: PagesSamples.licences(name)) }
                    .previewDisplayName("licences-\(name)")
            }
            ForEach(PagesSamples.logNames, id: \.self) { name in
                NavigationStack { LogView(model: PagesSamples.log(name)) }.previewDisplayName("log-\(name)")
            }
        }
    }
#endif
