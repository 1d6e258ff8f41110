//! Requests.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::broken::{Breaker, Known};
use super::sample::{Broken, Samples};
use super::{FULL, Maker, Wire, below};
use crate::ir::{
    Api, Content, Field, Kind, Location, Operation, Parameter, Payload, Presence, Shape, Style, TypeRef,
};
use crate::pattern::Compiled;
use crate::plan::{PartKind, part_kind};

/// How many valid requests an operation has at most.
const MOST: usize = 24;

/// Makes the requests of an operation.
pub(super) fn fill(
    api: &Api,
    patterns: &BTreeMap<String, Compiled>,
    operation: &Operation,
    samples: &mut Samples,
) {
    let maker = Requests { api, patterns };
    if let Some((first, second)) = undivided(&operation.path) {
        let reason = format!("every request: nothing divides `{first}` from `{second}` in the path");
        return samples.left_out.push(reason);
    }
    let parameters: Vec<Vec<Value>> = operation.parameters.iter().map(|it| maker.parameter(it)).collect();
    for (parameter, values) in operation.parameters.iter().zip(&parameters) {
        if values.is_empty() {
            let name = format!("the parameter `{}`: no value of it was found", parameter.name);
            samples.left_out.push(name);
            if parameter.presence == Presence::Required {
                return;
            }
        }
    }
    let bodies = maker.bodies(operation, samples);
    let required = operation.body.as_ref().is_some_and(|body| body.required);
    if required && bodies.is_empty() {
        return;
    }
    let rounds = parameters.iter().map(Vec::len).max().unwrap_or_default().max(bodies.len()).max(1);
    let body_of = |round: usize| bodies.get(round % bodies.len().max(1));
    samples.requests.push(request(operation, &parameters, required.then(|| body_of(0)).flatten(), None));
    for round in 0..rounds.min(MOST) {
        let full = request(operation, &parameters, body_of(round), Some(round));
        if !samples.requests.contains(&full) {
            samples.requests.push(full);
        }
    }
    if rounds > MOST {
        samples.left_out.push(format!("{} more valid requests", rounds - MOST));
    }
    let mut known = HashSet::new();
    // What has most in it has most that can be broken.
    let mut order: Vec<usize> = (0..samples.requests.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(samples.requests[*index].to_string().len()));
    for index in order {
        maker.break_request(operation, index, samples, &mut known);
    }
}

/// Two parameters of a path with nothing between them.
fn undivided(path: &str) -> Option<(&str, &str)> {
    let (before, behind) = path.split_once("}{")?;
    let first = before.rsplit('{').next()?;
    Some((first.trim_start_matches('+'), behind.split('}').next()?.trim_start_matches('+')))
}

/// One body: which of the contents it is, and its value.
type Body = (usize, Value);

/// A request; without a round only what has to be there.
fn request(
    operation: &Operation,
    parameters: &[Vec<Value>],
    body: Option<&Body>,
    round: Option<usize>,
) -> Value {
    let mut request = Map::new();
    for (parameter, values) in operation.parameters.iter().zip(parameters) {
        let wanted = round.is_some() || parameter.presence == Presence::Required;
        let index = round.unwrap_or_default() % values.len().max(1);
        if let Some(value) = values.get(index).filter(|_| wanted) {
            let place = request.entry(word(parameter.location)).or_insert_with(|| json!({}));
            place[&parameter.name] = value.clone();
        }
    }
    if let Some((content, value)) = body {
        if operation.body.as_ref().is_some_and(|body| body.contents.len() > 1) {
            request.insert("content".to_owned(), (*content).into());
        }
        request.insert("body".to_owned(), value.clone());
    }
    Value::Object(request)
}

/// Where a parameter travels, as pointers of violations have it.
fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

struct Requests<'a> {
    api: &'a Api,
    patterns: &'a BTreeMap<String, Compiled>,
}

