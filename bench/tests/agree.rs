//! Tables and derives do the same with the same JSON.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use kontrakt_bench::{derived, generated::shop::types as generated};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a text as both types: both refuse it, or both write it again byte for byte alike.
fn agree<G: DeserializeOwned + Serialize, D: DeserializeOwned + Serialize>(text: &str) -> bool {
    match (serde_json::from_str::<G>(text), serde_json::from_str::<D>(text)) {
        (Ok(generated), Ok(derived)) => {
            let (one, other) = (serde_json::to_string(&generated), serde_json::to_string(&derived));
            assert_eq!(one.unwrap(), other.unwrap(), "{text}");
            true
        }
        (Err(_), Err(_)) => false,
        (one, other) => panic!("{text}: table {:?}, derive {:?}", one.err(), other.err()),
    }
}

fn orders(text: &str) -> bool {
    agree::<generated::Order, derived::Order>(text)
}

fn numbers(text: &str) -> bool {
    agree::<generated::Numbers, derived::Numbers>(text)
}

fn kept(text: &str) -> bool {
    agree::<generated::Kept, derived::Kept>(text)
}

fn closed(text: &str) -> bool {
    agree::<generated::Closed, derived::Closed>(text)
}

type Text = BoxedStrategy<String>;

fn anything() -> Text {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("{}".to_owned()),
        Just("[]".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f64>().prop_map(|value| serde_json::to_string(&value).unwrap()),
        string(),
    ];
    leaf.boxed()
}

fn string() -> Text {
    any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()).boxed()
}

fn number<T: Arbitrary + Serialize>() -> Text
where
    T::Strategy: 'static,
{
    any::<T>().prop_map(|value| serde_json::to_string(&value).unwrap()).boxed()
}

fn uuid() -> Text {
    any::<u128>().prop_map(|bits| format!("\"{}\"", uuid::Uuid::from_u128(bits))).boxed()
}

fn list(item: Text) -> Text {
    vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(","))).boxed()
}

