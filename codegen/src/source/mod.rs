//! The only reader of files: YAML or JSON text becomes a tree of [`Node`]s, and a pointer becomes a position.

mod limits;
mod locate;
mod node;
mod parse;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

pub use node::{Node, Number, Object};

use crate::diagnostic::{Code, Diagnostic, FileId, Part, Place, Pointer, Sink};
use limits::{Failure, Format};
use locate::Lines;

/// A document to read.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// A text that is at hand, under the name by which it is reported. References to other files are looked for
    /// relative to that name: first among the other texts, then on disk.
    Text {
        /// The name, `openapi.yaml`.
        name: String,
        /// The text.
        text: String,
    },
}

/// Where a [`Place`] stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The bytes that are meant; within one line.
    pub span: Range<usize>,
    /// The line of its first byte, from 1.
    pub line: usize,
    /// The column of its first byte in characters, from 1.
    pub column: usize,
}

/// The files of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    by_path: HashMap<PathBuf, FileId>,
}

#[derive(Debug)]
struct File {
    name: String,
    path: Option<PathBuf>,
    text: String,
    format: Format,
    tree: Option<Node>,
}

impl Sources {
    /// Reads the inputs. What cannot be read is reported and has no tree. The ids are those of the inputs, in that
    /// order; a file that is named twice is read once.
    pub fn load(inputs: &[Input], sink: &mut Sink) -> (Sources, Vec<FileId>) {
        let mut sources = Sources::default();
        let mut ids = Vec::new();
        for input in inputs {
            let id = match input {
                Input::Text { name, text } => {
                    let identity = normal(Path::new(name));
                    match sources.by_path.get(&identity) {
                        Some(id) => *id,
                        None => sources.add(name.clone(), None, identity, text.clone(), sink),
                    }
                }
                Input::Path(path) => sources.read_named(path, sink),
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        (sources, ids)
    }

    fn read_named(&mut self, path: &Path, sink: &mut Sink) -> FileId {
        let name = path.display().to_string();
        let identity = identity(path);
        if let Some(id) = self.by_path.get(&identity) {
            return *id;
        }
        match read(path) {
            Ok(text) => self.add(name, Some(path.to_owned()), identity, text, sink),
            Err(why) => {
                let file = self.add_unreadable(name, Some(path.to_owned()), identity);
                let at = Place::new(file, Pointer::root());
                sink.push(Diagnostic::new(Code::Unreadable, at, format!("this file cannot be read: {why}")));
                file
            }
        }
    }

    /// The file that `reference` names from within `from`; it is read when it is named for the first time.
    ///
    /// # Errors
    /// Why the file cannot be read, in words. A file that can be read but not parsed is reported, and has no tree.
    pub fn open(&mut self, from: FileId, reference: &str, sink: &mut Sink) -> Result<FileId, String> {
        let folder = Path::new(self.name(from)).parent().unwrap_or(Path::new(""));
        let path = normal(&folder.join(reference));
        if let Some(id) = self.by_path.get(&path).or_else(|| self.by_path.get(&identity(&path))) {
            return Ok(*id);
        }
        let text = read(&path)?;
        let name = path.display().to_string();
        let identity = identity(&path);
        Ok(self.add(name, Some(path), identity, text, sink))
    }

    fn add(
        &mut self,
        name: String,
        path: Option<PathBuf>,
        identity: PathBuf,
        mut text: String,
        sink: &mut Sink,
    ) -> FileId {
        let file = self.add_unreadable(name, path, identity);
        let json_only =
            Path::new(self.name(file)).extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        let (format, result) = parse::parse(&text, json_only);
        let tree = match result {
            Ok(parsed) => {
                let mut tree = parsed.tree;
                if parsed.duplicates {
                    report_duplicates(&mut tree, &Place::new(file, Pointer::root()), sink);
                }
                Some(tree)
            }
            Err(failure) => {
                sink.push(failed(file, &text, format, failure));
                None
            }
        };
        let entry = &mut self.files[file.0 as usize];
        (entry.text, entry.format, entry.tree) = (text, format, tree);
        file
    }

    fn add_unreadable(&mut self, name: String, path: Option<PathBuf>, identity: PathBuf) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.by_path.insert(identity, id);
        self.files.push(File { name, path, text: String::new(), format: Format::Yaml, tree: None });
        id
    }

    /// Every file that was read so far, in order.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }

    /// The file's name as the user gave it; for a file found through a `$ref`, in the same style.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].name
    }

    /// The file's path, for `rerun-if-changed`; `None` for a text that was at hand.
    pub fn path(&self, file: FileId) -> Option<&Path> {
        self.files[file.0 as usize].path.as_deref()
    }

    /// The file's text; empty if it could not be read.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// The file's tree; `None` if it could not be read, or after [`Sources::drop_trees`].
    pub fn tree(&self, file: FileId) -> Option<&Node> {
        self.files[file.0 as usize].tree.as_ref()
    }

