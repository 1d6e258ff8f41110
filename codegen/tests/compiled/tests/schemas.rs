//! What schemas of 3.1 say, read, written and checked.

#![allow(
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "tests fail by panics, and say what they read"
)]

use std::fmt::Debug;

use kontrakt::{Check, Schema, decode};
use kontrakt_compiled::schemas::types::*;
use kontrakt_compiled::schemas_tables as tables;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value by the letter and writes it again, which gives what was read.
fn round<T: Serialize + DeserializeOwned + Check + Debug>(wire: Value, schema: &'static Schema) -> T {
    let value: T =
        decode(wire.to_string().as_bytes(), schema).unwrap_or_else(|faults| panic!("{wire}: {faults:?}"));
    assert_eq!(serde_json::to_value(&value).expect("JSON"), wire);
    value
}

/// The pointers and rules of what is wrong with a value.
fn faults<T: DeserializeOwned + Check + Debug>(
    wire: Value,
    schema: &'static Schema,
) -> Vec<(String, &'static str)> {
    let found = decode::<T>(wire.to_string().as_bytes(), schema).expect_err("something is wrong");
    found.into_iter().map(|violation| (violation.pointer, violation.rule)).collect()
}

fn at(pointer: &str, rule: &'static str) -> (String, &'static str) {
    (pointer.to_owned(), rule)
}

#[test]
fn enumerations_hold_scalars_of_every_type() {
    let of = |wire: Value| round::<MixedValues>(wire, tables::MIXED_VALUES);
    assert_eq!(of(json!("1")), MixedValues::Value1);
    assert_eq!(of(json!(1)), MixedValues::Value12);
    assert_eq!(of(json!("a")), MixedValues::A);
    assert_eq!(of(json!(true)), MixedValues::True);
    assert_eq!(of(json!(1.5)), MixedValues::Value15);
    assert_eq!(of(json!(-1)), MixedValues::Minus1);
    assert_eq!(faults::<MixedValues>(json!([2]), tables::MIXED_VALUES), [at("", "enum")]);
    let unlisted: MixedValues = serde_json::from_value(json!(false)).expect("kept");
    assert_eq!(unlisted, MixedValues::Unknown(json!(false)));
    assert_eq!(serde_json::to_value(&unlisted).expect("JSON"), json!(false));
    assert_eq!(round::<Fractions>(json!(2.25), tables::FRACTIONS), Fractions::Value225);
    assert_eq!(serde_json::from_str::<Fractions>("1.0").expect("a whole number"), Fractions::Value1);
}

#[test]
fn constants_are_held_to() {
    let wire =
        json!({ "text": "fixed", "number": 7, "fraction": 0.5, "list": [1, { "a": "b" }], "choice": [1] });
    let constants: Constants = round(wire, tables::CONSTANTS);
    assert_eq!(constants.fraction, Some(ConstantsFraction::Value05));
    let wire = json!({ "text": "other", "number": 8, "list": [1], "choice": [2] });
    let expected = [at("/text", "enum"), at("/number", "enum"), at("/list", "enum"), at("/choice", "enum")];
    assert_eq!(faults::<Constants>(wire, tables::CONSTANTS), expected);
    assert_eq!(
        faults::<TrueOnly>(json!({ "yes": false, "either": false }), tables::TRUE_ONLY),
        [at("/yes", "enum")]
    );
}

#[test]
fn tuples_have_a_type_for_each_position() {
    assert_eq!(round::<Point>(json!([12.5, 55.0]), tables::POINT), Point(12.5, 55.0));
    assert_eq!(faults::<Point>(json!([200.0, "x"]), tables::POINT), [at("/0", "maximum"), at("/1", "type")]);
    assert_eq!(faults::<Point>(json!([1.0]), tables::POINT), [at("/1", "minItems")]);
    assert_eq!(faults::<Point>(json!([1.0, 2.0, 3.0]), tables::POINT), [at("/2", "items")]);
    let longer: Point = serde_json::from_str("[1, 2, 3]").expect("answers may be longer");
    assert_eq!(longer, Point(1.0, 2.0));

    assert_eq!(round::<Altitude>(json!([1.0, 2.0]), tables::ALTITUDE), Altitude(1.0, 2.0, None));
    assert_eq!(round::<Altitude>(json!([1.0, 2.0, 3.5]), tables::ALTITUDE), Altitude(1.0, 2.0, Some(3.5)));
    assert_eq!(Point(0.0, 91.0).validate().expect_err("too far north").violations()[0].pointer, "/1");
}

#[test]
fn items_behind_the_listed_ones_are_kept_and_checked() {
    let wire = json!(["say", { "who": "me" }, "hi", "you"]);
    let sentence: Sentence = round(wire, tables::SENTENCE);
    assert_eq!(sentence.2, ["hi", "you"]);
    assert_eq!(
        faults::<Sentence>(json!(["say", { "who": "me" }, "hello"]), tables::SENTENCE),
        [at("/2", "maxLength")]
    );
    assert_eq!(
        faults::<Sentence>(json!(["say", { "who": "me" }, "hi", "hi"]), tables::SENTENCE),
        [at("/3", "uniqueItems")]
    );
    let gap = Sentence(SentenceItem0::Say, None, vec!["hi".to_owned()]);
    assert_eq!(serde_json::to_value(&gap).expect("JSON"), json!(["say", null, "hi"]), "positions are kept");
    assert_eq!(gap.validate().expect_err("a gap").violations()[0].pointer, "/1");
}

