//! Requests as they stand on the wire, for a test to spoil.

use dfdg_sdk::Uuid;
use dfdg_sdk::serde_json::{self, Value, json};
use kontrakt::operation::Location;
use reqwest::header::CONTENT_TYPE;

use crate::{Caller, Citizen, Server, fresh_id, operation};

/// A request. It begins as the simplest good one of its operation.
#[derive(Clone)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The path with everything filled in, and the query.
    pub path: String,
    /// The headers. A name may stand there twice.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers or a body.
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// The same request with this header in place of any others of its name.
    #[must_use]
    pub fn header(self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.without(name).also(name, value)
    }

    /// The same request with one more header.
    #[must_use]
    pub fn also(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same request without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// The same request with another body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The same request with another path.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// The same request with another method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }

    /// The same request with its JSON body changed.
    #[must_use]
    pub fn change(self, change: impl FnOnce(&mut Value)) -> Self {
        let mut body = serde_json::from_slice(&self.body).unwrap();
        change(&mut body);
        let bytes = serde_json::to_vec(&body).unwrap();
        self.body(bytes)
    }
}

/// The name of the header with the citizen's number; servers read it in any spelling.
pub const CPR_HEADER: &str = "x-civilregistrationIdentifier";

impl Server {
    /// The simplest good request of the operation called `name`.
    pub fn request(&self, caller: &Caller, name: &str, citizen: &Citizen) -> Request {
        let operation = operation(name);
        let ids: [(&str, Uuid); 3] = [
            ("{myndighedsdeltagerid}", citizen.deltager),
            ("{indkaldelseid}", citizen.indkaldelse),
            ("{externalIdentifier}", citizen.tekst),
        ];
        let mut path = operation.path.to_owned();
        for (place, id) in ids {
            path = path.replace(place, &id.to_string());
        }
        if name == "CreateMyndighedsdeltager" {
            path = path.replace(&citizen.deltager.to_string(), &fresh_id());
        }
        let mut request = Request::new(operation.method, &path)
            .header("Authorization", format!("Bearer {}", self.token(caller)));
        for parameter in operation.parameters.iter().filter(|one| one.location == Location::Header) {
            let value = match parameter.name {
                "x-requestId" => Some(fresh_id()),
                "X-ActiveOrganisation" => caller.active.as_ref().map(|active| json!(active).to_string()),
                "X-RequestUserMetadata" => caller.user.as_ref().map(|user| json!(user).to_string()),
                _ => Some(citizen.cpr.as_str().to_owned()),
            };
            if let Some(value) = value {
                request = request.header(parameter.name, value);
            }
        }
        if let Some(body) = citizen.body(name) {
            let bytes = serde_json::to_vec(&body).unwrap();
            request = request.header("Content-Type", "application/json").body(bytes);
        }
        request
    }

    /// Sends a request, and waits for the whole answer.
    pub async fn send(&self, request: Request) -> Answer {
        let method = request.method.parse().unwrap();
        let mut builder = self.http.request(method, self.url(&request.path));
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        Answer::of(builder.body(request.body).send().await.unwrap()).await
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    /// The value of `Content-Type`.
    pub fn content_type(&self) -> &str {
        self.headers.get(CONTENT_TYPE).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON, `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The codes of an error body.
    pub fn codes(&self) -> Vec<i64> {
        let json = self.json();
        let faults = json["fejlkoder"].as_array().cloned().unwrap_or_default();
        faults.iter().map(|fault| fault["fejlkode"].as_i64().unwrap()).collect()
    }

    /// The violations of an error body: pointer and rule, sorted.
    pub fn violations(&self) -> Vec<(String, String)> {
        let json = self.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let found = json["violations"].as_array().cloned().unwrap_or_default();
        let mut found: Vec<_> = found.iter().map(|one| (text(&one["pointer"]), text(&one["rule"]))).collect();
        found.sort();
        found
    }
}
