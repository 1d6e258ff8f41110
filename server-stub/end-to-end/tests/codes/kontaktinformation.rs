//! Codes of Borgerkommunikation.BorgersKontaktinformationService.

use dfdg_api::kontaktinformation::operations::{
    CreateKontaktinformationError, GetKontaktinformationError, GetVerifikationskodeError,
    UpdateKontaktinformationError, VerificerKontaktinformationError,
};
use dfdg_api::kontaktinformation::types::{KontaktdataCodelList, KontaktdataStatusCodelList};
use dfdg_end_to_end::expect::{documented, documented_raw, violations};
use dfdg_end_to_end::{CPR_HEADER, Caller, Citizen, Server, foreign_keys, kontakt};
use dfdg_sdk::{Dfdg, organisation_type};

/// The demonstration data's kinds.
const MOBIL: i32 = 1;
const TELEFON: i32 = 2;
const MAIL: i32 = 3;
/// One that was taken out of use, and one that never was.
const NO_KINDS: [i32; 2] = [99, 77];

/// The demonstration data's citizen with contact information: mobile and landline not verified, mail verified, and
/// with a subscription.
const WITH_CONTACTS: &str = "2902010028";
/// A number that nobody has.
const NOBODY: &str = "2902019999";

async fn start() -> (Server, Citizen, Dfdg) {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    (server, citizen, dfdg)
}

#[tokio::test]
async fn kontaktinformation_1001() {
    let (_server, citizen, dfdg) = start().await;
    let (service, cpr) = (dfdg.kontaktinformation(), &citizen.cpr);
    for wrong in ["3202010001", "290201000", "29020100011", "290201-0001", "x"] {
        let result = service.get_kontaktinformation(cpr).header(CPR_HEADER, wrong).await;
        assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, format!("/header/{CPR_HEADER}"));
        documented(result, &GetKontaktinformationError::UgyldigtCpr, 1001);
        let body = kontakt(TELEFON, Some("70304050"));
        let result = service.create_kontaktinformation(cpr, &body).header(CPR_HEADER, wrong).await;
        documented(result, &CreateKontaktinformationError::UgyldigtCpr, 1001);
        let body = citizen.verificering();
        let result = service.verificer_kontaktinformation(cpr, &body).header(CPR_HEADER, wrong).await;
        documented(result, &VerificerKontaktinformationError::UgyldigtCpr, 1001);
        let body = citizen.verifikationskode();
        let result = service.get_verifikationskode(cpr, &body).header(CPR_HEADER, wrong).await;
        documented(result, &GetVerifikationskodeError::UgyldigtCpr, 1001);
        let body = citizen.ny_status();
        let result = service.update_kontaktinformation(cpr, &body).header(CPR_HEADER, wrong).await;
        documented(result, &UpdateKontaktinformationError::UgyldigtCpr, 1001);
    }
}

#[tokio::test]
async fn kontaktinformation_1010() {
    let (server, _, dfdg) = start().await;
    let (service, nobody) = (dfdg.kontaktinformation(), Citizen::of_demo(NOBODY));
    let star = server.dfdg(&Caller::star());
    let result = star.kontaktinformation().get_kontaktinformation(&nobody.cpr).await;
    documented(result, &GetKontaktinformationError::UkendtCpr, 1010);
    let body = kontakt(TELEFON, Some("70304050"));
    let result = service.create_kontaktinformation(&nobody.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::UkendtCpr, 1010);
    let result = service.update_kontaktinformation(&nobody.cpr, &nobody.ny_status()).await;
    documented(result, &UpdateKontaktinformationError::UkendtCpr, 1010);
}

#[tokio::test]
async fn kontaktinformation_1012() {
    let (_server, citizen, dfdg) = start().await;
    let claims = Caller::job_center().claims;
    let forged = foreign_keys().mint(&claims, std::time::Duration::from_secs(60)).unwrap();
    let forged = format!("Bearer {}", forged.expose());
    let service = dfdg.kontaktinformation();
    let body = kontakt(TELEFON, Some("70304050"));
    let call = service.create_kontaktinformation(&citizen.cpr, &body);
    let result = call.header("Authorization", &forged).await;
    documented(result, &CreateKontaktinformationError::LogonFejlede, 1012);
    let call = service.update_kontaktinformation(&citizen.cpr, &citizen.ny_status());
    let result = call.header("Authorization", &forged).await;
    documented(result, &UpdateKontaktinformationError::LogonFejlede, 1012);
}

