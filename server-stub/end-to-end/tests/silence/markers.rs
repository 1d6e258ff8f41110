//! What must not be seen anywhere.

/// A citizen's number, and another's.
pub(crate) const CPR: &str = "2902037391";
pub(crate) const OTHER_CPR: &str = "2902037392";
/// A number that nobody has, and something in a number's place.
pub(crate) const UNKNOWN_CPR: &str = "2902037393";
pub(crate) const NO_CPR: &str = "marker-cpr";
pub(crate) const TOKEN: &str = "markertoken.markertoken.markertoken";
pub(crate) const KODE: &str = "marker-kode";
pub(crate) const MOBIL: &str = "+4529037394";
pub(crate) const MAIL: &str = "marker-mail@example.dk";
pub(crate) const NAVN: &str = "marker-navn";
pub(crate) const HELBRED: &str = "marker-helbred";
pub(crate) const FRITEKST: &str = "marker-fritekst";
pub(crate) const UKENDT: &str = "marker-ukendt";

/// What every marker has in common, in the forms in which a careless log would show it.
const FORMS: [&str; 4] = [
    "marker",
    "290203739",
    "29037394",
    // "marker" as a list of bytes.
    "109, 97, 114, 107, 101, 114",
];

/// Words to look for: all markers, and what was made while the test ran.
#[derive(Clone, Default)]
pub(crate) struct Hidden(Vec<String>);

impl Hidden {
    /// Hides this too. A short one, such as a code, is looked for between other characters than letters and digits.
    pub(crate) fn add(&mut self, word: &str) {
        assert!(word.len() >= 6, "too short to look for");
        self.0.push(word.to_owned());
    }

    /// The first word that `text` holds.
    pub(crate) fn found_in(&self, text: &str) -> Option<&str> {
        let forms = FORMS.into_iter().find(|form| text.contains(form));
        forms.or_else(|| self.0.iter().map(String::as_str).find(|word| stands_in(text, word)))
    }
}

fn stands_in(text: &str, word: &str) -> bool {
    let is_end = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        is_end(text[..at].chars().next_back()) && is_end(text[at + word.len()..].chars().next())
    })
}

#[test]
fn a_word_is_found_as_itself_and_not_inside_another() {
    let mut hidden = Hidden::default();
    hidden.add("123456");
    assert_eq!(hidden.found_in("kode=123456,"), Some("123456"));
    assert_eq!(hidden.found_in("123456"), Some("123456"));
    assert_eq!(hidden.found_in("0.1234567"), None);
    assert_eq!(hidden.found_in("x marker-kode y"), Some("marker"));
    assert_eq!(hidden.found_in("cpr 2902037391"), Some("290203739"));
}
