//! What the generator writes for a contract of three operations, by hand: the module that the tests of both ends use.
//!
//! The table of `tables`, the types and the two ends are laid out as the generator lays them out.
#![cfg(all(feature = "client", feature = "server"))]
#![allow(dead_code, missing_docs, unreachable_pub)]

pub mod types {
    use std::fmt;

    use kontrakt::Masked;
    use kontrakt::media::FilePart;
    use kontrakt::reexport::uuid::Uuid;

    use super::tables;

    /// A civil registration number.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct Cpr(String);

    impl fmt::Debug for Cpr {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_tuple("Cpr").field(&Masked).finish()
        }
    }

    kontrakt::text_newtype!(Cpr, tables::CPR);

    /// Body of CreateMyndighedsdeltager.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateMyndighedsdeltagerRequestDto {
        /// `indkaldelseIdentifier`
        pub indkaldelse_identifier: Uuid,
        /// `navn`
        pub navn: Option<String>,
    }

    /// Body of UploadDokument (`multipart/form-data`).
    #[derive(Clone, Debug, PartialEq)]
    pub struct UploadDokumentBody {
        /// `titel`
        pub titel: Option<String>,
        /// `emner`
        pub emner: Vec<String>,
        /// `deltager`
        pub deltager: CreateMyndighedsdeltagerRequestDto,
        /// `fil`
        pub fil: FilePart,
        /// `bilag`
        pub bilag: Vec<FilePart>,
    }

    /// What ListIndkaldelser answers.
    #[derive(Clone, Debug, PartialEq)]
    pub enum ListIndkaldelserResponse {
        /// 200: the list.
        Ok {
            /// `X-Total`
            x_total: Option<i32>,
            /// The body.
            body: Vec<String>,
        },
        /// 202: the list is being made.
        Accepted(String),
    }
}

mod tables {
    use kontrakt::media::Part;
    use kontrakt::operation::{ErrorBody, Parameter};
    use kontrakt::schema::{Field, Fields, Rest, Rule, STRING, Schema, Shape, UUID};

    pub(super) static CPR: Schema =
        Schema::new(Shape::String).rules(&[Rule::MinLength(10), Rule::MaxLength(10)]);
    pub(super) static X_REQUEST_ID: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(46)]);
    pub(super) static ACTIVE_ORGANISATION: Schema = Schema::new(Shape::Record(&Fields {
        name: "ActiveOrganisation",
        fields: &[Field::required("navn", &STRING)],
        rest: Rest::Ignored,
    }));
    static NAVN: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(20)]);
    pub(super) static CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO: Schema =
        Schema::new(Shape::Record(&CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO_FIELDS));
    kontrakt::record! {
        super::types::CreateMyndighedsdeltagerRequestDto, CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO,
        CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO_FIELDS, "CreateMyndighedsdeltagerRequestDto", Rest::Ignored;
        0 required indkaldelse_identifier: "indkaldelseIdentifier", fill, &UUID;
        1 optional navn: "navn", fill_optional, &NAVN;
    }

    pub(super) static STATUSSER: Schema = Schema::new(Shape::List(&STRING)).rules(&[Rule::MaxItems(3)]);
    pub(super) static LIMIT: Schema = Schema::new(kontrakt::schema::INT32.shape)
        .rules(&[Rule::Minimum(kontrakt::schema::Limit::Integer(1))]);
    pub(super) static STRINGS: Schema = Schema::new(Shape::List(&STRING));

    pub(super) static UPLOAD_DOKUMENT_BODY: [Part; 5] = [
        Part::value("titel", &NAVN),
        Part::value("emner", &STATUSSER),
        Part::json("deltager", &CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO).required(),
        Part::file("fil").required(),
        Part::files("bilag"),
    ];

    pub(super) static ERROR_BODY: ErrorBody = ErrorBody {
        media_type: "application/problem+json",
        code: "/fejlkoder/*/fejlkode",
        text: "/fejlkoder/*/fejltekst",
        violations: "/violations",
    };
    pub(super) const X_ACTIVE_ORGANISATION: Parameter =
        Parameter::new("X-ActiveOrganisation", kontrakt::operation::Location::Header, &ACTIVE_ORGANISATION)
            .content("application/json");
}

