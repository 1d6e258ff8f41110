//! Words that mean something to an entry.

/// Keywords of OpenAPI and JSON Schema, and values that they have.
#[rustfmt::skip]
pub(crate) const OPENAPI: &[&str] = &[
    "openapi", "3.0.0", "3.1.0", "3.2.0", "info", "title", "version", "servers", "url", "variables", "paths", "webhooks",
    "components", "schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks",
    "pathItems", "examples", "tags", "security", "get", "put", "post", "delete", "head", "options", "patch", "trace", "query",
    "additionalOperations", "operationId", "requestBody", "content", "application/json", "text/plain", "*/*", "image/*",
    "multipart/form-data", "application/x-www-form-urlencoded", "text/event-stream", "application/octet-stream", "encoding",
    "contentType", "style", "explode", "allowReserved", "form", "simple", "label", "matrix", "deepObject", "pipeDelimited",
    "spaceDelimited", "name", "in", "path", "header", "cookie", "required", "deprecated", "description", "schema", "type",
    "object", "array", "string", "integer", "number", "boolean", "null", "format", "int32", "int64", "uint64", "float", "double",
    "date", "date-time", "uuid", "byte", "binary", "decimal", "email", "uri", "password", "properties", "additionalProperties",
    "patternProperties", "propertyNames", "unevaluatedProperties", "items", "prefixItems", "contains", "minItems", "maxItems",
    "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minProperties", "maxProperties", "enum", "const", "default", "nullable", "readOnly", "writeOnly", "allOf",
    "oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas", "dependentRequired", "discriminator", "propertyName",
    "mapping", "defaultMapping", "$ref", "$defs", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$schema", "example",
    "apiKey", "http", "scheme", "bearer", "basic", "oauth2", "flows", "clientCredentials", "tokenUrl", "scopes", "openIdConnect",
    "mutualTLS", "200", "201", "204", "2XX", "4XX", "404", "default", "x-rust-type", "x-rust-name", "x-error-body", "x-error-codes",
    "x-idempotency-key", "x-time-zone", "x-sensitive", "x-access", "x-code-list", "^[a-z]+$", "(?=a)b", "[", "(a*)*", "\\p{L}",
    "#/components/schemas/A", "#/", "#", "{id}", "/{a}{b}", "/a/{id}/", "{$request.body#/url}", "self", "crate", "Self", "r#type",
    "fn", "_", "", " ", "0", "Æble", "日本", "a-b", "A B", "</script>", "*/", "\"", "\\", "{}", "\u{0}", "\u{202e}", "```", "# x",
];

/// Parts of regular expressions.
#[rustfmt::skip]
pub(crate) const REGEX: &[&str] = &[
    "^", "$", ".", "*", "+", "?", "*?", "+?", "|", "(", ")", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?P<n>", "(?i)",
    "(?s)", "(?x)", "(?>", "(?#", "[", "]", "[^", "[]", "[^]", "[[:alpha:]]", "&&", "--", "-", "\\-", "\\", "\\\\", "\\d", "\\D",
    "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G", "\\h", "\\R", "\\X", "\\1", "\\2", "\\k<n>", "\\0", "\\01",
    "\\x41", "\\x4", "\\u0041", "\\u{1F600}", "\\u{110000}", "\\uD83D\\uDE00", "\\uDC00", "\\cA", "\\c", "\\p{L}", "\\P{Lu}", "\\pL",
    "\\p{Greek}", "\\p{Script=Latin}", "\\p{Foo}", "\\Q", "\\E", "{2}", "{2,}", "{2,5}", "{,5}", "{5,2}", "{1000}", "{0}",
    "{0,4000}", "{99999999999}", "{", "}", "/", "/i", "a", "b", "é", "ſ", "K", "😀", "\u{2028}", " ", "\n", "++", "??", "a-z",
    "0-9", "z-a", "\\d-z", "(a*)*", "(a|a)*", "(a|b|)*", "()", "(|a)", "[a-\\d]", "[\\b]", "$^", "^^", "(^a|b$)", "(?=^a)",
];