/// Objects that mostly fit: now and then a property is missing, of another kind, unnamed or there twice.
fn object(required: Vec<(&'static str, Text)>, optional: Vec<(&'static str, Text)>) -> Text {
    let names: Vec<_> = required.iter().chain(&optional).map(|(name, _)| (*name).to_owned()).collect();
    let extra = prop_oneof![4 => "[a-z]{1,3}", 1 => prop::sample::select(names)];
    let extras = prop_oneof![
        9 => Just(Vec::new()),
        1 => vec((extra, prop_oneof![1 => anything(), 1 => number::<i32>()]), 1..3),
    ];
    let member = |often: f64, (name, value): (&'static str, Text)| {
        let value = prop_oneof![60 => value, 1 => anything()];
        prop::option::weighted(often, value.prop_map(move |value| (name.to_owned(), value))).boxed()
    };
    let mut members: Vec<_> = required.into_iter().map(|pair| member(0.99, pair)).collect();
    members.extend(optional.into_iter().map(|pair| member(0.5, pair)));
    (members, extras)
        .prop_map(|(members, extras)| members.into_iter().flatten().chain(extras).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(|members| {
            let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        })
        .boxed()
}

fn order() -> Text {
    let address = object(
        vec![("street", string()), ("postCode", string()), ("city", string())],
        vec![("houseNumber", number::<i32>()), ("floor", string()), ("latitude", number::<f64>())],
    );
    let parent = object(vec![("sku", string()), ("name", string())], vec![("units", number::<i64>())]);
    let product = object(
        vec![("sku", string()), ("name", string())],
        vec![("colours", list(string())), ("maker", uuid()), ("parent", parent)],
    );
    let line = object(
        vec![("id", uuid()), ("product", product), ("amount", number::<i32>()), ("price", number::<f64>())],
        vec![("gift", number::<bool>()), ("serials", list(string())), ("stock", number::<i64>())],
    );
    let customer = object(
        vec![("id", uuid()), ("name", string()), ("address", address.clone())],
        vec![("invoice", address), ("points", number::<i32>()), ("nickname", anything())],
    );
    object(
        vec![("id", uuid()), ("number", number::<i64>()), ("customer", customer), ("lines", list(line))],
        vec![("rebate", number::<f64>()), ("paid", number::<bool>()), ("tags", list(string()))],
    )
}

fn some_numbers() -> Text {
    let null_or = |value: Text| prop_oneof![Just("null".to_owned()), value].boxed();
    let labels = vec(("[a-z]{1,2}", number::<i32>()), 0..3)
        .prop_map(|pairs| pairs.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect::<Vec<_>>())
        .prop_map(|members| format!("{{{}}}", members.join(",")));
    object(
        vec![
            ("small", number::<i32>()),
            ("large", number::<i64>()),
            ("fraction", number::<f64>()),
            ("absent", null_or(string())),
            ("labels", labels.boxed()),
        ],
        vec![
            ("count", number::<u64>()),
            ("either", null_or(number::<bool>())),
            ("matrix", list(list(number::<i32>()))),
        ],
    )
}

/// A text with one character taken out, put in or everything after it cut off.
fn broken(text: Text) -> Text {
    let change = prop_oneof![Just(None), "[\"{}\\[\\]:, 0a]".prop_map(Some)];
    (text, any::<prop::sample::Index>(), change, any::<bool>())
        .prop_map(|(text, at, put, cut)| {
            let mut characters: Vec<_> = text.chars().collect();
            let at = at.index(characters.len());
            match put {
                Some(put) => characters.splice(at..at, put.chars()).for_each(drop),
                None if cut => characters.truncate(at),
                None => drop(characters.remove(at)),
            }
            characters.into_iter().collect()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn on_orders(text in order()) {
        orders(&text);
    }

    #[test]
    fn on_broken_orders(text in broken(order())) {
        orders(&text);
    }

    #[test]
    fn on_numbers(text in some_numbers()) {
        numbers(&text);
    }

    #[test]
    fn on_broken_numbers(text in broken(some_numbers())) {
        numbers(&text);
    }

    #[test]
    fn on_objects_that_refuse_properties(text in object(vec![("id", string())], vec![("codes", list(string()))])) {
        closed(&text);
    }

    #[test]
    fn on_anything(text in anything()) {
        orders(&text);
        numbers(&text);
    }
}

/// The random texts are neither all right nor all wrong.
#[test]
fn random_texts_are_of_both_kinds() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let read = (0..200).filter(|_| orders(&order().new_tree(&mut runner).unwrap().current())).count();
    assert!((20..180).contains(&read), "{read} of 200 orders could be read");
}

#[test]
fn on_keys_that_stand_twice() {
    assert!(closed(r#"{"id":"a","codes":["b"]}"#));
    assert!(!closed(r#"{"id":"a","id":"a"}"#));
    assert!(!closed(r#"{"id":"a","codes":[],"codes":[]}"#));
    assert!(!closed(r#"{"id":"a","codes":null,"codes":null}"#));
    assert!(!closed(r#"{"id":"a","codes":null,"codes":[]}"#));
    assert!(closed(r#"{"id":"a","other":1,"other":2}"#));
}

#[test]
fn on_null() {
    assert!(closed(r#"{"id":"a","codes":null}"#));
    assert!(!closed(r#"{"id":null}"#));
    let all = r#""small":1,"large":2,"fraction":1.5,"labels":{}"#;
    assert!(numbers(&format!(r#"{{{all},"absent":null,"either":null}}"#)));
    assert!(!numbers(&format!("{{{all}}}")));
}

#[test]
fn on_properties_that_are_kept() {
    assert!(kept(r#"{"b":2,"id":1,"name":"n","a":3}"#));
    assert!(!kept(r#"{"id":1,"a":"text"}"#));
    assert!(!kept(r#"{"a":1}"#));
    assert!(!kept(r#"{"id":1,"id":1}"#));
}

#[test]
fn on_the_ends_of_the_number_range() {
    let with = |large: &str, count: &str| {
        numbers(&format!(
            r#"{{"small":1,"large":{large},"count":{count},"fraction":0,"absent":"","labels":{{}}}}"#
        ))
    };
    assert!(with("9223372036854775807", "18446744073709551615"));
    assert!(with("-9223372036854775808", "0"));
    assert!(!with("9223372036854775808", "0"));
    assert!(!with("-9223372036854775809", "0"));
    assert!(!with("0", "18446744073709551616"));
    assert!(!with("0", "170141183460469231731687303715884105727"));
    assert!(!with("0", "-1"));
    assert!(!with("1.0", "0"));
}

#[test]
fn on_unknown_properties() {
    assert!(orders(
        r#"{"id":"7b0e0a0e-9f0f-4b7b-8a55-6f3f2b1a0c01","number":1,"x":{"y":[1,{"z":null}]},"lines":[],
            "customer":{"id":"7b0e0a0e-9f0f-4b7b-8a55-6f3f2b1a0c01","name":"A","q":[],
                        "address":{"street":"s","postCode":"1","city":"c","é":"é"}}}"#
    ));
}
