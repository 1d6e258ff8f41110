//! A citizen moves: both job centres confirm it, and with the second confirmation the citizen is the other one's.

use dfdg_sdk::api::borgerflytte::types::{
    CreateFraflytningsbekraeftelseRequestDto, CreateTilflytningsbekraeftelseRequestDto,
};
use dfdg_sdk::{Dfdg, Uuid};

use crate::Outcome;
use crate::demo::citizen;
use crate::report::{Report, ensure};

/// A move of the demonstration data: 2902010013 from Nordby to Sydby.
const MOVE: Uuid = Uuid::from_u128(0xf1000000_0000_4000_8000_000000000001);

pub(crate) async fn run(from: &Dfdg, to: &Dfdg, report: &Report) -> Outcome {
    report.section("BorgerFlytte");
    let cpr = citizen("2902010013")?;

    let departure = CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id: MOVE };
    from.borger_flytte().create_fraflytningsbekraeftelse(&cpr, &departure).await?;
    report.answered("departure confirmed");

    // The request names the move alone: the citizen is known from it.
    let arrival = CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id: MOVE };
    to.borger_flytte().create_tilflytningsbekraeftelse(&arrival).await?;
    report.answered("arrival confirmed, move carried out");

    let seen = to.kontaktinformation().get_kontaktinformation(&cpr).await?;
    ensure(seen.kontaktinformationer.kontaktinformation.is_empty(), "nothing is known of the citizen yet")?;
    report.answered("the new job centre sees the citizen");
    Ok(())
}
