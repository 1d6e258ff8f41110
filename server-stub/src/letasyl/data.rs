//! A citizen's integration-law data, element by element as the contract's `IntegrationslovsdataDto`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sensitive::masked;

/// `IntegrationslovsdataDto` without `personnummer` and `integrationslovsdataIdentifier`, which the server adds.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Integrationslovsdata {
    /// How long the contract lasts.
    pub kontraktvarighed: Option<Kontraktvarighed>,
    /// Education brought along.
    pub uddannelse: Option<Uddannelse>,
    /// State of health.
    pub helbredstilstand: Option<Helbredstilstand>,
    /// Assessment of health.
    pub helbredsvurdering: Option<Helbredsvurdering>,
    /// The contract.
    pub kontrakt: Option<Kontrakt>,
    /// The languages that the citizen knows.
    pub borgersprog: Vec<Sprog>,
    /// Comment.
    pub kommentar: Option<String>,
    /// The administration of the municipality that coordinates.
    pub koordinerende_forvaltning: Option<String>,
}

/// `KontraktvarighedDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Kontraktvarighed {
    /// When the first contract was signed, which is when the period starts.
    pub foerste_underskriftsdato: Option<Timestamp>,
    /// When the programme starts.
    pub program_startdato: Option<Timestamp>,
    /// When the programme ends.
    pub program_slutdato: Option<Timestamp>,
    /// When the contract ends.
    pub kontrakt_slutdato: Option<Timestamp>,
}

/// `UddannelseDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Uddannelse {
    /// When the citizen was last told that an education can be assessed.
    pub senest_vejledt_dato: Option<Timestamp>,
    /// How far the assessment is; a code-list value.
    pub vurderingssagsstatus_type: Option<i32>,
}

/// `HelbredstilstandDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Helbredstilstand {
    /// State of health now.
    pub aktuel_helbredstilstand: Option<String>,
    /// Treatment begun or agreed upon in Denmark.
    pub behandling_dk: Option<String>,
}

/// `HelbredsvurderingDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Helbredsvurdering {
    /// Whether an assessment is needed.
    pub behov_for_vurdering: Option<bool>,
    /// Whether one was offered.
    pub afgivet_tilbud: Option<bool>,
    /// What it found.
    pub vurderingsresultat: Option<String>,
    /// Other matters of health.
    pub andre_helbredsforhold: Option<String>,
}

/// `KontraktDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Kontrakt {
    /// Why the citizen may stay; a code-list value.
    pub aarsag_til_opholdstilladelse_type: Option<i32>,
    /// When the declaration of integration and active citizenship was signed.
    pub erklaeringsunderskriftsdato: Option<Timestamp>,
    /// The aim of learning Danish.
    pub danskmaal: Option<Danskmaal>,
    /// Matters of the family.
    pub familiemaessige_forhold: Option<String>,
    /// Other matters.
    pub oevrige_forhold: Option<String>,
    /// Number of children.
    pub antal_boern: Option<i32>,
}

/// `DanskmaalDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Danskmaal {
    /// The aim; a code-list value.
    pub danskmaal_type: Option<i32>,
    /// When it was last brought up to date.
    pub senest_ajourfoert_dato: Option<Timestamp>,
    /// When the citizen was last told what not learning Danish leads to.
    pub seneste_meddelelses_dato: Option<Timestamp>,
    /// When the citizen was last advised of it.
    pub senest_vejledt_om_konsekvens_dato: Option<Timestamp>,
}

/// `SprogDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Sprog {
    /// Which language.
    pub sprog_stamdata: SprogStamdata,
    /// Experience with it.
    pub sprogerfaring: Option<String>,
    /// How well it is understood; a code-list value.
    pub taleforstaaelsesniveau_type: Option<i32>,
    /// How well it is spoken; a code-list value.
    pub taleniveau_type: Option<i32>,
    /// How well it is read; a code-list value.
    pub laeseniveau_type: Option<i32>,
    /// How well it is written; a code-list value.
    pub skriveniveau_type: Option<i32>,
}

/// `SprogStamdataDto`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SprogStamdata {
    /// The language's Danish name.
    pub sprognavn: Option<String>,
    /// The language's code.
    pub sprogkode: Option<i32>,
}

masked!(
    Integrationslovsdata,
    Kontraktvarighed,
    Uddannelse,
    Helbredstilstand,
    Helbredsvurdering,
    Kontrakt,
    Danskmaal,
    Sprog,
    SprogStamdata,
);
