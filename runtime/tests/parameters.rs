//! What one end writes, the other end reads: every style at every place, with random values.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::borrow::Cow;

use http::header::{COOKIE, HeaderName};
use http::{HeaderMap, HeaderValue};
use kontrakt::operation::{Location, Parameter, Style};
use kontrakt::parameters::{Raw, decode, decode_form, encode, encode_form};
use kontrakt::reexport::uuid;
use kontrakt::schema::{
    ANY, Alternatives, BOOLEAN, Choice, DATE, DECIMAL, Field, Fields, INT32, INT64, Items, Literal, NUMBER,
    Rest, Rule, STRING, Schema, Shape, UUID,
};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

static STRINGS: Schema = Schema::new(Shape::List(&STRING));
static NUMBERS: Schema = Schema::new(Shape::List(&INT64));
static OBJECT: Schema = Schema::new(Shape::Record(&FIELDS));
static FIELDS: Fields = Fields {
    name: "Object",
    fields: &[
        Field::required("role name", &STRING),
        Field::optional("age", &INT32),
        Field::optional("on", &BOOLEAN),
    ],
    rest: Rest::Refused,
};
static MAP: Schema = Schema::new(Shape::Map(&NUMBER));
static DEEP: Schema = Schema::new(Shape::Record(&Fields {
    name: "Deep",
    fields: &[
        Field::required("object", &OBJECT),
        Field::optional("tags", &STRINGS),
        Field::optional("rows", &ROWS),
    ],
    rest: Rest::Ignored,
}));
static ROWS: Schema = Schema::new(Shape::List(&OBJECT));
static UNION: Schema = Schema::new(Shape::OneOf(&Alternatives {
    arms: &[&INT32, &STRINGS, &OBJECT],
    choice: Choice::Arms(&[0, 1, 2]),
}));
static LEVEL: Schema = Schema::new(Shape::Enum(&[Literal::Integer(1), Literal::Integer(2)]));
static WORDS: Schema = Schema::new(Shape::List(&WORD)).rules(&[Rule::UniqueItems]);
static WORD: Schema = Schema::new(Shape::Enum(&[
    Literal::String("on"),
    Literal::String("a,b"),
    Literal::Boolean(true),
    Literal::Integer(7),
    Literal::Number(2.5),
]));
static DATES: Schema = Schema::new(Shape::List(&DATE));
static PAIR: Schema = Schema::new(Shape::Tuple(&Items {
    name: "Pair",
    items: &[&INT32, &STRING, &MOMENTS],
    required: 2,
    rest: Rest::Kept(&BOOLEAN),
}));
static MOMENTS: Schema = Schema::new(Shape::DateTime(None));
static TAGGED: Schema =
    Schema::new(Shape::Tagged { tag: "kind", arms: &[("a", &ARM_A), ("b", &ARM_B)], default: None });
static ARM_A: Schema = Schema::new(Shape::Record(&Fields {
    name: "A",
    fields: &[Field::required("kind", &STRING), Field::required("n", &INT64)],
    rest: Rest::Refused,
}));
static ARM_B: Schema = Schema::new(Shape::Record(&Fields {
    name: "B",
    fields: &[Field::required("kind", &STRING), Field::optional("n", &STRING)],
    rest: Rest::Kept(&DATE),
}));
static DECIMALS: Schema = Schema::new(Shape::Map(&DECIMAL)).rules(&[Rule::MinProperties(1)]);
static SCALARS: Schema = Schema::new(Shape::OneOf(&Alternatives {
    arms: &[&BOOLEAN, &INT64, &UUID, &DATE, &STRING],
    choice: Choice::Arms(&[0, 1, 2, 3, 4]),
}));
static SINGLE: Schema = Schema::new(Shape::Float);
static MAYBE: Schema = Schema::new(Shape::Integer(kontrakt::schema::Width::I32)).nullable();

const NAME: &str = "p[æ]";

