//! The keys under which travels what `openapiv3` has no field for.
//!
//! A schema, path item or operation that stands at such a place is given as `{"$ref": "#/…"}` to its own place (or to
//! where its own `$ref` leads), so that it is looked up like any other reference.

/// On a schema: this is a reference to that target; the schema's own data are annotations that override
/// those of the target (see [`super::view`]). On an operation, a media type or a path item of a callback: it stands
/// elsewhere, which the lookups of `resolve` follow. String.
pub const REF: &str = "x-kontrakt-ref";
/// On a schema: the types other than null, where there are several. Array of strings; `type` is then empty.
pub const TYPES: &str = "x-kontrakt-types";
/// On a schema: the one value of `enum` was written as `const`. `true`.
pub const CONST: &str = "x-kontrakt-const";
/// On a schema that merging made: how deep such schemas stand in each other, and the place of each part of its `allOf`
/// as file and pointer. `[1, [0, "/…"], [0, "/…"]]`.
pub const MERGED: &str = "x-kontrakt-merged";
/// On a schema that merging made: further patterns, each with its place. `[["^a", 0, "/…"]]`.
pub const PATTERNS: &str = "x-kontrakt-patterns";
/// On a schema: no value fits (`false` as schema). `true`.
pub const NEVER: &str = "x-kontrakt-never";
/// On a schema: `minimum` exactly, where `f64` is not enough. A number, or a string beyond 64 bits.
pub const MINIMUM: &str = "x-kontrakt-minimum";
/// On a schema: `maximum` exactly, where `f64` is not enough. A number, or a string beyond 64 bits.
pub const MAXIMUM: &str = "x-kontrakt-maximum";
/// On a schema: `contentEncoding`. String. `base64` also gives the format `byte` if there is no format.
pub const CONTENT_ENCODING: &str = "x-kontrakt-contentEncoding";
/// On a schema: `contentMediaType`. String.
pub const CONTENT_MEDIA_TYPE: &str = "x-kontrakt-contentMediaType";
/// On a schema: `contentSchema`. Reference.
pub const CONTENT_SCHEMA: &str = "x-kontrakt-contentSchema";
/// On a schema: `prefixItems`, or `items` written as an array. Array of references.
pub const PREFIX_ITEMS: &str = "x-kontrakt-prefixItems";
/// On a schema: `patternProperties`. Object from pattern to reference.
pub const PATTERN_PROPERTIES: &str = "x-kontrakt-patternProperties";
/// On a schema: `propertyNames`. Reference.
pub const PROPERTY_NAMES: &str = "x-kontrakt-propertyNames";
/// On a schema: `unevaluatedProperties`. Boolean or reference.
pub const UNEVALUATED_PROPERTIES: &str = "x-kontrakt-unevaluatedProperties";
/// On a schema: `contains`. Reference.
pub const CONTAINS: &str = "x-kontrakt-contains";
/// On a schema: `minContains`. Number.
pub const MIN_CONTAINS: &str = "x-kontrakt-minContains";
/// On a schema: `maxContains`. Number.
pub const MAX_CONTAINS: &str = "x-kontrakt-maxContains";
/// On a schema: `dependentRequired`. Object from property to array of property names.
pub const DEPENDENT_REQUIRED: &str = "x-kontrakt-dependentRequired";
/// On a schema: `examples` of 3.1. Array; only where examples are kept.
pub const EXAMPLES: &str = "x-kontrakt-examples";
/// On a schema: `xml`. Object.
pub const XML: &str = "x-kontrakt-xml";
/// On a discriminator: `defaultMapping` of 3.2. String.
pub const DEFAULT_MAPPING: &str = "x-kontrakt-defaultMapping";
/// On the root: `webhooks` of 3.1. Object from name to reference to a path item.
pub const WEBHOOKS: &str = "x-kontrakt-webhooks";
/// On the root: `jsonSchemaDialect` of 3.1. String.
pub const DIALECT: &str = "x-kontrakt-jsonSchemaDialect";
/// On a path item: methods that 3.0 does not know (`QUERY`, `additionalOperations` of 3.2). Object from method
/// to reference to an operation.
pub const OPERATIONS: &str = "x-kontrakt-operations";
/// On a media type: `itemSchema` of 3.2. Reference.
pub const ITEM_SCHEMA: &str = "x-kontrakt-itemSchema";
/// On a query parameter: it is the whole query (`in: querystring` of 3.2). `"querystring"`.
pub const IN: &str = "x-kontrakt-in";
/// On a parameter: a `style` that `openapiv3` does not know at this location. String.
pub const STYLE: &str = "x-kontrakt-style";
/// On a header: `explode`, for which `openapiv3` has no field. Boolean.
pub const EXPLODE: &str = "x-kontrakt-explode";
/// On a security scheme: its type, where `openapiv3` does not know it (`mutualTLS`; given as HTTP). String.
pub const TYPE: &str = "x-kontrakt-type";
/// On the flows of a security scheme: `deviceAuthorization` of 3.2. Object.
pub const DEVICE_AUTHORIZATION: &str = "x-kontrakt-deviceAuthorization";
/// On info, responses and tags: `summary`. String.
pub const SUMMARY: &str = "x-kontrakt-summary";
/// On a license of 3.1: `identifier`. String.
pub const IDENTIFIER: &str = "x-kontrakt-identifier";

/// No key: what stands for a security scheme, a scope or an organisation that cannot be read. Nobody has it, so that what
/// the contract closes stays closed.
pub const UNREADABLE: &str = "(unreadable)";
