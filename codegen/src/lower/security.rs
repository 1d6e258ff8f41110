//! Security schemes and what operations ask of them.

use openapiv3::{
    APIKeyLocation, OAuth2Flows, Operation, ReferenceOr, SecurityRequirement, SecurityScheme as Source,
};
use serde_json::Value;

use super::Lowering;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::ext;
use crate::ir::{Docs, Flow, Location, Requirement, SchemeKind, SecurityScheme};
use crate::resolve::Root;

impl<'m> Lowering<'m, '_> {
    pub(super) fn security_schemes(&mut self, root: &'m Root) -> Vec<SecurityScheme> {
        let Some(components) = &root.api.components else { return Vec::new() };
        let at = self.model.place(root).keys(&["components", "securitySchemes"]);
        components
            .security_schemes
            .iter()
            .filter_map(|(name, scheme)| {
                let found = self.model.resolve(&at.key(name), scheme)?;
                Some(security_scheme(name, found.value))
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
                Requirement(requirement.iter().map(|(name, scopes)| asked(name, scopes)).collect())
            })
            .collect()
    }

    fn hold_scopes(&mut self, scheme: &ReferenceOr<Source>, scheme_at: &Place, asked: &[String], at: &Place) {
        let Some(found) = self.model.resolve(scheme_at, scheme) else { return };
        let Some(known) = scopes_of(found.value) else { return };
        let flows = found.at.key("flows");
        for (index, scope) in asked.iter().enumerate().filter(|(_, scope)| !known.contains(*scope)) {
            let message = format!("no flow of the security scheme lists the scope `{scope}`");
            let diagnostic = Diagnostic::new(Code::UnknownScope, at.index(index), message);
            self.sink.push(diagnostic.with_related(flows.clone(), "the scopes are listed here"));
        }
    }
}

/// A scheme whose scopes cannot be read is one that nobody satisfies, whatever a server makes of scopes.
fn asked(name: &str, scopes: &[String]) -> (String, Vec<String>) {
    let readable = scopes.iter().all(|scope| scope != ext::UNREADABLE);
    (if readable { name } else { ext::UNREADABLE }.to_owned(), scopes.to_vec())
}

/// Every scope of an OAuth 2 scheme, whichever flow gives it out; none for other schemes.
fn scopes_of(scheme: &Source) -> Option<Vec<String>> {
    let Source::OAuth2 { flows, .. } = scheme else { return None };
    Some(flows_of(flows).into_iter().flat_map(|flow| flow.scopes).map(|(name, _)| name).collect())
}

fn security_scheme(name: &str, scheme: &Source) -> SecurityScheme {
    let (Source::APIKey { description, extensions, .. }
    | Source::HTTP { description, extensions, .. }
    | Source::OAuth2 { description, extensions, .. }
    | Source::OpenIDConnect { description, extensions, .. }) = scheme;
    let kind = match scheme {
        Source::APIKey { location, name, .. } => SchemeKind::ApiKey {
            location: match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            },
            name: name.clone(),
        },
        Source::HTTP { .. } if text(extensions.get(ext::TYPE)).as_deref() == Some("mutualTLS") => {
            SchemeKind::MutualTls
        }
        Source::HTTP { scheme, bearer_format, .. } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => SchemeKind::Basic,
            "bearer" => SchemeKind::Bearer(bearer_format.clone()),
            _ => SchemeKind::Http(scheme.clone()),
        },
        Source::OAuth2 { flows, .. } => SchemeKind::OAuth2(flows_of(flows)),
        Source::OpenIDConnect { open_id_connect_url, .. } => {
            SchemeKind::OpenIdConnect(open_id_connect_url.clone())
        }
    };
    let docs = Docs {
        description: description.clone(),
        assumed: text(extensions.get("x-assumed")),
        ..Docs::default()
    };
    SecurityScheme { name: name.to_owned(), kind, docs }
}

fn flows_of(flows: &OAuth2Flows) -> Vec<Flow> {
    let mut found = Vec::new();
    let mut flow = |name, urls: &[(&'static str, Option<&String>)], scopes: Vec<(String, String)>| {
        let urls = urls.iter().filter_map(|(key, url)| Some((*key, (*url)?.clone())));
        let urls = urls.filter(|(_, url)| !url.is_empty()).collect();
        found.push(Flow { name, urls, scopes });
    };
    let pairs = |scopes: &indexmap::IndexMap<String, String>| {
        scopes.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
    };
    if let Some(one) = &flows.implicit {
        let urls =
            [(AUTHORIZATION_URL, Some(&one.authorization_url)), (REFRESH_URL, one.refresh_url.as_ref())];
        flow("implicit", &urls, pairs(&one.scopes));
    }
    if let Some(one) = &flows.password {
        let urls = [(TOKEN_URL, Some(&one.token_url)), (REFRESH_URL, one.refresh_url.as_ref())];
        flow("password", &urls, pairs(&one.scopes));
    }
    if let Some(one) = &flows.client_credentials {
        let urls = [(TOKEN_URL, Some(&one.token_url)), (REFRESH_URL, one.refresh_url.as_ref())];
        flow("clientCredentials", &urls, pairs(&one.scopes));
    }
    if let Some(one) = &flows.authorization_code {
        let urls = [
            (AUTHORIZATION_URL, Some(&one.authorization_url)),
            (TOKEN_URL, Some(&one.token_url)),
            (REFRESH_URL, one.refresh_url.as_ref()),
        ];
        flow("authorizationCode", &urls, pairs(&one.scopes));
    }
    found.extend(flows.extensions.get(ext::DEVICE_AUTHORIZATION).map(device_flow));
    found
}

const AUTHORIZATION_URL: &str = "authorizationUrl";
const TOKEN_URL: &str = "tokenUrl";
const REFRESH_URL: &str = "refreshUrl";
const DEVICE_AUTHORIZATION_URL: &str = "deviceAuthorizationUrl";

/// A flow of 3.2.
fn device_flow(flow: &Value) -> Flow {
    let keys = [DEVICE_AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL];
    let urls = keys.into_iter().filter_map(|key| Some((key, text(flow.get(key))?))).collect();
    let scopes = flow.get("scopes").and_then(Value::as_object).into_iter().flatten();
    let scopes = scopes.map(|(name, said)| (name.clone(), text(Some(said)).unwrap_or_default())).collect();
    Flow { name: "deviceAuthorization", urls, scopes }
}
