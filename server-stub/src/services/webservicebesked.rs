//! Virksomhedsordning.WebservicebeskedService.

use dfdg_api::webservicebesked::operations::{
    SendGdprSlettetNotifikationError, SendOrdningsnotifikationError,
};
use dfdg_api::webservicebesked::server::{
    SendGdprSlettetNotifikationRequest, SendOrdningsnotifikationRequest, Service,
};
use dfdg_api::webservicebesked::types::{
    CaseNotificationWebServiceMessageBodyDto, GdprSlettetNotifikationDto,
};
use kontrakt::server::{Context, Failure};
use serde::Serialize;

use super::{Services, ticket};
use crate::auth::Caller;
use crate::domain::kodeliste::Given;
use crate::domain::webservicebesked::{self as rules, Beskedtype, NyBesked};
use crate::fault::Fault;
use crate::refusal::told;
use crate::store::StoreError;

impl Service for Services {
    type Caller = Caller;

    async fn send_ordningsnotifikation(
        &self,
        context: &Context<Caller>,
        request: SendOrdningsnotifikationRequest,
    ) -> Result<(), Failure<SendOrdningsnotifikationError>> {
        let besked = request.body.ordningsnotifikation;
        let ny = NyBesked {
            beskedtype: Beskedtype::Ordningsnotifikation,
            job_center_kode: &besked.job_center_kode,
            borgere: besked.body.cpr_nummer.iter().cloned().collect(),
            koder: koder_ordning(&besked.body),
            payload: payload(&besked).map_err(told(context))?,
        };
        let ticket = ticket(context, &request.x_request_id);
        rules::send(&self.0.store, &ticket, &context.caller, ny).await.map_err(told(context))?;
        Ok(())
    }

    async fn send_gdpr_slettet_notifikation(
        &self,
        context: &Context<Caller>,
        request: SendGdprSlettetNotifikationRequest,
    ) -> Result<(), Failure<SendGdprSlettetNotifikationError>> {
        let besked = request.body.gdpr_slettet_notifikation;
        let ny = NyBesked {
            beskedtype: Beskedtype::GdprSlettetNotifikation,
            job_center_kode: &besked.job_center_kode,
            borgere: besked.body.cpr_numre.clone(),
            koder: koder_gdpr(&besked),
            payload: payload(&besked).map_err(told(context))?,
        };
        let ticket = ticket(context, &request.x_request_id);
        rules::send(&self.0.store, &ticket, &context.caller, ny).await.map_err(told(context))?;
        Ok(())
    }
}

fn koder_ordning(body: &CaseNotificationWebServiceMessageBodyDto) -> Vec<Given<'static>> {
    let given = [
        (
            "/ordningsnotifikation/body/virksomhedsordningSkabelon",
            "VirksomhedsordningSkabelonTypeCodeList",
            Some(body.virksomhedsordning_skabelon.0),
        ),
        (
            "/ordningsnotifikation/body/virksomhedsordningSubskabelon",
            "VirksomhedsordningSubskabelonTypeCodeList",
            Some(body.virksomhedsordning_subskabelon.0),
        ),
        ("/ordningsnotifikation/body/jobtilbud", "JobtilbudTypeCodeList", body.jobtilbud.map(|kode| kode.0)),
        (
            "/ordningsnotifikation/body/myndighedsomraade",
            "MyndighedsomraadeTypeCodeList",
            body.myndighedsomraade.map(|kode| kode.0),
        ),
        (
            "/ordningsnotifikation/body/ansoegningStatus",
            "AnsoegningStatusTypeCodeList",
            body.ansoegning_status.map(|kode| kode.0),
        ),
        (
            "/ordningsnotifikation/body/bevillingsstatus",
            "BevillingsstatusTypeCodeList",
            body.bevillingsstatus.map(|kode| kode.0),
        ),
    ];
    given.into_iter().filter_map(|(place, list, kode)| Some(Given::new(place, list, kode?))).collect()
}

fn koder_gdpr(besked: &GdprSlettetNotifikationDto) -> Vec<Given<'static>> {
    let place = "/gdprSlettetNotifikation/body/virksomhedsordningSkabelon";
    let list = "VirksomhedsordningSkabelonTypeCodeList";
    vec![Given::new(place, list, besked.body.virksomhedsordning_skabelon.0)]
}

fn payload(besked: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(besked)
        .map_err(|_| Fault::InternFejl(StoreError::Internal("the message cannot be written".to_owned())))
}
