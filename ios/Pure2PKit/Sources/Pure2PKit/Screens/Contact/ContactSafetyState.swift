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
    /// What the scanner is pointed at.
    public let scanHint: String
    public let verified: String
    public let verifiedNote: String
    public let isVerified: Bool

    init(_ safety: Safety, _ contact: Contact, canScan: Bool, words: Words) {
        title = words("contact_safety")
        bound = contact.state == .bound ? words("contact_bound") : nil
        how = words("contact_safety_how", contact.name)
        digits = safety.digits
        digitsSpoken = words("contact_safety_spoken", spelled(safety.digits))
        code = safety.code
        codeSpoken = words("contact_safety_code", contact.name)
        scan = canScan ? words("contact_scan") : nil
        scanHint = words("contact_scan_hint", contact.name)
        verified = words("contact_verified")
        verifiedNote = words(contact.verified ? "contact_verified_yes" : "contact_verified_no")
        isVerified = contact.verified
    }
}

extension QuestionState {
    /// What a scanned code means. In front of all else: whoever scans wants to know just this.
    init(_ comparison: Comparison, _ contact: Contact, canScan: Bool, words: Words) {
        let name = contact.name
        switch comparison {
        case .same where contact.verified:
            self.init(telling: "contact_same", words("contact_same_already", name), words: words)
        case .same:
            self.init(
                title: words("contact_same"), text: words("contact_same_text", name), yes: words("contact_verify"),
                no: words("contact_not_now"), isDestructive: false)
        case .other where contact.verified:
            self.init(
                title: words("contact_other"), text: words("contact_other_text", name), yes: words("contact_unverify"),
                no: words("contact_close"), isDestructive: false)
        case .other:
            self.init(telling: "contact_other", words("contact_other_text", name), words: words)
        case .noCode where canScan:
            self.init(
                title: words("contact_no_code"), text: words("contact_no_code_text", name),
                yes: words("contact_scan_again"), no: words("cancel"), isDestructive: false)
        case .noCode:
            self.init(telling: "contact_no_code", words("contact_no_code_text", name), words: words)
        }
    }

    private init(telling title: String, _ text: String, words: Words) {
        self.init(title: words(title), text: text, yes: nil, no: words("contact_close"), isDestructive: false)
    }
}
