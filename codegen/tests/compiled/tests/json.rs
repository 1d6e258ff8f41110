//! Values of every kind of type to JSON and back.

#![allow(
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "tests fail by panics, and say what they read"
)]

use std::fmt::Debug;

use kontrakt_compiled::names::types as odd;
use kontrakt_compiled::usual::types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value and writes it again, which gives what was read.
fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(wire: Value) -> T {
    let value: T = serde_json::from_value(wire.clone()).unwrap_or_else(|error| panic!("{wire}: {error}"));
    assert_eq!(serde_json::to_value(&value).expect("JSON"), wire);
    let again: T = serde_json::from_str(&wire.to_string()).expect("read from text as well");
    assert_eq!(again, value);
    value
}

fn thing() -> Value {
    json!({
        "id": "ab123", "level": 2, "mood": null, "moods": ["calm", "wild"], "list": ["a", "bc"], "lists": [[1.5], []],
        "map": { "a": 1 }, "maps": { "m": { "x": true } }, "nothing": null, "maybe": null, "anything": [1, null],
        "whatever": null, "flag": false, "small": -4, "large": 9_007_199_254_740_993_i64,
        "positive": 18_446_744_073_709_551_615_u64, "single": 0.5, "double": 2.25, "amount": 12.5, "price": "19.90",
        "uuid": "00000000-0000-0000-0000-000000000001", "date": "2024-02-29", "when": "2024-02-29T12:00:00Z",
        "local": "2024-02-29T12:00:00Z", "bytes": "aGVq", "blob": "raw", "email": "a@b.example",
        "link": "https://a.example/b", "host": "a.example", "ip": "10.0.0.1", "secret": "s", "owner": { "pin": "1" },
        "colour": "red", "code": 7, "money": { "amount": 3 }, "old": "o", "short": "ab12",
    })
}

#[test]
fn a_thing_with_everything_goes_round() {
    let thing: Thing = round(thing());
    assert_eq!(thing.level, Some(Level::Middle));
    assert_eq!(thing.mood, Some(None));
    assert_eq!(thing.maybe, Some(None));
    assert_eq!(thing.whatever, Some(Value::Null), "null is one of any values");
    assert_eq!(thing.moods, Some(vec![ThingMoodsItem::Calm, ThingMoodsItem::Wild]));
    assert_eq!(thing.bytes.as_ref().map(AsRef::as_ref), Some(&b"hej"[..]));
    assert_eq!(thing.amount.map(|amount| amount.to_string()).as_deref(), Some("12.5"));
    assert_eq!(thing.price.map(|price| price.to_string()).as_deref(), Some("19.90"));
    assert_eq!(thing.money, Some(kontrakt_compiled::Money { amount: 3 }));
}

#[test]
fn absent_null_and_value_are_told_apart() {
    let mut wire = thing();
    let thing: Thing = round(wire.clone());
    assert_eq!(thing.maybe, Some(None));
    wire.as_object_mut().expect("an object").remove("maybe");
    let thing: Thing = round(wire.clone());
    assert_eq!(thing.maybe, None);
    wire["maybe"] = json!("x");
    let thing: Thing = round(wire);
    assert_eq!(thing.maybe, Some(Some("x".to_owned())));
}

#[test]
fn a_zone_stands_for_a_missing_offset() {
    let mut wire = thing();
    wire["local"] = json!("2024-07-01T12:00:00");
    let thing: Thing = serde_json::from_value(wire).expect("a thing");
    assert_eq!(thing.local.map(|local| local.0.to_string()).as_deref(), Some("2024-07-01T10:00:00Z"));
}

#[test]
fn values_that_the_contract_does_not_list_are_kept() {
    assert_eq!(round::<Level>(json!(9)), Level::Unknown(9));
    assert_eq!(round::<Weekday>(json!("mon")), Weekday::Mon);
    assert_eq!(round::<Weekday>(json!("sun")), Weekday::Unknown("sun".to_owned()));
    assert_eq!(round::<Colour>(json!("mauve")), Colour::Unknown("mauve".to_owned()));
    assert_eq!(round::<Code>(json!(-3)), Code(-3));
}

