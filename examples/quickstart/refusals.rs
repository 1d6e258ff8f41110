//! What goes wrong, and how a caller sees it.

use dfdg_sdk::api::indkaldelse::operations::CreateIndkaldelseError;
use dfdg_sdk::api::indkaldelse::types::{
    CreateIndkaldelseRequestDto, CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList,
};
use dfdg_sdk::api::letasyl::types::CreateDynamicTextDto;
use dfdg_sdk::jiff::Timestamp;
use dfdg_sdk::{Dfdg, DfdgError, Error, Tidspunkt, Uuid};

use crate::Outcome;
use crate::demo::citizen;
use crate::report::Report;

pub(crate) async fn run(dfdg: &Dfdg, agency: &Dfdg, report: &Report) -> Outcome {
    report.section("Refusals");
    no_access(dfdg, report).await?;
    a_documented_error(dfdg, report).await?;
    violations(dfdg, report).await?;
    a_second_time(agency, report).await
}

/// The citizen was the job centre's once. One who does not exist is answered the same.
async fn no_access(dfdg: &Dfdg, report: &Report) -> Outcome {
    let former = citizen("2902010003")?;
    match dfdg.kontaktinformation().get_kontaktinformation(&former).await {
        Err(error) if error.is_not_authorised() && error.has_code(4575) => report.refused("4575: no access"),
        other => return Err(format!("4575 was expected, not {other:?}").into()),
    }
    Ok(())
}

/// Every code of an operation's table is a variant of its error.
async fn a_documented_error(dfdg: &Dfdg, report: &Report) -> Outcome {
    let dead = citizen("2902010011")?;
    let meeting = CreateIndkaldelseRequestDto::new(Tidspunkt(Timestamp::now()));
    match dfdg.indkaldelse().create_indkaldelse(&dead, &meeting).await {
        Err(Error::Api(CreateIndkaldelseError::BorgerErDoed, _)) => {
            report.refused("4405: the citizen is dead");
        }
        other => return Err(format!("4405 was expected, not {other:?}").into()),
    }
    Ok(())
}

/// What is against the contract comes back as a list, from the server or, as here, before it was sent.
async fn violations(dfdg: &Dfdg, report: &Report) -> Outcome {
    let cpr = citizen("2902010001")?;
    let mut participant =
        CreateMyndighedsdeltagerRequestDto::new(Uuid::new_v4(), DeltagerrolleTypeCodeList(1));
    participant.navn = Some(String::new());
    participant.telefonnummer = Some("none".to_owned());
    match dfdg.indkaldelse().create_myndighedsdeltager(&cpr, Uuid::new_v4(), &participant).await {
        Err(error) if error.violations().len() == 2 => {
            report.refused("CreateMyndighedsdeltager is against the contract:");
            error.violations().iter().for_each(|violation| println!("      {violation}"));
        }
        other => return Err(format!("two violations were expected, not {other:?}").into()),
    }
    Ok(())
}

/// A request id is good for one call. The SDK makes a new one for each; a clone of a call keeps its own.
async fn a_second_time(agency: &Dfdg, report: &Report) -> Outcome {
    let text = CreateDynamicTextDto::new("en-gang".to_owned(), "Én gang".to_owned());
    let call = agency.letasyl().create_text(&text);
    call.clone().await?;
    report.answered("carried out");
    match call.await {
        Err(error) if error.is_duplicate() => report.refused("412: carried out before"),
        other => return Err(format!("412 was expected, not {other:?}").into()),
    }
    Ok(())
}
