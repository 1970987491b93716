//! Links that strangers send.

use proptest::prelude::*;

use super::*;

#[test]
fn a_link_comes_back_from_any_case() {
    for card in [Card::default(), largest(), Card { serial: 3, name: Some("Bo".into()), ..Card::default() }] {
        let link = card.sign(&account(1)).unwrap();
        assert_eq!(link.card.as_deref(), Some(&card));
        let text = link.to_string();
        for text in [text.clone(), text.to_uppercase(), format!("  {text}\n"), link.qr_text()] {
            assert_eq!(text.parse(), Ok(link.clone()));
            assert_eq!(ContactLink::parse_any(&text), Ok(link.clone()));
        }
    }
    let bare = ContactLink::from(uid());
    assert_eq!(bare.to_string().parse(), Ok(bare.clone()));
    assert_eq!(ContactLink::parse_any(&uid().grouped()), Ok(bare));
}

#[test]
fn a_changed_link_is_refused() {
    let text = largest().sign(&account(1)).unwrap().to_string();
    for at in text.find('?').unwrap() + 1..text.len() {
        let other = if text.as_bytes()[at] == b'a' { 'b' } else { 'a' };
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        let error = changed.parse::<ContactLink>().unwrap_err();
        // The last character's unused bits are checked too.
        assert!(error == LinkError::Signature || (at == text.len() - 1 && error == LinkError::Encoding));
    }
    // Somebody else's card under this UID.
    let (_, card) = text.split_once('?').unwrap();
    let grafted = format!("pure2p:{}?{card}", account(2).uid());
    assert_eq!(grafted.parse::<ContactLink>(), Err(LinkError::Signature));
}

#[test]
fn older_and_newer_cards_are_told_apart_by_their_serial() {
    let card = |serial| Card { serial, ..Card::default() }.sign(&account(1)).unwrap();
    let (older, newer) = (card(1), card(2));
    assert!(older.card.as_ref().unwrap().serial < newer.card.as_ref().unwrap().serial);
    // Old links stay valid: what to make of them is decided above.
    assert_eq!(older.to_string().parse(), Ok(older));
}

#[test]
fn mistakes_have_their_names() {
    let error = |text: &str| text.parse::<ContactLink>().unwrap_err();
    let uid = uid();
    assert_eq!(error(""), LinkError::NotALink);
    assert_eq!(error("https://example.org"), LinkError::NotALink);
    assert_eq!(error("pure2p:"), LinkError::Uid(UidError::WrongLength { have: 0 }));
    assert_eq!(error("pure2pé:"), LinkError::NotALink);
    assert_eq!(error(&uid.to_string()), LinkError::NotALink);
    assert_eq!(error(&format!("pure2p:{uid}?")), LinkError::Malformed);
    assert_eq!(error(&format!("pure2p:{uid}?a1")), LinkError::Encoding);
    assert_eq!(error(&format!("pure2p:{uid}?{}", "a".repeat(160))), LinkError::Signature);
    assert_eq!(error(&format!("pure2p:{uid}{}", " ".repeat(MAX_LINK))), LinkError::TooLong);
    assert_eq!(ContactLink::parse_any("hello"), Err(LinkError::Uid(UidError::WrongPrefix)));
}

fn sign(card: Card) -> Result<ContactLink, LinkError> {
    card.sign(&account(1))
}

#[test]
fn impossible_cards_are_neither_signed_nor_read() {
    let at = |address: &str| Card { addresses: vec![address.parse().unwrap()], ..Card::default() };
    for bad in [
        "0.0.0.0:1",
        "224.0.0.1:1",
        "255.255.255.255:1",
        "192.0.2.1:0",
        "[::]:1",
        "[ff02::1]:1",
        "[::ffff:0.0.0.0]:1",
        "[::ffff:224.0.0.1]:1",
        "[64:ff9b::255.255.255.255]:1",
        "[64:ff9b::e000:1]:1",
    ] {
        assert_eq!(sign(at(bad)), Err(LinkError::BadAddress), "{bad}");
    }
    for good in ["127.0.0.1:1", "192.0.2.1:65535", "[::1]:1", "[::ffff:192.0.2.1]:1", "[64:ff9b::c000:201]:1"]
    {
        assert!(sign(at(good)).is_ok(), "{good}");
    }
    let named = |name: &str| Card { name: Some(name.into()), ..Card::default() };
    for bad in ["", " ", "a\nb", "a\0", "\u{202e}bob", "a\u{2066}", &"x".repeat(65)] {
        assert_eq!(sign(named(bad)), Err(LinkError::BadName), "{bad:?}");
    }
    assert!(sign(named(&"x".repeat(64))).is_ok() && sign(named("ليلى 🌙")).is_ok());
    let many = Card { addresses: vec!["192.0.2.1:1".parse().unwrap(); 9], ..Card::default() };
    assert_eq!(sign(many), Err(LinkError::TooManyAddresses));
}

/// A link with whatever `cbor` says, honestly signed.
fn signed(cbor: &[u8]) -> Result<ContactLink, LinkError> {
    let account = account(1);
    let signature = account.sign("contact card", &[account.uid().as_bytes(), cbor].concat());
    let card = data_encoding::BASE32_NOPAD.encode(&[cbor, &signature].concat());
    format!("pure2p:{}?{card}", account.uid()).parse()
}

#[test]
fn signed_nonsense_is_judged_like_any_other() {
    // {"s": 1, "z": {"a": [1, 2]}}: a later version's field.
    let link = signed(&[0xa2, 0x61, b's', 1, 0x61, b'z', 0xa1, 0x61, b'a', 0x82, 1, 2]).unwrap();
    assert_eq!(link.card.as_ref().unwrap().serial, 1);
    assert_eq!(link.to_string().parse(), Ok(link));
    for wrong in [
        [].as_slice(),
        &[0xa0],
        &[0xa1, 0x61, b's', 0x20],
        &[0xa1, 0x61, b's', 1, 0],
        &[0xa2, 0x61, b's', 1, 0x61, b'x', 0x41, 7],
        &[0xa2, 0x61, b's', 1, 0x61, b'a', 0x81, 0x43, 1, 2, 3],
        &[[0xa2, 0x61, b's', 1, 0x61, b'z'].as_slice(), &[0x81; 500]].concat(),
        &[0xa2, 0x61, b's', 1, 0x61, b'a', 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert_eq!(signed(wrong), Err(LinkError::Malformed), "{wrong:?}");
    }
    let unspecified = [0xa2, 0x61, b's', 1, 0x61, b'a', 0x81, 0x46, 0, 0, 0, 0, 0, 1];
    assert_eq!(signed(&unspecified), Err(LinkError::BadAddress));
    assert_eq!(signed(&[0xa2, 0x61, b's', 1, 0x61, b'n', 0x60]), Err(LinkError::BadName));
}

proptest! {
    #[test]
    fn signed_bytes_never_panic(cbor in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = signed(&cbor);
    }
}

#[test]
fn a_name_is_no_address() {
    // {"s": 1, "a": [the name]}, as text and as bytes.
    for name in ["example.org:80", "localhost:20000", "bob.local", "::1", ""] {
        for kind in [0x60, 0x40] {
            let head = [0xa2, 0x61, b's', 1, 0x61, b'a', 0x81, kind | name.len() as u8];
            assert_eq!(signed(&[&head, name.as_bytes()].concat()), Err(LinkError::Malformed), "{name}");
        }
    }
}
