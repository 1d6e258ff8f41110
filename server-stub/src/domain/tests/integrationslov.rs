use std::sync::Arc;

use super::*;
use crate::domain::integrationslov::*;
use crate::fault::Fault;
use crate::letasyl::{Failure, Simulator};
use crate::store::letasyl as rows;

async fn service(failure: Option<Failure>) -> (tempfile::TempDir, Store, Integrationslov) {
    let (folder, store) = demo().await;
    let letasyl = Arc::new(Simulator::new(store.clone(), failure));
    (folder, store.clone(), Integrationslov::new(store, letasyl))
}

#[tokio::test]
async fn a_version_keeps_its_identifier_until_something_changes() {
    let (_folder, store, service) = service(None).await;
    let cpr = borger(17);
    let first = service.hent(&cpr, "test").await.unwrap().unwrap();
    assert_eq!(first.jobcenter.as_deref(), Some("10101"));
    assert!(first.data.kommentar.as_ref().unwrap().contains("Ærø"));
    assert_eq!(service.hent(&cpr, "test").await.unwrap().unwrap().version, first.version);

    let mut tx = store.write(None).await.unwrap();
    let mut simulated = rows::simulated(&mut tx, &cpr).await.unwrap();
    simulated.data.as_mut().unwrap().kommentar = Some("Ny".to_owned());
    rows::put_simulated(&mut tx, &cpr, &simulated).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(service.hent(&cpr, "test").await.unwrap().unwrap().version, first.version);
}

#[tokio::test]
async fn there_may_be_no_data() {
    let (_folder, store, service) = service(None).await;
    assert!(service.hent(&borger(19), "test").await.unwrap().is_none());
    service.overfoer(&ticket(), &borger(19)).await.unwrap();
    let transfers = rows::transfers(&mut store.read().await.unwrap(), &borger(19)).await.unwrap();
    assert_eq!(transfers, [None]);
}

#[tokio::test]
async fn a_transfer_happens_once_per_request() {
    let (_folder, store, service) = service(None).await;
    let ticket = ticket();
    service.overfoer(&ticket, &borger(18)).await.unwrap();
    let again = service.overfoer(&ticket, &borger(18)).await.unwrap_err();
    assert_eq!(again, IntegrationslovFejl::Faelles(Fault::BrugtRequestId));
    let version = service.hent(&borger(18), "test").await.unwrap().unwrap().version;
    let transfers = rows::transfers(&mut store.read().await.unwrap(), &borger(18)).await.unwrap();
    assert_eq!(transfers, [Some(version)]);
}

#[tokio::test]
async fn letasyl_fails_in_eight_ways_and_a_failed_transfer_leaves_nothing() {
    let (_folder, store, service) = service(None).await;
    for (nr, failure) in (20..).zip(Failure::ALL) {
        let expected = IntegrationslovFejl::LetAsyl(failure);
        assert_eq!(service.hent(&borger(nr), "test").await.unwrap_err(), expected);
        assert_eq!(service.overfoer(&ticket(), &borger(nr)).await.unwrap_err(), expected);
        let transfers = rows::transfers(&mut store.read().await.unwrap(), &borger(nr)).await.unwrap();
        assert!(transfers.is_empty());
    }
}

#[tokio::test]
async fn all_may_fail_and_a_citizens_own_failure_comes_first() {
    let (_folder, _store, service) = service(Some(Failure::Timeout)).await;
    let failed = async |nr| service.hent(&borger(nr), "test").await.unwrap_err();
    assert_eq!(failed(17).await, IntegrationslovFejl::LetAsyl(Failure::Timeout));
    assert_eq!(failed(20).await, IntegrationslovFejl::LetAsyl(Failure::Unreachable));
}

#[tokio::test]
async fn the_citizen_must_be_known_and_alive() {
    let (_folder, _store, service) = service(None).await;
    let refused = async |cpr| service.hent(&cpr, "test").await.unwrap_err();
    assert_eq!(refused(unknown()).await, IntegrationslovFejl::PersonFindesIkke);
    assert_eq!(refused(borger(DEAD)).await, IntegrationslovFejl::BorgerErDoed);
}

#[tokio::test]
async fn the_document_of_long_data_has_several_pages_and_names_codes() {
    let (_folder, _store, service) = service(None).await;
    let dokument = service.dokument(&borger(18), "test").await.unwrap().unwrap();
    assert_eq!(dokument.jobcenter.as_deref(), Some("10101"));
    let pages = pdf_extract::extract_text_from_mem_by_pages(&dokument.pdf).unwrap();
    assert!(pages.len() > 1);
    let text = pages.join(" ");
    for part in [
        "Øvrige forhold",
        "Slut på beskrivelsen",
        "Vurderingen er afsluttet",
        "Danskuddannelse 2 (demo)",
        "Flydende",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(service.dokument(&borger(19), "test").await.unwrap().is_none());
}
