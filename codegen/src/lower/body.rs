//! Bodies of requests and answers.

use openapiv3::{self as oas, AnySchema, MediaType};

use super::Lowering;
use super::node::Seen;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{SchemaView, any, view};
use crate::ir::{Content, Docs, Kind, Origin, Payload, RequestBody, TypeRef};
use crate::resolve::Found;

/// What a media type is to the generator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Json,
    Form,
    Multipart,
    Text,
    Binary,
}

impl<'m> Lowering<'m, '_> {
    pub(super) fn request_body(
        &mut self,
        operation: &Found<'m, oas::Operation>,
        id: &str,
    ) -> Option<RequestBody> {
        let at = operation.at.key("requestBody");
        let found = self.model.resolve(&at, operation.value.request_body.as_ref()?)?;
        let origin = Origin::Operation(id.to_owned(), vec!["body".to_owned()]);
        let content = self.content(&found.value.content, &found.at.key("content"), origin)?;
        Some(RequestBody {
            required: found.value.required,
            content,
            docs: Docs {
                description: found.value.description.clone(),
                assumed: text(found.value.extensions.get("x-assumed")),
                ..Docs::default()
            },
        })
    }

    /// One of the media types that a body may have: the one that says most of its content.
    pub(super) fn content(
        &mut self,
        content: &'m oas::Content,
        at: &Place,
        origin: Origin,
    ) -> Option<Content> {
        let (media_type, media) = content.iter().min_by_key(|(name, _)| family(name))?;
        for (other, _) in content.iter().filter(|(name, _)| *name != media_type) {
            let message = format!("`{other}` is left out: of several media types `{media_type}` is used");
            self.sink.push(Diagnostic::new(Code::MediaTypeLeftOut, at.key(other).named(), message));
        }
        let found = self.model.media_type(&at.key(media_type), media);
        let payload = match found {
            Some(media) => self.payload(media_type, media.value, &media.at.key("schema"), origin),
            None => self.payload(media_type, media, &at.keys(&[media_type.as_str(), "schema"]), origin),
        };
        Some(Content { media_type: media_type.clone(), payload })
    }

    fn payload(&mut self, media_type: &str, media: &'m MediaType, at: &Place, origin: Origin) -> Payload {
        let family = family(media_type);
        match family {
            Family::Text | Family::Binary => {
                self.note_unread(media_type, media, at);
                return if family == Family::Text { Payload::Text } else { Payload::Binary };
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
            return self.multipart(schema, at, &origin);
        }
        let ty = self.type_ref(schema, at, origin);
        match (family, &ty.kind) {
            // A "JSON" body of raw bytes is a file behind a wrong media type.
            (_, Kind::Binary) => Payload::Binary,
            (Family::Form, _) => Payload::Form(ty),
            _ => Payload::Json(ty),
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

    fn multipart(
        &mut self,
        schema: &'m oas::ReferenceOr<oas::Schema>,
        at: &Place,
        origin: &Origin,
    ) -> Payload {
        let node = match self.see(schema, at) {
            Seen::Named { id, .. } => {
                let id = self.followed(id);
                let info = self.model.schema_info(id);
                let node = super::node::Node::new(self.model.schema(id), info.at.clone());
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

fn family(media_type: &str) -> Family {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "*/*" | "application/*" | "text/json" => Family::Json,
        "application/x-www-form-urlencoded" => Family::Form,
        "multipart/form-data" => Family::Multipart,
        _ if essence.ends_with("+json") => Family::Json,
        _ if essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") => {
            Family::Text
        }
        _ => Family::Binary,
    }
}
