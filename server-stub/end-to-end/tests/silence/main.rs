//! Nothing sensitive is seen: not in a log line of any library at the finest level, not in the body of an error, an
//! address, an error of the SDK or a `Debug` print.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

mod addresses;
mod capture;
mod markers;
mod prints;
mod run;

use capture::Capture;
use dfdg_server::logging;
use dfdg_server::settings::Log;
use markers::Hidden;

#[tokio::test]
async fn nothing_sensitive_is_seen_while_everything_is_run() {
    let capture = Capture::start();
    let mut hidden = Hidden::default();
    // A leak of each kind, to see that one would be found.
    tracing::trace!(target: "control", "marker");
    let _ = tracing::trace_span!(target: "control-span", "control", marker = "marker");
    log::trace!(target: "control-log", "marker");
    let seen = run::everything(&mut hidden).await;

    let lines = capture.lines();
    for target in ["dfdg_server", "sqlx", "hyper", "reqwest"] {
        assert!(lines.iter().any(|line| line.target.starts_with(target)), "nothing of {target} was captured");
    }
    let mut talkative: Vec<&str> = lines
        .iter()
        .filter(|line| hidden.found_in(&line.text).is_some())
        .map(|line| line.target.as_str())
        .collect();
    talkative.sort_unstable();
    talkative.dedup();
    // The line is not shown: that would be the leak.
    assert_eq!(talkative, ["control", "control-log", "control-span"], "these targets log what is sensitive");

    assert!(seen.len() > 150, "{}", seen.len());
    let leaks: Vec<_> = seen.iter().filter(|one| hidden.found_in(&one.text).is_some()).collect();
    let leaks: Vec<_> = leaks.iter().map(|one| (one.what.as_str(), hidden.found_in(&one.text))).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// What the server's own filter lets through at the finest level has nothing of the libraries' wire traces.
#[test]
fn the_servers_log_keeps_the_libraries_quiet() {
    let filter = logging::filter(&Log { level: "trace".to_owned(), ..Log::default() }).unwrap().to_string();
    for quiet in ["hyper=info", "hyper_util=info", "reqwest=info", "sqlx=info"] {
        assert!(filter.contains(quiet), "{filter}");
    }
}
