//! Security schemes and requirements.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, SecurityRequirement, SecurityScheme,
};

use super::path::Path;
use super::reader::{Extensions, Reader};
use super::{ext, keywords};
use crate::diagnostic::{Code, Severity};
use crate::source::{Node, Object};

/// A requirement that nobody meets.
fn unmet() -> SecurityRequirement {
    SecurityRequirement::from([(ext::UNREADABLE.to_owned(), vec![ext::UNREADABLE.to_owned()])])
}

#[derive(Default)]
struct Flow {
    authorization_url: String,
    token_url: String,
    refresh_url: Option<String>,
    scopes: IndexMap<String, String>,
    extensions: Extensions,
}

impl Reader<'_> {
    /// What a caller must hold. What cannot be read asks for something that nobody holds: left out, it would open what
    /// the contract closes. `None` where there is nothing but a bare `null`.
    pub(super) fn security_requirements(
        &mut self,
        node: &Node,
        at: &Path<'_>,
    ) -> Option<Vec<SecurityRequirement>> {
        if let Node::Array(items) = node {
            let read = items.iter().enumerate();
            return Some(read.map(|(index, item)| self.requirement(item, &at.index(index))).collect());
        }
        self.wrong_kind(node, at, "an array");
        (*node != Node::Null).then(|| vec![unmet()])
    }

    fn requirement(&mut self, node: &Node, at: &Path<'_>) -> SecurityRequirement {
        if self.object(node, at).is_none() {
            return unmet();
        }
        self.map(node, at, |reader, node, at| {
            let scopes = reader.strings(node, at);
            let unread = match node {
                Node::Array(items) => items.len() > scopes.len(),
                Node::Null => false,
                _ => true,
            };
            Some(scopes.into_iter().chain(unread.then(|| ext::UNREADABLE.to_owned())).collect())
        })
    }

    pub(crate) fn security_scheme(&mut self, node: &Node, at: &Path<'_>) -> Option<SecurityScheme> {
        let object = self.object(node, at)?;
        let mut extensions = Extensions::new();
        let mut description = None;
        for (key, value) in object.iter() {
            match key {
                "description" => description = self.text(value, &at.key(key)),
                "type" | "name" | "in" | "scheme" | "bearerFormat" | "flows" | "openIdConnectUrl" => {}
                _ => self.other(key, value, at, &mut extensions, keywords::SECURITY_SCHEME),
            }
        }
        match self.needed(object, at, "type")?.as_str() {
            "apiKey" => {
                let location = self.needed(object, at, "in")?;
                let location = match location.as_str() {
                    "query" => APIKeyLocation::Query,
                    "header" => APIKeyLocation::Header,
                    "cookie" => APIKeyLocation::Cookie,
                    other => {
                        let message = format!("an API key cannot be in `{other}`");
                        let help = "it is in `query`, `header` or `cookie`";
                        self.report_with_help(Code::BadValue, &at.key("in"), message, help);
                        return None;
                    }
                };
                let name = self.needed(object, at, "name")?;
                Some(SecurityScheme::APIKey { location, name, description, extensions })
            }
            "http" => {
                let scheme = self.needed(object, at, "scheme")?;
                let bearer_format =
                    object.get("bearerFormat").and_then(|node| self.text(node, &at.key("bearerFormat")));
                Some(SecurityScheme::HTTP { scheme, bearer_format, description, extensions })
            }
            "mutualTLS" => {
                extensions.insert(ext::TYPE.to_owned(), "mutualTLS".into());
                let scheme = "mutualTLS".to_owned();
                Some(SecurityScheme::HTTP { scheme, bearer_format: None, description, extensions })
            }
            "oauth2" => {
                let flows = match object.get("flows") {
                    Some(node) => self.flows(node, &at.key("flows")).unwrap_or_default(),
                    None => {
                        self.missing(at, "an oauth2 scheme", "flows", Severity::Error);
                        OAuth2Flows::default()
                    }
                };
                Some(SecurityScheme::OAuth2 { flows, description, extensions })
            }
            "openIdConnect" => {
                let open_id_connect_url = self.needed(object, at, "openIdConnectUrl")?;
                Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions })
            }
            other => {
                let message = format!("`{other}` is not a type of security scheme");
                let help = "the types are `apiKey`, `http`, `mutualTLS`, `oauth2` and `openIdConnect`";
                self.report_with_help(Code::BadValue, &at.key("type"), message, help);
                None
            }
        }
    }

    fn needed(&mut self, object: &Object, at: &Path<'_>, key: &str) -> Option<String> {
        match object.get(key) {
            Some(node) => self.string(node, &at.key(key)),
            None => {
                self.missing(at, "a security scheme of this type", key, Severity::Error);
                None
            }
        }
    }

    fn flows(&mut self, node: &Node, at: &Path<'_>) -> Option<OAuth2Flows> {
        let mut flows = OAuth2Flows::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            if !keywords::FLOWS.contains(&key) {
                self.other(key, value, at, &mut flows.extensions, keywords::FLOWS);
                continue;
            }
            let Some(Flow { authorization_url, token_url, refresh_url, scopes, extensions }) =
                self.flow(value, &here)
            else {
                continue;
            };
            match key {
                "implicit" => {
                    flows.implicit =
                        Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
                }
                "password" => {
                    flows.password = Some(PasswordOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                "clientCredentials" => {
                    flows.client_credentials =
                        Some(ClientCredentialsOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                "authorizationCode" => {
                    flows.authorization_code = Some(AuthorizationCodeOAuth2Flow {
                        authorization_url,
                        token_url,
                        refresh_url,
                        scopes,
                        extensions,
                    });
                }
                _ => {
                    flows.extensions.insert(ext::DEVICE_AUTHORIZATION.to_owned(), value.to_json());
                }
            }
        }
        Some(flows)
    }

    fn flow(&mut self, node: &Node, at: &Path<'_>) -> Option<Flow> {
        let mut flow = Flow::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "authorizationUrl" => flow.authorization_url = self.string(value, &here).unwrap_or_default(),
                "tokenUrl" => flow.token_url = self.string(value, &here).unwrap_or_default(),
                "refreshUrl" => flow.refresh_url = self.string(value, &here),
                "scopes" => flow.scopes = self.map(value, &here, Self::text),
                _ => self.other(key, value, at, &mut flow.extensions, keywords::FLOW),
            }
        }
        Some(flow)
    }
}
