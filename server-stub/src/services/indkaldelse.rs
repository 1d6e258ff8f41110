//! Kontaktforloeb.IndkaldelseService.

use dfdg_api::indkaldelse::operations::{
    CreateIndkaldelseError, CreateMyndighedsdeltagerError, DeleteMyndighedsdeltagerError,
    UpdateMyndighedsdeltagerError,
};
use dfdg_api::indkaldelse::server::{
    CreateIndkaldelseRequest, CreateMyndighedsdeltagerRequest, DeleteMyndighedsdeltagerRequest, Service,
    UpdateMyndighedsdeltagerRequest,
};
use dfdg_api::indkaldelse::types::{CreateMyndighedsdeltagerRequestDto, UpdateMyndighedsdeltagerRequestDto};
use kontrakt::server::{Context, Failure};
use uuid::Uuid;

use super::{Services, citizen, ticket};
use crate::auth::Caller;
use crate::domain::indkaldelse::{self as rules, IndkaldelseFejl, NyIndkaldelse};
use crate::refusal::{Reason, told};
use crate::store::indkaldelse::Myndighedsdeltager;

impl Service for Services {
    type Caller = Caller;

    async fn create_indkaldelse(
        &self,
        context: &Context<Caller>,
        request: CreateIndkaldelseRequest,
    ) -> Result<Uuid, Failure<CreateIndkaldelseError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let ny = NyIndkaldelse {
            moede_starttidspunkt: request.body.moede_starttidspunkt.0,
            aflysningsfrist: request.body.aflysningsfrist,
            oevrige: request.body.additional_properties.into_iter().collect(),
        };
        rules::create(&self.0.store, &ticket, &cpr, ny).await.map_err(told(context))
    }

    async fn update_myndighedsdeltager(
        &self,
        context: &Context<Caller>,
        request: UpdateMyndighedsdeltagerRequest,
    ) -> Result<(), Failure<UpdateMyndighedsdeltagerError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let deltager = updated(request.myndighedsdeltagerid, request.body);
        rules::update_deltager(&self.0.store, &ticket, &cpr, &deltager).await.map_err(told(context))
    }

    async fn create_myndighedsdeltager(
        &self,
        context: &Context<Caller>,
        request: CreateMyndighedsdeltagerRequest,
    ) -> Result<Uuid, Failure<CreateMyndighedsdeltagerError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let deltager = created(request.myndighedsdeltagerid, request.body);
        rules::create_deltager(&self.0.store, &ticket, &cpr, &deltager).await.map_err(told(context))
    }

    async fn delete_myndighedsdeltager(
        &self,
        context: &Context<Caller>,
        request: DeleteMyndighedsdeltagerRequest,
    ) -> Result<(), Failure<DeleteMyndighedsdeltagerError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let ticket = ticket(context, &request.x_request_id);
        let (deltager, indkaldelse) = (request.myndighedsdeltagerid, request.indkaldelseid);
        rules::delete_deltager(&self.0.store, &ticket, &cpr, deltager, indkaldelse)
            .await
            .map_err(told(context))
    }
}

impl From<IndkaldelseFejl> for Reason {
    fn from(fejl: IndkaldelseFejl) -> Self {
        Self::Code(match fejl {
            IndkaldelseFejl::BorgerErDoed => 4405,
            IndkaldelseFejl::EksisterendeDeltagereIkkeOpdateret => 90101,
            IndkaldelseFejl::IndkaldelseFindesIkke => 90102,
            IndkaldelseFejl::DeltagerHoererTilAndenIndkaldelse => 90103,
            IndkaldelseFejl::DeltagerFindesAllerede => 90105,
            IndkaldelseFejl::DeltagerFindesIkke => 90107,
            IndkaldelseFejl::Faelles(fault) => return Self::Common(fault),
        })
    }
}

fn created(id: Uuid, dto: CreateMyndighedsdeltagerRequestDto) -> Myndighedsdeltager {
    Myndighedsdeltager {
        id,
        indkaldelse_id: dto.indkaldelse_identifier,
        navn: dto.navn,
        kontaktdetaljer: dto.kontaktdetaljer,
        telefonnummer: dto.telefonnummer,
        email: dto.email,
        eksternt_id: dto.eksternt_id,
        deltagerrolle: dto.deltagerrolle.0,
        afbudsaarsag: dto.afbudsaarsag.map(|value| value.0),
        afbudsuddybning: dto.afbudsuddybning,
        deltager: dto.myndighedsrepraesentanten_deltager,
    }
}

fn updated(id: Uuid, dto: UpdateMyndighedsdeltagerRequestDto) -> Myndighedsdeltager {
    Myndighedsdeltager {
        id,
        indkaldelse_id: dto.indkaldelse_identifier,
        navn: dto.navn,
        kontaktdetaljer: dto.kontaktdetaljer,
        telefonnummer: dto.telefonnummer,
        email: dto.email,
        eksternt_id: dto.eksternt_id,
        deltagerrolle: dto.deltagerrolle.0,
        afbudsaarsag: dto.afbudsaarsag.map(|value| value.0),
        afbudsuddybning: dto.afbudsuddybning,
        deltager: Some(dto.myndighedsrepraesentanten_deltager),
    }
}
