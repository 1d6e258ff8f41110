use super::{Lowered, lower};
use crate::diagnostic::{Code, Sink};
use crate::ir::{
    Choice, Common, Field, JsonType, Kind, Literal, Origin, Presence, Rule, Section, Shape, TypeRef, Union,
};
use crate::resolve::{Model, Options};
use crate::source::Input;

/// The ir of these component schemas, and the codes of what was reported.
fn lowered(schemas: &str) -> (Lowered, Vec<Code>) {
    lowered_with("{}", schemas)
}

fn lowered_with(paths: &str, schemas: &str) -> (Lowered, Vec<Code>) {
    let head = "openapi: 3.0.3\ninfo: { title: Test, version: '1' }\n";
    let text = format!("{head}paths: {paths}\ncomponents:\n  schemas:\n{schemas}");
    let mut sink = Sink::new();
    let input = Input::Text { name: "test.yaml".to_owned(), text };
    let model = Model::load(&[input], &Options::default(), &mut sink);
    let lowered = lower(&model, &mut sink);
    let codes = sink.finish().diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    (lowered, codes)
}

fn shape<'l>(lowered: &'l Lowered, name: &str) -> &'l Shape {
    let named = |origin: &Origin| matches!(origin, Origin::Component(known) if known == name);
    &lowered.api.types.iter().find(|ty| named(&ty.origin)).expect(name).shape
}

fn fields<'l>(lowered: &'l Lowered, name: &str) -> &'l [Field] {
    match shape(lowered, name) {
        Shape::Struct { fields, .. } => fields,
        other => panic!("{name} is no object but {other:?}"),
    }
}

fn field<'l>(lowered: &'l Lowered, name: &str, field: &str) -> &'l Field {
    fields(lowered, name).iter().find(|known| known.name == field).expect(field)
}

fn name_of(lowered: &Lowered, ty: &TypeRef) -> String {
    match ty.kind {
        Kind::Named(id) => format!("{:?}", lowered.api.type_of(id).origin),
        _ => format!("{:?}", ty.kind),
    }
}

#[test]
fn all_of_is_merged_and_conflicts_are_reported() {
    let (lowered, codes) = lowered(
        "
    Base: { type: object, required: [a], properties: { a: { type: string }, b: { type: integer } } }
    Both:
      allOf:
        - $ref: '#/components/schemas/Base'
        - { type: object, required: [b], properties: { b: { type: string }, c: { type: boolean } } }
",
    );
    let names: Vec<&str> = fields(&lowered, "Both").iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert!(fields(&lowered, "Both")[..2].iter().all(|field| field.presence == Presence::Required));
    assert!(matches!(field(&lowered, "Both", "b").ty.kind, Kind::String), "the last one is used");
    assert_eq!(codes, [Code::AllOfConflict]);
}

#[test]
fn of_two_bounds_the_narrower_one_holds() {
    let (lowered, codes) = lowered(
        "
    Wide: { type: string, minLength: 2, maxLength: 9 }
    Narrow: { allOf: [{ $ref: '#/components/schemas/Wide' }, { minLength: 1, maxLength: 4 }] }
",
    );
    let Shape::Newtype(ty) = shape(&lowered, "Narrow") else { panic!("a string with rules") };
    assert_eq!(ty.rules, [Rule::MinLength(2), Rule::MaxLength(4)]);
    assert_eq!(codes, []);
}

#[test]
fn null_is_said_where_a_type_is_used_in_all_spellings() {
    let (lowered, _) = lowered(
        "
    Plain: { type: string, nullable: true, maxLength: 1 }
    Listed: { type: string, enum: [a, null] }
    Union: { oneOf: [{ $ref: '#/components/schemas/Plain' }, { type: integer }] }
    Alias: { allOf: [{ $ref: '#/components/schemas/Listed' }] }
    Never: { type: string, maxLength: 1 }
    All:
      type: object
      properties:
        plain: { $ref: '#/components/schemas/Plain' }
        listed: { $ref: '#/components/schemas/Listed' }
        union: { $ref: '#/components/schemas/Union' }
        alias: { $ref: '#/components/schemas/Alias' }
        wrapped: { nullable: true, allOf: [{ $ref: '#/components/schemas/Never' }] }
        inline: { oneOf: [{ type: integer }, { enum: [null] }] }
        never: { $ref: '#/components/schemas/Never' }
        any: { nullable: true }
",
    );
    let nullable = |name: &str| field(&lowered, "All", name).ty.nullable;
    for name in ["plain", "listed", "union", "alias", "wrapped", "inline"] {
        assert!(nullable(name), "{name}");
    }
    assert!(!nullable("never"));
    assert!(!nullable("any"), "any value may be null without being said to");
    let Shape::OneOf(Union { arms, .. }) = shape(&lowered, "Union") else { panic!("a union") };
    assert!(arms.iter().all(|arm| !arm.ty.nullable), "said once, outside");
}

