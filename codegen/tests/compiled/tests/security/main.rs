//! Security schemes on both ends: what a client sends for each, and what becomes of it at a server.

mod client;
mod server;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Debug;
use std::marker::PhantomData;

use kontrakt::client::Builder;
use kontrakt::reexport::axum::Extension;
use kontrakt::server::{Asked, Context, Failure, Gate, Refusal};
use kontrakt_compiled::vault::server::*;
use kontrakt_compiled::vault::{Client, operations as of, security};

const QUERY_KEY: &str = "q &=ü+%41/marker";
const COOKIE_KEY: &str = "c%41==/+marker";

/// Answers who called.
struct Who<C>(PhantomData<C>);

macro_rules! who {
    ($($method:ident $request:ident $error:ident)*) => {
        impl<C: Debug + Send + Sync + 'static> Service for Who<C> {
            type Caller = C;

            $(
                async fn $method(&self, context: &Context<C>, _: $request) -> Result<String, Failure<of::$error>> {
                    Ok(format!("{:?}", context.caller))
                }
            )*
        }
    };
}

who! {
    by_default ByDefaultRequest ByDefaultError
    with_scopes WithScopesRequest WithScopesError
    by_query ByQueryRequest ByQueryError
    by_cookie ByCookieRequest ByCookieError
    by_login ByLoginRequest ByLoginError
    by_bearer ByBearerRequest ByBearerError
    by_provider ByProviderRequest ByProviderError
    by_other ByOtherRequest ByOtherError
    by_certificate ByCertificateRequest ByCertificateError
    by_both ByBothRequest ByBothError
    by_whoever_likes ByWhoeverLikesRequest ByWhoeverLikesError
    open OpenRequest OpenError
}

/// Knows one credential a scheme, and two tokens more.
#[derive(Clone)]
struct Doors;

/// By which schemes somebody is known, and whether he said more than that.
#[derive(Debug)]
struct Known(String);

fn known(right: bool, name: &str) -> Result<Known, Refusal> {
    if right { Ok(Known(name.to_owned())) } else { Err(Refusal::unauthorized()) }
}

fn granted(token: &str, scopes: &[&str], name: &str) -> Result<Known, Refusal> {
    if token == "down" {
        return Err(Refusal::unavailable());
    }
    let (is_token, held) = token.split_once(':').unwrap_or_default();
    if !scopes.iter().all(|scope| held.split(',').any(|held| held == *scope)) {
        return Err(Refusal::insufficient_scope(scopes));
    }
    known(is_token == "token", name)
}

/// What came in the request's head beside the credential that was asked for.
fn more(asked: &Asked<'_>) -> &'static str {
    if asked.parts.headers.contains_key("authorization") { " and more" } else { "" }
}

#[derive(Clone)]
struct Peer(&'static str);

impl Gate for Doors {
    type Caller = Known;
}

impl Security for Doors {
    async fn header_key(&self, key: &str, asked: &Asked<'_>) -> Result<Known, Refusal> {
        known(key == "h", &format!("header{}", more(asked)))
    }

    async fn query_key(&self, key: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        known(key == QUERY_KEY, "query")
    }

    async fn session(&self, key: &str, asked: &Asked<'_>) -> Result<Known, Refusal> {
        known(key == COOKIE_KEY, &format!("session{}", more(asked)))
    }

    async fn login(&self, user: &str, password: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        known(password == "pass:wörd", user)
    }

    async fn jwt(&self, token: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        granted(token, &[], "jwt")
    }

    async fn other(&self, credentials: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        known(credentials == "result=1", "other")
    }

    async fn oauth(&self, token: &str, scopes: &[&str], _: &Asked<'_>) -> Result<Known, Refusal> {
        granted(token, scopes, "oauth")
    }

    async fn provider(&self, token: &str, scopes: &[&str], _: &Asked<'_>) -> Result<Known, Refusal> {
        granted(token, scopes, "provider")
    }

    async fn certificate(&self, asked: &Asked<'_>) -> Result<Known, Refusal> {
        let peer = asked.parts.extensions.get::<Peer>().map(|peer| peer.0);
        known(peer.is_some(), peer.unwrap_or_default())
    }

    async fn anonymous_scheme(&self, _: &str, _: &Asked<'_>) -> Result<Known, Refusal> {
        Err(Refusal::unauthorized())
    }

    async fn anonymous(&self, asked: &Asked<'_>) -> Result<Known, Refusal> {
        known(true, &format!("nobody{}", more(asked)))
    }

    async fn join(&self, one: Known, other: Known, _: &Asked<'_>) -> Result<Known, Refusal> {
        Ok(Known(format!("{} + {}", one.0, other.0)))
    }
}

async fn serve() -> String {
    support::serve(router(Who(PhantomData), Doors)).await
}

/// A server whose connections come from somebody with a certificate.
async fn serve_peers() -> String {
    support::serve(router(Who(PhantomData), Doors).layer(Extension(Peer("peer")))).await
}

/// What the service answers where somebody is known as `name`.
fn as_told(name: &str) -> String {
    format!("{:?}", Known(name.to_owned()))
}

fn client(transport: Builder) -> Client {
    Client::with_transport(transport.build().expect("a transport"))
}

/// Everything but the keys in header and cookie.
fn with_all(transport: Builder) -> Builder {
    transport
        .credential(&security::QUERY_KEY, QUERY_KEY)
        .credential(&security::LOGIN, ("anna", "pass:wörd"))
        .credential(&security::JWT, "token:")
        .credential(&security::OTHER, "result=1")
        .credential(&security::OAUTH, "token:read,write".to_owned())
        .credential(
            &security::PROVIDER,
            kontrakt::client::Token::made_by(|| async { Ok("token:admin".to_owned()) }),
        )
        .credential(&security::CERTIFICATE, kontrakt::client::ClientCertificate)
}