#[test]
fn keys_are_held_against_their_patterns() {
    let map: ByPattern = round(json!({ "S_a": "abc" }), tables::BY_PATTERN);
    assert_eq!(map["S_a"], "abc");
    assert_eq!(
        faults::<ByPattern>(json!({ "S_a": "abcd", "x": "a" }), tables::BY_PATTERN),
        [at("/x", "propertyNames"), at("/S_a", "maxLength")]
    );
    assert_eq!(faults::<ByPatterns>(json!({ "U_": 1 }), tables::BY_PATTERNS), [at("/U_", "propertyNames")]);
    round::<ByPatterns>(json!({ "S_": 1, "T_": 2 }), tables::BY_PATTERNS);
    assert_eq!(
        faults::<BesidePattern>(json!({ "id": 1, "x-a": true, "y": false }), tables::BESIDE_PATTERN),
        [at("/y", "propertyNames")]
    );
    assert_eq!(faults::<NamedKeys>(json!({ "abcde": 1, "A": 2 }), tables::NAMED_KEYS).len(), 2);
    assert_eq!(
        faults::<ListedKeys>(json!({ "three": 1 }), tables::LISTED_KEYS),
        [at("/three", "propertyNames")]
    );
}

#[test]
fn faults_are_those_of_the_alternative_that_is_meant() {
    let of = |wire: Value| faults::<ByConstant>(wire, tables::BY_CONSTANT);
    assert_eq!(of(json!({ "kind": "dog", "bark": "too loud" })), [at("/bark", "maxLength")]);
    assert_eq!(of(json!({ "kind": "cat", "lives": "nine" })), [at("/lives", "type")]);
    assert_eq!(of(json!({ "kind": "bird" })), [at("/kind", "oneOf")]);
    assert_eq!(of(json!({ "bark": "a" })), [at("/kind", "required")]);
    assert_eq!(of(json!("dog")), [at("", "type")]);
    assert!(matches!(round(json!({ "kind": "sweet" }), tables::BY_CONSTANT), ByConstant::Fish(_)));

    let of = |wire: Value| faults::<ByType>(wire, tables::BY_TYPE);
    assert_eq!(of(json!("too long")), [at("", "maxLength")]);
    assert_eq!(of(json!(0)), [at("", "minimum")]);
    assert_eq!(of(json!([1, "a"])), [at("/1", "type")]);
    assert_eq!(of(json!({ "kind": "cat" })), [at("/kind", "enum")]);
    assert_eq!(of(json!(1.5)), [at("", "oneOf")]);

    let of = |wire: Value| faults::<ByKey>(wire, tables::BY_KEY);
    assert_eq!(of(json!({ "radius": "x" })), [at("/radius", "type")]);
    assert_eq!(of(json!({ "height": 1.0 })), [at("/width", "required")]);

    let of = |wire: Value| faults::<ByVersion>(wire, tables::BY_VERSION);
    assert_eq!(of(json!({ "version": 2, "data": "x" })), [at("/data", "type")]);
    assert_eq!(of(json!({ "version": 2 })), [at("/text", "required")]);
    assert_eq!(of(json!({ "version": 3 })), [at("/version", "oneOf")]);
}

#[test]
fn what_nothing_tells_apart_is_read_as_what_knows_most_of_it() {
    let of = |wire: Value| round::<ByOptionalKey>(wire, tables::BY_OPTIONAL_KEY);
    assert!(matches!(of(json!({ "two": "b" })), ByOptionalKey::Second(_)));
    assert!(matches!(of(json!({ "one": "a" })), ByOptionalKey::First(_)));
}

#[test]
fn values_that_are_left_out_have_their_defaults() {
    let defaults: Defaults = serde_json::from_str("{}").expect("all is optional");
    assert!(defaults.flag_or_default());
    assert_eq!((defaults.count_or_default(), defaults.ratio_or_default()), (20, 0.5));
    assert_eq!(defaults.name_or_default(), "un\"named");
    assert_eq!(defaults.size_or_default(), DefaultsSize::Small);
    assert_eq!(defaults.level_or_default(), DefaultsLevel::Value2);
    assert_eq!(defaults.mixed_or_default(), DefaultsMixed::Auto);
    assert_eq!(defaults.order_or_default(), Order::Up, "what the schema says that is referred to");
    let set = Defaults { flag: Some(false), name: Some("Ada".to_owned()), ..defaults };
    assert!(!set.flag_or_default());
    assert_eq!(set.name_or_default(), "Ada");
}

