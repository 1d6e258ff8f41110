//! Starts the server in this process, calls each of its 22 operations through the SDK and prints what came back:
//!
//! ```text
//! cargo run --example quickstart
//! ```
//!
//! There is a file for each service, and `refusals.rs` for what goes wrong. What is in `demo.rs` a real client does not
//! need: it has an address and a token.

#![allow(clippy::print_stdout)] // a table is what it is for

mod borgerflytte;
mod demo;
mod indkaldelse;
mod kontaktinformation;
mod letasyl;
mod refusals;
mod report;
mod webservicebesked;

use std::process::ExitCode;

use demo::Demo;
use dfdg_sdk::organisation_type::{JOB_CENTER, STAR};
use report::Report;

/// Whatever may go wrong: errors of the SDK are typed by operation, and all of them fit in here.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quickstart: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome {
    let report = Report::default();
    let demo = Demo::start(&report).await?;

    let nordby = demo.caller(JOB_CENTER, "10101", None)?;
    let sydby = demo.caller(JOB_CENTER, "10201", None)?;
    let agency = demo.caller(STAR, "1", None)?;
    // Another actor ("anden aktør") works for a job centre and sees the citizens that it was given.
    let other_actor = demo.caller(JOB_CENTER, "10101", Some("30303030"))?;

    indkaldelse::run(&nordby, &report).await?;
    borgerflytte::run(&nordby, &sydby, &report).await?;
    kontaktinformation::run(&nordby, &other_actor, &demo, &report).await?;
    webservicebesked::run(&nordby, &report).await?;
    letasyl::run(&nordby, &agency, &report).await?;
    refusals::run(&nordby, &agency, &report).await?;

    demo.stop().await;
    report.summary()
}
