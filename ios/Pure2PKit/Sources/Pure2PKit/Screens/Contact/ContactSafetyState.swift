/// What both compare when they meet, by eye or by a code, and that they did.
public struct SafetyState: Sendable, Equatable {
    public let title: String
    /// That this contact is one certain device, once that is so.
    public let bound: String?
    public let how: String
    /// Twelve groups of five.
    public let digits: String
    /// Digit by digit: nobody compares numbers of five figures by ear.
    public let digitsSpoken: String
    public let code: QrMatrix
    public let codeSpoken: String
    /// Compares by scanning; nothing where nothing reads codes.
    public let scan: String?
    /// Why the scanner does not open.
    public let barrier: ScanBarrierState?
    public let verified: String
    public let verifiedNote: String
    public let isVerified: Bool

    init(_ safety: Safety, _ contact: Contact, canScan: Bool, barrier: ScanBarrierState?, words: Words) {
        title = words("contact_safety")
        bound = contact.state == .bound ? words("contact_bound") : nil
        how = words("contact_safety_how", contact.name)
        digits = safety.digits
        digitsSpoken = words("contact_safety_spoken", spelled(safety.digits))
        code = safety.code
        codeSpoken = words("contact_safety_code", contact.name)
        scan = canScan ? words("contact_scan") : nil
        self.barrier = barrier
        verified = words("contact_verified")
        verifiedNote = words(contact.verified ? "contact_verified_yes" : "contact_verified_no")
        isVerified = contact.verified
    }
}

extension QuestionState {
    /// In front of all else: whoever scans wants to know just this.
    init(same contact: Contact, words: Words) {
        let isNews = !contact.verified
        self.init(
            title: words("contact_same"),
            text: words(isNews ? "contact_same_text" : "contact_same_already", contact.name),
            yes: isNews ? words("contact_verify") : nil, no: words(isNews ? "contact_not_now" : "contact_close"),
            isDestructive: false)
    }

    /// Plainly, and what it means.
    init(other contact: Contact, words: Words) {
        self.init(
            title: words("contact_other"), text: words("contact_other_text", contact.name),
            yes: contact.verified ? words("contact_unverify") : nil, no: words("contact_close"), isDestructive: false)
    }
}