/// Every place with every style that OpenAPI has for it.
fn placed(schema: &'static Schema) -> Vec<Parameter> {
    use Location::{Cookie, Header, Path, Query};
    use Style::{Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let mut all = Vec::new();
    for explode in [false, true] {
        for (location, style) in [
            (Path, Simple),
            (Path, Label),
            (Path, Matrix),
            (Query, Form),
            (Query, SpaceDelimited),
            (Query, PipeDelimited),
            (Header, Simple),
            (Cookie, Form),
        ] {
            let name = if matches!(location, Header | Cookie) { "x-p" } else { NAME };
            all.push(Parameter::new(name, location, schema).style(style, explode).required());
        }
    }
    all.push(Parameter::new(NAME, Query, schema).allow_reserved().required());
    all.push(Parameter::new(NAME, Query, schema).style(Form, false).allow_reserved().required());
    for location in [Path, Query, Header, Cookie] {
        let name = if matches!(location, Header | Cookie) { "x-p" } else { NAME };
        all.push(Parameter::new(name, location, schema).content("application/json").required());
    }
    all
}

/// Sends `text` as it stands in its place, and reads it there.
fn received(parameter: &Parameter, text: &str) -> Result<Option<Value>, Vec<kontrakt::Violation>> {
    let mut headers = HeaderMap::new();
    let (mut path, mut query) = (Vec::new(), None);
    match parameter.location {
        Location::Path => {
            assert!(!text.contains(['/', '?', '#']), "{text}");
            path.push((parameter.name, Cow::Borrowed(text)));
        }
        Location::Query => {
            let url = format!("http://localhost/?{text}");
            let uri: http::Uri = url.parse().expect("a query that HTTP allows");
            assert_eq!(uri.query().unwrap_or_default(), text);
            query = Some(text);
        }
        Location::Header => {
            let name = HeaderName::try_from(parameter.name).unwrap();
            headers.insert(name, HeaderValue::try_from(text).unwrap());
        }
        Location::Cookie => drop(headers.insert(COOKIE, HeaderValue::try_from(text).unwrap())),
    }
    decode(parameter, std::slice::from_ref(parameter), &Raw::of(path, query, &headers))
}

/// The same value with its whole numbers as such: to JSON `1.0` is `1`.
fn plain(value: Value) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    match value {
        Value::Number(n) if n.as_f64().is_some_and(|n| n.fract() == 0.0 && n.abs() < 1e15) => {
            json!(n.as_f64().unwrap_or_default() as i64)
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        other => other,
    }
}

/// Encodes and decodes; a value that the style cannot carry must be refused and not be changed.
fn there_and_back(parameter: &Parameter, value: &Value) -> Result<bool, TestCaseError> {
    let Ok(text) = encode(parameter, value) else { return Ok(false) };
    let text = text.expect("a required parameter is always written");
    let back = received(parameter, &text);
    prop_assert_eq!(
        back.map(|back| back.map(plain)),
        Ok(Some(plain(value.clone()))),
        "{:?} as {}",
        parameter,
        text
    );
    Ok(true)
}

fn object() -> impl Strategy<Value = Value> {
    (any::<String>(), any::<Option<i32>>(), any::<Option<bool>>()).prop_map(|(name, age, on)| {
        let mut map = serde_json::Map::new();
        map.insert("role name".to_owned(), name.into());
        map.extend(age.map(|age| ("age".to_owned(), age.into())));
        map.extend(on.map(|on| ("on".to_owned(), on.into())));
        Value::Object(map)
    })
}

fn schemas() -> impl Strategy<Value = (&'static Schema, Value)> {
    let strings = proptest::collection::vec(any::<String>(), 0..4);
    let words = proptest::collection::vec("[a-z.,;=|&+ %~]{0,6}", 0..4);
    prop_oneof![
        any::<String>().prop_map(|text| (&STRING, text.into())),
        "[ -~]{0,12}".prop_map(|text| (&STRING, text.into())),
        any::<i64>().prop_map(|n| (&INT64, n.into())),
        any::<bool>().prop_map(|b| (&BOOLEAN, b.into())),
        (any::<i32>(), 0..9).prop_map(|(n, e)| (&NUMBER, (f64::from(n) / 10_f64.powi(e)).into())),
        strings.prop_map(|items| (&STRINGS, items.into())),
        words.prop_map(|items| (&STRINGS, items.into())),
        proptest::collection::vec(any::<i64>(), 0..4).prop_map(|items| (&NUMBERS, items.into())),
        object().prop_map(|value| (&OBJECT, value)),
        proptest::collection::btree_map(any::<String>(), (-999..999).prop_map(|n| f64::from(n) / 8.0), 0..4)
            .prop_map(|map| (&MAP, json!(map))),
        prop_oneof![
            any::<i32>().prop_map(Value::from),
            proptest::collection::vec("[a-z]{1,3}", 2..4).prop_map(Value::from),
        ]
        .prop_map(|value| (&UNION, value)),
        others(),
    ]
}

/// Values of the other kinds of schema.
fn others() -> impl Strategy<Value = (&'static Schema, Value)> {
    let words = [json!("on"), json!("a,b"), json!(true), json!(7), json!(2.5)];
    let date = || (1..9999, 1..=12, 1..=28).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    let digits = || "-?[1-9][0-9]{0,20}(\\.[0-9]{1,6})?";
    let moment = (date(), 0..24, "[.][0-9]{1,9}")
        .prop_map(|(date, hour, fraction)| format!("{date}T{hour:02}:30:00{fraction}+01:00"));
    prop_oneof![
        proptest::sample::subsequence(words.to_vec(), 0..=5).prop_map(|items| (&WORDS, items.into())),
        proptest::collection::vec(date(), 0..4).prop_map(|items| (&DATES, items.into())),
        (any::<i32>(), any::<String>()).prop_map(|(n, text)| (&PAIR, json!([n, text]))),
        (any::<i32>(), "[a-z]{0,3}", moment, any::<bool>())
            .prop_map(|(n, text, moment, more)| (&PAIR, json!([n, text, moment, more]))),
        any::<i64>().prop_map(|n| (&TAGGED, json!({ "kind": "a", "n": n }))),
        (any::<String>(), "[x-z]", date())
            .prop_map(|(n, key, date)| (&TAGGED, json!({ "kind": "b", "n": n, key: date }))),
        proptest::collection::btree_map("[a-z ]{1,3}", digits(), 1..4)
            .prop_map(|map| (&DECIMALS, json!(map))),
        digits().prop_map(|text| (&DECIMAL, text.into())),
        prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u128>().prop_map(|n| uuid::Uuid::from_u128(n).to_string().into()),
            date().prop_map(Value::from),
            "[^0-9tf-][a-z]{0,5}".prop_map(Value::from),
        ]
        .prop_map(|value| (&SCALARS, value)),
        any::<f32>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(|n| (&SINGLE, json!(n))),
        prop_oneof![Just(Value::Null), any::<i32>().prop_map(Value::from)].prop_map(|value| (&MAYBE, value)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_style_reads_back_what_it_writes((schema, value) in schemas()) {
        for parameter in placed(schema) {
            there_and_back(&parameter, &value)?;
        }
    }

    #[test]
    fn numbers_and_plain_words_are_refused_by_no_style(
        numbers in proptest::collection::vec(any::<i64>(), 1..4),
        words in proptest::collection::vec("[a-zA-Z0-9]{1,8}", 1..4),
    ) {
        for parameter in placed(&NUMBERS) {
            prop_assert!(there_and_back(&parameter, &json!(numbers))?, "{parameter:?}");
        }
        for parameter in placed(&STRINGS) {
            prop_assert!(there_and_back(&parameter, &json!(words))?, "{parameter:?}");
        }
        for parameter in placed(&OBJECT) {
            if parameter.style == Style::SpaceDelimited && !parameter.explode {
                continue; // The name of the property has a space in it.
            }
            prop_assert!(there_and_back(&parameter, &json!({"role name": words[0]}))?, "{parameter:?}");
        }
    }

    #[test]
    fn any_text_goes_through_path_query_and_cookie(text in any::<String>()) {
        for parameter in placed(&STRING) {
            let expected = match (parameter.location, parameter.content) {
                (Location::Header, None) => continue,
                (Location::Path, None) => !text.is_empty() || parameter.style == Style::Matrix,
                _ => true,
            };
            prop_assert_eq!(there_and_back(&parameter, &json!(text))?, expected, "{:?}", parameter);
        }
    }

    #[test]
    fn plain_values_of_every_kind_are_refused_by_no_style(n in any::<i32>(), day in 1..=28, word in "[a-z]{1,5}") {
        let date = format!("2024-02-{day:02}");
        for (schema, value) in [
            (&WORDS, json!(["on", true, 7])),
            (&DATES, json!([date, date])),
            (&PAIR, json!([n, word])),
            (&TAGGED, json!({ "kind": "a", "n": n })),
            (&TAGGED, json!({ "kind": "b", "x": date })),
            (&DECIMALS, json!({ "a": "12345678901234567890", "b": "-7" })),
            (&SCALARS, json!(n)),
            (&SCALARS, json!(date)),
            (&SCALARS, json!(word)),
            (&MAYBE, json!(n)),
        ] {
            for parameter in placed(schema) {
                prop_assert!(there_and_back(&parameter, &value)?, "{parameter:?} {value}");
            }
        }
    }

    #[test]
    fn deep_objects_read_back(
        objects in proptest::collection::vec(object(), 1..4),
        tags in proptest::collection::vec(any::<String>(), 1..4),
    ) {
        let parameter = Parameter::new(NAME, Location::Query, &DEEP).style(Style::DeepObject, true).required();
        let value = json!({ "object": objects[0], "tags": tags, "rows": objects });
        prop_assert!(there_and_back(&parameter, &value)?);
    }

    #[test]
    fn forms_read_back(
        objects in proptest::collection::vec(object(), 1..4),
        tags in proptest::collection::vec("[^\0]{1,9}", 1..4),
    ) {
        let value = json!({ "object": objects[0], "tags": tags });
        let text = encode_form(&DEEP, &[], &value).unwrap();
        prop_assert_eq!(decode_form(&DEEP, &[], &text), Ok(value));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>(), plain in "[a-z0-9.,;=|&+%\\[\\] ]{0,40}") {
        for schema in [&STRING, &INT32, &NUMBERS, &OBJECT, &MAP, &DEEP, &UNION] {
            for text in [&text, &plain] {
                let mut headers = HeaderMap::new();
                if let Ok(value) = HeaderValue::try_from(text.as_str()) {
                    headers.insert("x-p", value.clone());
                    headers.insert(COOKIE, value);
                }
                let raw = Raw::of(vec![(NAME, Cow::Borrowed(text.as_str()))], Some(text), &headers);
                let deep = Parameter::new("a", Location::Query, schema).style(Style::DeepObject, true);
                for parameter in placed(schema).iter().chain([&deep]) {
                    let _ = decode(parameter, &[], &raw);
                }
                let _ = decode_form(schema, &[], text);
            }
        }
    }
}

fn query(name: &'static str, schema: &'static Schema) -> Parameter {
    Parameter::new(name, Location::Query, schema)
}

fn written(parameter: &Parameter, value: &Value) -> String {
    encode(parameter, value).unwrap().unwrap()
}

#[test]
fn texts_are_those_of_the_specification() {
    use Location::{Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    static RGB: Schema = Schema::new(Shape::Map(&INT32));
    let list = json!(["blue", "black", "brown"]);
    let object = json!({"B": 150, "G": 200, "R": 100});
    for (location, style, explode, of_list, of_object) in [
        (Path, Matrix, false, ";color=blue,black,brown", ";color=B,150,G,200,R,100"),
        (Path, Matrix, true, ";color=blue;color=black;color=brown", ";B=150;G=200;R=100"),
        (Path, Label, false, ".blue,black,brown", ".B,150,G,200,R,100"),
        (Path, Label, true, ".blue.black.brown", ".B=150.G=200.R=100"),
        (Path, Simple, false, "blue,black,brown", "B,150,G,200,R,100"),
        (Path, Simple, true, "blue,black,brown", "B=150,G=200,R=100"),
        (Query, Form, false, "color=blue,black,brown", "color=B,150,G,200,R,100"),
        (Query, Form, true, "color=blue&color=black&color=brown", "B=150&G=200&R=100"),
        (Query, SpaceDelimited, false, "color=blue%20black%20brown", "color=B%20150%20G%20200%20R%20100"),
        (Query, PipeDelimited, false, "color=blue%7Cblack%7Cbrown", "color=B%7C150%7CG%7C200%7CR%7C100"),
        (Query, DeepObject, true, "", "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"),
    ] {
        if !of_list.is_empty() {
            let parameter = Parameter::new("color", location, &STRINGS).style(style, explode);
            assert_eq!(written(&parameter, &list), of_list);
        }
        let parameter = Parameter::new("color", location, &RGB).style(style, explode);
        assert_eq!(written(&parameter, &object), of_object);
    }
    assert_eq!(
        written(&query("q", &STRING).allow_reserved(), &json!("a/b?c=d&e#f+g")),
        "q=a/b?c=d%26e%23f%2Bg"
    );
    assert_eq!(written(&query("q", &STRING), &json!("a b/æ")), "q=a%20b%2F%C3%A6");
}

#[test]
fn headers_carry_ascii_only_and_json_escapes_the_rest() {
    let header = Parameter::new("X-P", Location::Header, &STRING);
    for refused in ["æ", "a\r\nb", " a", "a ", "\u{7f}"] {
        let found = encode(&header, &json!(refused)).unwrap_err();
        assert_eq!((found[0].pointer.as_str(), found[0].rule), ("/header/X-P", "style"));
        assert!(!found[0].message.contains('æ'));
    }
    let text = written(&header.content("application/json"), &json!("æ🦀\u{7f}"));
    assert_eq!(text, r#""\u00e6\ud83e\udd80\u007f""#);
}

fn read(parameter: &Parameter, query: &str) -> Result<Option<Value>, Vec<(String, &'static str)>> {
    decode(parameter, std::slice::from_ref(parameter), &Raw::of(Vec::new(), Some(query), &HeaderMap::new()))
        .map_err(|found| found.into_iter().map(|found| (found.pointer, found.rule)).collect())
}

#[test]
fn the_schema_says_what_a_text_is() {
    assert_eq!(read(&query("n", &INT32), "n=5"), Ok(Some(json!(5))));
    assert_eq!(read(&query("n", &STRING), "n=5"), Ok(Some(json!("5"))));
    assert_eq!(read(&query("n", &NUMBER), "n=1e3"), Ok(Some(json!(1e3))));
    let exact: f64 = "8.285440796904599e+299".parse().unwrap();
    assert_eq!(read(&query("n", &NUMBER), "n=8.285440796904599e%2B299"), Ok(Some(json!(exact))));
    assert_eq!(read(&query("n", &LEVEL), "n=2"), Ok(Some(json!(2))));
    assert_eq!(read(&query("n", &MAYBE), "n="), Ok(Some(json!(null))));
    assert_eq!(read(&query("n", &STRINGS), "n="), Ok(Some(json!([]))));
    assert_eq!(read(&query("n", &STRING), "m=5"), Ok(None));
    assert_eq!(read(&query("n", &STRING), "n=a+b%2Bc"), Ok(Some(json!("a b+c"))));
    let pipes = query("n", &STRINGS).style(Style::PipeDelimited, false);
    assert_eq!(read(&pipes, "n=a|b%7Cc"), Ok(Some(json!(["a", "b", "c"]))));
}

#[test]
fn what_is_wrong_has_its_place() {
    let at = |pointer: &str, rule| Err(vec![(pointer.to_owned(), rule)]);
    assert_eq!(read(&query("n", &INT32), "n=x"), at("/query/n", "type"));
    assert_eq!(read(&query("n", &INT32), "n=+1"), at("/query/n", "type"));
    assert_eq!(read(&query("n", &INT32), "n=1&n=2"), at("/query/n", "style"));
    assert_eq!(read(&query("n", &LEVEL), "n=3"), at("/query/n", "enum"));
    assert_eq!(read(&query("n", &NUMBERS), "n=1&n=x"), at("/query/n/1", "type"));
    assert_eq!(read(&query("n", &STRING), "n=%ff"), at("/query/n", "style"));
    assert_eq!(read(&query("n/m", &INT32), "n/m=x"), at("/query/n~1m", "type"));
    assert_eq!(read(&query("n", &INT32).content("application/json"), "n={"), at("/query/n", "json"));
    let deep = query("n", &DEEP).style(Style::DeepObject, true);
    assert_eq!(read(&deep, "n[object][role%20name]=a&n[object][age]=x"), at("/query/n/object/age", "type"));
    assert_eq!(read(&deep, &format!("n{}=1", "[a]".repeat(5000))), at("/query/n", "style"));
    let listed = "n[object][role%20name]=a&n[tags][]=x&n[tags][]=y&n[rows][1][role%20name]=c&n[rows][0][role%20name]=b";
    let rows = json!([{"role name": "b"}, {"role name": "c"}]);
    assert_eq!(
        read(&deep, listed),
        Ok(Some(json!({"object": {"role name": "a"}, "tags": ["x", "y"], "rows": rows})))
    );
}

#[test]
fn an_exploded_object_takes_what_is_not_anothers() {
    static ANY_STRINGS: Schema = Schema::new(Shape::Map(&STRING));
    let all = [
        query("rest", &ANY_STRINGS),
        query("limit", &INT32),
        query("filter", &DEEP).style(Style::DeepObject, true),
    ];
    let headers = HeaderMap::new();
    let raw = Raw::of(Vec::new(), Some("a=1&limit=5&filter[tags]=x&b=2"), &headers);
    assert_eq!(decode(&all[0], &all, &raw), Ok(Some(json!({"a": "1", "b": "2"}))));
    assert_eq!(decode(&all[1], &all, &raw), Ok(Some(json!(5))));
}

#[test]
fn what_a_style_cannot_carry_is_refused_before_it_is_sent() {
    static ROWS_OF_NUMBERS: Schema = Schema::new(Shape::List(&NUMBERS));
    static MAP_OF_LISTS: Schema = Schema::new(Shape::Map(&STRINGS));
    static OPEN: Schema = Schema::new(Shape::Map(&kontrakt::schema::ANY));
    for (schema, value) in [
        (&ROWS_OF_NUMBERS, json!([[1], [2]])),
        (&ROWS, json!([{ "role name": "a" }])),
        (&MAP_OF_LISTS, json!({ "a": ["x", "y"] })),
        (&OPEN, json!({ "a": { "b": 1 } })),
        (&OPEN, json!({ "a": [1, [2]] })),
    ] {
        for parameter in placed(schema).iter().filter(|parameter| parameter.content.is_none()) {
            // Keys that are spread over a query may stand several times.
            let spread = parameter.style == Style::Form && parameter.explode;
            match encode(parameter, &value) {
                Err(found) => assert_eq!(found[0].rule, "style", "{parameter:?}"),
                Ok(text) => assert!(spread && value["a"] == json!(["x", "y"]), "{parameter:?} {text:?}"),
            }
        }
    }
    let any = query("n", &ANY).style(Style::DeepObject, true).required();
    assert_eq!(read(&any, "m=1"), Ok(None));
    let deep = query("n", &MAP_OF_LISTS).style(Style::DeepObject, true).required();
    assert_eq!(written(&deep, &json!({ "a": ["x", "y"] })), "n%5Ba%5D=x&n%5Ba%5D=y");
    assert_eq!(read(&deep, "n[a]=x&n[a]=y"), Ok(Some(json!({ "a": ["x", "y"] }))));
    assert_eq!(encode(&deep, &json!({ "a[b": ["x"] })).unwrap_err()[0].rule, "style");
}

#[test]
fn rules_of_objects_hold_in_every_style() {
    static FEW: Schema = Schema::new(Shape::Map(&STRING)).rules(&[
        Rule::MinProperties(2),
        Rule::MaxProperties(2),
        Rule::Keys(&Schema::new(Shape::String).rules(&[Rule::MaxLength(2)])),
    ]);
    let styles = [(Style::DeepObject, "n[a]=1&n[long]=2"), (Style::Form, "a=1&long=2")];
    for (style, text) in styles {
        let parameter = query("n", &FEW).style(style, true);
        assert_eq!(read(&parameter, text), Err(vec![("/query/n/long".to_owned(), "propertyNames")]));
    }
    let one = query("n", &FEW).style(Style::Form, false);
    assert_eq!(read(&one, "n=a,1"), Err(vec![("/query/n".to_owned(), "minProperties")]));
    assert_eq!(read(&one, "n=a,1,b,2"), Ok(Some(json!({ "a": "1", "b": "2" }))));
    assert_eq!(read(&one, "n=a,1,b"), Err(vec![("/query/n".to_owned(), "style")]));
    assert_eq!(read(&one, "n=a,1,a,2"), Err(vec![("/query/n".to_owned(), "style")]));
    let twice = encode(&query("n", &WORDS), &json!(["on", "on"])).unwrap_err();
    assert_eq!((twice[0].pointer.as_str(), twice[0].rule), ("/query/n/1", "uniqueItems"));
}

#[test]
fn empty_texts_absence_and_blanks_are_told_apart() {
    assert_eq!(read(&query("n", &STRING), "n="), Ok(Some(json!(""))));
    assert_eq!(read(&query("n", &STRING), "n"), Ok(Some(json!(""))));
    assert_eq!(read(&query("n", &STRING), ""), Ok(None));
    assert_eq!(read(&query("n", &STRING), "n=%20+"), Ok(Some(json!("  "))));
    assert_eq!(read(&query("n", &BOOLEAN), "n="), Err(vec![("/query/n".to_owned(), "type")]));
    assert_eq!(read(&query("n", &INT32), "n=1.0"), Ok(Some(json!(1))));
    assert_eq!(read(&query("n", &INT32), "n=1.5"), Err(vec![("/query/n".to_owned(), "type")]));
    assert_eq!(read(&query("n", &SINGLE), "n=1e39"), Err(vec![("/query/n".to_owned(), "type")]));
    let json = query("n", &OBJECT).content("application/json");
    assert_eq!(
        read(&json, "n=%7B%22role+name%22:%22a%22,%22age%22:3.0%7D"),
        Ok(Some(json!({"role name": "a", "age": 3})))
    );
    assert_eq!(read(&json, "n=%7B%22age%22:1,%22age%22:2%7D"), Err(vec![("/query/n".to_owned(), "json")]));
    let headers = |texts: &[&'static str]| {
        let parameter = Parameter::new("x-p", Location::Header, &STRINGS);
        let mut headers = HeaderMap::new();
        for text in texts {
            headers.append("x-p", HeaderValue::from_static(text));
        }
        decode(&parameter, &[], &Raw::of(Vec::new(), None, &headers)).unwrap()
    };
    assert_eq!(headers(&["a, b", "c"]), Some(json!(["a", "b", "c"])));
    assert_eq!(headers(&[""]), Some(json!([])));
    assert_eq!(headers(&[]), None);
}

#[test]
fn a_union_is_read_as_the_alternative_that_fits() {
    let union = query("n", &UNION);
    assert_eq!(read(&union, "n=5"), Ok(Some(json!(5))));
    assert_eq!(read(&union, "n=5&n=6"), Ok(Some(json!(["5", "6"]))));
    assert_eq!(read(&union, "role+name=a&age=3"), Ok(Some(json!({"role name": "a", "age": 3}))));
    assert_eq!(read(&union, "m=5"), Ok(None));
}

#[test]
fn null_is_left_out_and_missed_where_it_is_required() {
    assert_eq!(encode(&query("n", &MAYBE), &json!(null)), Ok(None));
    let found = encode(&query("n", &MAYBE).required(), &json!(null)).unwrap_err();
    assert_eq!(found[0].rule, "required");
    static SHORT: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(2)]);
    assert_eq!(encode(&query("n", &SHORT), &json!("abc")).unwrap_err()[0].rule, "maxLength");
    assert_eq!(encode(&query("n", &STRINGS), &json!([""])).unwrap_err()[0].rule, "style");
}