pub mod security {
    use kontrakt::security::Bearer;

    /// `dfdg`
    pub static DFDG: Bearer = Bearer::oauth2("dfdg");
}

pub mod operations {
    use kontrakt::error::ErrorAnswer;
    use kontrakt::operation::{
        Access, Code, ErrorCode, IdempotencyKey, Location, Operation, Parameter, Requirement,
    };
    use kontrakt::schema::UUID;
    use kontrakt::{OperationError, Violation};

    use super::{security, tables};

    /// Every operation of the service.
    pub static OPERATIONS: &[&Operation] =
        &[&CREATE_MYNDIGHEDSDELTAGER, &LIST_INDKALDELSER, &UPLOAD_DOKUMENT];

    /// CreateMyndighedsdeltager
    pub static CREATE_MYNDIGHEDSDELTAGER: Operation = Operation {
        name: "CreateMyndighedsdeltager",
        method: "POST",
        path: "/v2/Indkaldelse/myndighedsdeltager/{myndighedsdeltagerid}",
        parameters: &[
            Parameter::new("x-civilregistrationIdentifier", Location::Header, &tables::CPR).required(),
            Parameter::new("myndighedsdeltagerid", Location::Path, &UUID),
            Parameter::new("x-requestId", Location::Header, &tables::X_REQUEST_ID)
                .required()
                .idempotency_key(IdempotencyKey { retention: 604_800, duplicate_status: 412 }),
            tables::X_ACTIVE_ORGANISATION,
        ],
        security: &[Requirement { schemes: &[(security::DFDG.scheme(), &["kontaktforloeb.samtale.write"])] }],
        access: &[Access { organisation: "A-kasse", relations: &["egne"] }],
        codes: &[BORGER_ER_DOED],
        error_body: &tables::ERROR_BODY,
    };

    /// ListIndkaldelser
    pub static LIST_INDKALDELSER: Operation = Operation {
        name: "ListIndkaldelser",
        method: "GET",
        path: "/v2/Indkaldelse",
        parameters: &[
            Parameter::new("status", Location::Query, &tables::STATUSSER).required(),
            Parameter::new("limit", Location::Query, &tables::LIMIT),
        ],
        security: &[Requirement { schemes: &[(security::DFDG.scheme(), &["kontaktforloeb.samtale.read"])] }],
        access: &[],
        codes: &[],
        error_body: &tables::ERROR_BODY,
    };

    /// UploadDokument
    pub static UPLOAD_DOKUMENT: Operation = Operation {
        name: "UploadDokument",
        method: "POST",
        path: "/v2/Dokument/{id}",
        parameters: &[Parameter::new("id", Location::Path, &UUID)],
        security: &[],
        access: &[],
        codes: &[],
        error_body: &tables::ERROR_BODY,
    };

    const BORGER_ER_DOED: ErrorCode =
        ErrorCode { code: Code::Integer(4405), name: "BorgerErDoed", text: "Borgeren er død.", status: 400 };

    /// The documented errors of CreateMyndighedsdeltager.
    #[derive(Clone, Debug, PartialEq)]
    pub enum CreateMyndighedsdeltagerError {
        /// 4405: Borgeren er død.
        BorgerErDoed,
        /// 409: a body that the contract describes.
        Conflict(String),
    }

    impl OperationError for CreateMyndighedsdeltagerError {
        fn from_code(code: Code) -> Option<Self> {
            match code {
                Code::Integer(4405) => Some(Self::BorgerErDoed),
                _ => None,
            }
        }

        fn code(&self) -> Option<&'static ErrorCode> {
            match self {
                Self::BorgerErDoed => Some(&CREATE_MYNDIGHEDSDELTAGER.codes[0]),
                Self::Conflict(_) => None,
            }
        }

        fn from_response(answer: &ErrorAnswer) -> Result<Option<Self>, Vec<Violation>> {
            Ok(Some(match answer.status() {
                409 => Self::Conflict(answer.json(&kontrakt::schema::STRING)?),
                _ => return Ok(None),
            }))
        }

