use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::*;
use crate::sensitive::Secret;
use crate::settings::{Auth, Key, KeyAlgorithm};

const SECRET: &str = "a secret that is long enough for tests";

fn key(kid: &str, secret: &str) -> Key {
    Key {
        kid: kid.to_owned(),
        algorithm: KeyAlgorithm::HS256,
        secret: Some(Secret::new(secret)),
        secret_file: None,
        public_key_file: None,
    }
}

fn keys(auth: &Auth) -> Keys {
    Keys::load(auth).unwrap()
}

fn auth() -> Auth {
    Auth { keys: vec![key("a", SECRET)], ..Auth::default() }
}

fn claims() -> Claims {
    let organisation = TokenOrganisation { organisation_type: 8, code: "101".to_owned(), anden_aktoer: None };
    Claims {
        sub: "system".to_owned(),
        organisations: vec![organisation],
        scope: "read write".to_owned(),
        ..Claims::default()
    }
}

fn minted(auth: &Auth) -> String {
    keys(auth).mint(&claims(), Duration::from_secs(60)).unwrap().expose().to_owned()
}

/// A token signed by hand, to say what `mint` would not.
fn signed(claims: &serde_json::Value, header: &jsonwebtoken::Header) -> String {
    let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(header, claims, &key).unwrap()
}

fn refusal(keys: &Keys, token: &str) -> &'static str {
    match keys.authenticate(token).unwrap_err() {
        Fault::LogonFejlede(reason) => reason,
        other => panic!("{other:?}"),
    }
}

fn headers(name: &'static str, value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    headers
}

fn identity() -> Identity {
    keys(&auth()).authenticate(&minted(&auth())).unwrap()
}

#[test]
fn a_minted_token_says_who_calls() {
    let identity = identity();
    assert_eq!(identity.system, "system");
    assert_eq!(identity.organisations, claims().organisations);
    assert!(identity.scopes.contains("write") && !identity.scopes.contains("delete"));
}

#[test]
fn what_is_no_token_of_ours_is_refused() {
    let now = jsonwebtoken::get_current_timestamp();
    let good = json!({ "sub": "s", "iss": "dfdg-dev", "aud": "dfdg", "exp": now + 60 });
    let with = |key: &str, value: serde_json::Value| {
        let mut claims = good.clone();
        claims[key] = value;
        signed(&claims, &jsonwebtoken::Header::default())
    };
    let keys = keys(&auth());
    assert!(keys.authenticate(&signed(&good, &jsonwebtoken::Header::default())).is_ok());
    assert_eq!(refusal(&keys, &with("exp", json!(now - 3600))), "the token has expired");
    assert_eq!(refusal(&keys, &with("nbf", json!(now + 3600))), "the token is not valid yet");
    assert_eq!(refusal(&keys, &with("iss", json!("other"))), "another issuer");
    assert_eq!(refusal(&keys, &with("aud", json!("other"))), "another audience");
    assert_eq!(refusal(&keys, &with("sub", json!(""))), "no system");
    assert_eq!(refusal(&keys, "a.b.c"), "not a token");

    let foreign = Auth { keys: vec![key("a", "another secret that is long enough, too")], ..auth() };
    assert_eq!(refusal(&keys, &minted(&foreign)), "the signature does not match");
    let unknown = Auth { keys: vec![key("b", SECRET)], ..auth() };
    assert_eq!(refusal(&keys, &minted(&unknown)), "unknown key");
}

#[test]
fn the_algorithm_is_the_keys_and_not_the_tokens() {
    let keys = keys(&auth());
    let claims = json!({ "sub": "s", "iss": "dfdg-dev", "aud": "dfdg", "exp": jsonwebtoken::get_current_timestamp() + 60 });
    let other = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS384);
    assert_eq!(refusal(&keys, &signed(&claims, &other)), "another algorithm than the key's");
    // {"alg":"none"}
    assert_eq!(refusal(&keys, "eyJhbGciOiJub25lIn0.e30."), "not a token");
}

