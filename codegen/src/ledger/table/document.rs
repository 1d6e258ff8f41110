//! Everything but schemas.

use super::{Keyword, Object, enforced, ignored, shown, told, typed};
use crate::diagnostic::Code::NotUsed;

const BASE_URL: &str = "stays in the contract: who makes a client says which server it calls";
const REFERENCE: Keyword = typed("$ref").because("what it leads to stands in its place");
/// Of something that is for people.
const TOLD_REFERENCE: Keyword = told("$ref");
const ASSUMED: Keyword = told("x-assumed");

pub(super) const DOCUMENT: &[Keyword] = &[
    typed("openapi").because("says how the rest is read"),
    shown("info").one(Object::Info),
    told("servers").one(Object::Server).because(BASE_URL),
    typed("paths").one(Object::Paths),
    typed("components").one(Object::Components),
    enforced("security"),
    told("tags").one(Object::Tag),
    told("externalDocs").one(Object::ExternalDocs),
    typed("webhooks").named(Object::PathItem),
    typed("x-webhooks").named(Object::PathItem),
    told("jsonSchemaDialect").because("stays in the contract: schemas are read as OpenAPI has them"),
    typed("x-error-codes"),
    typed("x-error-body"),
    ASSUMED,
];

pub(super) const INFO: &[Keyword] = &[
    shown("title"),
    shown("version"),
    shown("description"),
    told("summary"),
    told("termsOfService"),
    told("contact").one(Object::Contact),
    told("license").one(Object::License),
    ASSUMED,
];

pub(super) const CONTACT: &[Keyword] = &[told("name"), told("url"), told("email"), ASSUMED];

pub(super) const LICENSE: &[Keyword] = &[told("name"), told("url"), told("identifier"), ASSUMED];

pub(super) const SERVER: &[Keyword] = &[
    told("url").because(BASE_URL),
    told("description"),
    told("name"),
    told("variables").named(Object::ServerVariable),
    ASSUMED,
];

pub(super) const SERVER_VARIABLE: &[Keyword] = &[told("enum"), told("default"), told("description"), ASSUMED];

pub(super) const TAG: &[Keyword] = &[
    told("name"),
    told("summary"),
    told("description"),
    told("externalDocs").one(Object::ExternalDocs),
    told("parent"),
    told("kind"),
    ASSUMED,
];

pub(super) const EXTERNAL_DOCS: &[Keyword] = &[told("url"), told("description")];

pub(super) const COMPONENTS: &[Keyword] = &[
    typed("schemas").named(Object::Schema),
    typed("responses").named(Object::Response),
    typed("parameters").named(Object::Parameter),
    told("examples").named(Object::Example),
    typed("requestBodies").named(Object::RequestBody),
    typed("headers").named(Object::Header),
    typed("securitySchemes").named(Object::SecurityScheme),
    shown("links").named(Object::Link),
    typed("callbacks").named(Object::Callback),
    typed("pathItems").named(Object::PathItem),
    typed("mediaTypes").named(Object::MediaType),
];

/// Whole sections are put in place of a `$ref` before they are read.
pub(super) const NAMES: &[Keyword] = &[ASSUMED];

pub(super) const CALLBACK: &[Keyword] = &[REFERENCE, ASSUMED];

pub(super) const PATH_ITEM: &[Keyword] = &[
    REFERENCE,
    told("summary"),
    told("description"),
    typed("get").one(Object::Operation),
    typed("put").one(Object::Operation),
    typed("post").one(Object::Operation),
    typed("delete").one(Object::Operation),
    typed("options").one(Object::Operation),
    typed("head").one(Object::Operation),
    typed("patch").one(Object::Operation),
    typed("trace").one(Object::Operation),
    typed("query").one(Object::Operation),
    typed("additionalOperations").named(Object::Operation),
    ignored("servers", NotUsed).one(Object::Server),
    typed("parameters").one(Object::Parameter),
    ASSUMED,
];

