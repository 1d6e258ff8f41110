//! Only what is wanted: the operations that were asked for and what they need, under the names of a full run.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

mod public_names;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use kontrakt_codegen::diagnostic::Severity;
use kontrakt_codegen::{Failure, Generator, Only, Output};
use public_names::public_names;

/// Six operations. Schemas and operations whose names differ only in case are numbered; `common.yaml` is shared.
const PETS: &str = include_str!("select/pets.yaml");
const COMMON: &str = include_str!("select/common.yaml");

const OPERATIONS: [&str; 6] = ["listPets", "list_pets", "createPet", "getPet", "get_toys", "stroke"];

fn generator() -> Generator {
    Generator::new().text("pets.yaml", PETS).text("common.yaml", COMMON)
}

fn output(generator: &Generator) -> Output {
    generator.generate().unwrap_or_else(|failure| panic!("{failure}"))
}

fn paths(output: &Output) -> Vec<&str> {
    output.files.iter().map(|file| file.path.as_str()).collect()
}

fn text<'o>(output: &'o Output, path: &str) -> &'o str {
    let file = output.files.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("{path} is not among {:?}", paths(output))).text
}

#[test]
fn every_name_is_that_of_a_full_run() {
    let all = public_names(&output(&generator()));
    for first in OPERATIONS {
        let one = public_names(&output(&generator().include_operations([first])));
        assert!(one.is_subset(&all), "{first}: {:?}", one.difference(&all));
        assert!(one.len() < all.len(), "{first}");
        for second in OPERATIONS {
            let two = public_names(&output(&generator().include_operations([first, second])));
            assert!(one.is_subset(&two), "{second} renames {:?}", one.difference(&two));
        }
    }
    let six = public_names(&output(&generator().include_operations(OPERATIONS)));
    let gone: Vec<_> = all.difference(&six).collect();
    let unused = |name: &str| ["unused", "base"].iter().any(|unused| name.to_lowercase().contains(unused));
    assert!(gone.iter().all(|name| unused(name)), "{gone:?}");
}

#[test]
fn only_what_an_operation_needs_is_there() {
    let output = output(&generator().include_operations(["createPet"]));
    let types = text(&output, "pets/types.rs");
    for (name, wanted) in
        [("NewPet", true), ("Kind", true), ("Pet", false), ("Owner", false), ("Unused", false)]
    {
        assert_eq!(
            types.contains(&format!("pub struct {name} ")) || types.contains(&format!("pub enum {name} ")),
            wanted,
            "{name}: {types}"
        );
    }
    // What stands in a base that is no type of its own links to nothing.
    assert!(types.contains("`size` of `Base`.") && !types.contains("[`Base`]"), "{types}");
    let tables = text(&output, "pets/tables.rs");
    assert_eq!(tables.matches("_PATTERN: Pattern").count(), 1, "{tables}");
    let operations = text(&output, "pets/operations.rs");
    assert_eq!(operations.matches("Operation = Operation {").count(), 1);
    assert!(operations.contains("pub enum CreatePetError") && !operations.contains("GetPetError"));
    let common = text(&output, "common/types.rs");
    assert!(common.contains("pub struct Problem ") && !common.contains("Money"), "{common}");
    assert!(!paths(&output).contains(&"common/client.rs"));
}

#[test]
fn documents_of_which_nothing_is_needed_are_left_out() {
    let output = output(&generator().include_operations(["stroke"]));
    assert!(paths(&output).iter().all(|path| !path.starts_with("common/")), "{:?}", paths(&output));
    assert!(!text(&output, "mod.rs").contains("pub mod common"));
    assert!(!text(&output, "pets/operations.rs").contains("common"));
}

#[test]
fn tags_operations_and_paths_are_ways_to_the_same() {
    let by_operation = output(&generator().include_operations(["list_pets", "stroke"]));
    assert!(text(&by_operation, "pets/operations.rs").contains("pub static STROKE"));
    let by_tag = output(&generator().include_tags(["cats"]));
    let by_path = output(&generator().include_paths(["/cats*"]));
    let mixed = output(&generator().include_paths(["/c*ts"]).include_operations(["stroke"]));
    for other in [by_tag, by_path, mixed] {
        assert_eq!(other.files, by_operation.files);
    }
    let some = output(&generator().include_paths(["/pets/*"]).include_tags(["toys"]));
    let operations = text(&some, "pets/operations.rs");
    assert!(operations.contains("pub static GET_PET:") && operations.contains("pub static GET_TOYS:"));
    assert_eq!(operations.matches("Operation = Operation {").count(), 2);
}

#[test]
fn one_part_alone() {
    let of = |only: Only| output(&generator().only(only));
    let count =
        |output: &Output, name: &str| paths(output).iter().filter(|path| path.ends_with(name)).count();
    let full = output(&generator());
    for (only, client, server, operations) in
        [(Only::Types, 0, 0, 0), (Only::Client, 1, 0, 1), (Only::Server, 0, 1, 1)]
    {
        let output = of(only);
        let found =
            (count(&output, "/client.rs"), count(&output, "/server.rs"), count(&output, "/operations.rs"));
        assert_eq!(found, (client, server, operations), "{only:?}");
        assert_eq!(text(&output, "pets/types.rs"), text(&full, "pets/types.rs"), "{only:?}");
    }
    assert!(!text(&of(Only::Types), "pets/tables.rs").contains("CREATE_PET_"));
    let some = output(&generator().only(Only::Types).include_operations(["createPet"]));
    assert_eq!(
        paths(&some),
        [
            "mod.rs",
            "pets/mod.rs",
            "pets/types.rs",
            "pets/tables.rs",
            "common/mod.rs",
            "common/types.rs",
            "common/tables.rs"
        ]
    );
    assert!(
        text(&some, "pets/types.rs").contains("pub struct NewPet")
            && !text(&some, "pets/types.rs").contains("pub struct Pet ")
    );
}

