//! LetAsyl over HTTP.
//!
//! LetAsyl's own interface is not published; this is the one we assume. `GET {base}/integrationslovsdata` with basic
//! authentication, the citizen in `x-cpr` (never in the address, which ends up in logs), the municipality in
//! `x-kommunekode` and, for LetAsyl's log, `x-log-system` and `x-log-id`. It answers 200 with the data as JSON or 204
//! where it has none; a refusal may name its reason in `{"fejl": "…"}`.

use std::time::Duration;

use http::StatusCode;
use serde::Deserialize;

use super::{Answer, Failure, Integrationslovsdata, LetAsyl, Question};
use crate::sensitive::Secret;
use crate::settings;

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// LetAsyl over HTTP.
pub struct HttpLetAsyl {
    client: reqwest::Client,
    address: String,
    username: String,
    password: Option<Secret>,
}

/// What a refusal says.
#[derive(Deserialize)]
struct Refusal {
    fejl: String,
}

impl HttpLetAsyl {
    /// A client for the LetAsyl at `base_url`.
    ///
    /// # Errors
    /// Where the process cannot make HTTP clients at all.
    pub fn new(base_url: &str, settings: &settings::LetAsyl) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_millis(settings.connect_timeout_ms))
            .timeout(Duration::from_millis(settings.timeout_ms))
            // Credentials and the citizen's number go to the address that the operator named, and nowhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            client,
            address: format!("{}/integrationslovsdata", base_url.trim_end_matches('/')),
            username: settings.username.clone(),
            password: settings.password.clone(),
        })
    }

    async fn ask(&self, question: Question<'_>) -> Result<Option<Integrationslovsdata>, Failure> {
        let mut request = self
            .client
            .get(&self.address)
            .basic_auth(&self.username, self.password.as_ref().map(Secret::expose))
            .header("x-cpr", question.cpr.expose())
            .header("x-log-system", question.system)
            .header("x-log-id", uuid::Uuid::new_v4().to_string());
        if let Some(kommune) = question.kommune {
            request = request.header("x-kommunekode", kommune);
        }
        let response = request.send().await.map_err(|error| failure_of(&error))?;
        let status = response.status();
        let body = read(response).await?;
        match status {
            StatusCode::OK => serde_json::from_slice(&body).map(Some).map_err(|_| Failure::Unhandled),
            StatusCode::NO_CONTENT => Ok(None),
            _ => Err(refusal(status, &body)),
        }
    }
}

impl LetAsyl for HttpLetAsyl {
    fn integrationslovsdata<'a>(&'a self, question: Question<'a>) -> Answer<'a> {
        Box::pin(self.ask(question))
    }
}

async fn read(mut response: reqwest::Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure_of(&error))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Failure::Unhandled);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn failure_of(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Timeout
    } else if error.is_builder() {
        Failure::Parameters
    } else {
        // Not connected, or the connection broke before the answer was there.
        Failure::Unreachable
    }
}

fn refusal(status: StatusCode, body: &[u8]) -> Failure {
    let reason = serde_json::from_slice::<Refusal>(body).map(|refusal| refusal.fejl).unwrap_or_default();
    match (status, reason.as_str()) {
        (StatusCode::BAD_REQUEST, "kommunekode") => Failure::Kommunekode,
        (StatusCode::BAD_REQUEST, "logningsoverskrifter") => Failure::LoggingHeaders,
        (StatusCode::BAD_REQUEST, _) => Failure::Parameters,
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => Failure::Credentials,
        (StatusCode::NOT_FOUND, _) => Failure::NotFound,
        (StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT, _) => Failure::Timeout,
        (StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE, _) => Failure::Unreachable,
        _ => Failure::Unhandled,
    }
}
