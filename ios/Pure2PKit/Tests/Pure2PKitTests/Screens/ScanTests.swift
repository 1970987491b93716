import Testing

@testable import Pure2PKit

extension All {
    /// Looking for a code: who is asked, what is said, and when it ends.
    @Suite @MainActor
    struct Scanner {
        private let wanted = ScanWanted(title: "Scan a code", hint: "Point the camera at it.")

        private func scanning(
            _ camera: PreviewCamera = PreviewCamera(), words: Words = Samples.english,
            judge: @escaping @MainActor (String) -> ScanVerdict = { _ in .taken }
        ) -> Scanning {
            Scanning(words, camera, for: wanted, judge: judge)
        }

        @Test
        func nobodyIsAskedBeforeTheTap() async throws {
            let camera = PreviewCamera(.notAsked)
            let scanning = scanning(camera)
            #expect(scanning.isOffered && scanning.barrier == nil && !scanning.isOpen)
            #expect(camera.asked == 0)
            scanning.start()
            scanning.start()
            try await within("answered") { await scanning.settled() }
            #expect(camera.asked == 1)
            #expect(scanning.isOpen && scanning.barrier == nil)
        }

        @Test
        func aRefusalIsSaidWithTheWayToChangeIt() async throws {
            let camera = PreviewCamera(.notAsked, answer: .refused)
            let scanning = scanning(camera)
            scanning.start()
            try await until("it is said") { scanning.barrier != nil }
            #expect(!scanning.isOpen)
            #expect(
                scanning.barrier?.text
                    == "This app may not use the camera. You can allow it in the Settings app, under Pure2P. "
                    + "Everything else works without it.")
            #expect(scanning.barrier?.settings == "Pure2P in the Settings app")
            // The system asks once only: a second tap says the same.
            scanning.start()
            try await within("answered") { await scanning.settled() }
            #expect(camera.asked == 1 && scanning.barrier != nil)

            camera.status = .allowed
            scanning.look()
            #expect(scanning.barrier == nil && !scanning.isOpen)
            scanning.start()
            #expect(scanning.isOpen)
        }

        @Test(arguments: [
            (
                CameraStatus.restricted, "en",
                "This device doesn’t let apps use the camera: Screen Time decides, or whoever manages the device. "
                    + "Everything else works without it."
            ),
            (
                .restricted, "de",
                "Dieses Gerät lässt Apps nicht an die Kamera: Das bestimmt die Bildschirmzeit oder wer das Gerät "
                    + "verwaltet. Alles andere geht auch ohne sie."
            ),
            (
                .refused, "de",
                "Diese App darf die Kamera nicht benutzen. In der App „Einstellungen“ unter Pure2P kannst du es erlauben. "
                    + "Alles andere geht auch ohne sie."
            ),
        ])
        func aClosedCameraIsSaidAfterTheTap(status: CameraStatus, language: String, text: String) {
            let scanning = scanning(PreviewCamera(status), words: .fixed(language, at: Samples.then))
            #expect(scanning.isOffered && scanning.barrier == nil)
            scanning.start()
            #expect(!scanning.isOpen)
            #expect(scanning.barrier?.text == text)
            #expect((scanning.barrier?.settings != nil) == (status == .refused))
        }

        @Test
        func aDeviceThatFindsNoCodesSaysSoAtOnce() {
            let english = scanning(PreviewCamera(.unsupported))
            #expect(!english.isOffered)
            #expect(
                english.barrier?.text
                    == "This device can’t scan codes: that takes a newer one. Everything else works without it.")
            #expect(english.barrier?.settings == nil)
            let german = scanning(PreviewCamera(.unsupported), words: Samples.german)
            #expect(
                german.barrier?.text == "Dieses Gerät kann keine Codes scannen: Dafür braucht es ein neueres. "
                    + "Alles andere geht auch ohne.")
        }

        @Test
        func itLooksUntilACodeIsTaken() {
            var judged: [String] = []
            let scanning = scanning { text in
                judged.append(text)
                return text == "right" ? .taken : .wrong("This is \(text).")
            }
            scanning.found("before it is open")
            scanning.start()
            scanning.found("wrong")
            // The camera sees the same code again and again.
            scanning.found("wrong")
            #expect(scanning.state.said == "This is wrong." && scanning.isOpen && scanning.refused == 1)
            scanning.found("other")
            #expect(scanning.state.said == "This is other.")
            scanning.found("right")
            #expect(!scanning.isOpen && scanning.taken == 1)
            scanning.found("after its end")
            #expect(judged == ["wrong", "other", "right"])
        }

        @Test
        func itBeginsAnewEachTime() {
            let scanning = scanning { _ in .wrong("Not this one.") }
            scanning.start()
            scanning.found("wrong")
            scanning.failed(.inUse)
            let before = scanning.attempt
            scanning.isOpen = false
            scanning.start()
            #expect(scanning.state.said == nil && scanning.state.problem == nil)
            #expect(scanning.attempt > before)
            // Also about a code that it has seen before.
            scanning.found("wrong")
            #expect(scanning.state.said == "Not this one.")
        }

        @Test(arguments: [
            (
                CameraProblem.inUse, "Another app uses the camera. When it is closed, try again.",
                "Eine andere App benutzt die Kamera. Wenn sie zu ist, versuch es noch einmal."
            ),
            (
                .broken, "The camera does not answer. Try again, or restart the device.",
                "Die Kamera antwortet nicht. Versuch es noch einmal, oder starte das Gerät neu."
            ),
            (
                .forbidden, "This app may not use the camera, or the camera is switched off on this device.",
                "Diese App darf die Kamera nicht benutzen, oder die Kamera ist an diesem Gerät abgeschaltet."
            ),
        ])
        func nothingSeenIsSaidAndTriedAgain(problem: CameraProblem, english: String, german: String) {
            for (words, text) in [(Samples.english, english), (Samples.german, german)] {
                let scanning = scanning(words: words)
                scanning.start()
                scanning.failed(problem)
                #expect(scanning.state.problem?.text == text)
                let before = scanning.attempt
                scanning.retry()
                #expect(scanning.state.problem == nil && scanning.attempt > before && scanning.isOpen)
            }
            let scanning = scanning()
            scanning.start()
            scanning.failed(problem)
            scanning.look()
            #expect(scanning.state.problem == nil)
            #expect(ScanSamples.model("broken").state.problem?.retry == "Try again")
            #expect(ScanSamples.model("broken").state.problem?.without == "Continue without the camera")
        }

        @Test
        func whatTheCameraSeesHasAName() {
            let state = ScanSamples.model("full").state
            #expect(state.title == "Scan a code" && state.cancel == "Cancel")
            #expect(state.picture == "What the camera sees")
            #expect(ScanSamples.model("full", words: Samples.german).state.picture == "Was die Kamera sieht")
        }

        @Test
        func itGoesWithItsScreenAlsoWhileThePersonIsAsked() async throws {
            let camera = PatientCamera()
            var scanning: Scanning? = scanning(PreviewCamera())
            scanning = Scanning(Samples.english, camera, for: wanted) { _ in .taken }
            weak var gone = scanning
            scanning?.start()
            try await eventually("the person is asked") { await camera.waiting != nil }
            scanning = nil
            #expect(gone == nil)
            camera.waiting?.resume(returning: .allowed)
        }
    }
}

/// Asks a person who takes their time.
@MainActor
private final class PatientCamera: CameraAccess {
    let status = CameraStatus.notAsked
    private(set) var waiting: CheckedContinuation<CameraStatus, Never>?

    func request() async -> CameraStatus {
        await withCheckedContinuation { waiting = $0 }
    }
}
