//! Operations and what belongs to them.

use super::{Docs, Field, Literal, Presence, TypeRef};
use crate::diagnostic::Place;

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or what is made of method and path where there is none.
    pub id: String,
    /// The method, in capitals.
    pub method: String,
    /// The path template: `{name}`, or `{+name}` for a value that may hold slashes.
    pub path: String,
    /// Which section of the contract it belongs to.
    pub section: Section,
    /// Of a callback: its name, and the expression that gives its URL.
    pub callback: Option<(String, String)>,
    /// Where it stands.
    pub at: Place,
    /// What the contract says of it.
    pub docs: Docs,
    /// `tags`
    pub tags: Vec<String>,
    /// The parameters, those of the path item included, in the order of the contract.
    pub parameters: Vec<Parameter>,
    /// The body that it takes.
    pub body: Option<RequestBody>,
    /// The answers that mean success.
    pub successes: Vec<Response>,
    /// The answers that mean failure.
    pub failures: Vec<Response>,
    /// Alternatives of what a caller must hold.
    pub security: Vec<Requirement>,
    /// `x-access`
    pub access: Vec<Access>,
    /// `x-error-codes`
    pub codes: Vec<ErrorCode>,
    /// A name that the contract asks for (`x-rust-name`).
    pub rust_name: Option<String>,
}

impl Operation {
    /// Its answers, those first that mean success.
    pub fn answers(&self) -> impl Iterator<Item = &Response> {
        self.successes.iter().chain(&self.failures)
    }
}

/// The section of a contract to which an operation belongs: who calls whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// `paths`: the contract's service is called.
    Paths,
    /// `webhooks`: whoever subscribed is called.
    Webhooks,
    /// `callbacks` of an operation: whoever called it is called back.
    Callbacks,
}

impl Section {
    /// In the order in which they are named.
    pub const ALL: [Section; 3] = [Section::Paths, Section::Webhooks, Section::Callbacks];
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it stands in the contract.
    pub at: Place,
    /// Where it travels.
    pub location: Location,
    /// How arrays and objects are written.
    pub style: Style,
    /// Whether they get one part an item.
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// Whether it must be there.
    pub presence: Presence,
    /// Its type.
    pub ty: TypeRef,
    /// The media type, where it is given by `content`.
    pub content: Option<String>,
    /// `x-idempotency-key`
    pub idempotency_key: Option<IdempotencyKey>,
    /// What the contract says of it.
    pub docs: Docs,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How arrays and objects are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `form`
    Form,
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
}

/// `x-idempotency-key`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// How long a key is remembered, in seconds.
    pub retention: u64,
    /// The status of a second call with one key.
    pub duplicate_status: u16,
}

/// The body that an operation takes.
#[derive(Debug)]
pub struct RequestBody {
    /// Whether it must be there.
    pub required: bool,
    /// What it may be, the preferred first; at least one.
    pub contents: Vec<Content>,
    /// What the contract says of it.
    pub docs: Docs,
}

/// A body of one kind.
#[derive(Debug)]
pub struct Content {
    /// The media types that it may have, as the contract writes them, the preferred first; at least one. `image/*` and
    /// `*/*` stand for many.
    pub media_types: Vec<String>,
    /// What it holds.
    pub payload: Payload,
    /// By the name of a part of files: the media types that they may have; nothing where they may have any.
    pub encoding: Vec<(String, Vec<String>)>,
}

impl Content {
    /// The media types that the files of a part may have.
    pub fn media_types_of_part(&self, name: &str) -> &[String] {
        let found = self.encoding.iter().find(|(part, _)| part == name);
        found.map_or(&[], |(_, media_types)| media_types)
    }

    /// The media type that it is called after.
    pub fn first(&self) -> &str {
        self.media_types.first().map_or("", String::as_str)
    }

    /// The media type that it is sent in.
    pub fn media_type(&self) -> &str {
        let named = self.media_types.iter().find(|media_type| !media_type.contains('*'));
        match (named, &self.payload) {
            (Some(media_type), _) => media_type,
            (None, Payload::Json(_)) => "application/json",
            (None, Payload::Form(_)) => "application/x-www-form-urlencoded",
            (None, Payload::Multipart(_)) => "multipart/form-data",
            (None, Payload::Text) => "text/plain",
            (None, Payload::Events(_)) => "text/event-stream",
            (None, Payload::Lines(_)) => "application/jsonl",
            (None, Payload::Binary) => "application/octet-stream",
        }
    }

