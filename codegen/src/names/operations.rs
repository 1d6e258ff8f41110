//! The names of operations and of what belongs to them.

use std::collections::{BTreeMap, HashSet};

use super::case::{escaped, pascal, shouty, snake};
use super::reserved;
use super::unique::{Wish, set, unique};
use crate::ir::{Content, ErrorCode, Location, Module, Operation, Payload, Response, Section, Status, media};

/// What belongs to an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// `create_pet`: the method of client and server.
    pub method: String,
    /// `CreatePet`: what types of the operation are called after.
    pub stem: String,
    /// `CREATE_PET`: its static table.
    pub table: String,
    /// By parameter.
    pub parameters: Vec<String>,
    /// By content of the body: the variant, where there are several.
    pub contents: Vec<String>,
    /// By part of a multipart body.
    pub parts: Vec<String>,
    /// By error code: the variant.
    pub codes: Vec<String>,
    /// By failure, then by what its body may be: the variant. One for an answer without a body.
    pub failures: Vec<Vec<String>>,
    /// By success in the same way.
    pub successes: Vec<Vec<String>>,
    /// What can be asked for, where a success may have several bodies.
    pub offers: Vec<Offer>,
    /// `stream`: the method that gives the bytes of an answer as they come.
    pub stream: String,
    /// By status, then by header of that answer: the field.
    pub headers: BTreeMap<Status, Vec<String>>,
    /// `CREATE_PET_BODY`: the static tables of what has none of its own.
    pub(super) schemas: BTreeMap<Slot, String>,
}

/// A content that can be asked for.
#[derive(Debug, Clone)]
pub struct Offer {
    /// `Xml`
    pub variant: String,
    /// `xml`
    pub method: String,
    /// `xml_stream`: the method that gives its bytes as they come.
    pub stream: String,
    /// By success: which of its contents it is.
    pub contents: Vec<Option<usize>>,
}

/// Something in an operation that has a static table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A parameter, by its index.
    Parameter(usize),
    /// The body, by its content.
    Body(usize),
    /// The body of an answer, by its content.
    Answer(Status, usize),
    /// A header of an answer, by its index.
    Header(Status, usize),
    /// The media types of the contents of the body.
    BodyContents,
    /// Those of the contents of an answer.
    AnswerContents(Status),
    /// Those that can be asked for.
    Accept,
}

impl OperationNames {
    /// The static table of something in the operation.
    pub fn schema(&self, slot: Slot) -> &str {
        self.schemas.get(&slot).map_or("", String::as_str)
    }
}

/// Names the operations of a module. `tables` are the statics of its types, to which those of the operations are added.
pub(super) fn operation_names(module: &Module, tables: &mut HashSet<String>) -> Vec<OperationNames> {
    let operations = &module.operations;
    let called = |operation: &Operation| operation.rust_name.clone().unwrap_or_else(|| operation.id.clone());
    let method = |operation: &Operation| {
        let name = snake(&called(operation), "operation");
        let name = if reserved::METHODS.contains(&name.as_str()) { name + "_operation" } else { name };
        Wish::of(&operation.id, name)
    };
    let stem = |operation: &Operation| {
        let name = pascal(&called(operation), "Operation");
        let name = if reserved::is_stem(&name) { name + "Operation" } else { name };
        Wish::of(&operation.id, name)
    };
    let methods = by_section(operations, method);
    let stems = by_section(operations, stem);
    let statics = stems.iter().map(|stem| Wish::of(stem, shouty(stem))).collect::<Vec<_>>();
    let statics = unique(&statics, &set(reserved::TABLES.iter().copied()));
    let mut names: Vec<OperationNames> = operations
        .iter()
        .zip(methods.into_iter().zip(stems).zip(statics))
        .map(|(operation, ((method, stem), table))| (operation, method, stem, table, offers(operation)))
        .map(|(operation, method, stem, table, (stream, offers))| OperationNames {
            method: escaped(method),
            table,
            stem,
            parameters: parameter_names(operation),
            contents: content_names(operation),
            parts: part_names(operation),
            codes: code_names(&operation.codes),
            failures: failure_names(operation),
            successes: answer_names(&operation.successes, &HashSet::new()),
            offers,
            stream,
            headers: operation.answers().map(|answer| (answer.status, header_names(answer))).collect(),
            schemas: BTreeMap::new(),
        })
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names[*a].table.cmp(&names[*b].table));
    for index in order {
        names[index].schemas = schema_names(&operations[index], &names[index], tables);
    }
    names
}

