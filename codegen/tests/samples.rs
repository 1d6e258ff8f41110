//! What generated tests of round trips send.

use kontrakt_codegen::{Generator, Part};

const CONTRACT: &str = r#"
openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /things/{id}:
    put:
      operationId: putThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, format: int32, minimum: 1 } }
        - { name: page, in: query, schema: { type: integer, format: int32, maximum: 9, multipleOf: 3, default: 6 } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '204': { description: Done. } }
  /secrets:
    put:
      operationId: putSecret
      requestBody:
        required: true
        content: { application/json: { schema: { type: string, pattern: '^(\w{17})\1$' } } }
      responses: { '204': { description: Done. } }
  /knots:
    put:
      operationId: putKnot
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Knot' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Thing:
      type: object
      additionalProperties: false
      required: [name, shape]
      properties:
        name: { type: string, minLength: 2, maxLength: 4 }
        tag: { type: string, pattern: '^[A-Z]{2}-\d{4}$' }
        colour: { type: string, enum: [red, green] }
        day: { type: string, format: date }
        sizes: { type: array, items: { type: integer }, minItems: 1, uniqueItems: true }
        owner: { type: [string, 'null'] }
        shape: { oneOf: [{ type: string }, { type: object, required: [sides], properties: { sides: { type: integer } } }] }
        inner: { $ref: '#/components/schemas/Thing' }
    Knot: { type: object, required: [knot], properties: { knot: { $ref: '#/components/schemas/Knot' } } }
"#;

fn generator() -> Generator {
    Generator::new().text("things.yaml", CONTRACT).keep_going()
}

/// The generated file of that name, if there is one.
fn file(generator: &Generator, name: &str) -> Option<String> {
    let output = generator.generate().expect("files");
    output.files.into_iter().find(|file| file.path == format!("things/{name}.rs")).map(|file| file.text)
}

/// What stands between the samples of an operation and the next test.
fn samples(table: &str) -> String {
    let text = file(&generator().with_tests(), "round_trips").expect("tests");
    let begin = text.find(&format!("static {table}: Samples")).expect("samples");
    let samples = &text[begin..];
    samples[..samples.find("\n};").expect("an end")].to_owned()
}

#[test]
fn tests_are_generated_where_they_are_wanted_and_both_ends_are() {
    let is_there = |generator: Generator| file(&generator, "round_trips").is_some();
    assert!(!is_there(generator()));
    assert!(is_there(generator().with_tests()));
    assert!(!is_there(generator().with_tests().client(Part::Never)));
    assert!(!is_there(generator().with_tests().server(Part::Never)));
    let behind = generator().with_tests().client(Part::feature("rest")).server(Part::feature("server"));
    let module = file(&behind, "mod").expect("a module");
    assert!(
        module.contains("#[cfg(all(test, feature = \"rest\", feature = \"server\"))]\nmod round_trips;"),
        "{module}"
    );
}

#[test]
fn valid_samples_have_everything_between_them() {
    let samples = samples("PUT_THING");
    for part in [
        r#""id":1}"#,
        r#""id":2147483647}"#,
        r#""page":9}"#,
        r#""page":6}"#,
        r#""tag":"AA-0000""#,
        r#""colour":"red""#,
        r#""colour":"green""#,
        r#""owner":null"#,
        r#""shape":"text""#,
        r#""shape":{"sides":"#,
        r#""inner":{"name":"#,
        r#"smør"#,
    ] {
        assert!(samples.contains(part), "{part} is not in {samples}");
    }
}

#[test]
fn each_rule_is_broken_where_it_stands() {
    let samples = samples("PUT_THING");
    for broken in [
        r#""/path/id", "0", "minimum""#,
        r#""/query/page", "12", "maximum""#,
        r#""multipleOf""#,
        r#"without(N, "/body/name")"#,
        r#""/body/name", "17", "type""#,
        r#""/body/name", "null", "type""#,
        r##""/body/name", r#""k""#, "minLength""##,
        r##""/body/name", r#""kontr""#, "maxLength""##,
        r##""/body/tag", r#""AA-000!""#, "pattern""##,
        r##""/body/colour", r#""not-listed""#, "enum""##,
        r##""/body/day", r#""2023-02-29""#, "format""##,
        r#""/body/sizes", "[]", "minItems""#,
        r#""uniqueItems""#,
        r#""/body/not-in-the-contract", "true", "additionalProperties""#,
        r#""/body/shape", "true", "oneOf""#,
    ] {
        let found = match broken.strip_prefix("without(N") {
            Some(rest) => {
                samples.lines().any(|line| line.contains("Broken::without(") && line.contains(rest))
            }
            None => samples.contains(broken),
        };
        assert!(found, "{broken} is not in {samples}");
    }
}

#[test]
fn what_has_no_sample_says_so() {
    for table in ["PUT_SECRET", "PUT_KNOT"] {
        let samples = samples(table);
        assert!(samples.contains("the body in `application/json`: no value of it was found"), "{samples}");
        assert!(samples.contains("requests: &[],"), "{samples}");
    }
}
