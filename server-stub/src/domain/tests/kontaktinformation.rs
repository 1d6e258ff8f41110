use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::auth::ActiveOrganisation;
use crate::domain::kontaktinformation::*;
use crate::fault::Fault;
use crate::sensitive::Kode;
use crate::settings::Verification;
use crate::store::kontakt as rows;

const MOBILE: i32 = 1;
const LANDLINE: i32 = 2;
const ADDRESS: i32 = 3;
const UNVERIFIED: i32 = 1;
const VERIFIED: i32 = 2;

async fn service() -> (tempfile::TempDir, Store, Kontaktinformationer) {
    let (folder, store) = demo().await;
    let sender = Arc::new(Mailbox(store.clone()));
    let service = Kontaktinformationer::new(store.clone(), sender, Verification::default()).unwrap();
    (folder, store, service)
}

fn ny(kind: i32, data: &str) -> NyKontakt {
    NyKontakt { kind, data: Some(data.to_owned()) }
}

async fn kinds(service: &Kontaktinformationer, cpr: &Cpr) -> Vec<(i32, String, i32)> {
    let all = service.get(cpr).await.unwrap();
    all.into_iter().map(|kontakt| (kontakt.kind, kontakt.data, kontakt.status)).collect()
}

async fn sent(store: &Store, cpr: &Cpr, kind: i32) -> Kode {
    rows::latest_in_mailbox(&mut store.read().await.unwrap(), cpr, kind).await.unwrap().unwrap().kode
}

/// A code that is not this one.
fn other(kode: &Kode) -> Kode {
    Kode::new(if kode.expose() == "000000" { "000001" } else { "000000" })
}

#[tokio::test]
async fn there_is_one_of_each_kind_and_nothing_deletes_it() {
    let (_folder, _store, service) = service().await;
    let cpr = borger(1);
    service.create(&cpr, &[ny(MOBILE, "20304050"), ny(ADDRESS, "a@example.dk")]).await.unwrap();
    service.create(&cpr, &[ny(MOBILE, "+4560708090")]).await.unwrap();
    let both = [(1, "+4560708090".to_owned(), UNVERIFIED), (3, "a@example.dk".to_owned(), UNVERIFIED)];
    assert_eq!(kinds(&service, &cpr).await, both);
    service.create(&cpr, &[ny(MOBILE, ""), NyKontakt { kind: ADDRESS, data: None }]).await.unwrap();
    assert!(kinds(&service, &cpr).await.is_empty());
    // Nothing there to delete is no fault.
    service.create(&cpr, &[ny(MOBILE, "")]).await.unwrap();
}

#[tokio::test]
async fn what_is_refused_leaves_everything_as_it_was() {
    let (_folder, _store, service) = service().await;
    let cpr = borger(1);
    let refused = async |nye: &[NyKontakt]| service.create(&cpr, nye).await.unwrap_err();
    let good = ny(LANDLINE, "70304050");
    assert_eq!(refused(&[good.clone(), ny(MOBILE, "123")]).await, KontaktFejl::UgyldigtMobilnummer);
    assert_eq!(refused(&[ny(LANDLINE, "70 30")]).await, KontaktFejl::UgyldigtTelefonnummer);
    assert_eq!(refused(&[good.clone(), ny(ADDRESS, "a@b")]).await, KontaktFejl::UgyldigMailadresse);
    assert_eq!(refused(&[good.clone(), ny(4711, "x")]).await, KontaktFejl::UgyldigKontaktdataType);
    // No longer valid.
    assert_eq!(refused(&[ny(99, "x")]).await, KontaktFejl::UgyldigKontaktdataType);
    let KontaktFejl::Faelles(twice) = refused(&[good.clone(), good]).await else { panic!() };
    let pointer = "/kontaktinformationer/kontaktinformation/1/kontaktdataType";
    assert_eq!((twice.code(), twice.violations()[0].pointer.as_str()), (Some(1014), pointer));
    assert!(kinds(&service, &cpr).await.is_empty());
}

#[tokio::test]
async fn the_citizen_must_be_known_and_alive() {
    let (_folder, _store, service) = service().await;
    let nye = [ny(MOBILE, "20304050")];
    assert_eq!(service.create(&borger(DEAD), &nye).await.unwrap_err(), KontaktFejl::BorgerErDoed);
    let unknown = unknown();
    assert_eq!(service.create(&unknown, &nye).await.unwrap_err(), KontaktFejl::Faelles(Fault::UkendtCpr));
    assert_eq!(service.get(&unknown).await.unwrap_err(), KontaktFejl::Faelles(Fault::UkendtCpr));
    assert_eq!(service.send_kode(&unknown, MOBILE).await.unwrap_err(), KontaktFejl::BorgerFindesIkke);
}

#[tokio::test]
async fn a_mail_address_with_a_subscription_is_changed_but_not_removed() {
    let (_folder, _store, service) = service().await;
    let cpr = borger(28);
    let refused = service.create(&cpr, &[ny(ADDRESS, "")]).await.unwrap_err();
    assert_eq!(refused, KontaktFejl::MailHarAbonnement);
    service.create(&cpr, &[ny(ADDRESS, "ny@example.dk")]).await.unwrap();
    assert_eq!(kinds(&service, &cpr).await[2], (3, "ny@example.dk".to_owned(), UNVERIFIED));
    let refused = service.create(&cpr, &[NyKontakt { kind: ADDRESS, data: None }]).await.unwrap_err();
    assert_eq!(refused, KontaktFejl::MailHarAbonnement);
}

