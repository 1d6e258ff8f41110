//! The keywords that OpenAPI knows in each kind of object, and which of them a misspelt one may have been.

/// The known keyword that `key` was probably meant to be. Only close misses count: people write keywords of their
/// own without the `x-` all the time.
pub(super) fn nearest(key: &str, known: &'static [&'static str]) -> Option<&'static str> {
    if known.contains(&key) {
        return None;
    }
    let allowed = if key.chars().count() < 8 { 1 } else { 2 };
    let candidates = known.iter().filter(|word| word.len() > 3 && !word.starts_with('$'));
    candidates
        .map(|word| (*word, strsim::osa_distance(&key.to_lowercase(), &word.to_lowercase())))
        .filter(|(_, distance)| *distance <= allowed && key.chars().count() > 3)
        .min_by_key(|(_, distance)| *distance)
        .map(|(word, _)| word)
}

pub(super) const ROOT: &[&str] = &[
    "openapi",
    "info",
    "servers",
    "paths",
    "components",
    "security",
    "tags",
    "externalDocs",
    "webhooks",
    "jsonSchemaDialect",
];

pub(super) const INFO: &[&str] =
    &["title", "summary", "description", "termsOfService", "contact", "license", "version", "identifier"];

pub(super) const NAMED: &[&str] =
    &["name", "url", "email", "description", "identifier", "externalDocs", "parent", "kind", "summary"];

/// Keywords for people, of which no reader makes anything.
pub(super) const TOLD: &[&str] =
    &["parent", "kind", "serializedValue", "deviceAuthorizationUrl", "oauth2MetadataUrl", "deprecated"];

pub(super) const SERVER: &[&str] = &["url", "description", "variables", "name", "enum", "default"];

pub(super) const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

pub(super) const PATH_ITEM: &[&str] = &[
    "summary",
    "description",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
    "servers",
    "parameters",
    "additionalOperations",
];

pub(super) const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

pub(super) const PARAMETER: &[&str] = &[
    "name",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
];

pub(super) const REQUEST_BODY: &[&str] = &["description", "content", "required"];

pub(super) const RESPONSE: &[&str] = &["description", "headers", "content", "links", "summary"];

pub(super) const MEDIA_TYPE: &[&str] =
    &["schema", "example", "examples", "encoding", "itemSchema", "prefixEncoding", "itemEncoding"];

pub(super) const ENCODING: &[&str] = &[
    "contentType",
    "headers",
    "style",
    "explode",
    "allowReserved",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
];

pub(super) const EXAMPLE: &[&str] =
    &["summary", "description", "value", "externalValue", "dataValue", "serializedValue"];

pub(super) const LINK: &[&str] =
    &["operationRef", "operationId", "parameters", "requestBody", "description", "server"];

pub(super) const SECURITY_SCHEME: &[&str] = &[
    "type",
    "description",
    "name",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
    "deprecated",
    "oauth2MetadataUrl",
];

pub(super) const FLOW: &[&str] =
    &["authorizationUrl", "tokenUrl", "refreshUrl", "scopes", "deviceAuthorizationUrl"];

pub(super) const FLOWS: &[&str] =
    &["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"];

pub(super) const DISCRIMINATOR: &[&str] = &["propertyName", "mapping", "defaultMapping"];

pub(super) const SCHEMA: &[&str] = &[
    "title",
    "description",
    "type",
    "format",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
    "example",
    "examples",
    "default",
    "discriminator",
    "enum",
    "const",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "oneOf",
    "allOf",
    "anyOf",
    "not",
    "xml",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "definitions",
    "additionalItems",
    "id",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_misses_are_recognised_and_others_are_not() {
        assert_eq!(nearest("desription", SCHEMA), Some("description"));
        assert_eq!(nearest("additionalproperties", SCHEMA), Some("additionalProperties"));
        assert_eq!(nearest("propertes", SCHEMA), Some("properties"));
        assert_eq!(nearest("requird", SCHEMA), Some("required"));
        assert_eq!(nearest("minimun", SCHEMA), Some("minimum"));
        for own in ["name", "optional", "unit", "ids", "description", "label", "readers"] {
            assert_eq!(nearest(own, SCHEMA), None, "{own}");
        }
    }
}
