//! Borgerkommunikation.BorgersKontaktinformationService.

use dfdg_api::kontaktinformation::types::{
    CreateKontaktinformationDto, KontaktdataCodelList, KontaktdataStatusCodelList,
};
use dfdg_end_to_end::{Caller, Citizen, Server, kontakt};
use dfdg_sdk::Dfdg;

/// The demonstration data's kinds and states.
const MOBIL: i32 = 1;
const TELEFON: i32 = 2;
const MAIL: i32 = 3;
const IKKE_VERIFICERET: i32 = 1;
const VERIFICERET: i32 = 2;
const UGYLDIG: i32 = 3;

async fn start() -> (Server, Dfdg, Citizen) {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::job_center());
    let citizen = Citizen::of_demo("2902010001");
    (server, dfdg, citizen)
}

/// Kind, data and state of everything that is there.
async fn there(dfdg: &Dfdg, citizen: &Citizen) -> Vec<(i32, String, i32)> {
    let found = dfdg.kontaktinformation().get_kontaktinformation(&citizen.cpr).await.unwrap();
    let found = found.kontaktinformationer.kontaktinformation;
    found.into_iter().map(|one| (one.kontaktdata_type.0, one.kontaktdata, one.kontaktdatastatus.0)).collect()
}

fn entry(kind: i32, data: &str, status: i32) -> (i32, String, i32) {
    (kind, data.to_owned(), status)
}

#[tokio::test]
async fn create_kontaktinformation() {
    let (_server, dfdg, citizen) = start().await;
    let service = dfdg.kontaktinformation();
    let mut all = kontakt(MOBIL, Some("+4520304050"));
    let entries = &mut all.kontaktinformationer.kontaktinformation;
    for (kind, data) in [(TELEFON, "70304050"), (MAIL, "søren@blåbær.example.dk")] {
        let kontaktdata_type = KontaktdataCodelList(kind);
        let kontaktdata = Some(Some(data.to_owned()));
        entries.push(CreateKontaktinformationDto { kontaktdata, kontaktdata_type });
    }
    service.create_kontaktinformation(&citizen.cpr, &all).await.unwrap();
    let expected = [
        entry(MOBIL, "+4520304050", IKKE_VERIFICERET),
        entry(TELEFON, "70304050", IKKE_VERIFICERET),
        entry(MAIL, "søren@blåbær.example.dk", IKKE_VERIFICERET),
    ];
    assert_eq!(there(&dfdg, &citizen).await, expected);

    // Null, nothing and an empty one delete; the last entry as well.
    let mut omitted = kontakt(MAIL, None);
    omitted.kontaktinformationer.kontaktinformation[0].kontaktdata = None;
    for (body, left) in [(kontakt(MOBIL, None), 2), (kontakt(TELEFON, Some("")), 1), (omitted, 0)] {
        service.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
        assert_eq!(there(&dfdg, &citizen).await.len(), left);
    }
}

#[tokio::test]
async fn get_kontaktinformation() {
    let (server, dfdg, citizen) = start().await;
    let service = dfdg.kontaktinformation();
    let none = service.get_kontaktinformation(&citizen.cpr).await.unwrap();
    assert!(none.kontaktinformationer.kontaktinformation.is_empty());
    let with_contacts = Citizen::of_demo("2902010028");
    let expected = [
        entry(MOBIL, "20304050", IKKE_VERIFICERET),
        entry(TELEFON, "70304050", IKKE_VERIFICERET),
        entry(MAIL, "borger@example.dk", VERIFICERET),
    ];
    assert_eq!(there(&server.dfdg(&Caller::star()), &with_contacts).await, expected);
}

#[tokio::test]
async fn update_kontaktinformation() {
    let (_server, dfdg, citizen) = start().await;
    let service = dfdg.kontaktinformation();
    let body = kontakt(MOBIL, Some("20304050"));
    service.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    for status in [UGYLDIG, VERIFICERET, IKKE_VERIFICERET] {
        let mut ny = citizen.ny_status();
        ny.kontaktdatastatus = KontaktdataStatusCodelList(status);
        service.update_kontaktinformation(&citizen.cpr, &ny).await.unwrap();
        assert_eq!(there(&dfdg, &citizen).await, [entry(MOBIL, "20304050", status)]);
    }
}

#[tokio::test]
async fn get_verifikationskode() {
    let (server, dfdg, citizen) = start().await;
    let service = dfdg.kontaktinformation();
    let body = kontakt(MOBIL, Some("20304050"));
    service.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    service.get_verifikationskode(&citizen.cpr, &citizen.verifikationskode()).await.unwrap();
    let kode = server.latest_kode(citizen.cpr.as_str(), MOBIL).await;
    assert!(kode.len() == 6 && kode.bytes().all(|byte| byte.is_ascii_digit()));
    // What is kept is not the code.
    let hash = server.texts("SELECT hash FROM verifikationskoder WHERE cpr = '2902010001'").await;
    assert!(hash.len() == 1 && !hash[0].contains(&kode));
}

#[tokio::test]
async fn verificer_kontaktinformation() {
    let (server, dfdg, mut citizen) = start().await;
    let service = dfdg.kontaktinformation();
    let body = kontakt(MOBIL, Some("20304050"));
    service.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    service.get_verifikationskode(&citizen.cpr, &citizen.verifikationskode()).await.unwrap();
    citizen.kode = server.latest_kode(citizen.cpr.as_str(), MOBIL).await;
    service.verificer_kontaktinformation(&citizen.cpr, &citizen.verificering()).await.unwrap();
    assert_eq!(there(&dfdg, &citizen).await, [entry(MOBIL, "20304050", VERIFICERET)]);

    // The same number again stays verified, another one is not.
    service.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    assert_eq!(there(&dfdg, &citizen).await, [entry(MOBIL, "20304050", VERIFICERET)]);
    let other = kontakt(MOBIL, Some("20304051"));
    service.create_kontaktinformation(&citizen.cpr, &other).await.unwrap();
    assert_eq!(there(&dfdg, &citizen).await, [entry(MOBIL, "20304051", IKKE_VERIFICERET)]);
}
