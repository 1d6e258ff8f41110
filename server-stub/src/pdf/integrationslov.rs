//! Integration-law data as a document. What is not filled is left out.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Block, Column, Document, Section};
use crate::clock::danish_time;
use crate::letasyl::{Integrationslovsdata, Sprog};
use crate::sensitive::Cpr;

/// The names of code-list values, by list and number.
pub type Kodenavne = HashMap<(&'static str, i32), String>;

/// The code lists that the document shows values of.
pub const KODELISTER: [&str; 7] = [
    "VurderingssagsstatusTypeCodeList",
    "AarsagTilOpholdstilladelseTypeCodeList",
    "DanskmaalTypeCodeList",
    "TaleforstaaelsesniveauTypeCodeList",
    "TaleniveauTypeCodeList",
    "LaeseniveauTypeCodeList",
    "SkriveniveauTypeCodeList",
];

/// The document of a citizen's data.
pub fn document(cpr: &Cpr, data: &Integrationslovsdata, hentet: Timestamp, navne: &Kodenavne) -> Document {
    let sections = [
        borger(cpr, data),
        kontraktvarighed(data),
        uddannelse(data, navne),
        helbred(data),
        kontrakt(data, navne),
        sprog(&data.borgersprog, navne),
        kommentar(data),
    ];
    Document {
        title: "Integrationslovsdata".to_owned(),
        made: hentet,
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

/// Collects the rows of a section.
struct Rows<'a> {
    title: &'static str,
    blocks: Vec<Block>,
    navne: Option<&'a Kodenavne>,
}

impl<'a> Rows<'a> {
    fn new(title: &'static str) -> Self {
        Self { title, blocks: Vec::new(), navne: None }
    }

    fn with_codes(title: &'static str, navne: &'a Kodenavne) -> Self {
        Self { navne: Some(navne), ..Self::new(title) }
    }

    fn text(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.blocks.push(Block::Row { label: label.to_owned(), value: value.to_owned() });
        }
    }

    fn date(&mut self, label: &str, value: Option<Timestamp>) {
        self.text(label, value.map(date).as_deref());
    }

    fn yes_or_no(&mut self, label: &str, value: Option<bool>) {
        self.text(label, value.map(|value| if value { "Ja" } else { "Nej" }));
    }

    fn code(&mut self, label: &str, liste: &'static str, value: Option<i32>) {
        let text = self.navne.and_then(|navne| code(navne, liste, value));
        self.text(label, text.as_deref());
    }

    fn section(self) -> Section {
        Section { title: self.title.to_owned(), blocks: self.blocks }
    }
}

fn borger(cpr: &Cpr, data: &Integrationslovsdata) -> Section {
    let mut rows = Rows::new("Borger");
    rows.text("Personnummer", Some(cpr.expose()));
    rows.text("Koordinerende forvaltning", data.koordinerende_forvaltning.as_deref());
    rows.section()
}

fn kontraktvarighed(data: &Integrationslovsdata) -> Section {
    let mut rows = Rows::new("Kontraktens varighed");
    if let Some(varighed) = &data.kontraktvarighed {
        rows.date("Første underskrift", varighed.foerste_underskriftsdato);
        rows.date("Programmets start", varighed.program_startdato);
        rows.date("Programmets slut", varighed.program_slutdato);
        rows.date("Kontraktens slut", varighed.kontrakt_slutdato);
    }
    rows.section()
}

fn uddannelse(data: &Integrationslovsdata, navne: &Kodenavne) -> Section {
    let mut rows = Rows::with_codes("Uddannelse", navne);
    if let Some(uddannelse) = &data.uddannelse {
        rows.date("Senest vejledt", uddannelse.senest_vejledt_dato);
        rows.code(
            "Vurderingssagens status",
            "VurderingssagsstatusTypeCodeList",
            uddannelse.vurderingssagsstatus_type,
        );
    }
    rows.section()
}

fn helbred(data: &Integrationslovsdata) -> Section {
    let mut rows = Rows::new("Helbred");
    if let Some(tilstand) = &data.helbredstilstand {
        rows.text("Aktuel helbredstilstand", tilstand.aktuel_helbredstilstand.as_deref());
        rows.text("Behandling i Danmark", tilstand.behandling_dk.as_deref());
    }
    if let Some(vurdering) = &data.helbredsvurdering {
        rows.yes_or_no("Behov for vurdering", vurdering.behov_for_vurdering);
        rows.yes_or_no("Tilbud afgivet", vurdering.afgivet_tilbud);
        rows.text("Vurderingens resultat", vurdering.vurderingsresultat.as_deref());
        rows.text("Andre helbredsforhold", vurdering.andre_helbredsforhold.as_deref());
    }
    rows.section()
}

fn kontrakt(data: &Integrationslovsdata, navne: &Kodenavne) -> Section {
    let mut rows = Rows::with_codes("Kontrakt", navne);
    if let Some(kontrakt) = &data.kontrakt {
        let aarsag = kontrakt.aarsag_til_opholdstilladelse_type;
        rows.code("Årsag til opholdstilladelse", "AarsagTilOpholdstilladelseTypeCodeList", aarsag);
        rows.date("Erklæring underskrevet", kontrakt.erklaeringsunderskriftsdato);
        if let Some(maal) = &kontrakt.danskmaal {
            rows.code("Danskmål", "DanskmaalTypeCodeList", maal.danskmaal_type);
            rows.date("Danskmål senest ajourført", maal.senest_ajourfoert_dato);
            rows.date("Seneste meddelelse om konsekvenser", maal.seneste_meddelelses_dato);
            rows.date("Senest vejledt om konsekvenser", maal.senest_vejledt_om_konsekvens_dato);
        }
        rows.text("Familiemæssige forhold", kontrakt.familiemaessige_forhold.as_deref());
        rows.text("Øvrige forhold", kontrakt.oevrige_forhold.as_deref());
        rows.text("Antal børn", kontrakt.antal_boern.map(|antal| antal.to_string()).as_deref());
    }
    rows.section()
}

fn sprog(borgersprog: &[Sprog], navne: &Kodenavne) -> Section {
    let columns = [
        ("Sprog", 4.0),
        ("Erfaring", 5.0),
        ("Forstår", 3.5),
        ("Taler", 3.5),
        ("Læser", 3.5),
        ("Skriver", 3.5),
    ];
    let columns = columns.map(|(heading, share)| Column { heading: heading.to_owned(), share }).to_vec();
    let rows: Vec<_> = borgersprog.iter().map(|sprog| sprog_row(sprog, navne)).collect();
    let blocks = if rows.is_empty() { Vec::new() } else { vec![Block::Table { columns, rows }] };
    Section { title: "Sprog".to_owned(), blocks }
}

fn sprog_row(sprog: &Sprog, navne: &Kodenavne) -> Vec<String> {
    let level = |liste, value| code(navne, liste, value).unwrap_or_default();
    let name = match (&sprog.sprog_stamdata.sprognavn, sprog.sprog_stamdata.sprogkode) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        (Some(name), None) => name.clone(),
        (None, Some(code)) => code.to_string(),
        (None, None) => String::new(),
    };
    vec![
        name,
        sprog.sprogerfaring.clone().unwrap_or_default(),
        level("TaleforstaaelsesniveauTypeCodeList", sprog.taleforstaaelsesniveau_type),
        level("TaleniveauTypeCodeList", sprog.taleniveau_type),
        level("LaeseniveauTypeCodeList", sprog.laeseniveau_type),
        level("SkriveniveauTypeCodeList", sprog.skriveniveau_type),
    ]
}

fn kommentar(data: &Integrationslovsdata) -> Section {
    let mut rows = Rows::new("Kommentar");
    rows.text("Kommentar", data.kommentar.as_deref());
    rows.section()
}

/// The value's name, or its number where it has none.
fn code(navne: &Kodenavne, liste: &'static str, value: Option<i32>) -> Option<String> {
    let value = value?;
    Some(navne.get(&(liste, value)).cloned().unwrap_or_else(|| value.to_string()))
}

/// The documents type days as moments: the day is the one in Denmark.
fn date(moment: Timestamp) -> String {
    moment.to_zoned(danish_time()).strftime("%d.%m.%Y").to_string()
}