impl<'a> Requests<'a> {
    fn maker(&self, wire: Wire) -> Maker<'a> {
        Maker::new(self.api, self.patterns, wire)
    }

    fn parameter(&self, parameter: &Parameter) -> Vec<Value> {
        let wire = self.wire_of(parameter);
        let maker = self.maker(wire);
        let mut values = maker.values(&parameter.ty, FULL);
        let default = maker.default_of(&parameter.ty, &parameter.presence);
        values.extend(default.filter(|default| !values.contains(default)));
        // A key that says nothing is none.
        let is_none = |value: &Value| parameter.idempotency_key.is_some() && *value == json!("");
        values.retain(|value| travels(parameter, value) && !is_none(value));
        values
    }

    fn wire_of(&self, parameter: &Parameter) -> Wire {
        let alone = is_scalar(self.api, &parameter.ty);
        match parameter.location {
            Location::Header if alone && parameter.content.is_none() => Wire::Ascii,
            _ if parameter.content.is_some() => Wire::Json,
            Location::Header => Wire::Item,
            _ if !alone => Wire::Item,
            Location::Path => Wire::Path,
            Location::Query | Location::Cookie => Wire::Url,
        }
    }

    /// The bodies of all contents.
    fn bodies(&self, operation: &Operation, samples: &mut Samples) -> Vec<Body> {
        let contents = operation.body.iter().flat_map(|body| &body.contents).enumerate();
        let mut found = Vec::new();
        for (index, content) in contents {
            if !is_sent_as_one_of(content) {
                let reason =
                    format!("the body in `{}`: the client cannot know which one to send", content.first());
                samples.left_out.push(reason);
                continue;
            }
            let mut values = self.body(content);
            if matches!(content.payload, Payload::Form(_))
                && operation.body.as_ref().is_some_and(|body| !body.required)
            {
                // An empty form is no body.
                values.retain(|value| *value != json!({}));
            }
            if values.is_empty() {
                let name = content.first();
                samples.left_out.push(format!("the body in `{name}`: no value of it was found"));
            }
            found.extend(values.into_iter().map(|value| (index, value)));
        }
        found
    }

    fn body(&self, content: &Content) -> Vec<Value> {
        match &content.payload {
            Payload::Json(ty) => self.maker(Wire::Json).values(ty, FULL + 1),
            Payload::Form(ty) => {
                let mut values = self.maker(Wire::Form).values(ty, 2);
                values.iter_mut().for_each(without_empty);
                values.retain(fits_form);
                values
            }
            // What a file is, a sample does not say.
            Payload::Multipart(parts) if parts.iter().any(|part| has_ranges_alone(content, part)) => {
                Vec::new()
            }
            Payload::Multipart(parts) => self.multipart(parts),
            Payload::Text => vec!["text".into(), "smørrebrød, 日本 ☕\r\n\"\\".into()],
            Payload::Binary | Payload::Events(_) | Payload::Lines(_) => {
                vec!["bytes".into(), "\u{0}ÿ\r\n--".into()]
            }
        }
    }

    fn multipart(&self, parts: &[Field]) -> Vec<Value> {
        let values: Vec<Vec<Value>> = parts.iter().map(|part| self.part(part)).collect();
        let is_required = |part: &Field| part.presence == Presence::Required;
        if parts.iter().zip(&values).any(|(part, values)| is_required(part) && values.is_empty()) {
            return Vec::new();
        }
        let body = |round: usize, all: bool| {
            let wanted = parts
                .iter()
                .zip(&values)
                .filter(|(part, values)| !values.is_empty() && (all || is_required(part)));
            let pairs =
                wanted.map(|(part, values)| (part.name.clone(), values[round % values.len()].clone()));
            Value::Object(pairs.collect())
        };
        let rounds = values.iter().map(Vec::len).max().unwrap_or_default();
        let mut found = vec![body(0, false)];
        found.extend((0..rounds).map(|round| body(round, true)));
        found.dedup();
        found
    }

    fn part(&self, part: &Field) -> Vec<Value> {
        let mut values = match part_kind(self.api, &part.ty) {
            PartKind::Json => self.maker(Wire::Json).values(&part.ty, 2),
            PartKind::Value => self.maker(Wire::Form).values(&part.ty, 2),
            PartKind::File | PartKind::Files => self.maker(Wire::Json).values(&part.ty, 2),
        };
        values.retain(|value| !value.is_null() && *value != json!([]));
        values
    }

    /// Breaks what one request has.
    fn break_request(&self, operation: &Operation, index: usize, samples: &mut Samples, known: &mut Known) {
        let sample = samples.requests[index].clone();
        let mut found = Vec::new();
        // Parameters and bodies look differently, so that what is known of one is not known of the other.
        for parameter in &operation.parameters {
            let wire = self.wire_of(parameter);
            let maker = self.maker(wire);
            let mut of_parameter = HashSet::new();
            let mut breaker = Breaker::new(&maker, index, &mut of_parameter);
            let place = word(parameter.location);
            let Some(value) = sample.get(place).and_then(|place| place.get(&parameter.name)) else {
                continue;
            };
            let at = below(&format!("/{place}"), &parameter.name);
            // Of an object whose properties stand alone, nothing says that it is not there.
            let spread = value.is_object() && (parameter.explode || parameter.style == Style::DeepObject);
            let movable =
                parameter.location != Location::Path && parameter.idempotency_key.is_none() && !spread;
            if parameter.presence == Presence::Required && movable {
                breaker.missing(&at);
            }
            breaker.value(&parameter.ty, value, &at);
            found.extend(breaker.found);
            if parameter.idempotency_key.is_some() && value.is_string() {
                found.push(Broken { of: index, at, rule: "minLength", put: Some(json!("")) });
            }
        }
        let contents = operation.body.as_ref().map_or(&[][..], |body| body.contents.as_slice());
        let content = sample.get("content").and_then(Value::as_u64).unwrap_or_default();
        let content = usize::try_from(content).ok().and_then(|index| contents.get(index));
        if let (Some(content), Some(body)) = (content, sample.get("body")) {
            self.break_body(content, body, index, known, &mut found);
        }
        found.retain(|new| !samples.refused.iter().any(|old| (&old.at, old.rule) == (&new.at, new.rule)));
        samples.refused.extend(found);
    }

    fn break_body(
        &self,
        content: &Content,
        body: &Value,
        index: usize,
        known: &mut Known,
        found: &mut Vec<Broken>,
    ) {
        match &content.payload {
            Payload::Json(ty) => {
                let maker = self.maker(Wire::Json);
                let mut breaker = Breaker::new(&maker, index, known);
                breaker.value(ty, body, "/body");
                found.extend(breaker.found);
            }
            Payload::Form(ty) => {
                let maker = self.maker(Wire::Form);
                let mut breaker = Breaker::new(&maker, index, known);
                breaker.value(ty, body, "/body");
                found.extend(breaker.found);
            }
            Payload::Multipart(parts) => {
                for part in parts {
                    let kind = part_kind(self.api, &part.ty);
                    let wire = if kind == PartKind::Value { Wire::Form } else { Wire::Json };
                    let maker = self.maker(wire);
                    let mut breaker = Breaker::new(&maker, index, known);
                    let at = below("/body", &part.name);
                    let Some(value) = body.get(&part.name) else { continue };
                    if part.presence == Presence::Required {
                        breaker.missing(&at);
                    }
                    let required = breaker.found.len();
                    breaker.value(&part.ty, value, &at);
                    if matches!(kind, PartKind::File | PartKind::Files) {
                        let rules = ["minLength", "maxLength", "maxItems"];
                        let is_of_files = |broken: &Broken| rules.contains(&broken.rule);
                        let files: Vec<Broken> =
                            breaker.found.drain(required..).filter(is_of_files).collect();
                        breaker.found.extend(files);
                    }
                    // A part that is null is left out.
                    let broken = breaker.found.into_iter();
                    found.extend(broken.filter(|broken| broken.at != at || broken.put != Some(Value::Null)));
                }
            }
            Payload::Text | Payload::Binary | Payload::Events(_) | Payload::Lines(_) => {}
        }
    }
}

