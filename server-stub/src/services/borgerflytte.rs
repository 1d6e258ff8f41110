//! BorgerFlytte.

use dfdg_api::borgerflytte::operations::{
    CreateFraflytningsbekraeftelseError, CreateTilflytningsbekraeftelseError,
};
use dfdg_api::borgerflytte::server::{
    CreateFraflytningsbekraeftelseRequest, CreateTilflytningsbekraeftelseRequest, Service,
};
use kontrakt::server::{Context, Failure};

use super::{Services, citizen, ticket};
use crate::auth::Caller;
use crate::domain::flytning::{self as rules, FlytningFejl};
use crate::refusal::{Reason, told};

impl Service for Services {
    type Caller = Caller;

    async fn create_fraflytningsbekraeftelse(
        &self,
        context: &Context<Caller>,
        request: CreateFraflytningsbekraeftelseRequest,
    ) -> Result<(), Failure<CreateFraflytningsbekraeftelseError>> {
        let cpr = citizen(&request.x_civil_registration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let id = request.body.borgerflytning_id;
        rules::confirm_fraflytning(&self.0.store, &ticket, &cpr, id).await.map_err(told(context))
    }

    /// The request names a move; whose it is, and so who may confirm it, is known once it is loaded.
    async fn create_tilflytningsbekraeftelse(
        &self,
        context: &Context<Caller>,
        request: CreateTilflytningsbekraeftelseRequest,
    ) -> Result<(), Failure<CreateTilflytningsbekraeftelseError>> {
        let (store, id) = (&self.0.store, request.body.borgerflytning_id);
        let table = context.operation.access;
        rules::may_confirm_tilflytning(store, table, &context.caller, id).await.map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        rules::confirm_tilflytning(store, &ticket, id).await.map_err(told(context))
    }
}

impl From<FlytningFejl> for Reason {
    fn from(fejl: FlytningFejl) -> Self {
        match fejl {
            FlytningFejl::ElementFindesIkke => Self::Code(3),
            FlytningFejl::BorgerErDoed => Self::Code(60007),
            FlytningFejl::Faelles(fault) => Self::Common(fault),
        }
    }
}
