//! Bodies that come one by one: server-sent events, and JSON line by line.

use openapiv3::{MediaType, ReferenceOr};

use super::Lowering;
use super::node::{Node, Seen};
use crate::diagnostic::{Code, Place};
use crate::document::ext;
use crate::ir::{Kind, Origin, TypeRef};
use crate::resolve::SchemaId;

impl<'m> Lowering<'m, '_> {
    /// What the data of events is. `itemSchema` of 3.2 describes an event as an object of its fields, or its data; before
    /// that, `schema` is what authors have for one event's data. Without either it is text.
    pub(super) fn data_of_events(&mut self, media: &'m MediaType, at: &Place, origin: Origin) -> TypeRef {
        let ty = self.described_data(media, at, origin);
        if matches!(ty.kind, Kind::Binary) { TypeRef::new(Kind::String) } else { ty }
    }

    fn described_data(&mut self, media: &'m MediaType, at: &Place, origin: Origin) -> TypeRef {
        let Some(item) = self.item_schema(media, at) else {
            return match &media.schema {
                Some(schema) => self.type_ref(schema, &at.key("schema"), origin),
                None => TypeRef::new(Kind::String),
            };
        };
        self.note_schema(media, at);
        self.data_of_event(item, origin)
    }

    /// What the items of JSON lines are: what `itemSchema` says, else what the items of an array are, else what `schema`
    /// says.
    pub(super) fn items_of_lines(&mut self, media: &'m MediaType, at: &Place, origin: Origin) -> TypeRef {
        if let Some(item) = self.item_schema(media, at) {
            self.note_schema(media, at);
            return self.part_type(item, origin);
        }
        let Some(schema) = &media.schema else { return TypeRef::new(Kind::Any) };
        let at = at.key("schema");
        let node = match self.see(schema, &at) {
            Seen::Named { id, .. } => {
                let id = self.followed(id);
                let place = self.model.schema_info(id).at.clone();
                self.merged(Node::new(self.model.schema(id), place), Some(id))
            }
            Seen::Inline(node) => *node,
            Seen::Nothing => return TypeRef::new(Kind::Any),
        };
        match (&node.any.items, node.any.typ.as_deref()) {
            (Some(items), Some("array")) => self.type_ref(items, &node.part(&["items"]), origin),
            // That the body is a text says nothing of its lines.
            (_, Some("string")) => TypeRef::new(Kind::Any),
            _ => self.type_ref(schema, &at, origin),
        }
    }

    /// What says the whole, where something says what is in it.
    fn note_schema(&mut self, media: &MediaType, at: &Place) {
        if media.schema.is_some() {
            let message = "`itemSchema` says what comes one by one, and `schema` has no effect beside it";
            self.report(Code::NotUsed, &at.key("schema"), message);
        }
    }

    /// The schema of an item, where there is one.
    fn item_schema(&self, media: &'m MediaType, at: &Place) -> Option<SchemaId> {
        self.placed(media.extensions.get(ext::ITEM_SCHEMA)?, at)
    }

    fn data_of_event(&mut self, item: SchemaId, origin: Origin) -> TypeRef {
        let id = self.followed(item);
        let place = self.model.schema_info(id).at.clone();
        let node = self.merged(Node::new(self.model.schema(id), place), Some(id));
        let Some(data) = node.any.properties.get("data") else { return self.part_type(item, origin) };
        let place = node.part(&["properties", "data"]);
        let data = match data {
            ReferenceOr::Item(schema) => ReferenceOr::Item(schema.as_ref()),
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: reference.clone() },
        };
        let Seen::Inline(text) = self.see(&data, &place) else {
            return self.type_ref(&data, &place, origin);
        };
        match text.extension(ext::CONTENT_SCHEMA).and_then(|content| self.placed(content, &text.at)) {
            Some(content) => {
                // Elsewhere nothing is held against it.
                let at = text.part(&["contentSchema"]);
                self.sink.retain(|place| *place != at);
                self.part_type(content, origin)
            }
            None => self.type_ref(&data, &place, origin),
        }
    }
}
