//! Cycles among schemas.

/// Which nodes of a graph reach themselves. `edges[n]` are the nodes to which `n` leads.
///
/// Tarjan's algorithm with a stack of its own, since a chain of references can be as long as a document.
pub(super) fn on_a_cycle(edges: &[Vec<usize>]) -> Vec<bool> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut lowest = vec![0; edges.len()];
    let mut pending = vec![false; edges.len()];
    let mut cyclic = vec![false; edges.len()];
    let mut component = Vec::new();
    let mut next = 0;
    for start in 0..edges.len() {
        if order[start] != UNSEEN {
            continue;
        }
        let mut walk = vec![(start, 0)];
        while let Some((node, edge)) = walk.last_mut() {
            let node = *node;
            if *edge == 0 {
                order[node] = next;
                lowest[node] = next;
                next += 1;
                component.push(node);
                pending[node] = true;
            }
            if let Some(&to) = edges[node].get(*edge) {
                *edge += 1;
                cyclic[node] |= to == node;
                if order[to] == UNSEEN {
                    walk.push((to, 0));
                } else if pending[to] {
                    lowest[node] = lowest[node].min(order[to]);
                }
                continue;
            }
            walk.pop();
            if let Some((parent, _)) = walk.last() {
                lowest[*parent] = lowest[*parent].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                let begin = component.iter().rposition(|member| *member == node).unwrap_or(0);
                let members = component.split_off(begin);
                for member in &members {
                    pending[*member] = false;
                    cyclic[*member] |= members.len() > 1;
                }
            }
        }
    }
    cyclic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_reaches_itself_is_on_a_cycle() {
        // 0 → 1 → 2 → 1, 3 → 3, 4 → 0, 5
        let edges = vec![vec![1], vec![2], vec![1], vec![3], vec![0], vec![]];
        assert_eq!(on_a_cycle(&edges), [false, true, true, true, false, false]);
    }

    #[test]
    fn two_cycles_that_touch_and_one_edge_twice() {
        let edges = vec![vec![1, 2, 1], vec![0], vec![3], vec![2, 4], vec![]];
        assert_eq!(on_a_cycle(&edges), [true, true, true, true, false]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> =
            (0..200_000).map(|n| if n == 0 { vec![199_999] } else { vec![n - 1] }).collect();
        assert!(on_a_cycle(&edges).into_iter().all(|cyclic| cyclic));
    }
}
