//! Path templates as contracts write them, in the terms of the runtime: `{name}`, and `{+name}` for a value that may
//! hold slashes. Text is left as it is, but for braces without a counterpart.

use std::collections::HashSet;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Kind, Location, Parameter, Style};

impl Lowering<'_, '_> {
    /// The template of an operation. Its names and the path parameters match one to one: what has no counterpart is
    /// reported, and supplied or dropped.
    pub(super) fn template(&mut self, path: &str, parameters: &mut Vec<Parameter>, at: &Place) -> String {
        let slash = if path.starts_with('/') { "" } else { "/" };
        let (path, fragment) =
            path.find('#').filter(|at| is_outside(path, *at)).map_or((path, ""), |at| path.split_at(at));
        let mut reader = Reader::new(path, parameters);
        let template = format!("{slash}{}{fragment}", reader.template());
        let Reader { named, undeclared, queried, .. } = reader;
        for name in queried {
            self.queried(&name, parameters, at);
        }
        for name in undeclared {
            let message = format!("the path names `{{{name}}}`, which is no parameter of the operation");
            let help = format!("add a parameter with `name: {name}` and `in: path`; it is taken as a string");
            self.sink.push(Diagnostic::new(Code::PathParameterMissing, at.clone(), message).with_help(help));
            parameters.push(super::parameters::plain_path_parameter(&name, at));
        }
        for parameter in parameters.extract_if(.., |parameter| {
            parameter.location == Location::Path && !named.contains(&parameter.name)
        }) {
            let name = &parameter.name;
            let message = format!("`{name}` is `in: path`, but `{path}` does not name it");
            let help = format!("write `{{{name}}}` into the path, or remove the parameter; it is left out");
            self.sink.push(Diagnostic::new(Code::PathParameterUnused, parameter.at, message).with_help(help));
        }
        template
    }

    /// A parameter of the query that the path names, as `{?name}`: it is one, whatever its `in` says.
    fn queried(&mut self, name: &str, parameters: &mut [Parameter], at: &Place) {
        let is = |parameter: &Parameter, location| parameter.name == name && parameter.location == location;
        if parameters.iter().any(|parameter| is(parameter, Location::Query)) {
            return;
        }
        match parameters.iter_mut().find(|parameter| is(parameter, Location::Path)) {
            Some(parameter) => {
                (parameter.location, parameter.style, parameter.explode) =
                    (Location::Query, Style::Form, true);
            }
            None => {
                let message = format!("the path names `{{?{name}}}`, which is no parameter of the operation");
                let help = format!("add a parameter with `name: {name}` and `in: query`; it is left out");
                let diagnostic = Diagnostic::new(Code::PathParameterMissing, at.clone(), message);
                self.sink.push(diagnostic.with_help(help));
            }
        }
    }
}

/// Whether the character at `at` stands in no braces.
fn is_outside(path: &str, at: usize) -> bool {
    path[..at].rfind('{').is_none_or(|open| path[open..at].contains('}'))
}

struct Reader<'p> {
    path: &'p str,
    parameters: &'p [Parameter],
    named: HashSet<String>,
    undeclared: Vec<String>,
    /// The names of `{?name}` and `{&name}`: they are of the query.
    queried: Vec<String>,
}

/// A name as the path writes it.
struct Written<'t> {
    name: &'t str,
    slashes: bool,
    /// What the path says before the value (`{/name}`).
    before: &'static str,
}

