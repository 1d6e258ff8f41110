use kontrakt::operation::Access;

use super::*;
use crate::auth::organisation_type;
use crate::domain::flytning::*;
use crate::fault::Fault;
use crate::store::borgere;

const TABLE: &[Access] = &[
    Access { organisation: "JobCenter", relations: &["egne"] },
    Access { organisation: "Kommune", relations: &["egne"] },
    Access { organisation: "STAR", relations: &["alle"] },
];

fn flytning(nr: u32) -> Uuid {
    format!("f1000000-0000-4000-8000-{nr:012}").parse().unwrap()
}

async fn relations(store: &Store, cpr: &Cpr, kind: &str, code: &str) -> Vec<String> {
    borgere::relations(&mut store.read().await.unwrap(), cpr, kind, code, None).await.unwrap()
}

async fn jobcenter(store: &Store, cpr: &Cpr) -> Option<String> {
    borgere::find(&mut store.read().await.unwrap(), cpr).await.unwrap().unwrap().jobcenter
}

#[tokio::test]
async fn the_second_confirmation_moves_the_citizen() {
    let (_folder, store) = demo().await;
    let cpr = borger(13);
    confirm_fraflytning(&store, &ticket(), &cpr, flytning(1)).await.unwrap();
    assert_eq!(jobcenter(&store, &cpr).await.as_deref(), Some("10101"));
    assert!(relations(&store, &cpr, "JobCenter", "10101").await.contains(&"egne".to_owned()));

    confirm_tilflytning(&store, &ticket(), flytning(1)).await.unwrap();
    assert_eq!(jobcenter(&store, &cpr).await.as_deref(), Some("10201"));
    assert_eq!(relations(&store, &cpr, "JobCenter", "10101").await, ["tidligere-egne"]);
    assert_eq!(relations(&store, &cpr, "JobCenter", "10201").await, ["egne"]);
    assert_eq!(relations(&store, &cpr, "Kommune", "101").await, ["tidligere-egne"]);
    assert_eq!(relations(&store, &cpr, "Kommune", "102").await, ["egne"]);
    // The unemployment fund has nothing to do with it; the other actor of the old job centre is out.
    assert_eq!(relations(&store, &cpr, "A-kasse", "21").await, ["egne"]);
    let mut conn = store.read().await.unwrap();
    let actor = borgere::relations(&mut conn, &cpr, "JobCenter", "10101", Some("30303030")).await.unwrap();
    assert!(actor.is_empty());
}

#[tokio::test]
async fn either_end_may_be_confirmed_first() {
    let (_folder, store) = demo().await;
    confirm_tilflytning(&store, &ticket(), flytning(2)).await.unwrap();
    assert_eq!(jobcenter(&store, &borger(14)).await.as_deref(), Some("10101"));
    confirm_fraflytning(&store, &ticket(), &borger(14), flytning(2)).await.unwrap();
    assert_eq!(jobcenter(&store, &borger(14)).await.as_deref(), Some("10201"));
}

#[tokio::test]
async fn confirming_again_changes_nothing() {
    let (_folder, store) = demo().await;
    for _ in 0..2 {
        confirm_fraflytning(&store, &ticket(), &borger(15), flytning(3)).await.unwrap();
        assert_eq!(jobcenter(&store, &borger(15)).await.as_deref(), Some("10101"));
    }
    for _ in 0..2 {
        confirm_tilflytning(&store, &ticket(), flytning(3)).await.unwrap();
        confirm_fraflytning(&store, &ticket(), &borger(15), flytning(3)).await.unwrap();
        assert_eq!(relations(&store, &borger(15), "JobCenter", "10201").await, ["egne"]);
    }
}

#[tokio::test]
async fn a_move_must_be_there_and_be_this_citizens() {
    let (_folder, store) = demo().await;
    let nowhere = Uuid::new_v4();
    let missing = FlytningFejl::ElementFindesIkke;
    assert_eq!(confirm_fraflytning(&store, &ticket(), &borger(13), nowhere).await, Err(missing.clone()));
    assert_eq!(confirm_fraflytning(&store, &ticket(), &borger(14), flytning(1)).await, Err(missing.clone()));
    assert_eq!(confirm_tilflytning(&store, &ticket(), nowhere).await, Err(missing.clone()));
    let agency = caller(organisation_type::STAR, "1", true);
    assert_eq!(may_confirm_tilflytning(&store, TABLE, &agency, nowhere).await.unwrap_err(), missing);
    let unknown = confirm_fraflytning(&store, &ticket(), &unknown(), flytning(1)).await;
    assert_eq!(unknown, Err(FlytningFejl::Faelles(Fault::UkendtCpr)));
}

#[tokio::test]
async fn the_dead_do_not_move() {
    let (_folder, store) = demo().await;
    let refused = confirm_fraflytning(&store, &ticket(), &borger(12), flytning(5)).await;
    assert_eq!(refused, Err(FlytningFejl::BorgerErDoed));
    let refused = confirm_tilflytning(&store, &ticket(), flytning(5)).await;
    assert_eq!(refused, Err(FlytningFejl::ElementFindesIkke));
}

#[tokio::test]
async fn the_arrival_is_confirmed_where_the_citizen_goes_and_by_those_whose_own_it_is() {
    use organisation_type::{A_KASSE, JOB_CENTER, KOMMUNE, STAR};
    let (_folder, store) = demo().await;
    let may = async |kind, code: &str| {
        let caller = caller(kind, code, true);
        may_confirm_tilflytning(&store, TABLE, &caller, flytning(1)).await
    };
    for (kind, code) in [(JOB_CENTER, "10201"), (JOB_CENTER, "10101"), (KOMMUNE, "101"), (STAR, "1")] {
        assert_eq!(may(kind, code).await, Ok(()), "{kind} {code}");
    }
    for (kind, code) in [(JOB_CENTER, "10202"), (KOMMUNE, "102"), (A_KASSE, "21")] {
        assert_eq!(may(kind, code).await, Err(Fault::IkkeAutoriseret.into()), "{kind} {code}");
    }
    let mut actor = caller(JOB_CENTER, "10201", true);
    actor.identity.organisations[0].anden_aktoer = Some("30303030".to_owned());
    let refused = may_confirm_tilflytning(&store, TABLE, &actor, flytning(1)).await;
    assert_eq!(refused, Err(Fault::IkkeAutoriseret.into()));

    confirm_fraflytning(&store, &ticket(), &borger(13), flytning(1)).await.unwrap();
    confirm_tilflytning(&store, &ticket(), flytning(1)).await.unwrap();
    assert_eq!(may(JOB_CENTER, "10201").await, Ok(()));
    assert_eq!(may(JOB_CENTER, "10101").await, Err(Fault::IkkeAutoriseret.into()));
}
