//! Parameters.

use openapiv3::{self as oas, ParameterData, ParameterSchemaOrContent, PathItem, QueryStyle, ReferenceOr};

use super::Lowering;
use super::node::Seen;
use super::schema::{default_value, text};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::document::ext;
use crate::ir::{Docs, Kind, Literal, Location, Origin, Parameter, Presence, Style, TypeRef};
use crate::resolve::Found;

impl<'m> Lowering<'m, '_> {
    /// The parameters of an operation: its own, and those of its path that it does not override. Types of the path's
    /// are named after `owner`.
    pub(super) fn parameters(
        &mut self,
        item: &Found<'m, PathItem>,
        operation: &Found<'m, oas::Operation>,
        owner: &str,
        id: &str,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        self.parameter_list(&item.value.parameters, &item.at.key("parameters"), owner, &mut parameters);
        let mut own = Vec::new();
        self.parameter_list(&operation.value.parameters, &operation.at.key("parameters"), id, &mut own);
        parameters.retain(|shared| !own.iter().any(|own| is_same(own, shared)));
        parameters.append(&mut own);
        parameters
    }

    fn parameter_list(
        &mut self,
        list: &'m [ReferenceOr<oas::Parameter>],
        at: &Place,
        id: &str,
        out: &mut Vec<Parameter>,
    ) {
        for (index, parameter) in list.iter().enumerate() {
            let Some(found) = self.model.resolve(&at.index(index), parameter) else { continue };
            let Some(parameter) = self.parameter(&found, id) else { continue };
            self.note_empty_value(found.value, &parameter);
            if is_reserved(&parameter) {
                let message = format!("the header `{}` is no parameter; it is left out", parameter.name);
                let help = "media types and security schemes say what it holds";
                let diagnostic = Diagnostic::new(Code::ReservedHeader, parameter.at, message);
                self.sink.push(diagnostic.with_help(help));
            } else if !out.iter().any(|known| is_same(known, &parameter)) {
                // The first of two counts; that there are two was reported.
                out.push(parameter);
            }
        }
    }

    fn parameter(&mut self, found: &Found<'m, oas::Parameter>, id: &str) -> Option<Parameter> {
        let data = found.value.parameter_data_ref();
        let is_whole_query = data.extensions.contains_key(ext::IN);
        if is_whole_query && !is_form(&data.format) {
            let message = format!("the query `{}` is not made of properties; it is left out", data.name);
            let diagnostic = Diagnostic::new(Code::NotUsed, found.at.key("content"), message);
            self.sink.push(diagnostic.with_severity(Severity::Warning));
            return None;
        }
        let (location, style) = location_and_style(found.value);
        let style = match text(data.extensions.get(ext::STYLE)).as_deref() {
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => style,
        };
        let explode = data.explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject));
        let (mut ty, default, content) = self.parameter_type(data, &found.at, id);
        // A query of form data is what the properties of an exploded object are.
        let content = content.filter(|_| !is_whole_query);
        ty.sensitive |= data.extensions.get("x-sensitive").and_then(serde_json::Value::as_bool) == Some(true);
        Some(Parameter {
            name: data.name.clone(),
            at: found.at.clone(),
            location,
            style,
            explode,
            allow_reserved: matches!(found.value, oas::Parameter::Query { allow_reserved: true, .. }),
            presence: match data.required || location == Location::Path {
                true => Presence::Required,
                false => Presence::Optional(default),
            },
            ty,
            content,
            idempotency_key: self.idempotency_key(&data.extensions, &found.at),
            docs: Docs {
                title: None,
                description: data.description.clone(),
                deprecated: data.deprecated.unwrap_or(false),
                assumed: text(data.extensions.get("x-assumed")),
            },
        })
    }

    fn default_at(&mut self, schema: &'m ReferenceOr<oas::Schema>, at: &Place) -> Option<Literal> {
        match self.see(schema, at) {
            Seen::Named { id, overrides } => self.default_of(id, overrides.as_deref().map(AsRef::as_ref)),
            Seen::Inline(node) => node.data.default.as_ref().and_then(default_value),
            Seen::Nothing => None,
        }
    }

    /// What an empty text is beside a string, a contract does not say.
    fn note_empty_value(&mut self, declared: &oas::Parameter, parameter: &Parameter) {
        let oas::Parameter::Query { allow_empty_value: Some(true), .. } = declared else { return };
        if matches!(parameter.ty.kind, Kind::Boolean | Kind::Integer(_) | Kind::Number(_)) {
            let message =
                "an empty value is none of the schema's, and is refused in spite of `allowEmptyValue`";
            let at = parameter.at.key("allowEmptyValue");
            let diagnostic = Diagnostic::new(Code::NotExpressible, at, message);
            self.sink.push(diagnostic.with_severity(Severity::Note));
        }
    }

    fn parameter_type(
        &mut self,
        data: &'m ParameterData,
        at: &Place,
        id: &str,
    ) -> (TypeRef, Option<Literal>, Option<String>) {
        let origin = Origin::Operation(id.to_owned(), vec![data.name.clone()]);
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let at = at.key("schema");
                match self.see(schema, &at) {
                    Seen::Named { id, overrides } => {
                        let overrides = overrides.as_deref().map(AsRef::as_ref);
                        let default = self.default_of(id, overrides);
                        (self.reference(id, overrides), default, None)
                    }
                    Seen::Inline(node) => {
                        let default = node.data.default.as_ref().and_then(default_value);
                        (self.standing(&node, &at, origin), default, None)
                    }
                    Seen::Nothing => (TypeRef::new(Kind::Any), None, None),
                }
            }
            ParameterSchemaOrContent::Content(content) => {
                let Some((media_type, media)) = content.first() else {
                    return (TypeRef::new(Kind::String), None, None);
                };
                let media = self.model.media_type(&at.keys(&["content", media_type]), media);
                let schema = media.and_then(|media| Some((media.value.schema.as_ref()?, media.at)));
                let (ty, default) = match schema {
                    Some((schema, at)) => {
                        let at = at.key("schema");
                        (self.type_ref(schema, &at, origin), self.default_at(schema, &at))
                    }
                    None => (TypeRef::new(Kind::Any), None),
                };
                (ty, default, Some(media_type.clone()))
            }
        }
    }
}

