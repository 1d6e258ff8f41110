//! Diagnostics for people and for programs.

mod excerpt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::source::{Position, Sources};
use excerpt::Excerpt;

/// How diagnostics are shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Without colours: files, build scripts.
    #[default]
    Plain,
    /// With ANSI colours: terminals.
    Colour,
}

/// A diagnostic whose places have been found in the text.
struct Placed<'r> {
    diagnostic: &'r Diagnostic,
    at: Position,
    related: Vec<Position>,
}

/// The report as rustc shows its own: by file and position, each with the line it is about. Ends with a newline,
/// unless there is nothing to say.
pub fn text(report: &Report, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let mut text = String::new();
    for placed in placed(report, sources) {
        text.push_str(&one(&placed, sources, &renderer));
        text.push_str("\n\n");
    }
    if text.ends_with("\n\n") {
        text.pop();
    }
    text
}

/// The report as JSON, one object a line: `code`, `severity`, `message`, `file`, `line`, `column`, `pointer`, `help`
/// (null where there is none), and `related`: other places that belong to it, each with a `label`. Lines and columns count from 1, columns in characters.
pub fn json(report: &Report, sources: &Sources) -> String {
    let mut text = String::new();
    for Placed { diagnostic, at, related } in placed(report, sources) {
        let related = diagnostic.related.iter().zip(&related).map(|((place, label), at)| {
            serde_json::json!({
                "file": sources.name(place.file),
                "line": at.line,
                "column": at.column,
                "pointer": place.pointer.as_str(),
                "label": label,
            })
        });
        let object = serde_json::json!({
            "code": diagnostic.code.id(),
            "severity": diagnostic.severity.word(),
            "message": diagnostic.message,
            "file": sources.name(diagnostic.at.file),
            "line": at.line,
            "column": at.column,
            "pointer": diagnostic.at.pointer.as_str(),
            "help": diagnostic.help,
            "related": related.collect::<Vec<_>>(),
        });
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}

/// Every diagnostic with its positions, in the order of the files and of the text.
fn placed<'r>(report: &'r Report, sources: &Sources) -> Vec<Placed<'r>> {
    let diagnostics = report.diagnostics();
    let places: Vec<&Place> = diagnostics
        .iter()
        .flat_map(|found| std::iter::once(&found.at).chain(found.related.iter().map(|(place, _)| place)))
        .collect();
    let mut positions = sources.positions(&places).into_iter();
    let mut placed: Vec<Placed<'_>> = diagnostics
        .iter()
        .filter_map(|diagnostic| {
            let at = positions.next()?;
            let related = positions.by_ref().take(diagnostic.related.len()).collect();
            Some(Placed { diagnostic, at, related })
        })
        .collect();
    placed.sort_by_key(|placed| (placed.diagnostic.at.file, placed.at.span.start));
    placed
}

