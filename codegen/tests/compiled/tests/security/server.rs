//! What a server makes of what it gets.

use kontrakt::reexport::{http, reqwest};
use kontrakt::server::OpenGate;
use kontrakt_compiled::vault::{OPERATIONS, operations, webhooks};

use super::support::raw;
use super::*;

type Headers<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn the_first_alternative_that_does_not_refuse_decides() {
    let url = serve().await;
    let token = ("authorization", "bearer  token:read ");
    let wrong = ("authorization", "Bearer nobody");
    let (key, session) = (("x-api-key", "h"), ("cookie", "a=b; sid=c%41==/+marker"));
    let login = ("authorization", "Basic YW5uYTpwYXNzOnfDtnJk");
    let query = format!("/both?{}", "api%20key=q+%26%3D%C3%BC%2B%2541%2Fmarker");
    let cases: &[(&str, Headers<'_>, Result<&str, u16>)] = &[
        ("/global", &[token], Ok("oauth")),
        ("/global", &[token, key], Ok("oauth")),
        ("/global", &[key], Ok("header")),
        ("/global", &[wrong, key], Ok("header and more")),
        ("/global", &[wrong], Err(403)),
        ("/global", &[("authorization", "Bearer nobody:read")], Err(401)),
        // A gate that cannot decide does not leave it to the next scheme.
        ("/global", &[("authorization", "Bearer down"), key], Err(503)),
        ("/global", &[("x-api-key", "wrong")], Err(401)),
        ("/global", &[], Err(401)),
        ("/global", &[login], Err(401)),
        ("/scopes", &[token], Err(403)),
        ("/scopes", &[key], Err(401)),
        ("/login", &[login], Ok("anna")),
        ("/login", &[("authorization", "Basic ?")], Err(401)),
        ("/login", &[("authorization", "Basic")], Err(401)),
        ("/login", &[("authorization", "Basic YW5uYQ==")], Err(401)),
        ("/other", &[("authorization", "hoba result=1")], Ok("other")),
        ("/other", &[token], Err(401)),
        ("/cookie", &[session], Ok("session")),
        ("/cookie", &[("cookie", "sid=c%41==/+marker; sid=x")], Err(401)),
        ("/query?api%20key=a&api%20key=b", &[], Err(401)),
        ("/query?api%20key=", &[], Err(401)),
        (&query, &[login], Ok("anna + query")),
        (&query, &[], Err(401)),
        ("/both", &[key, session], Ok("header + session")),
        ("/both", &[key, ("cookie", "sid=wrong")], Err(401)),
        ("/both", &[key], Err(401)),
        ("/certificate", &[key], Ok("header")),
        ("/certificate", &[], Err(401)),
        // What asks for nothing comes last, wherever the contract has it.
        ("/optional", &[key], Ok("header")),
        ("/optional", &[("x-api-key", "wrong")], Ok("nobody")),
        ("/optional", &[], Ok("nobody")),
        ("/open", &[wrong], Ok("nobody and more")),
    ];
    for (path, headers, expected) in cases {
        let (status, body) = raw("GET", &format!("{url}{path}"), headers, "").await;
        let found = if status == 200 { Ok(body) } else { Err(status) };
        assert_eq!(found, expected.map(as_told), "{path} {headers:?}");
    }
}

#[tokio::test]
async fn a_401_says_what_could_be_sent() {
    let url = serve().await;
    let challenges = async |path: &str, authorization: &str| {
        let request = reqwest::Client::new().get(format!("{url}{path}"));
        let answer = request.header("authorization", authorization).send().await.expect("an answer");
        assert!([401, 403].contains(&answer.status().as_u16()), "{path}: {}", answer.status());
        let values = answer.headers().get_all(http::header::WWW_AUTHENTICATE).iter();
        values.map(|value| value.to_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    let basic = "Basic realm=\"login\", charset=\"UTF-8\"";
    assert_eq!(challenges("/global", "").await, ["Bearer"]);
    assert_eq!(challenges("/login", "").await, [basic]);
    assert_eq!(challenges("/login", "Basic YTpi").await, [basic]);
    assert_eq!(challenges("/other", "").await, ["HOBA"]);
    assert_eq!(challenges("/both", "").await, [basic]);
    assert!(challenges("/query", "").await.is_empty());
    let scopes = "Bearer error=\"insufficient_scope\", scope=\"read write\"";
    assert_eq!(challenges("/scopes", "Bearer token:read").await, [scopes]);
}

#[tokio::test]
async fn two_credentials_of_one_scheme_are_none() {
    let url = serve().await;
    for (path, name, value) in [("/bearer", "authorization", "Bearer token:"), ("/global", "x-api-key", "h")]
    {
        let request = || reqwest::Client::new().get(format!("{url}{path}")).header(name, value);
        assert_eq!(request().send().await.expect("an answer").status(), 200);
        assert_eq!(request().header(name, value).send().await.expect("an answer").status(), 401);
    }
}

#[tokio::test]
async fn a_certificate_is_looked_for_by_the_gate() {
    let url = serve_peers().await;
    let (status, body) = raw("GET", &format!("{url}/certificate"), &[], "").await;
    assert_eq!((status, body), (200, as_told("peer")));
}

#[tokio::test]
async fn an_open_gate_asks_for_nothing() {
    let url = support::serve(router(Who::<()>(PhantomData), OpenGate)).await;
    for operation in OPERATIONS {
        let (status, body) = raw("GET", &format!("{url}{}", operation.path), &[], "").await;
        assert_eq!((status, body.as_str()), (200, "()"), "{}", operation.name);
    }
}

impl webhooks::Security for Doors {
    async fn header_key(&self, key: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        known(key == "webhook", "sender")
    }
}

#[tokio::test]
async fn webhooks_have_schemes_of_their_own() {
    struct Receiver;
    impl webhooks::Webhooks for Receiver {
        type Caller = Known;
        async fn opened(
            &self,
            _: &Context<Known>,
            _: webhooks::OpenedRequest,
        ) -> Result<(), Failure<operations::OpenedError>> {
            Ok(())
        }
    }
    let url = support::serve(webhooks::router(Receiver, Doors)).await + "/opened";
    assert_eq!(raw("POST", &url, &[("x-api-key", "webhook")], "").await.0, 204);
    assert_eq!(raw("POST", &url, &[("x-api-key", "h")], "").await.0, 401);
}
