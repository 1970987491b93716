//! The vectors of `docs/PROTOCOL.md`, which a second implementation is written against: what this one makes
//! must be what the files say, and what the files say must be read as it was meant.
//!
//! `PURE2P_WRITE_VECTORS=1 cargo test -p pure2p-core --test vectors` writes them anew. A change in them is a
//! change of the protocol.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use pure2p_core::identity::*;
use pure2p_core::wire::*;
use rand_core::{Infallible, TryCryptoRng, TryRng};
use serde_json::{Value, json};

/// Reads `tests/vectors/<name>.json` after comparing it with `made` (or replacing it, if asked to).
fn vectors(name: &str, made: Value) -> Value {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../tests/vectors").join(name).with_extension("json");
    let made_text = serde_json::to_string_pretty(&made).unwrap() + "\n";
    if std::env::var_os("PURE2P_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &made_text).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let read = serde_json::from_str(&text).unwrap();
    assert_eq!(made, read, "{} differs from what is made now", path.display());
    read
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn unhex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn unhex32(value: &Value) -> [u8; 32] {
    unhex(value).try_into().unwrap()
}

/// The first three accounts whose seed is one byte repeated.
fn accounts() -> [Account; 3] {
    let mut valid = (0..=255).filter_map(|byte| Account::from_seed(&[byte; 32]).ok());
    [(); 3].map(|()| valid.next().unwrap())
}

/// Gives the 32 bytes that a handshake draws: its ephemeral private key.
struct Ephemeral([u8; 32]);

impl TryRng for Ephemeral {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("a handshake draws 32 bytes")
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("a handshake draws 32 bytes")
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        dst.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Ephemeral {}

#[test]
fn uid() {
    let valid: Vec<_> = accounts()
        .iter()
        .map(|account| {
            let uid = account.uid();
            json!({
                "seed": hex(*account.seed()),
                "key": hex(uid.as_bytes()),
                "uid": uid.to_string(),
                "grouped": uid.grouped(),
                "x25519": hex(uid.x25519()),
                "fingerprint": uid.fingerprint(),
            })
        })
        .collect();
    let no_seeds: Vec<_> = (0..16)
        .filter(|byte| Account::from_seed(&[*byte; 32]).is_err())
        .map(|byte| hex([byte; 32]))
        .collect();
    let read = vectors("uid", json!({ "valid": valid, "seeds_with_sign_bit": no_seeds }));
    for vector in read["valid"].as_array().unwrap() {
        let uid = Uid::from_bytes(&unhex32(&vector["key"])).unwrap();
        assert_eq!(vector["uid"].as_str().unwrap().parse(), Ok(uid));
        assert_eq!(vector["grouped"].as_str().unwrap().parse(), Ok(uid));
        assert_eq!(Uid::from_x25519(&unhex32(&vector["x25519"])), Ok(uid));
        assert_eq!(Account::from_seed(&unhex32(&vector["seed"])).unwrap().uid(), uid);
    }
    for seed in read["seeds_with_sign_bit"].as_array().unwrap() {
        assert_eq!(Account::from_seed(&unhex32(seed)).unwrap_err(), UidError::NotCanonical);
    }
}

/// The name of an error without its details.
fn kind(error: impl std::fmt::Debug) -> String {
    format!("{error:?}").split([' ', '(']).next().unwrap().to_owned()
}

fn bech32m(version: u8, key: &[u8]) -> String {
    let payload = [&[version], key].concat();
    bech32::encode::<bech32::Bech32m>(bech32::Hrp::parse("pure").unwrap(), &payload).unwrap()
}

#[test]
fn invalid_uids() {
    let [account, ..] = accounts();
    let (good, key) = (account.uid().to_string(), *account.uid().as_bytes());
    let mut sign_bit = key;
    sign_bit[31] |= 0x80;
    let mut order_4 = [0; 32];
    let mut unreduced = [0xff; 32];
    let mut off_curve = [0; 32];
    off_curve[0] = 2;
    unreduced[31] = 0x7f;
    let torsion = curve25519_dalek::constants::EIGHT_TORSION[1];
    let mixed = curve25519_dalek::edwards::CompressedEdwardsY(key).decompress().unwrap() + torsion;
    let mixed = if mixed.compress().0[31] & 0x80 == 0 { mixed } else { -mixed };
    order_4[31] = 0;
    let texts = [
        ("", "nothing"),
        (&good[..63], "one character too few"),
        (&format!("{good}q"), "one character too many"),
        (&good.replacen("pure1q", "pure1b", 1), "a character that Bech32 does not have"),
        (&good.replacen("pure", "bure", 1), "another prefix"),
        (&good.replacen('p', "P", 1), "mixed case"),
        (&format!("{}{}", &good[..63], if good.ends_with('q') { 'p' } else { 'q' }), "one character wrong"),
        (&bech32m(2, &key), "another version"),
        (&bech32m(1, &sign_bit), "sign bit 1"),
        (&bech32m(1, &order_4), "y = 0: order 4"),
        (&bech32m(1, &mixed.compress().0), "a valid key plus a point of order 8"),
        (&bech32m(1, &unreduced), "y above the field's prime"),
        (&bech32m(1, &off_curve), "y = 2: not on the curve"),
    ];
    let invalid: Vec<_> = texts
        .map(|(text, why)| json!({ "text": text, "why": why, "error": kind(text.parse::<Uid>().unwrap_err()) }))
        .into();
    let read = vectors("invalid_uids", Value::from(invalid));
    let kinds: std::collections::BTreeSet<_> =
        read.as_array().unwrap().iter().map(|vector| vector["error"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 8, "every kind of error has a vector: {kinds:?}");
}

fn cards() -> [Card; 3] {
    let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    [
        Card { serial: 1, ..Card::default() },
        Card {
            serial: 1_760_000_000_000,
            addresses: addresses(&["192.0.2.7:24680", "[2001:db8::7]:24680"]),
            name: Some("Zoë".to_owned()),
            invite: Some([0xa5; 16]),
        },
        Card {
            serial: u64::MAX,
            addresses: (1..=8).map(|n| format!("[2001:db8:{n}::1]:{n}").parse().unwrap()).collect(),
            name: Some("n".repeat(MAX_NAME)),
            invite: Some([0xff; 16]),
        },
    ]
}

#[test]
fn links() {
    let made = accounts().into_iter().zip(cards()).map(|(account, card)| {
        let link = card.sign(&account).unwrap();
        let bytes = link.card.as_ref().unwrap().as_bytes();
        let (cbor, signature) = bytes.split_at(bytes.len() - 64);
        json!({
            "seed": hex(*account.seed()),
            "uid": account.uid().to_string(),
            "serial": card.serial.to_string(),
            "addresses": card.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "name": card.name,
            "invite": card.invite.map(hex),
            "cbor": hex(cbor),
            "signed": hex([b"pure2p/1 signed\0contact card\0", account.uid().as_bytes().as_slice(), cbor].concat()),
            "signature": hex(signature),
            "link": link.to_string(),
        })
    });
    let read = vectors("links", made.collect());
    for (vector, card) in read.as_array().unwrap().iter().zip(cards()) {
        let link: ContactLink = vector["link"].as_str().unwrap().parse().unwrap();
        assert_eq!(link.uid.to_string(), vector["uid"].as_str().unwrap());
        assert_eq!(link.card.as_deref(), Some(&card));
        // The signature by the bare primitive, over the bytes that the file gives.
        let key = ed25519_dalek::VerifyingKey::from_bytes(link.uid.as_bytes()).unwrap();
        let signature = ed25519_dalek::Signature::from_slice(&unhex(&vector["signature"])).unwrap();
        key.verify_strict(&unhex(&vector["signed"]), &signature).unwrap();
    }
}

#[test]
fn safety_numbers() {
    let [one, two, three] = accounts().map(|account| account.uid());
    let made = [(one, two), (two, one), (two, three)].map(|(one, other)| {
        json!({
            "uids": [one.to_string(), other.to_string()],
            "number": safety_grouped(&one, &other),
            "qr": safety_qr_text(&one, &other),
        })
    });
    let read = vectors("safety", Value::from(made.to_vec()));
    for vector in read.as_array().unwrap() {
        let uid = |at: usize| vector["uids"][at].as_str().unwrap().parse::<Uid>().unwrap();
        assert_eq!(safety_grouped(&uid(1), &uid(0)), vector["number"].as_str().unwrap());
        let qr = vector["qr"].as_str().unwrap();
        assert_eq!(safety_qr_matches(qr, &uid(1), &uid(0)), Some(true));
    }
}

/// A handshake from the seeds and ephemeral keys in `vector`: the sessions, the Hello, its answer.
fn handshake(vector: &Value) -> (Session, Session, Vec<u8>, Vec<u8>) {
    let account = |name: &str| Account::from_seed(&unhex32(&vector[name])).unwrap();
    let ephemeral = |name: &str| Ephemeral(unhex32(&vector[name]));
    let (asker, answerer) = (account("asker_seed"), account("answerer_seed"));
    let (pending, hello) =
        PendingHello::new(&asker, &answerer.uid(), &mut ephemeral("asker_ephemeral")).unwrap();
    let (answers, answer) = answer_hello(&answerer, &hello, &mut ephemeral("answerer_ephemeral")).unwrap();
    (pending.finish(&answer).unwrap(), answers, hello, answer)
}

fn given() -> Value {
    let [asker, answerer, _] = accounts();
    json!({
        "asker_seed": hex(*asker.seed()),
        "answerer_seed": hex(*answerer.seed()),
        "asker_ephemeral": hex([0x11; 32]),
        "answerer_ephemeral": hex([0x22; 32]),
    })
}

#[test]
fn hello() {
    let mut made = given();
    let (asks, _, hello, answer) = handshake(&made);
    let mut prologue = b"pure2p/1".to_vec();
    prologue.extend_from_slice(asks.peer().as_bytes());
    made["prologue"] = hex(prologue).into();
    made["hello"] = hex(hello).into();
    made["answer"] = hex(answer).into();
    made["session"] = hex(asks.id().0).into();
    let read = vectors("hello", made);
    let answerer = Account::from_seed(&unhex32(&read["answerer_seed"])).unwrap();
    assert!(is_hello(&answerer.uid(), &unhex(&read["hello"])));
    let asker = Account::from_seed(&unhex32(&read["asker_seed"])).unwrap();
    let (session, answer) =
        answer_hello(&answerer, &unhex(&read["hello"]), &mut Ephemeral(unhex32(&read["answerer_ephemeral"])))
            .unwrap();
    assert_eq!(
        (*session.peer(), hex(session.id().0)),
        (asker.uid(), read["session"].as_str().unwrap().into())
    );
    assert_eq!(answer, unhex(&read["answer"]));
}

/// Two exchanges that between them have every field of a batch.
fn exchanges() -> [(Batch, Batch); 2] {
    let presence = |leaving: bool| Presence {
        addresses: vec![
            WireAddress("192.0.2.7:24680".parse().unwrap()),
            WireAddress("[2001:db8::7]:24680".parse().unwrap()),
        ],
        name: Some("Zoë".to_owned()),
        leaving,
        serial: (!leaving).then_some(1_760_000_000_000),
        unreached: leaving,
    };
    let item = |n: u8, kind, body| Item {
        id: ItemId([n; 16]),
        kind,
        counter: n.into(),
        written_at: 1_760_000_000_000 + i64::from(n),
        body,
    };
    let verdict = |n, verdict| ItemVerdict { id: ItemId([n; 16]), verdict };
    let first = Batch {
        presence: Some(presence(false)),
        items: vec![item(1, items::KIND_TEXT, items::text_body("Hello, Zoë 🌙"))],
        invite: Some(serde_bytes::ByteBuf::from(vec![0xa5; 16])),
        ..Batch::default()
    };
    let answer = Batch {
        presence: Some(presence(true)),
        observed: Some(WireAddress("198.51.100.9:50000".parse().unwrap())),
        items: vec![
            item(2, items::KIND_READ, items::read_body(&[ItemId([1; 16])])),
            item(3, 999, vec![0xa0]),
        ],
        verdicts: vec![
            verdict(1, Verdict::Stored),
            verdict(4, Verdict::Held),
            verdict(5, Verdict::Later),
            verdict(6, Verdict::Refused),
            verdict(7, Verdict::NotUnderstood),
        ],
        ..Batch::default()
    };
    let parked = Batch {
        verdicts: vec![verdict(2, Verdict::Stored), verdict(3, Verdict::NotUnderstood)],
        park: Some(60),
        ..Batch::default()
    };
    [(first, answer), (parked, Batch::default())]
}

#[test]
fn sealed() {
    let mut made = given();
    let (asks, answers, ..) = handshake(&made);
    made["session"] = hex(asks.id().0).into();
    made["exchanges"] = exchanges()
        .iter()
        .map(|(request, answer)| {
            let (counter, request_body) = asks.seal_request(request).unwrap();
            answers.open_request(&request_body).unwrap();
            json!({
                "counter": counter,
                "request_cbor": hex(fuzzing::batch_cbor(request)),
                "request": hex(request_body),
                "answer_cbor": hex(fuzzing::batch_cbor(answer)),
                "answer": hex(answers.seal_answer(counter, answer).unwrap()),
            })
        })
        .collect();
    let read = vectors("sealed", made);
    let (asks, answers, ..) = handshake(&read);
    for (vector, (request, answer)) in read["exchanges"].as_array().unwrap().iter().zip(exchanges()) {
        let (counter, opened) = answers.open_request(&unhex(&vector["request"])).unwrap();
        assert_eq!((counter, &opened), (vector["counter"].as_u64().unwrap(), &request));
        assert_eq!(fuzzing::read_batch(&unhex(&vector["request_cbor"])), Ok(request));
        // This side's own request is not needed but has to be waiting for its answer.
        asks.seal_request(&Batch::default()).unwrap();
        assert_eq!(asks.open_answer(counter, &unhex(&vector["answer"])), Ok(answer.clone()));
        assert_eq!(fuzzing::read_batch(&unhex(&vector["answer_cbor"])), Ok(answer));
    }
}

#[test]
fn padding() {
    let lengths =
        [0, 1, 511, 512, 513, 544, 545, 1_000, 1_023, 1_024, 1_025, 4_096, 8_306, 60_000, 63_489, 65_535];
    let made = lengths.map(|len| json!([len, padded_len(len)]));
    let read = vectors("padding", Value::from(made.to_vec()));
    for pair in read.as_array().unwrap() {
        let [len, padded] = [0, 1].map(|at| pair[at].as_u64().unwrap() as usize);
        assert_eq!(padded_len(len), padded);
    }
}
