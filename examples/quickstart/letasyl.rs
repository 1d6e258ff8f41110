//! The agency keeps the texts; a job centre reads integration-law data from LetAsyl, as data and as a PDF.

use dfdg_sdk::Dfdg;
use dfdg_sdk::api::letasyl::types::{CreateDynamicTextDto, UpdateDynamicTextDto};

use crate::Outcome;
use crate::demo::citizen;
use crate::report::{Report, ensure};

pub(crate) async fn run(job_center: &Dfdg, agency: &Dfdg, report: &Report) -> Outcome {
    report.section("Borgerindsats.LetasylIntegrationslovService");
    texts(agency, report).await?;
    integration_law_data(job_center, report).await
}

async fn texts(agency: &Dfdg, report: &Report) -> Outcome {
    let service = agency.letasyl();

    let groups = service.get_all_groups().await?;
    let group = groups.first().ok_or("the demonstration data has groups")?;
    report.answered(format!("{} groups, the first is {}", groups.len(), group.name));

    let mut text = CreateDynamicTextDto::new("velkommen".to_owned(), "Velkommen".to_owned());
    text.group_external_identifier = Some(group.external_identifier);
    let id = service.create_text(&text).await?;
    report.answered(format!("text {id}"));

    let mut text = UpdateDynamicTextDto::new(id, "velkommen".to_owned(), "Velkommen til Nordby".to_owned());
    text.group_external_identifier = Some(group.external_identifier);
    service.update_text(&id.to_string(), &text).await?;
    report.answered("written anew");

    let text = service.get_text(id).await?;
    ensure(text.display_text == "Velkommen til Nordby", "the text is the new one")?;
    report.answered(text.display_text);

    // What an operation does not require is a method of the call.
    let texts = service.get_texts().external_group_identifier(group.external_identifier).await?;
    ensure(texts.iter().any(|text| text.external_identifier == id), "the group has the text")?;
    report.answered(format!("{} texts in {}", texts.len(), group.name));

    service.delete_text(id).await?;
    report.answered("gone");
    Ok(())
}

async fn integration_law_data(job_center: &Dfdg, report: &Report) -> Outcome {
    let service = job_center.letasyl();
    let cpr = citizen("2902010018")?;

    let answer = service.get_integrationslovsdata(&cpr).await?;
    let data = answer.integrationslovsdata.ok_or("LetAsyl knows the citizen")?;
    report.answered(format!("data with {} languages", data.borgersprog.len()));

    let answer = service.get_integrationslovsdata_pdf(&cpr).await?;
    let pdf = answer.let_asyl_integrationslovdata_som_pdf.ok_or("LetAsyl knows the citizen")?.pdf_data;
    ensure(pdf.as_ref().starts_with(b"%PDF"), "the document is a PDF")?;
    report.answered(format!("a PDF of {} KB", pdf.as_ref().len() / 1000));

    service.overfoer_let_asyl_integrationslovsdata(&cpr).await?;
    report.answered("transferred");
    Ok(())
}
