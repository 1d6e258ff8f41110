//! Security schemes and what operations ask of them.

use openapiv3::{APIKeyLocation, Operation, ReferenceOr, SecurityRequirement, SecurityScheme as Source};

use super::Lowering;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
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
        let schemes_at = self.model.place(root).keys(&["components", "securitySchemes"]);
        for (index, requirement) in requirements.iter().enumerate() {
            for (name, scopes) in requirement.iter().filter(|(name, _)| *name != ext::UNREADABLE) {
                let at = at.index(index).key(name);
                match known.and_then(|known| known.get(name)) {
                    Some(scheme) => self.hold_scopes(scheme, &schemes_at.key(name), scopes, &at),
                    None => {
                        let message = format!("no security scheme is called `{name}`");
                        self.report(Code::UnknownSecurityScheme, &at.named(), message);
                    }
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

    fn hold_scopes(&mut self, scheme: &ReferenceOr<Source>, scheme_at: &Place, asked: &[String], at: &Place) {
        let Some(found) = self.model.resolve(scheme_at, scheme) else { return };
        let Some(known) = scopes_of(found.value) else { return };
        let flows = found.at.key("flows");
        for (index, scope) in asked.iter().enumerate().filter(|(_, scope)| !known.contains(scope)) {
            let message = format!("no flow of the security scheme lists the scope `{scope}`");
            let diagnostic = Diagnostic::new(Code::UnknownScope, at.index(index), message);
            self.sink.push(diagnostic.with_related(flows.clone(), "the scopes are listed here"));
        }
    }
}

/// Every scope of an OAuth 2 scheme, whichever flow gives it out; none for other schemes.
fn scopes_of(scheme: &Source) -> Option<Vec<&String>> {
    let Source::OAuth2 { flows, .. } = scheme else { return None };
    let mut scopes: Vec<&String> = Vec::new();
    scopes.extend(flows.implicit.iter().flat_map(|flow| flow.scopes.keys()));
    scopes.extend(flows.password.iter().flat_map(|flow| flow.scopes.keys()));
    scopes.extend(flows.client_credentials.iter().flat_map(|flow| flow.scopes.keys()));
    scopes.extend(flows.authorization_code.iter().flat_map(|flow| flow.scopes.keys()));
    let device =
        flows.extensions.get(ext::DEVICE_AUTHORIZATION).and_then(|flow| flow.get("scopes")?.as_object());
    scopes.extend(device.into_iter().flat_map(serde_json::Map::keys));
    Some(scopes)
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
