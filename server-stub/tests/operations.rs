//! Every operation once over a socket, by the generated clients.

#![allow(clippy::unwrap_used)] // a failed expectation is a failed test

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use dfdg_api::common::types::{ActiveOrganisation, Cpr, OrganisationTypeCodeList, Tidspunkt};
use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use dfdg_server::routes::operations;
use dfdg_server::store::kontakt;
use kontrakt::client::Transport;
use kontrakt::observe::{Ended, Observer};
use kontrakt::operation::Operation;
use kontrakt::reexport::jiff::Timestamp;
use support::Server;
use uuid::Uuid;

/// The operations that were answered with a success.
#[derive(Clone, Default)]
struct Answered(Arc<Mutex<BTreeSet<&'static str>>>);

impl Observer for Answered {
    fn ended(&self, ended: &Ended) {
        if ended.status.is_some_and(|status| (200..300).contains(&status)) {
            self.0.lock().unwrap().insert(ended.operation.name);
        }
    }
}

/// A server, and who called it.
struct Demo {
    server: Server,
    answered: Answered,
}

impl Demo {
    /// A caller with every scope who acts for an organisation.
    fn caller(&self, kind: i32, code: &str) -> Transport {
        let scopes: BTreeSet<_> = operations().flat_map(Operation::scopes).collect();
        let scope = scopes.into_iter().collect::<Vec<_>>().join(" ");
        let active = ActiveOrganisation {
            organisation_type: OrganisationTypeCodeList(kind),
            organisation_code: code.to_owned(),
        };
        Transport::builder(self.server.running.base_url())
            .bearer_token(self.server.token(kind, code, &scope))
            .parameter("X-ActiveOrganisation", &active)
            .observer(self.answered.clone())
            .build()
            .unwrap()
    }
}

fn cpr(text: &str) -> Cpr {
    Cpr::new(text).unwrap()
}

#[tokio::test]
async fn every_operation_answers() {
    let demo = Demo { server: Server::start().await, answered: Answered::default() };
    summons(&demo).await;
    moves(&demo).await;
    contact_information(&demo).await;
    messages(&demo).await;
    texts(&demo).await;
    integration_law_data(&demo).await;

    let all: BTreeSet<_> = operations().map(|operation| operation.name).collect();
    assert_eq!(all.len(), 22);
    assert_eq!(*demo.answered.0.lock().unwrap(), all);
    demo.server.running.stop().await;
}

async fn summons(demo: &Demo) {
    use indkaldelse::types::*;
    let client = indkaldelse::Client::with_transport(demo.caller(8, "10101"));
    let (cpr, id) = (cpr("2902010001"), Uuid::new_v4());
    let start = Tidspunkt("2027-03-01T10:00:00+01:00".parse().unwrap());
    let indkaldelse =
        client.create_indkaldelse(&cpr, &CreateIndkaldelseRequestDto::new(start)).await.unwrap();
    let role = DeltagerrolleTypeCodeList(1);
    let deltager = CreateMyndighedsdeltagerRequestDto::new(indkaldelse, role);
    assert_eq!(client.create_myndighedsdeltager(&cpr, id, &deltager).await.unwrap(), id);
    let deltager = UpdateMyndighedsdeltagerRequestDto::new(indkaldelse, role, true);
    client.update_myndighedsdeltager(&cpr, id, &deltager).await.unwrap();
    client.delete_myndighedsdeltager(&cpr, id, indkaldelse).await.unwrap();
}

async fn moves(demo: &Demo) {
    use borgerflytte::types::*;
    let client = borgerflytte::Client::with_transport(demo.caller(8, "10101"));
    let citizen = cpr("2902010013");
    let borgerflytning_id: Uuid = "f1000000-0000-4000-8000-000000000001".parse().unwrap();
    let out = CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id };
    client.create_fraflytningsbekraeftelse(&citizen, &out).await.unwrap();
    let arrival = CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id };
    let receiver = borgerflytte::Client::with_transport(demo.caller(8, "10201"));
    receiver.create_tilflytningsbekraeftelse(&arrival).await.unwrap();
    // The move is carried out: the citizen is the other job centre's now.
    let left = kontaktinformation::Client::with_transport(demo.caller(8, "10101"));
    assert_eq!(left.get_kontaktinformation(&citizen).await.unwrap_err().status(), Some(403));
    let joined = kontaktinformation::Client::with_transport(demo.caller(8, "10201"));
    joined.get_kontaktinformation(&citizen).await.unwrap();
}

