//! Names of the contract in Rust's case conventions.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// `createPet` → `CreatePet`; something that is an identifier, whatever the text.
pub(super) fn pascal(text: &str, fallback: &str) -> String {
    let name = clean(&spelt(text).to_upper_camel_case());
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(c) if c.is_numeric() => format!("{fallback}{name}"),
        Some(_) => name,
    }
}

/// `petId` → `pet_id`
pub(super) fn snake(text: &str, fallback: &str) -> String {
    let name = clean(&spelt(text).to_snake_case());
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(c) if c.is_numeric() => format!("{fallback}_{name}"),
        Some(_) => name,
    }
}

/// `petId` → `PET_ID`
pub(super) fn shouty(text: &str) -> String {
    text.to_shouty_snake_case()
}

/// Signs that tell values apart when they are all that differs: `+1` and `-1`, `>` and `>=`.
fn spelt(text: &str) -> String {
    let words = text.chars().any(char::is_alphabetic);
    let mut out = String::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        let word = match c {
            '+' if index == 0 || !words => "plus",
            '-' if !words && index == 0 => "minus",
            '<' => "less",
            '>' => "greater",
            '=' if !words => "equal",
            '*' if !words => "star",
            '!' if !words => "not",
            '%' if !words => "percent",
            '$' if index == 0 => "dollar",
            '@' if index == 0 => "at",
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push(' ');
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// Only what may stand in an identifier. `heck` keeps letters and digits of every script; a few of them (circled
/// digits, ordinal signs) are none to Rust.
fn clean(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| *c == '_' || (c.is_ascii_alphanumeric() || (c.is_alphanumeric() && fits(*c))))
        .collect();
    kept.trim_matches('_').to_owned()
}

fn fits(c: char) -> bool {
    let mut text = String::from("zz");
    text.push(c);
    syn::parse_str::<syn::Ident>(&text).is_ok()
}

/// A name that Rust keeps for itself gets what makes it usable: `type` → `r#type`, `self` → `self_`.
pub(super) fn escaped(name: String) -> String {
    match name.as_str() {
        "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
        // A keyword since edition 2024, of which the parser does not know.
        "gen" => format!("r#{name}"),
        _ if syn::parse_str::<syn::Ident>(&name).is_ok() => name,
        _ => format!("r#{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, pascal, snake};

    #[test]
    fn every_text_has_a_name() {
        assert_eq!(pascal("createPet", "Value"), "CreatePet");
        assert_eq!(pascal("+1", "Value"), "Plus1");
        assert_eq!(pascal("-1", "Value"), "Minus1");
        assert_eq!(pascal("", "Value"), "Value");
        assert_eq!(pascal("§§", "Value"), "Value");
        assert_eq!(pascal("200", "Value"), "Value200");
        assert_eq!(pascal("borgerDød", "Value"), "BorgerDød");
        assert_eq!(snake("x-requestId", "field"), "x_request_id");
        assert_eq!(snake("@type", "field"), "at_type");
        assert_eq!(escaped("type".into()), "r#type");
        assert_eq!(escaped("self".into()), "self_");
        assert_eq!(escaped("gen".into()), "r#gen");
    }
}
