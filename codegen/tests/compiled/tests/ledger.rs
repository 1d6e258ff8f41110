//! What the ledger calls enforced is: for every such keyword there is a request that is taken, and one that is refused
//! because of it.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use kontrakt::server::{Asked, Context, Failure, Gate, Refusal};
use kontrakt_codegen::ledger::{Fate, Object};
use kontrakt_compiled::enforced::operations::{
    AskForError, EnterError, OpenError, SendPhotoError, SendValuesError,
};
use kontrakt_compiled::enforced::server::{
    AskForRequest, EnterRequest, OpenRequest, Security, SendPhotoRequest, SendValuesRequest, Service, router,
};
use serde_json::{Value, json};
use support::{raw, serve};

/// Takes whatever passes the border.
struct Taker;

impl Service for Taker {
    type Caller = String;

    async fn send_values(
        &self,
        _: &Context<String>,
        _: SendValuesRequest,
    ) -> Result<(), Failure<SendValuesError>> {
        Ok(())
    }

    async fn ask_for(&self, _: &Context<String>, _: AskForRequest) -> Result<(), Failure<AskForError>> {
        Ok(())
    }

    async fn send_photo(
        &self,
        _: &Context<String>,
        _: SendPhotoRequest,
    ) -> Result<(), Failure<SendPhotoError>> {
        Ok(())
    }

    async fn open(&self, _: &Context<String>, _: OpenRequest) -> Result<(), Failure<OpenError>> {
        Ok(())
    }

    async fn enter(&self, _: &Context<String>, _: EnterRequest) -> Result<(), Failure<EnterError>> {
        Ok(())
    }
}

/// A token grants the scope that it is called after.
struct Named;

impl Gate for Named {
    type Caller = String;
}

impl Security for Named {
    async fn oauth(&self, token: &str, scopes: &[&str], _: &Asked<'_>) -> Result<String, Refusal> {
        match scopes {
            [scope] if *scope == token => Ok(token.to_owned()),
            _ => Err(Refusal::forbidden()),
        }
    }

    async fn anonymous(&self, _: &Asked<'_>) -> Result<String, Refusal> {
        Ok(String::new())
    }
}

