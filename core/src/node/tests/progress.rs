use super::{node, on_loopback, somebody};
use crate::node::{Event, Node};

async fn progress(node: &Node) -> (u64, u64) {
    let session = node.session().await.unwrap();
    (session.done, session.total)
}

/// A screen that is kept on for what waits must hear that nothing does any more.
#[tokio::test]
async fn what_is_deleted_is_not_to_be_delivered_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let (bob, carol) = (somebody(1), somebody(2));
    for uid in [bob, carol] {
        node.add(&uid.to_string(), None).await.unwrap();
    }
    node.enter_foreground(on_loopback()).await.unwrap();
    let mut events = node.subscribe();
    let texts = || (0..3).map(|n| format!("message {n}")).collect::<Vec<_>>();
    let first = node.send_many(bob, texts()).await.unwrap()[0].id;
    node.send_many(carol, texts()).await.unwrap();
    assert_eq!(progress(&node).await, (0, 6));

    node.delete_message(bob, first).await.unwrap();
    assert_eq!(progress(&node).await, (0, 5));
    node.delete_chat(bob).await.unwrap();
    assert_eq!(progress(&node).await, (0, 3));
    node.remove(carol).await.unwrap();
    assert_eq!(progress(&node).await, (0, 0));
    loop {
        if let Some(Event::Progress { done: 0, total: 0 }) = events.next().await {
            break;
        }
    }
    node.shutdown().await.unwrap();
}
