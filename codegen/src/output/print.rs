//! Modules become text.

use std::collections::HashSet;

use super::docs;
use super::imports::Said;
use super::layout::Layout;
use super::row::{Kind, Row};
use super::{File, Module};

/// A file that cannot be: a fault of the generator, not of the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two modules would stand in {path}")]
pub struct PrintError {
    /// The file.
    pub path: String,
}

/// Prints every module.
///
/// # Errors
///
/// All paths that occur twice.
pub fn print<'a>(modules: impl IntoIterator<Item = Module<'a>>) -> Result<Vec<File>, Vec<PrintError>> {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    let mut paths = HashSet::new();
    let mut row = Row::default();
    for module in modules {
        let path = module.path.clone();
        if !paths.insert(path.clone()) {
            errors.push(PrintError { path: path.clone() });
        }
        files.push(File { path, text: print_module(module, &mut row) });
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn print_module(module: Module<'_>, row: &mut Row) -> String {
    let mut text = front(&module);
    let mut said = Said::new(&module.imports);
    let mut body = Body::default();
    for tokens in module.items {
        row.fill(tokens, &mut said);
        body.push(row);
    }
    let mut imports = Body::default();
    for tokens in said.items(&module.imports) {
        row.fill(tokens, &mut Said::new(&[]));
        imports.push(row);
    }
    text.push_str(&imports.text);
    text.push_str(&body.text);
    text
}

/// The header and the module's docs.
fn front(module: &Module<'_>) -> String {
    let mut text = format!("{}\n", module.header);
    let mark = if module.path == "mod.rs" { "//" } else { "//!" };
    if !module.docs.trim().is_empty() {
        text.push('\n');
        docs::push(&mut text, mark, &module.docs, 0);
        text.push('\n');
    }
    text
}

/// Items of the same group follow each other without a blank line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Use,
    PubUse,
    Mod,
    /// Everything else: each item stands alone.
    Alone,
}

/// Items below each other, a blank line before each group of them.
#[derive(Debug, Default)]
struct Body {
    text: String,
    above: Option<Group>,
}

impl Body {
    /// Pushes the items of a row.
    fn push(&mut self, row: &Row) {
        let items = Layout::new(row, &mut self.text).statements(0..row.len());
        for item in items {
            let group = group(row, item.start, item.end);
            if group == Group::Alone || self.above != Some(group) {
                self.text.push('\n');
            }
            self.above = Some(group);
            Layout::new(row, &mut self.text).statement(item, 0);
            self.text.push('\n');
        }
    }
}

fn group(row: &Row, start: usize, end: usize) -> Group {
    let mut at = start;
    while row.is(at, "#") {
        at = row.after(at + 1);
    }
    let is_public = row.is(at, "pub");
    let word = if is_public { at + 1 } else { at };
    let word = if row.is(word, "(") { row.after(word) } else { word };
    let is_declared = row.is(end - 1, ";");
    match row.token(start).kind {
        Kind::Doc => Group::Alone,
        _ if row.is(word, "use") => {
            if is_public {
                Group::PubUse
            } else {
                Group::Use
            }
        }
        _ if row.is(word, "mod") && is_declared => Group::Mod,
        _ => Group::Alone,
    }
}
