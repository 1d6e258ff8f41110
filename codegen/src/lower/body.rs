//! Bodies of requests and answers.

use openapiv3::{self as oas, AnySchema, MediaType, ReferenceOr, Schema};

use super::Lowering;
use super::node::{Node, Seen};
use super::schema::text;
use crate::diagnostic::{Code, Place};
use crate::document::{SchemaView, any, ext, view};
use crate::ir::{Content, Docs, Kind, Origin, Payload, RequestBody, TypeRef, media};
use crate::resolve::Found;

/// What a media type is to the generator, the preferred first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Json,
    Form,
    Multipart,
    Text,
    Events,
    Lines,
    Binary,
}

/// One content as it is put together, with the schema of its first media type.
struct Made<'m> {
    schema: Option<&'m ReferenceOr<Schema>>,
    items: Option<&'m serde_json::Value>,
    content: Content,
}

impl<'m> Lowering<'m, '_> {
    pub(super) fn request_body(
        &mut self,
        operation: &Found<'m, oas::Operation>,
        id: &str,
    ) -> Option<RequestBody> {
        let at = operation.at.key("requestBody");
        let found = self.model.resolve(&at, operation.value.request_body.as_ref()?)?;
        let contents = self.contents(&found.value.content, &found.at.key("content"), id, "body");
        (!contents.is_empty()).then(|| RequestBody {
            required: found.value.required,
            contents,
            docs: Docs {
                description: found.value.description.clone(),
                assumed: text(found.value.extensions.get("x-assumed")),
                ..Docs::default()
            },
        })
    }

    /// What a body may be, the preferred first. Media types that say the same of it are one content.
    pub(super) fn contents(
        &mut self,
        content: &'m oas::Content,
        at: &Place,
        id: &str,
        role: &str,
    ) -> Vec<Content> {
        let found = content.iter().map(|(media_type, media)| {
            let here = at.key(media_type);
            let found = self.model.media_type(&here, media);
            let (media, at) = found.map_or((media, here), |found| (found.value, found.at));
            (media_type, media, at)
        });
        let mut ordered: Vec<_> = found.collect();
        ordered.sort_by_key(|(media_type, media, _)| rank(media_type, media));
        let mut made: Vec<Made<'m>> = Vec::new();
        for (media_type, media, place) in ordered {
            let at = place.key("schema");
            let holds_text = media.schema.as_ref().is_none_or(|schema| self.holds_text(schema, &at));
            let same = made.iter().position(|known| is_same(known, media_type, media, holds_text));
            if let Some(index) = same {
                made[index].content.media_types.push(media_type.clone());
                continue;
            }
            let path = match made.is_empty() {
                true => vec![role.to_owned()],
                false => vec![media::called(media_type), role.to_owned()],
            };
            let origin = Origin::Operation(id.to_owned(), path);
            let is_answer = role != "body";
            let payload = match family(media_type, media) {
                Family::Events if is_answer => Payload::Events(self.data_of_events(media, &place, origin)),
                Family::Lines => Payload::Lines(self.items_of_lines(media, &place, origin)),
                _ => {
                    self.note_items(media, &place);
                    self.payload(media_type, media, &at, origin, &made)
                }
            };
            let encoding = self.encoding(media, &payload, &place);
            let content = Content { media_types: vec![media_type.clone()], payload, encoding };
            let items = media.extensions.get(ext::ITEM_SCHEMA);
            made.push(Made { schema: media.schema.as_ref(), items, content });
        }
        made.into_iter().map(|made| made.content).collect()
    }

    /// Whether a schema has texts among its values, whose JSON form is another.
    fn holds_text(&mut self, schema: &'m ReferenceOr<Schema>, at: &Place) -> bool {
        let typ = match self.see(schema, at) {
            Seen::Named { id, .. } => any(self.model.schema(self.followed(id))).typ.clone(),
            Seen::Inline(node) => node.any.typ.clone(),
            Seen::Nothing => None,
        };
        typ.is_none_or(|typ| typ == "string")
    }

    fn payload(
        &mut self,
        media_type: &str,
        media: &'m MediaType,
        at: &Place,
        origin: Origin,
        made: &[Made<'m>],
    ) -> Payload {
        let family = family(media_type, media);
        match family {
            Family::Text | Family::Events | Family::Lines | Family::Binary => {
                self.note_unread(media_type, media, at);
                let is_text = matches!(family, Family::Text | Family::Events);
                return if is_text { Payload::Text } else { Payload::Binary };
            }
            Family::Json | Family::Form | Family::Multipart => {}
        }
        let Some(schema) = &media.schema else {
            return match family {
                Family::Json => Payload::Json(TypeRef::new(Kind::Any)),
                _ => Payload::Binary,
            };
        };
        if family == Family::Multipart {
            // A second one would need names of its own for its parts.
            let first = !made.iter().any(|made| matches!(made.content.payload, Payload::Multipart(_)));
            return if first { self.multipart(schema, at, &origin) } else { Payload::Binary };
        }
        let known = made.iter().find(|made| made.schema == Some(schema));
        let ty = match known.map(|known| &known.content.payload) {
            Some(Payload::Json(ty) | Payload::Form(ty)) => ty.clone(),
            _ => self.type_ref(schema, at, origin),
        };
        match (family, &ty.kind) {
            // A "JSON" body of raw bytes is a file behind a wrong media type.
            (_, Kind::Binary) => Payload::Binary,
            (Family::Form, _) => Payload::Form(ty),
            _ => Payload::Json(ty),
        }
    }

    /// Items of a body that is read as a whole.
    fn note_items(&mut self, media: &MediaType, at: &Place) {
        if media.extensions.contains_key(ext::ITEM_SCHEMA) {
            let message = "a body of this type is read as a whole, and not item by item";
            self.report(Code::NotUsed, &at.key("itemSchema"), message);
        }
    }

    /// A body that is taken as it comes is held against no schema.
    fn note_unread(&mut self, media_type: &str, media: &MediaType, at: &Place) {
        let says_more = media.schema.as_ref().is_some_and(|schema| match view(schema) {
            SchemaView::Reference { .. } => true,
            SchemaView::Inline(schema) => {
                let plain = AnySchema {
                    typ: Some("string".to_owned()),
                    format: any(schema).format.clone(),
                    ..AnySchema::default()
                };
                *any(schema) != plain && *any(schema) != AnySchema::default()
            }
        });
        if says_more {
            let message = format!("bodies of the type `{media_type}` are held against no schema");
            self.report(Code::NotChecked, at, message);
        }
    }

    fn multipart(&mut self, schema: &'m ReferenceOr<Schema>, at: &Place, origin: &Origin) -> Payload {
        let node = match self.see(schema, at) {
            Seen::Named { id, .. } => {
                let id = self.followed(id);
                let info = self.model.schema_info(id);
                let node = Node::new(self.model.schema(id), info.at.clone());
                self.merged(node, Some(id))
            }
            Seen::Inline(node) => *node,
            Seen::Nothing => return Payload::Binary,
        };
        if node.any.properties.is_empty() {
            return Payload::Binary;
        }
        Payload::Multipart(self.fields(&node, None, origin))
    }
}

