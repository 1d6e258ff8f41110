//! Where a type would contain itself without end.

use std::collections::HashSet;

use crate::ir::{Api, Kind, Shape, TypeId, TypeRef};

/// How many types may contain each other in place. Beyond about 60 the compiler gives up on finding their layout.
const MAX_DEPTH: usize = 30;

/// The members that stand on a cycle of direct containment, and those under which types are nested too deeply.
pub(super) fn needed(api: &Api) -> HashSet<(TypeId, usize)> {
    let edges: Vec<Vec<(usize, TypeId)>> = (0..api.types.len()).map(|index| members(api, index)).collect();
    let component = components(&edges);
    let mut boxes = HashSet::new();
    for (index, members) in edges.iter().enumerate() {
        for (member, target) in members {
            if component[index] == component[target.index()] {
                boxes.insert((TypeId::new(index), *member));
            }
        }
    }
    shorten(api, &edges, &component, &mut boxes);
    boxes
}

/// Boxes members so that no chain is longer than [`MAX_DEPTH`]. Tarjan numbers components from the bottom up, so what a
/// type contains is done before the type itself.
fn shorten(
    api: &Api,
    edges: &[Vec<(usize, TypeId)>],
    component: &[usize],
    boxes: &mut HashSet<(TypeId, usize)>,
) {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|index| component[*index]);
    let mut depth = vec![1; edges.len()];
    for index in order {
        let id = TypeId::new(index);
        for (member, target) in &edges[index] {
            let below = depth[target.index()] + 1;
            if boxes.contains(&(id, *member)) {
                continue;
            }
            let can_box = !matches!(api.types[index].shape, Shape::Alias(_) | Shape::Newtype(_));
            if below > MAX_DEPTH && can_box {
                boxes.insert((id, *member));
            } else {
                depth[index] = depth[index].max(below);
            }
        }
    }
}

/// The members of a type that hold another named type in place, not behind a list or map.
fn members(api: &Api, index: usize) -> Vec<(usize, TypeId)> {
    let direct = |refs: Vec<&TypeRef>| {
        refs.into_iter().enumerate().filter_map(|(member, ty)| Some((member, target(ty)?))).collect()
    };
    match &api.types[index].shape {
        Shape::Struct { fields, .. } | Shape::Tuple { items: fields, .. } => {
            direct(fields.iter().map(|field| &field.ty).collect())
        }
        Shape::Tagged(tagged) => direct(tagged.all().map(|arm| &arm.ty).collect()),
        Shape::OneOf(union) => direct(union.arms.iter().map(|arm| &arm.ty).collect()),
        Shape::Newtype(ty) | Shape::Alias(ty) => direct(vec![ty]),
        Shape::Enum(_) => Vec::new(),
    }
}

fn target(ty: &TypeRef) -> Option<TypeId> {
    match ty.kind {
        Kind::Named(id) => Some(id),
        _ => None,
    }
}

/// Tarjan's strongly connected components, without recursion. A type alone has a component of its own, so a member
/// that leads back to its own type counts as well.
fn components(edges: &[Vec<(usize, TypeId)>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut component) = (vec![NONE; count], vec![0; count], vec![NONE; count]);
    let (mut stack, mut work, mut next, mut found) = (Vec::new(), Vec::new(), 0, 0);
    for root in 0..count {
        if order[root] != NONE {
            continue;
        }
        work.push((root, 0));
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
            }
            if let Some((_, target)) = edges[node].get(edge) {
                work.push((node, edge + 1));
                let target = target.index();
                if order[target] == NONE {
                    work.push((target, 0));
                } else if component[target] == NONE {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    component
}
