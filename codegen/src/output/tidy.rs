//! Evens out what the printer leaves uneven. Only white space and trailing commas change.
//!
//! - A call with methods behind it is indented as a call, not by one level more.
//! - A call that is the only argument of another call opens on its line: `Ok(Some(Pet {`.
//! - Short tuples of literals stand side by side: tables have hundreds of them.

/// The longest tuple that shares a line with others, in bytes.
const SHORT: usize = 32;
/// The longest line that is put together, in bytes: the printer's own measure.
pub(super) const WIDTH: usize = 89;
const STEP: usize = 4;

#[derive(Debug)]
struct Line {
    indent: usize,
    text: String,
    /// It has become part of another line.
    gone: bool,
}

/// The printed item, evened out.
pub(super) fn tidy(printed: String) -> String {
    if !printed.contains("(\n") && !printed.contains("[\n") || printed.lines().any(ends_in_string) {
        return printed;
    }
    let mut lines: Vec<Line> = printed.lines().map(line).collect();
    straighten(&mut lines);
    for at in (0..lines.len()).rev() {
        hug(&mut lines, at);
    }
    join(&lines)
}

fn line(line: &str) -> Line {
    let text = line.trim_start();
    Line { indent: line.len() - text.len(), text: text.to_owned(), gone: false }
}

/// Whether a string literal goes on in the next line, whose white space then has a meaning.
fn ends_in_string(line: &str) -> bool {
    if !line.contains('"') || line.trim_start().starts_with("//") {
        return false;
    }
    let (mut inside, mut escaped) = (false, false);
    for c in line.replace("'\"'", "").chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

/// Takes a level from the arguments of a call that has methods behind it, and from those methods.
fn straighten(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let indent = lines[at].indent;
        if !lines[at].text.ends_with('(')
            || lines.get(at + 1).is_none_or(|next| next.indent != indent + 2 * STEP)
        {
            continue;
        }
        let rest = &mut lines[at + 1..];
        let Some(close) = rest.iter().position(|line| line.indent <= indent + STEP) else { continue };
        let method = |line: &Line| line.indent == indent + STEP && line.text.starts_with('.');
        if rest[close].text == ")" && rest.get(close + 1).is_some_and(method) {
            for line in rest.iter_mut().take_while(|line| line.indent > indent) {
                line.indent -= STEP;
            }
        }
    }
}

/// Puts the only argument of the call, or the only item of the array, that opens at `at` on the same line.
fn hug(lines: &mut [Line], at: usize) {
    let outer = lines[at].indent;
    if lines[at].gone || !opens_list(&lines[at].text) {
        return;
    }
    let mut inner = (at + 1..lines.len()).filter(|index| !lines[*index].gone);
    let Some(first) = inner.next() else { return };
    let mut last = first;
    let mut members = 0;
    let close = loop {
        match inner.next() {
            Some(index) if lines[index].indent <= outer => break index,
            Some(index) => {
                members += usize::from(lines[index].indent <= outer + STEP);
                last = index;
            }
            None => return,
        }
    };
    drop(inner);
    let width = outer + lines[at].text.len() + lines[first].text.len();
    let is_only =
        lines[first].indent == outer + STEP && lines[first].text.ends_with(['(', '[', '{']) && members == 1;
    if !is_only || !closes(&lines[last].text) || lines[close].indent != outer || width > WIDTH {
        return;
    }
    let opening = std::mem::take(&mut lines[first].text);
    lines[at].text.push_str(&opening);
    let closing = lines[last].text.trim_end_matches(',').to_owned();
    lines[close].text.insert_str(0, &closing);
    lines[first].gone = true;
    lines[last].gone = true;
    for line in &mut lines[first + 1..last] {
        line.indent = line.indent.saturating_sub(STEP);
    }
}

/// Whether a call or an array opens at the end of the line. A tuple does not count: the comma of `(a,)` has a meaning.
fn opens_list(text: &str) -> bool {
    match text.strip_suffix('(') {
        Some(before) => before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '>' | '!')),
        None => text.ends_with('['),
    }
}

