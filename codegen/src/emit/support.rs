//! What the emitters share: docs and attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::tamed;
use crate::ir::{Docs, Kind, Literal, Location, Operation, Rule, SchemeKind, Section, Status, TypeRef};
use crate::plan::Plan;

/// `#[doc]` of a text; nothing for an empty one.
pub(super) fn doc(text: &str) -> TokenStream {
    let text = tamed(text);
    if text.is_empty() { TokenStream::new() } else { quote!(#[doc = #text]) }
}

/// The prose of a contract, with `more` paragraphs behind it; `fallback` where it has none.
pub(super) fn prose(docs: &Docs, fallback: &str, more: &[String]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for text in [&docs.title, &docs.description].into_iter().flatten() {
        let text = text.trim();
        if !text.is_empty() && !paragraphs.iter().any(|known| known == text) {
            paragraphs.push(text.to_owned());
        }
    }
    if paragraphs.is_empty() {
        paragraphs.push(fallback.to_owned());
    }
    paragraphs.extend(more.iter().cloned());
    if let Some(assumed) = &docs.assumed {
        paragraphs.push(format!("*Assumed:* {}", assumed.trim()));
    }
    paragraphs.retain(|text| !text.is_empty());
    paragraphs.join("\n\n")
}

/// `#[deprecated]`, where the contract says so.
pub(super) fn deprecated(docs: &Docs) -> TokenStream {
    if docs.deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// What must hold of a value, in a line for people; empty where nothing is asked.
pub(super) fn rules(ty: &TypeRef) -> String {
    // OpenAPI counts what is binary in bytes.
    let unit = if matches!(ty.kind, Kind::Binary) { "byte" } else { "character" };
    let words: Vec<String> = merged_lengths(&ty.rules, unit);
    match words.is_empty() {
        true => String::new(),
        false => format!("Rules: {}.", words.join(", ")),
    }
}

fn merged_lengths(rules: &[Rule], unit: &str) -> Vec<String> {
    let min = rules.iter().find_map(|rule| if let Rule::MinLength(n) = rule { Some(n) } else { None });
    let max = rules.iter().find_map(|rule| if let Rule::MaxLength(n) = rule { Some(n) } else { None });
    let length = match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max} {unit}s")),
        (Some(min), None) => Some(format!("at least {min} {unit}{}", if *min == 1 { "" } else { "s" })),
        (None, Some(max)) => Some(format!("at most {max} {unit}s")),
        (None, None) => None,
    };
    length.into_iter().chain(rules.iter().filter_map(rule)).collect()
}

fn rule(rule: &Rule) -> Option<String> {
    Some(match rule {
        Rule::MinLength(_) | Rule::MaxLength(_) => return None,
        Rule::Pattern(source) => format!("pattern `{}`", source.replace('`', "'")),
        Rule::Format(word) => format!("format `{word}`"),
        Rule::Minimum(n) => format!("at least {}", literal(n)),
        Rule::ExclusiveMinimum(n) => format!("more than {}", literal(n)),
        Rule::Maximum(n) => format!("at most {}", literal(n)),
        Rule::ExclusiveMaximum(n) => format!("less than {}", literal(n)),
        Rule::MultipleOf(n) => format!("a multiple of {}", literal(n)),
        Rule::MinItems(n) => format!("at least {n} {}", if *n == 1 { "item" } else { "items" }),
        Rule::MaxItems(n) => format!("at most {n} {}", if *n == 1 { "item" } else { "items" }),
        Rule::UniqueItems => "no item twice".to_owned(),
        Rule::MinProperties(n) => format!("at least {n} properties"),
        Rule::MaxProperties(n) => format!("at most {n} properties"),
        Rule::Keys(key) => return key_rules(key),
        Rule::Contains(_, least, most) => {
            let most = most.map_or_else(String::new, |most| format!(" and at most {most}"));
            format!("at least {least}{most} of the kind that it must contain")
        }
        Rule::Dependent(dependents) => {
            let each = dependents
                .iter()
                .map(|(name, others)| format!("with `{name}` also `{}`", others.join("`, `")));
            each.collect::<Vec<_>>().join(" and ")
        }
        Rule::Listed(values) => {
            let values: Vec<String> =
                values.iter().map(|value| format!("`{}`", value.replace('`', "'"))).collect();
            values.join(" or ")
        }
    })
}

fn key_rules(key: &TypeRef) -> Option<String> {
    let words = merged_lengths(&key.rules, "character");
    (!words.is_empty()).then(|| format!("keys of {}", words.join(" and ")))
}

/// A literal for people.
pub(super) fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(b) => b.to_string(),
        Literal::Integer(n) => n.to_string(),
        Literal::Number(n) => n.to_string(),
        Literal::String(text) => format!("{text:?}"),
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// The name of something in the contract; nothing where Rust's is the same.
pub(super) fn wire_docs(name: &str, rust_name: &str) -> String {
    match name.trim() {
        "" => "Has no name in the contract.".to_owned(),
        same if same == rust_name.trim_start_matches("r#") => String::new(),
        name => format!("`{}`", name.replace('`', "'")),
    }
}

/// What a property or alternative is, where its own description does not say it: the first sentence about its type, or
/// its name in the contract.
pub(super) fn member_docs(plan: &Plan<'_>, ty: &TypeRef, name: &str, rust_name: &str) -> String {
    let name = wire_docs(name, rust_name);
    let mut ty = ty;
    while let Kind::List(inner) | Kind::Map(inner) = &ty.kind {
        ty = inner;
    }
    let Kind::Named(id) = ty.kind else { return name };
    let docs = &plan.api.type_of(id).docs;
    let said = docs.description.as_ref().or(docs.title.as_ref()).map(|text| first_sentence(text));
    said.filter(|text| !text.is_empty()).unwrap_or(name)
}

/// Up to the first full stop at the end of a line or before a space, within the first paragraph.
fn first_sentence(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let stop = paragraph.find(". ").or_else(|| paragraph.find(".\n"));
    stop.map_or(paragraph, |stop| &paragraph[..=stop]).to_owned()
}

/// An answer in words.
pub(super) fn response_role(status: Status) -> String {
    match status {
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}xx"),
        Status::Default => "default response".to_owned(),
    }
}

