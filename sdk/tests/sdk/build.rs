//! Settings that cannot work.

use std::time::Duration;

use dfdg_sdk::{BuildError, Dfdg, Service, reqwest};

use crate::server::job_centre;

fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}

#[test]
fn a_handle_is_made_without_a_runtime_and_shared() {
    let dfdg = Dfdg::builder("http://127.0.0.1:1/dfdg/").build().unwrap();
    is_shared(&dfdg);
    is_shared(&dfdg.to_builder());
}

#[test]
fn an_address_that_cannot_be_used_names_its_service_and_no_secret() {
    for (url, said) in [
        ("dfdg.example.org", "no absolute URL"),
        ("ftp://dfdg.example.org", "http:// or https://"),
        ("http://dfdg.example.org/?key=hemmelig-marker", "no query"),
        ("http://bo:hemmelig-marker@dfdg.example.org", "user name"),
        ("bo:hemmelig-marker@dfdg.example.org", "http:// or https://"),
        ("", "no absolute URL"),
    ] {
        let builder = Dfdg::builder("http://127.0.0.1:1").service_url(Service::Letasyl, url);
        assert!(!format!("{builder:?}").contains("hemmelig"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl { service: Service::Letasyl, .. }), "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(said) && text.contains("LetasylIntegrationslovService"), "{text}");
        assert!(!text.contains("hemmelig"), "{text}");
    }
}

#[test]
fn a_token_with_a_line_break_is_found_before_the_first_call() {
    for token in ["hemmelig-marker\n", ""] {
        let error = Dfdg::builder("http://127.0.0.1:1").bearer_token(token).build().unwrap_err();
        assert!(matches!(error, BuildError::Token), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hemmelig"));
    }
}

#[test]
fn an_organisation_against_the_contract_is_found_before_the_first_call() {
    let error =
        Dfdg::builder("http://127.0.0.1:1").active_organisation(job_centre("123456789")).build().unwrap_err();
    let BuildError::ActiveOrganisation(violations) = &error else { panic!("{error:?}") };
    assert_eq!(
        (violations.violations()[0].pointer.as_str(), violations.violations()[0].rule),
        ("/organisationCode", "pattern")
    );
    assert!(error.to_string().contains("/organisationCode"), "{error}");
}

#[test]
fn a_user_agent_that_no_header_carries() {
    let error = Dfdg::builder("http://127.0.0.1:1").user_agent("a\nb").build().unwrap_err();
    assert!(matches!(error, BuildError::UserAgent), "{error:?}");
}

#[test]
fn settings_of_a_client_that_is_there_already_are_not_passed_over_in_silence() {
    let own = reqwest::Client::new();
    let builder = Dfdg::builder("http://127.0.0.1:1").http_client(own);
    let error = builder.clone().connect_timeout(Duration::from_secs(1)).build().unwrap_err();
    assert!(matches!(error, BuildError::OwnClient("connect_timeout")), "{error:?}");
    let built = Dfdg::builder("http://127.0.0.1:1").connect_timeout(Duration::from_secs(1)).build().unwrap();
    built.to_builder().build().unwrap();
    let error = built.to_builder().connect_timeout(Duration::from_secs(2)).build().unwrap_err();
    assert!(matches!(error, BuildError::OwnClient(_)), "{error:?}");
}

#[cfg(not(feature = "rustls"))]
#[test]
fn https_needs_tls_or_a_client_that_knows_it() {
    let error = Dfdg::builder("https://127.0.0.1:1").build().unwrap_err();
    assert!(matches!(error, BuildError::NoTls(Service::Indkaldelse)), "{error:?}");
    Dfdg::builder("https://127.0.0.1:1").http_client(reqwest::Client::new()).build().unwrap();
}
