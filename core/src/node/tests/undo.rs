//! Commands that fail, in part or as a whole, through the writer that runs them.

use super::super::Setting;
use super::*;
use crate::delivery::CommandError;
use crate::identity::ContactLink;

async fn follows(node: &Node) {
    node.write(|engine, db, _| {
        engine.assert_follows(db);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn memory_follows_a_command_that_was_rolled_back() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let (bob, carol) = (somebody(1), somebody(2));
    node.add(&bob.to_string(), None).await.unwrap();
    node.enter_foreground(on_loopback()).await.unwrap();
    // Its own savepoint is lost, the transaction is not.
    let after_all = node.write(move |engine, db, now| {
        engine.remove(db, &bob)?;
        engine.add(db, now, &ContactLink { uid: carol, card: None }, None)?;
        Err::<(), _>(CommandError::EmptyText)
    });
    assert_eq!(kind(after_all.await), "empty_text");
    follows(&node).await;
    // The commit fails.
    for _ in 0..2 {
        break_disk(&node, "contacts", true).await;
        assert_ne!(kind(node.remove(bob).await), "ok");
        assert_ne!(kind(node.block(bob).await), "ok");
        assert_ne!(kind(node.add(&carol.to_string(), None).await), "ok");
        mend_disk(&node).await;
        follows(&node).await;
        node.change_setting(Setting::Name(Some("Al".into()))).await.unwrap();
    }
    assert_eq!(node.contacts().await.unwrap().len(), 1);
}