/// One name each; no webhook or callback ever takes one from an operation of a path.
fn by_section(operations: &[Operation], wish: impl Fn(&Operation) -> Wish) -> Vec<String> {
    let mut names = vec![String::new(); operations.len()];
    let mut taken = HashSet::new();
    for section in Section::ALL {
        let indices = (0..operations.len()).filter(|index| operations[*index].section == section);
        let indices: Vec<usize> = indices.collect();
        let wishes: Vec<Wish> = indices.iter().map(|index| wish(&operations[*index])).collect();
        for (index, name) in indices.into_iter().zip(unique(&wishes, &taken)) {
            taken.insert(name.clone());
            names[index] = name;
        }
    }
    names
}

fn parameter_names(operation: &Operation) -> Vec<String> {
    let wishes = operation.parameters.iter().map(|parameter| {
        let name = snake(&parameter.name, "parameter");
        let name = if reserved::PARAMETERS.contains(&name.as_str()) { name + "_parameter" } else { name };
        let location = location_word(parameter.location);
        Wish::of(&format!("{} {location}", parameter.name), name.clone()).or(format!("{name}_{location}"))
    });
    unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "in_path",
        Location::Query => "in_query",
        Location::Header => "in_header",
        Location::Cookie => "in_cookie",
    }
}

fn content_names(operation: &Operation) -> Vec<String> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let wishes: Vec<Wish> = contents.map(|content| content_wish(content.first(), "")).collect();
    unique(&wishes, &HashSet::new())
}

/// The variant of a content, behind what is said before it.
fn content_wish(media_type: &str, before: &str) -> Wish {
    let name = |words: &str| escaped(before.to_owned() + &pascal(words, "Content"));
    Wish::of(&format!("{before} {media_type}"), name(&media::called(media_type)))
        .or(name(&media::called_in_full(media_type)))
}