/// Whether the media type in which a body is sent is among those that the contract lists.
fn is_sent_as_one_of(content: &Content) -> bool {
    let sent = content.media_type();
    content.media_types.iter().any(|listed| match listed.split_once('*') {
        Some((before, _)) => sent.starts_with(before),
        None => listed == sent,
    })
}

/// Whether the values of a type are single texts.
fn is_scalar(api: &Api, ty: &TypeRef) -> bool {
    match &ty.kind {
        Kind::List(_) | Kind::Map(_) => false,
        Kind::Named(id) => match &api.type_of(*id).shape {
            Shape::Struct { .. } | Shape::Tagged(_) | Shape::Tuple { .. } => false,
            Shape::OneOf(union) => union.arms.iter().all(|arm| is_scalar(api, &arm.ty)),
            Shape::Enum(_) => true,
            Shape::Newtype(inner) | Shape::Alias(inner) => is_scalar(api, inner),
        },
        _ => true,
    }
}

/// Whether the style of a parameter has a form for a value that tells it from others.
fn travels(parameter: &Parameter, value: &Value) -> bool {
    if parameter.content.is_some() {
        return !value.is_null() && (parameter.location != Location::Path || *value != json!(""));
    }
    let deep = parameter.style == Style::DeepObject;
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(is_text),
        Value::Object(map) if deep => !map.is_empty() && map.values().all(|value| is_nested(value, 0)),
        Value::Object(map) => {
            let spread = parameter.explode && parameter.style == Style::Form;
            let list = |value: &Value| {
                spread && value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_text))
            };
            !map.is_empty() && map.values().all(|value| is_text(value) || list(value))
        }
        _ => true,
    }
}

fn is_text(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Array(_) | Value::Object(_))
}

/// Whether all that is in a value has a text of its own.
fn is_nested(value: &Value, depth: u8) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => {
            depth < 4 && !items.is_empty() && items.iter().all(|item| is_nested(item, depth + 1))
        }
        Value::Object(map) => {
            depth < 4 && !map.is_empty() && map.values().all(|value| is_nested(value, depth + 1))
        }
        _ => true,
    }
}

/// Takes away what a form has no text for.
fn without_empty(value: &mut Value) {
    if let Value::Object(map) = value {
        map.retain(|_, value| !value.is_null() && *value != json!([]));
    }
}

/// Whether a form can say it: texts, lists of texts, and objects as JSON.
fn fits_form(value: &Value) -> bool {
    let Value::Object(map) = value else { return false };
    map.values().all(|value| match value {
        Value::Array(items) => items.iter().all(is_text),
        _ => true,
    })
}

/// Whether the media types of the files of a part are ranges, such as `image/*`.
fn has_ranges_alone(content: &Content, part: &Field) -> bool {
    let media_types = content.media_types_of_part(&part.name);
    !media_types.is_empty() && media_types.iter().all(|media_type| media_type.contains('*'))
}
