//! Alternatives that do not say which one they are.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::ir::{Api, Kind, Operation, Rest, Shape, Type, TypeId, TypeRef};

/// Reports the alternatives of a `discriminator` that do not have its property.
///
/// `parts` are unions that stand in an `allOf`, where another part may describe the property: of those only the whole
/// counts, unless something refers to the union itself.
pub(super) fn hold(api: &Api, parts: &HashSet<TypeId>, sink: &mut Sink) {
    let used = used(api);
    for (index, union) in api.types.iter().enumerate() {
        let Shape::Tagged(tagged) = &union.shape else { continue };
        let id = TypeId::new(index);
        if parts.contains(&id) && !used.contains(&id) {
            continue;
        }
        for (_, arm) in &tagged.arms {
            let Some(object) = object(api, &arm.ty) else { continue };
            let Shape::Struct { fields, rest: Rest::Ignored | Rest::Refused, .. } = &object.shape else {
                continue;
            };
            if fields.iter().all(|field| field.name != tagged.tag) {
                let message = format!(
                    "`{}` has no property `{}`, by which the alternatives are told apart",
                    arm.hint, tagged.tag
                );
                let at = object.at.clone();
                let diagnostic = Diagnostic::new(Code::BadDiscriminator, at, message)
                    .with_related(union.at.key("discriminator"), "told apart here")
                    .with_help(format!("describe `{}` as a required property of it", tagged.tag));
                sink.push(diagnostic);
            }
        }
    }
}

/// The types that something refers to.
fn used(api: &Api) -> HashSet<TypeId> {
    let in_types = api.types.iter().flat_map(|ty| ty.shape.parts());
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    let in_operations =
        operations().flat_map(Operation::requested).chain(operations().flat_map(Operation::answered));
    in_types.chain(in_operations).filter_map(TypeRef::named).collect()
}

/// The type itself, past other names of it.
fn object<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a Type> {
    let mut next: TypeId = if let Kind::Named(id) = ty.kind { id } else { return None };
    for _ in &api.types {
        let found = api.type_of(next);
        match &found.shape {
            Shape::Alias(TypeRef { kind: Kind::Named(id), .. }) => next = *id,
            _ => return Some(found),
        }
    }
    None
}
