//! `long-home DATABASE KEY CONTACTS MESSAGES`: an account that has been used for years, for the apps to open.
//!
//! Each contact has a message, the first one all others. Prints the first one's UID.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::path::PathBuf;

use pure2p_core::node::{Config, DatabaseKey, Node};
use pure2p_tests::database::fill_all;
use pure2p_tests::raw::Raw;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [database, key, contacts, messages] = &words[..] else {
        panic!("long-home DATABASE KEY CONTACTS MESSAGES");
    };
    let database = PathBuf::from(database);
    let key: [u8; 32] =
        std::array::from_fn(|at| u8::from_str_radix(key.get(2 * at..2 * at + 2).unwrap(), 16).unwrap());
    let (contacts, messages): (u32, u32) = (contacts.parse().unwrap(), messages.parse().unwrap());
    let config = Config { database: database.clone(), key: DatabaseKey::new(key), descriptors: 256 };
    let node = Node::open(config).await.unwrap();
    node.create_account(Some("Alice".into())).await.unwrap();
    let people: Vec<_> = (0..contacts).map(|at| Raw::new(u64::from(at) + 1).uid()).collect();
    for (at, uid) in people.iter().enumerate() {
        node.add(&uid.to_string(), Some(format!("Friend {at}"))).await.unwrap();
    }
    node.shutdown().await.unwrap();
    let rest = people[1..].iter().map(|uid| (*uid, 1));
    let histories: Vec<_> = std::iter::once((people[0], messages - (contacts - 1))).chain(rest).collect();
    fill_all(&database, &key, &histories);
    println!("{}", people[0]);
}
