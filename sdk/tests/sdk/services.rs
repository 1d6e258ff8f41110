//! Every operation once, from the client to the handler and back.

use dfdg_sdk::api::borgerflytte::types::{
    CreateFraflytningsbekraeftelseRequestDto, CreateTilflytningsbekraeftelseRequestDto,
};
use dfdg_sdk::api::indkaldelse::types::{
    CreateIndkaldelseRequestDto, CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList,
    UpdateMyndighedsdeltagerRequestDto,
};
use dfdg_sdk::api::kontaktinformation::types::{
    CreateKontaktinformationDto, CreateKontaktinformationRequestType, CreateKontaktinformationerDto,
    GetVerfikationskodeRequestType, KontaktdataCodelList, KontaktdataStatusCodelList,
    UpdateKontaktinformationRequestType, VerificerKontaktinformationRequestType,
};
use dfdg_sdk::api::letasyl::types::{CreateDynamicTextDto, UpdateDynamicTextDto};
use dfdg_sdk::api::webservicebesked::types::{
    CaseNotificationWebServiceMessageBodyDto, DispatchGdprDeletedNotificationRequestDto,
    GdprDeletedNotificationWebserviceMessageBodyDto, GdprSlettetNotifikationDto, OrdningsNotifikationDto,
    SendOrdningsnotifikationRequestDto, VirksomhedsordningSkabelonTypeCodeList,
    VirksomhedsordningSubskabelonTypeCodeList,
};
use dfdg_sdk::{Tidspunkt, Uuid};

use crate::server::{MOVE, World, client, cpr};

fn moment() -> Tidspunkt {
    Tidspunkt("2026-03-02T10:00:00+01:00".parse().unwrap())
}

pub(crate) fn ordningsnotifikation(job_center_kode: &str) -> SendOrdningsnotifikationRequestDto {
    SendOrdningsnotifikationRequestDto {
        ordningsnotifikation: OrdningsNotifikationDto {
            ekstern_identifier: MOVE,
            job_center_kode: job_center_kode.to_owned(),
            er_oprettelse: true,
            registrerings_dato: moment(),
            body: CaseNotificationWebServiceMessageBodyDto::new(
                VirksomhedsordningSkabelonTypeCodeList(1),
                VirksomhedsordningSubskabelonTypeCodeList(2),
                "12345678".to_owned(),
                "https://vitas.example.org/sag/1".to_owned(),
            ),
        },
    }
}

pub(crate) fn gdpr_slettet(cpr_numre: Vec<String>) -> DispatchGdprDeletedNotificationRequestDto {
    DispatchGdprDeletedNotificationRequestDto {
        gdpr_slettet_notifikation: GdprSlettetNotifikationDto {
            ekstern_identifier: MOVE,
            job_center_kode: "1234567".to_owned(),
            registrerings_dato: moment(),
            body: GdprDeletedNotificationWebserviceMessageBodyDto {
                vitas_sags_id: "S-1".to_owned(),
                virksomhedsordning_skabelon: VirksomhedsordningSkabelonTypeCodeList(1),
                cpr_numre,
                slettede_external_identifiers: vec![MOVE],
            },
        },
    }
}

pub(crate) fn kontakt(kontaktdata: Option<Option<String>>) -> CreateKontaktinformationRequestType {
    let entry = CreateKontaktinformationDto { kontaktdata, kontaktdata_type: KontaktdataCodelList(1) };
    CreateKontaktinformationRequestType {
        kontaktinformationer: CreateKontaktinformationerDto { kontaktinformation: vec![entry] },
    }
}

#[tokio::test]
async fn summons_and_their_participants() {
    let dfdg = client(&World::default().serve().await);
    let mut meeting = CreateIndkaldelseRequestDto::new(moment());
    meeting.additional_properties.insert("moedelaengde".to_owned(), 30.into());
    let summons = dfdg.indkaldelse().create_indkaldelse(&cpr(), &meeting).await.unwrap();
    assert_eq!(summons, Uuid::from_u128(1), "what the contract does not name arrives all the same");

    let id = Uuid::from_u128(7);
    let body = CreateMyndighedsdeltagerRequestDto::new(summons, DeltagerrolleTypeCodeList(1));
    let created = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), id, &body).await.unwrap();
    assert_eq!(created, id);

    let body = UpdateMyndighedsdeltagerRequestDto::new(summons, DeltagerrolleTypeCodeList(2), true);
    dfdg.indkaldelse().update_myndighedsdeltager(&cpr(), id, &body).await.unwrap();
    dfdg.indkaldelse().delete_myndighedsdeltager(&cpr(), id, summons).await.unwrap();
}

