//! Paths, queries and headers.

use dfdg_end_to_end::{CPR_HEADER, Caller, Citizen, Request, expect, operations};

use crate::Setting;

const CPR: &str = "/header/x-civilregistrationIdentifier";
const ID: &str = "/header/x-requestId";

#[tokio::test]
async fn every_required_header_is_missed_by_name() {
    let setting = Setting::new().await;
    for operation in operations() {
        let (caller, documents_1001) =
            (Caller::star(), operation.codes.iter().any(|one| one.name == "UgyldigtCpr"));
        let request = || setting.server.request(&caller, operation.name, &setting.citizen);
        let mut missing = Vec::new();
        let mut bare = request();
        for parameter in operation.parameters.iter().filter(|parameter| {
            parameter.required && parameter.location == kontrakt::operation::Location::Header
        }) {
            let place = format!("/header/{}", parameter.name);
            let is_cpr = parameter.name.eq_ignore_ascii_case(CPR_HEADER);
            let codes: &[i64] = if is_cpr && documents_1001 { &[1001] } else { &[] };
            setting.against(request().without(parameter.name), codes, &[(&place, "required")]).await;
            bare = bare.without(parameter.name);
            missing.push(place);
        }
        missing.sort();
        if missing.len() > 1 {
            let all: Vec<_> = missing.iter().map(|place| (place.as_str(), "required")).collect();
            setting.against(bare, &[], &all).await;
        }
    }
}