#[test]
fn with_two_keys_a_token_must_name_its_own() {
    let two =
        Auth { keys: vec![key("a", SECRET), key("b", "another secret that is long enough, too")], ..auth() };
    let keys = keys(&two);
    assert!(keys.authenticate(&minted(&two)).is_ok());
    let claims = json!({ "sub": "s", "iss": "dfdg-dev", "aud": "dfdg", "exp": jsonwebtoken::get_current_timestamp() + 60 });
    assert_eq!(refusal(&keys, &signed(&claims, &jsonwebtoken::Header::default())), "unknown key");
}

#[test]
fn a_public_key_checks_what_its_private_half_signed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("public.pem");
    std::fs::write(&file, include_str!("testdata/es256-public.pem")).unwrap();
    let public =
        Key { algorithm: KeyAlgorithm::ES256, secret: None, public_key_file: Some(file), ..key("e", "") };
    let keys = keys(&Auth { keys: vec![public], ..auth() });
    // Signed with the private half, which is kept nowhere; it expires in 2100.
    let token = include_str!("testdata/es256-token.txt").trim();
    assert_eq!(keys.authenticate(token).unwrap().system, "s");
    assert_eq!(
        refusal(&keys, &minted(&Auth { keys: vec![key("e", SECRET)], ..auth() })),
        "another algorithm than the key's"
    );
    assert!(keys.mint(&self::claims(), Duration::from_secs(1)).is_err());
}

#[test]
fn keys_that_cannot_be_used_are_refused_at_the_start() {
    assert!(Keys::load(&Auth::default()).unwrap_err().to_string().contains("DFDG_AUTH_SECRET"));
    let short = Keys::load(&Auth { keys: vec![key("a", "short-marker")], ..auth() }).unwrap_err().to_string();
    assert!(short.contains("auth.keys[0]") && !short.contains("marker"), "{short}");
}

#[test]
fn the_active_organisation_must_be_readable_known_and_in_the_token() {
    let refused =
        |value: &str| identity().into_caller(&headers(ACTIVE_ORGANISATION, value), false).unwrap_err().code();
    for unreadable in [
        "",
        "8",
        "{}",
        r#"{"organisationType": 8, "organisationCode": "123456789"}"#,
        r#"{"organisationType": 8, "organisationCode": "1O1"}"#,
    ] {
        assert_eq!(refused(unreadable), Some(8234), "{unreadable}");
    }
    assert_eq!(refused(r#"{"organisationType": 99, "organisationCode": "101"}"#), Some(8173));
    assert_eq!(refused(r#"{"organisationType": 8, "organisationCode": "102"}"#), Some(1013));
    let caller = identity()
        .into_caller(
            &headers(ACTIVE_ORGANISATION, r#"{"organisationType": 8, "organisationCode": "101"}"#),
            false,
        )
        .unwrap();
    assert_eq!(caller.authority(), Ok(("JobCenter", "101")));
    assert_eq!(caller.roles().collect::<Vec<_>>(), [None]);
}

#[test]
fn user_metadata_is_checked_and_never_printed() {
    let value = |user: i32, organisation: i32| {
        format!(
            r#"{{"requestUserStructure": {{"requestUserType": {user}, "userFullName": "Åse Marker"}},
                "requestOrganisationStructure": {{"organisationType": {organisation}, "organisationCode": "1"}},
                "registrationDateTime": "2026-01-01T12:00:00"}}"#
        )
        .replace('\n', " ")
    };
    let call = |value: &str| identity().into_caller(&headers(REQUEST_USER_METADATA, value), true);
    let caller = call(&value(2, 8)).unwrap();
    assert_eq!(
        caller.user.as_ref().unwrap().request_user_structure.user_full_name.as_deref(),
        Some("Åse Marker")
    );
    assert!(!format!("{caller:?}").contains("Marker"));
    assert_eq!(call(&value(9, 8)).unwrap_err().code(), Some(8174));
    assert_eq!(call(&value(2, 99)).unwrap_err().code(), Some(8173));
    assert_eq!(call("{").unwrap_err().code(), Some(8235));
    assert_eq!(identity().into_caller(&HeaderMap::new(), true).unwrap_err().code(), Some(8233));
    assert!(identity().into_caller(&HeaderMap::new(), false).is_ok());
}