/// Whether a media type is just another one of a content.
fn is_same(known: &Made<'_>, media_type: &str, media: &MediaType, holds_text: bool) -> bool {
    let first = known.content.first();
    let same_schema = known.schema == media.schema.as_ref();
    match (&known.content.payload, family(media_type, media)) {
        (Payload::Json(_), Family::Json) => {
            let same_essence = media::essence(first) == media::essence(media_type);
            same_schema && (same_essence || !(is_patch(media_type) || is_patch(first)))
        }
        // Frameworks that write JSON whatever they are asked for say so.
        (Payload::Json(_), Family::Text) => {
            same_schema && !holds_text && media::essence(media_type) == "text/plain"
        }
        (Payload::Events(_), Family::Events) => true,
        (Payload::Lines(_), Family::Lines) => {
            same_schema && known.items == media.extensions.get(ext::ITEM_SCHEMA)
        }
        (Payload::Text, Family::Text) | (Payload::Binary, Family::Binary) => {
            syntax(first) == syntax(media_type)
        }
        (Payload::Form(_), Family::Form) | (Payload::Multipart(_), Family::Multipart) => same_schema,
        _ => false,
    }
}

/// The order in which contents are preferred, whatever the order of the contract: names depend on it.
fn rank(media_type: &str, media: &MediaType) -> (Family, bool, bool, bool, String) {
    let essence = media::essence(media_type);
    let name = match essence.as_str() {
        // Before its siblings.
        "text/plain" => "text/".to_owned(),
        _ => media_type.to_ascii_lowercase(),
    };
    let is_json = essence == "application/json";
    (family(media_type, media), essence.contains('*'), !is_json, media_type.contains(';'), name)
}

fn family(media_type: &str, media: &MediaType) -> Family {
    let essence = media::essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" => Family::Json,
        // What may be anything is JSON where the contract describes it as JSON is.
        "*/*" | "application/*" if media.schema.is_some() => Family::Json,
        "application/x-www-form-urlencoded" => Family::Form,
        "multipart/form-data" => Family::Multipart,
        "text/event-stream" => Family::Events,
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/json-seq" => Family::Lines,
        _ if essence.ends_with("+json") => Family::Json,
        _ if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") => {
            Family::Text
        }
        _ => Family::Binary,
    }
}

/// Documents that say what to change in another: how depends on the media type.
fn is_patch(media_type: &str) -> bool {
    media::essence(media_type).ends_with("patch+json")
}

/// What text and bytes are told apart by.
fn syntax(media_type: &str) -> String {
    match media::essence(media_type) {
        essence if essence == "text/xml" => "application/xml".to_owned(),
        essence => essence,
    }
}
