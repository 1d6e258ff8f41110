//! Any set of path templates makes a router, and every operation is reached by the URL that its client makes, unless
//! another one takes that URL as well and has as much fixed text before their ways part.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(all(feature = "client", feature = "server"))]

mod support;

use kontrakt::client::Transport;
use kontrakt::operation::{ErrorBody, Location, Operation, Parameter};
use kontrakt::schema::STRING;
use kontrakt::server::{OpenGate, Reply, Routes};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};
use support::serve;

const METHODS: [&str; 5] = ["GET", "POST", "HEAD", "TRACE", "COPY"];

/// Tests leak what generated code has as statics.
fn operation(method: &'static str, path: &str) -> &'static Operation {
    let path: &'static str = Box::leak(path.to_owned().into_boxed_str());
    let mut names: Vec<&'static str> = Vec::new();
    let sent = path.split('#').next().unwrap();
    let closed = sent.match_indices('}').filter_map(|(at, _)| sent[..at].rsplit_once('{'));
    for name in closed.map(|(_, name)| name).filter(|name| !name.contains('}')) {
        let name = name.trim_start_matches('+');
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let parameters: Vec<Parameter> =
        names.into_iter().map(|name| Parameter::new(name, Location::Path, &STRING)).collect();
    Box::leak(Box::new(Operation {
        name: Box::leak(format!("{method} {path}").into_boxed_str()),
        method,
        path,
        parameters: Box::leak(parameters.into_boxed_slice()),
        security: &[],
        access: &[],
        codes: &[],
        error_body: &ErrorBody::PROBLEM,
    }))
}

fn routes(operations: &[&'static Operation]) -> Routes<(), ()> {
    let mut routes = Routes::new((), OpenGate);
    for operation in operations {
        routes = routes.route(operation, |_, mut input| async move {
            let operation = input.context().operation;
            let mut values = Vec::new();
            for index in 0..operation.parameters.len() {
                values.push(input.required::<String>(index)?);
            }
            Ok(Reply::json(200, &json!([operation.name, values])))
        });
    }
    routes
}

fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "(a|b|a%62|c.d|[ab]:c|ø| |%2F|\\*|~|\\\\|)",
        4 => "\\{(x|y)\\}",
        1 => "\\{\\+(x|z)\\}",
        1 => "[{}]",
    ];
    let segment = prop::collection::vec(piece, 0..3).prop_map(|pieces| pieces.concat());
    let path = prop::collection::vec(segment, 1..5).prop_map(|segments| format!("/{}", segments.join("/")));
    (path, prop_oneof![5 => Just(""), 1 => Just("?k=v"), 1 => Just("?k={q}"), 1 => Just("#f")])
        .prop_map(|(path, rest)| path + rest)
}

/// How much text is fixed, by segment: what the documentation of the routes promises to go by.
fn fixed(path: &str) -> Vec<(u8, usize)> {
    let (path, query) = path.split('#').next().unwrap().split_once('?').unwrap_or((path, ""));
    let mut ranks = Vec::new();
    for segment in path.split('#').next().unwrap().split('/').skip(1) {
        let named = segment.contains('{') && segment.contains('}');
        let rank = match (segment.contains("{+"), named) {
            (true, _) => return ranks,
            (false, true) => (1, 0),
            (false, false) => (2, 0),
        };
        ranks.push(rank);
    }
    ranks.push((3, query.len()));
    ranks
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_set_of_templates_makes_a_router(
        set in prop::collection::vec((0..METHODS.len(), template()), 1..12),
        value in "[a-c/.:~ øb]{1,5}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let operations: Vec<_> = set.iter().map(|(at, path)| operation(METHODS[*at], path)).collect();
        runtime.block_on(async {
            let transport = Transport::builder(serve(routes(&operations).into_router()).await).build().unwrap();
            for operation in &operations {
                let mut call = transport.call(operation);
                for index in 0..operation.parameters.len() {
                    call = call.parameter(index, &value);
                }
                let answer = match call.send().await {
                    Ok(answer) => answer,
                    // A value may be one that no segment holds.
                    Err(failure) => {
                        let error = kontrakt::client::Error::<()>::from(failure);
                        assert!(!error.violations().is_empty(), "{}: {error:?}", operation.name);
                        continue;
                    }
                };
                // The value makes it a path of another operation, which has none of its own and another method.
                let is_fixed = |path: &str| fixed(path).iter().all(|(rank, _)| *rank > 1);
                if answer.status() == 405 && !is_fixed(operation.path) {
                    assert!(set.iter().any(|(_, path)| is_fixed(path)), "{} with {value:?}", operation.name);
                    continue;
                }
                assert_eq!(answer.status(), 200, "{} with {value:?} among {set:?}", operation.name);
                if operation.method == "HEAD" {
                    continue;
                }
                let found: Value = answer.json(&kontrakt::schema::ANY).unwrap();
                let reached = found[0].as_str().unwrap();
                if reached != operation.name {
                    let path = reached.split_once(' ').unwrap().1;
                    assert!(fixed(path) >= fixed(operation.path), "{reached} for {}", operation.name);
                }
            }
        });
    }
}
