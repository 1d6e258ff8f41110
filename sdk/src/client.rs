//! The services behind one handle.

use std::fmt;
use std::sync::Arc;

use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use kontrakt::client::Transport;

use crate::{DfdgBuilder, Service};

/// The five services, with one set of credentials, headers, timeouts and connections.
///
/// Cheap to clone, and shared between tasks. `Debug` shows no secret.
#[derive(Clone)]
pub struct Dfdg {
    inner: Arc<Inner>,
}

struct Inner {
    settings: DfdgBuilder,
    indkaldelse: indkaldelse::client::Client,
    borger_flytte: borgerflytte::client::Client,
    kontaktinformation: kontaktinformation::client::Client,
    webservicebesked: webservicebesked::client::Client,
    letasyl: letasyl::client::Client,
}

impl Dfdg {
    /// Settings for services at `base_url`, whose path is kept as a prefix: `https://example.org/dfdg`.
    ///
    /// DFDG has one host for each domain and environment:
    /// [`service_url`](DfdgBuilder::service_url) gives a service an address of its own.
    ///
    /// ```no_run
    /// use dfdg_sdk::{ActiveOrganisation, Dfdg, Service, organisation_type};
    ///
    /// let dfdg = Dfdg::builder("https://dfdg.example.org")
    ///     .service_url(Service::Letasyl, "https://letasyl.example.org/dfdg")
    ///     .bearer_token("secret")
    ///     .active_organisation(ActiveOrganisation {
    ///         organisation_type: organisation_type::JOB_CENTER,
    ///         organisation_code: "1234567".to_owned(),
    ///     })
    ///     .build()?;
    /// # Ok::<_, dfdg_sdk::BuildError>(())
    /// ```
    pub fn builder(base_url: impl Into<String>) -> DfdgBuilder {
        DfdgBuilder::new(base_url.into())
    }

