//! The five services in memory, behind their generated routers on a real socket.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::http::{HeaderMap, request::Parts};
use dfdg_sdk::api::common::operations::COMMON_CODES;
use dfdg_sdk::api::kontaktinformation::types::{
    GetKontaktinformationResponceRequestType, KontaktdataStatusCodelList, KontaktinformationDto,
    KontaktinformationerDto,
};
use dfdg_sdk::api::letasyl::types::{
    ActionResult, GetDynamicTextDto, GetDynamicTextGroupDto, GetIntegrationslovdataSomPdfDto,
    GetIntegrationslovdataSomPdfResponseDto, GetIntegrationslovsdataResponseDto, IntegrationslovsdataDto,
};
use dfdg_sdk::api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use dfdg_sdk::{ActiveOrganisation, Base64, CommonError, Cpr, Dfdg, Operation, OperationError as _};
use dfdg_sdk::{Uuid, organisation_type};
use kontrakt::server::{Asked, Context, Failure, Gate, Refusal, RequestTicket};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

pub(crate) const TOKEN: &str = "t0ken-marker-7f3a";
/// A citizen that the caller may see.
pub(crate) const CPR: &str = "0101014321";
/// One that he may not.
pub(crate) const FOREIGN: &str = "0202028765";
/// A move that there is.
pub(crate) const MOVE: Uuid = Uuid::from_u128(42);

/// What the services know, and every request that reached them.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
    spent: Arc<Mutex<BTreeSet<String>>>,
    texts: Arc<Mutex<BTreeMap<Uuid, GetDynamicTextDto>>>,
    contacts: Arc<Mutex<Vec<KontaktinformationDto>>>,
}