#[test]
fn a_tag_tells_which_alternative_it_is() {
    let Pet::Cat(cat) = round(json!({ "kind": "cat", "claws": 18 })) else { panic!("a cat") };
    assert_eq!(cat.claws, 18);
    assert!(matches!(round(json!({ "kind": "dog", "bark": "wau" })), Pet::Dog(_)));
    assert!(matches!(round(json!({ "kind": "wolf", "bark": "uuh" })), Pet::Wolf(_)));
    assert!(matches!(round(json!({ "kind": "fox", "says": "?" })), Pet::Unknown(_)));
    assert!(serde_json::from_value::<Pet>(json!({ "claws": 18 })).is_err());
}

#[test]
fn the_tag_is_written_whatever_the_value_says() {
    let dog = Dog { kind: "anything".to_owned(), bark: "wau".to_owned() };
    let wire = serde_json::to_value(Pet::Wolf(dog)).expect("JSON");
    assert_eq!(wire, json!({ "kind": "wolf", "bark": "wau" }));
}

#[test]
fn a_base_class_keeps_what_its_heirs_add() {
    let zoo: Zoo = round(json!({ "animals": [
        { "species": "bird", "wings": 2, "mood": "happy" },
        { "species": "Fish", "fins": 3 },
        { "species": "Animal", "name": "it" },
        { "species": "plant", "leaves": 4 },
    ] }));
    let animals = zoo.animals.expect("animals");
    let Animal::Bird(bird) = &animals[0] else { panic!("a bird") };
    assert_eq!((bird.wings, &bird.mood), (2, &Some(AnimalMood::Happy)));
    assert!(matches!(animals[1], Animal::Fish(_)));
    assert!(matches!(animals[2], Animal::Animal(_)));
    assert!(matches!(animals[3], Animal::Unknown(_)));
}

#[test]
fn alternatives_are_told_apart_by_how_they_look() {
    let variant = |wire: Value| {
        let text = format!("{:?}", round::<Mixed>(wire));
        text.split('(').next().map(str::to_owned).expect("a variant")
    };
    assert_eq!(variant(json!(true)), "Boolean");
    assert_eq!(variant(json!(12)), "Integer");
    assert_eq!(variant(json!("00000000-0000-0000-0000-000000000001")), "StringUuid");
    assert_eq!(variant(json!("short")), "String");
    assert_eq!(variant(json!(["a"])), "Array");
    assert_eq!(variant(json!({ "a": "x" })), "Variant6");
    assert_eq!(variant(json!({ "a": "x", "b": "y" })), "B", "the one that asks for more comes first");
    assert!(serde_json::from_value::<Mixed>(Value::Null).is_err());
    assert!(matches!(round(json!({ "area": 1.0, "side": 1.0 })), Shape::Square(_)));
    assert!(matches!(round(json!("a@b.example")), SameTypes::StringEmail(_)));
    assert!(matches!(round(json!("10.0.0.1")), SameTypes::StringIpv4(_)));
}

#[test]
fn a_union_that_may_be_null_is_so_where_it_is_used() {
    let holder: PetHolder = round(json!({ "must": null, "may": null }));
    assert_eq!((holder.must, holder.may), (None, Some(None)));
    let holder: PetHolder = round(json!({ "must": { "kind": "x", "claws": 1 } }));
    assert!(matches!(holder.must, Some(MaybePet::Cat(_))));
    assert_eq!(holder.may, None);
    let uses: UsesNullish = round(json!({ "a": null }));
    assert_eq!(uses.a, Some(None));
}

#[test]
fn types_may_contain_themselves() {
    let leaf = json!({ "value": 1 });
    let tree: Tree = round(json!({ "value": 2, "left": leaf, "children": [leaf], "named": { "a": leaf } }));
    assert_eq!(tree.left.map(|left| left.value), Some(1));
    let chicken: Chicken = round(json!({ "lays": { "hatches": { "lays": {} } } }));
    assert!(chicken.lays.is_some());
    assert!(matches!(round(json!([1.0, [2.5, []]])), Expression::Array(_)));
    round::<JsonTree>(json!([[], [[]]]));
}

