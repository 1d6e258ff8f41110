//! Codes of Borgerindsats.LetasylIntegrationslovService.

use dfdg_api::letasyl::operations::{GetIntegrationslovsdataError, GetIntegrationslovsdataPdfError};
use dfdg_end_to_end::expect::documented;
use dfdg_end_to_end::{Caller, Citizen, Server, call, fresh_id};

/// Asks for the data of a citizen, and for the document.
async fn ask(
    server: &Server,
    number: &str,
    data: GetIntegrationslovsdataError,
    pdf: GetIntegrationslovsdataPdfError,
    code: i32,
) {
    let (dfdg, citizen) = (server.dfdg(&Caller::star()), Citizen::of_demo(number));
    documented(dfdg.letasyl().get_integrationslovsdata(&citizen.cpr).await, &data, code);
    documented(dfdg.letasyl().get_integrationslovsdata_pdf(&citizen.cpr).await, &pdf, code);
}

/// LetAsyl fails for this citizen of the demonstration data: both questions answer so, and so does the transfer, which
/// has no table of its own ("Ingen fejlkoder").
async fn fails(
    number: &str,
    data: GetIntegrationslovsdataError,
    pdf: GetIntegrationslovsdataPdfError,
    code: i32,
) {
    let server = Server::start().await;
    ask(&server, number, data, pdf, code).await;
    let (dfdg, citizen, before) =
        (server.dfdg(&Caller::star()), Citizen::of_demo(number), server.rows().await);
    let transfer = call(&dfdg, "OverfoerLetAsylIntegrationslovsdata", &citizen, &fresh_id()).await;
    let told = transfer.unwrap_err();
    let status = if code == 9292 { 504 } else { 502 };
    assert_eq!((told.status, told.codes.as_slice()), (Some(status), [code].as_slice()), "{}", told.body);
    assert_eq!(server.rows().await.changed_since(&before), [""; 0]);
}

#[tokio::test]
async fn letasyl_110001() {
    // Only who may see all citizens is told that there is none.
    ask(
        &Server::start().await,
        "2902019999",
        GetIntegrationslovsdataError::PersonFindesIkke,
        GetIntegrationslovsdataPdfError::PersonFindesIkke,
        110_001,
    )
    .await;
}

#[tokio::test]
async fn letasyl_4405() {
    ask(
        &Server::start().await,
        "2902010011",
        GetIntegrationslovsdataError::BorgerErDoed,
        GetIntegrationslovsdataPdfError::BorgerErDoed,
        4405,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9287() {
    fails(
        "2902010020",
        GetIntegrationslovsdataError::LetAsylKommunikationIkkeMulig,
        GetIntegrationslovsdataPdfError::LetAsylKommunikationIkkeMulig,
        9287,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9288() {
    fails(
        "2902010021",
        GetIntegrationslovsdataError::LetAsylUkendtBrugernavnOgPassword,
        GetIntegrationslovsdataPdfError::LetAsylUkendtBrugernavnOgPassword,
        9288,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9289() {
    fails(
        "2902010022",
        GetIntegrationslovsdataError::LetAsylUgyldigUrlEllerUkendtPersonnummer,
        GetIntegrationslovsdataPdfError::LetAsylUgyldigUrlEllerUkendtPersonnummer,
        9289,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9290() {
    fails(
        "2902010023",
        GetIntegrationslovsdataError::LetAsylUgyldigKommunekode,
        GetIntegrationslovsdataPdfError::LetAsylUgyldigKommunekode,
        9290,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9291() {
    fails(
        "2902010024",
        GetIntegrationslovsdataError::LetAsylUgyldigeParametre,
        GetIntegrationslovsdataPdfError::LetAsylUgyldigeParametre,
        9291,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9292() {
    fails(
        "2902010025",
        GetIntegrationslovsdataError::LetAsylTimeout,
        GetIntegrationslovsdataPdfError::LetAsylTimeout,
        9292,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9293() {
    fails(
        "2902010026",
        GetIntegrationslovsdataError::LetAsylUgyldigeLogningsoverskrifter,
        GetIntegrationslovsdataPdfError::LetAsylUgyldigeLogningsoverskrifter,
        9293,
    )
    .await;
}

#[tokio::test]
async fn letasyl_9294() {
    fails(
        "2902010027",
        GetIntegrationslovsdataError::LetAsylUbehandletFejl,
        GetIntegrationslovsdataPdfError::LetAsylUbehandletFejl,
        9294,
    )
    .await;
}
