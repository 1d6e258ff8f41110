//! What stands in for LetAsyl: answers and failures from the store.

use super::{Answer, Failure, LetAsyl, Question};
use crate::store::{self, Store};

/// Answers with what was seeded for a citizen.
pub struct Simulator {
    store: Store,
    failure: Option<Failure>,
}

impl Simulator {
    /// A simulator over `store`. A citizen's own failure comes first, then `failure`, then the citizen's data.
    pub fn new(store: Store, failure: Option<Failure>) -> Self {
        Self { store, failure }
    }
}

impl LetAsyl for Simulator {
    fn integrationslovsdata<'a>(&'a self, question: Question<'a>) -> Answer<'a> {
        Box::pin(async move {
            let mut conn = self.store.read().await.map_err(|_| Failure::Unreachable)?;
            let simulated =
                store::letasyl::simulated(&mut conn, question.cpr).await.map_err(|_| Failure::Unhandled)?;
            match simulated.failure.or(self.failure) {
                Some(failure) => Err(failure),
                None => Ok(simulated.data),
            }
        })
    }
}
