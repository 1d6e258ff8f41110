//! Borgerindsats.LetasylIntegrationslovService.

use dfdg_api::letasyl::types::{CreateDynamicTextDto, GetDynamicTextDto, UpdateDynamicTextDto};
use dfdg_end_to_end::{Caller, Citizen, Server};
use dfdg_sdk::serde_json::{self, Value};
use dfdg_sdk::{Cpr, Dfdg, Uuid};
use dfdg_server::sensitive::Cpr as StoredCpr;
use dfdg_server::store::letasyl as rows;

/// Citizens of the demonstration data: with little data, with much, with none.
const SHORT: &str = "2902010017";
const LONG: &str = "2902010018";
const NONE: &str = "2902010019";

async fn start() -> (Server, Dfdg) {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    (server, dfdg)
}

fn group(number: u8) -> Uuid {
    format!("9a000000-0000-4000-8000-00000000000{number}").parse().unwrap()
}

fn cpr(number: &str) -> Cpr {
    Citizen::of_demo(number).cpr
}

#[tokio::test]
async fn create_text() {
    let (_server, dfdg) = start().await;
    let service = dfdg.letasyl();
    let body = CreateDynamicTextDto {
        group_external_identifier: Some(group(2)),
        ..CreateDynamicTextDto::new("nøgle".to_owned(), "Tekst med æøå, \"citat\"\n\u{1F600}".to_owned())
    };
    let id = service.create_text(&body).await.unwrap();
    let found = service.get_text(id).await.unwrap();
    assert_eq!(
        (found.external_identifier, found.text, found.display_text),
        (id, body.text, body.display_text)
    );
    let group = found.group.unwrap();
    assert_eq!((group.external_identifier, group.name.as_str()), (self::group(2), "Uddannelse"));
}

#[tokio::test]
async fn get_text() {
    let (_server, dfdg) = start().await;
    let service = dfdg.letasyl();
    let id = "7e000000-0000-4000-8000-000000000003".parse().unwrap();
    let expected = GetDynamicTextDto::new(id, "uden-gruppe".to_owned(), "En tekst uden gruppe".to_owned());
    assert_eq!(service.get_text(id).await.unwrap(), expected);

    let missing = service.get_text(Uuid::new_v4()).await.unwrap_err();
    assert_eq!((missing.status(), missing.faults()), (Some(404), [].as_slice()));
}

#[tokio::test]
async fn get_texts() {
    let (_server, dfdg) = start().await;
    let service = dfdg.letasyl();
    let all = service.get_texts().await.unwrap();
    assert_eq!(all.len(), 3);
    let of_group = service.get_texts().external_group_identifier(group(1)).await.unwrap();
    let expected: Vec<_> = all
        .into_iter()
        .filter(|text| text.group.as_ref().is_some_and(|found| found.external_identifier == group(1)))
        .collect();
    assert_eq!(of_group.len(), 2);
    assert_eq!(of_group, expected);
    for empty in [group(2), Uuid::new_v4()] {
        assert_eq!(service.get_texts().external_group_identifier(empty).await.unwrap(), []);
    }
}

#[tokio::test]
async fn get_all_groups() {
    let (_server, dfdg) = start().await;
    let found = dfdg.letasyl().get_all_groups().await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|one| (one.external_identifier, one.name)).collect();
    found.sort();
    assert_eq!(found, [(group(1), "Helbred".to_owned()), (group(2), "Uddannelse".to_owned())]);
}

#[tokio::test]
async fn update_text() {
    let (server, dfdg) = start().await;
    let citizen = server.citizen(&[]).await;
    let service = dfdg.letasyl();
    let body = UpdateDynamicTextDto {
        group_external_identifier: Some(group(1)),
        ..UpdateDynamicTextDto::new(citizen.tekst, "ny".to_owned(), "Ny ordlyd".to_owned())
    };
    service.update_text(&citizen.tekst.to_string(), &body).await.unwrap();
    let found = service.get_text(citizen.tekst).await.unwrap();
    assert_eq!((found.text, found.display_text), (body.text, body.display_text));
    assert_eq!(found.group.unwrap().name, "Helbred");

    let missing = UpdateDynamicTextDto::new(Uuid::new_v4(), "ny".to_owned(), "Ny".to_owned());
    let missing = service.update_text(&missing.external_identifier.to_string(), &missing).await.unwrap_err();
    assert_eq!((missing.status(), missing.faults()), (Some(404), [].as_slice()));
}

