//! What `encoding` says of the parts of a body.

use openapiv3::MediaType;

use super::Lowering;
use crate::diagnostic::{Code, Place};
use crate::ir::{Kind, Payload, TypeRef};

impl Lowering<'_, '_> {
    /// By the name of a part of files, the media types that they may have.
    pub(super) fn encoding(
        &mut self,
        media: &MediaType,
        payload: &Payload,
        at: &Place,
    ) -> Vec<(String, Vec<String>)> {
        let parts = if let Payload::Multipart(parts) = payload { parts.as_slice() } else { &[] };
        let mut found = Vec::new();
        for (name, encoding) in &media.encoding {
            let Some(listed) = &encoding.content_type else { continue };
            if parts.iter().any(|part| part.name == *name && holds_files(&part.ty)) {
                let listed = listed.split(',').map(|media_type| media_type.trim().to_owned());
                let listed: Vec<String> = listed.filter(|media_type| !media_type.is_empty()).collect();
                found.push((name.clone(), listed));
                continue;
            }
            let message = "the media type of what is no file in `multipart/form-data` has no effect";
            self.report(Code::NotUsed, &at.keys(&["encoding", name, "contentType"]), message);
        }
        found
    }
}

fn holds_files(ty: &TypeRef) -> bool {
    match &ty.kind {
        Kind::Binary => true,
        Kind::List(item) => matches!(item.kind, Kind::Binary),
        _ => false,
    }
}
