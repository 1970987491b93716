//! What a link counts for, beside what is known already.

use super::*;
use crate::identity::Card;
use crate::store::contacts;

#[tokio::test]
async fn an_older_link_wins_over_nothing_that_is_known_and_over_everything_that_was_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let bob = Account::generate(&mut ChaCha20Rng::seed_from_u64(1));
    let link = |serial: u64, name: &str| {
        let addresses = vec![([11, 0, 0, serial as u8], 20_000).into()];
        let card = Card { serial, addresses, name: Some(name.into()), invite: Some([serial as u8; 16]) };
        card.sign(&bob).unwrap().to_string()
    };
    let (older, newer) = (link(1, "Robert"), link(2, "Bob"));
    let known = async || {
        let uid = bob.uid();
        let row = node.read(move |db| contacts::find(db, &uid)).await.unwrap().unwrap();
        let addresses = node.contact(uid).await.unwrap().addresses.len();
        (row.suggested_name, row.invite, addresses)
    };
    node.add(&newer, None).await.unwrap();
    node.add(&older, None).await.unwrap();
    assert_eq!(known().await, (Some("Bob".into()), Some([2; 16]), 2), "its address joins, and no more");
    node.remove(bob.uid()).await.unwrap();
    assert_eq!(known().await, (None, None, 0));
    // The very link that he was added by before; and an older one than that, of which nothing is remembered.
    node.add(&newer, None).await.unwrap();
    assert_eq!(known().await, (Some("Bob".into()), Some([2; 16]), 1));
    node.remove(bob.uid()).await.unwrap();
    node.add(&older, None).await.unwrap();
    assert_eq!(known().await, (Some("Robert".into()), Some([1; 16]), 1));
}
