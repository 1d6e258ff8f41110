//! The simplest good body of every operation.

use std::collections::BTreeMap;

use dfdg_api::borgerflytte::types::{
    CreateFraflytningsbekraeftelseRequestDto, CreateTilflytningsbekraeftelseRequestDto,
};
use dfdg_api::indkaldelse::types::{
    CreateIndkaldelseRequestDto, CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList,
    MoedeafbudsaarsagTypeCodeList, UpdateMyndighedsdeltagerRequestDto,
};
use dfdg_api::kontaktinformation::types::{
    CreateKontaktinformationDto, CreateKontaktinformationRequestType, CreateKontaktinformationerDto,
    GetVerfikationskodeRequestType, KontaktdataCodelList, KontaktdataStatusCodelList,
    UpdateKontaktinformationRequestType, VerificerKontaktinformationRequestType,
};
use dfdg_api::letasyl::types::{CreateDynamicTextDto, UpdateDynamicTextDto};
use dfdg_api::webservicebesked::types::{
    CaseNotificationWebServiceMessageBodyDto, DispatchGdprDeletedNotificationRequestDto,
    GdprDeletedNotificationWebserviceMessageBodyDto, GdprSlettetNotifikationDto, OrdningsNotifikationDto,
    SendOrdningsnotifikationRequestDto, VirksomhedsordningSkabelonTypeCodeList,
    VirksomhedsordningSubskabelonTypeCodeList,
};
use dfdg_sdk::Tidspunkt;
use dfdg_sdk::serde_json::{self, Value};

use crate::Citizen;
use crate::citizen::MOBIL;

/// Landline, in the demonstration data's code list.
const TELEFON: i32 = 2;

impl Citizen {
    /// The body of the operation called `name`, as JSON; nothing where it takes none.
    pub fn body(&self, name: &str) -> Option<Value> {
        let value = match name {
            "CreateIndkaldelse" => serde_json::to_value(self.ny_indkaldelse()),
            "CreateMyndighedsdeltager" => serde_json::to_value(self.ny_deltager()),
            "UpdateMyndighedsdeltager" => serde_json::to_value(self.aendret_deltager()),
            "CreateFraflytningsbekraeftelse" => serde_json::to_value(self.fraflytning()),
            "CreateTilflytningsbekraeftelse" => serde_json::to_value(self.tilflytning()),
            "CreateKontaktinformation" => serde_json::to_value(kontakt(TELEFON, Some("70304050"))),
            "VerificerKontaktinformation" => serde_json::to_value(self.verificering()),
            "GetVerifikationskode" => serde_json::to_value(self.verifikationskode()),
            "UpdateKontaktinformation" => serde_json::to_value(self.ny_status()),
            "SendOrdningsnotifikation" => serde_json::to_value(self.ordningsnotifikation()),
            "SendGdprSlettetNotifikation" => serde_json::to_value(self.gdpr_slettet_notifikation()),
            "CreateText" => serde_json::to_value(self.ny_tekst()),
            "UpdateText" => serde_json::to_value(self.aendret_tekst()),
            _ => return None,
        };
        Some(value.unwrap())
    }

    /// A summons to make.
    pub fn ny_indkaldelse(&self) -> CreateIndkaldelseRequestDto {
        CreateIndkaldelseRequestDto {
            aflysningsfrist: Some("2026-02-27".parse().unwrap()),
            additional_properties: BTreeMap::from([("emne".to_owned(), "Første møde".into())]),
            ..CreateIndkaldelseRequestDto::new(Tidspunkt("2026-03-02T10:00:00+01:00".parse().unwrap()))
        }
    }

    /// A participant to add to the citizen's summons.
    pub fn ny_deltager(&self) -> CreateMyndighedsdeltagerRequestDto {
        CreateMyndighedsdeltagerRequestDto {
            myndighedsrepraesentanten_deltager: Some(true),
            ..CreateMyndighedsdeltagerRequestDto::new(self.indkaldelse, DeltagerrolleTypeCodeList(1))
        }
    }

    /// The participant as it shall be: it stays away.
    pub fn aendret_deltager(&self) -> UpdateMyndighedsdeltagerRequestDto {
        UpdateMyndighedsdeltagerRequestDto {
            afbudsaarsag: Some(MoedeafbudsaarsagTypeCodeList(1)),
            ..UpdateMyndighedsdeltagerRequestDto::new(self.indkaldelse, DeltagerrolleTypeCodeList(1), false)
        }
    }