#[tokio::test]
async fn a_request_id_has_one_to_forty_six_characters() {
    let setting = Setting::new().await;
    let with = |id: String| setting.request("CreateIndkaldelse").header("x-requestId", id);
    setting.against(with("x".repeat(47)), &[], &[(ID, "maxLength")]).await;
    for empty in ["", "  ", "\t"] {
        setting.against(with(empty.to_owned()), &[], &[(ID, "minLength")]).await;
    }
    for good in ["x".repeat(46), "æ".repeat(46), "x".to_owned()] {
        let answer = setting.server.send(with(good)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

#[tokio::test]
async fn a_header_that_stands_twice_is_refused() {
    let setting = Setting::new().await;
    let request = || setting.request("CreateIndkaldelse");
    setting.against(request().also("x-requestId", "b"), &[], &[(ID, "style")]).await;
    setting.against(request().also(CPR_HEADER, "2902010001"), &[], &[(CPR, "style")]).await;
    let active = setting.refused(request().also("X-ActiveOrganisation", "{}")).await;
    expect::problem(&active, 400, &[8234]);
    let token = setting.refused(request().also("Authorization", "Bearer x")).await;
    expect::problem(&token, 401, &[1012]);
}

#[tokio::test]
async fn a_header_that_is_no_text_is_refused() {
    let setting = Setting::new().await;
    let request = setting.request("CreateIndkaldelse").header("x-requestId", [0xe6, 0xf8, 0xe5]);
    setting.against(request, &[], &[(ID, "style")]).await;
    let request = setting.request("CreateIndkaldelse").header("X-ActiveOrganisation", [0xe6]);
    expect::problem(&setting.refused(request).await, 400, &[8234]);
}

#[tokio::test]
async fn a_number_that_is_no_cpr_number_is_refused_by_its_pattern() {
    let setting = Setting::new().await;
    for wrong in [
        "",
        "1",
        "290201000",
        "29020100011",
        "290201-0001",
        "3202010001",
        "٢902010001",
        "2902010001,2902010002",
    ] {
        let request = setting.request("CreateIndkaldelse").header(CPR_HEADER, wrong);
        setting.against(request, &[], &[(CPR, "pattern")]).await;
        let request = setting.request("GetKontaktinformation").header(CPR_HEADER, wrong);
        setting.against(request, &[1001], &[(CPR, "pattern")]).await;
    }
}

/// A caller who may not see all is told the same of a number that nobody has as of a stranger's.
#[tokio::test]
async fn an_unknown_number_is_told_only_to_who_may_see_all() {
    let mut setting = Setting::new().await;
    let stranger = setting.server.citizen(&[]).await;
    let nobody = Citizen::of_demo("2902019999");
    let names = || {
        operations().filter(|one| one.parameters.iter().any(|it| it.name.eq_ignore_ascii_case(CPR_HEADER)))
    };
    let limited =
        |name: &str| !["CreateFraflytningsbekraeftelse", "GetIntegrationslovsdataPdf"].contains(&name);
    for operation in names().filter(|one| !one.access.is_empty() && limited(one.name)) {
        let ask = |citizen: &Citizen| setting.server.request(&setting.caller, operation.name, citizen);
        let of_stranger = setting.refused(ask(&stranger)).await;
        let of_nobody = setting.refused(ask(&nobody)).await;
        expect::problem(&of_stranger, 403, &[4575]);
        assert_eq!(of_nobody.body, of_stranger.body, "{}", operation.name);
    }
    setting.caller = Caller::star();
    for operation in names() {
        let request = setting.server.request(&setting.caller, operation.name, &nobody);
        let answer = setting.refused(request).await;
        let code = match operation.name {
            "VerificerKontaktinformation" | "GetVerifikationskode" => 4400,
            name if name.contains("Integrationslovsdata") => 110_001,
            _ => 1010,
        };
        expect::problem(&answer, 400, &[code]);
    }
}

#[tokio::test]
async fn a_path_parameter_of_another_form_is_refused() {
    let mut setting = Setting::new().await;
    setting.caller = Caller::star();
    let get = |last: &str| setting.request("GetText").path(&format!("/v1/DynamicTexts/{last}"));
    for (last, rule) in
        [("x", "format"), ("%zz", "format"), ("a%2Fb", "format"), ("%ff", "style"), ("%20", "format")]
    {
        setting.against(get(last), &[], &[("/path/externalIdentifier", rule)]).await;
    }
    let delete = setting.request("DeleteMyndighedsdeltager");
    let path = "/v2/Indkaldelse/myndighedsdeltager/1/indkaldelse/2";
    let found = [("/path/indkaldelseid", "format"), ("/path/myndighedsdeltagerid", "format")];
    setting.against(delete.path(path), &[], &found).await;
}

#[tokio::test]
async fn a_query_parameter_of_another_form_is_refused() {
    let mut setting = Setting::new().await;
    setting.caller = Caller::star();
    let get = |query: &str| {
        setting.request("GetTexts").path(&format!("/v1/DynamicTexts?externalGroupIdentifier={query}"))
    };
    let place = "/query/externalGroupIdentifier";
    for (query, rule) in [
        ("x", "format"),
        ("", "format"),
        ("%zz", "format"),
        ("%ff", "style"),
        ("a&externalGroupIdentifier=b", "style"),
    ] {
        setting.against(get(query), &[], &[(place, rule)]).await;
    }
    let unknown = setting.request("GetTexts").path("/v1/DynamicTexts?ukendt=%zz");
    assert_eq!(setting.server.send(unknown).await.status, 200);
}

#[tokio::test]
async fn what_is_at_no_path_is_404_and_what_has_another_method_is_405() {
    let setting = Setting::new().await;
    let request = || setting.request("CreateIndkaldelse");
    for path in [
        "/",
        "/v2",
        "/v2/Indkaldelser",
        "/v2/Indkaldelse/",
        "/v2/indkaldelse",
        "/v1/DynamicTexts/a/b",
        "/v1/DynamicTexts/",
        "/%ff",
    ] {
        expect::problem(&setting.refused(request().path(path)).await, 404, &[]);
    }
    for (method, path, allowed) in [
        ("PATCH", "/v2/Indkaldelse", &["POST"] as &[_]),
        ("GET", "/v2/Indkaldelse", &["POST"]),
        ("POST", "/v1/DynamicTexts", &["GET", "HEAD"]),
        ("PUT", "/v1/kontaktinformation", &["GET", "HEAD", "POST"]),
        // The path could be one of `/v1/DynamicTexts/{externalIdentifier}`, but has an item of its own in the contract.
        ("BREW", "/v1/DynamicTexts/groups", &["GET", "HEAD"]),
        ("DELETE", "/v1/DynamicTexts/groups", &["GET", "HEAD"]),
    ] {
        let answer = setting.refused(request().method(method).path(path)).await;
        expect::problem(&answer, 405, &[]);
        let mut found: Vec<_> = answer.headers["allow"].to_str().unwrap().split(',').map(str::trim).collect();
        found.sort_unstable();
        assert_eq!(found, allowed, "{method} {path}");
    }
    // Without a token, neither tells more.
    let bare = Request::new("GET", "/v2/Indkaldelser");
    expect::problem(&setting.refused(bare).await, 404, &[]);
}
