//! The simplest good call of every operation, through the SDK.

use dfdg_sdk::{Dfdg, Error, OperationError, Uuid};

use crate::{Citizen, bodies};

/// What came of a call that was refused, whatever operation it was.
#[derive(Debug)]
pub struct Told {
    /// The HTTP status; none where there was no answer.
    pub status: Option<u16>,
    /// The codes in the answer.
    pub codes: Vec<i32>,
    /// The body of the answer.
    pub body: String,
    /// Everything that the error says of itself: `Display`, `Debug`, and those of its sources.
    pub said: String,
}

impl<E: OperationError + std::error::Error + 'static> From<Error<E>> for Told {
    fn from(error: Error<E>) -> Self {
        let mut said = format!("{error}\n{error:?}\n{error:#?}");
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            said.push_str(&format!("\n{inner}\n{inner:?}"));
            source = inner.source();
        }
        let body = error.exchange().and_then(dfdg_sdk::Exchange::body).unwrap_or_default();
        Self {
            status: error.status(),
            codes: error.faults().iter().filter_map(|fault| fault.code.parse().ok()).collect(),
            body: String::from_utf8_lossy(&body).into_owned(),
            said,
        }
    }
}

/// Calls the operation called `name` for `citizen`, under the request id `id` where it takes one.
///
/// All is there that the operation needs; where the caller may see the citizen, it succeeds.
pub async fn call(dfdg: &Dfdg, name: &str, citizen: &Citizen, id: &str) -> Result<(), Told> {
    let Citizen { cpr, indkaldelse, deltager, tekst, .. } = citizen;
    let (indkaldelser, flytninger, kontakter) =
        (dfdg.indkaldelse(), dfdg.borger_flytte(), dfdg.kontaktinformation());
    let (beskeder, letasyl) = (dfdg.webservicebesked(), dfdg.letasyl());
    match name {
        "CreateIndkaldelse" => {
            let body = citizen.ny_indkaldelse();
            indkaldelser.create_indkaldelse(cpr, &body).x_request_id(id).await.map(drop)?;
        }
        "CreateMyndighedsdeltager" => {
            let call = indkaldelser.create_myndighedsdeltager(cpr, Uuid::new_v4(), &citizen.ny_deltager());
            call.x_request_id(id).await.map(drop)?;
        }
        "UpdateMyndighedsdeltager" => {
            let call = indkaldelser.update_myndighedsdeltager(cpr, *deltager, &citizen.aendret_deltager());
            call.x_request_id(id).await?;
        }
        "DeleteMyndighedsdeltager" => {
            let call = indkaldelser.delete_myndighedsdeltager(cpr, *deltager, *indkaldelse);
            call.x_request_id(id).await?;
        }
        "CreateFraflytningsbekraeftelse" => {
            let call = flytninger.create_fraflytningsbekraeftelse(cpr, &citizen.fraflytning());
            call.x_request_id(id).await?;
        }
        "CreateTilflytningsbekraeftelse" => {
            let call = flytninger.create_tilflytningsbekraeftelse(&citizen.tilflytning());
            call.x_request_id(id).await?;
        }
        "GetKontaktinformation" => kontakter.get_kontaktinformation(cpr).await.map(drop)?,
        "CreateKontaktinformation" => {
            let body = bodies::kontakt(2, Some("70304050"));
            kontakter.create_kontaktinformation(cpr, &body).await?;
        }
        "VerificerKontaktinformation" => {
            kontakter.verificer_kontaktinformation(cpr, &citizen.verificering()).await?;
        }
        "GetVerifikationskode" => {
            kontakter.get_verifikationskode(cpr, &citizen.verifikationskode()).await?;
        }
        "UpdateKontaktinformation" => {
            kontakter.update_kontaktinformation(cpr, &citizen.ny_status()).await?;
        }
        "SendOrdningsnotifikation" => {
            let body = citizen.ordningsnotifikation();
            beskeder.send_ordningsnotifikation(&body).x_request_id(id).await?;
        }
        "SendGdprSlettetNotifikation" => {
            let body = citizen.gdpr_slettet_notifikation();
            beskeder.send_gdpr_slettet_notifikation(&body).x_request_id(id).await?;
        }
        "GetTexts" => letasyl.get_texts().await.map(drop)?,
        "GetAllGroups" => letasyl.get_all_groups().await.map(drop)?,
        "GetText" => letasyl.get_text(*tekst).await.map(drop)?,
        "CreateText" => {
            letasyl.create_text(&citizen.ny_tekst()).x_request_id(id).await.map(drop)?;
        }
        "UpdateText" => {
            let call = letasyl.update_text(&tekst.to_string(), &citizen.aendret_tekst());
            call.x_request_id(id).await.map(drop)?;
        }
        "DeleteText" => letasyl.delete_text(*tekst).x_request_id(id).await.map(drop)?,
        "GetIntegrationslovsdata" => letasyl.get_integrationslovsdata(cpr).await.map(drop)?,
        "GetIntegrationslovsdataPdf" => letasyl.get_integrationslovsdata_pdf(cpr).await.map(drop)?,
        "OverfoerLetAsylIntegrationslovsdata" => {
            letasyl.overfoer_let_asyl_integrationslovsdata(cpr).x_request_id(id).await?;
        }
        other => panic!("nothing is known of how {other} is called"),
    }
    Ok(())
}
