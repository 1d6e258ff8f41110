//! Borgerkommunikation.BorgersKontaktinformationService.

use dfdg_api::kontaktinformation::operations::{
    CreateKontaktinformationError, GetKontaktinformationError, GetVerifikationskodeError,
    UpdateKontaktinformationError, VerificerKontaktinformationError,
};
use dfdg_api::kontaktinformation::server::{
    CreateKontaktinformationRequest, GetKontaktinformationRequest, GetVerifikationskodeRequest, Service,
    UpdateKontaktinformationRequest, VerificerKontaktinformationRequest,
};
use dfdg_api::kontaktinformation::types::{
    CreateKontaktinformationDto, GetKontaktinformationResponceRequestType, KontaktdataCodelList,
    KontaktdataStatusCodelList, KontaktinformationDto, KontaktinformationerDto,
};
use kontrakt::server::{Context, Failure};

use super::{Services, citizen};
use crate::auth::Caller;
use crate::domain::kontaktinformation::{KontaktFejl, NyKontakt};
use crate::refusal::{Reason, told};
use crate::sensitive::Kode;
use crate::store::kontakt::Kontakt;

impl Service for Services {
    type Caller = Caller;

    async fn get_kontaktinformation(
        &self,
        context: &Context<Caller>,
        request: GetKontaktinformationRequest,
    ) -> Result<GetKontaktinformationResponceRequestType, Failure<GetKontaktinformationError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let found = self.0.kontaktinformationer.get(&cpr).await.map_err(told(context))?;
        let kontaktinformation = found.into_iter().map(kontaktinformation).collect();
        let kontaktinformationer = KontaktinformationerDto { kontaktinformation };
        Ok(GetKontaktinformationResponceRequestType { kontaktinformationer })
    }

    async fn create_kontaktinformation(
        &self,
        context: &Context<Caller>,
        request: CreateKontaktinformationRequest,
    ) -> Result<(), Failure<CreateKontaktinformationError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let given = request.body.kontaktinformationer.kontaktinformation;
        let nye: Vec<_> = given.into_iter().map(ny_kontakt).collect();
        self.0.kontaktinformationer.create(&cpr, &nye).await.map_err(told(context))
    }

    async fn verificer_kontaktinformation(
        &self,
        context: &Context<Caller>,
        request: VerificerKontaktinformationRequest,
    ) -> Result<(), Failure<VerificerKontaktinformationError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let (kind, kode) = (request.body.kontaktdata_type.0, Kode::new(request.body.verifikationskode));
        self.0.kontaktinformationer.verificer(&cpr, kind, &kode).await.map_err(told(context))
    }

    async fn get_verifikationskode(
        &self,
        context: &Context<Caller>,
        request: GetVerifikationskodeRequest,
    ) -> Result<(), Failure<GetVerifikationskodeError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let kind = request.body.kontaktdata_type.0;
        self.0.kontaktinformationer.send_kode(&cpr, kind).await.map_err(told(context))
    }

    async fn update_kontaktinformation(
        &self,
        context: &Context<Caller>,
        request: UpdateKontaktinformationRequest,
    ) -> Result<(), Failure<UpdateKontaktinformationError>> {
        let cpr = citizen(&request.x_civilregistration_identifier).map_err(told(context))?;
        let (kind, status) = (request.body.kontaktdata_type.0, request.body.kontaktdatastatus.0);
        let active = context.caller.active.as_ref();
        self.0.kontaktinformationer.update_status(active, &cpr, kind, status).await.map_err(told(context))
    }
}

impl From<KontaktFejl> for Reason {
    fn from(fejl: KontaktFejl) -> Self {
        Self::Code(match fejl {
            KontaktFejl::BorgerFindesIkke => 4400,
            KontaktFejl::BorgerErDoed => 4405,
            KontaktFejl::UkendtAkassekode => 4985,
            KontaktFejl::UkendtJobcenterkode => 4986,
            KontaktFejl::UgyldigKontaktdataType => 9153,
            KontaktFejl::MailHarAbonnement => 9155,
            KontaktFejl::UgyldigtMobilnummer => 9156,
            KontaktFejl::UgyldigtTelefonnummer => 9157,
            KontaktFejl::UgyldigMailadresse => 9158,
            KontaktFejl::IngenKontaktdata => 9159,
            KontaktFejl::UgyldigKontaktdatastatus => 9193,
            KontaktFejl::KanIkkeVerificeres => 9240,
            KontaktFejl::IntetTilVerificering => 9242,
            KontaktFejl::AlleredeVerificeret => 9247,
            KontaktFejl::Faelles(fault) => return Self::Common(fault),
        })
    }
}

fn kontaktinformation(kontakt: Kontakt) -> KontaktinformationDto {
    KontaktinformationDto {
        kontaktdata: kontakt.data,
        kontaktdata_type: KontaktdataCodelList(kontakt.kind),
        kontaktdatastatus: KontaktdataStatusCodelList(kontakt.status),
    }
}

fn ny_kontakt(dto: CreateKontaktinformationDto) -> NyKontakt {
    NyKontakt { kind: dto.kontaktdata_type.0, data: dto.kontaktdata.flatten() }
}
