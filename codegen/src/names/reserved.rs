//! Names that generated code uses itself.

/// Types that generated modules of types name without a path.
pub const TYPES: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Box",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Decimal",
    "DecimalNumber",
    "Default",
    "Eq",
    "Err",
    "From",
    "Hash",
    "IntegerEnum",
    "Into",
    "Invalid",
    "Masked",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "String",
    "TextEnum",
    "Timestamp",
    "ToString",
    "TryFrom",
    "Uuid",
    "Value",
    "Vec",
    "Violation",
];

/// Statics that generated tables import or bring along.
pub const TABLES: &[&str] = &[
    "ANY",
    "BOOLEAN",
    "BYTE",
    "CALLBACKS",
    "COMMON_CODES",
    "DATE",
    "DATE_TIME",
    "DECIMAL",
    "FLOAT",
    "ERROR_BODY",
    "INT32",
    "INT64",
    "NUMBER",
    "OPERATIONS",
    "STRING",
    "UINT32",
    "UINT64",
    "UUID",
    "WEBHOOKS",
];

/// Modules that stand beside or below those of the documents.
pub(super) const MODULES: &[&str] =
    &["alloc", "client", "core", "kontrakt", "operations", "security", "server", "std", "tables", "types"];

/// Methods that a client has anyway, and functions that stand beside the handlers of a server.
pub(super) const METHODS: &[&str] = &["clone", "new", "router", "routes", "transport", "with_transport"];

/// Methods that a server's gate has anyway.
pub(super) const GATE: &[&str] = &["anonymous", "join", "permit", "violation_codes", "without_credentials"];

/// Types that generated clients name without a path, and the services of servers.
const BESIDE_CALLS: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Body",
    "Box",
    "BuildError",
    "Bytes",
    "Call",
    "Client",
    "Date",
    "Decimal",
    "DecimalNumber",
    "Duration",
    "Err",
    "Error",
    "Events",
    "FilePart",
    "From",
    "Future",
    "Into",
    "IntoFuture",
    "JsonLines",
    "None",
    "Ok",
    "Option",
    "Pending",
    "Result",
    "Self",
    "Service",
    "Some",
    "String",
    "Timestamp",
    "Transport",
    "Uuid",
    "Value",
    "Vec",
];

/// Types beside those of operations that end in `Error` or `Body`.
const WITH_SUFFIX: &[&str] = &["Build", "Common", "Error", "Operation"];

/// Whether an operation cannot be called so.
pub fn is_stem(name: &str) -> bool {
    BESIDE_CALLS.contains(&name) || WITH_SUFFIX.contains(&name)
}

/// Arguments and methods that every call has anyway.
pub(super) const PARAMETERS: &[&str] = &[
    "accept",
    "answer",
    "body",
    "call",
    "clone",
    "context",
    "header",
    "input",
    "into_future",
    "request",
    "self",
    "service",
    "timeout",
];

/// The name of a status.
pub(super) fn status_name(code: u16) -> String {
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        418 => "ImATeapot",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        507 => "InsufficientStorage",
        other => return format!("Status{other}"),
    };
    name.to_owned()
}
