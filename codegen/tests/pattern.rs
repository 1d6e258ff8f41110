//! Every construct of ECMA-262 expressions, with texts that match and texts that don't.

#![allow(clippy::panic)]

use std::fs;

use kontrakt::Pattern;
use kontrakt_codegen::pattern::{Compiled, Matcher, Table, compile};

const CPR: &str = "^(?:((((0[1-9]|1[0-9]|2[0-9]|3[0-1])(01|03|05|07|08|10|12))|((0[1-9]|1[0-9]|2[0-9]|30)(04|06|09|11))|((0[1-9]|1[0-9]|2[0-9])(02)))[0-9]{6})|0000000000)$";

fn compiled(source: &str) -> Compiled {
    compile(source).unwrap_or_else(|reason| panic!("`{source}`: {reason}"))
}

fn table(source: &str) -> Table {
    match compiled(source).matcher {
        Matcher::Table(table) => table,
        Matcher::Regress(other) => panic!("`{source}` has no table: {}", other.reason),
    }
}

/// What generated code says of a text; what the generator says must be the same.
fn accepts(source: &str, text: &str) -> bool {
    match compiled(source).matcher {
        Matcher::Table(table) => {
            let accepts = generated(&table).is_match(text);
            assert_eq!(table.is_match(text), accepts, "`{source}` on {text:?}");
            accepts
        }
        Matcher::Regress(other) => Pattern::regress("", leak(other.expression)).is_match(text),
    }
}

/// The pattern that the compiler would make of the table's constructor.
fn generated(table: &Table) -> Pattern {
    let rows = leak(table.row_bytes().concat());
    let make = if table.is_wide() { Pattern::wide_table } else { Pattern::table };
    let pattern = make("", &table.classes, rows, table.start, table.accepting_from);
    match table.length {
        Some((min, max)) => pattern.length(min, max),
        None => pattern,
    }
}

fn leak<T: Into<Box<U>>, U: ?Sized>(owned: T) -> &'static U {
    Box::leak(owned.into())
}