    /// The same settings, to change some of them: a handle for another organisation or another user, say. What is
    /// built from it shares credentials and connections with this one.
    ///
    /// ```
    /// # fn example(dfdg: dfdg_sdk::Dfdg, other: dfdg_sdk::ActiveOrganisation) -> Result<(), dfdg_sdk::BuildError> {
    /// let for_another = dfdg.to_builder().active_organisation(other).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_builder(&self) -> DfdgBuilder {
        self.inner.settings.clone()
    }

    pub(crate) fn new(settings: DfdgBuilder, transport: impl Fn(Service) -> Transport) -> Self {
        let inner = Inner {
            settings,
            indkaldelse: indkaldelse::client::Client::with_transport(transport(Service::Indkaldelse)),
            borger_flytte: borgerflytte::client::Client::with_transport(transport(Service::BorgerFlytte)),
            kontaktinformation: kontaktinformation::client::Client::with_transport(transport(
                Service::Kontaktinformation,
            )),
            webservicebesked: webservicebesked::client::Client::with_transport(transport(
                Service::Webservicebesked,
            )),
            letasyl: letasyl::client::Client::with_transport(transport(Service::Letasyl)),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Kontaktforloeb.IndkaldelseService: summons to meetings ("indkaldelse"), and the authorities that take part.
    ///
    /// ```no_run
    /// use dfdg_sdk::api::indkaldelse::operations::CreateMyndighedsdeltagerError;
    /// use dfdg_sdk::api::indkaldelse::types::{
    ///     CreateIndkaldelseRequestDto, CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList,
    /// };
    /// use dfdg_sdk::{Cpr, Dfdg, Error, Tidspunkt, Uuid};
    ///
    /// # async fn example(dfdg: Dfdg) -> Result<(), Box<dyn std::error::Error>> {
    /// let cpr = Cpr::new("0101010101")?;
    ///
    /// let start = "2026-03-02T10:00:00+01:00".parse().map(Tidspunkt)?;
    /// let meeting = CreateIndkaldelseRequestDto::new(start);
    /// let indkaldelse = dfdg.indkaldelse().create_indkaldelse(&cpr, &meeting).await?;
    ///
    /// let mut participant =
    ///     CreateMyndighedsdeltagerRequestDto::new(indkaldelse, DeltagerrolleTypeCodeList(1));
    /// participant.navn = Some("Jobcenter Aarhus".to_owned());
    /// match dfdg.indkaldelse().create_myndighedsdeltager(&cpr, Uuid::new_v4(), &participant).await {
    ///     Ok(id) => println!("takes part as {id}"),
    ///     Err(Error::Api(CreateMyndighedsdeltagerError::BorgerErDoed, _)) => println!("the citizen has died"),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn indkaldelse(&self) -> &indkaldelse::client::Client {
        &self.inner.indkaldelse
    }

    /// BorgerFlytte: both job centres confirm that a citizen moves from one to the other.
    ///
    /// ```no_run
    /// use dfdg_sdk::api::borgerflytte::operations::CreateFraflytningsbekraeftelseError;
    /// use dfdg_sdk::api::borgerflytte::types::{
    ///     CreateFraflytningsbekraeftelseRequestDto, CreateTilflytningsbekraeftelseRequestDto,
    /// };
    /// use dfdg_sdk::{Cpr, Dfdg, Error, Uuid};
    ///
    /// # async fn example(dfdg: Dfdg, cpr: Cpr, borgerflytning_id: Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// // The job centre that the citizen leaves:
    /// let body = CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id };
    /// match dfdg.borger_flytte().create_fraflytningsbekraeftelse(&cpr, &body).await {
    ///     Ok(()) => println!("confirmed"),
    ///     Err(Error::Api(CreateFraflytningsbekraeftelseError::ElementFindesIkke, _)) => println!("no such move"),
    ///     Err(error) => return Err(error.into()),
    /// }
    ///
    /// // The job centre that the citizen comes to; the citizen is the one of the move:
    /// let body = CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id };
    /// dfdg.borger_flytte().create_tilflytningsbekraeftelse(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn borger_flytte(&self) -> &borgerflytte::client::Client {
        &self.inner.borger_flytte
    }

    /// Borgerkommunikation.BorgersKontaktinformationService: a citizen's phone numbers and mail address, and their
    /// verification.
    ///
    /// These operations carry no `x-requestId`: one without an answer is only sent again where that does no harm
    /// (see [`is_retryable`](crate::DfdgError::is_retryable)).
    ///
    /// ```no_run
    /// use dfdg_sdk::api::kontaktinformation::operations::CreateKontaktinformationError;
    /// use dfdg_sdk::api::kontaktinformation::types::{
    ///     CreateKontaktinformationDto, CreateKontaktinformationRequestType, CreateKontaktinformationerDto,
    ///     KontaktdataCodelList,
    /// };
    /// use dfdg_sdk::{Cpr, Dfdg, Error};
    ///
    /// # async fn example(dfdg: Dfdg, cpr: Cpr) -> Result<(), Box<dyn std::error::Error>> {
    /// // `kontaktdata` is Some(Some(text)) to write, Some(None) or None to delete.
    /// let mobile = CreateKontaktinformationDto {
    ///     kontaktdata: Some(Some("+4512345678".to_owned())),
    ///     kontaktdata_type: KontaktdataCodelList(1),
    /// };
    /// let body = CreateKontaktinformationRequestType {
    ///     kontaktinformationer: CreateKontaktinformationerDto { kontaktinformation: vec![mobile] },
    /// };
    /// match dfdg.kontaktinformation().create_kontaktinformation(&cpr, &body).await {
    ///     Ok(()) => {}
    ///     Err(Error::Api(CreateKontaktinformationError::UgyldigtMobilnummer, _)) => println!("no mobile number"),
    ///     Err(error) => return Err(error.into()),
    /// }
    ///
    /// let found = dfdg.kontaktinformation().get_kontaktinformation(&cpr).await?;
    /// for entry in &found.kontaktinformationer.kontaktinformation {
    ///     println!("type {}: status {}", entry.kontaktdata_type.0, entry.kontaktdatastatus.0);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn kontaktinformation(&self) -> &kontaktinformation::client::Client {
        &self.inner.kontaktinformation
    }

    /// Virksomhedsordning.WebservicebeskedService: messages about company schemes ("virksomhedsordning") to the job
    /// centre that owns the case.
    ///
    /// ```no_run
    /// use dfdg_sdk::api::webservicebesked::types::{
    ///     CaseNotificationWebServiceMessageBodyDto, OrdningsNotifikationDto, SendOrdningsnotifikationRequestDto,
    ///     VirksomhedsordningSkabelonTypeCodeList, VirksomhedsordningSubskabelonTypeCodeList,
    /// };
    /// use dfdg_sdk::{Dfdg, DfdgError, Tidspunkt, Uuid, jiff::Timestamp};
    ///
    /// # async fn example(dfdg: Dfdg) -> Result<(), Box<dyn std::error::Error>> {
    /// let message = SendOrdningsnotifikationRequestDto {
    ///     ordningsnotifikation: OrdningsNotifikationDto {
    ///         ekstern_identifier: Uuid::new_v4(),
    ///         job_center_kode: "1234567".to_owned(),
    ///         er_oprettelse: true,
    ///         registrerings_dato: Tidspunkt(Timestamp::now()),
    ///         body: CaseNotificationWebServiceMessageBodyDto::new(
    ///             VirksomhedsordningSkabelonTypeCodeList(1),
    ///             VirksomhedsordningSubskabelonTypeCodeList(1),
    ///             "12345678".to_owned(),
    ///             "https://vitas.example.org/sag/1".to_owned(),
    ///         ),
    ///     },
    /// };
    /// match dfdg.webservicebesked().send_ordningsnotifikation(&message).await {
    ///     Ok(()) => println!("on its way"),
    ///     Err(error) if error.is_not_authorised() => println!("the scope is missing"),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn webservicebesked(&self) -> &webservicebesked::client::Client {
        &self.inner.webservicebesked
    }

    /// Borgerindsats.LetasylIntegrationslovService: a citizen's integration-law data from the asylum operator's system
    /// LetAsyl, and the texts that go with them.
    ///
    /// ```no_run
    /// use dfdg_sdk::api::letasyl::operations::GetIntegrationslovsdataError;
    /// use dfdg_sdk::api::letasyl::types::CreateDynamicTextDto;
    /// use dfdg_sdk::{Cpr, Dfdg, Error};
    ///
    /// # async fn example(dfdg: Dfdg, cpr: Cpr) -> Result<(), Box<dyn std::error::Error>> {
    /// match dfdg.letasyl().get_integrationslovsdata(&cpr).await {
    ///     Ok(answer) => match answer.integrationslovsdata {
    ///         Some(data) => println!("{} languages", data.borgersprog.len()),
    ///         None => println!("nothing is known"),
    ///     },
    ///     Err(Error::Api(GetIntegrationslovsdataError::LetAsylTimeout, _)) => println!("LetAsyl is slow today"),
    ///     Err(error) => return Err(error.into()),
    /// }
    ///
    /// if let Some(pdf) = dfdg.letasyl().get_integrationslovsdata_pdf(&cpr).await?.let_asyl_integrationslovdata_som_pdf {
    ///     std::fs::write("integrationslovsdata.pdf", pdf.pdf_data)?;
    /// }
    ///
    /// let text = CreateDynamicTextDto::new("Velkommen til Danmark".to_owned(), "Velkommen".to_owned());
    /// let id = dfdg.letasyl().create_text(&text).await?;
    /// println!("{}", dfdg.letasyl().get_text(id).await?.display_text);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn letasyl(&self) -> &letasyl::client::Client {
        &self.inner.letasyl
    }
}

impl fmt::Debug for Dfdg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dfdg").field(&self.inner.settings).finish()
    }
}
