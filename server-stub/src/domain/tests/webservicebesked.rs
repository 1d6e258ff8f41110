use super::*;
use crate::auth::organisation_type;
use crate::domain::kodeliste::Given;
use crate::domain::webservicebesked::*;
use crate::fault::Fault;
use crate::store::outbox;

fn ny(skabelon: i32) -> NyBesked<'static> {
    NyBesked {
        beskedtype: Beskedtype::Ordningsnotifikation,
        job_center_kode: "10101",
        borgere: vec!["2902010001".to_owned()],
        koder: vec![Given::new(
            "/x/virksomhedsordningSkabelon",
            "VirksomhedsordningSkabelonTypeCodeList",
            skabelon,
        )],
        payload: r#"{"cvrNummer":"12345678"}"#.to_owned(),
    }
}

#[tokio::test]
async fn a_message_waits_in_the_outbox_once_per_request() {
    let (_folder, store) = demo().await;
    let job_center = caller(organisation_type::JOB_CENTER, "10101", true);
    let ticket = ticket();
    let id = send(&store, &ticket, &job_center, ny(1)).await.unwrap();
    assert_eq!(send(&store, &ticket, &job_center, ny(1)).await.unwrap_err(), Fault::BrugtRequestId);
    let waiting = outbox::deliverable(&mut store.read().await.unwrap(), 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!((waiting[0].id, waiting[0].kind.as_str()), (id, "Ordningsnotifikation"));
    assert_eq!(waiting[0].payload, ny(1).payload);
    assert!(!format!("{waiting:?} {:?}", ny(1)).contains("2902010001"));
}

#[tokio::test]
async fn the_job_centre_its_municipality_and_the_agency_speak_for_it() {
    let (_folder, store) = demo().await;
    use organisation_type::{A_KASSE, JOB_CENTER, KOMMUNE, STAR};
    for names_it in [true, false] {
        for (kind, code) in [(JOB_CENTER, "10101"), (KOMMUNE, "101"), (STAR, "1")] {
            send(&store, &ticket(), &caller(kind, code, names_it), ny(1)).await.unwrap();
        }
        for (kind, code) in [(JOB_CENTER, "10201"), (KOMMUNE, "102"), (A_KASSE, "21")] {
            let refused = send(&store, &ticket(), &caller(kind, code, names_it), ny(1)).await.unwrap_err();
            assert_eq!(refused, Fault::IkkeAutoriseret);
        }
    }
}

#[tokio::test]
async fn an_unknown_value_leaves_no_message() {
    let (_folder, store) = demo().await;
    let job_center = caller(organisation_type::JOB_CENTER, "10101", true);
    let refused = send(&store, &ticket(), &job_center, ny(77)).await.unwrap_err();
    assert_eq!(refused.code(), Some(2002));
    assert_eq!(outbox::count(&mut store.read().await.unwrap()).await.unwrap(), 0);
}
