//! Keys that nobody honest has, texts that people type.

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;
use proptest::prelude::*;

use super::*;

#[test]
fn text_has_64_characters_and_comes_back() {
    let text = uid().to_string();
    assert_eq!(text.len(), UID_TEXT);
    assert!(text.starts_with("pure1"));
    let grouped = uid().grouped();
    assert_eq!((grouped.len(), grouped.split(' ').count()), (79, 16));
    for typed in [
        text.clone(),
        text.to_uppercase(),
        grouped.clone(),
        grouped.replace(' ', "-"),
        format!(" \n{}\t ", grouped.replace(' ', "\r\n")),
        grouped.replace(' ', " - \u{a0}"),
    ] {
        assert_eq!(typed.parse(), Ok(uid()));
        assert_eq!(check_typed(&typed), Typed::Complete(uid()));
    }
}

#[test]
fn every_wrong_character_is_noticed_and_its_group_named() {
    let text = uid().to_string();
    for at in 5..64 {
        let original = text.as_bytes()[at];
        for other in "qpzry9x8gf2tvdw0s3jn54khce6mua7l".bytes().filter(|other| *other != original) {
            let mut typed = text.clone().into_bytes();
            typed[at] = other;
            // Finding the group is the slow part; one replacement per place shows it.
            let typed = String::from_utf8(typed).unwrap();
            let unchecked = bech32::primitives::decode::UncheckedHrpstring::new(&typed).unwrap();
            assert!(!unchecked.has_valid_checksum::<bech32::Bech32m>());
            if other == b'q' {
                assert_eq!(typed.parse::<Uid>(), Err(UidError::Checksum { group: Some(at / 4 + 1) }));
            }
        }
        for never in ['b', 'i', 'o', '1', 'é', '!', '\0'] {
            let typed = format!("{}{never}{}", &text[..at], &text[at + 1..]);
            let wrong = UidError::WrongCharacter { position: at + 1, group: at / 4 + 1 };
            assert_eq!(typed.parse::<Uid>(), Err(wrong));
            assert_eq!(check_typed(&typed), Typed::Wrong(wrong));
        }
    }
}

#[test]
fn other_mistakes_have_their_names() {
    let text = uid().to_string();
    let error = |text: &str| text.parse::<Uid>().unwrap_err();
    assert_eq!(error(""), UidError::WrongLength { have: 0 });
    assert_eq!(error(&text[..63]), UidError::WrongLength { have: 63 });
    assert_eq!(error(&format!("{text}q")), UidError::WrongLength { have: 65 });
    assert_eq!(error(&format!("{text}{}", "q".repeat(10_000))), UidError::WrongLength { have: 10_064 });
    assert_eq!(error(&text.replacen('p', "P", 1)), UidError::MixedCase);
    assert_eq!(error(&text.replacen("pure", "cure", 1)), UidError::WrongPrefix);
    assert_eq!(error("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"), UidError::WrongPrefix);
    // Two neighbours swapped: beyond one character, so no place is named.
    let at = (5..63).find(|at| text.as_bytes()[*at] != text.as_bytes()[at + 1]).unwrap();
    let mut swapped = text.clone().into_bytes();
    swapped.swap(at, at + 1);
    assert_eq!(error(&String::from_utf8(swapped).unwrap()), UidError::Checksum { group: None });
}

fn bech32m(payload: &[u8]) -> String {
    bech32::encode::<bech32::Bech32m>(bech32::Hrp::parse("pure").unwrap(), payload).unwrap()
}

#[test]
fn versions_and_paddings_of_others_are_refused() {
    let payload = |version| [&[version], uid().as_bytes().as_slice()].concat();
    assert_eq!(bech32m(&payload(1)).parse(), Ok(uid()));
    assert_eq!(bech32m(&payload(2)).parse::<Uid>(), Err(UidError::UnknownVersion(2)));
    assert_eq!(
        bech32m(&[&payload(9)[..], &[0; 9]].concat()).parse::<Uid>(),
        Err(UidError::UnknownVersion(9))
    );
    assert_eq!(bech32m(&payload(1)[..32]).parse::<Uid>(), Err(UidError::WrongLength { have: 63 }));
    // Plain Bech32, whose constant differs.
    let old = bech32::encode::<bech32::Bech32>(bech32::Hrp::parse("pure").unwrap(), &payload(1)).unwrap();
    assert!(matches!(old.parse::<Uid>(), Err(UidError::Checksum { .. })));
    // The padding bit set, under a right checksum.
    use bech32::{ByteIterExt as _, Fe32, Fe32IterExt as _};
    let mut characters: Vec<Fe32> = payload(1).into_iter().bytes_to_fes().collect();
    let last = characters.pop().unwrap().to_u8();
    characters.push(Fe32::try_from(last | 1).unwrap());
    let hrp = bech32::Hrp::parse("pure").unwrap();
    let set: String = characters.into_iter().with_checksum::<bech32::Bech32m>(&hrp).chars().collect();
    assert_eq!(set.parse::<Uid>(), Err(UidError::NotCanonical));
}

