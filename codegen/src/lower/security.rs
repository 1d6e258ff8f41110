//! Security schemes and what operations ask of them.

use openapiv3::{APIKeyLocation, Operation, SecurityRequirement, SecurityScheme as Source};

use super::Lowering;
use super::schema::text;
use crate::diagnostic::{Code, Place};
use crate::document::ext;
use crate::ir::{Location, Requirement, SecurityScheme};
use crate::resolve::Root;

impl<'m> Lowering<'m, '_> {
    pub(super) fn security_schemes(&mut self, root: &'m Root) -> Vec<(String, SecurityScheme)> {
        let Some(components) = &root.api.components else { return Vec::new() };
        let at = self.model.place(root).keys(&["components", "securitySchemes"]);
        components
            .security_schemes
            .iter()
            .filter_map(|(name, scheme)| {
                let found = self.model.resolve(&at.key(name), scheme)?;
                Some((name.clone(), security_scheme(found.value)))
            })
            .collect()
    }

    /// What an operation asks of its caller; what is `shared`, if it says nothing itself.
    pub(super) fn requirements(
        &mut self,
        root: &Root,
        operation: &Operation,
        shared: Option<&Vec<SecurityRequirement>>,
        at: &Place,
    ) -> Vec<Requirement> {
        let (requirements, at) = match (&operation.security, shared) {
            (Some(own), _) => (own, at.key("security")),
            (None, Some(shared)) => (shared, self.model.place(root).key("security")),
            (None, None) => return Vec::new(),
        };
        let known = root.api.components.as_ref().map(|components| &components.security_schemes);
        for (index, requirement) in requirements.iter().enumerate() {
            for name in requirement.keys() {
                if !known.is_some_and(|known| known.contains_key(name)) {
                    let message = format!("no security scheme is called `{name}`");
                    self.report(Code::UnknownSecurityScheme, &at.index(index).key(name).named(), message);
                }
            }
        }
        requirements
            .iter()
            .map(|requirement| {
                Requirement(requirement.iter().map(|(name, scopes)| (name.clone(), scopes.clone())).collect())
            })
            .collect()
    }
}

fn security_scheme(scheme: &Source) -> SecurityScheme {
    match scheme {
        Source::APIKey { location, name, .. } => SecurityScheme::ApiKey {
            location: match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            },
            name: name.clone(),
        },
        Source::HTTP { extensions, .. }
            if text(extensions.get(ext::TYPE)).as_deref() == Some("mutualTLS") =>
        {
            SecurityScheme::MutualTls
        }
        Source::HTTP { scheme, .. } => SecurityScheme::Http(scheme.to_ascii_lowercase()),
        Source::OAuth2 { .. } => SecurityScheme::OAuth2,
        Source::OpenIDConnect { .. } => SecurityScheme::OpenIdConnect,
    }
}
