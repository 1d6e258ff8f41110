//! What was wrong once is right, and a short run of every entry finds nothing.

use std::time::{Duration, Instant};

use kontrakt_fuzz::runner::{Runner, examine};
use kontrakt_fuzz::{ENTRIES, find, regressions};

/// How long an entry is run on random input.
const SECONDS: u64 = 4;

fn holds(name: &str) {
    let entry = find(name).expect("an entry of that name");
    for (path, input) in regressions::of(entry).expect("the folder can be read") {
        assert!(examine(entry, &input).is_ok(), "{}: {:?}", path.display(), examine(entry, &input));
    }
    let (begun, mut runner) = (Instant::now(), Runner::new(entry, 20_261_122));
    while begun.elapsed() < Duration::from_secs(SECONDS) {
        let input = runner.next_input();
        if let Err(finding) = runner.run(input) {
            let input = String::from_utf8_lossy(&finding.input);
            assert!(finding.what.is_empty(), "{}\non this input:\n{input}", finding.what);
        }
    }
    assert!(runner.outcomes() > 3, "{name}: {} inputs, {} outcomes", runner.executed, runner.outcomes());
}

macro_rules! entries {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            holds(stringify!($name));
        })*

        #[test]
        fn every_entry_is_run() {
            let names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

entries!(document pattern json path query header cookie form multipart accept problem answer);

#[test]
fn every_folder_of_regressions_is_that_of_an_entry() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    for folder in std::fs::read_dir(folder).expect("it is there") {
        let name = folder.expect("an entry of the folder").file_name();
        assert!(name.to_str().is_some_and(|name| find(name).is_some()), "{}", name.display());
    }
}

#[test]
fn a_run_can_be_repeated() {
    let entry = find("json").expect("an entry");
    let inputs = || {
        let mut runner = Runner::new(entry, 7);
        (0..200).map(|_| runner.next_input()).collect::<Vec<_>>()
    };
    assert_eq!(inputs(), inputs());
}
