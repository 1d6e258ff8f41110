//! LetAsyl's data in the contract's types.

use dfdg_api::common::types::{Cpr, Tidspunkt};
use dfdg_api::letasyl::types::{
    AarsagTilOpholdstilladelseTypeCodeList, DanskmaalDto, DanskmaalTypeCodeList, HelbredstilstandDto,
    HelbredsvurderingDto, IntegrationslovsdataDto, KontraktDto, KontraktvarighedDto, LaeseniveauTypeCodeList,
    SkriveniveauTypeCodeList, SprogDto, SprogStamdataDto, TaleforstaaelsesniveauTypeCodeList,
    TaleniveauTypeCodeList, UddannelseDto, VurderingssagsstatusTypeCodeList,
};
use uuid::Uuid;

use crate::letasyl::{
    Danskmaal, Helbredstilstand, Helbredsvurdering, Integrationslovsdata, Kontrakt, Kontraktvarighed, Sprog,
    Uddannelse,
};

/// A citizen's data, with what LetAsyl does not say: whose they are, and which version of them this is.
pub(super) fn dto(personnummer: Cpr, version: Uuid, data: Integrationslovsdata) -> IntegrationslovsdataDto {
    IntegrationslovsdataDto {
        personnummer,
        integrationslovsdata_identifier: Some(version),
        kontraktvarighed: data.kontraktvarighed.as_ref().map(kontraktvarighed),
        uddannelse: data.uddannelse.as_ref().map(uddannelse),
        helbredstilstand: data.helbredstilstand.map(helbredstilstand),
        helbredsvurdering: data.helbredsvurdering.map(helbredsvurdering),
        kontrakt: data.kontrakt.map(kontrakt),
        borgersprog: data.borgersprog.into_iter().map(sprog).collect(),
        kommentar: data.kommentar,
        koordinerende_forvaltning: data.koordinerende_forvaltning,
    }
}

fn kontraktvarighed(data: &Kontraktvarighed) -> KontraktvarighedDto {
    KontraktvarighedDto {
        foerste_underskriftsdato: data.foerste_underskriftsdato.map(Tidspunkt),
        program_startdato: data.program_startdato.map(Tidspunkt),
        program_slutdato: data.program_slutdato.map(Tidspunkt),
        kontrakt_slutdato: data.kontrakt_slutdato.map(Tidspunkt),
    }
}

fn uddannelse(data: &Uddannelse) -> UddannelseDto {
    UddannelseDto {
        senest_vejledt_dato: data.senest_vejledt_dato.map(Tidspunkt),
        vurderingssagsstatus_type: data.vurderingssagsstatus_type.map(VurderingssagsstatusTypeCodeList),
    }
}

fn helbredstilstand(data: Helbredstilstand) -> HelbredstilstandDto {
    HelbredstilstandDto {
        aktuel_helbredstilstand: data.aktuel_helbredstilstand,
        behandling_dk: data.behandling_dk,
    }
}

fn helbredsvurdering(data: Helbredsvurdering) -> HelbredsvurderingDto {
    HelbredsvurderingDto {
        behov_for_vurdering: data.behov_for_vurdering,
        afgivet_tilbud: data.afgivet_tilbud,
        vurderingsresultat: data.vurderingsresultat,
        andre_helbredsforhold: data.andre_helbredsforhold,
    }
}

fn kontrakt(data: Kontrakt) -> KontraktDto {
    let aarsag = data.aarsag_til_opholdstilladelse_type;
    KontraktDto {
        aarsag_til_opholdstilladelse_type: aarsag.map(AarsagTilOpholdstilladelseTypeCodeList),
        erklaeringsunderskriftsdato: data.erklaeringsunderskriftsdato.map(Tidspunkt),
        danskmaal: data.danskmaal.as_ref().map(danskmaal),
        familiemaessige_forhold: data.familiemaessige_forhold,
        oevrige_forhold: data.oevrige_forhold,
        antal_boern: data.antal_boern,
    }
}

fn danskmaal(data: &Danskmaal) -> DanskmaalDto {
    DanskmaalDto {
        danskmaal_type: data.danskmaal_type.map(DanskmaalTypeCodeList),
        senest_ajourfoert_dato: data.senest_ajourfoert_dato.map(Tidspunkt),
        seneste_meddelelses_dato: data.seneste_meddelelses_dato.map(Tidspunkt),
        senest_vejledt_om_konsekvens_dato: data.senest_vejledt_om_konsekvens_dato.map(Tidspunkt),
    }
}

fn sprog(data: Sprog) -> SprogDto {
    let forstaaelse = data.taleforstaaelsesniveau_type;
    SprogDto {
        sprog_stamdata: SprogStamdataDto {
            sprognavn: data.sprog_stamdata.sprognavn,
            sprogkode: data.sprog_stamdata.sprogkode,
        },
        sprogerfaring: data.sprogerfaring,
        taleforstaaelsesniveau_type: forstaaelse.map(TaleforstaaelsesniveauTypeCodeList),
        taleniveau_type: data.taleniveau_type.map(TaleniveauTypeCodeList),
        laeseniveau_type: data.laeseniveau_type.map(LaeseniveauTypeCodeList),
        skriveniveau_type: data.skriveniveau_type.map(SkriveniveauTypeCodeList),
    }
}
