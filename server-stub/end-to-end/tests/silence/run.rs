//! Every operation with markers in all that it sends, well and badly, and what can be seen of that.

use std::time::Duration;

use dfdg_api::indkaldelse::types::UpdateMyndighedsdeltagerRequestDto;
use dfdg_end_to_end::{
    CPR_HEADER, Caller, Citizen, Request, Server, call, foreign_keys, fresh_id, kontakt, operations, token,
};
use dfdg_sdk::serde_json::{Value, json};
use dfdg_sdk::{Cpr, Dfdg, Error, OperationError, Uuid};
use dfdg_server::letasyl::{Helbredstilstand, Integrationslovsdata};
use dfdg_server::sensitive::{Cpr as StoredCpr, Secret};
use dfdg_server::store::letasyl::{Simulated, put_simulated};

use crate::markers::{
    CPR, FRITEKST, HELBRED, Hidden, KODE, MAIL, MOBIL, NAVN, NO_CPR, OTHER_CPR, TOKEN, UKENDT, UNKNOWN_CPR,
};

/// Something that somebody may see.
pub(crate) struct Seen {
    pub(crate) what: String,
    pub(crate) text: String,
}

/// Notes what is seen.
#[derive(Default)]
struct Notes(Vec<Seen>);

impl Notes {
    fn note(&mut self, what: impl Into<String>, text: impl Into<String>) {
        self.0.push(Seen { what: what.into(), text: text.into() });
    }

    /// What an error of the SDK says, and the body that it came with.
    fn error<T, E: OperationError + std::error::Error + 'static>(
        &mut self,
        what: &str,
        result: Result<T, Error<E>>,
    ) {
        let Err(error) = result else { panic!("{what} was not refused") };
        self.told(what, error.into());
    }

    fn told(&mut self, what: &str, told: dfdg_end_to_end::Told) {
        self.note(format!("error of {what}"), told.said);
        self.note(format!("body of {what}"), told.body);
    }

    /// Sends a request that is refused, and notes head and body of the answer.
    async fn refused(&mut self, server: &Server, what: &str, request: Request) {
        let answer = server.send(request).await;
        assert!(answer.status >= 400, "{what} was not refused");
        self.note(format!("answer to {what}"), format!("{:?} {}", answer.headers, answer.body));
    }
}

/// Calls everything, and returns what was seen apart from the log.
pub(crate) async fn everything(hidden: &mut Hidden) -> Vec<Seen> {
    let mut notes = Notes::default();
    let server = Server::start_with(|settings| {
        settings.letasyl.password = Some(Secret::new("marker-password"));
        settings.verification.secret = Some(Secret::new("marker-verification"));
    })
    .await;
    hidden.add(dfdg_end_to_end::SECRET);
    let citizen = prepare(&server, hidden).await;
    let mut caller = Caller::star().with_sagsbehandler();
    name(&mut caller);
    let token = server.token(&caller);
    token.split('.').for_each(|part| hidden.add(part));
    let dfdg = server.dfdg(&caller);
    notes.note("Debug of Dfdg", format!("{dfdg:?} {:?}", dfdg.to_builder()));
    notes.note(
        "Debug of the server",
        format!("{:?} {:?} {:?}", server.app.settings, server.app.keys, server.app.store),
    );

    done(&mut notes, &server, &dfdg, &citizen, hidden).await;
    refused_to_the_sdk(&mut notes, &server, &caller, &citizen).await;
    refused_by_the_border(&mut notes, &server, &caller, &citizen).await;
    refused_by_the_rules(&mut notes, &dfdg, &citizen).await;
    no_database(&mut notes, server, &dfdg, &citizen).await;
    crate::prints::errors(&mut |what, text| notes.note(what, text)).await;
    crate::prints::values(&mut |what, text| notes.note(what, text));
    notes.0
}