#[test]
fn what_parts_of_an_all_of_say_of_a_property_holds_together() {
    let wire = json!({
        "text": "word", "kind": "b", "number": 9, "inner": { "id": "x", "name": "n", "extra": 1 },
        "list": [{ "a": "x", "b": 1 }], "sort": "up", "parent": { "number": 1 },
    });
    let refined: Refined = round(wire, tables::REFINED);
    assert_eq!(refined.number, Some(9), "a whole number is a number");
    assert_eq!(refined.inner.map(|inner| (inner.id, inner.name)), Some(("x".to_owned(), "n".to_owned())));
    assert_eq!(refined.parent.and_then(|parent| parent.number), Some(1), "the heir is what is meant");
    let wire = json!({
        "text": "", "kind": "a", "number": -1, "inner": {}, "list": [{}, { "b": 1 }, { "b": 2 }], "sort": "down",
    });
    let expected = [
        at("/text", "minLength"),
        at("/kind", "enum"),
        at("/number", "minimum"),
        at("/inner/id", "required"),
        at("/inner/name", "required"),
        at("/list", "maxItems"),
        at("/list/0/b", "required"),
        at("/sort", "enum"),
    ];
    assert_eq!(faults::<Refined>(wire, tables::REFINED), expected);
    let codes = |code: &str| faults::<Refined>(json!({ "text": "a", "code": code }), tables::REFINED);
    assert_eq!(codes("ab"), []);
    for wrong in ["abc", "a1", "ax"] {
        assert_eq!(codes(wrong), [at("/code", "pattern")], "every pattern counts");
    }
    let wire = json!({ "text": "a text of more than twenty", "number": 10 });
    assert_eq!(
        faults::<Refined>(wire, tables::REFINED),
        [at("/text", "maxLength"), at("/number", "maximum")]
    );
}

#[test]
fn of_two_unions_an_alternative_each_holds() {
    let of = |wire: Value| round::<Both>(wire, tables::BOTH);
    assert!(matches!(of(json!({ "kind": "cat", "age": 3 })), Both::CatAged(_)));
    assert!(matches!(of(json!({ "kind": "dog", "born": "2026-01-02" })), Both::DogBorn(_)));
    assert_eq!(
        faults::<Both>(json!({ "kind": "dog", "age": 30 }), tables::BOTH),
        [at("/age", "exclusiveMaximum")]
    );
    assert!(!faults::<Both>(json!({ "kind": "dog" }), tables::BOTH).is_empty());
}

#[test]
fn a_discriminator_tells_alternatives_without_a_name_by_their_constants() {
    let of = |wire: Value| round::<TaggedInline>(wire, tables::TAGGED_INLINE);
    assert!(matches!(of(json!({ "kind": "dog", "bark": "a" })), TaggedInline::Dog(_)));
    assert!(matches!(of(json!({ "kind": "parrot", "words": 3 })), TaggedInline::Parrot(_)));
    assert!(matches!(of(json!({ "kind": "lizard" })), TaggedInline::Lizard(_)));
    assert_eq!(
        faults::<TaggedInline>(json!({ "kind": "parrot", "words": "none" }), tables::TAGGED_INLINE),
        [at("/words", "type")]
    );
    let of = |wire: Value| round::<TaggedPlace>(wire, tables::TAGGED_PLACE);
    assert!(matches!(of(json!({ "kind": "x", "size": 1 })), TaggedPlace::TaggedPlace0(_)));
    assert_eq!(round::<TypedValues>(json!("auto"), tables::TYPED_VALUES), TypedValues::Auto);
    assert_eq!(round::<TypedValues>(json!(2), tables::TYPED_VALUES), TypedValues::Value2);
}

#[test]
fn other_tags_and_none_are_what_the_default_mapping_says() {
    let of = |wire: Value| round::<TaggedDefault>(wire, tables::TAGGED_DEFAULT);
    assert!(matches!(of(json!({ "kind": "dog", "bark": "a" })), TaggedDefault::Dog(_)));
    assert!(matches!(of(json!({ "kind": "Loose", "note": "a" })), TaggedDefault::Loose(_)));
    let TaggedDefault::Unknown(other) = of(json!({ "kind": "cat", "more": { "note": "a" } })) else {
        panic!("another kind")
    };
    assert_eq!(other.kind.as_deref(), Some("cat"));
    assert!(matches!(other.more.as_deref(), Some(TaggedDefault::Unknown(_))));
    assert_eq!(
        faults::<TaggedDefault>(json!({ "kind": "cat", "note": 1 }), tables::TAGGED_DEFAULT),
        [at("/note", "type")]
    );
}

#[test]
fn a_sealed_object_has_no_other_properties() {
    round::<Sealed>(json!({ "a": "x", "b": "y" }), tables::SEALED);
    assert_eq!(
        faults::<Sealed>(json!({ "a": "x", "c": 1 }), tables::SEALED),
        [at("/c", "additionalProperties")]
    );
    let ided: Ided =
        round(json!({ "other": { "bytes": "aGVq" }, "anchored": { "bytes": "" } }), tables::IDED);
    assert_eq!(ided.other.and_then(|other| other.bytes).map(|bytes| bytes.0), Some(b"hej".to_vec()));
}
