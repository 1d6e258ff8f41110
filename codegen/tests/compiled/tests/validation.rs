//! Rules are held at both ends: by the client before it sends, by the server of every request, by the client of answers
//! where it is asked to.

mod support;

use std::fmt::Debug;

use kontrakt::client::{Error, Transport};
use kontrakt::media::FilePart;
use kontrakt::reexport::axum;
use kontrakt::reexport::jiff::civil::Date;
use kontrakt::reexport::uuid::Uuid;
use kontrakt::server::{Context, Failure, OpenGate};
use kontrakt::{Violation, decode, decode_leniently};
use kontrakt_compiled::rules::client::Client;
use kontrakt_compiled::rules::operations::*;
use kontrakt_compiled::rules::server::{SendFilesRequest, SendMomentsRequest, Service, router};
use kontrakt_compiled::rules::types::*;
use kontrakt_compiled::rules_tables::{MOMENTS, SMALL, THING};
use support::{raw, serve};

type Places = Vec<(String, &'static str)>;

fn places(found: &[Violation]) -> Places {
    found.iter().map(|found| (found.pointer.clone(), found.rule)).collect()
}

fn one(pointer: &str, rule: &'static str) -> Places {
    vec![(pointer.to_owned(), rule)]
}

fn moments(wire: &str) -> Places {
    decode::<Moments>(wire.as_bytes(), MOMENTS).map_or_else(|found| places(&found), |_| Vec::new())
}

fn small(wire: &str) -> Places {
    decode::<Small>(wire.as_bytes(), SMALL).map_or_else(|found| places(&found), |_| Vec::new())
}

#[test]
fn dates_are_read_by_the_letter_wherever_they_stand() {
    for (good, wide, pointer) in [
        (r#"{"days": ["2024-02-29"]}"#, r#"{"days": ["20240229"]}"#, "/days/0"),
        (r#"{"maybe": null}"#, r#"{"maybe": "20240229"}"#, "/maybe"),
        (
            r#"{"times": {"a": [null, "2024-02-29T12:00:00Z"]}}"#,
            r#"{"times": {"a": ["2024-02-29 12:00Z"]}}"#,
            "/times/a/0",
        ),
        (r#"{"span": ["2024-02-29"]}"#, r#"{"span": ["20240229"]}"#, "/span/0"),
        (
            r#"{"span": ["2024-02-29", "2024-02-29T12:00:00Z"]}"#,
            r#"{"span": ["2024-02-29", "2024-02-29 12:00Z"]}"#,
            "/span/1",
        ),
        (
            r#"{"span": ["2024-02-29", "2024-02-29T12:00:00Z", "2024-02-29"]}"#,
            r#"{"span": ["2024-02-29", "2024-02-29T12:00:00Z", "20240229"]}"#,
            "/span/2",
        ),
        (r#"{"born": "2024-02-29"}"#, r#"{"born": "20240229"}"#, "/born"),
        (r#"{"either": "2024-02-29"}"#, r#"{"either": "20240229"}"#, "/either"),
        (r#"{"more": "2024-02-29"}"#, r#"{"more": "20240229"}"#, "/more"),
    ] {
        assert_eq!(moments(good), []);
        assert_eq!(moments(wide), one(pointer, "format"));
        assert!(decode_leniently::<Moments>(wide.as_bytes(), MOMENTS).is_ok(), "{wide}");
    }
}

#[test]
fn formats_have_their_ranges_and_steps_are_decimal() {
    for good in [
        r#"{"tiny": -128, "byte": 255, "short": 99, "word": 65535, "exact": 9007199254740991}"#,
        r#"{"tiny": 1e2, "byte": 1.0, "single": 0.3, "cents": 19.99, "price": "0.15"}"#,
        r#"{"single": 3.4e38, "cents": 1e300, "price": 0.35, "ratios": [1, 1.5, 2.0]}"#,
        r#"{"anything": "a@b.dk"}"#,
        r#"{"anything": [1, 2]}"#,
        r#"{"anything": true}"#,
        r#"{"strict": {"first": 1, "second": 2}}"#,
    ] {
        assert_eq!(small(good), [], "{good}");
    }
    for (bad, pointer, rule) in [
        (r#"{"tiny": 128}"#, "/tiny", "maximum"),
        (r#"{"byte": 0}"#, "/byte", "minimum"),
        (r#"{"short": 100}"#, "/short", "exclusiveMaximum"),
        (r#"{"short": -32769}"#, "/short", "minimum"),
        (r#"{"word": -1}"#, "/word", "minimum"),
        (r#"{"exact": 9007199254740992}"#, "/exact", "maximum"),
        (r#"{"exact": 1.5}"#, "/exact", "type"),
        (r#"{"single": 0.35}"#, "/single", "multipleOf"),
        (r#"{"cents": 0.0075}"#, "/cents", "multipleOf"),
        (r#"{"cents": 0}"#, "/cents", "exclusiveMinimum"),
        (r#"{"price": "0.151"}"#, "/price", "multipleOf"),
        (r#"{"price": "-0.15"}"#, "/price", "minimum"),
        (r#"{"ratios": [2, 2.0]}"#, "/ratios/1", "uniqueItems"),
        (r#"{"anything": "ab"}"#, "/anything", "format"),
        (r#"{"anything": 2}"#, "/anything", "minimum"),
        (r#"{"anything": []}"#, "/anything", "minItems"),
        (r#"{"anything": {}}"#, "/anything", "minProperties"),
        (r#"{"texts": {"letter": "ab"}}"#, "/texts/letter", "format"),
        (r#"{"texts": {"template": "{"}}"#, "/texts/template", "format"),
        (r#"{"strict": {"first": 1}}"#, "/strict/second", "required"),
        (r#"{"strict": {"first": 1, "second": 2, "fourth": 4}}"#, "/strict/fourth", "additionalProperties"),
    ] {
        assert_eq!(small(bad), one(pointer, rule), "{bad}");
    }
    // 32 bits hold no such number.
    assert!(matches!(small(r#"{"single": 1e300}"#).as_slice(), [(place, "type"), ..] if place == "/single"));
    assert_eq!(moments(r#"{"id": "123e4567-e89b-12d3-a456-426614174000"}"#), one("/id", "pattern"));
    assert_eq!(moments(r#"{"code": "aGVqaGVqaGVq"}"#), one("/code", "maxLength"));
}

/// A type of the user's own keeps its rules, also where a body has to be read twice.
#[test]
fn rules_of_ones_own_hold_however_a_body_is_read() {
    for (small, amount) in [("2", -1), ("2.0", -1), ("2.0", 1)] {
        let wire = format!(
            r#"{{"id": "ab123", "list": ["a"], "nothing": null, "anything": 1, "when": "2024-01-01T00:00:00Z",
                "small": {small}, "money": {{"amount": {amount}}}}}"#
        );
        let read = decode::<kontrakt_compiled::usual::types::Thing>(wire.as_bytes(), THING);
        let found = read.map_or_else(|found| places(&found), |_| Vec::new());
        assert_eq!(found, if amount < 0 { one("/money", "money") } else { Vec::new() }, "{small}");
    }
}

struct Echo;

impl Service for Echo {
    type Caller = ();

    async fn send_moments(
        &self,
        context: &Context<()>,
        request: SendMomentsRequest,
    ) -> Result<SendMomentsResponse, Failure<SendMomentsError>> {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        if context.parts.uri.query().is_none() {
            assert_eq!(request.days_or_default(), [day("2024-02-29"), day("2024-12-31")]);
            assert_eq!(request.since_or_default(), day("1970-01-01"));
            assert_eq!(request.states_or_default(), [State::Open, State::Closed]);
            assert_eq!(request.sizes_or_default(), []);
            assert_eq!(request.owner_or_default(), Uuid::from_u128(7));
            assert_eq!(request.word_or_default().as_deref(), Some("none"));
            assert_eq!(request.pages_or_default(), [1, 2]);
            assert_eq!(request.body.days_or_default(), [day("2024-02-29")]);
        }
        let small = request.x_limits.unwrap_or_default();
        if small.tiny == Some(9) {
            return Err(SendMomentsError::Conflict(Small { tiny: Some(100), ..small }).into());
        }
        Ok(SendMomentsResponse::Ok { x_count: Some(1), x_days: request.days, body: request.body })
    }

    async fn send_files(
        &self,
        _: &Context<()>,
        request: SendFilesRequest,
    ) -> Result<(), Failure<SendFilesError>> {
        assert!(request.body.cover.bytes.len() < 5);
        Ok(())
    }
}

fn client(url: &str) -> Client {
    let transport = Transport::builder(url).validate_responses(true).build();
    Client::with_transport(transport.expect("a transport"))
}

fn refused<T: Debug, E: Debug>(result: Result<T, Error<E>>) -> Places {
    match result {
        Err(Error::Invalid(found)) => places(&found),
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn parameters_keep_their_rules_at_both_ends() {
    let url = serve(router(Echo, OpenGate)).await;
    let client = client(&url);
    let day: Date = "2024-02-29".parse().expect("a date");
    let body = Moments::default();
    let call = || client.send_moments(day, &body);
    call().await.expect("nothing but what is required");
    let filter = [("abc".to_owned(), "x".to_owned())].into();
    let SendMomentsResponse::Ok { x_days, .. } = call()
        .days(&[day, day])
        .sizes(&[Some(1), Some(2)])
        .share(0.7)
        .filter(&filter)
        .x_limits(&Small { tiny: Some(8), ..Small::default() })
        .await
        .expect("an answer");
    assert_eq!(x_days, Some(vec![day, day]));

    assert_eq!(refused(call().sizes(&[Some(1), Some(1)]).await), one("/query/sizes/1", "uniqueItems"));
    assert_eq!(refused(call().sizes(&[None, Some(1)]).await), one("/query/sizes", "style"));
    assert_eq!(refused(call().share(0.75).await), one("/query/share", "multipleOf"));
    assert_eq!(refused(call().share(f32::INFINITY).await), one("/query/share", "type"));
    let long = [("abcd".to_owned(), "x".to_owned())].into();
    assert_eq!(refused(call().filter(&long).await), one("/query/filter/abcd", "propertyNames"));
    let large = Small { tiny: Some(200), ..Small::default() };
    assert_eq!(refused(call().x_limits(&large).await), one("/header/X-Limits/tiny", "maximum"));

    let post = async |query: &str, headers: &[(&str, &str)]| {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        raw("POST", &format!("{url}/moments/2024-02-29?{query}"), &headers, "{}").await
    };
    for query in [
        "sizes=1%7C2",
        "share=0.3",
        "filter%5Ba%5D=1",
        "days=2024-02-29&days=2024-03-01",
        "states=open",
        "sizes=1e1",
        "unknown=1",
        "",
    ] {
        assert_eq!(post(query, &[]).await.0, 200, "{query}");
    }
    for (query, place) in [
        ("sizes=1%7C1.0", "/query/sizes/1"),
        ("sizes=1%7Cx", "/query/sizes/1"),
        ("share=0.35", "/query/share"),
        ("share=1e300", "/query/share"),
        ("share=NaN", "/query/share"),
        ("share=0.1&share=0.1", "/query/share"),
        ("filter%5Babcd%5D=1", "/query/filter/abcd"),
        ("days=2024-02-29&days=20240229", "/query/days/1"),
        ("days=2023-02-29", "/query/days/0"),
        ("since=2024-1-1", "/query/since"),
        ("states=ajar", "/query/states/0"),
        ("owner=7", "/query/owner"),
    ] {
        let (status, text) = post(query, &[]).await;
        assert!(status == 400 && text.contains(&format!("\"{place}\"")), "{query}: {text}");
    }
    for (limits, place) in [
        (r#"{"tiny": 128}"#, "/header/X-Limits/tiny"),
        (r#"{"tiny": 1, "tiny": 2}"#, "/header/X-Limits"),
        (r#"{"other": 1}"#, "/header/X-Limits/other"),
        ("{", "/header/X-Limits"),
    ] {
        let (status, text) = post("", &[("x-limits", limits)]).await;
        assert!(status == 400 && text.contains(&format!("\"{place}\"")), "{limits}: {text}");
    }
    assert_eq!(post("", &[("x-limits", r#"{"tiny": 12.0}"#)]).await.0, 200);
}

#[tokio::test]
async fn files_keep_their_rules_at_both_ends() {
    let url = serve(router(Echo, OpenGate)).await;
    let client = client(&url);
    let right = SendFilesBody {
        cover: FilePart::new("æø"),
        pages: vec![FilePart::new("a"), FilePart::new("bc")],
        days: None,
        small: Some(Small { tiny: Some(1), ..Small::default() }),
    };
    client.send_files(&right).await.expect("taken");
    client.send_files(&SendFilesBody { pages: Vec::new(), ..right.clone() }).await.expect("none are no list");
    let day: Date = "2024-02-29".parse().expect("a date");
    let wrong = SendFilesBody {
        cover: FilePart::new("æøå"),
        pages: vec![FilePart::new("abc")],
        days: Some(vec![day, day]),
        small: Some(Small { tiny: Some(-129), ..Small::default() }),
    };
    let found = [
        ("/cover", "maxLength"),
        ("/pages", "minItems"),
        ("/pages/0", "maxLength"),
        ("/days/1", "uniqueItems"),
        ("/small/tiny", "minimum"),
    ]
    .map(|(place, rule)| (place.to_owned(), rule));
    assert_eq!(refused(client.send_files(&wrong).await), found);

    let part = |name: &str, more: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
    };
    let file = "; filename=\"f\"";
    let all = [
        part("cover", file, ""),
        part("pages", file, "abc"),
        part("days", "", "2024-02-29"),
        part("days", "", "20240229"),
        part("small", "\r\nContent-Type: application/json", r#"{"tiny": 1, "tiny": 2}"#),
    ];
    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let (status, text) =
        raw("POST", &format!("{url}/files"), &headers, &format!("{}--x--\r\n", all.concat())).await;
    assert_eq!(status, 400);
    for place in ["/cover", "/pages", "/pages/0", "/days/1", "/small/tiny"] {
        assert!(text.contains(&format!("\"{place}\"")), "{place}: {text}");
    }
}

/// A server that answers everything with one text.
async fn answering(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    text: &'static str,
) -> String {
    let answer = move || async move {
        let mut response = axum::response::Response::new(axum::body::Body::from(text));
        *response.status_mut() = kontrakt::reexport::http::StatusCode::from_u16(status).expect("a status");
        for (name, value) in headers {
            response.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        response
    };
    serve(axum::Router::new().fallback(answer)).await
}

#[tokio::test]
async fn answers_are_held_against_the_contract_on_request() {
    const JSON: (&str, &str) = ("content-type", "application/json");
    const COUNT: (&str, &str) = ("x-count", "1");
    let day: Date = "2024-02-29".parse().expect("a date");
    let body = Moments::default();
    for (status, headers, text, found) in [
        (200, &[JSON] as &[_], "{}", one("/header/X-Count", "required")),
        (200, &[JSON, COUNT], r#"{"days": ["20240229"]}"#, one("/days/0", "format")),
        (200, &[JSON, COUNT], r#"{"code": "aGVqaGVqaGVq", "days": null}"#, {
            let mut found = one("/days", "type");
            found.extend(one("/code", "maxLength"));
            found
        }),
        (200, &[("content-type", "text/plain"), COUNT], "{}", one("", "mediaType")),
        (409, &[JSON], r#"{"tiny": 200}"#, one("/tiny", "maximum")),
        (409, &[JSON], r#"{"other": 200}"#, one("/other", "additionalProperties")),
    ] {
        let url = answering(status, headers, text).await;
        let error = client(&url).send_moments(day, &body).await.expect_err(text);
        assert!(matches!(error, Error::Decode(..)), "{error:?}");
        assert_eq!(places(error.violations()), found, "{text}");
        assert_eq!(error.status(), Some(status));
        // Without being asked to, a client takes what it can read.
        let lenient = Client::new(&url).expect("a client").send_moments(day, &body).await;
        assert!(matches!(lenient, Ok(_) | Err(Error::Api(..))), "{text}: {lenient:?}");
    }
    let url = serve(router(Echo, OpenGate)).await;
    let small = Small { tiny: Some(9), ..Small::default() };
    let error = client(&url).send_moments(day, &body).x_limits(&small).await.expect_err("documented");
    assert!(matches!(error, Error::Api(SendMomentsError::Conflict(small), _) if small.tiny == Some(100)));
}
