//! What is printed.

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::WIDTH;
use super::*;

fn module(path: &str, docs: &str, items: Vec<TokenStream>) -> Module<'static> {
    Module {
        path: path.to_owned(),
        header: "// header".to_owned(),
        docs: docs.to_owned(),
        imports: Vec::new(),
        items: Box::new(items.into_iter()),
    }
}

fn printed(items: Vec<TokenStream>) -> String {
    let files = print([module("a/mod.rs", "", items)]).expect("a file");
    files[0].text.strip_prefix("// header\n\n").expect("the header").to_owned()
}

#[test]
fn imports_and_modules_stand_in_groups_and_items_alone() {
    let items = vec![
        quote! { use a::B; },
        quote! { use c::D; },
        quote! { pub use e::F; },
        quote! { mod g; },
        quote! { #[cfg(feature = "client")] pub mod h; },
        quote! { /** Documented. */ pub mod i; },
        quote! { const J: u8 = 1; },
        quote! { const K: u8 = 1; },
    ];
    let expected = "use a::B;\nuse c::D;\n\npub use e::F;\n\nmod g;\n#[cfg(feature = \"client\")]\npub mod h;\n\n\
        /// Documented.\npub mod i;\n\nconst J: u8 = 1;\n\nconst K: u8 = 1;\n";
    assert_eq!(printed(items), expected);
}

#[test]
fn what_the_items_say_is_imported() {
    let import = |path: &str, name: &str| Import { path: path.to_owned(), name: name.to_owned() };
    let imports =
        vec![import("a::b", "Said"), import("a::b", "Also"), import("c", "Silent"), import("d", "Alone")];
    let items: Vec<TokenStream> =
        vec![quote! { type A = (Said, Also, Alone); }, quote! { type B = &"Silent"; }];
    let module = Module { imports, ..module("a.rs", "", items) };
    let files = print([module]).expect("a file");
    let expected = "// header\n\nuse a::b::{Also, Said};\nuse d::Alone;\n\ntype A = (Said, Also, Alone);\n\ntype B = &\"Silent\";\n";
    assert_eq!(files[0].text, expected);
}

#[test]
fn docs_become_lines_wherever_they_stand() {
    let docs = "First.\n\n    code\nbehind \t\n";
    let items = vec![
        quote! { #[doc = #docs] pub struct A { #[doc = "x\ny"] pub b: u8 } },
        quote! { pub struct F(#[doc = "x"] pub Option<u8>); },
        quote! { pub enum C { #[doc = "x\ny"] D { #[doc = " x\n\n y"] e: u8 } } },
    ];
    let expected = "\
        /// First.\n///\n///     code\n/// behind\npub struct A {\n    /// x\n    /// y\n    pub b: u8,\n}\n\n\
        pub struct F(\n    /// x\n    pub Option<u8>,\n);\n\n\
        pub enum C {\n    /// x\n    /// y\n    D {\n        /// x\n        ///\n        /// y\n        e: u8,\n    },\n}\n";
    assert_eq!(printed(items), expected);
}

#[test]
fn members_stand_apart_unless_they_are_short() {
    let item = quote! {
        impl A { const B: u8 = 1; const C: u8 = 2; fn d() {} #[doc = "x\ny"] fn e(&self) { f() } }
    };
    let expected = "impl A {\n    const B: u8 = 1;\n    const C: u8 = 2;\n\n    fn d() {}\n\n    /// x\n    /// y\n    \
        fn e(&self) {\n        f()\n    }\n}\n";
    assert_eq!(printed(vec![item]), expected);
}

#[test]
fn no_comma_follows_the_type_of_a_slice() {
    let name = quote::format_ident!("A{}", "a".repeat(WIDTH));
    let item = quote! { fn b(c: &[#name], d: &[d::#name]) {} };
    let expected =
        format!("fn b(\n    c: &[\n        {name}\n    ],\n    d: &[\n        d::{name}\n    ],\n) {{}}\n");
    assert_eq!(printed(vec![item]), expected);
}

#[test]
fn the_outermost_module_has_no_inner_docs() {
    let modules = ["mod.rs", "a/mod.rs"].map(|path| module(path, "About.\n\nMore.", Vec::new()));
    let files = print(modules).expect("files");
    assert_eq!(files[0].text, "// header\n\n// About.\n//\n// More.\n");
    assert_eq!(files[1].text, "// header\n\n//! About.\n//!\n//! More.\n");
}

#[test]
fn two_modules_at_one_path_are_an_error() {
    let modules = ["a.rs", "b.rs", "a.rs"].map(|path| module(path, "", Vec::new()));
    assert_eq!(print(modules), Err(vec![PrintError { path: "a.rs".to_owned() }]));
}

#[test]
fn spaces_stand_where_people_write_them() {
    let lines = [
        "fn a<'de, A: B<'de>>(&mut self, b: &'static str) -> Option<Vec<u8>> {}",
        "impl<'de> A<'de> for b::C {}",
        "const A: &[(u8, i8)] = &[(1, -2), (*b, !c)];",
        "static A: [B; 3] = [b::<C>(|_| d)?, e[0].f, ..g];",
        "pub(super) type A = Box<dyn Fn(u8) -> bool + Send>;",
        "a::b!(C, Vec<D>);",
    ];
    for line in lines {
        let tokens: TokenStream = line.parse().expect("tokens");
        assert_eq!(printed(vec![tokens]), format!("{line}\n"));
    }
}

/// Holds lines to be printed as they are written here.
fn stays(text: &str) {
    let tokens: TokenStream = text.parse().expect("tokens");
    assert_eq!(printed(vec![tokens]), text);
}

#[test]
fn calls_open_at_their_last_brackets() {
    stays(
        "\
static A: &[Parameter] = &[
    Parameter::new(\"x-civil-registration-identifier\", Location::Header, &tables::CPR)
        .required()
        .content(\"application/json\"),
    Parameter::new(
        \"x-civil-registration-identifier\",
        Location::Header,
        &common::tables::CIVIL_REGISTRATION_NUMBER_OF_A_PERSON,
    )
    .required(),
    B,
];
",
    );
}

#[test]
fn an_only_argument_opens_on_the_line_of_its_call() {
    stays(
        "\
fn answer() -> Result<Option<Pet>, Error> {
    call.answer(|answer| match answer.status() {
        200 => Ok(answer.json(&tables::THING)?),
        404 | 410 => {}
        _ => Err(answer.into_error()),
    });
    Ok(Some(Pet {
        name: name_of_the_pet(first, second),
        owner: owner_of_the_pet(first, second),
        age: 1,
    }))
}
",
    );
}

#[test]
fn long_conditions_patterns_and_literals_are_filled_up() {
    stays(
        "\
fn f() -> bool {
    let (Some(first_of_the_names), Some(second_of_the_names), Some(third_of_the_names)) = (
        first_of_the_names, second_of_the_names, third_of_the_names,
    ) else {
        return None
    };
    let a = Self {
        first_of_the_names, second_of_the_names, third_of_the_names, fourth_of_the_names,
        fifth: None, sixth,
    };
    walk.optional(&self.first_of_the_names) && walk.optional(&self.second_of_the_names)
        && walk.optional(&self.third_of_the_names)
}
",
    );
}

#[test]
fn short_tuples_share_lines() {
    for row in [quote!((1, b',', b'"')), quote!((1, b',', 7))] {
        let rows = std::iter::repeat_n(row, 40);
        let text = printed(vec![quote! { static A: &[(u8, u8, u8)] = &[#(#rows),*]; }]);
        assert!(text.lines().count() < 12 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}

#[test]
fn the_comma_of_a_tuple_of_one_has_a_meaning() {
    stays("const A: (u8,) = (f(1),);\n");
    assert_eq!(printed(vec![quote! { const A: B = f(1,); }]), "const A: B = f(1);\n");
}

#[test]
fn neither_a_macro_nor_an_index_gets_a_comma() {
    let (long, other) = ("long_name_of_".repeat(5), "other_name_".repeat(6));
    stays(&format!("a::b!(\n    {long},\n    {other}\n);\n"));
    stays(&format!("const A: B = c(\n    {long}{other}.d[0].1,\n    {other},\n);\n"));
}