#[tokio::test]
async fn kontaktinformation_1013() {
    let (server, citizen, _) = start().await;
    let without = |scope: &str| {
        let scope = format!("Borgerkommunikation.BorgersKontaktinformationService.{scope}");
        server.dfdg(&Caller::job_center().without_scopes(&[&scope]))
    };
    let cpr = &citizen.cpr;
    let dfdg = without("informationer.write");
    let body = kontakt(TELEFON, Some("70304050"));
    let result = dfdg.kontaktinformation().create_kontaktinformation(cpr, &body).await;
    documented(result, &CreateKontaktinformationError::UtilstraekkeligeRettigheder, 1013);
    let dfdg = without("verificering.write");
    let body = citizen.verificering();
    let result = dfdg.kontaktinformation().verificer_kontaktinformation(cpr, &body).await;
    documented(result, &VerificerKontaktinformationError::UtilstraekkeligeRettigheder, 1013);
    let dfdg = without("verifikationskode.write");
    let body = citizen.verifikationskode();
    let result = dfdg.kontaktinformation().get_verifikationskode(cpr, &body).await;
    documented(result, &GetVerifikationskodeError::UtilstraekkeligeRettigheder, 1013);
    let dfdg = without("status.write");
    let result = dfdg.kontaktinformation().update_kontaktinformation(cpr, &citizen.ny_status()).await;
    documented(result, &UpdateKontaktinformationError::UtilstraekkeligeRettigheder, 1013);
}

#[tokio::test]
async fn kontaktinformation_1014() {
    let (server, citizen, dfdg) = start().await;
    let service = dfdg.kontaktinformation();

    let mut twice = kontakt(TELEFON, Some("70304050"));
    let entries = &mut twice.kontaktinformationer.kontaktinformation;
    entries.push(entries[0].clone());
    let result = service.create_kontaktinformation(&citizen.cpr, &twice).await;
    let place = "/kontaktinformationer/kontaktinformation/1/kontaktdataType";
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, place);
    documented(result, &CreateKontaktinformationError::UgyldigBesked, 1014);

    let mut not_there = citizen.ny_status();
    not_there.kontaktdata_type = KontaktdataCodelList(MAIL);
    let result = service.update_kontaktinformation(&citizen.cpr, &not_there).await;
    assert_eq!(result.as_ref().unwrap_err().violations()[0].pointer, "/kontaktdataType");
    documented(result, &UpdateKontaktinformationError::UgyldigBesked, 1014);

    // The SDK has no words for a body without what is required.
    let spoiled = |name| {
        let request = server.request(&Caller::job_center(), name, &citizen);
        server.send(request.change(|body| drop(body.as_object_mut().unwrap().remove("kontaktdataType"))))
    };
    let answer = spoiled("VerificerKontaktinformation").await;
    violations(&answer, &[("/kontaktdataType", "required")]);
    documented_raw(&answer, &VerificerKontaktinformationError::UgyldigBesked, 1014);
    let answer = spoiled("GetVerifikationskode").await;
    violations(&answer, &[("/kontaktdataType", "required")]);
    documented_raw(&answer, &GetVerifikationskodeError::UgyldigBesked, 1014);
}

#[tokio::test]
async fn kontaktinformation_4400() {
    let (_server, _, dfdg) = start().await;
    let (service, nobody) = (dfdg.kontaktinformation(), Citizen::of_demo(NOBODY));
    let result = service.verificer_kontaktinformation(&nobody.cpr, &nobody.verificering()).await;
    documented(result, &VerificerKontaktinformationError::BorgerFindesIkke, 4400);
    let result = service.get_verifikationskode(&nobody.cpr, &nobody.verifikationskode()).await;
    documented(result, &GetVerifikationskodeError::BorgerFindesIkke, 4400);
}

#[tokio::test]
async fn kontaktinformation_4405() {
    let (server, citizen, dfdg) = start().await;
    server.set_dead(&citizen, true).await;
    let body = kontakt(TELEFON, Some("70304050"));
    let result = dfdg.kontaktinformation().create_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::BorgerErDoed, 4405);
}