    /// The media type that a client sends it in. Of bytes it may be a range, such as `image/*`, which the caller has to
    /// say more of.
    pub fn sent_as(&self) -> &str {
        let named =
            self.media_types.iter().any(|media_type| media_type == "*/*" || !media_type.contains('*'));
        if named || !matches!(self.payload, Payload::Binary) { self.media_type() } else { self.first() }
    }
}

/// What a body holds.
#[derive(Debug)]
pub enum Payload {
    /// JSON.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`
    Form(TypeRef),
    /// `multipart/form-data`, part by part.
    Multipart(Vec<Field>),
    /// Text.
    Text,
    /// Server-sent events of an answer, by their data.
    Events(TypeRef),
    /// JSON line by line, by its items.
    Lines(TypeRef),
    /// Bytes.
    Binary,
}

impl Payload {
    /// Whether it is bytes in an answer, where no parts are read.
    pub fn is_bytes_of_answer(&self) -> bool {
        matches!(self, Payload::Binary | Payload::Multipart(_))
    }

    /// Whether an answer with it comes one by one.
    pub fn is_sequence(&self) -> bool {
        matches!(self, Payload::Events(_) | Payload::Lines(_))
    }

    /// Whether a request with it may be a stream, of which there is one.
    pub fn is_stream_of_request(&self) -> bool {
        matches!(self, Payload::Lines(_) | Payload::Binary)
    }
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// The status that it comes with.
    pub status: Status,
    /// What its body may be, the preferred first; nothing where it has none.
    pub contents: Vec<Content>,
    /// Its headers.
    pub headers: Vec<Header>,
    /// What can be done with it.
    pub links: Vec<Link>,
    /// What the contract says of it.
    pub docs: Docs,
}

impl Response {
    /// Its body as it is asked for unless something else is said.
    pub fn preferred(&self) -> Option<&Content> {
        self.contents.first()
    }
}

/// The key of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred of them: `4XX`.
    Class(u16),
    /// All that are not named.
    Default,
}

/// A header of an answer.
#[derive(Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is always there.
    pub required: bool,
    /// What the contract says of it.
    pub docs: Docs,
}

/// Another operation that an answer leads to.
#[derive(Debug)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// `operationId` or `operationRef`
    pub operation: String,
    /// What goes into its parameters and its body: values as JSON, or expressions.
    pub arguments: Vec<(String, String)>,
    /// What the contract says of it.
    pub description: Option<String>,
}

/// Schemes that must all be satisfied, by name, with the scopes asked of each. One that the document does not declare
/// is a scheme that nobody can satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement(pub Vec<(String, Vec<String>)>);

/// How callers prove who they are.
#[derive(Debug)]
pub struct SecurityScheme {
    /// What it is called.
    pub name: String,
    /// How it works.
    pub kind: SchemeKind,
    /// What the contract says of it.
    pub docs: Docs,
}

/// How a security scheme works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it travels.
        location: Location,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// A name and a password.
    Basic,
    /// A bearer token, with what the contract says of its form.
    Bearer(Option<String>),
    /// Another scheme of the `Authorization` header, by its word.
    Http(String),
    /// A bearer token that an OAuth 2 server gave out in one of these ways.
    OAuth2(Vec<Flow>),
    /// A bearer token of the OpenID provider with this URL.
    OpenIdConnect(String),
    /// A client certificate.
    MutualTls,
}

/// A way in which an OAuth 2 server gives out tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// What the contract calls it: `clientCredentials`.
    pub name: &'static str,
    /// The key of each URL and the URL: `tokenUrl`.
    pub urls: Vec<(&'static str, String)>,
    /// The scopes that it grants, with what the contract says of each.
    pub scopes: Vec<(String, String)>,
}

/// A row of an access table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The kind of organisation.
    pub organisation: String,
    /// The relations to the subject, of which one is enough.
    pub relations: Vec<String>,
}

/// A documented error code.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorCode {
    /// The code: a whole number or a string.
    pub code: Literal,
    /// What it is called.
    pub name: String,
    /// The documented text.
    pub text: String,
    /// What else the contract says of it.
    pub description: Option<String>,
    /// The status that it travels with.
    pub status: u16,
    /// Why the author of the contract chose what nobody stated.
    pub assumed: Option<String>,
}

/// `x-error-body`
#[derive(Debug, Clone)]
pub struct ErrorBody {
    /// Its type.
    pub ty: TypeRef,
    /// Its media type.
    pub media_type: String,
    /// Where codes stand.
    pub code: String,
    /// Where their texts stand.
    pub text: String,
    /// Where violations stand.
    pub violations: String,
}