fn one(placed: &Placed<'_>, sources: &Sources, renderer: &Renderer) -> String {
    let Placed { diagnostic, at, related } = placed;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id());
    let main = Shown::new(sources, &diagnostic.at, at);
    let others: Vec<Shown<'_>> = diagnostic
        .related
        .iter()
        .zip(related)
        .map(|((place, _), at)| Shown::new(sources, place, at))
        .collect();
    let mut group = Group::with_title(title);
    group = main.add_to(group, AnnotationKind::Primary, diagnostic.label.as_deref());
    for (shown, (_, label)) in others.iter().zip(&diagnostic.related) {
        group = shown.add_to(group, AnnotationKind::Context, Some(label));
    }
    if !diagnostic.at.pointer.is_root() {
        group = group.element(Level::NOTE.message(format!("at {}", diagnostic.at.pointer)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let rendered = renderer.render(&[group]);
    std::iter::once(&main).chain(&others).fold(rendered, |text, shown| shown.correct(text))
}

/// A place as it is shown.
struct Shown<'s> {
    name: &'s str,
    position: &'s Position,
    excerpt: Option<Excerpt>,
}

impl<'s> Shown<'s> {
    fn new(sources: &'s Sources, place: &Place, position: &'s Position) -> Shown<'s> {
        let text = sources.text(place.file);
        let excerpt = (!text.is_empty()).then(|| Excerpt::new(text, position));
        Shown { name: sources.name(place.file), position, excerpt }
    }

    fn add_to<'g>(&'g self, group: Group<'g>, kind: AnnotationKind, label: Option<&'g str>) -> Group<'g> {
        let Some(excerpt) = &self.excerpt else { return group.element(Origin::path(self.name)) };
        let annotation = kind.span(excerpt.marked.clone()).label(label);
        let snippet = Snippet::source(excerpt.text.as_str()).path(self.name).line_start(self.position.line);
        group.element(snippet.annotation(annotation))
    }

    /// Puts the real column where the renderer has counted in what was left of a long line.
    fn correct(&self, rendered: String) -> String {
        let Some(excerpt) = self.excerpt.as_ref().filter(|excerpt| excerpt.cut) else { return rendered };
        let Position { line, column, .. } = self.position;
        let counted = excerpt.text[..excerpt.marked.start].chars().count() + 1;
        rendered.replacen(
            &format!("{}:{line}:{counted}", self.name),
            &format!("{}:{line}:{column}", self.name),
            1,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, FileId, Pointer, Sink};
    use crate::source::Input;

    fn render(text: &str, make: impl Fn(FileId) -> Diagnostic) -> (String, String) {
        let mut sink = Sink::new();
        let (sources, files) =
            Sources::load(&[Input::Text { name: "a.yaml".into(), text: text.into() }], &mut sink);
        sink.push(make(files[0]));
        let report = sink.finish();
        (super::text(&report, &sources, Style::Plain), json(&report, &sources))
    }

    #[test]
    fn a_diagnostic_shows_its_line() {
        let (text, json) = render("info:\n  title: 3 # Æ\n", |file| {
            let at = Place::new(file, Pointer::root()).keys(&["info", "title"]);
            Diagnostic::new(Code::WrongKind, at, "no string").with_label("here").with_help("quote it")
        });
        let expected = "error[K0010]: no string
 --> a.yaml:2:10
  |
2 |   title: 3 # Æ
  |          ^ here
  |
  = note: at /info/title
  = help: quote it
";
        assert_eq!(text, expected);
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!((&value["line"], &value["column"]), (&2.into(), &10.into()));
        assert_eq!(value["pointer"], "/info/title");
    }

    #[test]
    fn related_places_are_shown_too() {
        let (text, json) = render("a: 1\nb: 2\n", |file| {
            let top = Place::new(file, Pointer::root());
            Diagnostic::new(Code::BadValue, top.key("b"), "twice").with_related(top.key("a"), "first")
        });
        assert!(
            text.contains("a.yaml:2:4") && text.contains("a.yaml:1:4") && text.contains("- first"),
            "{text}"
        );
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let first = serde_json::json!({ "file": "a.yaml", "line": 1, "column": 4, "pointer": "/a", "label": "first" });
        assert_eq!(value["related"], serde_json::json!([first]));
    }

    #[test]
    fn a_minified_document_is_cut_around_the_place() {
        let rest = "\"x\":\"Æ\",".repeat(10_000);
        let source = format!("{{{rest}\"wrong\":7,{}\"y\":1}}", rest.replace('x', "z"));
        let (text, _) = render(&source, |file| {
            Diagnostic::new(Code::WrongKind, Place::new(file, Pointer::root()).key("wrong"), "no")
        });
        let marked = text.lines().find(|line| line.contains("\"wrong\":7")).expect("the line");
        assert!(marked.chars().count() < 200, "{marked}");
        assert!(text.contains(":1:80010\n"), "the column is the real one: {text}");
    }
}
