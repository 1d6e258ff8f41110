//! What hostile input may cost: time that grows with its length, and answers that do not grow beyond measure.

use std::time::{Duration, Instant};

use kontrakt::operation::ErrorBody;
use kontrakt::parameters::decode_form;
use kontrakt::schema::{
    Alternatives, BOOLEAN, Choice, Field, Fields, INT32, INT64, Rest, STRING, Schema, Shape,
};
use kontrakt::{At, Violations, decode, inspect, problem};
use serde_json::Value;

/// What takes quadratic or exponential time takes minutes and more.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(what: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = what();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    result
}

static QUERY: Schema =
    Schema::new(Shape::OneOf(&Alternatives { arms: &[&ALL, &ANY, &NONE], choice: Choice::Arms(&[0, 1, 2]) }));
static ALL: Schema = Schema::new(Shape::Record(&Fields {
    name: "All",
    fields: &[Field::optional("of", &QUERY), Field::optional("all", &BOOLEAN)],
    rest: Rest::Ignored,
}));
static ANY: Schema = Schema::new(Shape::Record(&Fields {
    name: "Any",
    fields: &[Field::optional("of", &QUERY), Field::optional("any", &INT64)],
    rest: Rest::Ignored,
}));
static NONE: Schema = Schema::new(Shape::Record(&Fields {
    name: "None",
    fields: &[Field::optional("of", &QUERY), Field::optional("none", &STRING)],
    rest: Rest::Ignored,
}));

#[test]
fn alternatives_in_alternatives_are_gone_through_once() {
    let text = format!("{}7{}", "{\"of\":".repeat(100), "}".repeat(100));
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let mut out = Violations::default();
    soon(|| inspect(&value, &QUERY, &At::root(""), &mut out));
    let found = out.into_vec();
    let deepest = found.last().expect("a number is no alternative");
    assert_eq!((deepest.rule, deepest.pointer.len()), ("type", 100 * "/of".len()));
}

#[test]
fn a_form_of_many_properties_is_read_in_linear_time() {
    static KEPT: Schema = Schema::new(Shape::Map(&STRING));
    static SEALED: Schema =
        Schema::new(Shape::Record(&Fields { name: "Sealed", fields: &[], rest: Rest::Refused }));
    let body = (0..100_000).map(|n| format!("k{n}={n}")).collect::<Vec<_>>().join("&");
    let read = soon(|| decode_form(&KEPT, &[], &body)).expect("texts");
    assert_eq!(read["k99999"], "99999");
    assert!(soon(|| decode_form(&SEALED, &[], &body)).is_err());
    let broken = body.replace('=', "=%FF");
    assert!(soon(|| decode_form(&KEPT, &[], &broken)).is_err());
}

#[test]
fn an_error_body_of_many_faults_is_read_in_linear_time() {
    let body = format!("{{\"errors\":[{}0]}}", "{\"code\":1,\"text\":\"t\"},".repeat(100_000));
    let read = soon(|| problem::read(&ErrorBody::PROBLEM, body.as_bytes()));
    assert_eq!(read.faults.len(), 100_000);
    assert!(read.faults.iter().all(|fault| fault.text == "t"));
}

#[test]
fn a_thousand_violations_are_enough() {
    static NUMBERS: Schema = Schema::new(Shape::List(&INT32));
    let body = format!("[{}1]", "\"\",".repeat(500_000));
    let found = soon(|| decode::<Vec<i32>>(body.as_bytes(), &NUMBERS)).expect_err("texts are no numbers");
    assert_eq!(found.len(), 1000);
    assert_eq!(found[999].pointer, "/999");
}

#[test]
fn text_that_is_no_utf_8_is_no_json() {
    static NUMBERS: Schema = Schema::new(Shape::List(&INT32));
    let found = decode::<Vec<i32>>(b"[1, \"\xff\"]", &NUMBERS).expect_err("no UTF-8");
    assert_eq!((found.len(), found[0].rule), (1, "json"));
}