/// The head of one request.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) operation: &'static str,
    pub(crate) headers: HeaderMap,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl World {
    /// Serves all five services at one address.
    pub(crate) async fn serve(&self) -> String {
        let (world, door) = (self.clone(), || Door(self.clone()));
        let router = indkaldelse::server::router(world.clone(), door())
            .merge(borgerflytte::server::router(world.clone(), door()))
            .merge(kontaktinformation::server::router(world.clone(), door()))
            .merge(webservicebesked::server::router(world.clone(), door()))
            .merge(letasyl::server::router(world, door()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    /// The last request.
    pub(crate) fn last(&self) -> Seen {
        lock(&self.seen).last().cloned().unwrap()
    }

    fn spend(&self, ticket: &RequestTicket) -> Result<(), Refusal> {
        let fresh = lock(&self.spent).insert(ticket.id().to_owned());
        if fresh { Ok(()) } else { Err(Refusal::duplicate(ticket)) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

/// A client with token and organisation for services at `url`.
pub(crate) fn client(url: &str) -> Dfdg {
    Dfdg::builder(url).bearer_token(TOKEN).active_organisation(job_centre("1234567")).build().unwrap()
}

pub(crate) fn job_centre(code: &str) -> ActiveOrganisation {
    ActiveOrganisation {
        organisation_type: organisation_type::JOB_CENTER,
        organisation_code: code.to_owned(),
    }
}

pub(crate) fn cpr() -> Cpr {
    Cpr::new(CPR).unwrap()
}

/// A server that reads each request, answers with these bytes, whatever was asked, and closes the connection.
pub(crate) async fn answering(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !is_whole(&request) && socket.read_buf(&mut request).await.unwrap_or(0) > 0 {}
            let _ = socket.write_all(bytes.as_bytes()).await;
        }
    });
    format!("http://{address}")
}

/// Whether a request has its head, and as many bytes behind it as that says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

/// Lets nobody in without the token, and nobody see `FOREIGN`.
struct Door(World);

impl Gate for Door {
    type Caller = ();

    fn without_credentials(&self, asked: &Asked<'_>, _: Refusal) -> Result<(), Refusal> {
        self.asked(asked, "")
    }

    async fn permit(&self, (): &(), _: &'static Operation, parts: &Parts) -> Result<(), Refusal> {
        match parts.headers.get("x-civilregistrationIdentifier") {
            Some(cpr) if cpr == FOREIGN => Err(common(CommonError::IkkeAutoriseret)),
            _ => Ok(()),
        }
    }
}

impl Door {
    fn asked(&self, asked: &Asked<'_>, token: &str) -> Result<(), Refusal> {
        let seen = Seen { operation: asked.operation.name, headers: asked.parts.headers.clone() };
        lock(&self.0.seen).push(seen);
        if token == TOKEN { Ok(()) } else { Err(common(CommonError::LogonFejlede)) }
    }
}

macro_rules! opened_by_the_token {
    ($($service:ident)*) => {
        $(
            impl $service::Security for Door {
                async fn dfdg(&self, token: &str, _: &[&str], asked: &Asked<'_>) -> Result<(), Refusal> {
                    self.asked(asked, token)
                }
            }
        )*
    };
}

opened_by_the_token!(borgerflytte indkaldelse kontaktinformation letasyl webservicebesked);

fn common(error: CommonError) -> Refusal {
    Refusal::code(error.code().unwrap_or(&COMMON_CODES[0]))
}

type Answer<T, E> = Result<T, Failure<E>>;

impl indkaldelse::server::Service for World {
    type Caller = ();

    async fn create_indkaldelse(
        &self,
        _: &Context<()>,
        request: indkaldelse::server::CreateIndkaldelseRequest,
    ) -> Answer<Uuid, indkaldelse::operations::CreateIndkaldelseError> {
        self.spend(&request.x_request_id)?;
        Ok(Uuid::from_u128(request.body.additional_properties.len() as u128))
    }

    async fn update_myndighedsdeltager(
        &self,
        _: &Context<()>,
        request: indkaldelse::server::UpdateMyndighedsdeltagerRequest,
    ) -> Answer<(), indkaldelse::operations::UpdateMyndighedsdeltagerError> {
        Ok(self.spend(&request.x_request_id)?)
    }

    /// Does what the name in the body asks for.
    async fn create_myndighedsdeltager(
        &self,
        _: &Context<()>,
        request: indkaldelse::server::CreateMyndighedsdeltagerRequest,
    ) -> Answer<Uuid, indkaldelse::operations::CreateMyndighedsdeltagerError> {
        use indkaldelse::operations::CreateMyndighedsdeltagerError::BorgerErDoed;
        match request.body.navn.as_deref() {
            Some("død") => return Err(BorgerErDoed.into()),
            Some("cpr") => return Err(common(CommonError::UkendtCpr).into()),
            Some("fejl") => return Err(common(CommonError::InternFejl).into()),
            Some("travl") => return Err(Refusal::unavailable().into()),
            _ => self.spend(&request.x_request_id)?,
        }
        if request.body.navn.as_deref() == Some("sov") {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        Ok(request.myndighedsdeltagerid)
    }

    async fn delete_myndighedsdeltager(
        &self,
        _: &Context<()>,
        request: indkaldelse::server::DeleteMyndighedsdeltagerRequest,
    ) -> Answer<(), indkaldelse::operations::DeleteMyndighedsdeltagerError> {
        use indkaldelse::operations::DeleteMyndighedsdeltagerError::DeltagerFindesIkke;
        if request.myndighedsdeltagerid.is_nil() {
            return Err(DeltagerFindesIkke.into());
        }
        Ok(self.spend(&request.x_request_id)?)
    }
}

impl borgerflytte::server::Service for World {
    type Caller = ();

    async fn create_fraflytningsbekraeftelse(
        &self,
        _: &Context<()>,
        request: borgerflytte::server::CreateFraflytningsbekraeftelseRequest,
    ) -> Answer<(), borgerflytte::operations::CreateFraflytningsbekraeftelseError> {
        use borgerflytte::operations::CreateFraflytningsbekraeftelseError::ElementFindesIkke;
        if request.body.borgerflytning_id != MOVE {
            return Err(ElementFindesIkke.into());
        }
        Ok(self.spend(&request.x_request_id)?)
    }

    async fn create_tilflytningsbekraeftelse(
        &self,
        _: &Context<()>,
        request: borgerflytte::server::CreateTilflytningsbekraeftelseRequest,
    ) -> Answer<(), borgerflytte::operations::CreateTilflytningsbekraeftelseError> {
        use borgerflytte::operations::CreateTilflytningsbekraeftelseError::ElementFindesIkke;
        if request.body.borgerflytning_id != MOVE {
            return Err(ElementFindesIkke.into());
        }
        Ok(self.spend(&request.x_request_id)?)
    }
}

impl kontaktinformation::server::Service for World {
    type Caller = ();

    async fn get_kontaktinformation(
        &self,
        _: &Context<()>,
        _: kontaktinformation::server::GetKontaktinformationRequest,
    ) -> Answer<
        GetKontaktinformationResponceRequestType,
        kontaktinformation::operations::GetKontaktinformationError,
    > {
        let kontaktinformation = lock(&self.contacts).clone();
        Ok(GetKontaktinformationResponceRequestType {
            kontaktinformationer: KontaktinformationerDto { kontaktinformation },
        })
    }

    async fn create_kontaktinformation(
        &self,
        _: &Context<()>,
        request: kontaktinformation::server::CreateKontaktinformationRequest,
    ) -> Answer<(), kontaktinformation::operations::CreateKontaktinformationError> {
        let mut contacts = lock(&self.contacts);
        for entry in request.body.kontaktinformationer.kontaktinformation {
            contacts.retain(|known| known.kontaktdata_type != entry.kontaktdata_type);
            let Some(kontaktdata) = entry.kontaktdata.flatten() else { continue };
            contacts.push(KontaktinformationDto {
                kontaktdata,
                kontaktdata_type: entry.kontaktdata_type,
                kontaktdatastatus: KontaktdataStatusCodelList(1),
            });
        }
        Ok(())
    }

    async fn verificer_kontaktinformation(
        &self,
        _: &Context<()>,
        request: kontaktinformation::server::VerificerKontaktinformationRequest,
    ) -> Answer<(), kontaktinformation::operations::VerificerKontaktinformationError> {
        use kontaktinformation::operations::VerificerKontaktinformationError::IntetTilVerificering;
        if request.body.verifikationskode == "1234" { Ok(()) } else { Err(IntetTilVerificering.into()) }
    }

    async fn get_verifikationskode(
        &self,
        _: &Context<()>,
        _: kontaktinformation::server::GetVerifikationskodeRequest,
    ) -> Answer<(), kontaktinformation::operations::GetVerifikationskodeError> {
        Ok(())
    }

    async fn update_kontaktinformation(
        &self,
        _: &Context<()>,
        request: kontaktinformation::server::UpdateKontaktinformationRequest,
    ) -> Answer<(), kontaktinformation::operations::UpdateKontaktinformationError> {
        for known in lock(&self.contacts).iter_mut() {
            if known.kontaktdata_type == request.body.kontaktdata_type {
                known.kontaktdatastatus = request.body.kontaktdatastatus;
            }
        }
        Ok(())
    }
}

impl webservicebesked::server::Service for World {
    type Caller = ();

    async fn send_ordningsnotifikation(
        &self,
        _: &Context<()>,
        request: webservicebesked::server::SendOrdningsnotifikationRequest,
    ) -> Answer<(), webservicebesked::operations::SendOrdningsnotifikationError> {
        use webservicebesked::operations::SendOrdningsnotifikationError::IkkeAutoriseret;
        if request.body.ordningsnotifikation.job_center_kode == "fremmed" {
            return Err(IkkeAutoriseret.into());
        }
        Ok(self.spend(&request.x_request_id)?)
    }

    async fn send_gdpr_slettet_notifikation(
        &self,
        _: &Context<()>,
        request: webservicebesked::server::SendGdprSlettetNotifikationRequest,
    ) -> Answer<(), webservicebesked::operations::SendGdprSlettetNotifikationError> {
        Ok(self.spend(&request.x_request_id)?)
    }
}

impl letasyl::server::Service for World {
    type Caller = ();

    async fn get_texts(
        &self,
        _: &Context<()>,
        request: letasyl::server::GetTextsRequest,
    ) -> Answer<Vec<GetDynamicTextDto>, letasyl::operations::GetTextsError> {
        let of_group = |text: &&GetDynamicTextDto| {
            request.external_group_identifier.is_none_or(|wanted| {
                text.group.as_ref().is_some_and(|group| group.external_identifier == wanted)
            })
        };
        Ok(lock(&self.texts).values().filter(of_group).cloned().collect())
    }

    async fn create_text(
        &self,
        _: &Context<()>,
        request: letasyl::server::CreateTextRequest,
    ) -> Answer<Uuid, letasyl::operations::CreateTextError> {
        self.spend(&request.x_request_id)?;
        let id = Uuid::new_v4();
        let mut text = GetDynamicTextDto::new(id, request.body.text, request.body.display_text);
        text.group = request.body.group_external_identifier.map(group);
        lock(&self.texts).insert(id, text);
        Ok(id)
    }

    async fn get_all_groups(
        &self,
        _: &Context<()>,
        _: letasyl::server::GetAllGroupsRequest,
    ) -> Answer<Vec<GetDynamicTextGroupDto>, letasyl::operations::GetAllGroupsError> {
        Ok(vec![group(MOVE)])
    }

    async fn update_text(
        &self,
        _: &Context<()>,
        request: letasyl::server::UpdateTextRequest,
    ) -> Answer<ActionResult, letasyl::operations::UpdateTextError> {
        self.spend(&request.x_request_id)?;
        let mut texts = lock(&self.texts);
        let text = texts.get_mut(&request.body.external_identifier).ok_or_else(Refusal::not_found)?;
        text.text = request.body.text;
        Ok(ActionResult::from([("id".to_owned(), request.external_identifier.into())]))
    }

    async fn get_text(
        &self,
        _: &Context<()>,
        request: letasyl::server::GetTextRequest,
    ) -> Answer<GetDynamicTextDto, letasyl::operations::GetTextError> {
        let texts = lock(&self.texts);
        Ok(texts.get(&request.external_identifier).cloned().ok_or_else(Refusal::not_found)?)
    }

    async fn delete_text(
        &self,
        _: &Context<()>,
        request: letasyl::server::DeleteTextRequest,
    ) -> Answer<ActionResult, letasyl::operations::DeleteTextError> {
        self.spend(&request.x_request_id)?;
        lock(&self.texts).remove(&request.external_identifier).ok_or_else(Refusal::not_found)?;
        Ok(ActionResult::new())
    }

    /// Fails as the date of the CPR number asks for.
    async fn get_integrationslovsdata(
        &self,
        _: &Context<()>,
        request: letasyl::server::GetIntegrationslovsdataRequest,
    ) -> Answer<GetIntegrationslovsdataResponseDto, letasyl::operations::GetIntegrationslovsdataError> {
        use letasyl::operations::GetIntegrationslovsdataError::{
            LetAsylTimeout, LetAsylUkendtBrugernavnOgPassword,
        };
        let cpr = request.x_civilregistration_identifier;
        match &cpr.as_str()[..4] {
            "0901" => Err(LetAsylTimeout.into()),
            "0902" => Err(LetAsylUkendtBrugernavnOgPassword.into()),
            _ => Ok(GetIntegrationslovsdataResponseDto {
                integrationslovsdata: Some(IntegrationslovsdataDto::new(cpr, Vec::new())),
            }),
        }
    }

    async fn get_integrationslovsdata_pdf(
        &self,
        _: &Context<()>,
        _: letasyl::server::GetIntegrationslovsdataPdfRequest,
    ) -> Answer<GetIntegrationslovdataSomPdfResponseDto, letasyl::operations::GetIntegrationslovsdataPdfError>
    {
        let pdf = GetIntegrationslovdataSomPdfDto::new(Base64(b"%PDF-1.7".to_vec()));
        Ok(GetIntegrationslovdataSomPdfResponseDto { let_asyl_integrationslovdata_som_pdf: Some(pdf) })
    }

    async fn overfoer_let_asyl_integrationslovsdata(
        &self,
        _: &Context<()>,
        request: letasyl::server::OverfoerLetAsylIntegrationslovsdataRequest,
    ) -> Answer<(), letasyl::operations::OverfoerLetAsylIntegrationslovsdataError> {
        Ok(self.spend(&request.x_request_id)?)
    }
}

fn group(id: Uuid) -> GetDynamicTextGroupDto {
    GetDynamicTextGroupDto { external_identifier: id, name: "Gruppe".to_owned() }
}