        fn to_response(&self) -> Option<ErrorAnswer> {
            Some(match self {
                Self::Conflict(body) => ErrorAnswer::of_json(409, "application/json", body),
                Self::BorgerErDoed => return None,
            })
        }
    }

    kontrakt::operation_error!(CreateMyndighedsdeltagerError);

    /// ListIndkaldelser documents no error of its own.
    #[derive(Clone, Debug, PartialEq)]
    pub enum ListIndkaldelserError {}

    impl OperationError for ListIndkaldelserError {
        fn from_code(_: Code) -> Option<Self> {
            None
        }

        fn code(&self) -> Option<&'static ErrorCode> {
            match *self {}
        }
    }

    kontrakt::operation_error!(ListIndkaldelserError);

    /// UploadDokument documents no error of its own.
    pub type UploadDokumentError = ListIndkaldelserError;
}

pub mod client {
    use std::time::Duration;

    use kontrakt::client::{BuildError, Call, Error, Pending, Transport};
    use kontrakt::reexport::uuid::Uuid;
    use kontrakt::schema::{INT32, STRING, UUID};

    use super::operations::{
        self, CreateMyndighedsdeltagerError, ListIndkaldelserError, UploadDokumentError,
    };
    use super::tables;
    use super::types::{
        Cpr, CreateMyndighedsdeltagerRequestDto, ListIndkaldelserResponse, UploadDokumentBody,
    };

    /// Client of the service.
    #[derive(Clone, Debug)]
    pub struct Client {
        transport: Transport,
    }

    impl Client {
        /// A client that talks to `base_url`.
        pub fn new(base_url: &str) -> Result<Self, BuildError> {
            Transport::builder(base_url).build().map(Self::with_transport)
        }

        /// A client over a transport of one's own making.
        pub fn with_transport(transport: Transport) -> Self {
            Self { transport }
        }

        /// CreateMyndighedsdeltager
        pub fn create_myndighedsdeltager(
            &self,
            x_civilregistration_identifier: &Cpr,
            myndighedsdeltagerid: Uuid,
            body: &CreateMyndighedsdeltagerRequestDto,
        ) -> CreateMyndighedsdeltager {
            let call = self
                .transport
                .call(&operations::CREATE_MYNDIGHEDSDELTAGER)
                .parameter(0, x_civilregistration_identifier)
                .parameter(1, &myndighedsdeltagerid)
                .json(&tables::CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO, body);
            CreateMyndighedsdeltager { call }
        }

        /// ListIndkaldelser
        pub fn list_indkaldelser(&self, status: &[String]) -> ListIndkaldelser {
            let call = self.transport.call(&operations::LIST_INDKALDELSER).parameter(0, status);
            ListIndkaldelser { call }
        }

        /// UploadDokument
        pub fn upload_dokument(&self, id: Uuid, body: &UploadDokumentBody) -> UploadDokument {
            let call = self.transport.call(&operations::UPLOAD_DOKUMENT).parameter(0, &id).multipart(
                &tables::UPLOAD_DOKUMENT_BODY,
                |form| {
                    form.value(0, &body.titel)
                        .value(1, &body.emner)
                        .value(2, &body.deltager)
                        .files(3, [&body.fil])
                        .files(4, &body.bilag)
                },
            );
            UploadDokument { call }
        }
    }

    /// The call of [`Client::create_myndighedsdeltager`]; awaiting it sends it.
    #[must_use = "a call is sent when it is awaited"]
    #[derive(Clone, Debug)]
    pub struct CreateMyndighedsdeltager {
        call: Call,
    }

    impl CreateMyndighedsdeltager {
        /// `x-requestId`: a fresh UUID unless set.
        pub fn x_request_id(self, x_request_id: &str) -> Self {
            Self { call: self.call.parameter(2, x_request_id) }
        }

        /// How long the call may take.
        pub fn timeout(self, timeout: Duration) -> Self {
            Self { call: self.call.timeout(timeout) }
        }

        /// Adds a header that the contract does not name.
        pub fn header(self, name: &str, value: &str) -> Self {
            Self { call: self.call.header(name, value) }
        }
    }

    impl IntoFuture for CreateMyndighedsdeltager {
        type Output = Result<Uuid, Error<CreateMyndighedsdeltagerError>>;
        type IntoFuture = Pending<Uuid, CreateMyndighedsdeltagerError>;