async fn contact_information(demo: &Demo) {
    use kontaktinformation::types::*;
    let client = kontaktinformation::Client::with_transport(demo.caller(8, "10101"));
    let (citizen, kind) = (cpr("2902010001"), KontaktdataCodelList(1));
    let mobil = CreateKontaktinformationDto {
        kontaktdata: Some(Some("+4520304050".to_owned())),
        kontaktdata_type: kind,
    };
    let body = CreateKontaktinformationRequestType {
        kontaktinformationer: CreateKontaktinformationerDto { kontaktinformation: vec![mobil] },
    };
    client.create_kontaktinformation(&citizen, &body).await.unwrap();

    let body = GetVerfikationskodeRequestType { kontaktdata_type: kind };
    client.get_verifikationskode(&citizen, &body).await.unwrap();
    let ours = dfdg_server::sensitive::Cpr::new(citizen.as_str()).unwrap();
    let mut conn = demo.server.app.store.read().await.unwrap();
    let mail = kontakt::latest_in_mailbox(&mut conn, &ours, kind.0).await.unwrap().unwrap();
    let body = VerificerKontaktinformationRequestType {
        verifikationskode: mail.kode.expose().to_owned(),
        kontaktdata_type: kind,
    };
    client.verificer_kontaktinformation(&citizen, &body).await.unwrap();
    let status = async || {
        let found = client.get_kontaktinformation(&citizen).await.unwrap();
        found.kontaktinformationer.kontaktinformation[0].kontaktdatastatus.0
    };
    assert_eq!(status().await, 2);
    let body = UpdateKontaktinformationRequestType {
        kontaktdata_type: kind,
        kontaktdatastatus: KontaktdataStatusCodelList(3),
    };
    client.update_kontaktinformation(&citizen, &body).await.unwrap();
    assert_eq!(status().await, 3);
}

async fn messages(demo: &Demo) {
    use webservicebesked::types::*;
    let client = webservicebesked::Client::with_transport(demo.caller(8, "10101"));
    let (skabelon, registrerings_dato) =
        (VirksomhedsordningSkabelonTypeCodeList(1), Tidspunkt(Timestamp::now()));
    let body = CaseNotificationWebServiceMessageBodyDto::new(
        skabelon,
        VirksomhedsordningSubskabelonTypeCodeList(1),
        "12345678".to_owned(),
        "https://vitas.example.org/sag/1".to_owned(),
    );
    let ordningsnotifikation = OrdningsNotifikationDto {
        ekstern_identifier: Uuid::new_v4(),
        job_center_kode: "10101".to_owned(),
        er_oprettelse: true,
        registrerings_dato,
        body,
    };
    let message = SendOrdningsnotifikationRequestDto { ordningsnotifikation };
    client.send_ordningsnotifikation(&message).await.unwrap();
    let body = GdprDeletedNotificationWebserviceMessageBodyDto {
        vitas_sags_id: "1".to_owned(),
        virksomhedsordning_skabelon: skabelon,
        cpr_numre: vec!["2902010001".to_owned()],
        slettede_external_identifiers: vec![Uuid::new_v4()],
    };
    let gdpr_slettet_notifikation = GdprSlettetNotifikationDto {
        ekstern_identifier: Uuid::new_v4(),
        job_center_kode: "10101".to_owned(),
        registrerings_dato,
        body,
    };
    let message = DispatchGdprDeletedNotificationRequestDto { gdpr_slettet_notifikation };
    client.send_gdpr_slettet_notifikation(&message).await.unwrap();
}

async fn texts(demo: &Demo) {
    use letasyl::types::*;
    let client = letasyl::Client::with_transport(demo.caller(1, "1"));
    let groups = client.get_all_groups().await.unwrap();
    let mut text = CreateDynamicTextDto::new("velkommen".to_owned(), "Velkommen".to_owned());
    text.group_external_identifier = Some(groups[0].external_identifier);
    let id = client.create_text(&text).await.unwrap();
    let update = UpdateDynamicTextDto::new(id, "velkommen".to_owned(), "Goddag".to_owned());
    client.update_text(&id.to_string(), &update).await.unwrap();
    let found = client.get_text(id).await.unwrap();
    assert_eq!((found.display_text.as_str(), found.group), ("Goddag", None));
    assert_eq!(client.get_texts().await.unwrap().len(), 4);
    client.delete_text(id).await.unwrap();
    assert_eq!(client.get_text(id).await.unwrap_err().status(), Some(404));
}

async fn integration_law_data(demo: &Demo) {
    let client = letasyl::Client::with_transport(demo.caller(8, "10101"));
    let citizen = cpr("2902010018");
    let data = client.get_integrationslovsdata(&citizen).await.unwrap().integrationslovsdata.unwrap();
    assert_eq!(data.borgersprog.len(), 6);
    assert_eq!(data.kontrakt.unwrap().danskmaal.unwrap().danskmaal_type.unwrap().0, 2);
    let answer = client.get_integrationslovsdata_pdf(&citizen).await.unwrap();
    let pdf = answer.let_asyl_integrationslovdata_som_pdf.unwrap();
    assert_eq!(pdf.jobcenterkode.as_deref(), Some("10101"));
    assert!(pdf.pdf_data.as_ref().starts_with(b"%PDF"));
    client.overfoer_let_asyl_integrationslovsdata(&citizen).await.unwrap();
}