/// Whether the schema of a type has a static already.
pub(super) fn has_table(ty: &TypeRef) -> bool {
    !ty.nullable
        && ty.rules.is_empty()
        && !matches!(ty.kind, Kind::List(_) | Kind::Map(_) | Kind::DateTime(Some(_)))
}

/// Method and path; of webhooks and callbacks who sends them where.
pub(super) fn place(operation: &Operation) -> String {
    let Operation { method, path, .. } = operation;
    match (operation.section, &operation.callback) {
        (Section::Webhooks, _) => format!("`{method}`, a webhook; served at `{path}` unless told otherwise."),
        (_, Some((name, expression))) => format!(
            "`{method}` to `{}`, the callback `{name}`; served at `{path}` unless told otherwise.",
            expression.replace('`', "'")
        ),
        _ => format!("`{method} {path}`"),
    }
}

/// How a security scheme works, for people.
pub(super) fn scheme_kind(kind: &SchemeKind) -> String {
    let text = |text: &str| text.replace('`', "'");
    match kind {
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                Location::Query => "the query parameter",
                Location::Cookie => "the cookie",
                Location::Header | Location::Path => "the header",
            };
            format!("an API key in {place} `{}`", text(name))
        }
        SchemeKind::Basic => "a name and a password (`Authorization: Basic`)".to_owned(),
        SchemeKind::Bearer(None) => "a bearer token".to_owned(),
        SchemeKind::Bearer(Some(format)) => format!("a bearer token, `{}`", text(format)),
        SchemeKind::Http(word) => format!("credentials behind `Authorization: {}`", text(word)),
        SchemeKind::OAuth2(_) => "a bearer token of OAuth 2".to_owned(),
        SchemeKind::OpenIdConnect(_) => "a bearer token of OpenID Connect".to_owned(),
        SchemeKind::MutualTls => "a client certificate".to_owned(),
    }
}

/// What an operation asks of callers, for people; nothing where it asks for nothing.
fn security_docs(operation: &Operation) -> Option<String> {
    let alternatives = operation.security.iter().filter(|requirement| !requirement.0.is_empty());
    let alternatives: Vec<String> = alternatives
        .map(|requirement| {
            let schemes = requirement.0.iter().map(|(scheme, scopes)| match scopes.is_empty() {
                true => format!("`{scheme}`"),
                false => format!("`{scheme}` with `{}`", scopes.join("`, `")),
            });
            schemes.collect::<Vec<_>>().join(" and ")
        })
        .collect();
    let verb = match operation.security.len() > alternatives.len() {
        true => "Takes",
        false => "Needs",
    };
    (!alternatives.is_empty()).then(|| format!("{verb} {}.", alternatives.join(", or ")))
}

/// What is known of an operation: prose, method and path, scopes, access, codes.
pub(super) fn operation_docs(operation: &Operation) -> String {
    let mut more = vec![place(operation)];
    more.extend(security_docs(operation));
    if !operation.access.is_empty() {
        let rows: Vec<String> = operation
            .access
            .iter()
            .map(|row| format!("- {}: {}", row.organisation, row.relations.join(", ")))
            .collect();
        more.push(format!("Access:\n{}", rows.join("\n")));
    }
    if !operation.codes.is_empty() {
        let rows: Vec<String> = operation
            .codes
            .iter()
            .map(|code| format!("- {}: {}", literal(&code.code).trim_matches('"'), code.text))
            .collect();
        more.push(format!("Error codes:\n{}", rows.join("\n")));
    }
    more.extend(links(operation));
    prose(&operation.docs, &format!("`{}`", operation.id), &more)
}

/// Where the answers of an operation lead to.
fn links(operation: &Operation) -> Option<String> {
    let code = |text: &str| format!("`{}`", text.replace('`', "'"));
    let links =
        operation.answers().flat_map(|response| response.links.iter().map(move |link| (response, link)));
    let rows: Vec<String> = links
        .map(|(response, link)| {
            let mut row = format!(
                "- {} of the {}: {}",
                code(&link.name),
                response_role(response.status),
                code(&link.operation)
            );
            let arguments: Vec<String> = link
                .arguments
                .iter()
                .map(|(name, value)| format!("{} = {}", code(name), code(value)))
                .collect();
            if !arguments.is_empty() {
                row.push_str(&format!(" with {}", arguments.join(", ")));
            }
            if let Some(description) = &link.description {
                let words: Vec<&str> = description.split_whitespace().collect();
                row.push_str(&format!(". {}", words.join(" ")));
            }
            row
        })
        .collect();
    (!rows.is_empty()).then(|| format!("Links:\n{}", rows.join("\n")))
}