    /// Puts an object of references, `(key, target)`, in place of what stands at a pointer.
    pub(crate) fn replace_by_references(
        &mut self,
        file: FileId,
        at: &Pointer,
        entries: Vec<(String, String)>,
    ) {
        let tree = self.files[file.0 as usize].tree.as_mut();
        let Some(node) = tree.and_then(|tree| tree.at_mut(at)) else { return };
        let reference = |target: String| {
            Node::Object(Object::new(vec![("$ref".into(), Node::String(target.into_boxed_str()))]))
        };
        let entries = entries.into_iter().map(|(key, target)| (key.into_boxed_str(), reference(target)));
        *node = Node::Object(Object::new(entries.collect()));
    }

    /// Puts another text in place of the one at a pointer.
    pub(crate) fn replace_text(&mut self, file: FileId, at: &Pointer, text: String) {
        let tree = self.files[file.0 as usize].tree.as_mut();
        if let Some(node) = tree.and_then(|tree| tree.at_mut(at)) {
            *node = Node::String(text.into_boxed_str());
        }
    }

    /// Frees the trees once everything has been read from them; texts stay, for positions.
    pub fn drop_trees(&mut self) {
        for file in &mut self.files {
            file.tree = None;
        }
    }

    /// Finds places in the text. All places of a file are found by reading it once more, so ask for all at once.
    /// A place that does not exist gives the nearest existing one above it.
    pub fn positions(&self, places: &[&Place]) -> Vec<Position> {
        let mut positions = vec![Position { span: 0..0, line: 1, column: 1 }; places.len()];
        for id in self.files() {
            let wanted: Vec<usize> = (0..places.len()).filter(|at| places[*at].file == id).collect();
            if wanted.is_empty() {
                continue;
            }
            let file = &self.files[id.0 as usize];
            let lines = Lines::new(&file.text);
            let sought: Vec<(&Pointer, Part)> =
                wanted.iter().map(|at| (&places[*at].pointer, places[*at].part)).collect();
            let spans = locate::locate(&file.text, file.format, &lines, &sought);
            let mut found: Vec<(usize, Range<usize>)> = wanted.into_iter().zip(spans).collect();
            found.sort_by_key(|(_, span)| span.start);
            // Characters are counted on from the place before: a document may be one line of megabytes.
            let (mut counted, mut column) = (0, 1);
            for (at, span) in found {
                let (line, start) = lines.line(span.start);
                if counted < start {
                    (counted, column) = (start, 1);
                }
                if let Some(before) = file.text.get(counted..span.start) {
                    column += before.chars().count();
                    counted = span.start;
                }
                positions[at] = Position { span, line, column };
            }
        }
        positions
    }
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    })?;
    String::from_utf8(bytes)
        .map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
}

/// What tells files apart, however they are spelt.
fn identity(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| normal(path))
}

/// The path without `.` and `..` where that can be seen from the text alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            _ => normal.push(part),
        }
    }
    normal
}

fn failed(file: FileId, text: &str, format: Format, failure: Failure) -> Diagnostic {
    let language = if format == Format::Json { "JSON" } else { "YAML" };
    let root = Place::new(file, Pointer::root());
    match failure {
        Failure::TooDeep => {
            let depth = limits::MAX_DEPTH;
            Diagnostic::new(
                Code::TooDeep,
                root,
                format!("this document is nested more than {depth} levels deep"),
            )
        }
        Failure::TooLarge => Diagnostic::new(
            Code::TooLarge,
            root,
            "the aliases of this document expand beyond all measure".to_owned(),
        )
        .with_help("use `$ref` in place of nested aliases"),
        Failure::Syntax { message, line, column } => {
            let byte = Lines::new(text).byte(text, line, column.saturating_sub(1));
            let place = Place { part: Part::Byte(byte), ..root };
            let help = syntax_help(&message, &text[byte.min(text.len())..]);
            let diagnostic =
                Diagnostic::new(Code::Syntax, place, format!("this is not {language}: {message}"));
            help.into_iter().fold(diagnostic, Diagnostic::with_help)
        }
    }
}

/// What is behind the frequent ones of YAML's errors; `rest` is the text from where it broke.
fn syntax_help(message: &str, rest: &str) -> Option<&'static str> {
    if message.contains("mapping values are not allowed") {
        Some("a value that contains `: ` needs quotes, and keys of one object start in one column")
    } else if message.contains("cannot start any token") && rest.starts_with('\t') {
        Some("YAML is indented with spaces, not with tabs")
    } else if message.contains("unknown anchor") {
        Some("a value that starts with `*` needs quotes, unless it is an alias of an `&` anchor further up")
    } else {
        None
    }
}

