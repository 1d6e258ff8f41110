//! What a client sends.

use std::sync::{Arc, Mutex};

use kontrakt::client::{BuildError, Error, Key, Login, PendingToken, Token, TokenSource, Transport};

use super::*;

#[tokio::test]
async fn every_credential_goes_where_its_scheme_says() {
    let url = serve_peers().await;
    let client = client(with_all(Transport::builder(url)).credential(&security::SESSION, COOKIE_KEY));
    assert_eq!(client.by_query().await.expect("the key"), as_told("query"));
    assert_eq!(client.by_query().q("a&b").await.expect("beside a parameter"), as_told("query"));
    assert_eq!(client.by_cookie().await.expect("the cookie"), as_told("session"));
    assert_eq!(client.by_cookie().theme("dark").await.expect("beside another"), as_told("session"));
    assert_eq!(client.by_login().await.expect("the login"), as_told("anna"));
    assert_eq!(client.by_bearer().await.expect("the token"), as_told("jwt"));
    assert_eq!(client.by_provider().await.expect("a made token"), as_told("provider"));
    assert_eq!(client.by_other().await.expect("the other"), as_told("other"));
    assert_eq!(client.with_scopes().await.expect("the scopes"), as_told("oauth"));
    assert_eq!(client.by_certificate().await.expect("the certificate"), as_told("peer"));
}

#[tokio::test]
async fn the_first_alternative_is_sent_for_which_there_is_everything_and_nothing_else() {
    let url = serve().await;
    let keys = |builder: Builder| {
        builder.credential(&security::HEADER_KEY, "h").credential(&security::SESSION, COOKIE_KEY)
    };
    let both = client(keys(with_all(Transport::builder(&url))));
    assert_eq!(both.by_default().await.expect("the first"), as_told("oauth"));
    assert_eq!(both.by_both().await.expect("the first"), as_told("anna + query"));
    let keys = client(keys(Transport::builder(&url)).bearer_token("token:"));
    assert_eq!(keys.by_both().await.expect("the second"), as_told("header + session"));
    assert_eq!(keys.by_cookie().await.expect("without the token"), as_told("session"));
    // A token without a scheme is for each that takes one, and comes in its turn.
    assert_eq!(keys.by_bearer().await.expect("the token"), as_told("jwt"));
    assert_eq!(keys.by_default().await.expect_err("the first, without its scope").status(), Some(403));
}

#[tokio::test]
async fn who_gave_credentials_is_known_wherever_nothing_is_asked_for() {
    let url = serve().await;
    let key = client(Transport::builder(&url).credential(&security::HEADER_KEY, "h"));
    assert_eq!(key.by_whoever_likes().await.expect("the key"), as_told("header"));
    assert_eq!(key.open().await.expect("nothing"), as_told("nobody"));
    let login = client(Transport::builder(&url).credential(&security::LOGIN, ("anna", "?")));
    assert_eq!(login.by_whoever_likes().await.expect("nothing"), as_told("nobody"));
    let token = client(Transport::builder(&url).bearer_token("token:"));
    assert_eq!(token.by_whoever_likes().await.expect("nothing"), as_told("nobody"));
    // The contract says nothing here, and the user wants it sent.
    assert_eq!(token.open().await.expect("the token"), as_told("nobody and more"));
}

#[tokio::test]
async fn a_call_whose_credentials_are_not_there_is_not_sent() {
    let url = serve().await;
    let some = client(Transport::builder(&url).credential(&security::HEADER_KEY, "h"));
    let error = some.by_both().await.expect_err("no session");
    assert!(matches!(error, Error::Credentials(..)) && error.status().is_none(), "{error:?}");
    let source = std::error::Error::source(&error).expect("the reason").to_string();
    assert_eq!(
        source,
        "the operation asks for credentials of `login` and `queryKey`, or of `headerKey` and `session`"
    );
    // What is put in by hand counts.
    let by_hand = client(
        Transport::builder(&url)
            .header("authorization", "Bearer token:")
            .credential(&security::HEADER_KEY, "h"),
    );
    assert_eq!(by_hand.by_bearer().await.expect("the header"), as_told("jwt"));
    // Without any it may be the HTTP client that knows them, or nobody.
    let none = client(Transport::builder(&url));
    assert_eq!(none.by_both().await.expect_err("nothing was sent").status(), Some(401));
    // A header has room for one.
    let two = client(Transport::builder(&url).header("x-api-key", "h").credential(&security::JWT, "token:"));
    assert_eq!(two.by_default().await.expect("the header by hand"), as_told("header"));
}

#[tokio::test]
async fn a_refused_token_is_told_to_the_source_of_its_scheme() {
    #[derive(Clone, Default)]
    struct Source(Arc<Mutex<Vec<String>>>);
    impl TokenSource for Source {
        fn token(&self) -> PendingToken<'_> {
            Box::pin(async { Ok("stale:read".to_owned()) })
        }
        fn refused(&self, token: &str) {
            self.0.lock().expect("no panic").push(token.to_owned());
        }
    }
    let source = Source::default();
    let client = client(
        Transport::builder(serve().await)
            .credential(&security::OAUTH, source.clone())
            .credential(&security::JWT, "token:"),
    );
    assert!(client.by_bearer().await.is_ok());
    assert_eq!(client.by_default().await.expect_err("stale").status(), Some(401));
    assert_eq!(*source.0.lock().expect("no panic"), ["stale:read"]);
}

#[test]
fn credentials_that_would_arrive_as_something_else_are_refused_at_once() {
    let builder = || Transport::builder("http://localhost");
    let refused = |builder: Builder| match builder.build() {
        Err(BuildError::Credential(scheme)) => scheme,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(builder().credential(&security::HEADER_KEY, "a\nb")), "headerKey");
    assert_eq!(refused(builder().credential(&security::HEADER_KEY, "")), "headerKey");
    assert_eq!(refused(builder().credential(&security::SESSION, "a; b=c")), "session");
    assert_eq!(refused(builder().credential(&security::LOGIN, ("a:b", "c"))), "login");
    assert_eq!(refused(builder().credential(&security::OTHER, "a\nb")), "other");
}

#[tokio::test]
async fn no_credential_is_shown() {
    let builder =
        with_all(Transport::builder("http://127.0.0.1:1")).credential(&security::SESSION, COOKIE_KEY);
    let mut shown = format!("{builder:?}");
    let transport = builder.build().expect("a transport");
    let client = Client::with_transport(transport.clone());
    shown += &format!("{transport:?} {client:?} {:?}", client.by_query());
    shown +=
        &format!("{:?} {:?} {:?}", Key::from("marker"), Token::from("marker"), Login::from(("m", "marker")));
    for error in
        [client.by_query().await.expect_err("nobody"), client.by_query().q("x").await.expect_err("nobody")]
    {
        assert!(matches!(error, Error::Transport(..)), "{error:?}");
        let source = std::error::Error::source(&error).map(ToString::to_string);
        shown += &format!("{error} {error:?} {source:?}");
    }
    assert!(!shown.contains("marker") && !shown.contains("w%C3"), "{shown}");
}
