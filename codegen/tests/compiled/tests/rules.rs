//! What the contract asks of values, and what is never printed.

use kontrakt_compiled::names::types as odd;
use kontrakt_compiled::usual::types::*;
use serde_json::{Value, json};

fn faults(result: Result<(), kontrakt::Invalid>) -> Vec<(String, &'static str)> {
    let faults = result.err().map(kontrakt::Invalid::into_vec).unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer, fault.rule)).collect()
}

fn thing(changes: &Value) -> Thing {
    let mut wire = json!({ "id": "ab123", "list": ["a"], "nothing": null, "anything": 1, "when": "2024-01-01T00:00:00Z" });
    for (key, value) in changes.as_object().expect("an object") {
        wire[key] = value.clone();
    }
    serde_json::from_value(wire).expect("a thing")
}

fn thing_faults(changes: &Value) -> Vec<(String, &'static str)> {
    faults(thing(changes).validate())
}

fn fault(pointer: &str, rule: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), rule)]
}

#[test]
fn every_fault_has_its_pointer() {
    assert_eq!(thing_faults(&json!({})), []);
    let found = thing_faults(&json!({
        "id": "nope", "level": 4, "mood": "odd", "moods": ["calm", "odd"], "list": [], "map": { "a/b": 10 }, "small": 5,
        "email": "nobody", "amount": 99.75, "short": "ab123", "money": { "amount": -1 },
    }));
    let expected = [
        ("/id", "pattern"),
        ("/level", "enum"),
        ("/mood", "enum"),
        ("/moods/1", "enum"),
        ("/list", "minItems"),
        ("/map/a~1b", "maximum"),
        ("/small", "exclusiveMaximum"),
        ("/small", "multipleOf"),
        ("/amount", "maximum"),
        ("/email", "format"),
        ("/money", "money"),
        ("/short", "maxLength"),
    ];
    assert_eq!(found, expected.map(|(pointer, rule)| (pointer.to_owned(), rule)));
}

#[test]
fn a_newtype_is_checked_when_it_is_made() {
    assert!(ThingId::new("ab123").is_ok());
    assert_eq!(ThingId::new("x").map(|_| ()).map_err(|faults| faults.violations()[0].rule), Err("pattern"));
    let read: ThingId = serde_json::from_value(json!("x")).expect("kept as it came");
    assert!(!read.is_valid());
}

#[test]
fn other_values_are_allowed_where_the_contract_says_so() {
    assert_eq!(thing_faults(&json!({ "colour": "mauve" })), []);
}

#[test]
fn unions_are_checked_by_the_alternative_that_they_are() {
    let dog: Pet = serde_json::from_value(json!({ "kind": "dog", "bark": "too long" })).expect("a dog");
    assert_eq!(faults(dog.validate()), fault("/bark", "maxLength"));
    let other: Pet = serde_json::from_value(json!({ "kind": "fox" })).expect("kept");
    assert_eq!(faults(other.validate()), fault("/kind", "discriminator"));
    let long: Mixed = serde_json::from_value(json!("too long")).expect("a string");
    assert_eq!(faults(long.validate()), fault("", "maxLength"));
    let bird: Animal =
        serde_json::from_value(json!({ "species": "bird", "name": "far too long", "wings": 2 }))
            .expect("a bird");
    assert_eq!(faults(bird.validate()), fault("/name", "maxLength"));
}

#[test]
fn properties_without_a_name_are_checked() {
    let open: OpenTyped =
        serde_json::from_value(json!({ "b": "long", "c": "c", "d": "d", "e": "e" })).expect("open");
    assert_eq!(faults(open.validate()), [("/b".to_owned(), "maxLength"), (String::new(), "maxProperties")]);
    assert_eq!(faults(OpenTyped::default().validate()), fault("", "minProperties"));
}

#[test]
fn each_direction_requires_its_own() {
    let account: Account =
        serde_json::from_value(json!({ "id": 1, "name": "n" })).expect("no password comes back");
    assert_eq!(faults(account.validate()), []);
    assert!(serde_json::from_value::<Account>(json!({ "name": "n" })).is_err(), "an answer has the id");
    assert!(
        serde_json::from_value::<AccountWrite>(json!({ "name": "n" })).is_err(),
        "a request the password"
    );
}

#[test]
fn what_is_sensitive_is_never_printed() {
    let thing = thing(&json!({ "secret": "MARK", "owner": { "pin": "MARK" }, "host": "shown.example" }));
    let text = format!("{thing:?}");
    assert!(!text.contains("MARK") && text.contains("•••") && text.contains("shown.example"), "{text}");
    let account = AccountWrite { name: "shown".to_owned(), password: "MARK".to_owned() };
    let text = format!("{account:?}");
    assert!(!text.contains("MARK") && text.contains("shown"), "{text}");
    let id: odd::UuidModel =
        serde_json::from_value(json!("00000000-0000-0000-0000-000000000001")).expect("a uuid");
    assert!(!format!("{id:?}").contains("0001"));
    let hidden: odd::Fmt = serde_json::from_value(json!({ "f": "MARK" })).expect("an object");
    assert!(!format!("{hidden:?}").contains("MARK"));
}

#[test]
fn errors_are_recognised_by_their_codes() {
    use kontrakt::OperationError;
    use kontrakt::operation::Code;
    use kontrakt_compiled::usual::operations::{CommonError, GetThingError};
    assert_eq!(GetThingError::from_code(Code::Text("E_ASLEEP")), Some(GetThingError::Asleep));
    assert_eq!(GetThingError::from_code(Code::Text("E_OTHER")), None);
    let gone = GetThingError::Gone.code().expect("a code");
    assert_eq!((gone.status, gone.text), (410, "Nobody knows where it went."));
    assert_eq!(CommonError::from_code(Code::Text("E_BUSY")), Some(CommonError::Busy));
}
