//! Bodies.

use dfdg_sdk::serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use dfdg_end_to_end::{Request, expect};

use crate::Setting;

/// The most that a body may have.
const LIMIT: usize = 2 * 1024 * 1024;

const START: &str = r#""moedeStarttidspunkt": "2026-03-02T10:00:00Z""#;

#[tokio::test]
async fn what_is_no_json_is_refused_as_that() {
    let setting = Setting::new().await;
    for body in
        ["", "{", "nul", "{}x", "[", "{\"a\":}", "{\"a\":1,}", "{'a':1}", "{\"a\":\"\\ud800\"}", "<xml/>"]
    {
        setting.against(setting.request("CreateIndkaldelse").body(body), &[], &[("", "json")]).await;
        // With the code, where the operation documents it.
        let request = setting.request("CreateKontaktinformation").body(body);
        setting.against(request, &[1014], &[("", "json")]).await;
    }
    let not_utf8 = setting.request("CreateIndkaldelse").body(b"{\"a\":\"\xff\"}".as_slice());
    setting.against(not_utf8, &[], &[("", "json")]).await;
    let deep = format!("{{{START}, \"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    setting.against(setting.request("CreateIndkaldelse").body(deep), &[], &[("", "json")]).await;
}

#[tokio::test]
async fn a_body_of_another_kind_is_refused_by_its_type() {
    let setting = Setting::new().await;
    for body in ["null", "[]", "\"x\"", "7", "true"] {
        setting.against(setting.request("CreateIndkaldelse").body(body), &[], &[("", "type")]).await;
    }
}

#[tokio::test]
async fn a_key_that_stands_twice_is_refused_at_its_place() {
    let setting = Setting::new().await;
    let request = |body: String| setting.request("CreateIndkaldelse").body(body);
    let twice = format!("{{{START}, {START}}}");
    setting.against(request(twice), &[], &[("/moedeStarttidspunkt", "json")]).await;
    let unknown_twice = format!("{{{START}, \"emne\": 1, \"emne\": 2}}");
    setting.against(request(unknown_twice), &[], &[("/emne", "json")]).await;
}

#[tokio::test]
async fn null_where_a_value_must_be_is_refused() {
    let setting = Setting::new().await;
    let body = json!({ "moedeStarttidspunkt": null, "aflysningsfrist": null });
    let found = [("/aflysningsfrist", "type"), ("/moedeStarttidspunkt", "type")];
    setting.against(setting.request("CreateIndkaldelse").change(|old| *old = body), &[], &found).await;
}

#[tokio::test]
async fn a_bad_date_is_refused_by_its_format() {
    let setting = Setting::new().await;
    for date in [
        "2026-02-30",
        "2026-2-3",
        "2026-13-01",
        "20260203",
        "2026-02-03T10:00",
        "+002026-02-03",
        "i morgen",
        "",
    ] {
        let request = setting.request("CreateIndkaldelse");
        let request = request.change(|body| body["aflysningsfrist"] = json!(date));
        setting.against(request, &[], &[("/aflysningsfrist", "format")]).await;
    }
    let whole = ["2026-02-30T10:00:00Z", "2026-02-03T25:00:00Z", "20260203T100000Z", "2026-02-03 10:00:00Z"];
    for moment in [&whole[..], &["2026-02-03", "2026-02-03T10:00Z", "10:00", "nu", ""]].concat() {
        let request = setting.request("CreateIndkaldelse");
        let request = request.change(|body| body["moedeStarttidspunkt"] = json!(moment));
        setting.against(request, &[], &[("/moedeStarttidspunkt", "format")]).await;
    }
}

#[tokio::test]
async fn every_fault_of_a_body_comes_in_one_answer() {
    let setting = Setting::new().await;
    let body = json!({
        "navn": "x".repeat(257),
        "kontaktdetaljer": "",
        "telefonnummer": "12",
        "email": "ingen.adresse",
        "eksterntId": {},
        "deltagerrolle": 1.5,
        "afbudsaarsag": 3_000_000_000_u32,
        "afbudsuddybning": "x".repeat(1001),
        "myndighedsrepraesentantenDeltager": "ja",
    });
    let found = [
        ("/afbudsaarsag", "type"),
        ("/afbudsuddybning", "maxLength"),
        ("/deltagerrolle", "type"),
        ("/eksterntId", "type"),
        ("/email", "format"),
        ("/indkaldelseIdentifier", "required"),
        ("/kontaktdetaljer", "minLength"),
        ("/myndighedsrepraesentantenDeltager", "type"),
        ("/navn", "maxLength"),
        ("/telefonnummer", "pattern"),
    ];
    let request = setting.request("CreateMyndighedsdeltager").change(|old| *old = body);
    let answer = setting.refused(request).await;
    expect::violations(&answer, &found);
    // The places and rules, and nothing of the values.
    assert!(!answer.body.contains("ingen.adresse") && !answer.body.contains("xxx"), "{}", answer.body);
}

#[tokio::test]
async fn faults_deep_in_a_body_have_their_own_places() {
    let setting = Setting::new().await;
    let entries = json!([{ "kontaktdata": 5 }, 7, { "kontaktdataType": null }, { "kontaktdataType": 1 }]);
    let request = setting
        .request("CreateKontaktinformation")
        .change(|body| body["kontaktinformationer"]["kontaktinformation"] = entries);
    let found = [
        ("/kontaktinformationer/kontaktinformation/0/kontaktdata", "type"),
        ("/kontaktinformationer/kontaktinformation/0/kontaktdataType", "required"),
        ("/kontaktinformationer/kontaktinformation/1", "type"),
        ("/kontaktinformationer/kontaktinformation/2/kontaktdataType", "type"),
    ];
    setting.against(request, &[1014], &found).await;
    let request = setting
        .request("CreateKontaktinformation")
        .change(|body| body["kontaktinformationer"]["kontaktinformation"] = json!([]));
    let found = [("/kontaktinformationer/kontaktinformation", "minItems")];
    setting.against(request, &[1014], &found).await;
    let request = setting
        .request("SendGdprSlettetNotifikation")
        .change(|body| body["gdprSlettetNotifikation"]["body"]["slettedeExternalIdentifiers"] = json!(["x"]));
    let found = [("/gdprSlettetNotifikation/body/slettedeExternalIdentifiers/0", "format")];
    setting.against(request, &[], &found).await;
}

#[tokio::test]
async fn a_code_of_a_code_list_must_be_a_whole_number_that_the_list_has() {
    let setting = Setting::new().await;
    let with = |value: Value| {
        setting.request("CreateMyndighedsdeltager").change(|body| body["deltagerrolle"] = value)
    };
    for value in [json!("1"), json!(1.5), json!(4_000_000_000_u32), json!(true), json!([1]), json!(null)] {
        setting.against(with(value), &[], &[("/deltagerrolle", "type")]).await;
    }
    for (value, code) in [(77, 2002), (-1, 2002), (i32::MAX, 2002), (99, 2003)] {
        setting.against(with(json!(value)), &[code], &[("/deltagerrolle", "x-code-list")]).await;
    }
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_at_its_place() {
    let mut setting = Setting::new().await;
    setting.caller = dfdg_end_to_end::Caller::star();
    let group = [("/groupExternalIdentifier", "x-assumed")];
    for name in ["CreateText", "UpdateText"] {
        let request = setting.request(name);
        let request = request
            .change(|body| body["groupExternalIdentifier"] = json!("9a000000-0000-4000-8000-000000000009"));
        setting.against(request, &[1014], &group).await;
    }
    let other_path = setting.request("UpdateText").path("/v1/DynamicTexts/update/velkomst");
    setting.against(other_path, &[1014], &[("/externalIdentifier", "x-assumed")]).await;
}

#[tokio::test]
async fn a_body_of_another_media_type_is_415_with_what_is_understood() {
    let setting = Setting::new().await;
    let request = || setting.request("CreateIndkaldelse");
    for wrong in [
        request().without("Content-Type"),
        request().header("Content-Type", "text/plain"),
        request().header("Content-Type", "application/x-www-form-urlencoded"),
        request().header("Content-Type", "json"),
    ] {
        let answer = setting.refused(wrong).await;
        expect::problem(&answer, 415, &[]);
        assert_eq!(answer.headers["accept"], "application/json");
    }
    let right = request().header("Content-Type", "Application/JSON; charset=utf-8");
    assert_eq!(setting.server.send(right).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_413() {
    let setting = Setting::new().await;
    let padded = |size: usize| {
        let (head, tail) = (format!("{{{START}, \"fyld\": \""), "\"}");
        format!("{head}{}{tail}", "x".repeat(size - head.len() - tail.len()))
    };
    let whole = setting.request("CreateIndkaldelse").body(padded(LIMIT));
    assert_eq!(setting.server.send(whole).await.status, 200);
    let too_large = setting.refused(setting.request("CreateIndkaldelse").body(padded(LIMIT + 1))).await;
    expect::problem(&too_large, 413, &[]);

    // Announced, it is refused before a byte of it is sent; in chunks, as soon as it is too much.
    let before = setting.server.rows().await;
    let announced = head(&setting.request("CreateIndkaldelse"), "Content-Length: 999999999999");
    assert!(wire(&setting, announced.as_bytes(), false).await.starts_with("HTTP/1.1 413 "));
    let chunked = head(&setting.request("CreateIndkaldelse"), "Transfer-Encoding: chunked");
    let chunk = format!("{:x}\r\n{}\r\n", LIMIT + 1, " ".repeat(LIMIT + 1));
    assert!(wire(&setting, (chunked + &chunk).as_bytes(), false).await.starts_with("HTTP/1.1 413 "));
    assert_eq!(setting.server.rows().await.changed_since(&before), [""; 0]);
}

#[tokio::test]
async fn a_body_that_ends_too_early_is_not_taken_for_whole() {
    let setting = Setting::new().await;
    let before = setting.server.rows().await;
    let request = setting.request("CreateIndkaldelse");
    let body = String::from_utf8(request.body.clone()).unwrap();
    let cut = head(&request, &format!("Content-Length: {}", body.len() + 10)) + &body;
    let answer = wire(&setting, cut.as_bytes(), true).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(setting.server.rows().await.changed_since(&before), [""; 0]);
}

/// The head of a request, with one more header.
fn head(request: &Request, header: &str) -> String {
    let mut head = format!("{} {} HTTP/1.1\r\nHost: localhost\r\n", request.method, request.path);
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value)));
    }
    format!("{head}{header}\r\nConnection: close\r\n\r\n")
}

/// What the server answers to these bytes; `ends` closes our side first.
async fn wire(setting: &Setting, bytes: &[u8], ends: bool) -> String {
    let mut stream = TcpStream::connect(setting.server.address()).await.unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(bytes).await;
    if ends {
        stream.shutdown().await.unwrap();
    }
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}
