use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::{Value, json};

use super::*;
use crate::diagnostic::{Code, Pointer, Report, Sink};
use crate::source::{Input, Sources};

fn read<T>(
    version: Version,
    text: &str,
    read: impl Fn(&mut Reader<'_>, &crate::source::Node, &Path<'_>) -> T,
) -> (T, Report) {
    let mut sink = Sink::new();
    let input = Input::Text { name: "a.yaml".into(), text: text.into() };
    let (sources, files) = Sources::load(&[input], &mut sink);
    let start = Pointer::root().key("components").key("schemas").key("S");
    let mut reader = Reader::new(files[0], version, false, &mut sink);
    let value = read(&mut reader, sources.tree(files[0]).expect("a tree"), &Path::start(&start));
    (value, sink.finish())
}

#[allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is tied to one lifetime of the reader"
)]
fn schema_of(version: Version, text: &str) -> (ReferenceOr<Schema>, Report) {
    read(version, text, |reader, node, at| reader.schema(node, at))
}

/// A schema that is right, and no bare reference.
fn good(version: Version, text: &str) -> Schema {
    let (schema, report) = schema_of(version, text);
    assert!(report.diagnostics().iter().all(|found| found.code == Code::NotChecked), "{text}: {report:?}");
    schema.into_item().expect("no reference")
}

fn ext_of<'s>(schema: &'s Schema, key: &str) -> &'s Value {
    schema.schema_data.extensions.get(key).unwrap_or(&Value::Null)
}

#[test]
fn nullable_in_every_spelling() {
    for (version, text) in [
        (Version::V3_0, "{type: string, nullable: true}"),
        (Version::V3_1, "{type: [string, 'null']}"),
        (Version::V3_1, "{type: ['null', string]}"),
        (Version::V3_1, "{type: [string, null]}"),
    ] {
        let schema = good(version, text);
        assert!(schema.schema_data.nullable, "{text}");
        assert_eq!(any(&schema).typ.as_deref(), Some("string"), "{text}");
    }
    assert_eq!(any(&good(Version::V3_1, "{type: 'null'}")).typ.as_deref(), Some("null"));
}

#[test]
fn several_types_travel_as_a_list() {
    let schema = good(Version::V3_1, "{type: [string, integer, 'null', string]}");
    assert_eq!(any(&schema).typ, None);
    assert_eq!(ext_of(&schema, ext::TYPES), &json!(["string", "integer"]));
    assert!(schema.schema_data.nullable);
}

#[test]
fn a_constant_is_an_enum_of_one() {
    let schema = good(Version::V3_1, "{const: {a: 1}}");
    assert_eq!(any(&schema).enumeration, [json!({"a": 1})]);
    assert_eq!(ext_of(&schema, ext::CONST), &json!(true));
}

#[test]
fn bounds_of_both_dialects_are_the_same() {
    for (version, text) in [
        (Version::V3_0, "{minimum: 1, exclusiveMinimum: true, maximum: 9}"),
        (Version::V3_1, "{exclusiveMinimum: 1, maximum: 9}"),
        (Version::V3_1, "{exclusiveMinimum: 1, minimum: 0, maximum: 9, exclusiveMaximum: 10}"),
    ] {
        let schema = good(version, text);
        let any = any(&schema);
        assert_eq!((any.minimum, any.exclusive_minimum), (Some(1.0), Some(true)), "{text}");
        assert_eq!((any.maximum, any.exclusive_maximum), (Some(9.0), None), "{text}");
    }
}

#[test]
fn bounds_that_a_float_cannot_hold_are_kept_exactly() {
    let schema = good(Version::V3_0, "{minimum: -9223372036854775808, maximum: 18446744073709551615}");
    assert_eq!(ext_of(&schema, ext::MINIMUM), &json!(i64::MIN));
    assert_eq!(ext_of(&schema, ext::MAXIMUM), &json!(u64::MAX));
    let schema = good(Version::V3_0, "{maximum: 123456789012345678901234567890, minimum: 5}");
    assert_eq!(ext_of(&schema, ext::MAXIMUM), &json!("123456789012345678901234567890"));
    assert_eq!(ext_of(&schema, ext::MINIMUM), &Value::Null);
}

#[test]
fn a_reference_with_annotations_stays_one() {
    for (version, text) in [
        (Version::V3_0, "{$ref: '#/x', description: d, x-sensitive: true}"),
        (Version::V3_1, "{$ref: '#/x', description: d, x-sensitive: true}"),
        (Version::V3_0, "{allOf: [{$ref: '#/x'}], description: d, x-sensitive: true}"),
    ] {
        let schema = good(version, text);
        let SchemaView::Reference { target, overrides } = view_schema(&schema) else { panic!("{text}") };
        let overrides = overrides.expect("annotations");
        assert_eq!((target, overrides.description.as_deref()), ("#/x", Some("d")), "{text}");
        assert_eq!(overrides.extensions.get("x-sensitive"), Some(&json!(true)), "{text}");
    }
    let (bare, _) = schema_of(Version::V3_1, "{$ref: '#/x'}");
    assert!(matches!(bare, ReferenceOr::Reference { .. }));
}

