//! Routes: templates of every form, several services on one server, and parameters in every style on their way.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(all(feature = "client", feature = "server"))]

mod support;

use kontrakt::OperationError;
use kontrakt::client::{Call, Error, Transport};
use kontrakt::operation::{Code, ErrorCode, Operation};
use kontrakt::server::{OpenGate, Routes};
use serde_json::{Value, json};
use support::{places, raw, serve};

/// An operation without documented errors.
#[derive(Debug)]
enum Never {}

impl OperationError for Never {
    fn from_code(_: Code) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<&'static ErrorCode> {
        match *self {}
    }
}

/// A server for `operations`, each of which answers its name and its arguments.
async fn echoing(operations: &[&'static Operation]) -> String {
    serve(router(operations)).await
}

fn router(operations: &[&'static Operation]) -> axum::Router {
    let mut routes = Routes::new((), OpenGate);
    for operation in operations {
        routes = routes.route(operation, |_, input| paths::echo(input));
    }
    routes.into_router()
}

async fn sent(call: Call) -> Result<Value, Error<Never>> {
    let answer = call.send().await?;
    match answer.status() {
        200 => Ok(answer.json(&kontrakt::schema::ANY)?),
        _ => Err(answer.into_error()),
    }
}

/// Operations whose paths axum has no route for, and some that it has.
#[allow(unreachable_pub)]
mod paths {
    use kontrakt::operation::{ErrorBody, Location, Operation, Parameter, Style};
    use kontrakt::schema::{BOOLEAN, DATE, Field, Fields, INT32, Rest, STRING, Schema, Shape};
    use kontrakt::server::{Arguments, Input, Refusal, Reply};
    use serde_json::{Map, Value};

    const fn operation(method: &'static str, path: &'static str) -> Operation {
        Operation {
            name: path,
            method,
            path,
            parameters: &[],
            security: &[],
            access: &[],
            codes: &[],
            error_body: &ErrorBody::PROBLEM,
        }
    }

    const ID: Parameter = Parameter::new("id", Location::Path, &STRING);
    const B: Parameter = Parameter::new("b", Location::Path, &STRING);

    pub static PLAIN: Operation = Operation { parameters: &[ID], ..operation("GET", "/x/{id}") };
    pub static JSON: Operation = Operation { parameters: &[ID], ..operation("GET", "/x/{id}.json") };
    pub static CANCEL: Operation = Operation { parameters: &[ID], ..operation("POST", "/x/{id}:cancel") };
    pub static RENAMED: Operation = Operation { parameters: &[B], ..operation("DELETE", "/x/{b}") };
    pub static PAIR: Operation = Operation { parameters: &[ID, B], ..operation("GET", "/p/{id}-{b}") };
    pub static LITERAL: Operation = operation("GET", "/x/smør:bar");
    pub static STAR: Operation = operation("GET", "/x/*all");
    pub static QUERY: Operation = operation("QUERY", "/x/search");
    pub static OPEN: Operation = operation("GET", "/q?state=open");
    pub static CLOSED: Operation = operation("GET", "/q?state=closed");
    pub static TWIN: Operation = Operation { parameters: &[B], ..operation("GET", "/x/{b}") };
    pub static ANYTHING: Operation = Operation { parameters: &[ID], ..operation("GET", "/{+id}") };
    pub static ALL: &[&Operation] =
        &[&PLAIN, &JSON, &CANCEL, &RENAMED, &PAIR, &LITERAL, &STAR, &QUERY, &OPEN, &CLOSED];

    static TEXTS: Schema = Schema::new(Shape::List(&STRING));
    static OBJECT: Schema = Schema::new(Shape::Record(&Fields {
        name: "Object",
        fields: &[Field::required("day", &DATE), Field::optional("sizes", &SIZES)],
        rest: Rest::Refused,
    }));
    static SIZES: Schema = Schema::new(Shape::List(&INT32));
    static FLAGS: Schema = Schema::new(Shape::Map(&BOOLEAN));

    pub static STYLES: Operation = Operation {
        parameters: &[
            Parameter::new("simple", Location::Path, &TEXTS),
            Parameter::new("label", Location::Path, &TEXTS).style(Style::Label, true),
            Parameter::new("matrix", Location::Path, &FLAGS).style(Style::Matrix, true),
            Parameter::new("form", Location::Query, &TEXTS),
            Parameter::new("comma", Location::Query, &TEXTS).style(Style::Form, false),
            Parameter::new("space", Location::Query, &TEXTS).style(Style::SpaceDelimited, false),
            Parameter::new("pipe", Location::Query, &TEXTS).style(Style::PipeDelimited, false),
            Parameter::new("deep", Location::Query, &OBJECT).style(Style::DeepObject, true),
            Parameter::new("reserved", Location::Query, &STRING).allow_reserved(),
            Parameter::new("spread", Location::Query, &OBJECT),
            Parameter::new("json", Location::Query, &OBJECT).content("application/json"),
            Parameter::new("X-List", Location::Header, &TEXTS),
            Parameter::new("X-Flags", Location::Header, &FLAGS).style(Style::Simple, true),
            Parameter::new("X-Json", Location::Header, &TEXTS).content("application/json"),
            Parameter::new("cookie", Location::Cookie, &TEXTS),
            Parameter::new("cookies", Location::Cookie, &FLAGS).style(Style::Form, false),
        ],
        ..operation("GET", "/s/{simple}/{label}/v{matrix}")
    };

    /// Answers the name of the operation and its arguments by name.
    pub async fn echo(mut input: Input<()>) -> Result<Reply, Refusal> {
        let operation = input.context().operation;
        let mut found = Map::new();
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let value: Option<Value> = input.optional(index)?;
            assert_eq!(
                Arguments::of(&input.context().parts).and_then(|all| all.get(parameter.name)),
                value.as_ref()
            );
            found.extend(value.map(|value| (parameter.name.to_owned(), value)));
        }
        Ok(Reply::json(200, &(operation.name, found)))
    }
}

#[tokio::test]
async fn paths_that_axum_cannot_tell_apart_are_told_apart() {
    let url = echoing(paths::ALL).await;
    for (method, path, expected, arguments) in [
        ("GET", "/x/7", "/x/{id}", json!({"id": "7"})),
        ("GET", "/x/a%2Fb%20%C3%A6", "/x/{id}", json!({"id": "a/b æ"})),
        ("GET", "/x/7.json", "/x/{id}.json", json!({"id": "7"})),
        ("POST", "/x/7:cancel", "/x/{id}:cancel", json!({"id": "7"})),
        ("DELETE", "/x/7", "/x/{b}", json!({"b": "7"})),
        ("GET", "/p/1-2", "/p/{id}-{b}", json!({"id": "1", "b": "2"})),
        ("GET", "/x/sm%C3%B8r:bar", "/x/smør:bar", json!({})),
        ("GET", "/x/*all", "/x/*all", json!({})),
        ("QUERY", "/x/search", "/x/search", json!({})),
        ("GET", "/q?a=b&state=open", "/q?state=open", json!({})),
        ("GET", "/q?state=closed", "/q?state=closed", json!({})),
    ] {
        let (status, _, body) = raw(method, &format!("{url}{path}"), &[], "").await;
        assert_eq!((status, body), (200, json!([expected, arguments])), "{method} {path}");
    }
    let (status, headers, _) = raw("POST", &format!("{url}/x/7"), &[], "").await;
    assert_eq!((status, headers["allow"].to_str().unwrap()), (405, "DELETE, GET, HEAD"));
    // A path without parameters is meant before `/x/{b}`, also where that alone has the method.
    for (method, path, allowed) in [
        ("DELETE", "/x/search", "QUERY"),
        ("GET", "/x/search", "QUERY"),
        ("DELETE", "/x/sm%C3%B8r:bar", "GET, HEAD"),
    ] {
        let (status, headers, _) = raw(method, &format!("{url}{path}"), &[], "").await;
        assert_eq!((status, headers["allow"].to_str().unwrap()), (405, allowed), "{method} {path}");
    }
    for path in ["/p/12", "/q?state=lost", "/q", "/x", "/x/", "/x/%ff/"] {
        let (status, _, body) = raw("GET", &format!("{url}{path}"), &[], "").await;
        assert_eq!((status, body["status"].as_u64()), (404, Some(404)), "{path}");
    }
    let (status, _, body) = raw("GET", &format!("{url}/x/%ff"), &[], "").await;
    assert_eq!((status, body["violations"][0]["pointer"].as_str()), (400, Some("/path/id")));
    let answer = sent(Transport::builder(&url).build().unwrap().call(&paths::CLOSED)).await.unwrap();
    assert_eq!(answer[0], "/q?state=closed");
}

#[tokio::test]
async fn several_services_share_a_server_and_a_prefix() {
    let other = axum::Router::new().route("/health", axum::routing::get(|| async { "up" }));
    // One path in two services, with a method each.
    let services = router(&[&paths::PLAIN]).merge(router(&[&paths::CANCEL])).merge(router(&[&paths::QUERY]));
    let (status, _, body) = raw("GET", &format!("{}/nowhere", serve(services.clone()).await), &[], "").await;
    assert_eq!((status, body["title"].as_str()), (404, Some("Not Found")));

    let nested = axum::Router::new().nest("/api/dfdg", services.merge(other));
    let url = serve(nested.fallback(kontrakt::server::not_found)).await + "/api/dfdg";
    assert_eq!(raw("GET", &format!("{url}/x/7"), &[], "").await.2[1]["id"], "7");
    assert_eq!(raw("POST", &format!("{url}/x/7:cancel"), &[], "").await.2[1]["id"], "7");
    assert_eq!(raw("GET", &format!("{url}/health"), &[], "").await.0, 200);
    let (status, headers, body) = raw("PUT", &format!("{url}/x/7"), &[], "").await;
    assert_eq!((status, body["status"].as_u64()), (405, Some(405)));
    assert!(headers["allow"].to_str().unwrap().contains("GET"));
    let (status, _, body) = raw("GET", &format!("{url}/nowhere"), &[], "").await;
    assert_eq!((status, body["title"].as_str()), (404, Some("Not Found")));

    for url in [url.clone(), format!("{url}/")] {
        let transport = Transport::builder(url).build().unwrap();
        let answer = sent(transport.call(&paths::PLAIN).parameter(0, "7")).await.unwrap();
        assert_eq!(answer, json!(["/x/{id}", {"id": "7"}]));
    }
}

#[tokio::test]
async fn routes_of_services_that_overlap_can_be_merged() {
    let routes = |operations: &[&'static Operation]| {
        operations.iter().fold(Routes::new((), OpenGate), |routes, operation| {
            routes.route(operation, |_, input| paths::echo(input))
        })
    };
    let merged = routes(&[&paths::PLAIN, &paths::QUERY]).merge(routes(&[&paths::PLAIN, &paths::TWIN]));
    let url = serve(merged.merge(routes(&[&paths::ANYTHING, &paths::QUERY])).into_router()).await;
    let said = async |method, path: &str| raw(method, &format!("{url}{path}"), &[], "").await.2[0].clone();
    assert_eq!(said("GET", "/x/7").await, "/x/{id}");
    assert_eq!(said("QUERY", "/x/search").await, "/x/search");
    assert_eq!(said("GET", "/x/7/8").await, "/{+id}");
    assert_eq!(said("GET", "/x/").await, "/{+id}");
}

#[tokio::test]
async fn operations_are_served_where_their_receiver_says() {
    let routes = Routes::new((), OpenGate)
        .route(&paths::CLOSED, |_, input| paths::echo(input))
        .route(&paths::OPEN, |_, input| paths::echo(input))
        .route(&paths::PLAIN, |_, input| paths::echo(input))
        .at(&paths::CLOSED, "/hook")
        .at(&paths::OPEN, "/hook")
        .at(&paths::PLAIN, "/hooks/{+id}/end")
        .when(&paths::OPEN, |head| head.headers.get("x-event").is_some_and(|event| event == "open"));
    let url = serve(routes.into_router()).await;
    let hook = format!("{url}/hook");
    assert_eq!(raw("GET", &hook, &[("X-Event", "open")], "").await.2[0], "/q?state=open");
    assert_eq!(raw("GET", &hook, &[("X-Event", "shut")], "").await.2[0], "/q?state=closed");
    assert_eq!(raw("GET", &format!("{url}/hooks/a/b/end"), &[], "").await.2[1]["id"], "a/b");
    assert_eq!(raw("GET", &format!("{url}/q?state=open"), &[], "").await.0, 404);
}

#[tokio::test]
async fn a_name_with_a_plus_holds_slashes() {
    let transport = Transport::builder(echoing(&[&paths::ANYTHING, &paths::CANCEL]).await).build().unwrap();
    for text in ["a/b", "/a//b/", "a?b=c#d", "a%2Fb", "æ ø", "x:y@z!$&'()*+,;=[]", "a\\b", "{id}"] {
        let answer = sent(transport.call(&paths::ANYTHING).parameter(0, text)).await.unwrap();
        assert_eq!(answer, json!(["/{+id}", {"id": text}]));
    }
    for text in ["", ".", "a/..", "../a", "a/./b"] {
        let error = sent(transport.call(&paths::ANYTHING).parameter(0, text)).await.unwrap_err();
        assert_eq!(places(error.violations()), [("/path/id", "path")], "{text}");
    }
}

#[tokio::test]
async fn a_path_segment_stays_one_segment() {
    let transport = Transport::builder(echoing(&[&paths::PLAIN]).await).build().unwrap();
    for text in ["a/b", "../a", "a?b=c", "a#b", "a%2Fb", "æ ø", ";a=b,c", "a\\b", "a\tb", "...", "{id}"] {
        let answer = sent(transport.call(&paths::PLAIN).parameter(0, text)).await.unwrap();
        assert_eq!(answer[1]["id"], text);
    }
    for text in ["", ".", ".."] {
        let error = sent(transport.call(&paths::PLAIN).parameter(0, text)).await.unwrap_err();
        assert_eq!(places(error.violations()), [("/path/id", "path")]);
    }
    let error = sent(transport.call(&paths::PLAIN)).await.unwrap_err();
    assert_eq!(places(error.violations()), [("/path/id", "required")]);
    let error = sent(transport.call(&paths::PLAIN).parameter(0, &f64::NAN)).await.unwrap_err();
    assert_eq!(places(error.violations()), [("/path/id", "type")]);
}

#[tokio::test]
async fn every_style_goes_over_the_wire() {
    let transport = Transport::builder(echoing(&[&paths::STYLES]).await).build().unwrap();
    let texts = json!(["a,b", "æ/ø", "c.d;e=f&g%+"]);
    let words = json!(["a", "b c|", "d"]);
    let object = json!({"day": "2024-02-29", "sizes": [1, -2]});
    let sent_values = json!({
        "simple": texts, "label": texts, "matrix": {"a b": true, "c": false},
        "form": texts, "comma": texts, "space": ["a", "b|c"], "pipe": ["a", "b c"],
        "deep": object, "reserved": "a/b?c=d&e#f", "spread": object, "json": object,
        "X-List": ["a", "b c|", "d"], "X-Flags": {"a": true}, "X-Json": texts,
        "cookie": words, "cookies": {"a b": true, "c": false},
    });
    let mut call = transport.call(&paths::STYLES);
    for (index, parameter) in paths::STYLES.parameters.iter().enumerate() {
        call = call.parameter(index, &sent_values[parameter.name]);
    }
    assert_eq!(sent(call).await.unwrap()[1], sent_values);
}
