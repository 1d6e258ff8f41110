//! All faults of a body come together, each at its place and none with the value.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use kontrakt::record::{Input, Record, Walk};
use kontrakt::reexport::serde::de::MapAccess;
use kontrakt::reexport::uuid::Uuid;
use kontrakt::schema::{Field, Fields, INT32, Limit, Rest, Rule, STRING, Schema, Shape, UUID};
use kontrakt::{Violation, decode, decode_leniently};

static ORDER: Schema = Schema::new(Shape::Record(&ORDER_FIELDS));
static ORDER_FIELDS: Fields = Fields {
    name: "Order",
    fields: &[
        Field::required("id", &UUID),
        Field::required("name", &NAME),
        Field::optional("note", &Schema::new(Shape::String).nullable()),
        Field::optional("mail", &STRING),
        Field::required("lines", &Schema::new(Shape::List(&LINE)).rules(&[Rule::MaxItems(3)])),
        Field::optional("stock", &Schema::new(Shape::Map(&LINE))),
    ],
    rest: Rest::Refused,
};
static NAME: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(8)]);
static LINE: Schema = Schema::new(Shape::Record(&LINE_FIELDS));
static LINE_FIELDS: Fields = Fields {
    name: "Line",
    fields: &[Field::required("amount", &AMOUNT), Field::optional("text", &STRING)],
    rest: Rest::Ignored,
};
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

impl Record for Order {
    const FIELDS: &'static Fields = &ORDER_FIELDS;

    fn index(key: &str) -> Option<usize> {
        ORDER_FIELDS.fields.iter().position(|field| field.name == key)
    }

    fn read<'de, A: MapAccess<'de>>(input: &mut Input<'de, Self, A>) -> Option<Self> {
        let (mut id, mut name, mut note, mut mail, mut lines, mut stock) =
            (None, None, None, None, None, None);
        while let Some(index) = input.next_index() {
            match index {
                0 => input.fill(&mut id),
                1 => input.fill(&mut name),
                2 => input.fill(&mut note),
                3 => input.fill_optional(&mut mail),
                4 => input.fill(&mut lines),
                _ => input.fill_optional(&mut stock),
            }
        }
        Some(Self { id: id?, name: name?, note, mail, lines: lines?, stock })
    }

    fn walk<W: Walk>(&self, walk: &mut W) -> bool {
        walk.field(&self.id)
            && walk.field(&self.name)
            && walk.optional(&self.note)
            && walk.optional(&self.mail)
            && walk.field(&self.lines)
            && walk.optional(&self.stock)
    }
}

impl Record for Line {
    const FIELDS: &'static Fields = &LINE_FIELDS;

    fn index(key: &str) -> Option<usize> {
        LINE_FIELDS.fields.iter().position(|field| field.name == key)
    }

    fn read<'de, A: MapAccess<'de>>(input: &mut Input<'de, Self, A>) -> Option<Self> {
        let (mut amount, mut text) = (None, None);
        while let Some(index) = input.next_index() {
            match index {
                0 => input.fill(&mut amount),
                _ => input.fill_optional(&mut text),
            }
        }
        Some(Self { amount: amount?, text })
    }

    fn walk<W: Walk>(&self, walk: &mut W) -> bool {
        walk.field(&self.amount) && walk.optional(&self.text)
    }
}

kontrakt::record!(Order, ORDER);
kontrakt::record!(Line, LINE);

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

#[test]
fn what_the_tree_and_the_type_say_of_a_fraction_is_the_same() {
    let found = decode::<Vec<i32>>(b"[1, 2.0]", &NUMBERS).unwrap_err();
    assert_eq!((found[0].pointer.as_str(), found[0].rule, found.len()), ("/1", "type", 1), "{found:?}");
}