    /// The confirmation that the citizen moves out.
    pub fn fraflytning(&self) -> CreateFraflytningsbekraeftelseRequestDto {
        CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id: self.flytning }
    }

    /// The confirmation that the citizen moves in.
    pub fn tilflytning(&self) -> CreateTilflytningsbekraeftelseRequestDto {
        CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id: self.flytning }
    }

    /// The code that went to the citizen's mobile number.
    pub fn verificering(&self) -> VerificerKontaktinformationRequestType {
        VerificerKontaktinformationRequestType {
            verifikationskode: self.kode.clone(),
            kontaktdata_type: KontaktdataCodelList(MOBIL),
        }
    }

    /// That a code shall go to the citizen's mobile number.
    pub fn verifikationskode(&self) -> GetVerfikationskodeRequestType {
        GetVerfikationskodeRequestType { kontaktdata_type: KontaktdataCodelList(MOBIL) }
    }

    /// That the citizen's mobile number is not valid.
    pub fn ny_status(&self) -> UpdateKontaktinformationRequestType {
        UpdateKontaktinformationRequestType {
            kontaktdata_type: KontaktdataCodelList(MOBIL),
            kontaktdatastatus: KontaktdataStatusCodelList(3),
        }
    }

    /// A text to make.
    pub fn ny_tekst(&self) -> CreateDynamicTextDto {
        CreateDynamicTextDto::new("farvel".to_owned(), "Farvel, og på gensyn".to_owned())
    }

    /// The text as it shall be.
    pub fn aendret_tekst(&self) -> UpdateDynamicTextDto {
        UpdateDynamicTextDto::new(self.tekst, "velkomst".to_owned(), "Velkommen hjem".to_owned())
    }

    /// A message about a company scheme of Jobcenter Nordby's.
    pub fn ordningsnotifikation(&self) -> SendOrdningsnotifikationRequestDto {
        let body = CaseNotificationWebServiceMessageBodyDto {
            cpr_nummer: Some(self.cpr.as_str().to_owned()),
            ..CaseNotificationWebServiceMessageBodyDto::new(
                VirksomhedsordningSkabelonTypeCodeList(1),
                VirksomhedsordningSubskabelonTypeCodeList(1),
                "12345678".to_owned(),
                "https://vitas.example.org/sag/1".to_owned(),
            )
        };
        SendOrdningsnotifikationRequestDto {
            ordningsnotifikation: OrdningsNotifikationDto {
                ekstern_identifier: self.indkaldelse,
                job_center_kode: "10101".to_owned(),
                er_oprettelse: true,
                registrerings_dato: Tidspunkt("2026-03-02T10:00:00+01:00".parse().unwrap()),
                body,
            },
        }
    }

    /// A message about deleted data of a case of Jobcenter Nordby's.
    pub fn gdpr_slettet_notifikation(&self) -> DispatchGdprDeletedNotificationRequestDto {
        DispatchGdprDeletedNotificationRequestDto {
            gdpr_slettet_notifikation: GdprSlettetNotifikationDto {
                ekstern_identifier: self.indkaldelse,
                job_center_kode: "10101".to_owned(),
                registrerings_dato: Tidspunkt("2026-03-02T10:00:00+01:00".parse().unwrap()),
                body: GdprDeletedNotificationWebserviceMessageBodyDto {
                    vitas_sags_id: "sag-1".to_owned(),
                    virksomhedsordning_skabelon: VirksomhedsordningSkabelonTypeCodeList(1),
                    cpr_numre: vec![self.cpr.as_str().to_owned()],
                    slettede_external_identifiers: vec![self.deltager],
                },
            },
        }
    }
}

/// Contact information of one kind to write, or to delete.
pub fn kontakt(kind: i32, data: Option<&str>) -> CreateKontaktinformationRequestType {
    let kontaktinformation = vec![CreateKontaktinformationDto {
        kontaktdata: Some(data.map(str::to_owned)),
        kontaktdata_type: KontaktdataCodelList(kind),
    }];
    CreateKontaktinformationRequestType {
        kontaktinformationer: CreateKontaktinformationerDto { kontaktinformation },
    }
}