impl<'p> Reader<'p> {
    fn new(path: &'p str, parameters: &'p [Parameter]) -> Reader<'p> {
        let (named, undeclared, queried) = (HashSet::new(), Vec::new(), Vec::new());
        Reader { path, parameters, named, undeclared, queried }
    }

    fn template(&mut self) -> String {
        let whole = self.without_query_names();
        let (path, query) = match whole.find('?').filter(|at| is_outside(&whole, *at)) {
            Some(at) => (&whole[..at], &whole[at + 1..]),
            None => (whole.as_str(), ""),
        };
        let mut template = self.text(path);
        let pairs: Vec<String> = query.split('&').filter_map(|pair| self.pair(pair)).collect();
        if !pairs.is_empty() {
            template = format!("{template}?{}", pairs.join("&"));
        }
        template
    }

    /// The path without the forms of RFC 6570 that stand for a query: `{?a,b*}`, `{&c}`.
    fn without_query_names(&mut self) -> String {
        let mut out = String::new();
        let mut rest = self.path;
        while let Some(at) = rest.find("{?").into_iter().chain(rest.find("{&")).min() {
            let Some(close) = rest[at..].find('}') else { break };
            let names = rest[at + 2..at + close].split(',');
            let names = names.map(|name| name.split(':').next().unwrap_or(name).trim_end_matches('*').trim());
            self.queried.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            out.push_str(&rest[..at]);
            rest = &rest[at + close + 1..];
        }
        out + rest
    }

    /// A pair of the query that tells the operation apart. One that only says where a query parameter goes does not.
    fn pair(&mut self, pair: &str) -> Option<String> {
        let value = pair.split_once('=').map_or(pair, |(_, value)| value);
        let name = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let is_parameter = name.is_some_and(|name| self.is_declared(name, Location::Query));
        (!is_parameter && !pair.is_empty()).then(|| self.text(pair))
    }

    fn text(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(at);
            out.push_str(before);
            match closing(after) {
                Some(close) => {
                    out.push_str(&self.name(&after[1..close]));
                    rest = &after[close + 1..];
                }
                None => {
                    out.push_str(if after.starts_with('{') { "%7B" } else { "%7D" });
                    rest = &after[1..];
                }
            }
        }
        out + rest
    }

    fn name(&mut self, inner: &str) -> String {
        let trimmed = inner.trim();
        let declared = |name: &&str| self.is_declared(name, Location::Path);
        let written = match [inner, trimmed].into_iter().find(declared) {
            Some(name) => Written { name, slashes: false, before: "" },
            None => self.written(trimmed),
        };
        let name = match written.name {
            "" => self.unnamed(),
            name => name.to_owned(),
        };
        if self.named.insert(name.clone()) && !self.is_declared(&name, Location::Path) {
            self.undeclared.push(name.clone());
        }
        let plus = if written.slashes { "+" } else { "" };
        format!("{}{{{plus}{name}}}", written.before)
    }

    /// Takes off what stands around a name: operators of RFC 6570, and what servers write for a value with slashes.
    fn written<'t>(&self, text: &'t str) -> Written<'t> {
        let (text, pattern) = match text.find([':', '=']) {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text, ""),
        };
        let name =
            text.trim_start_matches(['+', '*', '.', ';', '#', '/']).trim_end_matches(['*', '+', '.']).trim();
        let (before, after) = text.split_once(name).unwrap_or((text, ""));
        let many = pattern.contains(".*") || pattern.contains(".+") || pattern.contains("**");
        // `*` behind a name spreads an array or object; a string has nothing to spread.
        let spreads =
            before.starts_with(['.', ';']) || self.parameters.iter().any(|p| p.name == name && !is_text(p));
        Written {
            name,
            slashes: before.contains(['+', '*', '#'])
                || before.contains("...")
                || after.contains('+')
                || after.contains("...")
                || (after.contains('*') && !spreads)
                || many
                || pattern.contains('/'),
            before: if before.starts_with('/') { "/" } else { "" },
        }
    }

    /// The parameter that braces without a name mean: the next one that the path does not name otherwise.
    fn unnamed(&self) -> String {
        let paths = self.parameters.iter().filter(|parameter| parameter.location == Location::Path);
        let names = paths.map(|parameter| &parameter.name);
        let mut free =
            names.filter(|name| !self.named.contains(*name) && !self.path.contains(&format!("{{{name}}}")));
        free.next().cloned().unwrap_or_else(|| {
            let numbers = (2..).map(|number| format!("parameter{number}"));
            let mut names = std::iter::once("parameter".to_owned()).chain(numbers);
            names.find(|name| !self.named.contains(name)).unwrap_or_default()
        })
    }

    fn is_declared(&self, name: &str, location: Location) -> bool {
        self.parameters.iter().any(|parameter| parameter.location == location && parameter.name == name)
    }
}

/// Where the braces close that a text begins with; patterns have braces of their own.
fn closing(text: &str) -> Option<usize> {
    let close = text.find('}')?;
    let inner = text.get(1..close)?;
    if !text.starts_with('{') {
        return None;
    }
    if !inner.contains('{') {
        return Some(close);
    }
    let mut depth = 0_usize;
    let nested = text.char_indices().find_map(|(at, c)| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => depth,
        };
        (depth == 0).then_some(at)
    });
    // Without a pattern, the first brace has no counterpart.
    nested.filter(|_| inner.contains(':'))
}