#[tokio::test]
async fn kontaktinformation_4575() {
    let (server, citizen, _) = start().await;
    // A company is no authority; the operations have no access table by which a citizen could be foreign.
    let company = Caller::acting_for(organisation_type::VIRKSOMHED, "12345678").for_nobody();
    let dfdg = server.dfdg(&company);
    let service = dfdg.kontaktinformation();
    let body = kontakt(TELEFON, Some("70304050"));
    let result = service.create_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::IkkeAutoriseret, 4575);
    let result = service.update_kontaktinformation(&citizen.cpr, &citizen.ny_status()).await;
    documented(result, &UpdateKontaktinformationError::IkkeAutoriseret, 4575);
}

#[tokio::test]
async fn kontaktinformation_4985() {
    let (server, citizen, _) = start().await;
    let dfdg = server.dfdg(&Caller::acting_for(organisation_type::A_KASSE, "99"));
    let result =
        dfdg.kontaktinformation().update_kontaktinformation(&citizen.cpr, &citizen.ny_status()).await;
    documented(result, &UpdateKontaktinformationError::UkendtAkassekode, 4985);
}

#[tokio::test]
async fn kontaktinformation_4986() {
    let (server, citizen, _) = start().await;
    let dfdg = server.dfdg(&Caller::acting_for(organisation_type::JOB_CENTER, "99999"));
    let result =
        dfdg.kontaktinformation().update_kontaktinformation(&citizen.cpr, &citizen.ny_status()).await;
    documented(result, &UpdateKontaktinformationError::UkendtJobcenterkode, 4986);
}

#[tokio::test]
async fn kontaktinformation_9153() {
    let (_server, citizen, dfdg) = start().await;
    let (service, cpr) = (dfdg.kontaktinformation(), &citizen.cpr);
    for kind in NO_KINDS {
        let result = service.create_kontaktinformation(cpr, &kontakt(kind, Some("70304050"))).await;
        documented(result, &CreateKontaktinformationError::UgyldigKontaktdataType, 9153);
        let mut body = citizen.verificering();
        body.kontaktdata_type = KontaktdataCodelList(kind);
        let result = service.verificer_kontaktinformation(cpr, &body).await;
        documented(result, &VerificerKontaktinformationError::UgyldigKontaktdataType, 9153);
        let mut body = citizen.verifikationskode();
        body.kontaktdata_type = KontaktdataCodelList(kind);
        let result = service.get_verifikationskode(cpr, &body).await;
        documented(result, &GetVerifikationskodeError::UgyldigKontaktdataType, 9153);
        let mut body = citizen.ny_status();
        body.kontaktdata_type = KontaktdataCodelList(kind);
        let result = service.update_kontaktinformation(cpr, &body).await;
        documented(result, &UpdateKontaktinformationError::UgyldigKontaktdataType, 9153);
    }
}

#[tokio::test]
async fn kontaktinformation_9155() {
    let (_server, _, dfdg) = start().await;
    let citizen = Citizen::of_demo(WITH_CONTACTS);
    for nothing in [None, Some("")] {
        let body = kontakt(MAIL, nothing);
        let result = dfdg.kontaktinformation().create_kontaktinformation(&citizen.cpr, &body).await;
        documented(result, &CreateKontaktinformationError::MailHarAbonnement, 9155);
    }
}

#[tokio::test]
async fn kontaktinformation_9156() {
    let (_server, citizen, dfdg) = start().await;
    let body = kontakt(MOBIL, Some("1234"));
    let result = dfdg.kontaktinformation().create_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::UgyldigtMobilnummer, 9156);
}

#[tokio::test]
async fn kontaktinformation_9157() {
    let (_server, citizen, dfdg) = start().await;
    let body = kontakt(TELEFON, Some("ring til mig"));
    let result = dfdg.kontaktinformation().create_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::UgyldigtTelefonnummer, 9157);
}

#[tokio::test]
async fn kontaktinformation_9158() {
    let (_server, citizen, dfdg) = start().await;
    let body = kontakt(MAIL, Some("ingen.adresse"));
    let result = dfdg.kontaktinformation().create_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &CreateKontaktinformationError::UgyldigMailadresse, 9158);
}