#[tokio::test]
async fn both_ends_of_a_move() {
    let dfdg = client(&World::default().serve().await);
    let body = CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id: MOVE };
    dfdg.borger_flytte().create_fraflytningsbekraeftelse(&cpr(), &body).await.unwrap();
    let body = CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id: MOVE };
    dfdg.borger_flytte().create_tilflytningsbekraeftelse(&body).await.unwrap();
}

#[tokio::test]
async fn contact_information_from_writing_to_deletion() {
    let dfdg = client(&World::default().serve().await);
    let service = dfdg.kontaktinformation();
    let kontaktdata_type = KontaktdataCodelList(1);
    let body = kontakt(Some(Some("+4512345678".to_owned())));
    service.create_kontaktinformation(&cpr(), &body).await.unwrap();

    let body = GetVerfikationskodeRequestType { kontaktdata_type };
    service.get_verifikationskode(&cpr(), &body).await.unwrap();
    let body =
        VerificerKontaktinformationRequestType { verifikationskode: "1234".to_owned(), kontaktdata_type };
    service.verificer_kontaktinformation(&cpr(), &body).await.unwrap();
    let kontaktdatastatus = KontaktdataStatusCodelList(2);
    let body = UpdateKontaktinformationRequestType { kontaktdata_type, kontaktdatastatus };
    service.update_kontaktinformation(&cpr(), &body).await.unwrap();

    let found = service.get_kontaktinformation(&cpr()).await.unwrap().kontaktinformationer.kontaktinformation;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kontaktdata, "+4512345678");
    assert_eq!(found[0].kontaktdatastatus, kontaktdatastatus);

    for deletion in [Some(None), None] {
        let body = kontakt(Some(Some("+4587654321".to_owned())));
        service.create_kontaktinformation(&cpr(), &body).await.unwrap();
        service.create_kontaktinformation(&cpr(), &kontakt(deletion)).await.unwrap();
        let found = service.get_kontaktinformation(&cpr()).await.unwrap();
        assert!(found.kontaktinformationer.kontaktinformation.is_empty());
    }
}

#[tokio::test]
async fn messages_about_company_schemes() {
    let dfdg = client(&World::default().serve().await);
    dfdg.webservicebesked().send_ordningsnotifikation(&ordningsnotifikation("1234567")).await.unwrap();
    let body = gdpr_slettet(vec![cpr().into_string()]);
    dfdg.webservicebesked().send_gdpr_slettet_notifikation(&body).await.unwrap();
}

#[tokio::test]
async fn texts_from_creation_to_deletion() {
    let dfdg = client(&World::default().serve().await);
    let service = dfdg.letasyl();
    let groups = service.get_all_groups().await.unwrap();
    let group = groups[0].external_identifier;

    let mut body = CreateDynamicTextDto::new("Før".to_owned(), "Æble".to_owned());
    body.group_external_identifier = Some(group);
    let id = service.create_text(&body).await.unwrap();
    assert_eq!(service.get_texts().external_group_identifier(group).await.unwrap().len(), 1);
    assert!(service.get_texts().external_group_identifier(Uuid::nil()).await.unwrap().is_empty());

    let body = UpdateDynamicTextDto::new(id, "Efter".to_owned(), "Æble".to_owned());
    let result = service.update_text(&id.to_string(), &body).await.unwrap();
    assert_eq!(result["id"], id.to_string(), "an open object keeps what it holds");
    let text = service.get_text(id).await.unwrap();
    assert_eq!((text.text.as_str(), text.display_text.as_str()), ("Efter", "Æble"));

    service.delete_text(id).await.unwrap();
    assert_eq!(service.get_text(id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn integration_law_data_as_data_and_as_a_document() {
    let dfdg = client(&World::default().serve().await);
    let data = dfdg.letasyl().get_integrationslovsdata(&cpr()).await.unwrap().integrationslovsdata.unwrap();
    assert_eq!(data.personnummer, cpr());
    let pdf = dfdg.letasyl().get_integrationslovsdata_pdf(&cpr()).await.unwrap();
    assert_eq!(pdf.let_asyl_integrationslovdata_som_pdf.unwrap().pdf_data.0, b"%PDF-1.7");
    dfdg.letasyl().overfoer_let_asyl_integrationslovsdata(&cpr()).await.unwrap();
}