#[tokio::test]
async fn delete_text() {
    let (server, dfdg) = start().await;
    let citizen = server.citizen(&[]).await;
    let service = dfdg.letasyl();
    service.delete_text(citizen.tekst).await.unwrap();
    assert_eq!(service.get_text(citizen.tekst).await.unwrap_err().status(), Some(404));
    let again = service.delete_text(citizen.tekst).await.unwrap_err();
    assert_eq!((again.status(), again.faults()), (Some(404), [].as_slice()));
}

/// Every element that LetAsyl gave is there as it was, and whose they are beside them.
#[tokio::test]
async fn get_integrationslovsdata() {
    let (server, dfdg) = start().await;
    let service = dfdg.letasyl();
    for number in [SHORT, LONG] {
        let found = service.get_integrationslovsdata(&cpr(number)).await.unwrap();
        let mut found = serde_json::to_value(found.integrationslovsdata.unwrap()).unwrap();
        let rest = found.as_object_mut().unwrap();
        assert!(rest.remove("personnummer").unwrap() == number);
        assert!(rest.remove("integrationslovsdataIdentifier").unwrap().is_string());
        let given = given(&server, number).await;
        // Not `assert_eq!`: health texts do not belong in a log.
        assert!(without_nulls(found) == without_nulls(given), "{number}");
    }
    // The same data keeps its version.
    let version = async || {
        let found = service.get_integrationslovsdata(&cpr(LONG)).await.unwrap();
        found.integrationslovsdata.unwrap().integrationslovsdata_identifier.unwrap()
    };
    assert_eq!(version().await, version().await);
    assert!(service.get_integrationslovsdata(&cpr(NONE)).await.unwrap().integrationslovsdata.is_none());
}

/// What the simulator has been given for a citizen.
async fn given(server: &Server, number: &str) -> Value {
    let cpr = StoredCpr::new(number).unwrap();
    let mut conn = server.app.store.read().await.unwrap();
    serde_json::to_value(rows::simulated(&mut conn, &cpr).await.unwrap().data.unwrap()).unwrap()
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[tokio::test]
async fn get_integrationslovsdata_pdf() {
    let (_server, dfdg) = start().await;
    let service = dfdg.letasyl();
    let found = service.get_integrationslovsdata_pdf(&cpr(SHORT)).await.unwrap();
    let found = found.let_asyl_integrationslovdata_som_pdf.unwrap();
    assert_eq!(found.jobcenterkode.as_deref(), Some("10101"));
    assert!(found.pdf_data.0.starts_with(b"%PDF-"));
    let text = pdf_extract::extract_text_from_mem(&found.pdf_data.0).unwrap();
    for word in ["Rødgrød med fløde på Ærø: æøå ÆØÅ", "Beskæftigelsesforvaltningen", "Ukrainsk"]
    {
        assert!(text.contains(word), "{word}");
    }
    let none = service.get_integrationslovsdata_pdf(&cpr(NONE)).await.unwrap();
    assert!(none.let_asyl_integrationslovdata_som_pdf.is_none());
}

#[tokio::test]
async fn overfoer_let_asyl_integrationslovsdata() {
    let (server, dfdg) = start().await;
    let service = dfdg.letasyl();
    let found = service.get_integrationslovsdata(&cpr(LONG)).await.unwrap();
    let version = found.integrationslovsdata.unwrap().integrationslovsdata_identifier;
    service.overfoer_let_asyl_integrationslovsdata(&cpr(LONG)).await.unwrap();
    service.overfoer_let_asyl_integrationslovsdata(&cpr(NONE)).await.unwrap();
    let mut conn = server.app.store.read().await.unwrap();
    let mut transfers =
        async |number| rows::transfers(&mut conn, &StoredCpr::new(number).unwrap()).await.unwrap();
    assert_eq!(transfers(LONG).await, [version]);
    assert_eq!(transfers(NONE).await, [None]);
}
