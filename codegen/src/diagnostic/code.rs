//! The table of everything the generator can have to say.

use std::fmt;

use super::Severity;

/// A kind of finding. Its id (`K0012`) never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "every variant is described by its entry in the table below")]
pub enum Code {
    Unreadable,
    Syntax,
    DuplicateKey,
    TooLarge,
    TooDeep,
    NotOpenApi,
    UnsupportedVersion,
    WrongKind,
    UnknownType,
    MissingKeyword,
    UnknownKeyword,
    BadStatus,
    BadPath,
    DuplicateParameter,
    BadParameter,
    PathParameterNotRequired,
    IgnoredBesideRef,
    BadValue,
    DanglingRef,
    RemoteRef,
    RefCycle,
    BadRef,
    WrongTarget,
    BadPattern,
    PathParameterMissing,
    PathParameterUnused,
    DuplicateOperationId,
    CircularAllOf,
    AllOfConflict,
    NotExpressible,
    BadDiscriminator,
    UnknownSecurityScheme,
    BadExtension,
    NameCollision,
    PatternDialect,
    NeedsFeature,
    DuplicateErrorCode,
    BadName,
    Impossible,
    UnfitValue,
    UnknownScope,
    ReservedHeader,
    SameRoute,
    AmbiguousAlternatives,
    /// A keyword that nothing is held against.
    NotChecked,
    /// A keyword of which nothing is made.
    NotUsed,
}

struct Entry {
    id: &'static str,
    severity: Severity,
    title: &'static str,
    explanation: &'static str,
}

