//! Messages about company schemes: they are on their way as soon as they are taken.

use dfdg_sdk::api::webservicebesked::types::{
    CaseNotificationWebServiceMessageBodyDto, DispatchGdprDeletedNotificationRequestDto,
    GdprDeletedNotificationWebserviceMessageBodyDto, GdprSlettetNotifikationDto, OrdningsNotifikationDto,
    SendOrdningsnotifikationRequestDto, VirksomhedsordningSkabelonTypeCodeList,
    VirksomhedsordningSubskabelonTypeCodeList,
};
use dfdg_sdk::jiff::Timestamp;
use dfdg_sdk::{Dfdg, Tidspunkt, Uuid};

use crate::Outcome;
use crate::report::Report;

const APPLICATION: VirksomhedsordningSkabelonTypeCodeList = VirksomhedsordningSkabelonTypeCodeList(1);
const NEW: VirksomhedsordningSubskabelonTypeCodeList = VirksomhedsordningSubskabelonTypeCodeList(1);

pub(crate) async fn run(dfdg: &Dfdg, report: &Report) -> Outcome {
    report.section("Virksomhedsordning.WebservicebeskedService");
    let case = Uuid::new_v4();

    let mut body = CaseNotificationWebServiceMessageBodyDto::new(
        APPLICATION,
        NEW,
        "12345678".to_owned(),
        "https://vitas.example.org/sag/1".to_owned(),
    );
    body.cpr_nummer = Some("2902010001".to_owned());
    let ordningsnotifikation = OrdningsNotifikationDto {
        ekstern_identifier: case,
        job_center_kode: "10101".to_owned(),
        er_oprettelse: true,
        registrerings_dato: Tidspunkt(Timestamp::now()),
        body,
    };
    let message = SendOrdningsnotifikationRequestDto { ordningsnotifikation };
    dfdg.webservicebesked().send_ordningsnotifikation(&message).await?;
    report.answered("message taken");

    let body = GdprDeletedNotificationWebserviceMessageBodyDto {
        vitas_sags_id: "1".to_owned(),
        virksomhedsordning_skabelon: APPLICATION,
        cpr_numre: vec!["2902010001".to_owned()],
        slettede_external_identifiers: vec![case],
    };
    let gdpr_slettet_notifikation = GdprSlettetNotifikationDto {
        ekstern_identifier: Uuid::new_v4(),
        job_center_kode: "10101".to_owned(),
        registrerings_dato: Tidspunkt(Timestamp::now()),
        body,
    };
    let message = DispatchGdprDeletedNotificationRequestDto { gdpr_slettet_notifikation };
    dfdg.webservicebesked().send_gdpr_slettet_notifikation(&message).await?;
    report.answered("message taken");
    Ok(())
}