/// Whether the line only closes what was opened, as one argument among others.
fn closes(text: &str) -> bool {
    text.starts_with([')', ']', '}']) && text.ends_with(',') && text.chars().all(|c| ")]}?,".contains(c))
}

fn join(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut above_is_tuple = false;
    let mut width = 0;
    for line in lines.iter().filter(|line| !line.gone) {
        let is_tuple = is_short_tuple(&line.text);
        if is_tuple && above_is_tuple && width + 1 + line.text.len() <= WIDTH {
            text.truncate(text.len() - 1);
            text.push(' ');
            width += 1 + line.text.len();
        } else {
            text.extend(std::iter::repeat_n(' ', line.indent));
            width = line.indent + line.text.len();
        }
        text.push_str(&line.text);
        text.push('\n');
        above_is_tuple = is_tuple;
    }
    text
}

fn is_short_tuple(text: &str) -> bool {
    text.starts_with('(') && text.ends_with("),") && text.len() <= SHORT && !text.contains(['"', '&', '{'])
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn printed(item: proc_macro2::TokenStream) -> String {
        let file = syn::parse2(item).expect("Rust");
        let before = prettyplease::unparse(&file);
        let after = tidy(before.clone());
        let letters = |text: &str| text.replace([' ', '\n', ','], "");
        assert_eq!(letters(&after), letters(&before));
        after
    }

    #[test]
    fn a_call_with_methods_is_indented_as_a_call() {
        let call = quote! {
            Parameter::new("x-civilregistrationIdentifier", Location::Header, &common::tables::CPR_NUMBER).required()
        };
        let expected = "\
static A: &[Parameter] = &[
    Parameter::new(
        \"x-civilregistrationIdentifier\",
        Location::Header,
        &common::tables::CPR_NUMBER,
    )
    .required(),
    B,
];
";
        assert_eq!(printed(quote! { static A: &[Parameter] = &[#call, B]; }), expected);
    }

    #[test]
    fn an_only_argument_opens_on_the_line_of_its_call() {
        let item = quote! {
            fn answer() -> Result<Option<Pet>, Error> {
                Ok(Some(Pet { name: name_of_the_pet(first, second), owner: owner_of_the_pet(first, second), age: 1 }))
            }
        };
        let expected = "\
fn answer() -> Result<Option<Pet>, Error> {
    Ok(Some(Pet {
        name: name_of_the_pet(first, second),
        owner: owner_of_the_pet(first, second),
        age: 1,
    }))
}
";
        assert_eq!(printed(item), expected);
    }

    #[test]
    fn tuples_and_several_arguments_stay_as_they_are() {
        let long = quote! { name_of_the_pet(first_argument, second_argument, third_argument, fourth_argument, fifth) };
        for item in [quote! { fn f() { let a = (#long,); } }, quote! { fn f() { g(#long, #long) } }] {
            let file = syn::parse2(item.clone()).expect("Rust");
            assert_eq!(printed(item), prettyplease::unparse(&file));
        }
    }

    #[test]
    fn strings_of_several_lines_are_left_alone() {
        let text = "static A: &str = f(\n        \"a\n        b\",\n    )\n    .c();\n";
        assert_eq!(tidy(text.to_owned()), text);
        assert!(!ends_in_string(r#"f('"', "a\"\\");"#));
        assert!(ends_in_string(r#"f("a\");"#));
    }

    #[test]
    fn short_tuples_share_lines() {
        let rows = (0..40u8).map(|row| quote! { (#row, b',', b'"') });
        let text = printed(quote! { static A: &[(u8, u8, u8)] = &[#(#rows),*]; });
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        let rows = (0..40u8).map(|row| quote! { (#row, b',', 7) });
        let text = printed(quote! { static A: &[(u8, u8, u8)] = &[#(#rows),*]; });
        assert!(text.lines().count() < 12 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
