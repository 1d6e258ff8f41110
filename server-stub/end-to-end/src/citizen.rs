//! Citizens, with everything in the store that a call can be about.

use std::sync::atomic::{AtomicU32, Ordering};

use dfdg_sdk::{Cpr, Uuid, jiff, serde_json};
use dfdg_server::domain::indkaldelse::{self, NyIndkaldelse};
use dfdg_server::domain::kontaktinformation::NyKontakt;
use dfdg_server::letasyl::{Helbredstilstand, Integrationslovsdata};
use dfdg_server::sensitive::Cpr as StoredCpr;
use dfdg_server::store::Ticket;
use dfdg_server::store::borgere::{self, Borger};
use dfdg_server::store::flytning::{self, Borgerflytning};
use dfdg_server::store::indkaldelse::Myndighedsdeltager;
use dfdg_server::store::kontakt::latest_in_mailbox;
use dfdg_server::store::letasyl::{Simulated, put_simulated};
use dfdg_server::store::tekster;

use crate::{ANDEN_AKTOER, Caller, Server, fresh_id};

/// Mobile telephone, in the demonstration data's code list.
pub(crate) const MOBIL: i32 = 1;

/// A citizen with one of everything: a summons with a participant who has answered, a move, a mobile number that a
/// code was sent to, data at LetAsyl; and a text, which is nobody's.
#[derive(Clone)]
pub struct Citizen {
    /// The citizen's number.
    pub cpr: Cpr,
    /// A summons.
    pub indkaldelse: Uuid,
    /// The participant of the summons.
    pub deltager: Uuid,
    /// A move from Jobcenter Nordby to Jobcenter Sydby.
    pub flytning: Uuid,
    /// A text.
    pub tekst: Uuid,
    /// The code that is on its way to the mobile number.
    pub kode: String,
}

