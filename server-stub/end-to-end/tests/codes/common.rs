//! Faults of the framework, which any operation may answer.

use dfdg_end_to_end::expect::common;
use dfdg_end_to_end::{Caller, Citizen, Server, fresh_id};
use dfdg_sdk::{CommonError, Dfdg, OrganisationTypeCodeList, organisation_type};

async fn start() -> (Server, Citizen, Dfdg) {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    (server, citizen, dfdg)
}

#[tokio::test]
async fn common_1010() {
    let (server, ..) = start().await;
    let nobody = Citizen::of_demo("2902019999");
    let star = server.dfdg(&Caller::star());
    let result = star.indkaldelse().create_indkaldelse(&nobody.cpr, &nobody.ny_indkaldelse()).await;
    common(result, CommonError::UkendtCpr, 1010);
}

#[tokio::test]
async fn common_1011() {
    let (server, citizen, _) = start().await;
    server.execute("ALTER TABLE tekster RENAME TO forlagt").await;
    let star = server.dfdg(&Caller::star());
    let result = star.letasyl().get_text(citizen.tekst).await;
    common(result, CommonError::InternFejl, 1011);
}

#[tokio::test]
async fn common_1012() {
    let (_server, citizen, dfdg) = start().await;
    let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
    let result = call.header("Authorization", "Bearer nothing.of.value").await;
    common(result, CommonError::LogonFejlede, 1012);
}

#[tokio::test]
async fn common_1013() {
    let (server, citizen, dfdg) = start().await;
    let body = citizen.ny_indkaldelse();
    // Without the scope, and for an organisation that the token does not name.
    let caller = Caller::job_center().without_scopes(&["kontaktforloeb.samtale.write"]);
    let without_scope = server.dfdg(&caller);
    let result = without_scope.indkaldelse().create_indkaldelse(&citizen.cpr, &body).await;
    common(result, CommonError::UtilstraekkeligeRettigheder, 1013);
    let other = Caller::job_center().naming(organisation_type::JOB_CENTER, "10201").active.unwrap();
    let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &body);
    let result = call.x_active_organisation(&other).await;
    common(result, CommonError::UtilstraekkeligeRettigheder, 1013);
}

#[tokio::test]
async fn common_1014() {
    let (server, citizen, _) = start().await;
    let star = server.dfdg(&Caller::star());
    let result = star.letasyl().update_text(&fresh_id(), &citizen.aendret_tekst()).await;
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, "/externalIdentifier");
    common(result, CommonError::UgyldigBesked, 1014);
}

#[tokio::test]
async fn common_2001() {
    let (server, citizen, dfdg) = start().await;
    server.execute("DELETE FROM kodelistevaerdier WHERE liste = 'DeltagerrolleTypeCodeList'").await;
    server.execute("DELETE FROM kodelister WHERE name = 'DeltagerrolleTypeCodeList'").await;
    let body = citizen.ny_deltager();
    let result =
        dfdg.indkaldelse().create_myndighedsdeltager(&citizen.cpr, dfdg_sdk::Uuid::new_v4(), &body).await;
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, "/deltagerrolle");
    common(result, CommonError::UkendtKodeliste, 2001);
}

#[tokio::test]
async fn common_2002() {
    let (_server, citizen, dfdg) = start().await;
    let mut body = citizen.aendret_deltager();
    body.deltagerrolle.0 = 77;
    let result = dfdg.indkaldelse().update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &body).await;
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, "/deltagerrolle");
    common(result, CommonError::UkendtKodelistevaerdi, 2002);
    let mut body = citizen.ordningsnotifikation();
    body.ordningsnotifikation.body.virksomhedsordning_subskabelon.0 = 77;
    let result = dfdg.webservicebesked().send_ordningsnotifikation(&body).await;
    let place = "/ordningsnotifikation/body/virksomhedsordningSubskabelon";
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, place);
    common(result, CommonError::UkendtKodelistevaerdi, 2002);
}

