//! What counts as a failure of the generator.

use kontrakt_bench::index::Document;
use kontrakt_bench::measure::End;

use crate::generate::Generated;

/// Documents from which no files can be expected, though the index does not say so, with the reason.
const NO_FILES: &[(&str, &str)] = &[(
    "multifile/radiantearth+stac-api-spec/build/swagger-config.yaml",
    "settings of a tool, not a document",
)];

/// Why a run counts as a failure: it crashed, or gave nothing where it should, or said nothing where it should.
pub(crate) fn of(document: &Document, generated: &Generated) -> Option<String> {
    let first = generated.first.lines().next().unwrap_or_default();
    if generated.panicked {
        return Some(format!("panic: {first}"));
    }
    match generated.end {
        End::Exit(0) if generated.files > 0 => return None,
        End::Exit(0) => return Some("no files and no error".to_owned()),
        End::Exit(2) => {}
        end => return Some(format!("{end}: {first}")),
    }
    let path = document.path();
    let excused = document.refused || NO_FILES.iter().any(|(name, _)| *name == path);
    if generated.files == 0 && document.readable && !excused {
        let what = if document.valid { "valid" } else { "not valid but readable" };
        return Some(format!("{what}, and nothing generated: {first}"));
    }
    (!generated.placed).then(|| format!("an error without a place: {first}"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use kontrakt_bench::index;
    use kontrakt_bench::measure::Cost;

    use super::*;

    fn document(valid: &str, name: &str) -> Document {
        let index = format!("file\topenapi\tvalid\n{name}\t3.0.0\t{valid}\n");
        index::parse("dev", &index, &mut HashSet::new()).unwrap().remove(0)
    }

    fn generated(end: End, files: usize, placed: bool) -> Generated {
        Generated {
            end,
            cost: Cost { cpu: 0.0, peak: 0.0 },
            files,
            lines: files,
            fingerprint: String::new(),
            codes: BTreeMap::new(),
            errors: usize::from(end != End::Exit(0)),
            warnings: 0,
            placed,
            first: "the first".to_owned(),
            panicked: false,
        }
    }

    #[test]
    fn what_is_expected_of_a_document() {
        let valid = document("yes", "a.json");
        let invalid = document("no", "a.json");
        let refused = document("no", "ogen/_testdata/negative/a.json");
        for (document, end, files, placed, fails) in [
            (&valid, End::Exit(0), 7, false, false),
            (&valid, End::Exit(0), 0, false, true),
            (&valid, End::Exit(2), 7, true, false),
            (&valid, End::Exit(2), 0, true, true),
            (&valid, End::Exit(101), 0, false, true),
            (&valid, End::Exit(3), 7, true, true),
            (&valid, End::TimedOut, 0, false, true),
            (&invalid, End::Exit(2), 7, true, false),
            (&invalid, End::Exit(2), 7, false, true),
            (&invalid, End::Exit(2), 0, true, true),
            (&refused, End::Exit(2), 0, true, false),
            (&refused, End::Exit(2), 0, false, true),
        ] {
            let fault = of(document, &generated(end, files, placed));
            assert_eq!(fault.is_some(), fails, "{end} {files} {placed}: {fault:?}");
        }
    }
}