/// Parts of JSON, and texts that formats take.
#[rustfmt::skip]
pub(crate) const JSON: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "1", "1.0", "-0", "1e3", "\"\"", "\"a\"", "\\u0000", "\\ud83d",
    "name", "size", "price", "born", "seen", "id", "state", "tags", "query", "shape", "children", "rest", "of", "all", "any", "none",
    "kind", "circle", "square", "radius", "side", "inner", "left", "right", "pair", "list", "deeper", "dog", "cat", "version", "body",
    "text", "data", "open", "closed", "errors", "violations", "pointer", "rule", "message", "code", "title", "detail", "x-a", "S_a",
    "2024-02-29", "2023-02-29", "-271821-04-20", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.123456789123+01:00",
    "2024-12-31T23:59:60Z", "24:00:00", "00000000-0000-0000-0000-000000000007", "0.10", "1.5e3", "79228162514264337593543950336",
    "aGk=", "a@b.dk", "æ", "😀", "NaN", "Infinity", "\n", " ",
];

/// What parameters and forms are written with, and the words of a first line.
#[rustfmt::skip]
pub(crate) const STYLES: &[&str] = &[
    "p", "p=", "&", "=", ",", ";", ".", "|", "%7C", "%2C", "%20", "+", " ", "%", "%C3%86", "%FF", "%00", "[", "]", "[]", "p[", "[a]",
    "left", "right", "left=1", "p[left]=1", "p[list][0][left]=1", "pair", "list", "deeper", "name", "other", "1", "-1", "1.5", "true",
    "a", "æ", "\"", "{", "}", "null", "2024-01-01", "2024-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000007", "\n", "\t",
    "explode\n", "together\n", "label ", "matrix ", "spaces ", "pipes ", "deepObject ", "-deepObject ", "json ", "text ", "reserved ",
    "required ", "string ", "strings ", "integers ", "number ", "map ", "lists ", "pair ", "deep ", "shape ", "either ", "query ",
    "mixed ", "point ", "window ", "form ", "keys ", "bytype ", "any ",
];

/// Parts of multipart bodies.
#[rustfmt::skip]
pub(crate) const MULTIPART: &[&str] = &[
    "--x\r\n", "--x--", "--x", "\r\n", "\r\n\r\n", "\n", "\r", "--", "boundary=", "boundary=x", "Content-Disposition: form-data; name=\"",
    "Content-Disposition: form-data", "name=\"photo\"", "name=photo", "name=\"words\"", "name=\"count\"", "name=\"pair\"", "name*=UTF-8''photo",
    "filename=\"", "filename*=", "Content-Type: application/json\r\n", "Content-Type: text/plain; charset=latin1\r\n", "Content-Type: ",
    "Content-Transfer-Encoding: base64\r\n", "Content-Length: 1\r\n", ": ", ";", "\"", "\\\"", "%22", "{\"left\":1}", "[", "7", "\u{0}", "é",
    "multipart/mixed", "multipart/form-data",
];

/// Media types and what stands beside them in a head.
#[rustfmt::skip]
pub(crate) const MEDIA: &[&str] = &[
    "application/json", "text/json", "application/vnd.kinds.v2+json", "application/problem+json", "text/plain", "text/csv", "text/html",
    "image/png", "image/*", "*/*", "application/*", "*", "/", ";", "; charset=utf-8", "; charset=latin1", ";q=0", ";q=0.5", ";q=1", ";q=2",
    ";q=x", ";q=", ",", ", ", " ", "=", "\"", "+json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "\n", "\n\n",
    "x-pair: left,1", "x-words: a,b", "x-map: a=1", "{", "}", "[", "]", "{\"left\":1}", "{\"name\":\"a\"}", "404", "422", "500", "204", "299",
    "/things/1/.left=1/;matrix=a", "?", "&", "#", "%2F", "%2f..", "//", "..", "left=1", "æ", "\u{0}",
];
