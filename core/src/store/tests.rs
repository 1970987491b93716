//! What the tables promise.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;

use super::contacts::{ContactId, State};
use super::messages::OutgoingRow;
use super::*;
use crate::identity::Account;
use crate::wire::ItemId;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

fn contact(db: &rusqlite::Connection, seed: u64) -> ContactId {
    let uid = Account::generate(&mut ChaCha20Rng::seed_from_u64(seed)).uid();
    contacts::insert(db, &uid, State::Entered, 1).unwrap()
}

fn row(number: u8, text: &str) -> OutgoingRow {
    OutgoingRow { item: ItemId([number; 16]), counter: number.into(), written_at: 1, text: text.to_owned() }
}

#[test]
fn search_takes_words_as_words_and_forgets_what_is_deleted() {
    let db = open_in_memory().unwrap();
    let bob = contact(&db, 1);
    messages::insert_incoming(&db, bob, &row(1, "Der Zug fährt um acht, nicht um NEUN."), 1, true).unwrap();
    messages::insert_outgoing(&db, bob, &row(2, "AND OR NOT \"quoted\" (near) col:umn* -minus")).unwrap();
    let found = |text: &str| search::find(&db, text, None, 10).unwrap().len();
    assert_eq!(found("fahr"), 0, "a transaction indexes at its end");
    search::catch_up(&db).unwrap();
    search::catch_up(&db).unwrap();
    assert_eq!((found("fahr"), found("neun zug"), found("zehn")), (1, 1, 0));
    for odd in ["\"", "\"\"", "*", "(", "AND", "NOT", "col:umn", "-minus", "NEAR(", "'", "a\"b", "^", "\u{0}"]
    {
        search::find(&db, odd, None, 10).unwrap(); // Nothing that a person types is query syntax.
    }
    assert_eq!(found("quoted"), 1);
    let gone = messages::find(&db, &ItemId([1; 16]), None).unwrap().unwrap();
    messages::delete(&db, &gone).unwrap();
    assert_eq!(found("zug"), 0);
    // What was not indexed yet is deleted like the rest, and what comes after it is found.
    messages::insert_outgoing(&db, bob, &row(3, "quoted, unindexed")).unwrap();
    messages::delete_chat(&db, bob).unwrap();
    assert_eq!(found("quoted"), 0);
    messages::insert_outgoing(&db, bob, &row(4, "quoted once more")).unwrap();
    search::catch_up(&db).unwrap();
    assert_eq!(found("quoted"), 1);
}

#[test]
fn an_id_is_known_for_ever_but_only_with_its_contact() {
    let db = open_in_memory().unwrap();
    let (bob, eve) = (contact(&db, 1), contact(&db, 2));
    assert!(messages::insert_incoming(&db, bob, &row(1, "once"), 1, true).unwrap());
    assert!(!messages::insert_incoming(&db, bob, &row(1, "twice"), 1, true).unwrap());
    assert!(messages::insert_incoming(&db, eve, &row(1, "another chat"), 1, true).unwrap());
    let message = messages::find(&db, &ItemId([1; 16]), Some(bob)).unwrap().unwrap();
    messages::delete(&db, &message).unwrap();
    assert!(!messages::insert_incoming(&db, bob, &row(1, "again"), 1, true).unwrap());
    assert!(messages::known(&db, bob, &ItemId([1; 16])).unwrap());
    contacts::strip(&db, bob).unwrap();
    assert!(messages::known(&db, bob, &ItemId([1; 16])).unwrap());
    assert!(!messages::known(&db, bob, &ItemId([2; 16])).unwrap());
}

#[test]
fn verdicts_and_receipts_reach_only_that_contacts_messages() {
    let db = open_in_memory().unwrap();
    let (bob, eve) = (contact(&db, 1), contact(&db, 2));
    messages::insert_outgoing(&db, bob, &row(1, "for bob")).unwrap();
    assert!(!messages::delivered(&db, eve, &ItemId([1; 16]), 5).unwrap());
    assert!(!messages::read_by_peer(&db, eve, &ItemId([1; 16]), 5).unwrap());
    assert!(messages::read_by_peer(&db, bob, &ItemId([1; 16]), 5).unwrap(), "read implies delivered");
    let message = messages::find(&db, &ItemId([1; 16]), None).unwrap().unwrap();
    assert_eq!((message.state, message.delivered_at), (messages::State::Read, Some(5)));
    assert!(!messages::delivered(&db, bob, &ItemId([1; 16]), 9).unwrap(), "a state never goes back");
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let db = open_in_memory().unwrap();
    let bob = contact(&db, 1);
    for number in 0..100 {
        messages::insert_incoming(&db, bob, &row(number, &number.to_string()), 1, true).unwrap();
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = messages::page(&db, bob, before, 7).unwrap();
        let Some(first) = page.first() else { break };
        before = Some(first.id);
        let texts: Vec<u32> = page.iter().map(|row| row.text.parse().unwrap()).collect();
        seen.splice(0..0, texts);
    }
    assert_eq!(seen, (0..100).collect::<Vec<u32>>());
}