#[tokio::test]
async fn kontaktinformation_9159() {
    let (_server, citizen, dfdg) = start().await;
    let service = dfdg.kontaktinformation();
    let mut body = citizen.verificering();
    body.kontaktdata_type = KontaktdataCodelList(MAIL);
    let result = service.verificer_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &VerificerKontaktinformationError::IngenKontaktdata, 9159);
    let mut body = citizen.verifikationskode();
    body.kontaktdata_type = KontaktdataCodelList(MAIL);
    let result = service.get_verifikationskode(&citizen.cpr, &body).await;
    documented(result, &GetVerifikationskodeError::IngenKontaktdata, 9159);
}

#[tokio::test]
async fn kontaktinformation_9193() {
    let (_server, citizen, dfdg) = start().await;
    for status in [99, 77] {
        let mut body = citizen.ny_status();
        body.kontaktdatastatus = KontaktdataStatusCodelList(status);
        let result = dfdg.kontaktinformation().update_kontaktinformation(&citizen.cpr, &body).await;
        documented(result, &UpdateKontaktinformationError::UgyldigKontaktdatastatus, 9193);
    }
}

#[tokio::test]
async fn kontaktinformation_9240() {
    let (_server, _, dfdg) = start().await;
    let (service, citizen) = (dfdg.kontaktinformation(), Citizen::of_demo(WITH_CONTACTS));
    let mut body = citizen.verificering();
    body.kontaktdata_type = KontaktdataCodelList(TELEFON);
    let result = service.verificer_kontaktinformation(&citizen.cpr, &body).await;
    documented(result, &VerificerKontaktinformationError::KanIkkeVerificeres, 9240);
    let mut body = citizen.verifikationskode();
    body.kontaktdata_type = KontaktdataCodelList(TELEFON);
    let result = service.get_verifikationskode(&citizen.cpr, &body).await;
    documented(result, &GetVerifikationskodeError::KanIkkeVerificeres, 9240);
}

#[tokio::test]
async fn kontaktinformation_9242() {
    let (server, _, dfdg) = start().await;
    let service = dfdg.kontaktinformation();
    let expected = &VerificerKontaktinformationError::IntetTilVerificering;

    // Five wrong codes, and then the right one is worth nothing either.
    let mut wrong = citizen_code(&server, &dfdg, "2902010001").await;
    let right = wrong.clone();
    wrong.kode = if right.kode == "000000" { "111111" } else { "000000" }.to_owned();
    for body in std::iter::repeat_n(wrong.verificering(), 5).chain([right.verificering()]) {
        documented(service.verificer_kontaktinformation(&right.cpr, &body).await, expected, 9242);
    }
    // One that has expired.
    let late = citizen_code(&server, &dfdg, "2902010002").await;
    server.clock.advance(std::time::Duration::from_secs(601));
    documented(service.verificer_kontaktinformation(&late.cpr, &late.verificering()).await, expected, 9242);
}

/// A citizen of the demonstration data with a mobile number and a code on its way to it.
async fn citizen_code(server: &Server, dfdg: &Dfdg, number: &str) -> Citizen {
    let (service, mut citizen) = (dfdg.kontaktinformation(), Citizen::of_demo(number));
    let mobil = kontakt(MOBIL, Some("20304050"));
    service.create_kontaktinformation(&citizen.cpr, &mobil).await.unwrap();
    // Nothing was sent yet.
    let result = service.verificer_kontaktinformation(&citizen.cpr, &citizen.verificering()).await;
    documented(result, &VerificerKontaktinformationError::IntetTilVerificering, 9242);
    service.get_verifikationskode(&citizen.cpr, &citizen.verifikationskode()).await.unwrap();
    citizen.kode = server.latest_kode(number, MOBIL).await;
    citizen
}

#[tokio::test]
async fn kontaktinformation_9247() {
    let (_server, citizen, dfdg) = start().await;
    let (service, cpr) = (dfdg.kontaktinformation(), &citizen.cpr);
    service.verificer_kontaktinformation(cpr, &citizen.verificering()).await.unwrap();
    let result = service.verificer_kontaktinformation(cpr, &citizen.verificering()).await;
    documented(result, &VerificerKontaktinformationError::AlleredeVerificeret, 9247);
    let result = service.get_verifikationskode(cpr, &citizen.verifikationskode()).await;
    documented(result, &GetVerifikationskodeError::AlleredeVerificeret, 9247);
}
