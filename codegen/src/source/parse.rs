//! Text → tree, through serde's parsers.

use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
};

use super::limits::{Failure, Format, Limits, Parsed};
use super::node::{Node, Number};
use super::yaml;

/// Reads a text. `json_only` is for a file that calls itself JSON: its errors are not hidden by a second try as YAML.
pub(super) fn parse(text: &str, json_only: bool) -> (Format, Result<Parsed, Failure>) {
    if text.trim_start().starts_with(['{', '[']) {
        let result = parse_json(text);
        if result.is_ok() || json_only {
            return (Format::Json, result);
        }
    }
    (Format::Yaml, parse_yaml(text))
}

fn parse_json(text: &str) -> Result<Parsed, Failure> {
    let limits = Limits::new(text, Format::Json);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = Build { limits: &limits }
        .deserialize(&mut deserializer)
        .and_then(|tree| deserializer.end().map(|()| tree));
    limits.result(result, |error| Failure::Syntax {
        message: without_position(&error.to_string()),
        line: error.line(),
        column: error.column(),
    })
}

fn parse_yaml(text: &str) -> Result<Parsed, Failure> {
    if opens_too_much(text) {
        return Err(Failure::TooDeep);
    }
    let limits = Limits::new(text, Format::Yaml);
    let result = Build { limits: &limits }.deserialize(serde_yaml::Deserializer::from_str(text));
    let first = limits.result(result, |error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        Failure::Syntax { message: without_position(&error.to_string()), line, column }
    });
    match first {
        // libyaml refuses some texts that are YAML, such as integers beyond 64 bits and some escapes.
        Err(Failure::Syntax { .. }) => {
            let limits = Limits::new(text, Format::Yaml);
            match yaml::parse(text, &limits) {
                Ok(tree) => Ok(Parsed { tree, duplicates: limits.duplicates.get() }),
                Err(Failure::Syntax { .. }) => first,
                Err(other) => Err(other),
            }
        }
        other => other,
    }
}