        fn into_future(self) -> Self::IntoFuture {
            self.call.answer(|answer| match answer.status() {
                200 => Ok(answer.json(&UUID)?),
                _ => Err(answer.into_error()),
            })
        }
    }

    /// The call of [`Client::list_indkaldelser`]; awaiting it sends it.
    #[must_use = "a call is sent when it is awaited"]
    #[derive(Clone, Debug)]
    pub struct ListIndkaldelser {
        call: Call,
    }

    impl ListIndkaldelser {
        /// `limit`
        pub fn limit(self, limit: i32) -> Self {
            Self { call: self.call.parameter(1, &limit) }
        }
    }

    impl IntoFuture for ListIndkaldelser {
        type Output = Result<ListIndkaldelserResponse, Error<ListIndkaldelserError>>;
        type IntoFuture = Pending<ListIndkaldelserResponse, ListIndkaldelserError>;

        fn into_future(self) -> Self::IntoFuture {
            self.call.answer(|answer| match answer.status() {
                200 => Ok(ListIndkaldelserResponse::Ok {
                    x_total: answer.header("X-Total", &INT32)?,
                    body: answer.json(&tables::STRINGS)?,
                }),
                202 => Ok(ListIndkaldelserResponse::Accepted(answer.json(&STRING)?)),
                _ => Err(answer.into_error()),
            })
        }
    }

    /// The call of [`Client::upload_dokument`]; awaiting it sends it.
    #[must_use = "a call is sent when it is awaited"]
    #[derive(Clone, Debug)]
    pub struct UploadDokument {
        call: Call,
    }

    impl IntoFuture for UploadDokument {
        type Output = Result<(), Error<UploadDokumentError>>;
        type IntoFuture = Pending<(), UploadDokumentError>;

        fn into_future(self) -> Self::IntoFuture {
            self.call.answer(|answer| match answer.status() {
                204 => Ok(()),
                _ => Err(answer.into_error()),
            })
        }
    }
}

pub mod server {
    use std::sync::Arc;

    use kontrakt::reexport::axum::Router;
    use kontrakt::reexport::uuid::Uuid;
    use kontrakt::schema::INT32;
    use kontrakt::server::{
        Asked, Authenticate, Claim, Context, Credential, Failure, Gate, Input, Refusal, Reply, RequestTicket,
        Routes,
    };

    use super::operations::{
        self, CreateMyndighedsdeltagerError, ListIndkaldelserError, UploadDokumentError,
    };
    use super::tables;
    use super::types::{
        Cpr, CreateMyndighedsdeltagerRequestDto, ListIndkaldelserResponse, UploadDokumentBody,
    };

    /// What the service does: one method an operation.
    pub trait Service: Send + Sync + 'static {
        /// Who calls, as [`Security`] says.
        type Caller: Send + Sync + 'static;

        /// CreateMyndighedsdeltager
        fn create_myndighedsdeltager(
            &self,
            context: &Context<Self::Caller>,
            request: CreateMyndighedsdeltagerRequest,
        ) -> impl Future<Output = Result<Uuid, Failure<CreateMyndighedsdeltagerError>>> + Send;

        /// ListIndkaldelser
        fn list_indkaldelser(
            &self,
            context: &Context<Self::Caller>,
            request: ListIndkaldelserRequest,
        ) -> impl Future<Output = Result<ListIndkaldelserResponse, Failure<ListIndkaldelserError>>> + Send;