/// A caseworker with a name and an address.
fn name(caller: &mut Caller) {
    let user = &mut caller.user.as_mut().unwrap().request_user_structure;
    user.user_full_name = Some(NAVN.to_owned());
    user.user_email = Some(MAIL.to_owned());
    user.user_identifier = Some(NAVN.to_owned());
}

async fn prepare(server: &Server, hidden: &mut Hidden) -> Citizen {
    let everybody = [("JobCenter", "egne"), ("Kommune", "egne"), ("A-kasse", "egne")];
    let citizen = server.citizen_with_number(CPR, &everybody).await;
    hidden.add(&citizen.kode);
    let data = Integrationslovsdata {
        helbredstilstand: Some(Helbredstilstand {
            aktuel_helbredstilstand: Some(HELBRED.to_owned()),
            behandling_dk: Some(HELBRED.to_owned()),
        }),
        kommentar: Some(FRITEKST.to_owned()),
        ..Integrationslovsdata::default()
    };
    let mut tx = server.app.store.write(None).await.unwrap();
    let simulated = Simulated { data: Some(data), failure: None };
    put_simulated(&mut tx, &StoredCpr::new(CPR).unwrap(), &simulated).await.unwrap();
    tx.commit().await.unwrap();
    citizen
}

/// What succeeds.
async fn done(notes: &mut Notes, server: &Server, dfdg: &Dfdg, citizen: &Citizen, hidden: &mut Hidden) {
    for operation in operations() {
        // Those that end what others need come last.
        if !["DeleteMyndighedsdeltager", "VerificerKontaktinformation", "DeleteText"]
            .contains(&operation.name)
        {
            call(dfdg, operation.name, citizen, &fresh_id()).await.unwrap();
        }
    }
    let (indkaldelser, kontakter) = (dfdg.indkaldelse(), dfdg.kontaktinformation());
    let mut body = citizen.ny_indkaldelse();
    body.additional_properties.insert(UKENDT.to_owned(), json!({ UKENDT: [UKENDT] }));
    indkaldelser.create_indkaldelse(&citizen.cpr, &body).await.unwrap();
    let body = deltager(citizen);
    let call_of = indkaldelser.update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &body);
    notes.note("Debug of a call", format!("{call_of:?} {body:?}"));
    call_of.await.unwrap();
    let body = kontakt(3, Some(MAIL));
    kontakter.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    let body = kontakt(1, Some(MOBIL));
    notes.note("Debug of contact information", format!("{body:?}"));
    kontakter.create_kontaktinformation(&citizen.cpr, &body).await.unwrap();
    kontakter.get_verifikationskode(&citizen.cpr, &citizen.verifikationskode()).await.unwrap();

    let mut verified = citizen.clone();
    verified.kode = server.latest_kode(CPR, 1).await;
    hidden.add(&verified.kode);
    for name in ["VerificerKontaktinformation", "DeleteMyndighedsdeltager", "DeleteText"] {
        call(dfdg, name, &verified, &fresh_id()).await.unwrap();
    }
    notes.note("Debug of a code", format!("{:?}", verified.verificering()));
    let mut slettet = citizen.gdpr_slettet_notifikation();
    slettet.gdpr_slettet_notifikation.body.cpr_numre.push(OTHER_CPR.to_owned());
    dfdg.webservicebesked().send_gdpr_slettet_notifikation(&slettet).await.unwrap();
    dfdg_server::background::deliver(&server.app.store).await.unwrap();

    let found = kontakter.get_kontaktinformation(&citizen.cpr).await.unwrap();
    notes.note("Debug of contact information", format!("{found:?}"));
    let found = dfdg.letasyl().get_integrationslovsdata(&citizen.cpr).await.unwrap();
    notes.note("Debug of integration-law data", format!("{found:?} {found:#?}"));
    let found = dfdg.letasyl().get_integrationslovsdata_pdf(&citizen.cpr).await.unwrap();
    notes.note("Debug of a document", format!("{found:?}"));
}

