//! A citizen's mobile number: written, verified with the code that was sent there, read, and set to another state.

use dfdg_sdk::Dfdg;
use dfdg_sdk::api::kontaktinformation::types::{
    CreateKontaktinformationDto, CreateKontaktinformationRequestType, CreateKontaktinformationerDto,
    GetVerfikationskodeRequestType, KontaktdataCodelList, KontaktdataStatusCodelList,
    UpdateKontaktinformationRequestType, VerificerKontaktinformationRequestType,
};

use crate::Outcome;
use crate::demo::{Demo, citizen};
use crate::report::{Report, ensure};

const MOBILE: KontaktdataCodelList = KontaktdataCodelList(1);
const VERIFIED: KontaktdataStatusCodelList = KontaktdataStatusCodelList(2);
const NOT_VALID: KontaktdataStatusCodelList = KontaktdataStatusCodelList(3);

pub(crate) async fn run(dfdg: &Dfdg, other_actor: &Dfdg, demo: &Demo, report: &Report) -> Outcome {
    report.section("Borgerkommunikation.BorgersKontaktinformationService");
    let service = dfdg.kontaktinformation();
    let cpr = citizen("2902010001")?;

    // `Some(Some(…))` writes; `Some(None)` and `None` delete what is there.
    let mobile = CreateKontaktinformationDto {
        kontaktdata: Some(Some("+4520304050".to_owned())),
        kontaktdata_type: MOBILE,
    };
    let kontaktinformationer = CreateKontaktinformationerDto { kontaktinformation: vec![mobile] };
    let body = CreateKontaktinformationRequestType { kontaktinformationer };
    service.create_kontaktinformation(&cpr, &body).await?;
    report.answered("mobile number written");

    let body = GetVerfikationskodeRequestType { kontaktdata_type: MOBILE };
    service.get_verifikationskode(&cpr, &body).await?;
    report.answered("code sent to the citizen");

    let verifikationskode = demo.verification_code(&cpr, MOBILE.0).await?;
    let body = VerificerKontaktinformationRequestType { verifikationskode, kontaktdata_type: MOBILE };
    service.verificer_kontaktinformation(&cpr, &body).await?;
    report.answered("verified with the code");

    let found = service.get_kontaktinformation(&cpr).await?.kontaktinformationer.kontaktinformation;
    let verified =
        found.iter().any(|one| one.kontaktdata_type == MOBILE && one.kontaktdatastatus == VERIFIED);
    ensure(verified, "the mobile number is verified")?;
    report.answered(format!("{} entry, verified", found.len()));

    let body = UpdateKontaktinformationRequestType { kontaktdata_type: MOBILE, kontaktdatastatus: NOT_VALID };
    service.update_kontaktinformation(&cpr, &body).await?;
    report.answered("state set");

    let given = citizen("2902010007")?;
    other_actor.kontaktinformation().get_kontaktinformation(&given).await?;
    report.answered("another actor sees the citizen it was given");
    Ok(())
}
