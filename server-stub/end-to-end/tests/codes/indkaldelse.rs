//! Codes of Kontaktforloeb.IndkaldelseService.

use dfdg_api::indkaldelse::operations::{
    CreateIndkaldelseError, CreateMyndighedsdeltagerError, DeleteMyndighedsdeltagerError,
    UpdateMyndighedsdeltagerError,
};
use dfdg_end_to_end::expect::documented;
use dfdg_end_to_end::{Caller, Citizen, Server};
use dfdg_sdk::{Dfdg, Uuid};

async fn start() -> (Server, Citizen, Dfdg) {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    (server, citizen, dfdg)
}

#[tokio::test]
async fn indkaldelse_4405() {
    let (server, citizen, dfdg) = start().await;
    server.set_dead(&citizen, true).await;
    let (service, cpr, deltager) = (dfdg.indkaldelse(), &citizen.cpr, citizen.deltager);
    let result = service.create_indkaldelse(cpr, &citizen.ny_indkaldelse()).await;
    documented(result, &CreateIndkaldelseError::BorgerErDoed, 4405);
    let result = service.create_myndighedsdeltager(cpr, Uuid::new_v4(), &citizen.ny_deltager()).await;
    documented(result, &CreateMyndighedsdeltagerError::BorgerErDoed, 4405);
    let result = service.update_myndighedsdeltager(cpr, deltager, &citizen.aendret_deltager()).await;
    documented(result, &UpdateMyndighedsdeltagerError::BorgerErDoed, 4405);
    let result = service.delete_myndighedsdeltager(cpr, deltager, citizen.indkaldelse).await;
    documented(result, &DeleteMyndighedsdeltagerError::BorgerErDoed, 4405);
}

#[tokio::test]
async fn indkaldelse_90101() {
    let (_server, citizen, dfdg) = start().await;
    let mut undecided = citizen.ny_deltager();
    undecided.myndighedsrepraesentanten_deltager = None;
    let service = dfdg.indkaldelse();
    let first = Uuid::new_v4();
    assert_eq!(
        service.create_myndighedsdeltager(&citizen.cpr, first, &undecided).await.unwrap(),
        first,
        "what is asked for while nothing is open is done"
    );
    let create = || service.create_myndighedsdeltager(&citizen.cpr, Uuid::new_v4(), &undecided);
    documented(create().await, &CreateMyndighedsdeltagerError::EksisterendeDeltagereIkkeOpdateret, 90101);
    service.update_myndighedsdeltager(&citizen.cpr, first, &citizen.aendret_deltager()).await.unwrap();
    create().await.unwrap();
}

#[tokio::test]
async fn indkaldelse_90102() {
    let (server, mut citizen, dfdg) = start().await;
    let other = server.own_citizen().await;
    // One that is not there, and one that is another citizen's.
    for indkaldelse in [Uuid::new_v4(), other.indkaldelse] {
        citizen.indkaldelse = indkaldelse;
        let (service, cpr, deltager) = (dfdg.indkaldelse(), &citizen.cpr, citizen.deltager);
        let result = service.create_myndighedsdeltager(cpr, Uuid::new_v4(), &citizen.ny_deltager()).await;
        documented(result, &CreateMyndighedsdeltagerError::IndkaldelseFindesIkke, 90102);
        let result = service.update_myndighedsdeltager(cpr, deltager, &citizen.aendret_deltager()).await;
        documented(result, &UpdateMyndighedsdeltagerError::IndkaldelseFindesIkke, 90102);
        let result = service.delete_myndighedsdeltager(cpr, deltager, indkaldelse).await;
        documented(result, &DeleteMyndighedsdeltagerError::IndkaldelseFindesIkke, 90102);
    }
}

#[tokio::test]
async fn indkaldelse_90103() {
    let (_server, mut citizen, dfdg) = start().await;
    let service = dfdg.indkaldelse();
    citizen.indkaldelse = service.create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await.unwrap();
    let (cpr, deltager) = (&citizen.cpr, citizen.deltager);
    let result = service.update_myndighedsdeltager(cpr, deltager, &citizen.aendret_deltager()).await;
    documented(result, &UpdateMyndighedsdeltagerError::DeltagerHoererTilAndenIndkaldelse, 90103);
    let result = service.delete_myndighedsdeltager(cpr, deltager, citizen.indkaldelse).await;
    documented(result, &DeleteMyndighedsdeltagerError::DeltagerHoererTilAndenIndkaldelse, 90103);
}

#[tokio::test]
async fn indkaldelse_90105() {
    let (_server, citizen, dfdg) = start().await;
    let (cpr, deltager) = (&citizen.cpr, citizen.deltager);
    let result = dfdg.indkaldelse().create_myndighedsdeltager(cpr, deltager, &citizen.ny_deltager()).await;
    documented(result, &CreateMyndighedsdeltagerError::DeltagerFindesAllerede, 90105);
}

#[tokio::test]
async fn indkaldelse_90107() {
    let (_server, citizen, dfdg) = start().await;
    let (service, cpr, nobody) = (dfdg.indkaldelse(), &citizen.cpr, Uuid::new_v4());
    let result = service.update_myndighedsdeltager(cpr, nobody, &citizen.aendret_deltager()).await;
    documented(result, &UpdateMyndighedsdeltagerError::DeltagerFindesIkke, 90107);
    let result = service.delete_myndighedsdeltager(cpr, nobody, citizen.indkaldelse).await;
    documented(result, &DeleteMyndighedsdeltagerError::DeltagerFindesIkke, 90107);
}
