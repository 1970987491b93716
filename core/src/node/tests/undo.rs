//! Commands that fail, in part or as a whole, through the writer that runs them.

use super::super::{Reason, Setting};
use super::*;
use crate::delivery::CommandError;
use crate::identity::ContactLink;

async fn follows(node: &Node) {
    node.write(|engine, db, now| {
        engine.assert_follows(db, now);
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

#[tokio::test]
async fn a_panic_costs_the_command_that_made_it_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let (bob, carol) = (somebody(1), somebody(2));
    node.add(&bob.to_string(), None).await.unwrap();
    node.enter_foreground(on_loopback()).await.unwrap();
    for _ in 0..3 {
        let panics = node.write(move |engine, db, now| {
            engine.remove(db, &bob)?;
            engine.add(db, now, &ContactLink { uid: carol, card: None }, None)?;
            if now.wall != 0 {
                std::panic::panic_any("on purpose");
            }
            Ok(())
        });
        assert_eq!(kind(panics.await), "defect");
        follows(&node).await;
        assert_eq!(
            kind(node.read(|_| -> std::result::Result<(), _> { std::panic::panic_any("a query") }).await),
            "defect"
        );
    }
    // Bob is still there, Carol is not, and the node works.
    assert_eq!(node.contacts().await.unwrap().iter().map(|contact| contact.uid).collect::<Vec<_>>(), [bob]);
    assert_eq!(node.send(bob, "still here".into()).await.unwrap().text, "still here");
    node.enter_background().await.unwrap();
}

#[tokio::test]
async fn what_was_stored_is_never_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.add(&somebody(1).to_string(), None).await.unwrap();
    // Readers find nothing any more; the writer has its file.
    node.0.readers.close();
    std::fs::rename(folder.path().join("messages.db"), folder.path().join("elsewhere.db")).unwrap();
    assert_ne!(kind(node.contacts().await), "ok");
    let sent = node.send_many(somebody(1), vec!["one".into(), "two".into()]).await.unwrap();
    let texts: Vec<&str> = sent.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["one", "two"]);
    assert!(sent.iter().all(|message| message.reason == Some(Reason::AppClosed)));
    std::fs::rename(folder.path().join("elsewhere.db"), folder.path().join("messages.db")).unwrap();
    assert_eq!(node.messages(somebody(1), None, 10).await.unwrap(), sent);
    // Nor if it is answered only after the end.
    let mut last = std::pin::pin!(node.send(somebody(1), "three".into()));
    assert!(polled(1, last.as_mut()).await.is_none());
    node.shutdown().await.unwrap();
    assert_eq!(last.await.unwrap().text, "three");
}
