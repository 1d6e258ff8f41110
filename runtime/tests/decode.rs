//! All faults of a body come together, each at its place and none with the value.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use kontrakt::reexport::uuid::Uuid;
use kontrakt::schema::{INT32, Limit, Rest, Rule, STRING, Schema, Shape, UUID};
use kontrakt::{Violation, decode, decode_leniently};

static ORDER: Schema = Schema::new(Shape::Record(&ORDER_FIELDS));
static NAME: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(8)]);
static LINE: Schema = Schema::new(Shape::Record(&LINE_FIELDS));
static AMOUNT: Schema = Schema::new(Shape::Integer(kontrakt::schema::Width::I32))
    .rules(&[Rule::Minimum(Limit::Integer(1)), Rule::MultipleOf(Limit::Integer(2))]);

#[derive(Debug, PartialEq)]
struct Order {
    id: Uuid,
    name: String,
    note: Option<Option<String>>,
    mail: Option<String>,
    lines: Vec<Line>,
    stock: Option<BTreeMap<String, Line>>,
}

#[derive(Debug, PartialEq)]
struct Line {
    amount: i32,
    text: Option<String>,
}

kontrakt::record! {
    Order, ORDER, ORDER_FIELDS, "Order", Rest::Refused;
    0 required id: "id", fill, &UUID;
    1 required name: "name", fill, &NAME;
    2 optional note: "note", fill, &Schema::new(Shape::String).nullable();
    3 optional mail: "mail", fill_optional, &STRING;
    4 required lines: "lines", fill, &Schema::new(Shape::List(&LINE)).rules(&[Rule::MaxItems(3)]);
    5 optional stock: "stock", fill_optional, &Schema::new(Shape::Map(&LINE));
}

kontrakt::record! {
    Line, LINE, LINE_FIELDS, "Line", Rest::Ignored;
    0 required amount: "amount", fill, &AMOUNT;
    1 optional text: "text", fill_optional, &STRING;
}

const ID: &str = "7b0e0a0e-9f0f-4b7b-8a55-6f3f2b1a0c01";

/// Pointer and rule of every fault, in the order of the answer.
fn faults(body: &str) -> Vec<(String, &'static str)> {
    let found = decode::<Order>(body.as_bytes(), &ORDER).expect_err(body);
    silent(&found);
    found.into_iter().map(|violation| (violation.pointer, violation.rule)).collect()
}

/// Values of the bodies below that could leak all have this in them.
const MARKER: &str = "s3cret";

fn silent(found: &[Violation]) {
    for violation in found {
        assert!(!violation.message.contains(MARKER), "{violation}");
        assert!(!violation.message.contains("424242"), "{violation}");
    }
}

fn expect(body: &str, expected: &[(&str, &str)]) {
    let found = faults(body);
    let found: Vec<_> = found.iter().map(|(pointer, rule)| (pointer.as_str(), *rule)).collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn a_right_body_is_read() {
    let body = format!(
        r#"{{"id":"{ID}","name":"Ada","note":null,"lines":[{{"amount":2}}],"stock":{{"a/b":{{"amount":4}}}}}}"#
    );
    let order = decode::<Order>(body.as_bytes(), &ORDER).unwrap();
    assert_eq!(order.note, Some(None));
    assert_eq!(order.lines, [Line { amount: 2, text: None }]);
    let stock = order.stock.unwrap();
    assert_eq!(stock["a/b"].amount, 4);
}

#[test]
fn wrong_types_missing_properties_and_broken_rules_come_together() {
    expect(
        r#"{"id":"s3cret","name":"s3cret and long","note":424242,"mail":["s3cret"],
            "lines":[{"amount":2},{"amount":"s3cret"},{"text":false},{"amount":424243}],
            "stock":{"a/b":{"amount":3},"~":"s3cret"},"s3cret":1}"#,
        &[
            ("/id", "format"),
            ("/name", "maxLength"),
            ("/note", "type"),
            ("/mail", "type"),
            ("/lines", "maxItems"),
            ("/lines/1/amount", "type"),
            ("/lines/2/amount", "required"),
            ("/lines/2/text", "type"),
            ("/lines/3/amount", "multipleOf"),
            ("/stock/a~1b/amount", "multipleOf"),
            ("/stock/~0", "type"),
            ("/s3cret", "additionalProperties"),
        ],
    );
}

