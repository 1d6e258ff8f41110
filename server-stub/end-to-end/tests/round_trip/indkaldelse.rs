//! Kontaktforloeb.IndkaldelseService.

use std::collections::BTreeMap;

use dfdg_api::indkaldelse::types::{
    CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList, MoedeafbudsaarsagTypeCodeList,
    UpdateMyndighedsdeltagerRequestDto,
};
use dfdg_end_to_end::{Caller, Server};
use dfdg_sdk::serde_json::{self, json};
use dfdg_sdk::{Uuid, jiff};
use dfdg_server::store::indkaldelse::{self as rows, Indkaldelse, Myndighedsdeltager};

async fn indkaldelse(server: &Server, id: Uuid) -> Indkaldelse {
    rows::find(&mut server.app.store.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn deltager(server: &Server, id: Uuid) -> Option<Myndighedsdeltager> {
    rows::find_deltager(&mut server.app.store.read().await.unwrap(), id).await.unwrap()
}

#[tokio::test]
async fn create_indkaldelse() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let unknown = BTreeMap::from([
        ("maaBorgerOmbooke".to_owned(), json!(true)),
        ("længde i minutter".to_owned(), json!(45)),
        ("emne".to_owned(), json!("Første \"møde\"\n\t\u{1F600} på Ærø, \\ \u{0001}")),
        ("intet".to_owned(), json!(null)),
        ("".to_owned(), json!("tomt navn")),
        ("tal".to_owned(), json!([0, -1, i64::MIN, u64::MAX, 0.1, 1e300, -0.0])),
        ("dybt".to_owned(), json!({ "a": [{ "b": { "c": [[], {}, [null]] } }], "~/": "" })),
    ]);
    let mut body = citizen.ny_indkaldelse();
    body.additional_properties.clone_from(&unknown);

    let dfdg = server.dfdg(&Caller::job_center());
    let id = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &body).await.unwrap();
    let stored = indkaldelse(&server, id).await;
    assert_eq!(stored.oevrige, unknown.into_iter().collect::<serde_json::Map<_, _>>());
    assert_eq!(stored.moede_starttidspunkt, body.moede_starttidspunkt.0);
    assert_eq!(stored.aflysningsfrist, body.aflysningsfrist);
    assert_eq!((stored.cpr.expose(), stored.created_by.as_str()), (citizen.cpr.as_str(), "end-to-end"));
}

/// What the SDK does not send: a moment without an offset, and one in another zone.
#[tokio::test]
async fn a_moment_without_an_offset_is_danish() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    for (written, meant) in [
        ("2026-03-02T10:00:00", "2026-03-02T09:00:00Z"),
        ("2026-07-02T10:00:00", "2026-07-02T08:00:00Z"),
        ("2026-07-02T10:00:00Z", "2026-07-02T10:00:00Z"),
        ("2026-07-02T10:00:00.123-05:00", "2026-07-02T15:00:00.123Z"),
    ] {
        let request = server.request(&Caller::job_center(), "CreateIndkaldelse", &citizen);
        let request = request.change(|body| body["moedeStarttidspunkt"] = json!(written));
        let answer = server.send(request).await;
        assert_eq!((answer.status, answer.content_type()), (200, "application/json"), "{}", answer.body);
        let id = serde_json::from_value(answer.json()).unwrap();
        let stored = indkaldelse(&server, id).await.moede_starttidspunkt;
        assert_eq!(stored, meant.parse::<jiff::Timestamp>().unwrap(), "{written}");
    }
}

#[tokio::test]
async fn create_myndighedsdeltager() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::anden_aktoer());
    let own = server.dfdg(&Caller::job_center());
    let body = CreateMyndighedsdeltagerRequestDto {
        indkaldelse_identifier: citizen.indkaldelse,
        navn: Some("Åse Østergård".to_owned()),
        kontaktdetaljer: Some("Lokale 2, bagom".to_owned()),
        telefonnummer: Some("+4520304050".to_owned()),
        email: Some("aase@example.dk".to_owned()),
        eksternt_id: Some("x-1".to_owned()),
        deltagerrolle: DeltagerrolleTypeCodeList(2),
        afbudsaarsag: Some(MoedeafbudsaarsagTypeCodeList(1)),
        afbudsuddybning: Some("Syg".to_owned()),
        myndighedsrepraesentanten_deltager: Some(false),
    };
    let id = Uuid::new_v4();
    // This other actor was not given the citizen.
    assert!(dfdg.indkaldelse().create_myndighedsdeltager(&citizen.cpr, id, &body).await.is_err());
    assert_eq!(own.indkaldelse().create_myndighedsdeltager(&citizen.cpr, id, &body).await.unwrap(), id);
    let stored = deltager(&server, id).await.unwrap();
    let expected = Myndighedsdeltager {
        id,
        indkaldelse_id: citizen.indkaldelse,
        navn: body.navn,
        kontaktdetaljer: body.kontaktdetaljer,
        telefonnummer: body.telefonnummer,
        email: body.email,
        eksternt_id: body.eksternt_id,
        deltagerrolle: 2,
        afbudsaarsag: Some(1),
        afbudsuddybning: body.afbudsuddybning,
        deltager: Some(false),
    };
    assert!(stored == expected);
}

#[tokio::test]
async fn update_myndighedsdeltager() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::a_kasse());
    let full = UpdateMyndighedsdeltagerRequestDto {
        indkaldelse_identifier: citizen.indkaldelse,
        navn: Some("Åse Østergård".to_owned()),
        kontaktdetaljer: Some("Lokale 2, bagom".to_owned()),
        telefonnummer: Some("20304050".to_owned()),
        email: Some("aase@example.dk".to_owned()),
        eksternt_id: Some("x-1".to_owned()),
        deltagerrolle: DeltagerrolleTypeCodeList(3),
        afbudsaarsag: Some(MoedeafbudsaarsagTypeCodeList(2)),
        afbudsuddybning: Some("Et andet møde".to_owned()),
        myndighedsrepraesentanten_deltager: false,
    };
    let service = dfdg.indkaldelse();
    service.update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &full).await.unwrap();
    let stored = deltager(&server, citizen.deltager).await.unwrap();
    assert!(stored.navn == full.navn && stored.kontaktdetaljer == full.kontaktdetaljer);
    assert!(stored.telefonnummer == full.telefonnummer && stored.email == full.email);
    assert!(stored.eksternt_id == full.eksternt_id && stored.afbudsuddybning == full.afbudsuddybning);
    let coded = (stored.deltagerrolle, stored.afbudsaarsag, stored.deltager);
    assert_eq!(coded, (3, Some(2), Some(false)));

    // What is not given is gone.
    let bare =
        UpdateMyndighedsdeltagerRequestDto::new(citizen.indkaldelse, DeltagerrolleTypeCodeList(1), true);
    service.update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &bare).await.unwrap();
    let stored = deltager(&server, citizen.deltager).await.unwrap();
    assert!(stored.navn.is_none() && stored.email.is_none() && stored.afbudsaarsag.is_none());
    assert_eq!((stored.deltagerrolle, stored.deltager), (1, Some(true)));
}

#[tokio::test]
async fn delete_myndighedsdeltager() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::kommune());
    let before = server.rows().await;
    let service = dfdg.indkaldelse();
    service.delete_myndighedsdeltager(&citizen.cpr, citizen.deltager, citizen.indkaldelse).await.unwrap();
    assert!(deltager(&server, citizen.deltager).await.is_none());
    assert_eq!(server.rows().await.changed_since(&before), ["myndighedsdeltagere", "request_ids"]);
}