#[test]
fn an_enum_has_a_variant_for_every_scalar() {
    let (lowered, codes) = lowered(
        "
    Words: { enum: [a, b, a] }
    Numbers: { type: integer, enum: [1, 2], x-enum-varnames: [One, Two] }
    Flags: { enum: [true] }
    Mixed: { enum: [1, b, 2.5] }
    Lists: { enum: [[1], [2]] }
    Huge: { enum: [9223372036854775808] }
    Open: { anyOf: [{ type: string }, { type: string, enum: [a] }] }
    Values: { oneOf: [{ enum: [a], description: The first. }, { enum: [b] }] }
    Named: { oneOf: [{ $ref: '#/components/schemas/Words' }, { $ref: '#/components/schemas/Numbers' }] }
",
    );
    let values = |name: &str| match shape(&lowered, name) {
        Shape::Enum(values) => (values.values.len(), values.open),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!((values("Words"), values("Numbers")), ((2, false), (2, false)));
    assert_eq!((values("Open"), values("Values")), ((1, true), (2, false)));
    let Shape::Enum(numbers) = shape(&lowered, "Numbers") else { panic!("an enum") };
    assert_eq!(numbers.values[0].value, Literal::Integer(1));
    assert_eq!(numbers.values[0].name.as_deref(), Some("One"));
    let listed = |name: &str| match shape(&lowered, name) {
        Shape::Alias(TypeRef { kind, rules, .. }) => (kind.clone(), rules.clone()),
        other => panic!("{name}: {other:?}"),
    };
    let rule = |values: &[&str]| vec![Rule::Listed(values.iter().map(|text| (*text).to_owned()).collect())];
    assert_eq!(listed("Flags"), (Kind::Boolean, rule(&["true"])));
    assert_eq!(listed("Lists"), (Kind::Any, rule(&["[1]", "[2]"])));
    assert_eq!(listed("Huge"), (Kind::Any, rule(&["9223372036854775808"])));
    let Shape::Enum(mixed) = shape(&lowered, "Mixed") else { panic!("an enum") };
    assert_eq!((mixed.common(), mixed.values.len()), (Common::Scalar, 3));
    assert!(matches!(shape(&lowered, "Named"), Shape::OneOf(union) if union.arms.len() == 2));
    assert_eq!(codes, []);
}

#[test]
fn a_mapping_gives_the_values_of_the_tag() {
    let (lowered, codes) = lowered(
        "
    Cat: { type: object, properties: { kind: { type: string } } }
    Dog: { type: object, properties: { kind: { type: string } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { dog: Dog, wolf: '#/components/schemas/Dog' } }
",
    );
    let Shape::Tagged(tagged) = shape(&lowered, "Pet") else { panic!("a union with a tag") };
    let arms: Vec<(&str, &str)> =
        tagged.arms.iter().map(|(value, arm)| (value.as_str(), arm.hint.as_str())).collect();
    assert_eq!(arms, [("Cat", "Cat"), ("dog", "Dog"), ("wolf", "wolf")]);
    assert_eq!(codes, []);
}

#[test]
fn a_base_class_is_a_union_of_its_heirs_which_share_its_types() {
    let (lowered, codes) = lowered(
        "
    Pet:
      type: object
      properties: { kind: { type: string }, mood: { type: string, enum: [good] } }
      discriminator: { propertyName: kind }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
",
    );
    let Shape::Tagged(tagged) = shape(&lowered, "Pet") else { panic!("a union with a tag") };
    assert_eq!(
        tagged.arms.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>(),
        ["Cat", "Dog", "Pet"]
    );
    let mood = |name: &str| name_of(&lowered, &field(&lowered, name, "mood").ty);
    assert_eq!(mood("Cat"), mood("Dog"));
    assert_eq!(fields(&lowered, "Dog").len(), 2, "an heir that adds nothing is no other name of the union");
    assert_eq!(codes, []);
}

#[test]
fn schemas_among_their_own_alternatives_come_to_an_end() {
    let (lowered, _) = lowered(
        "
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Pet' }]
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
    One: { type: object, properties: { a: { type: string } }, oneOf: [{ $ref: '#/components/schemas/Two' }] }
    Two: { type: object, properties: { b: { type: string } }, oneOf: [{ $ref: '#/components/schemas/One' }] }
",
    );
    assert!(matches!(shape(&lowered, "Cat"), Shape::Struct { fields, .. } if fields.len() == 2));
    assert!(matches!(shape(&lowered, "Pet"), Shape::OneOf(_)));
}

#[test]
fn a_path_and_its_parameters_match() {
    let paths = "{ '/a/{b}/{c}/{b}': { get: { parameters: [{ name: b, in: path, required: true, schema: { type: integer } }, { name: d, in: path, required: true, schema: {} }], responses: {} } } }";
    let (lowered, codes) = lowered_with(paths, "    A: { type: string }");
    let names: Vec<&str> = lowered.api.modules[0].operations[0]
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["b", "c"]);
    assert!(
        codes.contains(&Code::PathParameterMissing) && codes.contains(&Code::PathParameterUnused),
        "{codes:?}"
    );
}

#[test]
fn the_choosiest_alternative_is_tried_first() {
    let (lowered, codes) = lowered(
        "
    Texts:
      anyOf:
        - { type: string }
        - { type: string, maxLength: 3 }
        - { type: string, format: uuid }
        - { type: string, enum: [a] }
        - { type: object }
        - {}
",
    );
    let Shape::OneOf(union) = shape(&lowered, "Texts") else { panic!("a union") };
    let Choice::Type(types) = &union.choice else { panic!("{:?}", union.choice) };
    let of = |wanted: JsonType| types.iter().find(|(ty, _)| *ty == wanted).map(|(_, choice)| choice);
    assert_eq!(of(JsonType::String), Some(&Choice::Arms(vec![3, 2, 1, 0, 5])));
    assert_eq!(of(JsonType::Boolean), Some(&Choice::Arms(vec![5])));
    assert_eq!(of(JsonType::Object), Some(&Choice::Arms(vec![4, 5])));
    assert_eq!(codes, []);
}

#[test]
fn the_property_that_leaves_the_fewest_alternatives_tells() {
    let object = |kind: &str, state: &str| {
        format!(
            "{{ type: object, required: [kind, state], properties: {{ kind: {{ enum: [{kind}] }}, state: {{ enum: [{state}] }} }} }}"
        )
    };
    let arms = [object("a", "on, off"), object("b", "on"), object("c", "off")].join(", ");
    let (lowered, _) = lowered(&format!("    Union: {{ oneOf: [{arms}] }}\n"));
    let Shape::OneOf(union) = shape(&lowered, "Union") else { panic!("a union") };
    let Choice::Constant { property, values, otherwise } = &union.choice else {
        panic!("{:?}", union.choice)
    };
    assert_eq!(property, "kind");
    let expected = ["a", "b", "c"].iter().enumerate();
    let expected: Vec<_> = expected
        .map(|(index, value)| (Literal::String((*value).to_owned()), Choice::Arms(vec![index])))
        .collect();
    assert_eq!((values, &**otherwise), (&expected, &Choice::Arms(Vec::new())));
}

#[test]
fn webhooks_and_callbacks_are_named_behind_operations() {
    let hook = "{ post: { operationId: send, responses: {} } }";
    let called = "callbacks: { onEvent: { $ref: '#/components/callbacks/Event' }, on: { '{$url}': { post: { responses: {} }, put: { responses: {} } }, '{$other}': { put: { responses: {} } } } }";
    let paths = format!(
        "{{ /a: {{ get: {{ operationId: send, {called}, responses: {{}} }} }} }}\nx-webhooks: {{ new pet: {{ get: {{ responses: {{}} }} }}, b: {hook} }}"
    );
    let rest = "    A: { type: string }\n  callbacks: { Event: { '{$request.body#/url}': { post: { responses: {} } } } }";
    let (lowered, codes) = lowered_with(&paths, rest);
    let found = lowered.api.modules[0].operations.iter();
    let found: Vec<_> = found.map(|operation| (operation.section, operation.id.as_str())).collect();
    let expected = [
        (Section::Paths, "send"),
        (Section::Webhooks, "new pet"),
        (Section::Webhooks, "send_webhook"),
        (Section::Callbacks, "send_onEvent"),
        (Section::Callbacks, "send_on_put_{$url}"),
        (Section::Callbacks, "send_on_post"),
        (Section::Callbacks, "send_on_put_{$other}"),
    ];
    assert_eq!(found, expected);
    assert_eq!(codes, []);
    let paths = lowered.api.modules[0].operations.iter().map(|operation| operation.path.as_str());
    assert_eq!(paths.clone().nth(1), Some("/new pet"));
    assert_eq!(paths.clone().nth(4), Some("/send_on_put_%7B$url%7D"));
}

#[test]
fn a_schema_without_a_name_that_contains_itself_is_one_type() {
    let (lowered, codes) = lowered(
        "
    Broader:
      type: object
      properties:
        broader:
          type: array
          items:
            allOf:
              - { type: object, properties: { id: { type: string } } }
              - $ref: '#/components/schemas/Broader'
",
    );
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(lowered.api.types.len(), 2);
    let Kind::List(item) = &field(&lowered, "Broader", "broader").ty.kind else { panic!("no list") };
    let Kind::Named(id) = item.kind else { panic!("no type of its own") };
    let Shape::Struct { fields, .. } = &lowered.api.type_of(id).shape else { panic!("no object") };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["id", "broader"]);
    assert_eq!(fields[1].ty.kind, Kind::List(item.clone()));
}