#[test]
fn broken_rules_alone_come_together() {
    expect(
        &format!(r#"{{"id":"{ID}","name":"s3cret and long","lines":[{{"amount":-3}},{{"amount":424243}}]}}"#),
        &[
            ("/name", "maxLength"),
            ("/lines/0/amount", "minimum"),
            ("/lines/0/amount", "multipleOf"),
            ("/lines/1/amount", "multipleOf"),
        ],
    );
}

#[test]
fn null_is_a_value_only_where_the_contract_says_so() {
    expect(
        r#"{"id":null,"name":null,"note":null,"mail":null,"lines":[null,{"amount":2,"text":null}],"stock":null}"#,
        &[
            ("/id", "type"),
            ("/name", "type"),
            ("/mail", "type"),
            ("/lines/0", "type"),
            ("/lines/1/text", "type"),
            ("/stock", "type"),
        ],
    );
}

#[test]
fn keys_that_stand_twice_are_found_at_every_depth() {
    expect(
        &format!(
            r#"{{"id":"{ID}","name":"Ada","name":"s3cret","lines":[{{"amount":2,"amount":2}}],
                "stock":{{"a":{{"amount":2}},"a":{{"amount":424243,"text":"x","text":"y"}}}}}}"#
        ),
        &[
            ("/name", "json"),
            ("/lines/0/amount", "json"),
            ("/stock/a/text", "json"),
            ("/stock/a", "json"),
            ("/stock/a/amount", "multipleOf"),
        ],
    );
}

/// An object that is used as a map is read by serde's own implementation, for which the last value counts.
#[test]
fn a_key_that_stands_twice_in_a_map_alone_is_no_fault() {
    let body = format!(
        r#"{{"id":"{ID}","name":"Ada","lines":[],"stock":{{"a":{{"amount":2}},"a":{{"amount":4}}}}}}"#
    );
    let order = decode::<Order>(body.as_bytes(), &ORDER).unwrap();
    assert_eq!(order.stock.unwrap()["a"].amount, 4);
}

#[test]
fn the_whole_body_may_be_wrong() {
    for body in ["null", "[]", "\"s3cret\"", "424242"] {
        expect(body, &[("", "type")]);
    }
    for body in ["", "{", "{\"name\": s3cret}", "{} s3cret", "{\"name\":\"s3cret", "\u{feff}{}"] {
        expect(body, &[("", "json")]);
    }
    let found = decode::<Order>(b"{\"name\":\"\xff\"}", &ORDER).unwrap_err();
    assert_eq!((found[0].pointer.as_str(), found[0].rule, found.len()), ("", "json", 1));
}

#[test]
fn numbers_beyond_the_type_are_faults_at_their_place() {
    for number in ["424242424242", "1.5", "1e400", "170141183460469231731687303715884105727"] {
        let body = format!("[{number}]");
        let found = decode::<Vec<i32>>(body.as_bytes(), &NUMBERS);
        let found = found.unwrap_err();
        silent(&found);
        assert!(!found.is_empty(), "{number}");
    }
}
static NUMBERS: Schema = Schema::new(Shape::List(&INT32));

