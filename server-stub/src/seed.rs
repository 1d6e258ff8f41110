//! Data that no operation makes: organisations, citizens and their relations, moves, text groups, code lists.

use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use crate::document::{self, SyntaxError};
use crate::letasyl::{Failure, Integrationslovsdata};
use crate::sensitive::Cpr;
use crate::store::borgere::{Borger, Relation};
use crate::store::flytning::Borgerflytning;
use crate::store::kodelister::Vaerdi;
use crate::store::kontakt::Kontakt;
use crate::store::letasyl::Simulated;
use crate::store::organisationer::Organisation;
use crate::store::tekster::Tekstgruppe;
use crate::store::{
    Result as StoreResult, Store, StoreError, Tx, borgere, flytning, kodelister, kontakt, letasyl,
    organisationer, tekster,
};

/// The demonstration data that the server carries with it.
pub const DEMO: &str = include_str!("../demo/demo.toml");

/// A file of data, as in `demo/demo.toml`, which explains it.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    /// Whether the values of its code lists are made up.
    demo: bool,
    organisationer: Vec<SeedOrganisation>,
    borgere: Vec<SeedBorger>,
    flytninger: Vec<SeedFlytning>,
    kontaktinformation: Vec<SeedKontakt>,
    tekstgrupper: Vec<SeedGruppe>,
    tekster: Vec<SeedTekst>,
    kodelister: Vec<SeedListe>,
    letasyl: Vec<SeedLetAsyl>,
}

/// Why data could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The text is not TOML, or something in it is unknown or cannot be read.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The database did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How much was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// Citizens that were not there before.
    pub borgere: usize,
    /// Moves in the file.
    pub flytninger: usize,
    /// Code lists in the file.
    pub kodelister: usize,
}

