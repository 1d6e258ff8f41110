//! A citizen's telephone numbers and mail address, and how they are verified.
//!
//! What a kind or a state means is the code list's to say (`betydning`): no number stands in the rules.

use std::pin::Pin;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::kodeliste::{self, KONTAKTDATA, KONTAKTDATASTATUS};
use crate::auth::{ActiveOrganisation, organisation_type};
use crate::clock::later;
use crate::fault::Fault;
use crate::sensitive::{Cpr, Kode, masked};
use crate::settings::Verification;
use crate::store::kontakt::{self as rows, Kontakt, Mail, StoredKode};
use crate::store::{Conn, Store, StoreError, Tx, borgere, organisationer};

/// What the code list of kinds calls a mobile telephone.
pub const MOBIL: &str = "mobil";
/// What the code list of kinds calls a landline.
pub const TELEFON: &str = "telefon";
/// What the code list of kinds calls a mail address.
pub const MAIL: &str = "mail";
/// What the code list of states calls contact information that nobody has verified.
pub const IKKE_VERIFICERET: &str = "ikke-verificeret";
/// What the code list of states calls contact information that the citizen has verified.
pub const VERIFICERET: &str = "verificeret";

/// Why contact information was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KontaktFejl {
    /// 4400: no citizen has the number. Where the operation has no such code it is 1010, in `Faelles`.
    #[error("no such citizen")]
    BorgerFindesIkke,
    /// 4405
    #[error("the citizen is dead")]
    BorgerErDoed,
    /// 4985: the active organisation is an unemployment fund that is not known.
    #[error("unknown unemployment fund")]
    UkendtAkassekode,
    /// 4986: the active organisation is a job centre that is not known.
    #[error("unknown job centre")]
    UkendtJobcenterkode,
    /// 9153
    #[error("no such kind of contact information")]
    UgyldigKontaktdataType,
    /// 9155
    #[error("the mail address has a subscription")]
    MailHarAbonnement,
    /// 9156
    #[error("not a mobile number")]
    UgyldigtMobilnummer,
    /// 9157
    #[error("not a telephone number")]
    UgyldigtTelefonnummer,
    /// 9158
    #[error("not a mail address")]
    UgyldigMailadresse,
    /// 9159
    #[error("no contact information of this kind")]
    IngenKontaktdata,
    /// 9193
    #[error("no such state")]
    UgyldigKontaktdatastatus,
    /// 9240
    #[error("this kind cannot be verified")]
    KanIkkeVerificeres,
    /// 9242: no code is on its way, or it has expired, has no tries left, or is another one.
    #[error("nothing awaits verification with this code")]
    IntetTilVerificering,
    /// 9247
    #[error("verified already")]
    AlleredeVerificeret,
    /// A fault that any operation may answer.
    #[error(transparent)]
    Faelles(#[from] Fault),
}

impl From<StoreError> for KontaktFejl {
    fn from(error: StoreError) -> Self {
        Self::Faelles(error.into())
    }
}

/// Contact information to write, or, without data, to delete.
#[derive(Clone, PartialEq, Eq)]
pub struct NyKontakt {
    /// A value of the code list of kinds.
    pub kind: i32,
    /// The number or address; nothing, or an empty one, deletes what is there of this kind.
    pub data: Option<String>,
}

masked!(NyKontakt);

/// What a [`CodeSender`] returns: done, or a word for the log on why not.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>>;

/// Sends verification codes to citizens.
pub trait CodeSender: Send + Sync {
    /// Sends a code to the number or address in `mail`.
    fn send(&self, mail: Mail) -> Sending<'_>;
}

/// Sends codes to the mailbox table, where tests and demonstrations read them.
pub struct Mailbox(pub Store);

impl CodeSender for Mailbox {
    fn send(&self, mail: Mail) -> Sending<'_> {
        Box::pin(async move {
            let mut tx = self.0.write(None).await?;
            let now = tx.now();
            rows::send_to_mailbox(&mut tx, &mail, now).await?;
            tx.commit().await
        })
    }
}

