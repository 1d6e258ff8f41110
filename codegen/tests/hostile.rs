//! Whatever is thrown at the readers: no panic, no endless work, and every diagnostic can be shown.

use kontrakt_codegen::diagnostic::Sink;
use kontrakt_codegen::render;
use kontrakt_codegen::resolve::{Model, Options};
use kontrakt_codegen::source::Input;
use proptest::prelude::*;

const SEED: &str = include_str!("hostile.yaml");

fn survive(text: String) {
    let mut sink = Sink::new();
    let inputs = [Input::Text { name: "hostile/api.yaml".into(), text }];
    let model = Model::load(&inputs, &Options { examples: true, ..Options::default() }, &mut sink);
    let report = sink.finish();
    let shown = render::text(&report, model.sources(), render::Style::Plain);
    assert_eq!(shown.is_empty(), report.is_empty());
    assert_eq!(render::json(&report, model.sources()).lines().count(), report.diagnostics().len());
}

#[test]
fn the_seed_is_a_good_document() {
    let mut sink = Sink::new();
    let inputs = [Input::Text { name: "hostile/api.yaml".into(), text: SEED.into() }];
    let model = Model::load(&inputs, &Options::default(), &mut sink);
    assert!(!sink.finish().has_errors());
    assert!(model.schema_ids().len() > 5);
}

/// Values to put in the place of others.
const VALUES: [&str; 12] = [
    "null",
    "[]",
    "{}",
    "[[]]",
    "-1",
    "1e400",
    "'x'",
    "true",
    "{$ref: '#/components/schemas/A'}",
    "{$ref: '#'}",
    "{$ref: 5}",
    "99999999999999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_value_anywhere(line in 0usize..80, value in 0usize..VALUES.len()) {
        let changed: Vec<String> = SEED.lines().enumerate().map(|(at, text)| match text.split_once(": ") {
            Some((key, _)) if at == line => format!("{key}: {}", VALUES[value]),
            _ => text.to_owned(),
        }).collect();
        survive(changed.join("\n"));
    }

    #[test]
    fn any_damage_to_the_text(at in 0usize..4_000, length in 0usize..40, put in "\\PC{0,6}|[{}\\[\\]:,&*!|>'\"%@`# \n\t-]{0,6}") {
        let chars: Vec<char> = SEED.chars().collect();
        let at = at.min(chars.len());
        let end = (at + length).min(chars.len());
        survive(chars[..at].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect());
    }

    #[test]
    fn any_damage_to_json(at in 0usize..4_000, length in 0usize..20, put in "[{}\\[\\]:,\"\\\\a0-]{0,4}") {
        let mut sink = Sink::new();
        let (sources, files) = kontrakt_codegen::source::Sources::load(
            &[Input::Text { name: "a.yaml".into(), text: SEED.into() }], &mut sink);
        let _ = sink.finish();
        let json = sources.tree(files[0]).map(|tree| tree.to_json().to_string()).unwrap_or_default();
        let chars: Vec<char> = json.chars().collect();
        let at = at.min(chars.len());
        let end = (at + length).min(chars.len());
        survive(chars[..at].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect());
    }

    #[test]
    fn any_reference(target in "#?/?[a-z%~/0-9#:.$]{0,12}|#/components/schemas/[A-F](/[a-z0-9/~%]{0,12})?") {
        let property = format!("        b: {{$ref: '{target}', description: annotated}}");
        let lines = SEED.lines().map(|line| if line.starts_with("        b:") { property.as_str() } else { line });
        survive(lines.collect::<Vec<_>>().join("\n"));
    }
}
