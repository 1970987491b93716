//! What people scan and compare.

use super::*;

#[test]
fn the_largest_link_is_readable_at_arms_length() {
    let code = qr(&largest().sign(&account(1)).unwrap().qr_text()).unwrap();
    assert!(code.width <= 17 + 4 * 14, "version {}", (code.width - 17) / 4);
    assert_eq!(code.modules.len(), code.width * code.width);
    // The top left finder pattern.
    assert!(code.modules[..7].iter().all(|dark| *dark) && !code.modules[7]);
}

#[test]
fn capitals_take_less_room() {
    let link = ContactLink::from(uid());
    assert!(qr(&link.qr_text()).unwrap().width < qr(&link.to_string()).unwrap().width);
    assert_eq!(qr(&"x".repeat(10_000)), Err(QrError::TooLong));
}

#[test]
fn both_sides_compute_the_same_safety_number() {
    let (one, other) = (account(1).uid(), account(2).uid());
    let number = safety_number(&one, &other);
    assert_eq!(number, safety_number(&other, &one));
    assert_eq!((number.len(), number.bytes().all(|digit| digit.is_ascii_digit())), (60, true));
    assert!(number[..30] < number[30..]);
    assert_ne!(number, safety_number(&one, &account(3).uid()));
    let grouped = safety_grouped(&one, &other);
    assert_eq!((grouped.replace(' ', ""), grouped.len()), (number, 71));
}

#[test]
fn a_scanned_safety_code_is_right_for_one_pair_in_one_direction() {
    let (one, other, third) = (account(1).uid(), account(2).uid(), account(3).uid());
    let shown = safety_qr_text(&one, &other);
    assert_eq!(safety_qr_matches(&shown, &other, &one), Some(true));
    assert_eq!(safety_qr_matches(&shown, &one, &other), Some(false));
    assert_eq!(safety_qr_matches(&shown, &other, &third), Some(false));
    assert_eq!(safety_qr_matches("pure2p:whatever", &other, &one), None);
}
