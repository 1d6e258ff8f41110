//! Codes of BorgerFlytte.

use dfdg_api::borgerflytte::operations::{
    CreateFraflytningsbekraeftelseError, CreateTilflytningsbekraeftelseError,
};
use dfdg_end_to_end::expect::documented;
use dfdg_end_to_end::{Caller, Server};
use dfdg_sdk::Uuid;

#[tokio::test]
async fn borgerflytte_3() {
    let server = Server::start().await;
    let (citizen, other, dead) =
        (server.own_citizen().await, server.own_citizen().await, server.own_citizen().await);
    let dfdg = server.dfdg(&Caller::job_center());
    let service = dfdg.borger_flytte();

    // No such move, and one that is another citizen's.
    for flytning in [Uuid::new_v4(), other.flytning] {
        let mut body = citizen.fraflytning();
        body.borgerflytning_id = flytning;
        let result = service.create_fraflytningsbekraeftelse(&citizen.cpr, &body).await;
        documented(result, &CreateFraflytningsbekraeftelseError::ElementFindesIkke, 3);
    }
    // No such move, and one of a dead citizen's.
    server.set_dead(&dead, true).await;
    for flytning in [Uuid::new_v4(), dead.flytning] {
        let mut body = citizen.tilflytning();
        body.borgerflytning_id = flytning;
        let result = service.create_tilflytningsbekraeftelse(&body).await;
        documented(result, &CreateTilflytningsbekraeftelseError::ElementFindesIkke, 3);
    }
}

#[tokio::test]
async fn borgerflytte_60007() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    server.set_dead(&citizen, true).await;
    let dfdg = server.dfdg(&Caller::job_center());
    let result =
        dfdg.borger_flytte().create_fraflytningsbekraeftelse(&citizen.cpr, &citizen.fraflytning()).await;
    documented(result, &CreateFraflytningsbekraeftelseError::BorgerErDoed, 60007);
}