/// Whether so many brackets stay open that no honest document has them: YAML parsers need quadratic time for such.
fn opens_too_much(text: &str) -> bool {
    const MAX_OPEN: i32 = 5_000;
    let mut open = 0_i32;
    text.bytes().any(|byte| {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = (open - 1).max(0),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// A parser's message without the position that is shown in its own place.
fn without_position(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message[..end].to_owned()
}

#[derive(Clone, Copy)]
struct Build<'a> {
    limits: &'a Limits,
}

impl Build<'_> {
    fn spend<E: de::Error>(self) -> Result<(), E> {
        if self.limits.spend(1) { Ok(()) } else { Err(E::custom("too large")) }
    }

    fn nested<T, E: de::Error>(self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if !self.limits.descend() {
            return Err(E::custom("too deep"));
        }
        let result = read();
        self.limits.ascend();
        result
    }
}

impl<'de> DeserializeSeed<'de> for Build<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Build<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.spend().map(|()| Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.spend().map(|()| Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.spend().map(|()| Node::Number(Number::Signed(value)))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        let number = i64::try_from(value).map_or(Number::Unsigned(value), Number::Signed);
        self.spend().map(|()| Node::Number(number))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.spend().map(|()| Node::Number(Number::Text(value.to_string().into())))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.spend().map(|()| Node::Number(Number::Text(value.to_string().into())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.spend().map(|()| Node::Number(Number::Float(value)))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend().map(|()| Node::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        self.spend()?;
        self.nested(|| {
            let mut items = Vec::new();
            while let Some(item) = access.next_element_seed(self)? {
                items.push(item);
            }
            items.shrink_to_fit();
            Ok(Node::Array(items))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        self.spend()?;
        self.nested(|| {
            let mut entries = Vec::new();
            while let Some(Key(key)) = access.next_key()? {
                entries.push((key, access.next_value_seed(self)?));
            }
            match self.limits.object(entries) {
                Some(object) => Ok(Node::Object(object)),
                None => Err(de::Error::custom("too large")),
            }
        })
    }

    /// A value with a YAML tag of its own: the tag says nothing to OpenAPI.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (_, variant) = access.variant::<de::IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// A key as it was written, also where YAML would make a number of it (`200:`).
struct Key(Box<str>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Key, E> {
                Ok(Key(value.into()))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::MAX_DEPTH;
    use super::*;

    fn json(text: &str) -> serde_json::Value {
        let (_, result) = parse(text, false);
        result.map(|parsed| parsed.tree.to_json()).expect("readable")
    }

    #[test]
    fn json_and_yaml_give_the_same_tree() {
        let yaml = "a: 1\nb: [true, null, -2.5, 'x']\n200: {c: 18446744073709551615}\n";
        let same = r#"{"a": 1, "b": [true, null, -2.5, "x"], "200": {"c": 18446744073709551615}}"#;
        assert_eq!(json(yaml), json(same));
        assert_eq!(json(same), serde_json::from_str::<serde_json::Value>(same).expect("JSON"));
    }

    #[test]
    fn yaml_keys_keep_their_text_and_tags_are_passed_over() {
        assert_eq!(
            json("1.10: a\ntrue: b\nnull: !mine c\n"),
            serde_json::json!({"1.10": "a", "true": "b", "null": "c"})
        );
    }

    #[test]
    fn merge_keys_fill_what_is_missing() {
        let text = "base: &base {a: 1, b: 2}\nmore: &more {c: 3}\none: {<<: *base, a: 9}\nboth: {<<: [*base, *more]}\n";
        let value = json(text);
        assert_eq!(value["one"], serde_json::json!({"a": 9, "b": 2}));
        assert_eq!(value["both"], serde_json::json!({"a": 1, "b": 2, "c": 3}));
    }

    #[test]
    fn a_merge_key_in_json_is_a_key() {
        assert_eq!(json(r#"{"<<": {"a": 1}}"#), serde_json::json!({"<<": {"a": 1}}));
    }

    #[test]
    fn aliases_that_multiply_are_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let last = n - 1;
            text.push_str(&format!(
                "a{n}: &a{n} [*a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}]\n"
            ));
        }
        assert_eq!(parse(&text, false).1.err(), Some(Failure::TooLarge));
    }

    #[test]
    fn depth_is_bounded() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(parse(&nested(MAX_DEPTH), true).1.is_ok());
            assert_eq!(parse(&nested(MAX_DEPTH + 1), true).1.err(), Some(Failure::TooDeep));
            assert_eq!(parse(&nested(100_000), true).1.err(), Some(Failure::TooDeep));
            assert_eq!(parse(&format!("a: {}", nested(1_000)), false).1.err(), Some(Failure::TooDeep));
            assert_eq!(parse(&format!("a: {}", nested(100_000)), false).1.err(), Some(Failure::TooDeep));
        }
        assert_eq!(parse(&"- ".repeat(10_000), false).1.err(), Some(Failure::TooDeep));
    }

    #[test]
    fn what_libyaml_refuses_is_read_all_the_same() {
        assert_eq!(
            json("a: 123456789012345678901234567890\n")["a"],
            serde_json::json!(123456789012345678901234567890_f64)
        );
        assert_eq!(json("a: \"x\\/y\"\n")["a"], "x/y");
    }

    #[test]
    fn syntax_errors_have_a_position() {
        let (format, result) = parse("{\"a\": 1,\n \"b\" 2}", true);
        assert_eq!(format, Format::Json);
        let Some(Failure::Syntax { message, line, column }) = result.err() else { panic!("a syntax error") };
        assert_eq!((message.as_str(), line, column), ("expected `:`", 2, 6));
        let (_, result) = parse("a: 1\n  b: 2\n", false);
        assert!(matches!(result.err(), Some(Failure::Syntax { line: 2, .. })));
    }
}