fn part_names(operation: &Operation) -> Vec<String> {
    let payloads = operation.body.iter().flat_map(|body| &body.contents).map(|content| &content.payload);
    let parts = payloads.filter_map(|payload| match payload {
        Payload::Multipart(parts) => Some(parts),
        _ => None,
    });
    let parts = parts.flatten().map(|part| Wish::of(&part.name, snake(&part.name, "part")));
    unique(&parts.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

/// The variants of error codes.
pub(super) fn code_names(codes: &[ErrorCode]) -> Vec<String> {
    let wishes: Vec<Wish> =
        codes.iter().map(|code| Wish::of(&code.name, pascal(&code.name, "Code"))).collect();
    unique(&wishes, &set(["Unknown"])).into_iter().map(escaped).collect()
}

fn failure_names(operation: &Operation) -> Vec<Vec<String>> {
    let codes = code_names(&operation.codes).into_iter().collect();
    answer_names(&operation.failures, &codes)
}

/// The variants of answers: the preferred body of each is called after the status alone.
fn answer_names(answers: &[Response], taken: &HashSet<String>) -> Vec<Vec<String>> {
    let wishes = answers.iter().flat_map(|answer| {
        let status = match answer.status {
            Status::Code(code) => Wish::of(&code.to_string(), reserved::status_name(code)),
            Status::Class(class) => Wish::of(&class.to_string(), format!("Status{class}xx")),
            Status::Default => Wish::of("default", "Default".to_owned()),
        };
        let before = status.name().to_owned();
        let others = answer.contents.iter().skip(1);
        std::iter::once(status).chain(others.map(move |content| content_wish(content.first(), &before)))
    });
    let mut names = unique(&wishes.collect::<Vec<_>>(), taken).into_iter();
    answers.iter().map(|answer| names.by_ref().take(answer.contents.len().max(1)).collect()).collect()
}

/// What can be asked for, and the method that gives bytes as a stream. Of several answers, contents of one media type are
/// one offer.
fn offers(operation: &Operation) -> (String, Vec<Offer>) {
    let mut taken: HashSet<String> = parameter_names(operation).into_iter().collect();
    taken.extend(reserved::PARAMETERS.iter().map(|name| (*name).to_owned()));
    let mut offers = contents_offered(operation, &taken);
    taken.extend(offers.iter().map(|offer| offer.method.clone()));
    let of_offers = offers.iter().map(|offer| {
        let name = format!("{}_stream", offer.method.trim_start_matches("r#"));
        Wish::of(&offer.method, name.clone()).or(format!("{name}_of_bytes"))
    });
    let preferred = Wish::of("", "stream".to_owned()).or("stream_of_bytes".to_owned());
    let wishes: Vec<Wish> = std::iter::once(preferred).chain(of_offers).collect();
    let mut names = unique(&wishes, &taken).into_iter();
    let stream = names.next().unwrap_or_default();
    for (offer, name) in offers.iter_mut().zip(names) {
        offer.stream = name;
    }
    (stream, offers)
}

fn contents_offered(operation: &Operation, taken: &HashSet<String>) -> Vec<Offer> {
    let successes = &operation.successes;
    if successes.iter().all(|answer| answer.contents.len() < 2) {
        return Vec::new();
    }
    let mut found: BTreeMap<String, (Place, Vec<Option<usize>>)> = BTreeMap::new();
    for (success, answer) in successes.iter().enumerate() {
        for (index, content) in answer.contents.iter().enumerate() {
            let essence = media::essence(content.first());
            let same = |other: &Content| media::essence(other.first()) == essence;
            let alone = answer.contents.iter().filter(|other| same(other)).count() == 1;
            let key = if alone { essence.clone() } else { content.first().to_owned() };
            let (_, contents) =
                found.entry(key).or_insert_with(|| ((success, index), vec![None; successes.len()]));
            contents[success] = Some(index);
        }
    }
    let variants: Vec<Wish> = found.keys().map(|media_type| content_wish(media_type, "")).collect();
    let variants = unique(&variants, &HashSet::new());
    let methods = found.keys().map(|media_type| {
        let name = |words: &str| escaped(snake(words, "content"));
        Wish::of(media_type, name(&media::called(media_type))).or(name(&media::called_in_full(media_type)))
    });
    let methods = unique(&methods.collect::<Vec<_>>(), taken);
    let mut offers: Vec<(Place, Offer)> = found
        .into_values()
        .zip(variants.into_iter().zip(methods))
        .map(|((place, contents), (variant, method))| {
            (place, Offer { variant, method, stream: String::new(), contents })
        })
        .collect();
    offers.sort_by_key(|(place, _)| *place);
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// A success and one of its contents.
type Place = (usize, usize);

fn header_names(answer: &Response) -> Vec<String> {
    let wishes = answer.headers.iter().map(|header| {
        let name = snake(&header.name, "header");
        let name = if ["status", "body"].contains(&name.as_str()) { name + "_header" } else { name };
        Wish::of(&header.name, name)
    });
    unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

fn schema_names(
    operation: &Operation,
    names: &OperationNames,
    tables: &mut HashSet<String>,
) -> BTreeMap<Slot, String> {
    let parameters = names.parameters.iter().enumerate();
    let mut slots: Vec<(Slot, String)> =
        parameters.map(|(index, name)| (Slot::Parameter(index), name.clone())).collect();
    slots.extend(names.contents.iter().enumerate().map(|(index, variant)| match index {
        0 => (Slot::Body(0), "body".to_owned()),
        _ => (Slot::Body(index), format!("{variant} body")),
    }));
    for answer in operation.answers() {
        let role = role(answer.status);
        for (index, header) in answer.headers.iter().enumerate() {
            slots.push((Slot::Header(answer.status, index), format!("{role} {}", header.name)));
        }
        for (index, content) in answer.contents.iter().enumerate() {
            let slot = Slot::Answer(answer.status, index);
            slots.push(match index {
                0 => (slot, role.clone()),
                _ => (slot, format!("{role} {}", media::called(content.first()))),
            });
        }
    }
    let several = |contents: &[Content]| contents.len() > 1;
    if operation.body.as_ref().is_some_and(|body| several(&body.contents)) {
        slots.push((Slot::BodyContents, "body contents".to_owned()));
    }
    for answer in operation.answers().filter(|answer| several(&answer.contents)) {
        slots.push((Slot::AnswerContents(answer.status), format!("{} contents", role(answer.status))));
    }
    if !names.offers.is_empty() {
        slots.push((Slot::Accept, "accept".to_owned()));
    }
    let mut given = BTreeMap::new();
    for (slot, role) in slots {
        let wish = format!("{}_{}", names.table, shouty(role.trim_start_matches("r#")));
        let numbered = (2..).map(|number| format!("{wish}_{number}"));
        let name = std::iter::once(wish.clone()).chain(numbered).find(|name| !tables.contains(name));
        let name = name.unwrap_or_default();
        tables.insert(name.clone());
        given.insert(slot, name);
    }
    given
}

/// The role of an answer in names.
pub(super) fn role(status: Status) -> String {
    match status {
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}xx"),
        Status::Default => "default response".to_owned(),
    }
}
