//! Where a reader stands: a chain on the stack, made into a pointer only when something is to be said.

use crate::diagnostic::Pointer;

/// The way from the top of a document to a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Start(&'p Pointer),
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// A way that begins at `pointer`.
    pub(crate) fn start(pointer: &'p Pointer) -> Path<'p> {
        Path { parent: None, step: Step::Start(pointer) }
    }

    pub(super) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(super) fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    pub(super) fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(path) = at {
            steps.push(path.step);
            at = path.parent;
        }
        let mut pointer = Pointer::root();
        for step in steps.into_iter().rev() {
            match step {
                Step::Start(start) => pointer = start.clone(),
                Step::Key(key) => pointer.push(key),
                Step::Index(index) => pointer.push(&index.to_string()),
            }
        }
        pointer
    }
}
