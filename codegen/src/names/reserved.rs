//! Names that generated code uses itself.

/// Types that generated modules of types name without a path.
pub(super) const TYPES: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Box",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Decimal",
    "Default",
    "Eq",
    "Err",
    "From",
    "Hash",
    "Into",
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
    "Timestamp",
    "ToString",
    "TryFrom",
    "Uuid",
    "Value",
    "Vec",
    "Violation",
];

/// Statics that generated tables import.
pub(super) const TABLES: &[&str] = &[
    "ANY",
    "BOOLEAN",
    "BYTE",
    "DATE",
    "DATE_TIME",
    "DECIMAL",
    "INT32",
    "INT64",
    "NUMBER",
    "STRING",
    "UINT32",
    "UINT64",
    "UUID",
    "OPERATIONS",
    "ERROR_BODY",
];

/// Methods that a client has anyway.
pub(super) const METHODS: &[&str] = &["new", "with_transport", "transport", "clone"];

/// Items that stand beside those of operations.
pub(super) const STEMS: &[&str] = &["Client", "Service", "Operations"];

/// Arguments and methods that every call has anyway.
pub(super) const PARAMETERS: &[&str] = &["body", "call", "context", "header", "request", "timeout", "self"];

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