fn deltager(citizen: &Citizen) -> UpdateMyndighedsdeltagerRequestDto {
    UpdateMyndighedsdeltagerRequestDto {
        navn: Some(NAVN.to_owned()),
        kontaktdetaljer: Some(FRITEKST.to_owned()),
        telefonnummer: Some(MOBIL.to_owned()),
        email: Some(MAIL.to_owned()),
        afbudsuddybning: Some(FRITEKST.to_owned()),
        ..citizen.aendret_deltager()
    }
}

/// What a caller may not do, through the SDK: every operation in every way.
async fn refused_to_the_sdk(notes: &mut Notes, server: &Server, caller: &Caller, citizen: &Citizen) {
    let forged = foreign_keys().mint(&caller.claims, Duration::from_secs(60)).unwrap();
    let with_token = |token: &str| server.dfdg(caller).to_builder().bearer_token(token).build().unwrap();
    let mut elsewhere = Caller::acting_for(dfdg_sdk::organisation_type::A_KASSE, "22").with_sagsbehandler();
    name(&mut elsewhere);
    let mut unknown = citizen.clone();
    unknown.cpr = Cpr::try_from(UNKNOWN_CPR).unwrap();
    let with_code = Citizen { kode: KODE.to_owned(), ..citizen.clone() };
    let hands = [
        ("without a token", server.dfdg(caller).to_builder().bearer_token(TOKEN).build().unwrap(), citizen),
        ("with a forged token", with_token(forged.expose()), citizen),
        ("with an unsigned token", with_token(&token::unsigned(&server.token(caller))), citizen),
        ("without a scope", server.dfdg(&caller.clone().with_scopes([])), citizen),
        ("by a stranger", server.dfdg(&elsewhere), citizen),
        ("for nobody", server.dfdg(caller), &unknown),
        ("by a stranger for nobody", server.dfdg(&elsewhere), &unknown),
        ("for nobody, with a code", server.dfdg(caller), &with_code),
    ];
    for (how, dfdg, citizen) in hands {
        for operation in operations() {
            if let Err(told) = call(&dfdg, operation.name, citizen, &fresh_id()).await {
                notes.told(&format!("{} {how}", operation.name), told);
            }
        }
    }
    let id = fresh_id();
    for operation in operations().filter(|operation| operation.idempotency_key().is_some()) {
        let citizen = server.own_citizen().await;
        if let Err(told) = call(&server.dfdg(caller), operation.name, &citizen, &id).await {
            notes.told(&format!("{} a second time", operation.name), told);
        }
    }
}

/// What is against the contract, with markers where values belong.
async fn refused_by_the_border(notes: &mut Notes, server: &Server, caller: &Caller, citizen: &Citizen) {
    for operation in operations() {
        let good = server.request(caller, operation.name, citizen);
        let what = |how: &str| format!("{} {how}", operation.name);
        if operation.parameters.iter().any(|one| one.name.eq_ignore_ascii_case(CPR_HEADER)) {
            let wrong = good.clone().header(CPR_HEADER, NO_CPR);
            notes.refused(server, &what("with a wrong number"), wrong).await;
            let wrong = good.clone().header(CPR_HEADER, format!("{CPR}0"));
            notes.refused(server, &what("with a long number"), wrong).await;
            let wrong = good.clone().also(CPR_HEADER, OTHER_CPR);
            notes.refused(server, &what("with two numbers"), wrong).await;
        }
        for header in ["X-ActiveOrganisation", "X-RequestUserMetadata", "Authorization"] {
            let wrong = good.clone().header(header, format!("{{\"{NAVN}\": \"{NAVN}\"}}"));
            notes.refused(server, &what(header), wrong).await;
        }
        if operation.idempotency_key().is_some() {
            let wrong = good.clone().header("x-requestId", CPR.repeat(5));
            notes.refused(server, &what("with a long id"), wrong).await;
        }
        let elsewhere = good.clone().path(&format!("{}/{CPR}", good.path));
        notes.refused(server, &what("at another path"), elsewhere.method("BREW")).await;
        if good.body.is_empty() {
            continue;
        }
        let body = String::from_utf8(good.body.clone()).unwrap();
        for broken in [
            format!("{{\"{FRITEKST}\": \"{CPR}\""),
            format!("\"{CPR}\""),
            format!("[\"{CPR}\"]"),
            body.replacen('{', &format!("{{\"{FRITEKST}\": {FRITEKST},"), 1),
            format!("{body}{CPR}"),
        ] {
            notes.refused(server, &what("with a broken body"), good.clone().body(broken)).await;
        }
        let wrong = good.clone().change(spoil);
        notes.refused(server, &what("with wrong values"), wrong).await;
        let wrong = good.clone().header("Content-Type", format!("text/{NAVN}"));
        notes.refused(server, &what("with another media type"), wrong).await;
    }
}