/// Whether a query as a whole is form data.
fn is_form(format: &ParameterSchemaOrContent) -> bool {
    match format {
        ParameterSchemaOrContent::Schema(_) => true,
        ParameterSchemaOrContent::Content(content) => content
            .keys()
            .all(|media_type| media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")),
    }
}

/// A path parameter that nothing is known of.
pub(super) fn plain_path_parameter(name: &str, at: &Place) -> Parameter {
    Parameter {
        name: name.to_owned(),
        at: at.clone(),
        location: Location::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        presence: Presence::Required,
        ty: TypeRef::new(Kind::String),
        content: None,
        idempotency_key: None,
        docs: Docs::default(),
    }
}

/// OpenAPI takes these three headers out of the parameters: they are given by bodies and security.
fn is_reserved(parameter: &Parameter) -> bool {
    parameter.location == Location::Header
        && ["accept", "content-type", "authorization"].contains(&parameter.name.to_lowercase().as_str())
}

/// Name and location together identify a parameter; names of headers know no case.
fn is_same(a: &Parameter, b: &Parameter) -> bool {
    let names = match a.location {
        Location::Header => a.name.eq_ignore_ascii_case(&b.name),
        Location::Path | Location::Query | Location::Cookie => a.name == b.name,
    };
    a.location == b.location && names
}

fn location_and_style(parameter: &oas::Parameter) -> (Location, Style) {
    match parameter {
        oas::Parameter::Query { style, .. } => (
            Location::Query,
            match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
        ),
        oas::Parameter::Header { .. } => (Location::Header, Style::Simple),
        oas::Parameter::Path { style, .. } => (
            Location::Path,
            match style {
                oas::PathStyle::Simple => Style::Simple,
                oas::PathStyle::Label => Style::Label,
                oas::PathStyle::Matrix => Style::Matrix,
            },
        ),
        oas::Parameter::Cookie { .. } => (Location::Cookie, Style::Form),
    }
}