#[test]
fn what_a_contact_says_replaces_what_it_said_but_not_what_worked() {
    let db = open_in_memory().unwrap();
    let bob = contact(&db, 1);
    let at = |port: u16| SocketAddr::from(([11, 0, 0, 1], port));
    let known = || addresses::of(&db, bob).unwrap().iter().map(|row| row.address.port()).collect::<Vec<_>>();
    addresses::learn(&db, bob, &[at(1001), at(1002)], addresses::Source::Link, 1).unwrap();
    addresses::learn(&db, bob, &[at(2001), at(2002)], addresses::Source::Told, 2).unwrap();
    assert_eq!(known(), [2001, 2002, 1001, 1002], "its own word before a link's");
    addresses::worked(&db, bob, at(2002), 3).unwrap();
    addresses::learn(&db, bob, &[at(3001)], addresses::Source::Told, 4).unwrap();
    assert_eq!(known(), [2002, 3001, 1001, 1002], "the last good one stays, first");
    let many: Vec<SocketAddr> = (4001..4020).map(at).collect();
    addresses::learn(&db, bob, &many, addresses::Source::Told, 5).unwrap();
    assert_eq!(known().len(), addresses::MOST);
    assert!(known().contains(&2002));
}

#[test]
fn what_is_told_no_more_is_known_as_such_until_something_else_works() {
    let db = open_in_memory().unwrap();
    let bob = contact(&db, 1);
    let at = |port: u16| SocketAddr::from(([11, 0, 0, 1], port));
    let known = || -> Vec<(u16, addresses::Source)> {
        let rows = addresses::of(&db, bob).unwrap();
        rows.iter().map(|row| (row.address.port(), row.source)).collect()
    };
    let tell = |ports: &[u16]| {
        let told: Vec<SocketAddr> = ports.iter().copied().map(at).collect();
        addresses::learn(&db, bob, &told, addresses::Source::Told, 2).unwrap()
    };
    use addresses::Source::{Link, Told, ToldOnce};
    assert!(tell(&[1, 2]));
    addresses::worked(&db, bob, at(1), 3).unwrap();
    assert!(tell(&[3]) && !tell(&[3]));
    assert_eq!(known(), [(1, ToldOnce), (3, Told)]);
    assert!(tell(&[1, 3]) && known() == [(1, Told), (3, Told)], "told again");
    assert!(tell(&[4]));
    addresses::worked(&db, bob, at(4), 4).unwrap();
    assert!(tell(&[4]) && !tell(&[4]));
    assert_eq!(known(), [(4, Told)], "another one worked");
    assert!(tell(&[5]));
    addresses::learn(&db, bob, &[at(4)], Link, 5).unwrap();
    assert_eq!(known(), [(4, Link), (5, Told)], "a link says it as well");
}

#[test]
fn what_a_link_says_stays_when_the_contact_says_it_and_then_something_else() {
    let db = open_in_memory().unwrap();
    let (bob, carol) = (contact(&db, 1), contact(&db, 2));
    let at = |port: u16| SocketAddr::from(([11, 0, 0, 1], port));
    let known = |of| addresses::of(&db, of).unwrap().iter().map(|row| row.address.port()).collect::<Vec<_>>();
    let (link, told) = (addresses::Source::Link, addresses::Source::Told);
    // Whichever came first. What comes then may be an older word that was late.
    for (of, sources) in [(bob, [link, told]), (carol, [told, link])] {
        for source in sources {
            addresses::learn(&db, of, &[at(1), at(2)], source, 1).unwrap();
        }
        assert!(addresses::of(&db, of).unwrap().iter().all(|row| row.source == told));
        addresses::learn(&db, of, &[at(2), at(3)], told, 2).unwrap();
        assert_eq!(known(of), [2, 3, 1]);
        addresses::learn(&db, of, &[at(4)], told, 3).unwrap();
        assert_eq!(known(of), [4, 2, 1]);
    }
}

#[test]
fn what_is_said_again_is_not_written_again() {
    let db = open_in_memory().unwrap();
    let bob = contact(&db, 1);
    let at = |port: u16| SocketAddr::from(([11, 0, 0, 1], port));
    addresses::learn(&db, bob, &[at(1), at(2)], addresses::Source::Link, 1).unwrap();
    let writes = |told: &[u16]| {
        let told: Vec<SocketAddr> = told.iter().copied().map(at).collect();
        let before = db.total_changes();
        addresses::learn(&db, bob, &told, addresses::Source::Told, 2).unwrap();
        db.total_changes() > before
    };
    assert!(writes(&[3, 2]) && !writes(&[3, 2]), "beside a link's address, and one that is a link's as well");
    addresses::worked(&db, bob, at(2), 3).unwrap();
    assert!(!writes(&[3, 2]), "what worked comes first, wherever it was told");
    assert!(writes(&[3]) && !writes(&[3]), "the last good one is kept in any case, as a link's");
    assert!(writes(&[4, 3]) && !writes(&[4, 3]) && writes(&[3, 4]), "another order is news");
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages.db");
    let db = open_writer(&path, &[1; 32]).unwrap();
    db.pragma_update(None, "user_version", schema::FORMAT + 1).unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    let known = schema::FORMAT;
    let refused = open_writer(&path, &[1; 32]).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found, known: k } if found == known + 1 && k == known));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_wrong_key_and_a_cut_file_are_told_apart_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages.db");
    drop(open_writer(&path, &[1; 32]).unwrap());
    let whole = std::fs::read(&path).unwrap();
    assert!(matches!(open_writer(&path, &[2; 32]).unwrap_err(), StoreError::WrongKey));
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    for length in [1, 100, 4095, 4097, whole.len() / 2 + 1, whole.len() - 1, whole.len() - 4096] {
        std::fs::write(&path, &whole[..length]).unwrap();
        let refused = open_writer(&path, &[1; 32]).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged), "{length}: {refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), &whole[..length], "{length}");
    }
}

#[test]
fn a_commit_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_writer(&folder.path().join("messages.db"), &[1; 32]).unwrap();
    let number = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert_eq!(number("synchronous"), 2, "FULL");
    assert_eq!((number("fullfsync"), number("checkpoint_fullfsync")), (1, 1), "Apple's fsync is none");
}
