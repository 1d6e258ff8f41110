//! A job centre summons a citizen to a meeting, and says who takes part.

use dfdg_sdk::api::indkaldelse::types::{
    CreateIndkaldelseRequestDto, CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList,
    UpdateMyndighedsdeltagerRequestDto,
};
use dfdg_sdk::{Dfdg, Tidspunkt, Uuid};

use crate::Outcome;
use crate::demo::citizen;
use crate::report::{Report, ensure};

const CASEWORKER: DeltagerrolleTypeCodeList = DeltagerrolleTypeCodeList(1);

pub(crate) async fn run(dfdg: &Dfdg, report: &Report) -> Outcome {
    report.section("Kontaktforloeb.IndkaldelseService");
    let cpr = citizen("2902010001")?;

    let meeting = CreateIndkaldelseRequestDto::new("2027-03-01T10:00:00+01:00".parse().map(Tidspunkt)?);
    let summons = dfdg.indkaldelse().create_indkaldelse(&cpr, &meeting).await?;
    report.answered(format!("summons {summons}"));

    // The caller chooses a participant's identifier.
    let id = Uuid::new_v4();
    let mut participant = CreateMyndighedsdeltagerRequestDto::new(summons, CASEWORKER);
    participant.navn = Some("Jobcenter Nordby".to_owned());
    participant.telefonnummer = Some("+4520304050".to_owned());
    let created = dfdg.indkaldelse().create_myndighedsdeltager(&cpr, id, &participant).await?;
    ensure(created == id, "the participant has the identifier that was chosen")?;
    report.answered(format!("participant {id}"));

    let coming = UpdateMyndighedsdeltagerRequestDto::new(summons, CASEWORKER, true);
    dfdg.indkaldelse().update_myndighedsdeltager(&cpr, id, &coming).await?;
    report.answered("takes part");

    dfdg.indkaldelse().delete_myndighedsdeltager(&cpr, id, summons).await?;
    report.answered("gone");
    Ok(())
}
