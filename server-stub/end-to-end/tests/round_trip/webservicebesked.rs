//! Virksomhedsordning.WebservicebeskedService.

use dfdg_api::webservicebesked::types::{
    AnsoegningStatusTypeCodeList, BevillingsstatusTypeCodeList, JobtilbudTypeCodeList,
    MyndighedsomraadeTypeCodeList,
};
use dfdg_end_to_end::{Caller, Server};
use dfdg_sdk::serde_json::{self, Value};

/// Type, domain and payload of the only message in the outbox.
async fn message(server: &Server) -> (String, String, Value) {
    let one = async |column: &str| {
        let found = server.texts(&format!("SELECT {column} FROM outbox")).await;
        assert_eq!(found.len(), 1);
        found[0].clone()
    };
    let payload = serde_json::from_str(&one("payload").await).unwrap();
    (one("type").await, one("domain").await, payload)
}

#[tokio::test]
async fn send_ordningsnotifikation() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let mut body = citizen.ordningsnotifikation();
    let case = &mut body.ordningsnotifikation.body;
    case.ansvarlig_medarbejder_email = Some("bodil@example.dk".to_owned());
    case.jobtilbud = Some(JobtilbudTypeCodeList(1));
    case.myndighedsomraade = Some(MyndighedsomraadeTypeCodeList(2));
    case.ansoegning_status = Some(AnsoegningStatusTypeCodeList(1));
    case.bevillingsstatus = Some(BevillingsstatusTypeCodeList(2));
    case.p_nummer = Some("1012345678".to_owned());

    let dfdg = server.dfdg(&Caller::job_center());
    dfdg.webservicebesked().send_ordningsnotifikation(&body).await.unwrap();
    let (kind, domain, payload) = message(&server).await;
    assert_eq!((kind.as_str(), domain.as_str()), ("Ordningsnotifikation", "Virksomhedsordning"));
    assert_eq!(payload, serde_json::to_value(&body.ordningsnotifikation).unwrap());
    assert_eq!(server.texts("SELECT cpr FROM outbox_borgere").await, [citizen.cpr.as_str()]);
}

#[tokio::test]
async fn send_gdpr_slettet_notifikation() {
    let server = Server::start().await;
    let (citizen, other) = (server.own_citizen().await, server.own_citizen().await);
    let mut body = citizen.gdpr_slettet_notifikation();
    let case = &mut body.gdpr_slettet_notifikation.body;
    case.cpr_numre.push(other.cpr.as_str().to_owned());
    case.slettede_external_identifiers.push(other.deltager);

    let dfdg = server.dfdg(&Caller::kommune());
    dfdg.webservicebesked().send_gdpr_slettet_notifikation(&body).await.unwrap();
    let (kind, domain, payload) = message(&server).await;
    assert_eq!((kind.as_str(), domain.as_str()), ("GdprSlettetNotifikation", "Virksomhedsordning"));
    assert_eq!(payload, serde_json::to_value(&body.gdpr_slettet_notifikation).unwrap());
    let mut borgere = [citizen.cpr.as_str(), other.cpr.as_str()];
    borgere.sort_unstable();
    assert_eq!(server.texts("SELECT cpr FROM outbox_borgere ORDER BY cpr").await, borgere);
}
