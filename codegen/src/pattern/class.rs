//! Sets of characters: `\d`, `\s`, `\p{…}` and the like, with ECMA-262's members.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// Adds the code points from `first` to `last`. Surrogates are left out: no Rust string has one.
pub(super) fn add(set: &mut ClassUnicode, first: u32, last: u32) {
    for (first, last) in [(first, last.min(0xD7FF)), (first.max(0xE000), last)] {
        if let (Some(first), Some(last)) = (char::from_u32(first), char::from_u32(last))
            && first <= last
        {
            set.push(ClassUnicodeRange::new(first, last));
        }
    }
}

/// The set of these inclusive ranges.
pub(super) fn set(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|&(first, last)| ClassUnicodeRange::new(first, last)))
}

/// Everything that `set` does not have.
pub(super) fn negated(mut set: ClassUnicode) -> ClassUnicode {
    set.negate();
    set
}

/// Every character.
pub(super) fn any() -> ClassUnicode {
    set(&[('\0', char::MAX)])
}

/// The line terminators, which `.` leaves out.
pub(super) fn line_terminators() -> ClassUnicode {
    set(&[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')])
}

/// `\d`, `\w`, `\s` and their negations; `None` for another letter.
pub(super) fn escape(letter: char, ignore_case: bool) -> Option<ClassUnicode> {
    let mut members = match letter.to_ascii_lowercase() {
        'd' => set(&[('0', '9')]),
        'w' => set(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        's' => set(&[
            ('\t', '\r'),
            (' ', ' '),
            ('\u{A0}', '\u{A0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200A}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202F}', '\u{202F}'),
            ('\u{205F}', '\u{205F}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{FEFF}', '\u{FEFF}'),
        ]),
        _ => return None,
    };
    if ignore_case {
        members.case_fold_simple();
    }
    Some(if letter.is_ascii_uppercase() { negated(members) } else { members })
}

/// The members of a POSIX class, by the name between its colons.
pub(super) fn posix(name: &str) -> Option<ClassUnicode> {
    Some(match name {
        "alpha" => set(&[('A', 'Z'), ('a', 'z')]),
        "digit" => set(&[('0', '9')]),
        "alnum" => set(&[('0', '9'), ('A', 'Z'), ('a', 'z')]),
        "upper" => set(&[('A', 'Z')]),
        "lower" => set(&[('a', 'z')]),
        "space" => set(&[('\t', '\r'), (' ', ' ')]),
        "blank" => set(&[('\t', '\t'), (' ', ' ')]),
        "punct" => set(&[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
        "xdigit" => set(&[('0', '9'), ('A', 'F'), ('a', 'f')]),
        "word" => set(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        "cntrl" => set(&[('\0', '\x1F'), ('\x7F', '\x7F')]),
        "print" => set(&[(' ', '~')]),
        "graph" => set(&[('!', '~')]),
        _ => return None,
    })
}

/// A Unicode property, by what stands between its braces.
pub(super) struct Property {
    pub(super) members: ClassUnicode,
    /// Whether ECMA-262 knows the name in this spelling.
    pub(super) standard: bool,
}

/// The property of that name; `None` where neither ECMA-262 nor Unicode's loose matching knows it.
pub(super) fn property(name: &str) -> Option<Property> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=');
    // `Is…` means a block to .NET, a script or a binary property to others.
    if name.is_empty() || !name.chars().all(plain) || name.starts_with("Is") || name.starts_with("In") {
        return None;
    }
    let hir = regex_syntax::parse(&format!("\\p{{{name}}}")).ok()?;
    let members = match hir.kind() {
        HirKind::Class(Class::Unicode(members)) => members.clone(),
        HirKind::Literal(literal) => {
            let member = std::str::from_utf8(&literal.0).ok()?.chars();
            ClassUnicode::new(member.map(|c| ClassUnicodeRange::new(c, c)))
        }
        _ => return None,
    };
    let standard = regress::Regex::with_flags(&format!("\\p{{{name}}}"), "u").is_ok();
    Some(Property { members, standard })
}

/// A set spelt out in brackets, as the `u` flag reads it.
pub(super) fn spelled(set: &ClassUnicode) -> String {
    let range = |range: &ClassUnicodeRange| {
        format!("\\u{{{:X}}}-\\u{{{:X}}}", u32::from(range.start()), u32::from(range.end()))
    };
    format!("[{}]", set.iter().map(range).collect::<String>())
}