/// Patterns, what they match, what they don't.
type Cases<'a> = &'a [(&'a str, &'a [&'a str], &'a [&'a str])];

fn hold(cases: Cases<'_>) {
    for (source, matching, other) in cases {
        for text in *matching {
            assert!(accepts(source, text), "`{source}` refuses {text:?}");
        }
        for text in *other {
            assert!(!accepts(source, text), "`{source}` accepts {text:?}");
        }
    }
}

#[test]
fn anchors_and_search() {
    hold(&[
        ("b", &["b", "abc"], &["", "ac"]),
        ("^b", &["b", "bc"], &["ab", "\nb"]),
        ("b$", &["b", "ab"], &["bc", "b\n"]),
        ("^a|b$", &["ax", "xb"], &["xa", "bx"]),
        ("^$", &[""], &["a", "\n"]),
        ("", &["", "a"], &[]),
        ("^$|^ab$", &["", "ab"], &["a", "abb"]),
        ("a^b", &[], &["ab", "a\nb"]),
    ]);
}

#[test]
fn classes() {
    hold(&[
        (r"^\d$", &["7"], &["٧", "a", ""]),
        (r"^\D$", &["a", "٧", "é"], &["7"]),
        (r"^\w+$", &["aZ_9"], &["é", "-", "ſ"]),
        (r"^\W$", &["é", "-"], &["a"]),
        (
            r"^\s$",
            &[" ", "\t", "\u{b}", "\u{feff}", "\u{a0}", "\u{2003}", "\u{2028}", "\u{3000}"],
            &["a", "\u{85}", "\u{180e}", "\u{200b}"],
        ),
        (r"^\S$", &["a", "\u{85}"], &["\u{feff}", "\n"]),
        ("^.$", &["a", "é", "😀", "\u{85}"], &["\n", "\r", "\u{2028}", "\u{2029}", "", "ab"]),
        ("^[^]$", &["\n", "😀"], &["", "ab"]),
        ("^[]$", &[], &["", "a", "[]"]),
        ("[]", &[], &["", "a", "[]"]),
        ("^[a-c_-]$", &["b", "_", "-"], &["d", ""]),
        ("^[^a-c]$", &["d", "é"], &["b"]),
        (r"^[\w-.]$", &["a", "-", "."], &["/", ","]),
        (r"^[a-\d]$", &["a", "-", "5"], &["b", "."]),
        ("^[a-z0-9-_ ]$", &["-", "_", " "], &["."]),
        (r"^[\b]$", &["\u{8}"], &["b"]),
        (r"^[\]\\\-^]$", &["]", "\\", "-", "^"], &["a"]),
        ("^[.*+?(){}|$[/]$", &[".", "[", "$", "/"], &["a"]),
        ("^[😀-😂]$", &["😁"], &["😄"]),
        (r"^[^\\x00-\\x7F]$", &["y", "é"], &["\\", "5", "x"]),
    ]);
}

#[test]
fn escapes() {
    hold(&[
        (r"^\t\n\v\f\r$", &["\t\n\u{b}\u{c}\r"], &["tnvfr"]),
        (r"^\cJ\cj$", &["\n\n"], &["cJcj"]),
        (r"^\c1$", &["\\c1"], &["\u{11}"]),
        (r"^\x41\u0042\u{43}\u{1F600}$", &["ABC😀"], &["ABC"]),
        (r"^\uD83D\uDE00$", &["😀"], &["\u{fffd}"]),
        (r"^[\uD800\uDC00-\uDBFF\uDFFF]$", &["😀", "\u{10000}"], &["a"]),
        (r"^[\uD800-\uDFFF]$", &[], &["😀", "a"]),
        (r"^[\u0020-\uD7FF\uE000-\uFFFD]$", &["a", "\u{e000}"], &["\n", "😀"]),
        (r"\uD800", &[], &["", "a", "😀"]),
        (r"^\0$", &["\0"], &["0"]),
        (r"^\-\/\_\.\@\#\ $", &["-/_.@# "], &["-/_x@# "]),
        (r"^\x4\u12$", &["x4u12"], &["\u{4}"]),
        (r"^\101\8$", &["A8"], &["101"]),
        (r"^\{\}\[\]\(\)\|\^\$\*\+\?$", &["{}[]()|^$*+?"], &[""]),
        (r"\bfoo\b", &["foo", "a foo!", "éfooé"], &["food", "_foo"]),
        (r"^a\Bb$", &["ab"], &["a", "b"]),
        (r"\B", &["ab", "", "é"], &["a", "aéa"]),
    ]);
}

#[test]
fn unicode_properties() {
    hold(&[
        (r"^\p{L}$", &["a", "é", "字"], &["1", "😀", ""]),
        (r"^\P{L}$", &["1", "😀"], &["a"]),
        (r"^\p{Lu}\p{Lowercase_Letter}$", &["Éa"], &["aa"]),
        (r"^\p{Script=Greek}$", &["α"], &["a"]),
        (r"^[\p{sc=Grek}\p{Nd}]$", &["α", "7", "٧"], &["a"]),
        (r"^[\p{L}\_]$", &["a", "_"], &["{", "1"]),
        (r"^\p{General_Category=Decimal_Number}$", &["٧"], &["a"]),
    ]);
}

#[test]
fn repetition_and_groups() {
    hold(&[
        ("^a{2}$", &["aa"], &["a", "aaa"]),
        ("^a{2,}$", &["aa", "aaaa"], &["a"]),
        ("^a{1,3}$", &["a", "aaa"], &["", "aaaa"]),
        ("^a{0}$", &[""], &["a"]),
        ("^a*?b+?c??$", &["b", "aabbc"], &["a", "bcc"]),
        ("^(ab|c)+$", &["abc", "cab"], &["a", ""]),
        ("^(?:a|(?<name>b))$", &["a", "b"], &["ab"]),
        ("^a|b{2}$", &["a", "bb"], &["b"]),
        ("^{a}{,2}$", &["{a}{,2}"], &["a"]),
        ("^x{1a}$", &["x{1a}"], &["x"]),
        ("^(?:{[0-9]{2}})$", &["{12}"], &["12"]),
        ("^a]}$", &["a]}"], &["a"]),
        ("^(|a)$", &["", "a"], &["b"]),
        ("^é{2}$", &["éé"], &["é"]),
        ("^(?i:a)b$", &["Ab", "ab"], &["aB"]),
    ]);
}

#[test]
fn counted_repetition_takes_one_state_for_each_byte_of_a_character() {
    let free_text = table("^.{1,4000}$");
    assert_eq!(free_text.length, Some((1, 4000)));
    assert!(free_text.size() < 100);
    let (longest, too_long) = ("é".repeat(4000), "é".repeat(4001));
    hold(&[
        ("^.{1,4000}$", &["a", &longest], &["", "\n", &too_long]),
        ("^[a-z]{20,}$", &["abcdefghijklmnopqrst"], &["abcdefghijklmnopqrs", "abcdefghijklmnopqrs1"]),
        ("^(?=.*[0-9])(?!.*x).{4,64}$", &["abc1", "1abc"], &["ab1", "abcd", "abx1"]),
    ]);
}

#[test]
fn look_around_of_the_whole_text_is_a_table() {
    for (source, matching, other) in [
        ("^(?!api/).*", ["", "web/api/"], ["api/", "api/x"]),
        ("(?!x)^[a-z]+$", ["abc", "ax"], ["xa", "x"]),
        (r"^(?=.*[a-z])(?=.*\d).+$", ["a1", "1xa"], ["aa", "11"]),
        (r"^[a-z.]*(?<!\.)$", ["a", ".a"], ["a.", "1"]),
        (r"^(?!\s)(.*)(\S)$", ["a", "a b"], [" a", "a "]),
    ] {
        let table = table(source);
        assert!(matching.iter().all(|text| table.is_match(text)), "{source}");
        assert!(!other.iter().any(|text| table.is_match(text)), "{source}");
    }
}

#[test]
fn what_is_not_regular_goes_to_the_engine() {
    for (source, reason) in [
        (r"^(a|b)\1$", "it refers back to a group"),
        (r"^(?<x>a|b)\k<x>$", "it refers back to a group"),
        ("^a(?=b)b$", "it looks ahead"),
        ("^(a(?<!b))+$", "it looks behind"),
        ("(?!a)", "it looks ahead"),
        ("^(?m:a$)", "it matches at line ends"),
        ("^(?!a)b|c$", "it looks ahead"),
    ] {
        match compiled(source).matcher {
            Matcher::Regress(other) => assert_eq!(other.reason, reason, "{source}"),
            Matcher::Table(_) => panic!("`{source}` has a table"),
        }
    }
    hold(&[
        (r"^([ab])\1\-\_[\w-.]$", &["aa-_.", "bb-_x"], &["ab-_."]),
        ("^(?<x>a|b)é{2}\\k<x>$", &["aééa"], &["aééb"]),
        ("(?i)^(a)\\1$", &["aA"], &["ab"]),
        (r"^(a)\1[[:digit:]\pL]$", &["aa1", "aaé"], &["aa:", "aa-"]),
        (r"^(a)\1\u{2F}{}[\]\\^]$", &["aa/{}]"], &["aa"]),
    ]);
}

#[test]
fn other_dialects_are_read_and_noted() {
    for (source, matching, other) in [
        (r"\Aab\z", "ab", "xab"),
        (r"\Aab\Z", "ab", "abx"),
        ("(?i)^ab$", "aB", "abc"),
        ("(?s)^.$", "\n", ""),
        ("^(?P<x>a)$", "a", "P"),
        ("^[[:alpha:]]+$", "ab", ":"),
        ("^[^[:^alpha:]]+$", "ab", "1"),
        (r"^\pL$", "é", "1"),
        (r"^\p{Greek}$", "α", "a"),
        (r"^\q$", "q", "\\q"),
        ("^a{,2}$", "a{,2}", "aa"),
        ("/^a$/", "", "a"),
        (r"^\1$", "\u{1}", "1"),
    ] {
        assert!(!compiled(source).notes.is_empty(), "`{source}` has no note");
        assert_eq!(accepts(source, matching), source != "/^a$/", "`{source}` on {matching:?}");
        assert!(!accepts(source, other), "`{source}` accepts {other:?}");
    }
    assert!(compiled(CPR).notes.is_empty());
    assert_eq!(compiled(r"^a\z").notes[0].position, 2);
}

#[test]
fn what_is_no_expression_is_refused_with_its_place() {
    for (source, position) in [
        ("a)", 1),
        ("(a", 0),
        ("x[a", 1),
        ("a**", 1),
        ("*a", 0),
        ("a|+", 2),
        ("{2}", 0),
        ("^*", 0),
        ("a{3,2}", 1),
        ("é[z-a]", 3),
        ("a\\", 1),
        (r"\u{110000}", 0),
        (r"\p{Nonsense}", 0),
        (r"\p", 0),
        (r"\p{IsGreek}", 0),
        ("(?<1a>b)", 0),
        ("(?<a>b)(?<a>c)", 0),
        ("(?<a", 0),
        (r"\k<x>", 0),
        ("a++", 1),
        ("(?>a)", 0),
        ("(?x)a", 2),
        ("(?#c)a", 0),
        (r"\Qa\E", 0),
        (r"a\G", 1),
    ] {
        let reason = compile(source).err().unwrap_or_else(|| panic!("`{source}` compiles"));
        assert_eq!(reason.position, position, "`{source}`: {reason}");
    }
    assert!(compile(&"(".repeat(100_000)).is_err());
}

#[test]
fn nothing_takes_long() {
    for source in [
        "((((a{30}){30}){30}){30}){30}",
        "^(a|b)*a(a|b){20}$",
        "(){4294967295}",
        "(?:a{0,99999999999}){1000}",
        r"(\w+\s?){1,300}",
        "^(.{1,255}x){1,200}$",
        &"a?".repeat(2000),
        &"(a|b|)".repeat(2000),
        &"[^a]*".repeat(500),
    ] {
        let _ = compile(source);
    }
}

#[test]
fn the_cpr_pattern_is_a_small_table() {
    let cpr = table(CPR);
    assert!(cpr.size() < 256, "{} bytes", cpr.size());
    hold(&[(
        CPR,
        &["0000000000", "0101701234", "3112991234", "2902001234", "3004001234"],
        &[
            "",
            "000000000",
            "00000000000",
            "3002001234",
            "3104001234",
            "3201001234",
            "010170123",
            "01017012345",
            "010170-123",
            "0000000001",
            "０101701234",
        ],
    )]);
}

/// The bench of the runtime has the table as it is emitted. Run with `KONTRAKT_BLESS=1` to write it anew.
#[test]
fn the_bench_has_the_current_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/benches/cpr.in");
    let emitted = format!("{}\n", compiled(CPR).constructor(CPR));
    if std::env::var_os("KONTRAKT_BLESS").is_some() {
        fs::write(path, &emitted).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), emitted);
}

/// The table as it is committed, evaluated by the compiler.
#[test]
fn the_committed_table_is_constant() {
    static COMMITTED: Pattern = include!("../../runtime/benches/cpr.in");
    assert_eq!(COMMITTED.source(), CPR);
    assert!(COMMITTED.is_match("0101701234") && !COMMITTED.is_match("3002001234"));
}

#[test]
fn a_wide_table_matches() {
    let source = "^(?:a|b)*a(?:a|b){8}$";
    assert!(table(source).is_wide());
    hold(&[(source, &["aaaaaaaaa", "bbabbbbbbbb"], &["baaaaaaaa", "aaaaaaaa", "bbabbbbbbb"])]);
}

#[test]
fn constructors_are_rust_expressions() {
    for source in [CPR, "^.{1,4000}$", "^é\"#$", r"^(a)\1$", "\u{7}", "^[^a]$", "(a|b)*a(a|b){9}$"] {
        let constructor = compiled(source).constructor(source);
        syn::parse_str::<syn::Expr>(&constructor).unwrap_or_else(|error| panic!("{error}: {constructor}"));
    }
    assert_eq!(
        compiled(r"^(a)\1$").constructor(r"^(a)\1$"),
        "Pattern::regress(r\"^(a)\\1$\", r\"^(a)\\1$\")"
    );
    assert!(compiled("^.{1,4000}$").constructor("^.{1,4000}$").ends_with(".length(1, 4000)"));
    assert!(compiled("(a|b)*a(a|b){9}$").constructor("x").starts_with("Pattern::wide_table(\"x\","));
}