#[tokio::test]
async fn common_2003() {
    let (_server, citizen, dfdg) = start().await;
    let mut body = citizen.aendret_deltager();
    body.afbudsaarsag.as_mut().unwrap().0 = 99;
    let result = dfdg.indkaldelse().update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &body).await;
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, "/afbudsaarsag");
    common(result, CommonError::UdloebetKodelistevaerdi, 2003);
}

#[tokio::test]
async fn common_4413() {
    let (server, citizen, _) = start().await;
    for kind in [organisation_type::ANDEN_AKTOER, organisation_type::VIRKSOMHED] {
        let dfdg = server.dfdg(&Caller::acting_for(kind, "12345678"));
        let result = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
        common(result, CommonError::UgyldigMyndighedstype, 4413);
        // An operation without an access table says the same.
        let result = dfdg.webservicebesked().send_ordningsnotifikation(&citizen.ordningsnotifikation()).await;
        common(result, CommonError::UgyldigMyndighedstype, 4413);
    }
}

#[tokio::test]
async fn common_4575() {
    let (server, ..) = start().await;
    let stranger = server.citizen(&[]).await;
    let nobody = Citizen::of_demo("2902019999");
    let dfdg = server.dfdg(&Caller::job_center());
    // Nobody can ask who exists.
    for citizen in [stranger, nobody] {
        let result = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
        common(result, CommonError::IkkeAutoriseret, 4575);
    }
}

#[tokio::test]
async fn common_8173() {
    let (server, citizen, dfdg) = start().await;
    let unknown = Caller::job_center().naming(OrganisationTypeCodeList(99), "10101");
    let of_unknown = server.dfdg(&unknown);
    let result = of_unknown.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
    common(result, CommonError::UgyldigOrganisationstype, 8173);
    let mut user = Caller::job_center().with_sagsbehandler().user.unwrap();
    user.request_organisation_structure.organisation_type.0 = 99;
    let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
    common(call.x_request_user_metadata(&user).await, CommonError::UgyldigOrganisationstype, 8173);
}

#[tokio::test]
async fn common_8174() {
    let (server, citizen, _) = start().await;
    let dfdg = server.dfdg(&Caller::job_center().with_user(99));
    let result = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
    common(result, CommonError::UgyldigBrugertype, 8174);
}

#[tokio::test]
async fn common_8232() {
    let (server, citizen, _) = start().await;
    let dfdg = server.dfdg(&Caller::job_center().for_nobody());
    let result = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
    common(result, CommonError::ActiveOrganisationMangler, 8232);
    let result = dfdg.borger_flytte().create_tilflytningsbekraeftelse(&citizen.tilflytning()).await;
    common(result, CommonError::ActiveOrganisationMangler, 8232);
    let result = dfdg.letasyl().get_texts().await;
    common(result, CommonError::ActiveOrganisationMangler, 8232);
}

#[tokio::test]
async fn common_8233() {
    let server = Server::start_with(|settings| settings.auth.require_user_metadata = true).await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    let result = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await;
    common(result, CommonError::RequestUserMetadataMangler, 8233);
    let dfdg = server.dfdg(&Caller::job_center().with_sagsbehandler());
    dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await.unwrap();
}

#[tokio::test]
async fn common_8234() {
    let (_server, citizen, dfdg) = start().await;
    for unreadable in [
        "",
        "{",
        "8:10101",
        "[]",
        r#"{"organisationType": 8}"#,
        r#"{"organisationType": "8", "organisationCode": "10101"}"#,
        r#"{"organisationType": 8, "organisationCode": "101010101"}"#,
    ] {
        let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
        let result = call.header("X-ActiveOrganisation", unreadable).await;
        common(result, CommonError::ActiveOrganisationUlaeselig, 8234);
    }
}

#[tokio::test]
async fn common_8235() {
    let (_server, citizen, dfdg) = start().await;
    for unreadable in ["", "bodil", r#"{"requestUserStructure": {"requestUserType": 2}}"#] {
        let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
        let result = call.header("X-RequestUserMetadata", unreadable).await;
        common(result, CommonError::RequestUserMetadataUlaeselig, 8235);
    }
}
