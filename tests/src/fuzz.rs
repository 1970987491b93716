//! What the fuzz targets run: every parser that bytes of strangers reach, and what must hold of its result.
//!
//! Behind the authentication the targets act as a peer with the right keys and the wrong intentions.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use pure2p_core::identity::{Account, ContactLink, Typed, Uid, check_typed};
use pure2p_core::net::router::fuzzing as router;
use pure2p_core::wire::{PendingHello, Session, SessionId, WireError, answer_hello, fuzzing, is_hello};

use crate::rng::Repeatable;

/// A fuzz target.
pub type Target = fn(&[u8]);

/// All targets by name, as their seeds' folders are called.
pub const TARGETS: [(&str, Target); 8] = [
    ("batch", batch),
    ("hello_body", hello_body),
    ("hello_payload", hello_payload),
    ("link", link),
    ("port_mapping", port_mapping),
    ("router_xml", router_xml),
    ("sealed_body", sealed_body),
    ("uid", uid),
];

/// Decoded batches, and the bodies of their items.
pub fn batch(data: &[u8]) {
    if let Ok(batch) = fuzzing::read_batch(data) {
        let again = fuzzing::read_batch(&fuzzing::batch_cbor(&batch));
        assert_eq!(again.as_ref(), Ok(&batch), "what was read is written so that it reads the same");
        if let Some(presence) = &batch.presence {
            assert!(presence.socket_addresses().len() <= 8);
        }
    }
    let _ = fuzzing::read_plaintext(data);
}

/// A body before any authentication, as it is and with its MAC put right.
pub fn hello_body(data: &[u8]) {
    let account = answerer();
    let answered = answer_hello(account, data, &mut Repeatable::new(2));
    assert_eq!(is_hello(&account.uid(), data), !matches!(answered, Err(WireError::Mac)));

    let mended = fuzzing::hello_with_mac(&account.uid(), data.get(16..).unwrap_or_default());
    if let Ok((session, answer)) = answer_hello(account, &mended, &mut Repeatable::new(2)) {
        assert_ne!(*session.peer(), account.uid());
        assert!(answer.len() >= 512);
    }
    if let Ok((pending, _)) = PendingHello::new(asker(), &account.uid(), &mut Repeatable::new(1)) {
        let _ = pending.finish(data);
    }
}

/// What a handshake message carries, decrypted.
pub fn hello_payload(data: &[u8]) {
    let _ = fuzzing::read_hello_payload(data);
}

/// A contact link as it is pasted or scanned.
pub fn link(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(link) = ContactLink::parse_any(text) {
        assert_eq!(ContactLink::parse_any(&link.to_string()).as_ref(), Ok(&link));
        assert_eq!(ContactLink::parse_any(&link.qr_text()).as_ref(), Ok(&link));
    }
}

/// Who asked for which mapping in [`port_mapping`].
pub const MAPPING: (IpAddr, [u8; 12], u16) =
    (IpAddr::V4(Ipv4Addr::new(192, 168, 1, 100)), *b"a nonce ours", 24_680);

/// A router's answer to PCP and NAT-PMP.
pub fn port_mapping(data: &[u8]) {
    let (client, nonce, port) = MAPPING;
    if let Some((internal, _, _)) = router::read_port_mapping(data, client, nonce, port) {
        assert_eq!(internal, port, "a mapping of something else is no answer");
        // PCP has a nonce, NAT-PMP has version 0 and no room for one.
        assert!(data.first() == Some(&0) || data.get(24..36) == Some(nonce.as_slice()));
        assert!(data.len() <= 1_100);
    }
}

/// A router's UPnP: the answer to a search, a description, the answer to an action.
pub fn router_xml(data: &[u8]) {
    for gateway in [IpAddr::V4(Ipv4Addr::new(192, 168, 1, 1)), Ipv6Addr::LOCALHOST.into()] {
        for (port, path) in router::read_upnp(data, gateway) {
            assert!(port != 0 && path.starts_with('/'));
            assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "nothing gets into a request");
        }
    }
}

/// A sealed body as it comes in, and `data` as what an authentic peer sealed.
pub fn sealed_body(data: &[u8]) {
    let Some((asks, answers)) = sessions() else { return };
    let _ = SessionId::of_body(data);
    assert!(answers.open_request(data).is_err(), "nobody but the peer seals");
    let addressed = [answers.id().0.as_slice(), &0_u64.to_be_bytes(), data].concat();
    assert!(answers.open_request(&addressed).is_err(), "nobody but the peer seals");
    if let Ok(body) = fuzzing::seal_plaintext(&asks, data) {
        match answers.open_request(&body) {
            Ok((counter, batch)) => {
                assert_eq!(answers.open_request(&body), Err(WireError::Replay));
                let answer = answers.seal_answer(counter, &batch);
                assert_eq!(answer.and_then(|answer| asks.open_answer(counter, &answer)), Ok(batch));
            }
            Err(reason) => assert!(matches!(reason, WireError::Malformed(_)), "{reason}"),
        }
    }
    let _ = asks.open_answer(0, data);
}

/// A UID as it is typed.
pub fn uid(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let parsed = text.parse::<Uid>();
    if let Ok(uid) = parsed {
        assert_eq!(uid.to_string().parse(), Ok(uid));
        assert_eq!(Uid::from_x25519(&uid.x25519()), Ok(uid));
    }
    match check_typed(text) {
        Typed::Complete(uid) => assert_eq!(parsed, Ok(uid)),
        Typed::Incomplete { entered, .. } => assert!(entered < 64 && parsed.is_err()),
        Typed::Wrong(reason) => assert_eq!(parsed, Err(reason)),
    }
}

/// Who says Hello in every target.
pub fn asker() -> &'static Account {
    static ACCOUNT: OnceLock<Account> = OnceLock::new();
    ACCOUNT.get_or_init(|| Account::generate(&mut Repeatable::new(10)))
}

/// Who is said Hello to in every target.
pub fn answerer() -> &'static Account {
    static ACCOUNT: OnceLock<Account> = OnceLock::new();
    ACCOUNT.get_or_init(|| Account::generate(&mut Repeatable::new(20)))
}

/// A new session between the two, always the same one.
pub fn sessions() -> Option<(Session, Session)> {
    let (pending, hello) = PendingHello::new(asker(), &answerer().uid(), &mut Repeatable::new(1)).ok()?;
    let (answers, answer) = answer_hello(answerer(), &hello, &mut Repeatable::new(2)).ok()?;
    Some((pending.finish(&answer).ok()?, answers))
}
