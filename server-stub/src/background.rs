//! What runs beside the calls: messages leave, and what has done its work is deleted.

use std::time::Duration;

use tokio::sync::watch;

use crate::clock::earlier;
use crate::settings::Retention;
use crate::store::{Result as StoreResult, Store, kontakt, outbox, requests};

const DELIVERY_EVERY: Duration = Duration::from_millis(500);
const CLEANING_EVERY: Duration = Duration::from_secs(60 * 60);
const BATCH: u32 = 100;

/// Runs until `stop` is set; what was begun is finished.
pub(crate) async fn run(store: Store, retention: Retention, mut stop: watch::Receiver<bool>) {
    let mut delivery = tokio::time::interval(DELIVERY_EVERY);
    let mut cleaning = tokio::time::interval(CLEANING_EVERY);
    loop {
        let outcome = tokio::select! {
            () = told_to_stop(&mut stop) => return,
            _ = delivery.tick() => deliver(&store).await.map(|_| ()),
            _ = cleaning.tick() => clean(&store, &retention).await,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "background work failed; it is tried again");
        }
    }
}

/// Returns once `stop` is set.
pub(crate) async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // An error says that the sender is gone, which is a reason to stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Delivers what waits, in order, to the log, which gets identifier and type and nothing else. Returns how many
/// messages those were.
pub async fn deliver(store: &Store) -> StoreResult<usize> {
    let mut number = 0;
    loop {
        let waiting = outbox::deliverable(&mut *store.read().await?, BATCH).await?;
        if waiting.is_empty() {
            return Ok(number);
        }
        let mut tx = store.write(None).await?;
        let now = tx.now();
        for message in &waiting {
            outbox::delivered(&mut tx, message.nr, now).await?;
        }
        tx.commit().await?;
        for message in &waiting {
            tracing::info!(id = %message.id, kind = message.kind, "message delivered to the log");
        }
        number += waiting.len();
    }
}

/// Deletes used request ids, codes and delivered messages that nobody needs any more.
pub async fn clean(store: &Store, retention: &Retention) -> StoreResult<()> {
    const DAY: u64 = 24 * 60 * 60;
    let before = |tx_now, days: u32| earlier(tx_now, Duration::from_secs(u64::from(days) * DAY));
    let mut tx = store.write(None).await?;
    let now = tx.now();
    let ids = requests::purge(&mut tx, now).await?;
    let codes = kontakt::purge(&mut tx, before(now, retention.codes_days)).await?;
    let messages = outbox::purge(&mut tx, before(now, retention.outbox_days)).await?;
    tx.commit().await?;
    tracing::debug!(ids, codes, messages, "cleaned up");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh;

    async fn put(store: &Store) {
        let mut tx = store.write(None).await.unwrap();
        let now = tx.now();
        let message = outbox::Message {
            id: uuid::Uuid::new_v4(),
            kind: "T",
            domain: "D",
            borgere: vec!["2902010001".to_owned()],
            payload: "{}".to_owned(),
        };
        outbox::put(&mut tx, &message, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn everything_that_waits_is_delivered_once() {
        let (_folder, store) = fresh().await;
        for _ in 0..3 {
            put(&store).await;
        }
        assert_eq!(deliver(&store).await.unwrap(), 3);
        assert_eq!(deliver(&store).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn delivered_messages_are_deleted_in_time_and_waiting_ones_never() {
        let (_folder, store) = fresh().await;
        put(&store).await;
        deliver(&store).await.unwrap();
        put(&store).await;
        clean(&store, &Retention::default()).await.unwrap();
        assert_eq!(outbox::count(&mut store.read().await.unwrap()).await.unwrap(), 2);
        store.clock().advance(Duration::from_secs(31 * 24 * 60 * 60));
        clean(&store, &Retention::default()).await.unwrap();
        assert_eq!(outbox::count(&mut store.read().await.unwrap()).await.unwrap(), 1);
    }
}
