use super::Plan;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::ir::{Origin, Shape, TypeId};
use crate::lower::{Lowered, lower};
use crate::names::assign;
use crate::resolve::{Model, Options};
use crate::select::Selection;
use crate::source::Input;

/// Runs a test over the plan of these component schemas.
fn planned(schemas: &str, test: impl FnOnce(&Plan<'_>)) {
    let head = "openapi: 3.0.3\ninfo: { title: Test, version: '1' }\npaths: {}\n";
    let text = format!("{head}components:\n  schemas:\n{schemas}");
    let mut sink = Sink::new();
    let input = Input::Text { name: "test.yaml".to_owned(), text };
    let model = Model::load(&[input], &Options::default(), &mut sink);
    let lowered: Lowered = lower(&model, &mut sink);
    let names = assign(&lowered.api, &mut sink);
    assert!(!sink.finish().has_errors());
    test(&Plan::new(&lowered, &names, &Config::default(), &Selection::default()));
}

fn id(plan: &Plan<'_>, name: &str) -> TypeId {
    let named = |origin: &Origin| matches!(origin, Origin::Component(known) if known == name);
    let index = plan.api.types.iter().position(|ty| named(&ty.origin)).expect(name);
    TypeId::new(index)
}

#[test]
fn only_what_contains_itself_in_place_is_boxed() {
    let schemas = "
    Tree: { type: object, properties: { left: { $ref: '#/components/schemas/Tree' }, all: { type: array, items: { $ref: '#/components/schemas/Tree' } }, leaf: { $ref: '#/components/schemas/Leaf' } } }
    Leaf: { type: object, properties: { a: { type: string } } }
    Hen: { type: object, properties: { egg: { $ref: '#/components/schemas/Egg' } } }
    Egg: { oneOf: [{ $ref: '#/components/schemas/Hen' }, { type: integer }] }
";
    planned(schemas, |plan| {
        let boxed = |name: &str, member: usize| plan.is_boxed(id(plan, name), member);
        assert!(boxed("Tree", 0));
        assert!(!boxed("Tree", 1) && !boxed("Tree", 2));
        assert!(boxed("Hen", 0) && boxed("Egg", 0) && !boxed("Egg", 1));
    });
}

#[test]
fn a_long_chain_of_types_is_boxed_now_and_then() {
    let link = |n: usize| {
        let next = format!("{{ $ref: '#/components/schemas/Link{}' }}", n + 1);
        format!("    Link{n}: {{ type: object, properties: {{ next: {next} }} }}\n")
    };
    let last = "    Link100: { type: object, properties: { end: { type: string } } }\n";
    let schemas: String = (0..100).map(link).chain([last.to_owned()]).collect();
    planned(&schemas, |plan| {
        let boxed: Vec<bool> = (0..100).map(|n| plan.is_boxed(id(plan, &format!("Link{n}")), 0)).collect();
        assert!(boxed.split(|boxed| *boxed).all(|chain| chain.len() < 31), "{boxed:?}");
        assert!(boxed.iter().filter(|boxed| **boxed).count() <= 4, "{boxed:?}");
    });
}

#[test]
fn a_type_derives_what_all_its_parts_can() {
    let schemas = "
    Code: { type: integer, x-code-list: true }
    Words: { type: string, enum: [a] }
    Numbers: { type: integer, enum: [1] }
    Name: { type: string, maxLength: 3 }
    Loose: { type: object, properties: { a: { type: string } } }
    Strict: { type: object, required: [a], properties: { a: { type: string } } }
    Empty: { type: object, additionalProperties: false }
    Endless: { oneOf: [{ $ref: '#/components/schemas/Endless2' }] }
    Endless2: { oneOf: [{ $ref: '#/components/schemas/Endless' }] }
";
    planned(schemas, |plan| {
        let traits = |name: &str| plan.traits(id(plan, name));
        assert!(traits("Code").copy && traits("Code").eq);
        assert!(traits("Numbers").copy && !traits("Words").copy && traits("Words").eq);
        assert!(traits("Name").eq && !traits("Name").copy);
        assert!(!traits("Endless").copy, "a box is not copied");
        assert!(traits("Loose").default && !traits("Strict").default && traits("Empty").default);
    });
}

#[test]
fn arguments_are_what_callers_have_at_hand() {
    let schemas = "
    Tags: { type: array, items: { type: string } }
    Text: { type: string }
    Name: { type: string, maxLength: 3 }
    Code: { type: integer, x-code-list: true }
    Holder: { type: object, properties: { tags: { $ref: '#/components/schemas/Tags' }, text: { $ref: '#/components/schemas/Text' }, name: { $ref: '#/components/schemas/Name' }, code: { $ref: '#/components/schemas/Code' }, maybe: { type: string, nullable: true } } }
";
    planned(schemas, |plan| {
        let Shape::Struct { fields, .. } = &plan.api.type_of(id(plan, "Holder")).shape else {
            panic!("an object")
        };
        let scope = super::Scope::beside(crate::ir::ModuleId(0));
        let spelt: Vec<String> =
            fields.iter().map(|field| plan.argument(scope, &field.ty).to_string().replace(' ', "")).collect();
        assert_eq!(spelt, ["&[String]", "&str", "&types::Name", "types::Code", "Option<&str>"]);
    });
}
