#if DEBUG
    import Foundation

    /// People and messages that previews and tests of single states show.
    public enum Samples {
        /// 14 March 2026, 14:02 in Greenwich: long ago, so that a picture made tomorrow looks like one made today.
        public static let then = Date(timeIntervalSince1970: 1_773_496_920)

        /// English, on that day.
        public static let english = Words.fixed("en", at: then)
        /// German, on that day.
        public static let german = Words.fixed("de", at: then)

        /// Somebody's UID. All of them are real, and whoever had their keys is gone.
        public static func uid(_ number: Int) -> Uid {
            uids[number]
        }

        /// This device's.
        public static let account = Account(uid: uid(0), name: "Alice")

        /// Twelve groups of five.
        public static let safetyNumber = "31415 92653 58979 32384 62643 38327 95028 84197 16939 93751 05820 97494"

        /// Somebody.
        public static func contact(
            _ number: Int, _ name: String, _ presence: Presence = .wasHere, waiting: Int32 = 0, unread: Int32 = 0,
            state: ContactState = .bound, seen: Date = then, blocked: Bool = false, verified: Bool = false,
            suggested: String? = nil, addresses: [KnownAddress] = [], iReach: Way = .unknown, theyReach: Way = .unknown,
            reachedAt: Date? = nil, cameInAt: Date? = nil
        ) -> Contact {
            Contact(
                uid: uid(number), name: name, suggestedName: suggested ?? name, state: state, blocked: blocked,
                verified: verified, presence: presence, lastSeen: presence == .notMet ? nil : seen, waiting: waiting,
                unread: unread, addresses: addresses, reachedAt: reachedAt, cameInAt: cameInAt, iReach: iReach,
                theyReach: theyReach)
        }

        /// Something that somebody wrote, some seconds before ``then``.
        public static func message(
            _ number: Int, with uid: Uid, _ text: String, _ direction: Direction = .in, _ state: MessageState = .read,
            _ reason: Reason? = nil, ago: TimeInterval = 0
        ) -> Message {
            let at = then - ago
            let id = String(number, radix: 16)
            return Message(
                id: String(repeating: "0", count: 32 - id.count) + id, chat: uid, direction: direction, text: text,
                state: state, reason: reason, writtenAt: at, storedAt: at, deliveredAt: state == .waiting ? nil : at,
                readAt: state == .read ? at : nil)
        }

        /// What is known of who can reach this device, as far as the chats show it.
        public static func reach(_ state: ReachState) -> Reach {
            let unasked = RouterSaid(state: .notAsked, protocol: nil, opened: [], outside: nil, refusal: nil)
            return Reach(
                state: state, listening: [], addresses: [], router: unasked, routerV6: unasked, seenAs: [],
                reachedBy: [])
        }

        private static let earlier = then - 50 * 60

        /// One chat for each thing that a row can say.
        public static let chats: [Chat] = [
            Chat(
                contact: contact(1, "Bob", .here, unread: 3), last: message(1, with: uid(1), "See you at the station?"),
                reason: nil, draft: ""),
            Chat(
                contact: contact(2, "Carol", waiting: 2, seen: earlier),
                last: message(
                    2, with: uid(2), "The photos are ready", .out, .waiting, .notOpen(lastSeen: earlier), ago: 1_200),
                reason: .notOpen(lastSeen: earlier), draft: ""),
            Chat(
                contact: contact(3, "Dana", .here),
                last: message(3, with: uid(3), "Thank you!", .out, .read, ago: 3_600), reason: nil, draft: ""),
            Chat(
                contact: contact(4, "Erik", seen: then - 19 * 3_600),
                last: message(4, with: uid(4), "On my way", .out, .delivered, ago: 19 * 3_600), reason: nil, draft: ""),
            Chat(
                contact: contact(5, "Frida", seen: then - 3 * 86_400),
                last: message(5, with: uid(5), "Good night", ago: 3 * 86_400), reason: nil,
                draft: "What I wanted to say"),
            Chat(
                contact: contact(6, "Georg", .notMet, waiting: 1, state: .entered),
                last: message(6, with: uid(6), "Hello", .out, .waiting, .noAddress, ago: 12 * 86_400),
                reason: .noAddress, draft: ""),
            Chat(
                contact: contact(7, "A person with a name that is much too long for one line", .notMet), last: nil,
                reason: nil, draft: ""),
        ]

        private static let uids: [Uid] = [
            "pure1q8jpkxqhk8yutgxw388lvg0ktek6nm82p9c6a5dnk89w8j34dmc3g5uvfwr",
            "pure1qxwqf62gzn2cstedgktajyjfudlzwumpn7k3l64ftdz3srv3aex37cjnusc",
            "pure1q9qg3xgxqghk5v67l4frayxdlnv9mz738t2hghw8vr6ehrlrhqa326txgwv",
            "pure1qx82c22ms0rt0sln2086ghw7gq49pftghgx6uapy6mvuat9ruucsgcyww3c",
            "pure1q8lqfsckh4d092g45khsu2d7ek6r8anhxpt0xvmuzjwmgqc5f7lxk66zmvh",
            "pure1qx8yk88ezsf72v8kyv2jzdsgmhqwvukn33q87h6u3q3ndmqq39yxse05zgn",
            "pure1qxjftme5jjxkuenkh9qrst2ngg4s2nut8hs2plt8fjdv0etflemyuuu3w83",
            "pure1qyym57wglvgww45rynpm6dzutfvrma3lq9zhav7ycg7p0340ahy82nmvw98",
            "pure1qyevmujjpc758825c8ce6sad8vxgszwdlljywsdagkq8pgg72kxr7zhkv2s",
            "pure1q8wlzns8puv28hq7hyu9gmkkqetzzclkl0lrl30mdhxdtafg6gh45qyfmpe",
            "pure1q9clf7urj2vnkcxtkvn9cch43x337f9eaj5qkwh98fcddls33tgju2y0fcs",
            "pure1q8ey6pqpsdjltgl7kq8vd9rh0m5zdu78htc93rjs5n6gkr050sjyxjldlzm",
            "pure1q9g2f90g8td3padlwquf6wypv8p497lyatr9kr5hyxxdu04l4q3x5xrd50u",
            "pure1qy04htzjrhmkfp9gx8s4wxssn8fvjuwlnztr0kxqm5tdhc2dgc6sck42u5u",
            "pure1qx5606chgewqsy3e7x4lerzcwjs3e5ptxfg28u5he75amg7fmuchqsd2mxr",
            "pure1qxcnvsefp89vl0v679v9ctd7eavmcs7st6xz2pernqkd4rptysgyjrdyv4h",
            "pure1q9tnz2ay6h4vcyyp47p3emglxu8tuf33qsysq8333az29xzvt5y95pkyg7r",
            "pure1q9lwhkdya8q3pqekmg8hqycrxs4scmsykxgqf89h9rvuzunza7k4jjhmzj7",
            "pure1q8evauz850jutm9muq2lfexdnyycj3w3606n5lel6dpjvvs8v0h3z306c2z",
            "pure1qxqskjzcanf955nl6hrvk700uwe2vzh54gt8s9xr23496qnhh5czq82u4hu",
            "pure1qyu5pqh8y7uwr7a2s82xzmcnjt08s6t3c0w6azhmj6hzgmk4rhyjk3rzxd3",
            "pure1qxk4ekc5wjpk5uwjver9azxden4260ky29ha2aepj3hmqtf69e2hgvcahmh",
            "pure1qxzmv5cuh4pnkmjd4rdmtx59u8ajfx4g7gffdxdxx40ejy03wtxyu35mafl",
            "pure1qygw5hls9pakvyxadcus2u0ec06gtsj2xd6ws8mn5kzwwl0sh5e9c6mcsd8",
            "pure1qyhyyrg4jjykjpepqyfeavkqf0444s9m5jzzf8vftmyvl8vggtgj6z56xyy",
            "pure1qxjf2mh555p5ssahs2axqp0fplfkrmr255wn205wkvc6qm3zudjxklmntud",
            "pure1qxpt3muaukv8d8ys80a69sqg5vxg6hyqqpkdjxepyrawsxkk62e36p7fa90",
            "pure1qycldfysgkzwpxe6nd698ap4r6ulltgnrzul0neqnmctywtleqqy7r7q7ra",
            "pure1q93hndq8cv2l0s7yfwq4x8ffcu46uvvsvnx9sungamnghtxm5zqkcvx6slz",
            "pure1q8dxvngjylk9t20z47qdvmkrnhhf08u78z6mzu7tgvhp0pkgafq4j8698za",
        ]
    }
#endif