/// Reports every key that stands twice, and keeps the last entry of each.
fn report_duplicates(node: &mut Node, at: &Place, sink: &mut Sink) {
    match node {
        Node::Object(object) => {
            if object.has_duplicates() {
                object.remove_duplicates(|key| {
                    let message = format!("the key `{key}` stands twice in this object");
                    let help = "remove or rename one of them; the last one was used to read on";
                    let first = Place { part: Part::FirstKey, ..at.key(key) };
                    let diagnostic = Diagnostic::new(Code::DuplicateKey, at.key(key).named(), message);
                    sink.push(diagnostic.with_related(first, "it stands here first").with_help(help));
                });
            }
            for (key, value) in object.values_mut() {
                if matches!(value, Node::Object(_) | Node::Array(_)) {
                    report_duplicates(value, &at.key(key), sink);
                }
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                if matches!(item, Node::Object(_) | Node::Array(_)) {
                    report_duplicates(item, &at.index(index), sink);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> (Sources, FileId, crate::diagnostic::Report) {
        let mut sink = Sink::new();
        let input = Input::Text { name: "a.yaml".into(), text: text.into() };
        let (sources, files) = Sources::load(&[input], &mut sink);
        (sources, files[0], sink.finish())
    }

    fn find(sources: &Sources, place: impl std::borrow::Borrow<Place>) -> (&str, usize, usize) {
        let place = place.borrow();
        let position = sources.positions(&[place]).remove(0);
        (&sources.text(place.file)[position.span], position.line, position.column)
    }

    const YAML: &str = "info:\n  title: Æbler\npaths:\n  /a~b:\n    get: {x: [1, two, {three: 3}]}\n'4': |\n  text\n  more\n";
    const JSON: &str = "{\"info\": {\"title\": \"Æbler\"},\n \"paths\": {\"\\/a~b\":\n  {\"get\": {\"x\": [1, \"two\", {\"three\": 3}]}}}, \"4\":\"text\\nmore\"}";

    #[test]
    fn pointers_become_positions() {
        for text in [YAML, JSON] {
            let (sources, file, report) = load(text);
            assert!(report.is_empty());
            let at = |keys: &[&str]| Place::new(file, Pointer::root()).keys(keys);
            let quoted = text.starts_with('{');
            let title = find(&sources, at(&["info", "title"]));
            assert_eq!(title, if quoted { ("\"Æbler\"", 1, 20) } else { ("Æbler", 2, 10) });
            let name = find(&sources, at(&["paths", "/a~b"]).named());
            assert_eq!(name, if quoted { ("\"\\/a~b\"", 2, 12) } else { ("/a~b", 4, 3) });
            let two = find(&sources, at(&["paths", "/a~b", "get", "x", "1"]));
            assert_eq!(two.0.trim_matches('"'), "two");
            let three = find(&sources, at(&["paths", "/a~b", "get", "x", "2", "three"]));
            assert_eq!(three.0, "3");
            let get = find(&sources, at(&["paths", "/a~b", "get"]));
            assert_eq!(get.0.trim_matches('"'), "get", "of a container its key is marked");
        }
    }

    #[test]
    fn a_place_that_is_not_there_gives_the_nearest_one_above() {
        let (sources, file, _) = load(YAML);
        let at = Place::new(file, Pointer::root()).keys(&["info", "title", "x", "y"]).named();
        assert_eq!(find(&sources, at).0, "Æbler");
        let top = Place::new(file, Pointer::root()).key("none");
        assert_eq!(find(&sources, top), ("info:", 1, 1));
    }

    #[test]
    fn a_text_over_several_lines_is_marked_in_its_first() {
        let (sources, file, _) = load(YAML);
        assert_eq!(find(&sources, Place::new(file, Pointer::root()).key("4")), ("text", 7, 3));
    }

    #[test]
    fn duplicate_keys_are_reported_where_they_stand_and_the_last_counts() {
        let (sources, file, report) = load("a: {b: 1, c: 2, b: 3}\n");
        let [found] = report.diagnostics() else { panic!("one diagnostic") };
        assert_eq!((found.code, found.at.pointer.as_str()), (Code::DuplicateKey, "/a/b"));
        assert_eq!(find(&sources, found.at.clone()), ("b", 1, 17));
        let tree = sources.tree(file).expect("a tree");
        assert_eq!(tree.to_json(), serde_json::json!({"a": {"c": 2, "b": 3}}));
    }

    #[test]
    fn a_syntax_error_has_its_place() {
        let (sources, _, report) = load("a: 1\nb: \"x\n");
        let [found] = report.diagnostics() else { panic!("one diagnostic") };
        assert_eq!(found.code, Code::Syntax);
        assert!(sources.positions(&[&found.at])[0].line >= 2);
    }

    #[test]
    fn a_missing_file_is_reported() {
        let mut sink = Sink::new();
        let _ = Sources::load(&[Input::Path("no/such/file.yaml".into())], &mut sink);
        let report = sink.finish();
        assert_eq!(report.diagnostics()[0].message, "this file cannot be read: there is no such file");
    }

    #[test]
    fn files_are_found_relative_to_each_other_and_read_once() {
        let mut sink = Sink::new();
        let text = |name: &str| Input::Text { name: name.into(), text: "a: 1".into() };
        let (mut sources, files) =
            Sources::load(&[text("x/a.yaml"), text("./y/b.yaml"), text("x/a.yaml")], &mut sink);
        assert_eq!(files.len(), 2);
        assert_eq!(sources.open(files[0], "../y/b.yaml", &mut sink), Ok(files[1]));
        assert!(sources.open(files[0], "../y/c.yaml", &mut sink).is_err());
        assert!(sink.finish().is_empty());
    }
}