#[test]
fn an_answer_is_read_as_leniently_as_it_can_be() {
    let body = format!(r#"{{"id":"{ID}","name":"Ada","mail":null,"lines":[{{"amount":3}}],"more":1}}"#);
    let order = decode_leniently::<Order>(body.as_bytes(), &ORDER).unwrap();
    assert_eq!((order.mail, order.lines[0].amount), (None, 3));
    let found = decode_leniently::<Order>(br#"{"id":"s3cret"}"#, &ORDER).unwrap_err();
    silent(&found);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_body_that_is_nested_too_deep_is_refused_and_no_more() {
    let body = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let found = decode::<Order>(body.as_bytes(), &ORDER).unwrap_err();
    assert_eq!((found[0].pointer.as_str(), found.len()), ("", 1), "{found:?}");
}

/// JSON Schema knows numbers, not how they are written.
#[test]
fn a_whole_number_is_one_however_it_is_written() {
    assert_eq!(decode::<Vec<i32>>(b"[1, 2.0, 3e2, -0.0]", &NUMBERS), Ok(vec![1, 2, 300, 0]));
    assert_eq!(decode_leniently::<Vec<i32>>(b"[1, 2.0]", &NUMBERS), Ok(vec![1, 2]));
    let found = decode::<Vec<i32>>(b"[1.0, 2.5, 3e10]", &NUMBERS).unwrap_err();
    let found: Vec<_> = found.iter().map(|found| (found.pointer.as_str(), found.rule)).collect();
    assert_eq!(found, [("/1", "type"), ("/2", "type")]);
}

/// Pointer and rule of every fault of a value of the schema.
fn broken(schema: &'static Schema, value: &str) -> Vec<(String, &'static str)> {
    let value = kontrakt::reexport::serde_json::from_str(value).expect(value);
    let found = kontrakt::validate::<kontrakt::reexport::serde_json::Value>(&value, schema);
    found.err().unwrap_or_default().into_iter().map(|found| (found.pointer, found.rule)).collect()
}

#[test]
fn bounds_and_steps_are_those_of_decimal_numbers() {
    static CENTS: Schema = Schema::new(Shape::Number).rules(&[Rule::MultipleOf(Limit::Float(0.01))]);
    for good in ["19.99", "0.07", "1.1", "1e308", "-3.30", "0", "-0.0"] {
        assert_eq!(broken(&CENTS, good), [], "{good}");
        assert_eq!(kontrakt::validate(&good.parse::<f64>().unwrap(), &CENTS), Ok(()), "{good}");
    }
    for bad in ["0.0075", "19.999", "0.30000000000000004", "1e-9"] {
        assert_eq!(broken(&CENTS, bad), [(String::new(), "multipleOf")], "{bad}");
        assert!(kontrakt::validate(&bad.parse::<f64>().unwrap(), &CENTS).is_err(), "{bad}");
    }
    static BOUNDED: Schema = Schema::new(Shape::Number).rules(&[
        Rule::Minimum(Limit::Integer(0)),
        Rule::Maximum(Limit::Integer(9_007_199_254_740_993)),
        Rule::ExclusiveMaximum(Limit::Float(1e17)),
    ]);
    assert_eq!(broken(&BOUNDED, "9007199254740993"), []);
    assert_eq!(broken(&BOUNDED, "-0.0"), []);
    assert_eq!(broken(&BOUNDED, "9007199254740994"), [(String::new(), "maximum")]);
    assert_eq!(broken(&BOUNDED, "1e17").len(), 2);
    assert_eq!(broken(&BOUNDED, "-1e-300"), [(String::new(), "minimum")]);
    static TEXT: Schema = Schema::new(Shape::Decimal)
        .rules(&[Rule::MultipleOf(Limit::Float(0.01)), Rule::Maximum(Limit::Integer(100))]);
    assert_eq!(broken(&TEXT, "\"99.99\""), []);
    assert_eq!(broken(&TEXT, "\"100.0000000000000000000000001\"").len(), 2);
    assert_eq!(broken(&TEXT, "\"1e2\""), [(String::new(), "format")]);
}

#[test]
fn values_are_the_same_when_json_schema_says_so() {
    static SET: Schema = Schema::new(Shape::List(&kontrakt::schema::ANY)).rules(&[Rule::UniqueItems]);
    let twice = |at: &str| vec![(at.to_owned(), "uniqueItems")];
    assert_eq!(broken(&SET, r#"[1, "1", true, [1], {"a": 1}, null, 0.1, "e0", ["e0"]]"#), []);
    assert_eq!(broken(&SET, "[1, 1.0]"), twice("/1"));
    assert_eq!(broken(&SET, "[100, 2, 1e2]"), twice("/2"));
    assert_eq!(broken(&SET, "[0, -0.0]"), twice("/1"));
    assert_eq!(broken(&SET, r#"[{"a": [1], "b": 2}, {"b": 2.0, "a": [1.0]}]"#), twice("/1"));
    assert_eq!(broken(&SET, r#"["a\"b", "a\\\"b", "a"]"#), []);
    static LISTED: Schema = Schema::new(Shape::Any).rules(&[Rule::Listed(&[r#"{"a":1,"b":[2.50]}"#, "1e2"])]);
    for good in [r#"{"b": [2.5], "a": 1.0}"#, "100", "100.0"] {
        assert_eq!(broken(&LISTED, good), [], "{good}");
    }
    for bad in [r#"{"a": 1}"#, r#"{"a": 1, "b": [2.5, 2.5]}"#, "\"100\""] {
        assert_eq!(broken(&LISTED, bad), [(String::new(), "enum")], "{bad}");
    }
}

#[test]
fn dates_are_read_by_the_letter_wherever_they_stand() {
    use kontrakt::reexport::jiff::{Timestamp, civil::Date};
    use kontrakt::schema::{DATE, DATE_TIME};
    static DAYS: Schema = Schema::new(Shape::Map(&LIST));
    static LIST: Schema = Schema::new(Shape::List(&DATE));
    type Days = BTreeMap<String, Vec<Date>>;
    assert!(decode::<Days>(br#"{"a": ["2026-11-22"]}"#, &DAYS).is_ok());
    let found = decode::<Days>(br#"{"a": ["2026-11-22", "20261122"]}"#, &DAYS).unwrap_err();
    assert_eq!((found[0].pointer.as_str(), found[0].rule), ("/a/1", "format"));
    assert!(decode_leniently::<Days>(br#"{"a": ["20261122"]}"#, &DAYS).is_ok());
    assert!(decode::<Timestamp>(b"\"2026-11-22T10:00:00Z\"", &DATE_TIME).is_ok());
    assert!(decode::<Timestamp>(b"\"2026-11-22 10:00Z\"", &DATE_TIME).is_err());
}