#[test]
fn only_diagnostics_about_what_is_generated_count() {
    let text = include_str!("select/faulty.yaml");
    let codes = |generator: Generator| -> BTreeSet<String> {
        let output = output(&generator.text("faulty.yaml", text));
        let diagnostics = output.findings.report().diagnostics().iter();
        diagnostics.filter(|it| it.severity != Severity::Note).map(|it| it.at.pointer.to_string()).collect()
    };
    let set = |places: &[&str]| places.iter().map(|place| (*place).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(codes(Generator::new()).len(), 7);
    assert_eq!(codes(Generator::new().include_operations(["sound"])), set(&["/tagz"]));
    assert_eq!(
        codes(Generator::new().include_operations(["parameter"])),
        set(&["/tagz", "/components/parameters/Faulty/schema/type"])
    );
    assert_eq!(
        codes(Generator::new().include_operations(["part"])),
        set(&["/tagz", "/components/schemas/Part/properties/a/type"])
    );
    assert_eq!(
        codes(Generator::new().include_operations(["answer"])),
        set(&[
            "/tagz",
            "/components/responses/Faulty/content/application~1json/schema/$ref",
            "/paths/~1answer/get/sumary"
        ])
    );
    assert_eq!(
        codes(Generator::new().only(Only::Types)),
        set(&[
            "/tagz",
            "/components/schemas/Part/properties/a/type",
            "/components/schemas/Unused/properties/b/type"
        ])
    );
}

#[test]
fn what_matches_nothing_is_an_error_that_names_the_nearest() {
    for (generator, message) in [
        (
            generator().include_operations(["getPets"]),
            "no operation is called `getPets`; did you mean `getPet`?",
        ),
        (generator().include_tags(["cat"]), "no operation has the tag `cat`; did you mean `cats`?"),
        (generator().include_paths(["/toy"]), "no operation has a path like `/toy`; did you mean `/toys`?"),
        (generator().include_tags(["cats", "everything"]), "no operation has the tag `everything`"),
    ] {
        let failure = generator.generate().expect_err(message);
        assert!(matches!(failure, Failure::Settings(_)), "{failure}");
        assert_eq!(failure.to_string(), message);
    }
}

#[test]
fn library_command_line_and_config_file_give_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    put("pets.yaml", PETS);
    put("common.yaml", COMMON);
    put(
        "some.toml",
        "only = \"client\"\ninclude-tags = [\"cats\"]\ninclude-operations = [\"createPet\"]\ninclude-paths = [\"/toys\"]\n",
    );
    let library = generator().only(Only::Client).include_tags(["cats"]);
    let library = output(&library.include_operations(["createPet"]).include_paths(["/toys"]));
    let flags = "--only client --include-tag cats --include-operation createPet --include-path /toys";
    for (out, flags) in [("flags", flags), ("file", "--config some.toml")] {
        let mut kontrakt = Command::new(env!("CARGO_BIN_EXE_kontrakt"));
        kontrakt.args(["generate", "pets.yaml", "common.yaml", "--out", out]).args(flags.split(' '));
        let run = kontrakt.current_dir(folder.path()).output().expect("kontrakt runs");
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        for file in &library.files {
            let written = fs::read_to_string(folder.path().join(out).join(&file.path)).expect("a file");
            assert_eq!(written, file.text, "{out}: {}", file.path);
        }
        assert!(!folder.path().join(out).join("pets/server.rs").exists());
    }
}

#[test]
fn a_file_names_only_the_documents_that_it_comes_from() {
    let output = output(&generator());
    let ends = |path: &str, end: &str| {
        assert!(text(&output, path).lines().next().unwrap_or_default().ends_with(end), "{path}");
    };
    ends("mod.rs", " from pets.yaml, common.yaml. Do not edit.");
    ends("pets/types.rs", " from pets.yaml. Do not edit.");
    ends("common/mod.rs", " from common.yaml. Do not edit.");
}

#[test]
#[ignore = "reads a large document: use --release"]
fn six_operations_of_a_large_document_are_a_small_part_of_it() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let corpus = std::env::var_os("KONTRAKT_CORPUS").map_or(beside, Into::into);
    let document = corpus.join("giants/github__rest__23.0.2.json");
    if !document.is_file() {
        println!("skipped: there is no corpus");
        return;
    }
    let all = output(&Generator::new().document(&document));
    let some = output(&Generator::new().document(&document).include_operations([
        "repos/get",
        "issues/list-for-repo",
        "issues/create",
        "pulls/list",
        "pulls/merge",
        "users_get_authenticated",
    ]));
    println!("{} of {} lines", some.lines(), all.lines());
    assert!(some.lines() * 20 < all.lines(), "{} of {} lines", some.lines(), all.lines());
    let (all, some) = (public_names(&all), public_names(&some));
    assert!(some.is_subset(&all), "{:?}", some.difference(&all));
}
