extension Words {
    /// What is said of a text; `letters` are those of the group to look at.
    func judgement(_ entry: Entry, letters: String) -> String {
        switch entry {
        case .nothing: self("add_field_hint")
        case .typing(let entered, let of, nil): self("add_typing", entered, of)
        case .typing(_, _, let group?): self("add_wrong_character", group, letters)
        case .somebody(let somebody): self(somebody.byLink ? "add_link_right" : "add_right")
        case .wrongLink(let problem): judgement(problem)
        case .wrongUid(let problem): judgement(problem, letters: letters)
        case .wrongUidInLink(.unknownVersion): self("add_newer")
        case .wrongUidInLink: self("add_link_uid")
        }
    }

    private func judgement(_ problem: UidProblem, letters: String) -> String {
        switch problem {
        case .checksum(nil): self("add_checksum")
        case .checksum(let group?): self("add_checksum_group", group, letters)
        case .mixedCase: self("add_mixed_case")
        case .notCanonical, .weakKey: self("add_no_key")
        case .unknownVersion: self("add_newer")
        case .wrongCharacter(_, let group): self("add_wrong_character", group, letters)
        case .wrongLength(let have): self("add_wrong_length", have)
        case .wrongPrefix: self("add_neither")
        }
    }

    private func judgement(_ problem: LinkProblem) -> String {
        switch problem {
        case .badAddress, .badName, .tooManyAddresses: self("add_link_strange")
        case .encoding, .malformed: self("add_link_cut")
        case .notALink: self("add_neither")
        case .signature: self("add_link_changed")
        case .tooLong: self("add_too_long")
        }
    }

    /// From where an address of theirs is of use.
    func reached(_ kind: AddressKind) -> String {
        switch kind {
        case .carrier: self("add_kind_carrier")
        case .ipv4: self("add_kind_ipv4")
        case .ipv6: self("add_kind_ipv6")
        case .loopback: self("add_kind_loopback")
        case .private, .uniqueLocal: self("add_kind_private")
        }
    }
}
