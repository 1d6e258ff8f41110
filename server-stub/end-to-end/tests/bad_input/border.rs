//! The order of the border: a request that is wrong in every way gets the answer of the first step, and step by step
//! the next one's.

use dfdg_end_to_end::{CPR_HEADER, Caller, Request, expect};
use dfdg_sdk::organisation_type;

use crate::Setting;

#[tokio::test]
async fn a_request_that_is_wrong_in_several_ways_gets_the_first_steps_answer() {
    let setting = Setting::new().await;
    let (server, citizen) = (&setting.server, &setting.citizen);
    server.set_dead(citizen, true).await;
    let stranger = server.citizen(&[]).await;
    let token = |caller: &Caller| format!("Bearer {}", server.token(caller));
    let without_scope = Caller::job_center().without_scopes(&["kontaktforloeb.samtale.write"]);
    let good = setting.request("CreateIndkaldelse");
    let header = |name: &str| {
        let found = good.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap()
    };

    let wrong = Request::new("GET", "/v2/Indkaldelser")
        .header(CPR_HEADER, "1")
        .header("x-requestId", "x".repeat(47))
        .header("X-ActiveOrganisation", "x")
        .header("Content-Type", "text/plain")
        .body(" ".repeat(3_000_000));

    // Path, method.
    expect::problem(&setting.refused(wrong.clone()).await, 404, &[]);
    let wrong = wrong.path("/v2/Indkaldelse");
    expect::problem(&setting.refused(wrong.clone()).await, 405, &[]);
    let wrong = wrong.method("POST");
    // Token, scope.
    expect::problem(&setting.refused(wrong.clone()).await, 401, &[1012]);
    let wrong = wrong.header("Authorization", token(&without_scope));
    expect::problem(&setting.refused(wrong.clone()).await, 403, &[1013]);
    let wrong = wrong.header("Authorization", token(&Caller::job_center()));
    // For whom: a header that cannot be read, and one that names somebody else's organisation.
    expect::problem(&setting.refused(wrong.clone()).await, 400, &[8234]);
    let elsewhere = Caller::acting_for(organisation_type::JOB_CENTER, "10202");
    let named = dfdg_sdk::serde_json::to_vec(&elsewhere.active).unwrap();
    let wrong = wrong.header("X-ActiveOrganisation", named);
    expect::problem(&setting.refused(wrong.clone()).await, 403, &[1013]);
    let wrong = wrong.header("Authorization", token(&elsewhere));
    // Parameters, all of them.
    let both =
        [(format!("/header/{CPR_HEADER}"), "pattern"), ("/header/x-requestId".to_owned(), "maxLength")];
    let both: Vec<_> = both.iter().map(|(place, rule)| (place.as_str(), *rule)).collect();
    setting.against(wrong.clone(), &[], &both).await;
    let wrong = wrong.header("x-requestId", header("x-requestId"));
    let wrong = wrong.header(CPR_HEADER, stranger.cpr.as_str());
    // The access table.
    expect::problem(&setting.refused(wrong.clone()).await, 403, &[4575]);
    let wrong = wrong
        .header(CPR_HEADER, citizen.cpr.as_str())
        .header("X-ActiveOrganisation", header("X-ActiveOrganisation"))
        .header("Authorization", header("Authorization"));
    // The body: media type, size, content.
    expect::problem(&setting.refused(wrong.clone()).await, 415, &[]);
    let wrong = wrong.header("Content-Type", "application/json");
    expect::problem(&setting.refused(wrong.clone()).await, 413, &[]);
    let wrong = wrong.body("{}");
    setting.against(wrong.clone(), &[], &[("/moedeStarttidspunkt", "required")]).await;
    let wrong = wrong.body(good.body);
    // The rules.
    expect::problem(&setting.refused(wrong.clone()).await, 400, &[4405]);
    server.set_dead(citizen, false).await;
    assert_eq!(server.send(wrong).await.status, 200);
}

/// Where a table asks for one, an organisation that is missing is told before the parameters are looked at.
#[tokio::test]
async fn for_whom_comes_before_what() {
    let mut setting = Setting::new().await;
    setting.caller = Caller::job_center().for_nobody();
    let request = setting.request("CreateIndkaldelse").without("x-requestId");
    expect::problem(&setting.refused(request).await, 400, &[8232]);
    let request = setting.request("CreateKontaktinformation").header(CPR_HEADER, "1");
    expect::problem(&setting.refused(request).await, 400, &[1001]);
}