/// A relation of a citizen to an organisation of the demonstration data: the access tables' words.
pub type Relation<'a> = (&'a str, &'a str);

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A number that nobody has yet: 29 February 02 is in no calendar.
fn next_number() -> String {
    format!("290202{:04}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Server {
    /// A citizen whom the organisations of the demonstration data know in these relations and no others.
    pub async fn citizen(&self, relations: &[Relation<'_>]) -> Citizen {
        self.citizen_with_number(&next_number(), relations).await
    }

    /// A citizen whom every organisation of the demonstration data calls its own.
    pub async fn own_citizen(&self) -> Citizen {
        self.citizen(&[("JobCenter", "egne"), ("Kommune", "egne"), ("A-kasse", "egne")]).await
    }

    /// A citizen with this number.
    pub async fn citizen_with_number(&self, number: &str, relations: &[Relation<'_>]) -> Citizen {
        let cpr = StoredCpr::new(number).unwrap();
        let (flytning, tekst) = (Uuid::new_v4(), Uuid::new_v4());
        let store = &self.app.store;
        let mut tx = store.write(None).await.unwrap();
        let borger = Borger {
            cpr: cpr.clone(),
            doed: false,
            jobcenter: Some("10101".to_owned()),
            kommune: Some("101".to_owned()),
        };
        borgere::put(&mut tx, &borger).await.unwrap();
        for relation in relations {
            borgere::add_relation(&mut tx, &stored(&cpr, relation)).await.unwrap();
        }
        let now = tx.now();
        let row = Borgerflytning {
            id: flytning,
            cpr: cpr.clone(),
            fra_jobcenter: "10101".to_owned(),
            til_jobcenter: "10201".to_owned(),
            aabnet: now,
            fraflytning_bekraeftet: None,
            tilflytning_bekraeftet: None,
        };
        flytning::open(&mut tx, &row).await.unwrap();
        tekster::put(&mut tx, tekst, "velkomst", "Velkommen på Ærø", None, now).await.unwrap();
        let data = Integrationslovsdata {
            helbredstilstand: Some(Helbredstilstand {
                aktuel_helbredstilstand: Some("Rask, på nær en øm tå".to_owned()),
                behandling_dk: None,
            }),
            ..Integrationslovsdata::default()
        };
        let simulated = Simulated { data: Some(data), failure: None };
        put_simulated(&mut tx, &cpr, &simulated).await.unwrap();
        tx.commit().await.unwrap();

        let (indkaldelse, deltager) = self.summon(&cpr).await;
        let kode = self.send_kode(&cpr).await;
        Citizen { cpr: Cpr::try_from(number).unwrap(), indkaldelse, deltager, flytning, tekst, kode }
    }

    /// A summons with a participant who comes.
    async fn summon(&self, cpr: &StoredCpr) -> (Uuid, Uuid) {
        let store = &self.app.store;
        let ticket = || Ticket::new("preparation", fresh_id());
        let ny = NyIndkaldelse {
            moede_starttidspunkt: jiff::Timestamp::now(),
            aflysningsfrist: None,
            oevrige: serde_json::Map::new(),
        };
        let indkaldelse_id = indkaldelse::create(store, &ticket(), cpr, ny).await.unwrap();
        let deltager = Myndighedsdeltager {
            id: Uuid::new_v4(),
            indkaldelse_id,
            navn: None,
            kontaktdetaljer: None,
            telefonnummer: None,
            email: None,
            eksternt_id: None,
            deltagerrolle: 1,
            afbudsaarsag: None,
            afbudsuddybning: None,
            deltager: Some(true),
        };
        indkaldelse::create_deltager(store, &ticket(), cpr, &deltager).await.unwrap();
        (indkaldelse_id, deltager.id)
    }

    /// Writes a mobile number and sends a code there.
    async fn send_kode(&self, cpr: &StoredCpr) -> String {
        let mobil = NyKontakt { kind: MOBIL, data: Some("20304050".to_owned()) };
        self.app.kontaktinformationer.create(cpr, &[mobil]).await.unwrap();
        self.app.kontaktinformationer.send_kode(cpr, MOBIL).await.unwrap();
        self.latest_kode(cpr.expose(), MOBIL).await
    }

    /// The last code that went to a citizen's contact information of this kind.
    pub async fn latest_kode(&self, number: &str, kind: i32) -> String {
        let cpr = StoredCpr::new(number).unwrap();
        let mut conn = self.app.store.read().await.unwrap();
        let mail = latest_in_mailbox(&mut conn, &cpr, kind).await.unwrap();
        mail.unwrap().kode.expose().to_owned()
    }

    /// Whether a citizen is dead from now on.
    pub async fn set_dead(&self, citizen: &Citizen, doed: bool) {
        let cpr = StoredCpr::new(citizen.cpr.as_str()).unwrap();
        let mut tx = self.app.store.write(None).await.unwrap();
        let there = borgere::find(&mut tx, &cpr).await.unwrap().unwrap();
        borgere::put(&mut tx, &Borger { doed, ..there }).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn stored(cpr: &StoredCpr, (organisation, relation): &Relation<'_>) -> borgere::Relation {
    let active = Caller::of_kind(organisation).active.unwrap();
    borgere::Relation {
        cpr: cpr.clone(),
        organisation_kind: (*organisation).to_owned(),
        organisation_code: active.organisation_code,
        relation: (*relation).to_owned(),
        anden_aktoer: relation.starts_with("anden-aktoer-").then(|| ANDEN_AKTOER.to_owned()),
    }
}

impl Citizen {
    /// The demonstration data's citizen with this number. Of the rest nothing is there.
    pub fn of_demo(number: &str) -> Self {
        Self {
            cpr: Cpr::try_from(number).unwrap(),
            indkaldelse: Uuid::new_v4(),
            deltager: Uuid::new_v4(),
            flytning: Uuid::new_v4(),
            tekst: Uuid::new_v4(),
            kode: "000000".to_owned(),
        }
    }
}