#[test]
fn a_reference_with_constraints_is_one_more_part_from_3_1_on() {
    let schema = good(Version::V3_1, "{$ref: '#/x', required: [a], allOf: [{type: object}]}");
    let any = any(&schema);
    assert_eq!(any.required, ["a"]);
    assert!(
        matches!(any.all_of.as_slice(), [ReferenceOr::Item(_), ReferenceOr::Reference { reference }] if reference == "#/x")
    );
    let (schema, report) = schema_of(Version::V3_0, "{$ref: '#/x', required: [a]}");
    assert_eq!(report.diagnostics()[0].code, Code::IgnoredBesideRef);
    assert!(matches!(view(&schema), SchemaView::Reference { target: "#/x", .. }));
}

#[test]
fn schemas_without_a_field_are_references_to_their_place() {
    let text = "{prefixItems: [{type: string}, {$ref: '#/t'}], items: false, contains: {type: object}, patternProperties: {'^a%': true}, unevaluatedProperties: false}";
    let schema = good(Version::V3_1, text);
    let place = "#/components/schemas/S";
    assert_eq!(
        ext_of(&schema, ext::PREFIX_ITEMS),
        &json!([{"$ref": format!("{place}/prefixItems/0")}, {"$ref": "#/t"}])
    );
    assert_eq!(ext_of(&schema, ext::CONTAINS), &json!({"$ref": format!("{place}/contains")}));
    assert_eq!(
        ext_of(&schema, ext::PATTERN_PROPERTIES),
        &json!({"^a%": {"$ref": format!("{place}/patternProperties/^a%25")}})
    );
    assert_eq!(ext_of(&schema, ext::UNEVALUATED_PROPERTIES), &json!(false));
    let mut found = Vec::new();
    walk::references(&schema, &mut |target| found.push(target.to_owned()));
    assert_eq!(found.len(), 4);
    let Some(ReferenceOr::Item(items)) = &any(&schema).items else { panic!("items") };
    assert_eq!(ext_of(items, ext::NEVER), &json!(true));
}

#[test]
fn base64_has_the_format_of_3_0() {
    let schema = good(Version::V3_1, "{type: string, contentEncoding: base64, contentMediaType: image/png}");
    assert_eq!(any(&schema).format.as_deref(), Some("byte"));
    assert_eq!(ext_of(&schema, ext::CONTENT_MEDIA_TYPE), &json!("image/png"));
    let schema = good(Version::V3_1, "{contentEncoding: base64, format: mine}");
    assert_eq!(any(&schema).format.as_deref(), Some("mine"));
}

#[test]
fn additional_properties_of_all_kinds() {
    let of = |text| any(&good(Version::V3_0, text)).additional_properties.clone();
    assert_eq!(of("{additionalProperties: false}"), Some(AdditionalProperties::Any(false)));
    assert!(matches!(of("{additionalProperties: {type: string}}"), Some(AdditionalProperties::Schema(_))));
    assert_eq!(of("{type: object}"), None);
}

#[test]
fn one_bad_part_spoils_only_itself() {
    let text = "{type: object, required: true, minProperties: many, properties: {a: {type: word, format: f}, b: 5, c: {type: string}}}";
    let (schema, report) = schema_of(Version::V3_0, text);
    let codes: Vec<Code> = report.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [Code::WrongKind, Code::WrongKind, Code::UnknownType, Code::NotChecked, Code::WrongKind]
    );
    let schema = schema.into_item().expect("a schema");
    let any_of = any(&schema);
    assert_eq!(any_of.properties.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    let ReferenceOr::Item(a) = &any_of.properties["a"] else { panic!("a schema") };
    assert_eq!((any(a).typ.as_deref(), any(a).format.as_deref()), (None, Some("f")));
}

#[test]
fn vendor_keys_are_kept_and_our_own_are_not_to_be_forged() {
    let (schema, report) = schema_of(Version::V3_0, "{x-mine: [1], x-kontrakt-ref: '#/y'}");
    let schema = schema.into_item().expect("a schema");
    assert_eq!(ext_of(&schema, "x-mine"), &json!([1]));
    assert!(matches!(view_schema(&schema), SchemaView::Inline(_)));
    assert_eq!(report.diagnostics()[0].code, Code::UnknownKeyword);
}

#[test]
fn a_document_keeps_extensions_everywhere() {
    let text = "openapi: 3.1.0\nx-a: 1\ninfo: {title: t, version: '1', x-a: 2, summary: s}\npaths:\n  x-a: 3\n  /p:\n    x-a: 4\n    get:\n      x-a: 5\n      parameters: [{name: q, in: query, schema: {}, x-a: 6}]\n      responses: {x-a: 7, default: {description: d, x-a: 8, content: {a/b: {x-a: 9}}}}\ncomponents: {x-a: 10}\n";
    let (api, report) = read(Version::V3_1, text, |reader, node, _| reader.api(node).expect("a document"));
    assert!(report.is_empty(), "{report:?}");
    let item = api.paths.paths["/p"].as_item().expect("a path item");
    let get = item.get.as_ref().expect("an operation");
    let parameter = get.parameters[0].as_item().expect("a parameter").parameter_data_ref();
    let response = get.responses.default.as_ref().and_then(ReferenceOr::as_item).expect("a response");
    let kept = [
        &api.extensions,
        &api.info.extensions,
        &api.paths.extensions,
        &item.extensions,
        &get.extensions,
        &parameter.extensions,
        &get.responses.extensions,
        &response.extensions,
        &response.content["a/b"].extensions,
        &api.components.as_ref().expect("components").extensions,
    ];
    for (index, extensions) in kept.into_iter().enumerate() {
        assert_eq!(extensions.get("x-a"), Some(&json!(index + 1)));
    }
    assert_eq!(api.info.extensions.get(ext::SUMMARY), Some(&json!("s")));
}
