//! `Debug` and `Display` of what the SDK and the server hold.

use dfdg_end_to_end::{Caller, Citizen, kontakt};
use dfdg_sdk::Dfdg;
use dfdg_server::sensitive::{Cpr as StoredCpr, Kode, Secret};

use crate::addresses::canned;
use crate::markers::{CPR, FRITEKST, HELBRED, KODE, MAIL, NAVN, TOKEN, UKENDT};

/// Shows what an error says after an answer with markers where nobody expects them.
pub(crate) async fn errors(show: &mut impl FnMut(&str, String)) {
    let problem = format!(
        r#"{{"title": "{NAVN}", "detail": "{CPR}", "instance": "/{CPR}", "fejlkoder": [{{"fejlkode": 4405,
        "fejltekst": "{CPR}"}}, {{"fejlkode": 7, "fejltekst": "{NAVN}"}}]}}"#
    );
    let violations =
        format!(r#"{{"violations": [{{"pointer": "/x", "rule": "{FRITEKST}", "message": "{CPR}"}}]}}"#);
    let contacts =
        format!(r#"{{"kontaktinformationer": {{"kontaktinformation": [{{"kontaktdata": ["{MAIL}"]}}]}}}}"#);
    for (status, body) in [
        ("200 OK", contacts),
        ("200 OK", format!("\"{MAIL}\"")),
        ("200 OK", format!("{{\"{MAIL}\"")),
        ("400 Bad Request", problem),
        ("400 Bad Request", violations),
        ("500 Internal Server Error", format!("<html>{CPR} {HELBRED}</html>")),
        ("302 Found", CPR.to_owned()),
    ] {
        let address = canned(status, &body).await;
        let dfdg = Dfdg::builder(format!("http://{address}")).bearer_token(TOKEN).build().unwrap();
        let citizen = Citizen::of_demo(CPR);
        let error = dfdg.kontaktinformation().get_kontaktinformation(&citizen.cpr).await.unwrap_err();
        show(&format!("error after {status}"), format!("{error} {error:?} {error:#?}"));
    }
    // Nobody is there.
    let dfdg = Dfdg::builder("http://127.0.0.1:9/marker-prefix").bearer_token(TOKEN).build().unwrap();
    let error = dfdg.letasyl().get_texts().await.unwrap_err();
    let mut said = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        said.push_str(&format!("{inner} {inner:?}"));
        source = inner.source();
    }
    show("error without an answer", said);
}

/// Shows values of every kind that holds something sensitive.
pub(crate) fn values(show: &mut impl FnMut(&str, String)) {
    let citizen = Citizen { kode: KODE.to_owned(), ..Citizen::of_demo(CPR) };
    let mut caller = Caller::job_center().with_sagsbehandler();
    let user = &mut caller.user.as_mut().unwrap().request_user_structure;
    user.user_full_name = Some(NAVN.to_owned());
    user.user_email = Some(MAIL.to_owned());
    user.user_identifier = Some(NAVN.to_owned());
    let mut indkaldelse = citizen.ny_indkaldelse();
    indkaldelse.additional_properties.insert("borger".to_owned(), UKENDT.into());
    let mut deltager = citizen.ny_deltager();
    deltager.navn = Some(NAVN.to_owned());
    deltager.kontaktdetaljer = Some(FRITEKST.to_owned());
    deltager.afbudsuddybning = Some(FRITEKST.to_owned());
    let mut ordning = citizen.ordningsnotifikation();
    ordning.ordningsnotifikation.body.ansvarlig_medarbejder_email = Some(MAIL.to_owned());

    show("Debug of a number", format!("{:?}", citizen.cpr));
    show("Debug of a user", format!("{:?}", caller.user));
    show("Debug of a summons", format!("{indkaldelse:?}"));
    show("Debug of a participant", format!("{deltager:?}"));
    show("Debug of contact information", format!("{:?}", kontakt(3, Some(MAIL))));
    show("Debug of a code", format!("{:?}", citizen.verificering()));
    show("Debug of a message", format!("{ordning:?}"));
    show("Debug of another message", format!("{:?}", citizen.gdpr_slettet_notifikation()));
    let stored = (StoredCpr::new(CPR).unwrap(), Kode::new(KODE), Secret::new(TOKEN));
    show("Debug of what the server holds", format!("{stored:?}"));
    show("a number that the server refuses", format!("{:?}", StoredCpr::new("marker-cpr")));
}
