//! What can only be said when everything is known: what may be any value.

use super::Lowering;
use crate::ir::{Api, Kind, Shape, TypeRef};

impl Lowering<'_, '_> {
    /// "Any value" has `null` among its values already.
    pub(super) fn settle(&mut self) {
        let any = any_values(&self.api);
        let mut settle = |ty: &mut TypeRef| ty.nullable &= !is_any(ty, &any);
        for ty in &mut self.api.types {
            ty.shape.parts_mut().into_iter().for_each(|part| part.each_mut(&mut settle));
        }
        for operation in self.api.modules.iter_mut().flat_map(|module| &mut module.operations) {
            operation.requested_mut().into_iter().for_each(|part| part.each_mut(&mut settle));
            operation.answered_mut().into_iter().for_each(|part| part.each_mut(&mut settle));
        }
    }
}

/// By type: whether it is another name of "any value".
fn any_values(api: &Api) -> Vec<bool> {
    let mut any = vec![false; api.types.len()];
    loop {
        let news: Vec<usize> = (0..any.len())
            .filter(|index| !any[*index])
            .filter(|index| matches!(&api.types[*index].shape, Shape::Alias(ty) if is_any(ty, &any)))
            .collect();
        if news.is_empty() {
            return any;
        }
        news.into_iter().for_each(|index| any[index] = true);
    }
}

fn is_any(ty: &TypeRef, any: &[bool]) -> bool {
    match ty.kind {
        Kind::Any => true,
        Kind::Named(id) => any[id.index()],
        _ => false,
    }
}
