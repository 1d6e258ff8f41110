//! Borgerindsats.LetasylIntegrationslovService: texts, and integration-law data.

mod data;

use dfdg_api::letasyl::operations::{
    CreateTextError, DeleteTextError, GetAllGroupsError, GetIntegrationslovsdataError,
    GetIntegrationslovsdataPdfError, GetTextError, GetTextsError, OverfoerLetAsylIntegrationslovsdataError,
    UpdateTextError,
};
use dfdg_api::letasyl::server::{
    CreateTextRequest, DeleteTextRequest, GetAllGroupsRequest, GetIntegrationslovsdataPdfRequest,
    GetIntegrationslovsdataRequest, GetTextRequest, GetTextsRequest,
    OverfoerLetAsylIntegrationslovsdataRequest, Service, UpdateTextRequest,
};
use dfdg_api::letasyl::types::{
    ActionResult, GetDynamicTextDto, GetDynamicTextDtoCollection, GetDynamicTextGroupDto,
    GetDynamicTextGroupDtoCollection, GetIntegrationslovdataSomPdfDto,
    GetIntegrationslovdataSomPdfResponseDto, GetIntegrationslovsdataResponseDto,
};
use kontrakt::server::{Context, Failure, Refusal};
use uuid::Uuid;

use super::{Services, citizen, ticket};
use crate::auth::Caller;
use crate::domain::integrationslov::{Dokument, IntegrationslovFejl};
use crate::domain::tekster::{self as rules, NyTekst};
use crate::refusal::{Reason, told};
use crate::store::tekster::{Tekst, Tekstgruppe};

impl Service for Services {
    type Caller = Caller;

    async fn get_texts(
        &self,
        context: &Context<Caller>,
        request: GetTextsRequest,
    ) -> Result<GetDynamicTextDtoCollection, Failure<GetTextsError>> {
        let found =
            rules::list(&self.0.store, request.external_group_identifier).await.map_err(told(context))?;
        Ok(found.into_iter().map(tekst).collect())
    }

    async fn create_text(
        &self,
        context: &Context<Caller>,
        request: CreateTextRequest,
    ) -> Result<Uuid, Failure<CreateTextError>> {
        let ticket = ticket(context, &request.x_request_id);
        let body = request.body;
        let ny = NyTekst {
            text: body.text,
            display_text: body.display_text,
            gruppe: body.group_external_identifier,
        };
        rules::create(&self.0.store, &ticket, &ny).await.map_err(told(context))
    }

    async fn get_all_groups(
        &self,
        context: &Context<Caller>,
        _: GetAllGroupsRequest,
    ) -> Result<GetDynamicTextGroupDtoCollection, Failure<GetAllGroupsError>> {
        let found = rules::groups(&self.0.store).await.map_err(told(context))?;
        Ok(found.into_iter().map(gruppe).collect())
    }

    async fn update_text(
        &self,
        context: &Context<Caller>,
        request: UpdateTextRequest,
    ) -> Result<ActionResult, Failure<UpdateTextError>> {
        let ticket = ticket(context, &request.x_request_id);
        let (path_id, body) = (request.external_identifier, request.body);
        let ny = NyTekst {
            text: body.text,
            display_text: body.display_text,
            gruppe: body.group_external_identifier,
        };
        rules::update(&self.0.store, &ticket, &path_id, body.external_identifier, &ny)
            .await
            .map_err(told(context))?;
        Ok(ActionResult::new())
    }

    async fn get_text(
        &self,
        context: &Context<Caller>,
        request: GetTextRequest,
    ) -> Result<GetDynamicTextDto, Failure<GetTextError>> {
        rules::get(&self.0.store, request.external_identifier).await.map(tekst).map_err(told(context))
    }

    async fn delete_text(
        &self,
        context: &Context<Caller>,
        request: DeleteTextRequest,
    ) -> Result<ActionResult, Failure<DeleteTextError>> {
        let ticket = ticket(context, &request.x_request_id);
        rules::delete(&self.0.store, &ticket, request.external_identifier).await.map_err(told(context))?;
        Ok(ActionResult::new())
    }

    async fn get_integrationslovsdata(
        &self,
        context: &Context<Caller>,
        request: GetIntegrationslovsdataRequest,
    ) -> Result<GetIntegrationslovsdataResponseDto, Failure<GetIntegrationslovsdataError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let hentet =
            self.0.integrationslov.hent(&cpr, context.caller.system()).await.map_err(told(context))?;
        let personnummer = request.x_civilregistration_identifier;
        let integrationslovsdata = hentet.map(|hentet| data::dto(personnummer, hentet.version, hentet.data));
        Ok(GetIntegrationslovsdataResponseDto { integrationslovsdata })
    }

    async fn get_integrationslovsdata_pdf(
        &self,
        context: &Context<Caller>,
        request: GetIntegrationslovsdataPdfRequest,
    ) -> Result<GetIntegrationslovdataSomPdfResponseDto, Failure<GetIntegrationslovsdataPdfError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let dokument =
            self.0.integrationslov.dokument(&cpr, context.caller.system()).await.map_err(told(context))?;
        let let_asyl_integrationslovdata_som_pdf = dokument.map(som_pdf);
        Ok(GetIntegrationslovdataSomPdfResponseDto { let_asyl_integrationslovdata_som_pdf })
    }

    /// The operation documents no codes; what goes wrong is what goes wrong in GetIntegrationslovsdata.
    async fn overfoer_let_asyl_integrationslovsdata(
        &self,
        context: &Context<Caller>,
        request: OverfoerLetAsylIntegrationslovsdataRequest,
    ) -> Result<(), Failure<OverfoerLetAsylIntegrationslovsdataError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let transferred = self.0.integrationslov.overfoer(&ticket, &cpr).await;
        let as_in_get = told::<_, _, GetIntegrationslovsdataError>(context);
        transferred.map_err(as_in_get).map_err(|failure| Refusal::from(failure).into())
    }
}

impl From<IntegrationslovFejl> for Reason {
    fn from(fejl: IntegrationslovFejl) -> Self {
        match fejl {
            IntegrationslovFejl::PersonFindesIkke => Self::Code(110001),
            IntegrationslovFejl::BorgerErDoed => Self::Code(4405),
            IntegrationslovFejl::LetAsyl(failure) => Self::Code(failure.code()),
            IntegrationslovFejl::Faelles(fault) => Self::Common(fault),
        }
    }
}

fn tekst(tekst: Tekst) -> GetDynamicTextDto {
    GetDynamicTextDto {
        external_identifier: tekst.id,
        text: tekst.text,
        display_text: tekst.display_text,
        group: tekst.gruppe.map(gruppe),
    }
}

fn gruppe(gruppe: Tekstgruppe) -> GetDynamicTextGroupDto {
    GetDynamicTextGroupDto { external_identifier: gruppe.id, name: gruppe.name }
}

fn som_pdf(dokument: Dokument) -> GetIntegrationslovdataSomPdfDto {
    GetIntegrationslovdataSomPdfDto { jobcenterkode: dokument.jobcenter, pdf_data: dokument.pdf.into() }
}