#[tokio::test]
async fn a_code_verifies_once() {
    let (_folder, store, service) = service().await;
    let cpr = borger(28);
    service.send_kode(&cpr, MOBILE).await.unwrap();
    let kode = sent(&store, &cpr, MOBILE).await;
    service.verificer(&cpr, MOBILE, &kode).await.unwrap();
    assert_eq!(kinds(&service, &cpr).await[0].2, VERIFIED);
    let verified = KontaktFejl::AlleredeVerificeret;
    assert_eq!(service.verificer(&cpr, MOBILE, &kode).await.unwrap_err(), verified);
    assert_eq!(service.send_kode(&cpr, MOBILE).await.unwrap_err(), verified);
    // The same data again keeps its state, other data starts anew.
    service.create(&cpr, &[ny(MOBILE, "20304050")]).await.unwrap();
    assert_eq!(kinds(&service, &cpr).await[0].2, VERIFIED);
    service.create(&cpr, &[ny(MOBILE, "20304051")]).await.unwrap();
    assert_eq!(kinds(&service, &cpr).await[0].2, UNVERIFIED);
}

#[tokio::test]
async fn a_code_allows_five_wrong_answers() {
    let (_folder, store, service) = service().await;
    let cpr = borger(28);
    service.send_kode(&cpr, MOBILE).await.unwrap();
    let kode = sent(&store, &cpr, MOBILE).await;
    let wrong = KontaktFejl::IntetTilVerificering;
    for _ in 0..4 {
        assert_eq!(service.verificer(&cpr, MOBILE, &other(&kode)).await.unwrap_err(), wrong);
    }
    let left =
        rows::find_kode(&mut store.read().await.unwrap(), &cpr, MOBILE).await.unwrap().unwrap().tries_left;
    assert_eq!(left, 1);
    assert_eq!(service.verificer(&cpr, MOBILE, &other(&kode)).await.unwrap_err(), wrong);
    assert_eq!(service.verificer(&cpr, MOBILE, &kode).await.unwrap_err(), wrong);
}

#[tokio::test]
async fn a_code_is_worthless_when_late_or_replaced_or_meant_for_something_else() {
    let (_folder, store, service) = service().await;
    let cpr = borger(28);
    let wrong = KontaktFejl::IntetTilVerificering;
    assert_eq!(service.verificer(&cpr, MOBILE, &Kode::new("000000")).await.unwrap_err(), wrong);

    service.send_kode(&cpr, MOBILE).await.unwrap();
    let late = sent(&store, &cpr, MOBILE).await;
    store.clock().advance(Duration::from_secs(601));
    assert_eq!(service.verificer(&cpr, MOBILE, &late).await.unwrap_err(), wrong);

    service.send_kode(&cpr, MOBILE).await.unwrap();
    let kode = sent(&store, &cpr, MOBILE).await;
    service.create(&cpr, &[ny(MOBILE, "20304051")]).await.unwrap();
    assert_eq!(service.verificer(&cpr, MOBILE, &kode).await.unwrap_err(), wrong);
}

#[tokio::test]
async fn a_code_is_stored_as_a_hash() {
    let (_folder, store, service) = service().await;
    let cpr = borger(28);
    service.send_kode(&cpr, MOBILE).await.unwrap();
    let kode = sent(&store, &cpr, MOBILE).await;
    let stored = rows::find_kode(&mut store.read().await.unwrap(), &cpr, MOBILE).await.unwrap().unwrap();
    assert_eq!(stored.hash.len(), 64);
    assert!(!stored.hash.contains(kode.expose()));
}

#[tokio::test]
async fn only_what_can_be_verified_and_is_there_gets_a_code() {
    let (_folder, _store, service) = service().await;
    let refused = async |nr, kind| service.send_kode(&borger(nr), kind).await.unwrap_err();
    assert_eq!(refused(28, LANDLINE).await, KontaktFejl::KanIkkeVerificeres);
    assert_eq!(refused(28, 4711).await, KontaktFejl::UgyldigKontaktdataType);
    assert_eq!(refused(1, MOBILE).await, KontaktFejl::IngenKontaktdata);
    let kode = Kode::new("123456");
    let refused = service.verificer(&borger(28), LANDLINE, &kode).await.unwrap_err();
    assert_eq!(refused, KontaktFejl::KanIkkeVerificeres);
}

#[tokio::test]
async fn a_state_is_set_by_organisations_that_are_known() {
    let (_folder, _store, service) = service().await;
    let cpr = borger(28);
    let update = async |kind: i32, code: &str, kontakt: i32, status: i32| {
        let active = ActiveOrganisation { organisation_type: kind, organisation_code: code.to_owned() };
        service.update_status(Some(&active), &cpr, kontakt, status).await
    };
    update(8, "10101", MOBILE, 3).await.unwrap();
    assert_eq!(kinds(&service, &cpr).await[0].2, 3);
    service.update_status(None, &cpr, MOBILE, VERIFIED).await.unwrap();
    assert_eq!(update(8, "99999", MOBILE, 3).await, Err(KontaktFejl::UkendtJobcenterkode));
    assert_eq!(update(2, "99999", MOBILE, 3).await, Err(KontaktFejl::UkendtAkassekode));
    assert_eq!(update(8, "10101", 4711, 3).await, Err(KontaktFejl::UgyldigKontaktdataType));
    assert_eq!(update(8, "10101", MOBILE, 4711).await, Err(KontaktFejl::UgyldigKontaktdatastatus));
    let nothing = service.update_status(None, &borger(1), MOBILE, VERIFIED).await.unwrap_err();
    assert!(matches!(nothing, KontaktFejl::Faelles(Fault::UgyldigBesked(_))));
}
