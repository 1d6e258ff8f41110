//! Real documents, where they are at hand: `KONTRAKT_CORPUS`, or `../shared/corpus` beside the workspace.
//!
//! `cargo test` reads a slice of them; `cargo test --release --test corpus -- --ignored` reads all.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use kontrakt_codegen::Generator;
use kontrakt_codegen::diagnostic::{Report, Sink};
use kontrakt_codegen::render;
use kontrakt_codegen::resolve::{Model, Options};
use kontrakt_codegen::source::Input;

/// Documents that the corpus calls valid and in which errors are reported all the same, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "conformance/hey-api/specs/3.1.x/validators-circular-ref.json",
        "a schema is nothing but a reference to itself",
    ),
    (
        "conformance/kin-openapi/openapi3/testdata/relativeDocs/openapi/openapi.yml",
        "no file stands at that path",
    ),
    (
        "conformance/ogen/_testdata/negative/cyclic/allOf_double.json",
        "meant to be refused: a circle of allOf",
    ),
    (
        "conformance/ogen/_testdata/negative/cyclic/allOf_single.json",
        "meant to be refused: a circle of allOf",
    ),
    (
        "conformance/openapi-python-client/end_to_end_tests/documents_with_errors/circular-body-ref.yaml",
        "meant to be refused: a circle of references",
    ),
    ("conformance/openapiv3/fixtures/fitbit.json", "a `$ref` is empty"),
    (
        "conformance/speakeasy/openapi/testdata/resolve_test/circular.yaml",
        "a schema is nothing but a reference to itself",
    ),
    (
        "conformance/swagger-parser/modules/swagger-parser-v3/src/test/resources/discriminator-mapping-resolution/main-external-mapping.yaml",
        "the files of the mapping do not exist",
    ),
    (
        "conformance/swagger-parser/modules/swagger-parser-v3/src/test/resources/duplicateHttpStatusCodes.json",
        "a status stands twice",
    ),
    (
        "conformance/swagger-parser/modules/swagger-parser-v3/src/test/resources/duplicateHttpStatusCodes.yaml",
        "a status stands twice",
    ),
    (
        "conformance/swagger-parser/modules/swagger-parser-v3/src/test/resources/same-refs-different-model-valid.yaml",
        "a header refers to a parameter",
    ),
    (
        "conformance/swagger-typescript-api/tests/spec/local-fragment-ref/schema-responses.yaml",
        "a fragment that is neither a pointer nor an anchor",
    ),
    (
        "multifile/ga4gh+data-repository-service-schemas/openapi/data_repository_service.openapi.yaml",
        "a schema stands in the network",
    ),
    ("multifile/radiantearth+stac-api-spec/build/swagger-config.yaml", "settings of a tool, not a document"),
    (
        "multifile/snowflakedb+snowflake-rest-api-specs/specifications/cortex-analyst.yaml",
        "a mapping leads to a schema that is not there",
    ),
];

struct Document {
    /// From the top of the corpus.
    name: String,
    valid: bool,
    bytes: u64,
}

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("KONTRAKT_CORPUS").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The documents that a folder's index lists. Where it says nothing about validity, roots are taken to be valid.
fn documents(corpus: &Path, folder: &str) -> Vec<Document> {
    let index = std::fs::read_to_string(corpus.join(folder).join("index.tsv")).expect("an index");
    let mut lines = index.lines();
    let header = lines.next().expect("a header").split('\t');
    let columns: HashMap<&str, usize> = header.enumerate().map(|(at, name)| (name, at)).collect();
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| folder != "multifile" || cells[2] != "-")
        .map(|cells| Document {
            name: format!("{folder}/{}", cells[0]),
            valid: columns.get("valid").is_none_or(|at| cells.get(*at) == Some(&"yes")),
            bytes: cells[columns["bytes"]].parse().unwrap_or(0),
        })
        .collect()
}

fn load(path: &Path) -> (Model, Report) {
    let mut sink = Sink::new();
    let model = Model::load(&[Input::Path(path.to_owned())], &Options::default(), &mut sink);
    (model, sink.finish())
}

/// Loads a document and says what is wrong with the result.
fn complaint(corpus: &Path, document: &Document) -> Option<String> {
    let (model, report) = load(&corpus.join(&document.name));
    let text = render::text(&report, model.sources(), render::Style::Plain);
    assert_eq!(text.is_empty(), report.is_empty(), "{}: every diagnostic is shown", document.name);
    let exception = EXCEPTIONS.iter().find(|(name, _)| *name == document.name);
    match (document.valid, report.has_errors(), exception) {
        (true, true, None) => Some(format!("{}: valid, but\n{text}", document.name)),
        (_, false, Some((name, reason))) => {
            Some(format!("{name} works: it is no exception any more ({reason})"))
        }
        (false, false, _) if model.roots().is_empty() => {
            Some(format!("{}: no document and no error either", document.name))
        }
        _ => None,
    }
}

fn check(corpus: &Path, documents: &[Document]) {
    let complaints: Vec<String> =
        documents.iter().filter_map(|document| complaint(corpus, document)).collect();
    assert!(
        complaints.is_empty(),
        "{} of {} documents:\n{}",
        complaints.len(),
        documents.len(),
        complaints.join("\n")
    );
}

#[test]
fn a_slice_of_the_corpus_loads() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    let every = |folder: &str, step: usize| {
        let small = documents(&corpus, folder).into_iter().filter(|document| document.bytes < 300_000);
        small.step_by(step).collect::<Vec<_>>()
    };
    let slice: Vec<Document> =
        every("dev", 8).into_iter().chain(every("conformance", 55)).chain(every("multifile", 30)).collect();
    assert!(slice.len() > 50, "{} documents", slice.len());
    check(&corpus, &slice);
}

#[test]
#[ignore = "reads some hundred megabytes: use --release"]
fn the_whole_corpus_loads() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    for folder in ["dev", "giants", "conformance", "multifile"] {
        let documents = documents(&corpus, folder);
        println!("{folder}: {} documents", documents.len());
        check(&corpus, &documents);
    }
}

#[test]
#[ignore = "reads some hundred megabytes: use --release"]
fn whatever_can_be_read_is_generated() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    for document in ["dev", "conformance", "multifile"].iter().flat_map(|folder| documents(&corpus, folder)) {
        let path = corpus.join(&document.name);
        let readable = !load(&path).0.roots().is_empty();
        match Generator::new().document(path).generate() {
            Ok(output) => assert!(!output.files.is_empty(), "{}", document.name),
            Err(failure) => assert!(!readable, "{}: {failure}", document.name),
        }
    }
}

#[test]
#[ignore = "reads some hundred megabytes: use --release"]
fn two_runs_give_the_same() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus");
        return;
    };
    for document in documents(&corpus, "dev") {
        let (first, second) = (load(&corpus.join(&document.name)), load(&corpus.join(&document.name)));
        assert_eq!(first.1, second.1, "{}", document.name);
        let of = |model: &Model| -> Vec<String> {
            model.schema_ids().map(|id| format!("{:?}", model.schema_info(id))).collect()
        };
        assert_eq!(of(&first.0), of(&second.0), "{}", document.name);
    }
}