        /// UploadDokument
        fn upload_dokument(
            &self,
            context: &Context<Self::Caller>,
            request: UploadDokumentRequest,
        ) -> impl Future<Output = Result<(), Failure<UploadDokumentError>>> + Send;
    }

    /// Request of CreateMyndighedsdeltager.
    #[derive(Clone, Debug)]
    pub struct CreateMyndighedsdeltagerRequest {
        pub x_civilregistration_identifier: Cpr,
        pub myndighedsdeltagerid: Uuid,
        pub x_request_id: RequestTicket,
        pub x_active_organisation: Option<kontrakt::reexport::serde_json::Value>,
        pub body: CreateMyndighedsdeltagerRequestDto,
    }

    /// Request of ListIndkaldelser.
    #[derive(Clone, Debug)]
    pub struct ListIndkaldelserRequest {
        pub status: Vec<String>,
        pub limit: Option<i32>,
    }

    /// Request of UploadDokument.
    #[derive(Clone, Debug)]
    pub struct UploadDokumentRequest {
        pub id: Uuid,
        pub body: UploadDokumentBody,
    }

    /// The routes of the service.
    pub fn router<S: Service, G: Security<Caller = S::Caller>>(service: S, gate: G) -> Router {
        routes(service, gate).into_router()
    }

    /// The routes of the service, for settings beyond the usual.
    pub fn routes<S: Service, G: Security<Caller = S::Caller>>(service: S, gate: G) -> Routes<S, S::Caller> {
        Routes::new(service, Schemes(gate))
            .route(&operations::CREATE_MYNDIGHEDSDELTAGER, create_myndighedsdeltager)
            .route(&operations::LIST_INDKALDELSER, list_indkaldelser)
            .route(&operations::UPLOAD_DOKUMENT, upload_dokument)
    }

    /// Who calls.
    pub trait Security: Gate {
        /// `dfdg`
        fn dfdg(
            &self,
            token: &str,
            scopes: &[&str],
            asked: &Asked<'_>,
        ) -> impl Future<Output = Result<Self::Caller, Refusal>> + Send;

        /// Where nothing is asked.
        fn anonymous(&self, asked: &Asked<'_>) -> impl Future<Output = Result<Self::Caller, Refusal>> + Send;
    }

    struct Schemes<G>(G);

    impl<G: Security> Authenticate for Schemes<G> {
        type Gate = G;

        fn gate(&self) -> &G {
            &self.0
        }

        async fn scheme(&self, claim: &Claim, asked: &Asked<'_>) -> Result<G::Caller, Refusal> {
            match (claim.scheme, &claim.credential) {
                ("dfdg", Credential::Text(token)) => {
                    Security::dfdg(&self.0, token, claim.scopes, asked).await
                }
                _ => Err(Refusal::unauthorized()),
            }
        }

        async fn anonymous(&self, asked: &Asked<'_>) -> Result<G::Caller, Refusal> {
            Security::anonymous(&self.0, asked).await
        }
    }

    async fn create_myndighedsdeltager<S: Service>(
        service: Arc<S>,
        mut input: Input<S::Caller>,
    ) -> Result<Reply, Refusal> {
        let request = CreateMyndighedsdeltagerRequest {
            x_civilregistration_identifier: input.required(0)?,
            myndighedsdeltagerid: input.required(1)?,
            x_request_id: input.ticket(2)?,
            x_active_organisation: input.optional(3)?,
            body: input.json(&tables::CREATE_MYNDIGHEDSDELTAGER_REQUEST_DTO).await?,
        };
        let answer = service.create_myndighedsdeltager(input.context(), request).await?;
        Ok(Reply::json(200, &answer))
    }

    async fn list_indkaldelser<S: Service>(
        service: Arc<S>,
        mut input: Input<S::Caller>,
    ) -> Result<Reply, Refusal> {
        let request = ListIndkaldelserRequest { status: input.required(0)?, limit: input.optional(1)? };
        let answer = service.list_indkaldelser(input.context(), request).await?;
        Ok(match answer {
            ListIndkaldelserResponse::Ok { x_total, body } => {
                Reply::json(200, &body).header("X-Total", &INT32, &x_total)
            }
            ListIndkaldelserResponse::Accepted(body) => Reply::json(202, &body),
        })
    }

    async fn upload_dokument<S: Service>(
        service: Arc<S>,
        mut input: Input<S::Caller>,
    ) -> Result<Reply, Refusal> {
        let id = input.required(0)?;
        let mut form = input.multipart(&tables::UPLOAD_DOKUMENT_BODY).await?;
        let body = UploadDokumentBody {
            titel: form.optional(0)?,
            emner: form.optional(1)?.unwrap_or_default(),
            deltager: form.required(2)?,
            fil: form.file(3)?,
            bilag: form.files(4),
        };
        let request = UploadDokumentRequest { id, body };
        service.upload_dokument(input.context(), request).await?;
        Ok(Reply::empty(204))
    }
}
