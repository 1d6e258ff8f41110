//! The paths of real documents, where they are at hand (`KONTRAKT_CORPUS`, or `../shared/corpus` beside the workspace):
//! of the operations of each a router can be made, and the URL that a client makes for an operation reaches it.
//!
//! `cargo test` reads a slice of them; `cargo test --release --test corpus_paths -- --ignored` reads all.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use kontrakt::client::Transport;
use kontrakt::operation::{ErrorBody, Location, Operation, Parameter};
use kontrakt::schema::STRING;
use kontrakt::server::{OpenGate, Reply, Routes};
use kontrakt_codegen::diagnostic::Sink;
use kontrakt_codegen::ir::{self, Section};
use kontrakt_codegen::lower;
use kontrakt_codegen::resolve::{Model, Options};
use kontrakt_codegen::source::Input;

/// Every document of the corpus up to a size.
fn documents(up_to: u64) -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus");
    let folder = std::env::var_os("KONTRAKT_CORPUS").map_or(beside, PathBuf::from);
    let mut found = Vec::new();
    for part in ["dev", "giants", "conformance", "multifile"] {
        let Ok(index) = std::fs::read_to_string(folder.join(part).join("index.tsv")) else { continue };
        let names = index.lines().skip(1).filter_map(|line| line.split('\t').next());
        let paths = names.map(|name| folder.join(part).join(name));
        found.extend(paths.filter(|path| path.metadata().is_ok_and(|data| data.len() <= up_to)));
    }
    found
}

/// The operations of a document, as generated code has them.
fn operations(document: &Path) -> Vec<(Section, &'static Operation)> {
    let mut sink = Sink::new();
    let model = Model::load(&[Input::Path(document.to_owned())], &Options::default(), &mut sink);
    let lowered = lower::lower(&model, &mut sink);
    let operations = lowered.api.modules.into_iter().flat_map(|module| module.operations);
    operations.map(|operation| (operation.section, leaked(operation))).collect()
}

fn leaked(operation: ir::Operation) -> &'static Operation {
    let text = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let parameters =
        operation.parameters.into_iter().filter(|parameter| parameter.location == ir::Location::Path);
    let parameters: Vec<Parameter> =
        parameters.map(|parameter| Parameter::new(text(parameter.name), Location::Path, &STRING)).collect();
    Box::leak(Box::new(Operation {
        name: text(operation.id),
        method: text(operation.method),
        path: text(operation.path),
        parameters: Box::leak(parameters.into_boxed_slice()),
        security: &[],
        access: &[],
        codes: &[],
        error_body: &ErrorBody::PROBLEM,
    }))
}

/// A path without what its parameters are called.
fn shape(path: &str) -> String {
    let mut parts = path.split('#').next().unwrap_or_default().split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shape, part| shape + "{}" + part.split_once('}').map_or(part, |(_, text)| text))
}

/// Serves all operations and calls each; tells those that something else answered.
async fn strays(operations: &[&'static Operation]) -> Vec<String> {
    let routes = operations.iter().fold(Routes::new((), OpenGate), |routes, operation| {
        routes.route(operation, |_, input| async move {
            let operation = input.context().operation;
            Ok(Reply::text(200, "text/plain", format!("{} {}", operation.method, operation.path)))
        })
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes.into_router()).await });
    let transport = Transport::builder(url).build().expect("a transport");
    let mut strays = Vec::new();
    for operation in operations {
        let mut call = transport.call(operation);
        for index in 0..operation.parameters.len() {
            call = call.parameter(index, &format!("v{index}"));
        }
        let own = format!("{} {}", operation.method, operation.path);
        match call.send().await {
            Err(failure) => strays.push(format!("{own}: {failure:?}")),
            Ok(answer) if operation.method == "HEAD" && answer.status() == 200 => {}
            Ok(answer) => {
                let status = answer.status();
                let reached = answer.text().unwrap_or_default();
                if status != 200 || shape(&reached) != shape(&own) {
                    strays.push(format!("{own}: {status} {reached}"));
                }
            }
        }
    }
    strays
}

async fn check(documents: Vec<PathBuf>) {
    let mut faults = HashMap::new();
    for document in documents {
        let all = operations(&document);
        for section in Section::ALL {
            let operations = all.iter().filter(|(of, _)| *of == section).map(|(_, operation)| *operation);
            let operations: Vec<_> = operations.collect();
            if operations.is_empty() {
                continue;
            }
            let strays = strays(&operations).await;
            if !strays.is_empty() {
                faults.insert(document.clone(), strays);
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn the_paths_of_a_slice_of_the_corpus_are_routed() {
    check(documents(60_000).into_iter().step_by(40).collect()).await;
}

#[tokio::test]
#[ignore = "reads some hundred megabytes: use --release"]
async fn the_paths_of_the_whole_corpus_are_routed() {
    check(documents(u64::MAX)).await;
}
