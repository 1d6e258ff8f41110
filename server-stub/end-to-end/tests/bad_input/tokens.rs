//! Tokens, and for whom a call is made.

use dfdg_end_to_end::{Caller, expect, foreign_keys, token};
use dfdg_sdk::serde_json::json;
use dfdg_sdk::{OrganisationTypeCodeList, organisation_type};
use jsonwebtoken::{Algorithm, get_current_timestamp};

use crate::Setting;

#[tokio::test]
async fn a_token_that_is_not_the_servers_is_401() {
    let setting = Setting::new().await;
    let good = token::claims(&setting.caller);
    let with = |name: &str, value: dfdg_sdk::serde_json::Value| {
        let mut claims = good.clone();
        claims[name] = value;
        token::sign(&claims)
    };
    let without = |name: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        token::sign(&claims)
    };
    let now = get_current_timestamp();
    let lifetime = std::time::Duration::from_secs(60);
    let whole = token::sign(&good);
    let other = token::sign(&token::claims(&Caller::star()));
    let parts: Vec<_> = whole.split('.').collect();
    let swapped = format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2]);
    for (what, wrong) in [
        ("expired", with("exp", json!(now - 31))),
        ("not valid yet", with("nbf", json!(now + 60))),
        ("another issuer", with("iss", json!("someone"))),
        ("another audience", with("aud", json!("someone"))),
        ("no system", with("sub", json!(""))),
        ("a system that is no text", with("sub", json!(7))),
        ("organisations that are none", with("organisations", json!("8:10101"))),
        ("no expiry", without("exp")),
        ("no issuer", without("iss")),
        ("no audience", without("aud")),
        ("no subject", without("sub")),
        ("forged", foreign_keys().mint(&setting.caller.claims, lifetime).unwrap().expose().to_owned()),
        ("no algorithm", token::unsigned(&whole)),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("what another token says", swapped),
        (
            "another algorithm",
            token::sign_with(&good, Algorithm::HS384, Some("test"), dfdg_end_to_end::SECRET),
        ),
        ("an unknown key", token::sign_with(&good, Algorithm::HS256, Some("x"), dfdg_end_to_end::SECRET)),
        ("nothing of value", "x.y.z".to_owned()),
        ("nothing", String::new()),
    ] {
        let request = setting.request("CreateIndkaldelse").header("Authorization", format!("Bearer {wrong}"));
        let answer = setting.refused(request).await;
        assert_eq!(answer.status, 401, "{what}");
        expect::problem(&answer, 401, &[1012]);
        assert_eq!(answer.headers["www-authenticate"], "Bearer", "{what}");
        // Nothing on which of these it was.
        assert!(answer.json().get("detail").is_none(), "{what}: {}", answer.body);
    }
    for header in ["", "Bearer", "Basic eDp5", "Token x", &whole] {
        let request = setting.request("CreateIndkaldelse").header("Authorization", header);
        expect::problem(&setting.refused(request).await, 401, &[1012]);
    }
    let missing = setting.request("CreateIndkaldelse").without("Authorization");
    expect::problem(&setting.refused(missing).await, 401, &[1012]);
    let good = setting.request("CreateIndkaldelse").header("Authorization", format!("bearer {whole}"));
    assert_eq!(setting.server.send(good).await.status, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_is_403() {
    let mut setting = Setting::new().await;
    for scope in
        ["", "kontaktforloeb.samtale", "kontaktforloeb.samtale.writes", "KONTAKTFORLOEB.SAMTALE.WRITE"]
    {
        setting.caller = Caller::job_center().with_scopes([scope]);
        let answer = setting.refused(setting.request("CreateIndkaldelse")).await;
        expect::problem(&answer, 403, &[1013]);
    }
}

#[tokio::test]
async fn an_organisation_that_will_not_do_has_its_code() {
    let mut setting = Setting::new().await;
    for (caller, status, code) in [
        // The token does not name it.
        (Caller::job_center().naming(organisation_type::JOB_CENTER, "10201"), 403, 1013),
        (Caller::job_center().naming(organisation_type::KOMMUNE, "10101"), 403, 1013),
        // There is no such type.
        (Caller::job_center().naming(OrganisationTypeCodeList(0), "10101"), 400, 8173),
        // It is no authority.
        (Caller::acting_for(organisation_type::ANDEN_AKTOER, "30303030"), 400, 4413),
        (Caller::acting_for(organisation_type::VIRKSOMHED, "12345678"), 400, 4413),
        // It does not know the citizen.
        (Caller::acting_for(organisation_type::JOB_CENTER, "10202"), 403, 4575),
        (Caller::acting_for(organisation_type::JOB_CENTER, "99999"), 403, 4575),
        // There is none.
        (Caller::job_center().for_nobody(), 400, 8232),
        (Caller::job_center().with_user(0), 400, 8174),
    ] {
        setting.caller = caller;
        let answer = setting.refused(setting.request("CreateIndkaldelse")).await;
        expect::problem(&answer, status, &[code]);
    }
}