/// The service.
#[derive(Clone)]
pub struct Kontaktinformationer {
    store: Store,
    sender: Arc<dyn CodeSender>,
    settings: Verification,
    /// Keyed, and fed nothing yet.
    mac: Hmac<Sha256>,
}

impl Kontaktinformationer {
    /// The service over a store and a sender of codes.
    ///
    /// # Errors
    /// Where the settings name no secret and the system has no randomness to make one.
    pub fn new(
        store: Store,
        sender: Arc<dyn CodeSender>,
        settings: Verification,
    ) -> Result<Self, getrandom::Error> {
        let mut key = [0; 64];
        match &settings.secret {
            Some(secret) => key[..32].copy_from_slice(&Sha256::digest(secret.expose())),
            None => getrandom::fill(&mut key)?,
        }
        Ok(Self { store, sender, settings, mac: Hmac::new(&key.into()) })
    }

    /// All contact information of a citizen.
    pub async fn get(&self, cpr: &Cpr) -> Result<Vec<Kontakt>, KontaktFejl> {
        let mut conn = self.store.read().await?;
        borgere::find(&mut conn, cpr).await?.ok_or(Fault::UkendtCpr)?;
        Ok(rows::list(&mut conn, cpr).await?)
    }

    /// Writes and deletes contact information, all of it or nothing. New data is not verified; data that is there
    /// already keeps its state.
    pub async fn create(&self, cpr: &Cpr, nye: &[NyKontakt]) -> Result<(), KontaktFejl> {
        let mut tx = self.store.write(None).await?;
        let borger = borgere::find(&mut tx, cpr).await?.ok_or(Fault::UkendtCpr)?;
        if borger.doed {
            return Err(KontaktFejl::BorgerErDoed);
        }
        for (index, ny) in nye.iter().enumerate() {
            if nye[..index].iter().any(|earlier| earlier.kind == ny.kind) {
                let pointer = format!("/kontaktinformationer/kontaktinformation/{index}/kontaktdataType");
                return Err(Fault::invalid(pointer, "x-assumed", "each kind may be given once").into());
            }
            self.create_one(&mut tx, cpr, ny).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn create_one(&self, tx: &mut Tx, cpr: &Cpr, ny: &NyKontakt) -> Result<(), KontaktFejl> {
        let meaning = self.meaning_of_kind(tx, ny.kind).await?;
        let there = rows::find(tx, cpr, ny.kind).await?;
        let Some(data) = ny.data.as_deref().filter(|data| !data.is_empty()) else {
            if there.is_some_and(|there| there.abonnement) {
                return Err(KontaktFejl::MailHarAbonnement);
            }
            return Ok(rows::delete(tx, cpr, ny.kind).await?);
        };
        check_form(meaning.as_deref(), data)?;
        if there.as_ref().is_some_and(|there| there.data == data) {
            return Ok(());
        }
        // A code that was sent to the old number says nothing about the new one.
        rows::delete_kode(tx, cpr, ny.kind).await?;
        let kontakt = Kontakt {
            kind: ny.kind,
            data: data.to_owned(),
            status: kodeliste::meaning(tx, KONTAKTDATASTATUS, IKKE_VERIFICERET).await?,
            abonnement: there.is_some_and(|there| there.abonnement),
        };
        let now = tx.now();
        Ok(rows::put(tx, cpr, &kontakt, now).await?)
    }

    /// Sets the state of contact information. `active` is the organisation that does so, where it is named.
    pub async fn update_status(
        &self,
        active: Option<&ActiveOrganisation>,
        cpr: &Cpr,
        kind: i32,
        status: i32,
    ) -> Result<(), KontaktFejl> {
        let mut tx = self.store.write(None).await?;
        require_known(&mut tx, active).await?;
        borgere::find(&mut tx, cpr).await?.ok_or(Fault::UkendtCpr)?;
        self.meaning_of_kind(&mut tx, kind).await?;
        kodeliste::valid(&self.store, &mut tx, KONTAKTDATASTATUS, status)
            .await?
            .ok_or(KontaktFejl::UgyldigKontaktdatastatus)?;
        let Some(there) = rows::find(&mut tx, cpr, kind).await? else {
            let message = "the citizen has no contact information of this kind";
            return Err(Fault::invalid("/kontaktdataType", "x-assumed", message).into());
        };
        let now = tx.now();
        rows::put(&mut tx, cpr, &Kontakt { status, ..there }, now).await?;
        Ok(tx.commit().await?)
    }

    /// Makes a code for contact information of this kind and sends it there. Codes made before are worthless.
    pub async fn send_kode(&self, cpr: &Cpr, kind: i32) -> Result<(), KontaktFejl> {
        let mut tx = self.store.write(None).await?;
        let there = self.verifiable(&mut tx, cpr, kind).await?;
        let kode = new_kode()?;
        let stored = StoredKode {
            hash: self.hash(cpr, kind, &kode),
            expires: later(tx.now(), self.settings.lifetime()),
            tries_left: self.settings.tries,
        };
        let now = tx.now();
        rows::put_kode(&mut tx, cpr, kind, &stored, now).await?;
        tx.commit().await?;
        // Not inside the transaction, which would hold everybody up while the code is sent.
        let mail = Mail { cpr: cpr.clone(), kind, recipient: there.data, kode };
        Ok(self.sender.send(mail).await?)
    }

    /// Verifies contact information with the code that was sent there. A wrong code costs one of its tries.
    pub async fn verificer(&self, cpr: &Cpr, kind: i32, kode: &Kode) -> Result<(), KontaktFejl> {
        let mut tx = self.store.write(None).await?;
        let there = self.verifiable(&mut tx, cpr, kind).await?;
        let now = tx.now();
        let stored = rows::find_kode(&mut tx, cpr, kind)
            .await?
            .filter(|stored| stored.tries_left > 0 && now < stored.expires)
            .ok_or(KontaktFejl::IntetTilVerificering)?;
        let given = self.hash(cpr, kind, kode);
        if !bool::from(given.as_bytes().ct_eq(stored.hash.as_bytes())) {
            rows::use_try(&mut tx, cpr, kind).await?;
            tx.commit().await?;
            return Err(KontaktFejl::IntetTilVerificering);
        }
        rows::delete_kode(&mut tx, cpr, kind).await?;
        let status = kodeliste::meaning(&mut tx, KONTAKTDATASTATUS, VERIFICERET).await?;
        rows::put(&mut tx, cpr, &Kontakt { status, ..there }, now).await?;
        Ok(tx.commit().await?)
    }

    /// Contact information that may be verified, and is not yet.
    async fn verifiable(&self, tx: &mut Tx, cpr: &Cpr, kind: i32) -> Result<Kontakt, KontaktFejl> {
        borgere::find(tx, cpr).await?.ok_or(KontaktFejl::BorgerFindesIkke)?;
        let meaning = self.meaning_of_kind(tx, kind).await?;
        if !matches!(meaning.as_deref(), Some(MOBIL | MAIL)) {
            return Err(KontaktFejl::KanIkkeVerificeres);
        }
        let there = rows::find(tx, cpr, kind).await?.ok_or(KontaktFejl::IngenKontaktdata)?;
        if there.status == kodeliste::meaning(tx, KONTAKTDATASTATUS, VERIFICERET).await? {
            return Err(KontaktFejl::AlleredeVerificeret);
        }
        Ok(there)
    }

    async fn meaning_of_kind(&self, conn: &mut Conn, kind: i32) -> Result<Option<String>, KontaktFejl> {
        let value = kodeliste::valid(&self.store, conn, KONTAKTDATA, kind).await?;
        Ok(value.ok_or(KontaktFejl::UgyldigKontaktdataType)?.betydning)
    }

    /// Bound to citizen and kind, so that a row copied elsewhere verifies nothing.
    fn hash(&self, cpr: &Cpr, kind: i32, kode: &Kode) -> String {
        let mut mac = self.mac.clone();
        mac.update(format!("{}|{kind}|{}", cpr.expose(), kode.expose()).as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

async fn require_known(conn: &mut Conn, active: Option<&ActiveOrganisation>) -> Result<(), KontaktFejl> {
    let Some(active) = active else { return Ok(()) };
    let (kind, fejl) = match active.organisation_type {
        organisation_type::JOB_CENTER => ("JobCenter", KontaktFejl::UkendtJobcenterkode),
        organisation_type::A_KASSE => ("A-kasse", KontaktFejl::UkendtAkassekode),
        _ => return Ok(()),
    };
    organisationer::find(conn, kind, &active.organisation_code).await?.map(|_| ()).ok_or(fejl)
}

fn check_form(meaning: Option<&str>, data: &str) -> Result<(), KontaktFejl> {
    match meaning {
        Some(MOBIL) if !is_telephone_number(data) => Err(KontaktFejl::UgyldigtMobilnummer),
        Some(TELEFON) if !is_telephone_number(data) => Err(KontaktFejl::UgyldigtTelefonnummer),
        Some(MAIL) if !is_mail_address(data) => Err(KontaktFejl::UgyldigMailadresse),
        _ => Ok(()),
    }
}

/// Eight digits of a Danish number, or `+` and the digits of a foreign one (E.164).
fn is_telephone_number(text: &str) -> bool {
    let (digits, lengths, first) = match text.strip_prefix('+') {
        Some(digits) => (digits, 8..=15, b'1'..=b'9'),
        None => (text, 8..=8, b'2'..=b'9'),
    };
    lengths.contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.as_bytes().first().is_some_and(|byte| first.contains(byte))
}

/// One `@`, something before it, a host name with a dot behind it; the lengths that mail systems allow.
fn is_mail_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    (1..=64).contains(&user.len())
        && text.len() <= 254
        && !user.starts_with('.')
        && !user.ends_with('.')
        && user.chars().all(|letter| {
            !letter.is_whitespace() && !letter.is_control() && !"\"(),:;<>@[\\]".contains(letter)
        })
        && host.contains('.')
        && host.split('.').all(is_label)
}

/// Six digits, each code as likely as any other.
fn new_kode() -> Result<Kode, Fault> {
    const CODES: u32 = 1_000_000;
    loop {
        let number = getrandom::u32()
            .map_err(|_| Fault::InternFejl(StoreError::Internal("no randomness".to_owned())))?;
        // Numbers past the last whole million would favour small codes.
        if number < u32::MAX - u32::MAX % CODES {
            return Ok(Kode::new(format!("{:06}", number % CODES)));
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_and_mail_addresses_have_a_form() {
        for good in ["20304050", "+4520304050", "+12025550123"] {
            assert!(is_telephone_number(good), "{good}");
        }
        for bad in ["", "+", "12345678", "2030405", "203040500", "20 30 40 50", "+0123456789", "2030405a"] {
            assert!(!is_telephone_number(bad), "{bad}");
        }
        for good in ["a@b.dk", "søren.å+x@blåbær.dk", "a@b-c.d.dk"] {
            assert!(is_mail_address(good), "{good}");
        }
        for bad in [
            "", "a", "a@b", "@b.dk", "a@", "a b@c.dk", "a@b@c.dk", "a@-b.dk", "a@b..dk", ".a@b.dk",
            "a@b.dk\n",
        ] {
            assert!(!is_mail_address(bad), "{bad}");
        }
    }

    #[test]
    fn codes_are_six_digits() {
        for _ in 0..100 {
            let kode = new_kode().unwrap();
            assert!(kode.expose().len() == 6 && kode.expose().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
