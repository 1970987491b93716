/// What the settings' words are made of.
struct SettingsFinding {
    /// As the core keeps them; nothing until they are read.
    var settings: Settings?
    /// They could not be read.
    var isUnread = false
    var storage: Storage?
    /// What was chosen for this device.
    var device = DeviceChoices()
    /// The device has a lock of its own, which the app's lock asks for.
    var isLockable = true
    /// Bytes of an old database that nobody can read any more.
    var setAside: Int64?
    /// Of the app, as people see it.
    var version = ""
    var editing: Editing?
    var refusal: Refusal?
    var deleting: Deleting?
    /// What a switch was switched to and is not yet: it must not jump back and forth.
    var wanted: [What: Bool] = [:]

    fileprivate func isOn(_ what: What, _ now: Bool) -> Bool { wanted[what] ?? now }

    /// A setting that may be as it was although somebody wants it otherwise.
    enum What: Sendable, Equatable { case name, answerNewPeople, readReceipts, askRouter, port, appLock, setAside }

    /// Why it is, as far as a person can do something about it.
    enum Why: Sendable, Equatable { case badName, badPort, deviceFull, notStored, notUnlocked, notDeleted }

    /// What was not changed, and why.
    struct Refusal: Sendable, Equatable {
        var what: What
        var why: Why
    }

    /// How far deleting everything has come.
    enum Deleting: Sendable, Equatable { case named, asked, underWay, failed }
}

extension SettingsFinding.Why {
    /// Why the core did not change it.
    init(_ error: any Error) {
        self =
            switch error as? MessengerError {
            case .BadName: .badName
            case .BadPort: .badPort
            case .DeviceFull: .deviceFull
            default: .notStored
            }
    }

    fileprivate var key: String {
        switch self {
        case .badName: "name_refused"
        case .badPort: "settings_port_bad"
        case .deviceFull: "settings_device_full"
        case .notStored: "settings_not_stored"
        case .notUnlocked: "settings_lock_not_changed"
        case .notDeleted: "welcome_set_aside_stuck"
        }
    }
}

extension SettingsState {
    init(_ found: SettingsFinding, words: Words) {
        let refused = { what in found.refusal.flatMap { $0.what == what ? words($0.why.key) : nil } }
        title = words("settings_title")
        unread = found.isUnread ? StaleState(text: words("settings_unread"), retry: words("settings_retry")) : nil
        people = found.settings.map { settings in
            PeopleSettings(
                title: words("settings_people"),
                name: GoState(words("settings_name"), settings.name ?? words("settings_name_none")),
                answer: SwitchState(
                    title: words("settings_answer"), why: words("settings_answer_why"),
                    isOn: found.isOn(.answerNewPeople, settings.answerNewPeople), refusal: refused(.answerNewPeople)),
                receipts: SwitchState(
                    title: words("settings_receipts"), why: words("settings_receipts_why"),
                    isOn: found.isOn(.readReceipts, settings.readReceipts), refusal: refused(.readReceipts)))
        }
        network = found.settings.map { settings in
            NetworkSettings(
                title: words("settings_network"),
                router: SwitchState(
                    title: words("settings_router"), why: words("settings_router_why"),
                    isOn: found.isOn(.askRouter, settings.askRouter),
                    refusal: refused(.askRouter)),
                port: GoState(words("settings_port"), "\(settings.port)", words("settings_port_why")))
        }
        device = DeviceSettings(found, refusal: refused(.appLock), words: words)
        storage = StorageSettings(
            title: words("settings_storage"),
            stored: found.storage.map { stored in
                let messages = words("settings_messages", Int(stored.messages))
                return GoState(
                    words("settings_stored"),
                    words("settings_stored_messages", words.size(Int64(stored.bytes)), messages))
            }, setAside: SetAsideState(found.setAside, words: words), refusal: refused(.setAside),
            delete: words("settings_delete"))
        about = AboutSettings(
            title: words("settings_about"), limits: GoState(words("settings_limits"), words("settings_limits_why")),
            licences: GoState(words("settings_licences"), words("settings_licences_why")),
            version: GoState(words("settings_version"), found.version),
            log: GoState(words("settings_log"), words("settings_log_why")))
        editor = found.editing.map { editing in
            EditorState(editing, refusal: refused(editing == .name ? .name : .port), words: words)
        }
        deletion = DeletionState(found.deleting, words: words)
        erasing = ErasingState(found.deleting, words: words)
    }
}

extension DeviceSettings {
    fileprivate init(_ found: SettingsFinding, refusal: String?, words: Words) {
        title = words("settings_device")
        look = words("settings_look")
        looks = [
            Look(id: .system, title: words("settings_look_system")),
            Look(id: .light, title: words("settings_look_light")), Look(id: .dark, title: words("settings_look_dark")),
        ]
        chosen = found.device.appearance
        language = GoState(words("settings_language"), words("settings_language_choose"))
        screenOn = SwitchState(
            title: words("settings_screen_on"), why: words("settings_screen_on_why"), isOn: found.device.keepScreenOn)
        returnSends = SwitchState(
            title: words("settings_return"), why: words("settings_return_why"), isOn: found.device.returnSends)
        lock = SwitchState(
            title: words("settings_lock"), why: words(found.isLockable ? "settings_lock_why" : "settings_lock_none"),
            isOn: found.isOn(.appLock, found.device.appLock),
            // Who has taken the device's lock away can still switch this one off.
            canChange: found.isLockable || found.device.appLock, refusal: refusal)
    }
}

extension EditorState {
    fileprivate init(_ editing: Editing, refusal: String?, words: Words) {
        id = editing
        (title, notes) =
            switch editing {
            case .name: (words("settings_name"), [words("settings_name_why")])
            case .port: (words("settings_port"), [words("settings_port_why"), words("settings_port_next")])
            }
        self.refusal = refusal
        save = words("settings_save")
        cancel = words("cancel")
    }
}

extension DeletionState {
    fileprivate init?(_ deleting: SettingsFinding.Deleting?, words: Words) {
        guard deleting == .named || deleting == .asked else { return nil }
        title = words("settings_delete_ask")
        what = words("settings_delete_what")
        lost = [
            words("settings_delete_account"), words("settings_delete_contacts"), words("settings_delete_messages"),
            words("settings_delete_settings"),
        ]
        theirs = words("settings_delete_theirs")
        goOn = words("settings_delete_go_on")
        cancel = words("cancel")
        last = QuestionState(
            title: words("settings_delete_last"), text: words("settings_delete_last_text"),
            yes: words("settings_delete_now"), no: words("cancel"), isDestructive: true)
        isLast = deleting == .asked
    }
}

extension ErasingState {
    fileprivate init?(_ deleting: SettingsFinding.Deleting?, words: Words) {
        switch deleting {
        case .underWay: self.init(title: nil, text: words("settings_deleting"), retry: nil)
        case .failed:
            self.init(
                title: words("settings_not_deleted_title"), text: words("settings_not_deleted"),
                retry: words("settings_retry"))
        case nil, .named, .asked: return nil
        }
    }
}