impl Seed {
    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        Ok(document::parse(text)?)
    }

    /// Writes the data in one transaction. Citizens with their relations, moves, contact information and texts that
    /// are there already stay as they are; the rest is written anew.
    pub async fn load(&self, store: &Store) -> Result<Loaded, SeedError> {
        let mut tx = store.write(None).await?;
        for organisation in &self.organisationer {
            organisationer::put(&mut tx, &organisation.row()).await?;
        }
        for liste in &self.kodelister {
            liste.put(&mut tx, self.demo).await?;
        }
        let mut new = 0;
        for borger in &self.borgere {
            new += usize::from(borger.add(&mut tx).await?);
        }
        let now = tx.now();
        for flytning in &self.flytninger {
            flytning::open(&mut tx, &flytning.row(now)).await?;
        }
        for kontakt in &self.kontaktinformation {
            kontakt.add(&mut tx).await?;
        }
        for gruppe in &self.tekstgrupper {
            tekster::put_group(&mut tx, &Tekstgruppe { id: gruppe.id, name: gruppe.name.clone() }).await?;
        }
        for tekst in &self.tekster {
            tekst.add(&mut tx).await?;
        }
        for one in &self.letasyl {
            let simulated = Simulated { data: one.data.clone(), failure: one.failure };
            letasyl::put_simulated(&mut tx, &one.cpr, &simulated).await?;
        }
        tx.commit().await?;
        Ok(Loaded { borgere: new, flytninger: self.flytninger.len(), kodelister: self.kodelister.len() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedOrganisation {
    kind: String,
    code: String,
    name: String,
    kommune: Option<String>,
}

impl SeedOrganisation {
    fn row(&self) -> Organisation {
        Organisation {
            kind: self.kind.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            kommune: self.kommune.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedBorger {
    cpr: Cpr,
    #[serde(default)]
    doed: bool,
    jobcenter: Option<String>,
    kommune: Option<String>,
    #[serde(default)]
    relationer: Vec<SeedRelation>,
}

impl SeedBorger {
    /// Whether the citizen is new.
    async fn add(&self, tx: &mut Tx) -> StoreResult<bool> {
        if borgere::find(tx, &self.cpr).await?.is_some() {
            return Ok(false);
        }
        let borger = Borger {
            cpr: self.cpr.clone(),
            doed: self.doed,
            jobcenter: self.jobcenter.clone(),
            kommune: self.kommune.clone(),
        };
        borgere::put(tx, &borger).await?;
        for relation in &self.relationer {
            let relation = Relation {
                cpr: self.cpr.clone(),
                organisation_kind: relation.kind.clone(),
                organisation_code: relation.code.clone(),
                relation: relation.relation.clone(),
                anden_aktoer: relation.anden_aktoer.clone(),
            };
            borgere::add_relation(tx, &relation).await?;
        }
        Ok(true)
    }
}

/// `JobCenter 10101 egne`, or with the other actor's number as a fourth word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct SeedRelation {
    kind: String,
    code: String,
    relation: String,
    anden_aktoer: Option<String>,
}

impl TryFrom<String> for SeedRelation {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (kind, code, relation, anden_aktoer) = match words[..] {
            [kind, code, relation] => (kind, code, relation, None),
            [kind, code, relation, anden_aktoer] => (kind, code, relation, Some(anden_aktoer.to_owned())),
            _ => {
                return Err(
                    "a relation is: organisation, code, relation, and another actor's number where it has one",
                );
            }
        };
        if relation.starts_with("anden-aktoer-") != anden_aktoer.is_some() {
            return Err("another actor's number stands behind an `anden-aktoer-` relation, and only there");
        }
        Ok(Self { kind: kind.to_owned(), code: code.to_owned(), relation: relation.to_owned(), anden_aktoer })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedFlytning {
    id: Uuid,
    cpr: Cpr,
    fra: String,
    til: String,
    #[serde(default)]
    fraflytning_bekraeftet: bool,
    #[serde(default)]
    tilflytning_bekraeftet: bool,
}

impl SeedFlytning {
    fn row(&self, now: jiff::Timestamp) -> Borgerflytning {
        Borgerflytning {
            id: self.id,
            cpr: self.cpr.clone(),
            fra_jobcenter: self.fra.clone(),
            til_jobcenter: self.til.clone(),
            aabnet: now,
            fraflytning_bekraeftet: self.fraflytning_bekraeftet.then_some(now),
            tilflytning_bekraeftet: self.tilflytning_bekraeftet.then_some(now),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedKontakt {
    cpr: Cpr,
    kind: i32,
    data: String,
    status: i32,
    #[serde(default)]
    abonnement: bool,
}

impl SeedKontakt {
    async fn add(&self, tx: &mut Tx) -> StoreResult<()> {
        if kontakt::find(tx, &self.cpr, self.kind).await?.is_some() {
            return Ok(());
        }
        let row = Kontakt {
            kind: self.kind,
            data: self.data.clone(),
            status: self.status,
            abonnement: self.abonnement,
        };
        let now = tx.now();
        kontakt::put(tx, &self.cpr, &row, now).await
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedGruppe {
    id: Uuid,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedTekst {
    id: Uuid,
    text: String,
    display_text: String,
    gruppe: Option<Uuid>,
}

impl SeedTekst {
    async fn add(&self, tx: &mut Tx) -> StoreResult<()> {
        if tekster::find(tx, self.id).await?.is_some() {
            return Ok(());
        }
        let now = tx.now();
        tekster::put(tx, self.id, &self.text, &self.display_text, self.gruppe, now).await
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedListe {
    name: String,
    vaerdier: Vec<SeedVaerdi>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedVaerdi {
    vaerdi: i32,
    navn: String,
    betydning: Option<String>,
    gyldig_fra: Option<Date>,
    gyldig_til: Option<Date>,
}

impl SeedListe {
    async fn put(&self, tx: &mut Tx, demo: bool) -> StoreResult<()> {
        kodelister::put_list(tx, &self.name, demo).await?;
        for value in &self.vaerdier {
            let row = Vaerdi {
                vaerdi: value.vaerdi,
                navn: value.navn.clone(),
                betydning: value.betydning.clone(),
                gyldig_fra: value.gyldig_fra,
                gyldig_til: value.gyldig_til,
            };
            kodelister::put(tx, &self.name, &row).await?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedLetAsyl {
    cpr: Cpr,
    failure: Option<Failure>,
    data: Option<Integrationslovsdata>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh;

    #[tokio::test]
    async fn the_demo_file_loads_and_loading_it_again_changes_nothing() {
        let (_folder, store) = fresh().await;
        let seed = Seed::parse(DEMO).unwrap();
        assert_eq!(seed.load(&store).await.unwrap().borgere, 28);
        let anna = Cpr::new("2902010001").unwrap();
        let mut tx = store.write(None).await.unwrap();
        let moved = Borger {
            jobcenter: Some("10201".to_owned()),
            ..borgere::find(&mut tx, &anna).await.unwrap().unwrap()
        };
        borgere::put(&mut tx, &moved).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(seed.load(&store).await.unwrap().borgere, 0);
        let mut conn = store.read().await.unwrap();
        assert_eq!(borgere::find(&mut conn, &anna).await.unwrap(), Some(moved));
        assert_eq!(tekster::list(&mut conn, None).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn every_relation_has_two_citizens_with_every_kind_of_organisation() {
        let seed = Seed::parse(DEMO).unwrap();
        for kind in ["JobCenter", "Kommune", "A-kasse"] {
            for word in
                ["egne", "tidligere-egne", "gaesteadgang", "anden-aktoer-egne", "anden-aktoer-gaesteadgang"]
            {
                let has = |borger: &&SeedBorger| {
                    borger
                        .relationer
                        .iter()
                        .any(|relation| relation.kind == kind && relation.relation == word)
                };
                assert!(seed.borgere.iter().filter(has).count() >= 2, "{kind} {word}");
            }
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_no_number_is_quoted() {
        let broken = Seed::parse("[[borgere]]\ncpr = \"3102010001\"\n").err().unwrap().to_string();
        assert!(broken.contains("line 2") && broken.contains("borgere[0].cpr"), "{broken}");
        assert!(!broken.contains("3102010001"));
        let relation =
            "[[borgere]]\ncpr = \"2902010001\"\nrelationer = [\"JobCenter 1 anden-aktoer-egne\"]\n";
        assert!(Seed::parse(relation).err().unwrap().to_string().contains("another actor"));
    }
}