pub(super) const OPERATION: &[Keyword] = &[
    REFERENCE,
    told("tags").because("stays in the contract: chooses operations where only some are generated"),
    shown("summary"),
    shown("description"),
    told("externalDocs").one(Object::ExternalDocs),
    typed("operationId"),
    typed("parameters").one(Object::Parameter),
    typed("requestBody").one(Object::RequestBody),
    typed("responses").one(Object::Responses),
    typed("callbacks").named(Object::Callback),
    typed("deprecated"),
    enforced("security"),
    ignored("servers", NotUsed).one(Object::Server),
    typed("x-error-codes"),
    typed("x-access"),
    typed("x-rust-name"),
    shown("x-assumed"),
];

pub(super) const PARAMETER: &[Keyword] = &[
    REFERENCE,
    typed("name"),
    typed("in"),
    shown("description"),
    enforced("required"),
    typed("deprecated"),
    ignored("allowEmptyValue", NotUsed),
    typed("style"),
    typed("explode"),
    typed("allowReserved"),
    typed("schema").one(Object::Schema),
    typed("content").named(Object::MediaType),
    told("example"),
    told("examples").named(Object::Example),
    typed("x-idempotency-key"),
    typed("x-sensitive"),
    shown("x-assumed"),
];

pub(super) const REQUEST_BODY: &[Keyword] = &[
    REFERENCE,
    shown("description"),
    enforced("content").named(Object::MediaType),
    enforced("required"),
    shown("x-assumed"),
];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    REFERENCE,
    typed("schema").one(Object::Schema),
    told("example"),
    told("examples").named(Object::Example),
    typed("encoding").named(Object::Encoding),
    typed("itemSchema").one(Object::Schema),
    ignored("prefixEncoding", NotUsed).one(Object::Encoding),
    ignored("itemEncoding", NotUsed).one(Object::Encoding),
    ASSUMED,
];

pub(super) const ENCODING: &[Keyword] = &[
    enforced("contentType"),
    ignored("headers", NotUsed).named(Object::Header),
    ignored("style", NotUsed),
    ignored("explode", NotUsed),
    ignored("allowReserved", NotUsed),
    ignored("encoding", NotUsed).named(Object::Encoding),
    ignored("prefixEncoding", NotUsed).one(Object::Encoding),
    ignored("itemEncoding", NotUsed).one(Object::Encoding),
];

pub(super) const RESPONSE: &[Keyword] = &[
    REFERENCE,
    shown("description"),
    shown("summary"),
    typed("headers").named(Object::Header),
    typed("content").named(Object::MediaType),
    shown("links").named(Object::Link),
    shown("x-assumed"),
];

pub(super) const HEADER: &[Keyword] = &[
    REFERENCE,
    shown("description"),
    typed("required"),
    told("deprecated"),
    told("style").because("stays in the contract: there is one style for headers"),
    ignored("explode", NotUsed),
    typed("schema").one(Object::Schema),
    typed("content").because("a text, whatever its media type").named(Object::MediaType),
    told("example"),
    told("examples").named(Object::Example),
    ASSUMED,
];

pub(super) const EXAMPLE: &[Keyword] = &[
    TOLD_REFERENCE,
    told("summary"),
    told("description"),
    told("value"),
    told("dataValue"),
    told("serializedValue"),
    told("externalValue"),
];

pub(super) const LINK: &[Keyword] = &[
    shown("$ref"),
    shown("operationRef"),
    shown("operationId"),
    shown("parameters"),
    shown("requestBody"),
    shown("description"),
    told("server").one(Object::Server),
];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    REFERENCE,
    typed("type"),
    shown("description"),
    typed("name"),
    typed("in"),
    typed("scheme"),
    shown("bearerFormat"),
    shown("flows").one(Object::Flows),
    typed("openIdConnectUrl"),
    told("oauth2MetadataUrl"),
    told("deprecated"),
    shown("x-assumed"),
];

pub(super) const FLOWS: &[Keyword] = &[
    shown("implicit").one(Object::Flow),
    shown("password").one(Object::Flow),
    shown("clientCredentials").one(Object::Flow),
    shown("authorizationCode").one(Object::Flow),
    shown("deviceAuthorization").one(Object::Flow),
];

pub(super) const FLOW: &[Keyword] = &[
    shown("authorizationUrl"),
    shown("tokenUrl"),
    shown("deviceAuthorizationUrl"),
    shown("refreshUrl"),
    shown("scopes"),
    ASSUMED,
];