impl Code {
    /// Every code, by id.
    pub const ALL: &'static [Code] = &[
        Code::Unreadable,
        Code::Syntax,
        Code::DuplicateKey,
        Code::TooLarge,
        Code::TooDeep,
        Code::NotOpenApi,
        Code::UnsupportedVersion,
        Code::WrongKind,
        Code::UnknownType,
        Code::MissingKeyword,
        Code::UnknownKeyword,
        Code::BadStatus,
        Code::BadPath,
        Code::DuplicateParameter,
        Code::BadParameter,
        Code::PathParameterNotRequired,
        Code::IgnoredBesideRef,
        Code::BadValue,
        Code::DanglingRef,
        Code::RemoteRef,
        Code::RefCycle,
        Code::BadRef,
        Code::WrongTarget,
        Code::BadPattern,
        Code::PathParameterMissing,
        Code::PathParameterUnused,
        Code::DuplicateOperationId,
        Code::CircularAllOf,
        Code::AllOfConflict,
        Code::NotExpressible,
        Code::BadDiscriminator,
        Code::UnknownSecurityScheme,
        Code::BadExtension,
        Code::NameCollision,
        Code::PatternDialect,
        Code::NeedsFeature,
        Code::DuplicateErrorCode,
        Code::BadName,
        Code::Impossible,
        Code::UnfitValue,
        Code::UnknownScope,
        Code::ReservedHeader,
        Code::SameRoute,
        Code::AmbiguousAlternatives,
        Code::NotChecked,
        Code::NotUsed,
    ];

    /// The code with this id.
    pub fn by_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }

    /// The id, `K` and four digits.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// How serious it is unless the place says otherwise.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// What it is, in one line.
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// What it is, why it matters and what to do, for `kontrakt explain`.
    pub fn explanation(self) -> &'static str {
        self.entry().explanation
    }

    fn entry(self) -> &'static Entry {
        match self {
            Code::Unreadable => &Entry {
                id: "K0001",
                severity: Severity::Error,
                title: "a file cannot be read",
                explanation: "The file does not exist, may not be read, is a directory or is not UTF-8 text. Files named by a `$ref` are looked for relative to the file in which the `$ref` stands.",
            },
            Code::Syntax => &Entry {
                id: "K0002",
                severity: Severity::Error,
                title: "a file is neither JSON nor YAML",
                explanation: "The text breaks the grammar of JSON or YAML at the marked place, so nothing of the file can be used. Frequent causes in YAML: a tab used for indentation, a value with `: ` or `#` that needs quotes, a line that is indented less than its neighbours.",
            },
            Code::DuplicateKey => &Entry {
                id: "K0003",
                severity: Severity::Error,
                title: "a key stands twice in one object",
                explanation: "Both JSON and YAML leave open which of the two counts, so tools disagree about the contract. The last one is used to read on. Remove or rename one of them.",
            },
            Code::TooLarge => &Entry {
                id: "K0004",
                severity: Severity::Error,
                title: "a document grows beyond all measure when its aliases are expanded",
                explanation: "YAML aliases (`*name`) that contain aliases multiply. The document was refused before it could use up the memory. Use `$ref` in place of nested aliases.",
            },
            Code::TooDeep => &Entry {
                id: "K0005",
                severity: Severity::Error,
                title: "a document is nested too deeply",
                explanation: "Objects and arrays may be nested a hundred levels deep. Give the inner parts names under `components` and refer to them with `$ref`.",
            },
            Code::NotOpenApi => &Entry {
                id: "K0006",
                severity: Severity::Error,
                title: "a file is not an OpenAPI 3 document",
                explanation: "The top of a contract is an object with the key `openapi` and a version 3.0, 3.1 or 3.2. Swagger 2.0 documents have to be converted first, for example with `swagger2openapi`.",
            },
            Code::UnsupportedVersion => &Entry {
                id: "K0007",
                severity: Severity::Warning,
                title: "the OpenAPI version is unknown",
                explanation: "The versions 3.0, 3.1 and 3.2 are known. Another 3.x is read as 3.2.",
            },
            Code::WrongKind => &Entry {
                id: "K0010",
                severity: Severity::Error,
                title: "a value has the wrong JSON type",
                explanation: "OpenAPI says for every keyword whether its value is a string, a number, a boolean, an array or an object. A value of another type is left out. In YAML, remember that `1.0`, `yes` and `null` are not strings unless quoted.",
            },
            Code::UnknownType => &Entry {
                id: "K0011",
                severity: Severity::Error,
                title: "`type` names no JSON type",
                explanation: "A schema's `type` is one of `string`, `number`, `integer`, `boolean`, `array`, `object` and, from OpenAPI 3.1 on, `null`. Words such as `date`, `uuid` or `float` belong into `format`. The schema is read as if it had no `type`.",
            },
            Code::MissingKeyword => &Entry {
                id: "K0012",
                severity: Severity::Error,
                title: "a required keyword is missing",
                explanation: "OpenAPI requires the keyword in this object. Without it the object cannot be understood, or only by guessing, and is left out where guessing would be wrong.",
            },
            Code::UnknownKeyword => &Entry {
                id: "K0013",
                severity: Severity::Warning,
                title: "a keyword is unknown and looks like a misspelt one",
                explanation: "OpenAPI does not know the keyword here, so it has no effect, but one that it does know is spelt almost the same. Keywords of your own start with `x-`.",
            },
            Code::BadStatus => &Entry {
                id: "K0014",
                severity: Severity::Error,
                title: "a key of `responses` is no HTTP status",
                explanation: "Responses are keyed by a status code (`200`), by a whole class of them (`4XX`) or by `default`.",
            },
            Code::BadPath => &Entry {
                id: "K0015",
                severity: Severity::Warning,
                title: "a path does not start with `/`",
                explanation: "Paths are appended to the server's URL and start with a slash. A path that does not is read as if it did, and left out where the document has that path as well.",
            },
            Code::DuplicateParameter => &Entry {
                id: "K0016",
                severity: Severity::Warning,
                title: "a parameter stands twice in one list",
                explanation: "Name and location (`in`) together identify a parameter; within one list each may stand once. An operation may override a parameter of its path item. The first one is used.",
            },
            Code::BadParameter => &Entry {
                id: "K0017",
                severity: Severity::Error,
                title: "a parameter is not defined as OpenAPI wants it",
                explanation: "A parameter has a `name`, a location `in` (`path`, `query`, `header`, `cookie`), a `style` that fits the location, and either a `schema` or a `content` with exactly one media type.",
            },
            Code::PathParameterNotRequired => &Entry {
                id: "K0018",
                severity: Severity::Warning,
                title: "a path parameter is not marked as required",
                explanation: "A part of a path cannot be left out: OpenAPI demands `required: true` on parameters with `in: path`. It is read as required.",
            },
            Code::IgnoredBesideRef => &Entry {
                id: "K0019",
                severity: Severity::Warning,
                title: "a keyword beside `$ref` has no effect",
                explanation: "In OpenAPI 3.0 everything beside a `$ref` is ignored, and outside of schemas it still is in later versions, except `summary` and `description`. Put the `$ref` into an `allOf` to add to a schema. Annotations beside a schema's `$ref` (`description`, `nullable`, `readOnly` …) are honoured, because everybody writes and means them.",
            },
            Code::BadValue => &Entry {
                id: "K0020",
                severity: Severity::Error,
                title: "a value is of the right type, but not one of those allowed",
                explanation: "The keyword has a fixed set or range of values: a security scheme's `type` is one of five words, a `minLength` is a whole number that is not negative. Another value is left out.",
            },
            Code::DanglingRef => &Entry {
                id: "K0030",
                severity: Severity::Error,
                title: "a `$ref` leads nowhere",
                explanation: "The file, or the place in it, to which the `$ref` points does not exist. Names are compared letter by letter, case included. A schema that would stand there is read as \"anything\"; a parameter, a body or an answer is left out.",
            },
            Code::RemoteRef => &Entry {
                id: "K0031",
                severity: Severity::Error,
                title: "a `$ref` leads into the network",
                explanation: "Nothing is fetched from the network while generating: the result would depend on the day. Store the document beside the contract and refer to the file.",
            },
            Code::RefCycle => &Entry {
                id: "K0032",
                severity: Severity::Error,
                title: "a `$ref` leads back to itself",
                explanation: "Following nothing but `$ref`s ends where it began, so there is no definition anywhere. Schemas may well contain themselves, through a property or an item.",
            },
            Code::BadRef => &Entry {
                id: "K0033",
                severity: Severity::Error,
                title: "a `$ref` is no reference",
                explanation: "A reference is `#/json/pointer`, `file.yaml` or `file.yaml#/json/pointer`, with `~1` for `/`, `~0` for `~` and percent-encoding for what a URI cannot hold.",
            },
            Code::WrongTarget => &Entry {
                id: "K0034",
                severity: Severity::Error,
                title: "a `$ref` leads to something else than what is needed",
                explanation: "For example, a parameter's `$ref` that leads to a schema. Each kind of thing has its own room under `components`.",
            },
            Code::BadPattern => &Entry {
                id: "K0050",
                severity: Severity::Warning,
                title: "a `pattern` is no regular expression",
                explanation: "JSON Schema's patterns are regular expressions of ECMA-262. One that cannot be read is left out: values are not held against it, so nobody enforces the rule. Escape what is meant literally; inline flags, atomic groups and the like of other dialects have no counterpart.",
            },
            Code::PathParameterMissing => &Entry {
                id: "K0051",
                severity: Severity::Warning,
                title: "a path names a parameter that the operation does not have",
                explanation: "Every name in braces is a parameter with `in: path` of the operation or of its path item. Until it is declared it is taken as a string; one of the query, as in `{?name}`, is left out.",
            },
            Code::PathParameterUnused => &Entry {
                id: "K0052",
                severity: Severity::Warning,
                title: "a path parameter does not stand in the path",
                explanation: "A parameter with `in: path` says what a name in braces holds. One whose name the path does not have cannot be sent, and is left out.",
            },
            Code::DuplicateOperationId => &Entry {
                id: "K0053",
                severity: Severity::Warning,
                title: "an operationId stands twice",
                explanation: "Operations are told apart by their `operationId`: methods, request and error types are named after it. The operation whose path comes first in the alphabet keeps the id, whatever their order in the document; the others are named after their HTTP method and path.",
            },
            Code::CircularAllOf => &Entry {
                id: "K0054",
                severity: Severity::Error,
                title: "an `allOf` contains itself",
                explanation: "What an `allOf` lists is merged into one schema, so it cannot be part of itself, directly or through other schemas. The repeated part is left out.",
            },
            Code::AllOfConflict => &Entry {
                id: "K0055",
                severity: Severity::Warning,
                title: "parts of an `allOf` describe one property differently",
                explanation: "A value would have to satisfy both descriptions. The last one is used.",
            },
            Code::NotExpressible => &Entry {
                id: "K0056",
                severity: Severity::Warning,
                title: "a schema cannot be expressed as a type",
                explanation: "Unless the message says otherwise, the values are read as any JSON value, and not checked.",
            },
            Code::BadDiscriminator => &Entry {
                id: "K0057",
                severity: Severity::Warning,
                title: "a `discriminator` cannot be used",
                explanation: "A discriminator tells alternatives apart by the value of a property: that which `mapping` gives an alternative, those which its schema lists for the property, or else the name of the schema to which a `$ref` leads. Where none of these is there, the alternatives are told apart by how they look instead.",
            },
            Code::UnknownSecurityScheme => &Entry {
                id: "K0059",
                severity: Severity::Warning,
                title: "a security scheme is not declared",
                explanation: "The names in `security` are those of `components.securitySchemes`. The operation still asks for the scheme, so it is open to nobody who cannot meet it.",
            },
            Code::BadExtension => &Entry {
                id: "K0060",
                severity: Severity::Error,
                title: "a vendor extension has the wrong form",
                explanation: "The generator gives a meaning to some `x-` extensions; the manual lists them with the form that each has. The extension is left out.",
            },
            Code::NameCollision => &Entry {
                id: "K0061",
                severity: Severity::Note,
                title: "two names of the contract become one in Rust",
                explanation: "Rust's case conventions make one name of them, so one of the two gets a number. An `x-rust-name` in the contract chooses a better one.",
            },
            Code::PatternDialect => &Entry {
                id: "K0062",
                severity: Severity::Warning,
                title: "a pattern is written in another dialect than ECMA-262",
                explanation: "Its meaning is clear, so it is kept, but other tools may read the pattern differently. Write it as ECMA-262 does.",
            },
            Code::NeedsFeature => &Entry {
                id: "K0063",
                severity: Severity::Note,
                title: "the generated code needs a feature of `kontrakt`",
                explanation: "Some of what contracts can say needs a library that most do not, so it is a feature of the runtime crate that has to be enabled where the generated code is compiled.",
            },
            Code::DuplicateErrorCode => &Entry {
                id: "K0065",
                severity: Severity::Warning,
                title: "an error code stands twice",
                explanation: "An error is recognised by its code alone, whatever the status that it comes with, so a code has one entry. The first one is used.",
            },
            Code::BadName => &Entry {
                id: "K0066",
                severity: Severity::Warning,
                title: "an `x-rust-name` or `x-rust-type` cannot stand in Rust",
                explanation: "`x-rust-name` is an identifier and `x-rust-type` the path of a type. One that is not is left out, and the name is made of the contract's own.",
            },
            Code::Impossible => &Entry {
                id: "K0067",
                severity: Severity::Warning,
                title: "no value can satisfy a schema",
                explanation: "Two keywords of the schema exclude each other: a `minimum` above the `maximum`, a required property that the object has no room for, a property that is both `readOnly` and `writeOnly`. Types and checks are generated as the contract says, so every value breaks one of the rules.",
            },
            Code::UnfitValue => &Entry {
                id: "K0068",
                severity: Severity::Warning,
                title: "a value in the contract is not one that its schema allows",
                explanation: "A value of an `enum`, or a `default`, is not of the schema's `type`, or the `default` is not in the `enum`. In YAML, numbers and the words `true` and `false` are strings only in quotes.",
            },
            Code::UnknownScope => &Entry {
                id: "K0069",
                severity: Severity::Warning,
                title: "a scope is not one of its security scheme",
                explanation: "The scopes that an operation asks of an `oauth2` scheme are those that one of the scheme's `flows` lists under `scopes`. It is asked for as it is written.",
            },
            Code::ReservedHeader => &Entry {
                id: "K0070",
                severity: Severity::Note,
                title: "a header parameter is left out, since other keywords describe it",
                explanation: "OpenAPI ignores header parameters called `Accept`, `Content-Type` and `Authorization`: the media types of bodies and the security schemes describe those headers.",
            },
            Code::AmbiguousAlternatives => &Entry {
                id: "K0072",
                severity: Severity::Warning,
                title: "an alternative of a `oneOf` or `anyOf` cannot be told from another",
                explanation: "A value is read as the alternative whose JSON type, constants and properties it has. All values of this alternative are values of another one as well, which has nothing that this one lacks, so the other one is what they are read as.",
            },
            Code::SameRoute => &Entry {
                id: "K0071",
                severity: Severity::Warning,
                title: "two operations are one request",
                explanation: "The operations have one method and one path, whatever their path parameters are called, and perhaps differ behind a `#`, which no server is ever told. A client can call both, but the router has to send both to the one that comes first in the order of paths and ids. Give one of them another path, or a required header or query parameter whose `enum` has no value in common with the other's: then the router goes by that.",
            },
            Code::NotChecked => &Entry {
                id: "K0073",
                severity: Severity::Note,
                title: "values are not held against a keyword",
                explanation: "The types and the other rules of the schema are there; what this keyword asks beyond them is left to those who use the values.",
            },
            Code::NotUsed => &Entry {
                id: "K0074",
                severity: Severity::Note,
                title: "nothing is made of a part of the contract",
                explanation: "Nothing of what is generated depends on the keyword: the generated code cannot do what it says, it says nothing where it stands, or it is none that is known. The message tells what is done in its place, and `kontrakt inspect` lists every such keyword. Keywords of your own start with `x-`.",
            },
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