#[test]
fn objects_keep_ignore_or_refuse_what_has_no_name() {
    round::<Empty>(json!({}));
    round::<OneSlot>(json!({ "only": "x" }));
    let open: Open = round(json!({ "a": 1, "b": { "c": null } }));
    assert_eq!(open.additional_properties["b"], json!({ "c": null }));
    let typed: OpenTyped = round(json!({ "a": "x", "b": "y" }));
    assert_eq!(typed.additional_properties["b"], "y");
    let range: Range = serde_json::from_value(json!({ "from": 1, "more": 2 })).expect("read over");
    assert_eq!(serde_json::to_value(&range).expect("JSON"), json!({ "from": 1 }));
    assert!(serde_json::from_value::<Closed>(json!({ "b": 1 })).is_ok(), "answers are read leniently");
    let combined: Combined = round(json!({ "from": 1, "to": 2, "step": 3 }));
    assert_eq!((combined.to, combined.step), (2, 3));
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert!(serde_json::from_str::<Range>(r#"{"from": 1, "from": 2}"#).is_err());
    assert!(serde_json::from_str::<Open>(r#"{"a": 1, "b": 1, "b": 2}"#).is_err());
}

#[test]
fn wide_objects_have_a_constructor() {
    let wide = Wide::new(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assert_eq!(serde_json::to_value(&wide).expect("JSON")["i"], 9);
    assert_eq!(serde_json::to_value(Empty::default()).expect("JSON"), json!({}));
}

#[test]
fn odd_names_go_round() {
    let wire = json!({
        "type": "1", "match": "2", "fn": "3", "self": "4", "Self": "5", "": "6", " ": "7", "+1": 8, "-1": 9,
        "$ref": "10", "aB": "11", "a_b": "12", "AB": "13", "👍": "14", "🎉": "15", "gen": "16",
        "additional_properties": "17", "quo\"te": "18", "new\nline": "19", "not in the contract": 20,
    });
    let value: odd::Keywords = round(wire);
    assert_eq!((value.r#type.as_str(), value.r#gen.as_deref()), ("1", Some("16")));
    assert_eq!(value.additional_properties.len(), 1);
    for text in
        ["Ok", "Self", "self", "", " ", "+1", "-1", "1", "01", "<", "<=", "a b", "a_b", "æ", "🦀", "Unknown"]
    {
        let value: odd::ResultModel = round(json!(text));
        assert!(!matches!(value, odd::ResultModel::Unknown(_)), "{text:?}");
    }
}

#[test]
fn decimal_numbers_keep_their_digits() {
    let mut wire = thing();
    for digits in ["0.1234567890123456789012345", "12345678901234567890.5", "-7", "19.90"] {
        wire["amount"] = json!(0);
        let text = wire.to_string().replace("\"amount\":0", &format!("\"amount\":{digits}"));
        let thing: Thing = serde_json::from_str(&text).expect("a thing");
        assert_eq!(thing.amount.map(|amount| amount.to_string()).as_deref(), Some(digits));
        let written = serde_json::to_string(&thing).expect("JSON");
        assert!(written.contains(&format!("\"amount\":{digits},")), "{written}");
    }
    for (read, digits) in [(json!("12.50"), "12.50"), (json!(1e3), "1000.0"), (json!(12.5), "12.5")] {
        wire["amount"] = read;
        let thing: Thing = serde_json::from_value(wire.clone()).expect("a thing");
        assert_eq!(thing.amount.map(|amount| amount.to_string()).as_deref(), Some(digits));
    }
    for wrong in [json!("x"), json!(5e-324)] {
        wire["amount"] = wrong;
        assert!(serde_json::from_value::<Thing>(wire.clone()).is_err());
    }
}