/// A property of the body of `sendValues` with a value that is taken, one that is refused, and the rule and the place that
/// the refusal names.
type Case = (&'static str, Value, Value, &'static str, &'static str);

fn schemas() -> Vec<Case> {
    vec![
        ("type", json!("a"), json!(1), "type", ""),
        ("enum", json!("a"), json!("c"), "enum", ""),
        ("const", json!("a"), json!("b"), "enum", ""),
        ("multipleOf", json!(2), json!(3), "multipleOf", ""),
        ("minimum", json!(2), json!(1), "minimum", ""),
        ("maximum", json!(2), json!(3), "maximum", ""),
        ("exclusiveMinimum", json!(3), json!(2), "exclusiveMinimum", ""),
        ("exclusiveMaximum", json!(1), json!(2), "exclusiveMaximum", ""),
        ("minLength", json!("ab"), json!("a"), "minLength", ""),
        ("maxLength", json!("ab"), json!("abc"), "maxLength", ""),
        ("pattern", json!("a"), json!("b"), "pattern", ""),
        ("items", json!([1]), json!(["a"]), "type", "/0"),
        ("minItems", json!([1, 2]), json!([1]), "minItems", ""),
        ("maxItems", json!([1, 2]), json!([1, 2, 3]), "maxItems", ""),
        ("uniqueItems", json!([1, 2]), json!([1, 1]), "uniqueItems", "/1"),
        ("prefixItems", json!([1, "a"]), json!([1, 2]), "type", "/1"),
        ("contains", json!([1, 5]), json!([1, 2]), "contains", ""),
        ("contains", json!([5]), json!([]), "contains", ""),
        (
            "minContains",
            json!([{ "kind": "a" }, 1, { "kind": "b" }]),
            json!([{ "kind": "a" }, 1]),
            "minContains",
            "",
        ),
        ("maxContains", json!(["a", 1]), json!(["a", "a"]), "maxContains", ""),
        ("dependentRequired", json!({ "a": 1, "b": 1 }), json!({ "a": 1 }), "dependentRequired", "/b"),
        ("dependentRequired", json!({ "b": 1 }), json!({ "a": 1 }), "dependentRequired", "/b"),
        ("properties", json!({ "a": 1 }), json!({ "a": "b" }), "type", "/a"),
        ("required", json!({ "a": 1 }), json!({}), "required", "/a"),
        ("additionalProperties", json!({ "a": 1 }), json!({ "b": 1 }), "additionalProperties", "/b"),
        ("unevaluatedProperties", json!({ "a": 1 }), json!({ "b": 1 }), "additionalProperties", "/b"),
        ("minProperties", json!({ "a": 1, "b": 1 }), json!({ "a": 1 }), "minProperties", ""),
        ("maxProperties", json!({ "a": 1 }), json!({ "a": 1, "b": 1 }), "maxProperties", ""),
        ("patternProperties", json!({ "a": 1 }), json!({ "b": 1 }), "propertyNames", "/b"),
        ("patternProperties", json!({ "a": 1 }), json!({ "a": "b" }), "type", "/a"),
        ("propertyNames", json!({ "a": 1 }), json!({ "ab": 1 }), "propertyNames", "/ab"),
        ("oneOf", json!("a"), json!(true), "oneOf", ""),
        ("anyOf", json!("a"), json!(true), "oneOf", ""),
        ("allOf", json!({ "a": 1 }), json!({}), "required", "/a"),
        ("contentEncoding", json!("YQ=="), json!("%"), "format", ""),
        ("propertyName", json!({ "kind": "b" }), json!({ "kind": "x" }), "discriminator", "/kind"),
        ("untyped", json!("ab"), json!("a"), "minLength", ""),
        ("untyped", json!(true), json!("bb"), "pattern", ""),
        ("untyped", json!(3), json!(2), "minimum", ""),
        ("untyped", json!([1]), json!([1, 2]), "maxItems", ""),
        ("untyped", json!([1.0]), json!([2]), "contains", ""),
        ("untyped", json!({ "b": 1 }), json!({ "a": 1 }), "dependentRequired", "/b"),
        ("map", json!({ "a": 1, "b": 1 }), json!({ "a": 1 }), "dependentRequired", "/b"),
        ("untyped", json!({}), json!({ "a": 1, "b": 1 }), "maxProperties", ""),
    ]
}

/// A format with a value that is taken and one that is refused.
const FORMATS: [(&str, &str, &str); 33] = [
    ("uuid", "\"00000000-0000-0000-0000-000000000001\"", "\"1\""),
    ("date", "\"2024-01-31\"", "\"2024-01-32\""),
    ("date-time", "\"2024-01-31T00:00:00Z\"", "\"2024-01-31\""),
    ("byte", "\"YQ==\"", "\"%\""),
    ("decimal", "\"1.5\"", "\"a\""),
    ("email", "\"a@b.example\"", "\"a\""),
    ("idn-email", "\"æ@b.example\"", "\"a\""),
    ("uri", "\"https://example.com\"", "\"a b\""),
    ("url", "\"https://example.com\"", "\"a b\""),
    ("uri-reference", "\"/a\"", "\"a b\""),
    ("hostname", "\"a.example\"", "\"-\""),
    ("ipv4", "\"1.2.3.4\"", "\"1.2.3\""),
    ("ipv6", "\"::1\"", "\"1.2.3.4\""),
    ("time", "\"10:00:00Z\"", "\"25:00:00Z\""),
    ("duration", "\"P1D\"", "\"1D\""),
    ("json-pointer", "\"/a\"", "\"a\""),
    ("relative-json-pointer", "\"1/a\"", "\"/a\""),
    ("iri", "\"https://æ.example\"", "\"a b\""),
    ("iri-reference", "\"/æ\"", "\"a b\""),
    ("uri-template", "\"/a/{b}\"", "\"{\""),
    ("idn-hostname", "\"æ.example\"", "\"-\""),
    ("char", "\"a\"", "\"ab\""),
    ("base64url", "\"YQ\"", "\"+/\""),
    ("http-date", "\"Sun, 06 Nov 1994 08:49:37 GMT\"", "\"1994-11-06\""),
    ("media-range", "\"text/*\"", "\"text\""),
    ("int8", "1", "3000000000"),
    ("int16", "1", "3000000000"),
    ("int32", "1", "3000000000"),
    ("uint8", "1", "3000000000"),
    ("uint16", "1", "3000000000"),
    ("uint32", "1", "-1"),
    ("uint64", "1", "-1"),
    ("uint", "1", "-1"),
];

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[tokio::test]
async fn values_are_refused_because_of_each_keyword() {
    let url = format!("{}/values", serve(router(Taker, Named)).await);
    let mut wrong = Vec::new();
    for (property, good, bad, rule, pointer) in schemas() {
        let (status, body) = raw("POST", &url, &JSON, &json!({ property: good }).to_string()).await;
        if status != 204 {
            wrong.push(format!("{property}: {good} is refused: {body}"));
        }
        let (status, body) = raw("POST", &url, &JSON, &json!({ property: bad }).to_string()).await;
        let expected = [(format!("/{property}{pointer}"), rule.to_owned())];
        if (status, violations(&body)) != (400, expected.to_vec()) {
            wrong.push(format!("{property}: {bad} gives {status} {body}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn values_are_refused_because_of_their_format() {
    let url = format!("{}/values", serve(router(Taker, Named)).await);
    let mut wrong = Vec::new();
    for (format, good, bad) in FORMATS {
        let (status, body) =
            raw("POST", &url, &JSON, &format!("{{\"formats\":{{\"{format}\":{good}}}}}")).await;
        if status != 204 {
            wrong.push(format!("{format}: {good} is refused: {body}"));
        }
        let (status, body) =
            raw("POST", &url, &JSON, &format!("{{\"formats\":{{\"{format}\":{bad}}}}}")).await;
        let found = violations(&body);
        let pointers: Vec<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        if (status, pointers) != (400, vec![format!("/formats/{format}").as_str()]) {
            wrong.push(format!("{format}: {bad} gives {status} {body}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Keywords around schemas: a request that is taken, one that is refused, and the status and the rule of the refusal.
#[tokio::test]
async fn requests_are_refused_because_of_each_keyword() {
    let url = serve(router(Taker, Named)).await;
    let ask = |query: &str| format!("{url}/parameters{query}");
    assert_eq!(raw("GET", &ask("?needed=a"), &[], "").await.0, 204);
    let (status, body) = raw("GET", &ask(""), &[], "").await;
    let rules: Vec<String> = violations(&body).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!((status, rules), (400, vec!["required".to_owned()]), "{body}");

    let values = format!("{url}/values");
    assert_eq!(raw("POST", &values, &JSON, "{}").await.0, 204);
    let (status, body) = raw("POST", &values, &[], "").await;
    assert!(matches!(status, 400 | 415), "no body: {status} {body}");
    let (status, body) = raw("POST", &values, &[("content-type", "text/plain")], "{}").await;
    assert_eq!(status, 415, "{body}");

    for (media_type, taken) in [("image/png", true), ("IMAGE/png; a=b", true), ("text/plain", false)] {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\
             Content-Type: {media_type}\r\n\r\nabc\r\n--x--\r\n"
        );
        let headers = [("content-type", "multipart/form-data; boundary=x")];
        let (status, body) = raw("POST", &format!("{url}/photos"), &headers, &body).await;
        let expected = if taken { Vec::new() } else { vec![("/photo".to_owned(), "mediaType".to_owned())] };
        assert_eq!((status == 204, violations(&body)), (taken, expected), "{media_type}: {body}");
    }

    for (path, scope) in [("closed", "nobody"), ("shared", "everybody")] {
        let url = format!("{url}/{path}");
        let token = format!("Bearer {scope}");
        assert_eq!(raw("GET", &url, &[("authorization", &token)], "").await.0, 204);
        assert_eq!(raw("GET", &url, &[("authorization", "Bearer other")], "").await.0, 403);
    }
}

fn violations(body: &str) -> Vec<(String, String)> {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |violation: &Value, key: &str| violation[key].as_str().unwrap_or_default().to_owned();
    let found = body["violations"].as_array().into_iter().flatten();
    found.map(|violation| (text(violation, "pointer"), text(violation, "rule"))).collect()
}

/// What the tests above try, beside schemas.
const AROUND: [(Object, &str); 7] = [
    (Object::Encoding, "contentType"),
    (Object::Parameter, "required"),
    (Object::RequestBody, "required"),
    (Object::RequestBody, "content"),
    (Object::Operation, "security"),
    (Object::Document, "security"),
    (Object::Schema, "format"),
];

#[test]
fn every_keyword_that_is_enforced_is_tried() {
    let schemas = schemas();
    let is_tried = |object: Object, keyword: &str| {
        let of_schema = matches!(object, Object::Schema | Object::Discriminator);
        AROUND.contains(&(object, keyword)) || (of_schema && schemas.iter().any(|case| case.0 == keyword))
    };
    let mut untried = Vec::new();
    for object in Object::ALL {
        for keyword in object.keywords().iter().filter(|keyword| keyword.fate == Fate::Enforced) {
            if !is_tried(object, keyword.name) {
                untried.push(format!("{} {}", object.words(), keyword.name));
            }
        }
    }
    assert!(untried.is_empty(), "called enforced, but not tried: {untried:?}");
}
