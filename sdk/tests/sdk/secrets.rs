//! No CPR number, token or other personal value in any error, call or client that is printed.

use std::fmt::{Debug, Display};

use dfdg_sdk::api::indkaldelse::types::{CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList};
use dfdg_sdk::api::kontaktinformation::types::{
    KontaktdataCodelList, VerificerKontaktinformationRequestType,
};
use dfdg_sdk::{
    Cpr, Dfdg, RequestOrganisation, RequestUser, RequestUserMetadata, Tidspunkt, Uuid, organisation_type,
    user_type,
};

use crate::server::{CPR, FOREIGN, MOVE, TOKEN, World, answering, client, cpr};
use crate::services::gdpr_slettet;

const MARKER: &str = "hemmelig-marker";

/// The error and everything under it, in every way that it can be printed.
fn hides_all<E: std::error::Error + 'static>(error: &E) {
    prints_no_secret(error);
    let mut source = error.source();
    while let Some(under) = source {
        prints_no_secret(&under);
        source = under.source();
    }
}

fn prints_no_secret<T: Debug + Display>(value: &T) {
    hides(&format!("{value} {value:?} {value:#?}"));
}

fn hides(text: &str) {
    for secret in [CPR, FOREIGN, TOKEN, MARKER] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

fn user() -> RequestUserMetadata {
    let mut user = RequestUser::new(user_type::SAGSBEHANDLER);
    user.user_full_name = Some(MARKER.to_owned());
    user.user_identifier = Some(MARKER.to_owned());
    RequestUserMetadata {
        request_user_structure: user,
        request_organisation_structure: RequestOrganisation {
            organisation_type: organisation_type::KOMMUNE,
            organisation_code: "751".to_owned(),
        },
        registration_date_time: Tidspunkt("2026-03-02T10:00:00Z".parse().unwrap()),
    }
}

fn deltager() -> CreateMyndighedsdeltagerRequestDto {
    let mut body = CreateMyndighedsdeltagerRequestDto::new(MOVE, DeltagerrolleTypeCodeList(1));
    body.navn = Some(MARKER.to_owned());
    body
}

#[tokio::test]
async fn clients_and_calls_print_no_secret() {
    let dfdg = client("http://127.0.0.1:1").to_builder().request_user_metadata(user()).build().unwrap();
    hides(&format!("{dfdg:?} {:?} {:?}", dfdg.to_builder(), dfdg.letasyl()));
    let call = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager());
    hides(&format!("{call:?} {:?} {:?} {:?}", cpr(), deltager(), user()));
    assert!(format!("{dfdg:?}").contains("http://127.0.0.1:1"), "what is no secret helps: {dfdg:?}");
}

#[tokio::test]
async fn errors_without_an_answer_print_no_secret() {
    let dfdg = client("http://127.0.0.1:1").to_builder().request_user_metadata(user()).build().unwrap();
    hides_all(&dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager()).await.unwrap_err());

    let mut body = deltager();
    body.telefonnummer = Some(MARKER.to_owned());
    body.email = Some(CPR.to_owned());
    let call = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &body);
    hides_all(&call.x_request_id(&MARKER.repeat(5)).await.unwrap_err());

    let unusable = format!("{TOKEN}\n");
    let source = move || std::future::ready(Ok(unusable.clone()));
    let dfdg = Dfdg::builder("http://127.0.0.1:1").token_from(source).build().unwrap();
    hides_all(&dfdg.letasyl().get_all_groups().await.unwrap_err());
    let body = gdpr_slettet(vec![CPR.to_owned()]);
    hides_all(&dfdg.webservicebesked().send_gdpr_slettet_notifikation(&body).await.unwrap_err());
}

#[tokio::test]
async fn refusals_print_no_secret() {
    let url = World::default().serve().await;
    let dfdg = client(&url);
    let foreign = Cpr::new(FOREIGN).unwrap();
    hides_all(&dfdg.letasyl().get_integrationslovsdata(&foreign).await.unwrap_err());
    hides_all(&dfdg.indkaldelse().delete_myndighedsdeltager(&foreign, MOVE, MOVE).await.unwrap_err());
    hides_all(&dfdg.indkaldelse().delete_myndighedsdeltager(&cpr(), Uuid::nil(), MOVE).await.unwrap_err());
    let body = VerificerKontaktinformationRequestType {
        verifikationskode: MARKER.to_owned(),
        kontaktdata_type: KontaktdataCodelList(1),
    };
    hides_all(&dfdg.kontaktinformation().verificer_kontaktinformation(&cpr(), &body).await.unwrap_err());

    let stranger = Dfdg::builder(url).bearer_token(MARKER).build().unwrap();
    hides_all(&stranger.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap_err());
}

#[tokio::test]
async fn a_server_that_repeats_what_it_was_sent_is_not_repeated() {
    const ANSWERS: [&str; 4] = [
        "HTTP/1.1 500 Oops\r\ncontent-type: text/plain\r\nx-echo: hemmelig-marker\r\nconnection: close\r\n\r\n0101014321 hemmelig-marker",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\"0101014321 hemmelig-marker\"",
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/hemmelig-marker\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        concat!(
            "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n",
            r#"{"title":"0101014321","detail":"hemmelig-marker","fejlkoder":[{"fejlkode":77,"fejltekst":"hemmelig-marker"}],"#,
            r#""violations":[{"pointer":"/navn","rule":"pattern","message":"hemmelig-marker"}]}"#
        ),
    ];
    for answer in ANSWERS {
        let dfdg = client(&answering(answer).await);
        let error =
            dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager()).await.unwrap_err();
        hides_all(&error);
        hides_all(&dfdg.letasyl().get_all_groups().await.unwrap_err());
    }
}
