//! What to call a schema that has no name of its own.

use std::path::Path;

use crate::diagnostic::Pointer;

/// Words for the way to a schema: its name under `components` where it has one, else the names on the way.
pub(super) fn hint(file_name: &str, pointer: &Pointer) -> String {
    let segments: Vec<_> = pointer.segments().collect();
    if let [room, section, name] = segments.as_slice()
        && room == "components"
        && section == "schemas"
    {
        return name.to_string();
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = segments.iter().map(|segment| &**segment);
    while let Some(segment) = rest.next() {
        match segment {
            "components" => {
                rest.next();
            }
            "properties" | "patternProperties" | "headers" | "definitions" | "$defs" => {
                if segment.ends_with("efs") || segment == "definitions" {
                    words.clear();
                }
                words.extend(rest.next().map(str::to_owned));
            }
            "paths" => words.extend(rest.next().map(|path| path.replace(['{', '}'], ""))),
            "responses" => {
                words.extend(rest.next().map(str::to_owned));
                words.push("response".to_owned());
            }
            "content" => {
                rest.next();
            }
            "requestBody" => words.push("request".to_owned()),
            "items" | "prefixItems" | "contains" | "itemSchema" => words.push("item".to_owned()),
            "additionalProperties" | "unevaluatedProperties" => words.push("value".to_owned()),
            "allOf" | "oneOf" | "anyOf" | "parameters" | "schema" | "callbacks" | "webhooks" => {}
            other => words.push(other.to_owned()),
        }
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() { stem(file_name) } else { words.join(" ") }
}

/// A file's name without folder and extension.
pub(super) fn stem(file_name: &str) -> String {
    let stem = Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| file_name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_made_of_the_names_on_the_way() {
        let of = |pointer: &str| hint("dir/pet.yaml", &Pointer::parse(pointer).expect("a pointer"));
        assert_eq!(of(""), "pet");
        assert_eq!(of("/components/schemas/Pet.v1"), "Pet.v1");
        assert_eq!(of("/components/schemas/Pet/properties/tags/items"), "Pet tags item");
        assert_eq!(of("/components/schemas/Pet/$defs/Tag"), "Tag");
        assert_eq!(
            of("/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"),
            "/pets/id get 200 response"
        );
        assert_eq!(of("/components/responses/Bad/content/a~1b/schema"), "Bad");
        assert_eq!(of("/Pet"), "Pet");
    }
}