#[test]
fn typing_goes_from_incomplete_to_complete() {
    let text = uid().grouped();
    for end in 0..text.len() {
        let entered = text[..end].replace(' ', "").len();
        let so_far = Typed::Incomplete { entered, group_with_wrong_character: None };
        assert_eq!(check_typed(&text[..end]), so_far);
    }
    assert_eq!(check_typed(&text), Typed::Complete(uid()));
    let so_far = Typed::Incomplete { entered: 8, group_with_wrong_character: Some(2) };
    assert_eq!(check_typed("pure 1bqq"), so_far);
    assert_eq!(check_typed("puer"), Typed::Wrong(UidError::WrongPrefix));
}

#[test]
fn keys_that_nobody_honest_has_are_refused() {
    let honest = CompressedEdwardsY(*uid().as_bytes()).decompress().unwrap();
    for torsion in &EIGHT_TORSION {
        let weak = torsion.compress().0;
        assert!(Uid::from_bytes(&weak).is_err());
        assert!(Uid::from_x25519(&torsion.to_montgomery().0).is_err());
        let mixed = honest + torsion;
        let valid = *torsion == EIGHT_TORSION[0];
        // Of the two signs of a mixed point one has sign bit 0, and that one is refused as weak.
        let positive = if mixed.compress().0[31] & 0x80 == 0 { mixed } else { -mixed };
        assert_eq!(Uid::from_bytes(&positive.compress().0).is_ok(), valid);
        assert_eq!(Uid::from_x25519(&mixed.to_montgomery().0).is_ok(), valid);
    }
    assert_eq!(Uid::from_bytes(&(-honest).compress().0), Err(UidError::NotCanonical));
    // y = p + 1 is y = 1 unreduced; y = 2 is not on the curve.
    let mut unreduced = [0xff; 32];
    (unreduced[0], unreduced[31]) = (0xee, 0x7f);
    assert_eq!(Uid::from_bytes(&unreduced), Err(UidError::NotCanonical));
    let mut off = [0; 32];
    off[0] = 2;
    assert_eq!(Uid::from_bytes(&off), Err(UidError::NotCanonical));
}

#[test]
fn one_x25519_key_is_one_uid() {
    for seed in 0..20 {
        let account = account(seed);
        let uid = account.uid();
        assert_eq!(uid.as_bytes()[31] & 0x80, 0);
        assert_eq!(Uid::from_x25519(&uid.x25519()), Ok(uid));
        let secret = x25519_dalek::StaticSecret::from(*account.noise_secret());
        assert_eq!(x25519_dalek::PublicKey::from(&secret).to_bytes(), uid.x25519());
        let mut top_bit = uid.x25519();
        top_bit[31] |= 0x80;
        assert_eq!(Uid::from_x25519(&top_bit), Err(UidError::NotCanonical));
    }
}

#[test]
fn accounts_come_back_from_their_seed_only_if_they_are_one() {
    let account = account(1);
    assert_eq!(Account::from_seed(&account.seed()).unwrap().uid(), account.uid());
    let judged: Vec<bool> = (0..64).map(|n| Account::from_seed(&[n; 32]).is_ok()).collect();
    assert!(judged.contains(&true) && judged.contains(&false));
}

#[test]
fn debug_shows_no_key() {
    let (account, uid) = (account(1), uid());
    assert_eq!(format!("{uid:?}"), format!("Uid({})", uid.fingerprint()));
    assert_eq!(format!("{account:?}"), format!("Account({})", uid.fingerprint()));
    assert_eq!(uid.fingerprint().len(), 8);
    assert!(!data_encoding::HEXLOWER.encode(uid.as_bytes()).contains(&uid.fingerprint()));
}

#[test]
fn a_signature_is_for_one_label() {
    let account = account(1);
    let signature = account.sign("one", b"text");
    assert!(account.uid().verify("one", b"text", &signature));
    assert!(!account.uid().verify("two", b"text", &signature));
    assert!(!account.uid().verify("on", b"e\0text", &signature));
    assert!(!crate::identity::tests::account(2).uid().verify("one", b"text", &signature));
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,80}") {
        let _ = text.parse::<Uid>();
        let _ = check_typed(&text);
        let _ = ContactLink::parse_any(&text);
    }

    #[test]
    fn what_parses_is_written_the_same(bytes in any::<[u8; 32]>()) {
        if let Ok(uid) = Uid::from_bytes(&bytes) {
            prop_assert_eq!(uid.as_bytes(), &bytes);
            prop_assert_eq!(uid.to_string().parse(), Ok(uid));
        }
        if let Ok(uid) = Uid::from_x25519(&bytes) {
            prop_assert_eq!(uid.x25519(), bytes);
        }
    }
}
