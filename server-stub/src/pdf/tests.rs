use super::*;
use crate::letasyl::{Integrationslovsdata, Sprog};
use crate::sensitive::Cpr;

fn made() -> Timestamp {
    "2026-07-01T12:00:00Z".parse().unwrap()
}

/// The text of each page, with all white space as single spaces.
fn read(pdf: &[u8]) -> Vec<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn one_row(value: &str) -> Document {
    let blocks = vec![Block::Row { label: "Mærke".to_owned(), value: value.to_owned() }];
    let section = Section { title: "Afsnit".to_owned(), blocks };
    Document { title: "Titel på Ærø".to_owned(), made: made(), sections: vec![section] }
}

#[test]
fn danish_and_other_letters_are_read_back_as_they_were_written() {
    let text = "æøå ÆØÅ éüñ Łukasz Šárka Українська «§»";
    let pages = read(&render(&one_row(text)).unwrap());
    assert_eq!(pages.len(), 1);
    for part in ["Titel på Ærø", "Afsnit", "Mærke", text, "Dannet 01.07.2026 kl. 14:00", "Side 1 af 1"] {
        assert!(pages[0].contains(part), "{part:?} is not in {:?}", pages[0]);
    }
}

#[test]
fn arabic_is_drawn_with_letters_of_the_font() {
    let fonts = text::Fonts::new().unwrap();
    let with = render(&one_row("تعلم اللغة")).unwrap();
    assert!(read(&with)[0].contains('ت') || read(&with)[0].contains('ﺗ'), "{:?}", read(&with)[0]);
    assert_eq!(fonts.wrap("تعلم اللغة", text::Style::regular(9.0), 400.0).len(), 1);
}

#[test]
fn long_text_is_wrapped_and_goes_on_on_the_next_page() {
    let words: Vec<String> = (0..1500).map(|number| format!("ord{number}")).collect();
    let pages = read(&render(&one_row(&words.join(" "))).unwrap());
    assert!(pages.len() > 1);
    let all = pages.join(" ");
    for word in &words {
        assert!(all.contains(word.as_str()), "{word}");
    }
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Side {} af {}", index + 1, pages.len())), "{page}");
    }
}

#[test]
fn a_word_wider_than_the_page_is_broken() {
    let fonts = text::Fonts::new().unwrap();
    let style = text::Style::regular(9.0);
    let lines = fonts.wrap(&"a".repeat(1000), style, 200.0);
    assert!(lines.len() > 10);
    assert!(lines.iter().all(|line| line.width <= 200.0));
    let lines =
        fonts.wrap("Det er en helt almindelig sætning, som er for lang til sin spalte.", style, 100.0);
    assert!(lines.len() > 2 && lines.iter().all(|line| line.width <= 100.0));
    assert_eq!(fonts.wrap("a\n\nb", style, 100.0).len(), 3);
}

#[test]
fn a_table_repeats_its_headings() {
    let rows = (0..120).map(|number| vec![format!("række{number}"), "x".to_owned()]).collect();
    let columns =
        ["Overskrift", "Anden"].map(|heading| Column { heading: heading.to_owned(), share: 1.0 }).to_vec();
    let section = Section { title: "Tabel".to_owned(), blocks: vec![Block::Table { columns, rows }] };
    let pages = read(&render(&Document { sections: vec![section], ..one_row("") }).unwrap());
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|page| page.contains("Overskrift")));
}

#[test]
fn every_filled_field_is_shown() {
    let json = include_str!("testdata/filled.json");
    let data: Integrationslovsdata = serde_json::from_str(json).unwrap();
    let mut navne = Kodenavne::new();
    navne.insert(("DanskmaalTypeCodeList", 3), "Danskuddannelse".to_owned());
    let cpr = Cpr::new("2902010018").unwrap();
    let pdf = render(&integrationslovsdata(&cpr, &data, made(), &navne)).unwrap();
    let text = read(&pdf).join(" ");
    for value in [
        "2902010018",
        "01.02.2021",
        "02.02.2021",
        "03.02.2021",
        "04.02.2021",
        "05.02.2021",
        "06.02.2021",
        "07.02.2021",
        "08.02.2021",
        "09.02.2021",
        "felt-tilstand",
        "felt-behandling",
        "Ja",
        "Nej",
        "felt-resultat",
        "felt-andre",
        "felt-familie",
        "felt-øvrige",
        "17",
        "felt-sprog",
        "(4711)",
        "felt-erfaring",
        "felt-kommentar",
        "felt-forvaltning",
        "Danskuddannelse",
        "101",
        "102",
        "104",
        "105",
        "106",
        "107",
    ] {
        assert!(text.contains(value), "{value} is not in {text}");
    }
    assert_eq!(text.matches("felt-").count(), json.matches("felt-").count());
}

#[test]
fn what_is_not_filled_has_no_label() {
    let cpr = Cpr::new("2902010018").unwrap();
    let empty = Integrationslovsdata { borgersprog: vec![Sprog::default()], ..Default::default() };
    let text =
        read(&render(&integrationslovsdata(&cpr, &empty, made(), &Kodenavne::new())).unwrap()).join(" ");
    assert!(!text.contains("Helbred") && !text.contains("Kommentar"), "{text}");
}

#[test]
fn the_number_stands_on_the_page_and_nowhere_else() {
    let cpr = Cpr::new("2902010018").unwrap();
    let data = Integrationslovsdata::default();
    let pdf = render(&integrationslovsdata(&cpr, &data, made(), &Kodenavne::new())).unwrap();
    assert!(read(&pdf)[0].contains("2902010018"));
    assert!(!pdf.windows(10).any(|window| window == b"2902010018"));
    let info = pdf_extract::Document::load_mem(&pdf).unwrap();
    assert!(!format!("{:?}", info.trailer).contains("2902010018"));
}

#[test]
fn no_text_is_too_strange() {
    let fonts = text::Fonts::new().unwrap();
    let config = proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() };
    let strange = "(\\PC|[\\x00-\\x1f\\u{85}\\u{2028}\\u{2029}]|[ا-ي]| ){0,80}";
    proptest::proptest!(config, |(text in strange)| {
        for line in fonts.wrap(&text, text::Style::regular(9.0), 60.0) {
            proptest::prop_assert!(line.width.is_finite());
        }
    });
}