fn is_text(parameter: &Parameter) -> bool {
    matches!(parameter.ty.kind, Kind::String | Kind::Any)
}

#[cfg(test)]
mod tests {
    use super::super::parameters::plain_path_parameter;
    use super::Reader;
    use crate::diagnostic::{FileId, Place, Pointer};
    use crate::ir::{Kind, Location, TypeRef};

    /// The template, and the names that no parameter has. `names` are declared; one with a `?` is a query parameter, one
    /// in brackets a list.
    fn read(path: &str, names: &[&str]) -> (String, Vec<String>) {
        let at = Place::new(FileId(0), Pointer::root());
        let parameters = names.iter().map(|name| {
            let bare = name.trim_matches(['?', '[', ']']);
            let mut parameter = plain_path_parameter(bare, &at);
            if name.starts_with('?') {
                parameter.location = Location::Query;
            }
            if name.starts_with('[') {
                parameter.ty = TypeRef::new(Kind::List(Box::new(TypeRef::new(Kind::String))));
            }
            parameter
        });
        let parameters: Vec<_> = parameters.collect();
        let mut reader = Reader::new(path, &parameters);
        let template = reader.template();
        (template, reader.undeclared)
    }

    fn template(path: &str, names: &[&str]) -> String {
        let (template, undeclared) = read(path, names);
        assert!(undeclared.is_empty(), "{undeclared:?}");
        template
    }

    #[test]
    fn what_is_plain_stays_as_it_is() {
        for path in ["/", "/a/{id}.json", "/{a}{b}", "/{a}-{b}", "/ø %2F/{a}/{a}", "/f(x={a})", "//{b}/"] {
            assert_eq!(template(path, &["id", "a", "b"]), path);
        }
    }

    #[test]
    fn names_with_slashes_are_written_in_one_way() {
        for path in ["/{+x}", "/{x*}", "/{*x}", "/{x+}", "/{x...}", "/{x:.*}", "/{x=a/**}", "/{+x}"] {
            assert_eq!(template(path, &["x"]), "/{+x}", "{path}");
        }
        assert_eq!(template("/{+x}", &["+x"]), "/{+x}");
        assert_eq!(template("/v1/{name=projects/*}:get", &["name"]), "/v1/{+name}:get");
    }

    #[test]
    fn what_styles_say_is_left_to_them() {
        for path in ["/{x*}", "/{.x*}", "/{;x*}", "/{.x}", "/{x:[0-9]{3}}", "/{x:3}", "/{ x }"] {
            assert_eq!(template(path, &["[x]"]), "/{x}", "{path}");
        }
        assert_eq!(template("/a{/x}{?y,z}", &["x"]), "/a/{x}");
    }

    #[test]
    fn forms_of_the_query_are_no_part_of_the_path() {
        let names = |path: &str| {
            let mut reader = Reader::new(path, &[]);
            (reader.template(), reader.queried)
        };
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(names("/a{?x,y*,z:3}"), ("/a".to_owned(), owned(&["x", "y", "z"])));
        assert_eq!(names("/a?b=c{&x, y}"), ("/a?b=c".to_owned(), owned(&["x", "y"])));
        assert_eq!(names("/a{?x").1, owned(&[]));
    }

    #[test]
    fn braces_without_a_name_or_a_counterpart() {
        assert_eq!(template("/{}/{}/{b}", &["a", "b", "c"]), "/{a}/{c}/{b}");
        assert_eq!(
            read("/{}/{}", &[]),
            ("/{parameter}/{parameter2}".into(), vec!["parameter".into(), "parameter2".into()])
        );
        assert_eq!(template("/{a/b}c}/{{x}}", &["a/b", "x"]), "/{a/b}c%7D/%7B{x}%7D");
        assert_eq!(template("/{x", &["x"]), "/%7Bx");
    }

    #[test]
    fn a_query_keeps_what_tells_apart() {
        assert_eq!(template("/x?a=b&id={id}", &["?id"]), "/x?a=b");
        assert_eq!(template("/x?{id}", &["?id"]), "/x");
        assert_eq!(template("/x?id={id}", &["id"]), "/x?id={id}");
    }
}