/// Puts a marker of another type in the place of every value, at every depth.
fn spoil(value: &mut Value) {
    match value {
        Value::Object(map) => map.values_mut().for_each(spoil),
        Value::Array(items) => items.iter_mut().for_each(spoil),
        Value::String(_) => *value = json!([FRITEKST, CPR]),
        _ => *value = json!(CPR),
    }
}

/// What the SDK lets through and the rules do not.
async fn refused_by_the_rules(notes: &mut Notes, dfdg: &Dfdg, citizen: &Citizen) {
    let kontakter = dfdg.kontaktinformation();
    for (kind, data) in [(1, FRITEKST), (2, FRITEKST), (3, NAVN), (77, MAIL), (99, MOBIL)] {
        let result = kontakter.create_kontaktinformation(&citizen.cpr, &kontakt(kind, Some(data))).await;
        notes.error("contact information of another form", result);
    }
    let mut twice = kontakt(1, Some(MOBIL));
    let entries = &mut twice.kontaktinformationer.kontaktinformation;
    entries.push(entries[0].clone());
    notes.error("the same kind twice", kontakter.create_kontaktinformation(&citizen.cpr, &twice).await);
    let indkaldelser = dfdg.indkaldelse();
    let mut body = deltager(citizen);
    let result = indkaldelser.update_myndighedsdeltager(&citizen.cpr, Uuid::new_v4(), &body).await;
    notes.error("no such participant", result);
    body.deltagerrolle.0 = 77;
    let result = indkaldelser.update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &body).await;
    notes.error("an unknown role", result);
    // And what the SDK does not let through.
    body.navn = Some(NAVN.repeat(100));
    body.telefonnummer = Some(FRITEKST.to_owned());
    body.email = Some(FRITEKST.to_owned());
    let result = indkaldelser.update_myndighedsdeltager(&citizen.cpr, citizen.deltager, &body).await;
    notes.error("a participant against the contract", result);
    let refused = Cpr::try_from(NO_CPR).unwrap_err();
    notes.note("a number that is none", format!("{refused:?}"));
    let unusable = Dfdg::builder("http://localhost").bearer_token(format!("{TOKEN}\n")).build().unwrap_err();
    notes.note("a token that cannot be sent", format!("{unusable} {unusable:?}"));
}

async fn no_database(notes: &mut Notes, server: Server, dfdg: &Dfdg, citizen: &Citizen) {
    server.execute("ALTER TABLE kontaktinformation RENAME TO forlagt").await;
    let told = call(dfdg, "GetKontaktinformation", citizen, "").await.unwrap_err();
    notes.told("a table that is not there", told);
    server.app.store.close().await;
    for operation in operations() {
        let told = call(dfdg, operation.name, citizen, &fresh_id()).await.unwrap_err();
        notes.told(&format!("{} without a database", operation.name), told);
    }
}
