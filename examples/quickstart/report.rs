//! The table that is printed. It observes every call, so that the calls themselves look as they do anywhere.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dfdg_sdk::{Ended, Observer, Operation, api};

use crate::Outcome;

/// Every operation of the five services, as the contracts list them.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    let services = [
        api::indkaldelse::OPERATIONS,
        api::borgerflytte::OPERATIONS,
        api::kontaktinformation::OPERATIONS,
        api::webservicebesked::OPERATIONS,
        api::letasyl::OPERATIONS,
    ];
    services.into_iter().flatten().copied()
}

/// What was called, and what came of it. Clones share one table.
#[derive(Clone, Default)]
pub(crate) struct Report(Arc<Mutex<Calls>>);

#[derive(Default)]
struct Calls {
    last: Option<Ended>,
    number: usize,
    time: Duration,
    answered: BTreeSet<&'static str>,
    refused: usize,
}

impl Observer for Report {
    fn ended(&self, ended: &Ended) {
        let mut calls = self.calls();
        calls.last = Some(*ended);
        calls.number += 1;
        calls.time += ended.elapsed;
    }
}

impl Report {
    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A heading.
    pub(crate) fn section(&self, title: &str) {
        println!("\n{title}");
    }

    /// The last call was answered as it should be.
    pub(crate) fn answered(&self, what: impl Display) {
        let mut calls = self.calls();
        if let Some(ended) = calls.last.take() {
            calls.answered.insert(ended.operation.name);
            line(&ended, &what);
        }
    }

    /// The last call was refused as it should be.
    pub(crate) fn refused(&self, why: impl Display) {
        let mut calls = self.calls();
        calls.refused += 1;
        match calls.last.take() {
            Some(ended) => line(&ended, &why),
            None => println!("  {:<53} {why}", "not sent"),
        }
    }

    /// The last line.
    ///
    /// # Errors
    /// Where an operation was not called.
    pub(crate) fn summary(&self) -> Outcome {
        let calls = self.calls();
        let missing: Vec<_> =
            operations().map(|one| one.name).filter(|name| !calls.answered.contains(name)).collect();
        println!(
            "\n{} of {} operations answered, {} refusals as expected; {} calls in {:.0?}",
            calls.answered.len(),
            operations().count(),
            calls.refused,
            calls.number,
            calls.time
        );
        if missing.is_empty() { Ok(()) } else { Err(format!("not called: {}", missing.join(", ")).into()) }
    }
}

fn line(ended: &Ended, what: &dyn Display) {
    let Operation { name, method, path, .. } = ended.operation;
    let ms = ended.elapsed.as_secs_f64() * 1000.0;
    let status = ended.status.unwrap_or_default();
    println!("  {name:<36} {ms:>6.1} ms  {status}  {what:<48} {method} {path}");
}

/// Fails with `what` unless `condition` holds.
pub(crate) fn ensure(condition: bool, what: &str) -> Outcome {
    if condition { Ok(()) } else { Err(format!("not as expected: {what}").into()) }
}
