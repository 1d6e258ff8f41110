//! The services, by name.

use std::fmt;

/// One of the DFDG services, for settings that differ between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Service {
    /// Summons to meetings, and who takes part in them: [`Dfdg::indkaldelse`](crate::Dfdg::indkaldelse).
    Indkaldelse,
    /// Citizens who move between job centres: [`Dfdg::borger_flytte`](crate::Dfdg::borger_flytte).
    BorgerFlytte,
    /// Citizens' phone numbers and mail addresses:
    /// [`Dfdg::kontaktinformation`](crate::Dfdg::kontaktinformation).
    Kontaktinformation,
    /// Messages about company schemes: [`Dfdg::webservicebesked`](crate::Dfdg::webservicebesked).
    Webservicebesked,
    /// Integration-law data, and the texts around it: [`Dfdg::letasyl`](crate::Dfdg::letasyl).
    Letasyl,
}

impl Service {
    /// Every service.
    pub const ALL: &'static [Self] = &[
        Self::Indkaldelse,
        Self::BorgerFlytte,
        Self::Kontaktinformation,
        Self::Webservicebesked,
        Self::Letasyl,
    ];

    /// The name that the service's documentation gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indkaldelse => "Kontaktforloeb.IndkaldelseService",
            Self::BorgerFlytte => "BorgerFlytte",
            Self::Kontaktinformation => "Borgerkommunikation.BorgersKontaktinformationService",
            Self::Webservicebesked => "Virksomhedsordning.WebservicebeskedService",
            Self::Letasyl => "Borgerindsats.LetasylIntegrationslovService",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
