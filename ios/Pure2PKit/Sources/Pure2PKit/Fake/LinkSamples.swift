#if DEBUG
    extension Samples {
        /// Somebody who has a link; so have a few others who come below. Whoever had the key is gone, and signed nothing else.
        public static let linked: Uid = "pure1qx9g3c7awsylr90a2tdj6096t4ev5ecfhuwegysm7d6gsqd5pah4csdfkn6"

        /// The link of Bob, who may be at one place of each kind.
        public static let link =
            "pure2p:\(linked)?urqxggyaaaaztsbmyaagcymfi3fqa4ihkd5veiabbw4aaaaaaaaaaaaaaaaaab2q7ndgiqadbfipwrwavadri"
            + "uh3iz7qaaabkd5wc3tdijxweylykcs2ljnfuws2ljnfuws2ljnfuwsxxuceb4rhun4r5k2qozhamhuppt2vkqvb6ipdmguh3ujwxzmqcl"
            + "rmm7en2flgm4wsdkakhd3rojzlugkoikl2wb3d2lnrmeweoy5uau"

        /// A link that is signed as it should be, with a name that is none: no app of ours makes it.
        public static let strangeLink =
            "pure2p:\(linked)?urqxggyaaaaztsbmyaagcymbi3fqa4ihkd5wc3tamf4fbjnfuws2ljnfuws2ljnfuws2ljmw6e7udcxqlng3ll"
            + "7lwathcnyt7mmgrfqbnp2t3leykmy4fup2zssjntbh3iauwjl2ynvlfnis4xj4fcetwxcfsvikxowvsh6gga2qc"

        /// A UID of a version that is to come, and one that nobody can have.
        public static let newerUid = "pure1qgak5faue6m2gttz5w5dq2n0p4ek2vs4wuw7ysax8tqy3gvtt8dzjvnj7la"
        public static let weakUid = "pure1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqx8sagd"

        /// Alice's, with what is reached from elsewhere; and below with what is near besides, with that alone, and without anything.
        static let everywhereLink =
            "pure2p:\(linked)?urqxggyaaaaztsbmyaagcymdi3fqa4ihkd5veiabbw4aaaaaaaaaaaaaaaaaab2q7njcaainxaaacaaaaaaaaaaa"
            + "aaaasuh3mfxgkqlmnfrwkylykcs2ljnfuws2ljnfuws2ljnfuwsvhbz354c67frt5lgb7pcbsssqd723rhnetbldulcjswuu"
            + "24tq5g4vn7yi4qqqyz7poq2s4rd7awqirahghdgfa3swlivol6qvx5xubq"

        static let completeLink =
            "pure2p:\(linked)?urqxggyaaaaztsbmyaawcymfi3fqa4ihkd5veiabbw4aaaaaaaaaaaaaaaaaab2q7njcaainxaaacaaaaaaaaaaa"
            + "aaaasuh3izseaayjkd5unqfia4kfb63bnzsuc3djmnswc6cquws2ljnfuws2ljnfuws2ljnfuvcjkslsvgwfleau3uocddcq"
            + "bz2urzi6gebnwua6uqcsj6fuysam5tu6he7ftoymbmioeoyk5bqabunsh2wr3v3mwl7whbaw54plgyqj"

        static let nearLink =
            "pure2p:\(linked)?urqxggyaaaaztsbmyaagcymbi3akqbyukd5wc3tfifwgsy3fmf4fbjnfuws2ljnfuws2ljnfuws2ljn4unzxbywt"
            + "2iihddteezz326hiedmla4bi4sw4fqjbeiuyn2guuumv6n63qsgnikil6nllhe7irvfzrlq63qym7thf3beqimfpzy3qo"

        static let addresslessLink =
            "pure2p:\(linked)?unqxggyaaaaztsbmyaagc3tfifwgsy3fmf4fbjnfuws2ljnfuws2ljnfuws2ljniingmo7c4lubqc7lcfpfldemg"
            + "lz277dh2evdnjkzrb5avvyzqjcmongslvd22oa2z6uale2ii5jn2c2oa4jc5przkqwdabrsrypaq6"
    }

    extension String {
        /// With another character at `place`, counted from 0, as whoever mistypes it.
        func mistyped(at place: Int, _ other: Character? = nil) -> String {
            var characters = Array(self)
            characters[place] = other ?? (characters[place] == "q" ? "p" : "q")
            return String(characters)
        }
    }
#endif
