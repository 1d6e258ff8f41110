//! Alternatives that do not say which one they are.

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::ir::{Api, Kind, Rest, Shape, Type, TypeId, TypeRef};

/// Reports the alternatives of a `discriminator` that do not have its property.
pub(super) fn hold(api: &Api, sink: &mut Sink) {
    for union in &api.types {
        let Shape::Tagged(tagged) = &union.shape else { continue };
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
