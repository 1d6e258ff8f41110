//! Codes of Virksomhedsordning.WebservicebeskedService.

use dfdg_api::webservicebesked::operations::{
    SendGdprSlettetNotifikationError, SendOrdningsnotifikationError,
};
use dfdg_end_to_end::expect::documented;
use dfdg_end_to_end::{Caller, Server};
use dfdg_sdk::organisation_type;

#[tokio::test]
async fn webservicebesked_4575() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let other_job_center = Caller::acting_for(organisation_type::JOB_CENTER, "10201");
    for caller in [other_job_center, Caller::a_kasse()] {
        let dfdg = server.dfdg(&caller);
        let service = dfdg.webservicebesked();
        let result = service.send_ordningsnotifikation(&citizen.ordningsnotifikation()).await;
        documented(result, &SendOrdningsnotifikationError::IkkeAutoriseret, 4575);
        let result = service.send_gdpr_slettet_notifikation(&citizen.gdpr_slettet_notifikation()).await;
        documented(result, &SendGdprSlettetNotifikationError::IkkeAutoriseret, 4575);
    }
    assert_eq!(server.rows().await.count("outbox"), 0);
}
