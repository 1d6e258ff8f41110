//! URI templates (RFC 6570).

/// A URI template: literal text, and expressions in braces with an operator, names and their modifiers.
pub fn uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((inner, after)) = after.split_once('}') else { return false };
        if !is_literal(literal) || !is_expression(inner) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

fn is_literal(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let good = match c {
            '%' => hex(characters.next()) && hex(characters.next()),
            _ => !(c.is_control() || c.is_whitespace() || "\"'<>\\^`{|}".contains(c)),
        };
        if !good {
            return false;
        }
    }
    true
}

fn is_expression(inner: &str) -> bool {
    // The second half is reserved for what may come.
    const OPERATORS: [char; 12] = ['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|'];
    let variables = inner.strip_prefix(OPERATORS).unwrap_or(inner);
    variables.split(',').all(is_variable)
}

fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) => {
            let number = (1..=4).contains(&length.len()) && length.bytes().all(|byte| byte.is_ascii_digit());
            if !number || length.starts_with('0') {
                return false;
            }
            name
        }
        None => text.strip_suffix('*').unwrap_or(text),
    };
    name.split('.').all(is_name)
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let good = match c {
            '%' => hex(characters.next()) && hex(characters.next()),
            _ => c.is_ascii_alphanumeric() || c == '_',
        };
        if !good {
            return false;
        }
    }
    !text.is_empty()
}

fn hex(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_hexdigit())
}
