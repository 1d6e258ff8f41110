//! What is known of an operation without calling it: static tables that generated code fills in.

use crate::schema::Schema;
use crate::security::SecurityScheme;

/// One operation of a contract.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`.
    pub name: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template: `/pets/{petId}`, or `/files/{+name}` where the value of a parameter may hold slashes.
    pub path: &'static str,
    /// The path, query, header and cookie parameters.
    pub parameters: &'static [Parameter],
    /// Alternatives of what a caller must hold; empty where the operation is open to all.
    pub security: &'static [Requirement],
    /// Who may call it for whom (`x-access`); empty where the scope alone decides.
    pub access: &'static [Access],
    /// The documented error codes (`x-error-codes`).
    pub codes: &'static [ErrorCode],
    /// Where codes, texts and violations stand in an error body (`x-error-body`).
    pub error_body: &'static ErrorBody,
}

impl Operation {
    /// Every scope that some alternative of the security requirements names.
    pub fn scopes(&self) -> impl Iterator<Item = &'static str> {
        self.security
            .iter()
            .flat_map(|requirement| requirement.schemes)
            .flat_map(|(_, scopes)| *scopes)
            .copied()
    }

    /// The header that makes a call idempotent, if the operation has one.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<(&'static Parameter, &'static IdempotencyKey)> {
        self.parameters.iter().find_map(|parameter| Some((parameter, parameter.idempotency_key.as_ref()?)))
    }
}

/// Schemes that must all be satisfied, each with the scopes that it must grant; none where nothing is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// The schemes, and the scopes asked of each.
    pub schemes: &'static [(&'static SecurityScheme, &'static [&'static str])],
}

/// One row of an access table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The kind of organisation that calls.
    pub organisation: &'static str,
    /// The relations to the subject of which one is enough.
    pub relations: &'static [&'static str],
}

/// One documented error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code as it stands on the wire.
    pub code: Code,
    /// Its name in code.
    pub name: &'static str,
    /// The documented text.
    pub text: &'static str,
    /// The HTTP status that it travels with.
    pub status: u16,
}

/// The value of an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A number.
    Integer(i64),
    /// A string.
    Text(&'static str),
}

impl Code {
    /// Whether `text`, as an error body carries it, is this code.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Integer(n) => text.trim().parse() == Ok(*n),
            Self::Text(code) => *code == text,
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(n) => n.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// What an error body looks like. Places are JSON pointers in which `*` stands for every item of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorBody {
    /// The media type that error bodies are sent with.
    pub media_type: &'static str,
    /// Where codes stand.
    pub code: &'static str,
    /// Where their texts stand.
    pub text: &'static str,
    /// Where the violations of a refused request stand.
    pub violations: &'static str,
}

impl ErrorBody {
    /// A problem document (RFC 9457) with the members `errors: [{code, text}]` and `violations`.
    pub const PROBLEM: Self = Self {
        media_type: "application/problem+json",
        code: "/errors/*/code",
        text: "/errors/*/text",
        violations: "/violations",
    };
}

/// One parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How arrays and objects are written.
    pub style: Style,
    /// Whether arrays and objects get one part an item.
    pub explode: bool,
    /// Whether reserved characters of URLs stand as they are.
    pub allow_reserved: bool,
    /// Whether it must be there.
    pub required: bool,
    /// What its value looks like.
    pub schema: &'static Schema,
    /// The media type of its value, where it is given by `content` and not by a style.
    pub content: Option<&'static str>,
    /// Set when the header makes calls idempotent (`x-idempotency-key`).
    pub idempotency_key: Option<IdempotencyKey>,
}

impl Parameter {
    /// A parameter in the default style of its location.
    #[must_use]
    pub const fn new(name: &'static str, location: Location, schema: &'static Schema) -> Self {
        let style = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        Self {
            name,
            location,
            style,
            explode: matches!(style, Style::Form),
            allow_reserved: false,
            required: matches!(location, Location::Path),
            schema,
            content: None,
            idempotency_key: None,
        }
    }

    /// The same parameter, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same parameter in another style.
    #[must_use]
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// The same parameter with reserved characters left as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The same parameter, written in a media type.
    #[must_use]
    pub const fn content(mut self, media_type: &'static str) -> Self {
        self.content = Some(media_type);
        self
    }

    /// The same parameter as the key of an idempotent call.
    #[must_use]
    pub const fn idempotency_key(mut self, key: IdempotencyKey) -> Self {
        self.idempotency_key = Some(key);
        self
    }
}

/// What a server promises of an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// How long a key is remembered, in seconds.
    pub retention: u64,
    /// The status of a second call with one key.
    pub duplicate_status: u16,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl Location {
    /// The word of the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How arrays and objects are written in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `id=3,4` or `id=3&id=4`
    Form,
    /// `3,4`
    Simple,
    /// `.3.4`
    Label,
    /// `;id=3,4`
    Matrix,
    /// `id=3%204`
    SpaceDelimited,
    /// `id=3|4`
    PipeDelimited,
    /// `id[key]=3`
    DeepObject,
}
