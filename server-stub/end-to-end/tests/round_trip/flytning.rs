//! BorgerFlytte.

use dfdg_end_to_end::{Caller, Citizen, Server, call, fresh_id};
use dfdg_sdk::{Dfdg, organisation_type};
use dfdg_server::store::flytning::{self as rows, Borgerflytning};

async fn flytning(server: &Server, citizen: &Citizen) -> Borgerflytning {
    rows::find(&mut server.app.store.read().await.unwrap(), citizen.flytning).await.unwrap().unwrap()
}

async fn may_see(dfdg: &Dfdg, citizen: &Citizen) -> bool {
    call(dfdg, "GetKontaktinformation", citizen, "").await.is_ok()
}

#[tokio::test]
async fn create_fraflytningsbekraeftelse() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    // Every job centre may confirm for every citizen.
    let elsewhere = server.dfdg(&Caller::acting_for(organisation_type::JOB_CENTER, "10202"));
    let service = elsewhere.borger_flytte();
    service.create_fraflytningsbekraeftelse(&citizen.cpr, &citizen.fraflytning()).await.unwrap();
    let first = flytning(&server, &citizen).await;
    assert!(first.fraflytning_bekraeftet.is_some() && first.tilflytning_bekraeftet.is_none());

    // Once more changes nothing.
    service.create_fraflytningsbekraeftelse(&citizen.cpr, &citizen.fraflytning()).await.unwrap();
    assert_eq!(flytning(&server, &citizen).await.fraflytning_bekraeftet, first.fraflytning_bekraeftet);
}

/// The second confirmation carries the move out: from then on the new job centre sees the citizen, and the old one
/// does not.
#[tokio::test]
async fn create_tilflytningsbekraeftelse() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let (old, new) = (
        server.dfdg(&Caller::job_center()),
        server.dfdg(&Caller::acting_for(organisation_type::JOB_CENTER, "10201")),
    );
    old.borger_flytte().create_tilflytningsbekraeftelse(&citizen.tilflytning()).await.unwrap();
    let first = flytning(&server, &citizen).await;
    assert!(first.fraflytning_bekraeftet.is_none() && first.tilflytning_bekraeftet.is_some());
    assert!(may_see(&old, &citizen).await && !may_see(&new, &citizen).await);

    call(&old, "CreateFraflytningsbekraeftelse", &citizen, &fresh_id()).await.unwrap();
    assert!(!may_see(&old, &citizen).await && may_see(&new, &citizen).await);
    let new_kommune = server.dfdg(&Caller::acting_for(organisation_type::KOMMUNE, "102"));
    let old_kommune = server.dfdg(&Caller::kommune());
    assert!(!may_see(&old_kommune, &citizen).await && may_see(&new_kommune, &citizen).await);
}
