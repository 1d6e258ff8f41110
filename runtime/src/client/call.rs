//! One request of one operation.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::Answer;
use super::error::{Error, Failure};
use super::multipart::Form;
use super::send::{Content, Sending};
use super::transport::Transport;
use crate::body::Body;
use crate::check::Check;
use crate::error::OperationError;
use crate::media::{FORM, JSON, Part};
use crate::observe::Ended;
use crate::operation::{Location, Operation, Parameter};
use crate::parameters;
use crate::schema::Schema;
use crate::strict::strictly;
use crate::violation::{At, Violation, Violations};

/// `Accept` where the contract leaves no choice.
const ANY_JSON_FIRST: &str = "application/json, */*;q=0.5";

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// What a call gives when it is awaited.
pub type Pending<T, E> = Pin<Box<dyn Future<Output = Result<T, Error<E>>> + Send>>;

/// One request, encoded and held against the contract as it is put together; what is wrong with it is reported when it
/// is sent. A clone is the same request, idempotency key included, so that it can be sent again. Of a call whose body is
/// a stream, only one of all clones can be sent, and only once: the stream is used up, and [`Error::Invalid`] says so.
#[derive(Clone)]
pub struct Call {
    transport: Transport,
    operation: &'static Operation,
    slots: Vec<Option<String>>,
    headers: HeaderMap,
    body: Option<Content>,
    timeout: Option<Duration>,
    asked: &'static str,
    unread: Option<fn(&Answer) -> bool>,
    violations: Vec<Violation>,
    /// Whether it is sent whatever is wrong with it.
    #[cfg(feature = "testing")]
    unchecked: bool,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation.method, self.operation.path)
    }
}

impl Transport {
    /// A call of `operation`, to be given its parameters and its body.
    #[must_use]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.clone(), operation)
    }
}

impl Call {
    fn new(transport: Transport, operation: &'static Operation) -> Self {
        let mut call = Self {
            transport,
            operation,
            slots: vec![None; operation.parameters.len()],
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            asked: "",
            unread: None,
            violations: Vec::new(),
            #[cfg(feature = "testing")]
            unchecked: false,
        };
        if let Some(index) = call.key_index() {
            call.set(index, &Value::String(uuid::Uuid::new_v4().to_string()));
        }
        call
    }

    /// The operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The idempotency key that the call is sent with, where the operation has one.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.slots.get(self.key_index()?)?.as_deref()
    }

    fn key_index(&self) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| parameter.idempotency_key.is_some())
    }

    /// Sets the parameter at `index` of [`Operation::parameters`].
    #[must_use]
    pub fn parameter<T: Serialize + ?Sized>(mut self, index: usize, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.set(index, &value),
            Err(_) => self.refuse(index, "has no JSON form"),
        }
        self
    }

    /// The same call, which is sent whatever is wrong with it.
    #[cfg(feature = "testing")]
    pub(crate) fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Sets a parameter whatever its schema says; nothing where its style cannot carry the value.
    #[cfg(feature = "testing")]
    pub(crate) fn unchecked_parameter(mut self, index: usize, value: &Value) -> Option<Self> {
        let text = parameters::encode_unchecked(self.operation.parameters.get(index)?, value)?;
        *self.slots.get_mut(index)? = Some(text);
        Some(self)
    }

    fn is_unchecked(&self) -> bool {
        #[cfg(feature = "testing")]
        return self.unchecked;
        #[cfg(not(feature = "testing"))]
        false
    }

    fn refuse(&mut self, index: usize, message: &str) {
        if let Some(parameter) = self.operation.parameters.get(index) {
            self.note(&At::root(&parameters::pointer(parameter)), "type", message);
        }
    }

    fn set(&mut self, index: usize, value: &Value) {
        let Some(parameter) = self.operation.parameters.get(index) else { return };
        let place = parameters::pointer(parameter);
        self.violations.retain(|found| !is_within(&found.pointer, &place));
        // What is no number in JSON, such as infinity, would otherwise be left out without a word.
        if value.is_null() && !parameter.schema.nullable {
            return self.refuse(index, "must not be null");
        }
        match parameters::encode(parameter, value) {
            Ok(text) => self.slots[index] = text,
            Err(violations) => self.violations.extend(violations),
        }
    }

    /// Sets a header that the contract does not name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => self.note(&At::root("/header").key(name), "header", "is no header that HTTP allows"),
        }
        self
    }

    /// The same call for what came after the event with this id.
    pub(super) fn after(mut self, last_id: &str) -> Self {
        if let Ok(value) = HeaderValue::from_bytes(last_id.as_bytes()) {
            self.headers.insert(LAST_EVENT_ID, value);
        }
        self
    }

    /// Asks for an answer in these media types, written as in `Accept`, unless the call asks for others already.
    #[must_use]
    pub fn accept(mut self, media_types: &'static str) -> Self {
        if self.asked.is_empty() {
            self.asked = media_types;
        }
        self
    }

    /// Leaves the body of an answer unread where `when` says so of its head: [`Answer::body`] is a stream then. What was
    /// said first holds.
    #[must_use]
    pub fn unread(mut self, when: fn(&Answer) -> bool) -> Self {
        self.unread = self.unread.or(Some(when));
        self
    }

    /// How long this call may take in all. Where the answer is taken as a stream, up to its head: what comes after that
    /// may take as long as it takes.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends `value` as JSON.
    #[must_use]
    pub fn json<T: Serialize + Check + ?Sized>(self, schema: &'static Schema, value: &T) -> Self {
        self.json_as(JSON, schema, value)
    }

    /// Sends `value` as JSON under another media type.
    #[must_use]
    pub fn json_as<T: Serialize + Check + ?Sized>(
        mut self,
        media_type: &'static str,
        schema: &'static Schema,
        value: &T,
    ) -> Self {
        let mut found = Violations::default();
        value.check(schema, &At::root(""), &mut found);
        self.violations.extend(found.into_vec());
        match serde_json::to_vec(value) {
            Ok(bytes) => self.put(media_type, bytes.into()),
            Err(_) => self.note(&At::root(""), "type", "has no JSON form"),
        }
        self
    }

    /// Sends the properties of `value` as a form (`application/x-www-form-urlencoded`). `encoding` holds the
    /// properties that are not written in the default way; their location is of no meaning.
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(
        mut self,
        schema: &'static Schema,
        encoding: &'static [Parameter],
        value: &T,
    ) -> Self {
        let encoded =
            serde_json::to_value(value).map(|value| parameters::encode_form(schema, encoding, &value));
        match encoded {
            Ok(Ok(text)) => self.put(FORM, text.into()),
            Ok(Err(violations)) => self.violations.extend(violations),
            Err(_) => self.note(&At::root(""), "type", "has no JSON form"),
        }
        self
    }

    /// Sends parts (`multipart/form-data`).
    #[must_use]
    pub fn multipart(mut self, parts: &'static [Part], fill: impl FnOnce(Form) -> Form) -> Self {
        let (content_type, body, violations) = fill(Form::new(parts)).finish();
        self.violations.extend(violations);
        self.put(&content_type, body.into());
        self
    }

    /// Sends bytes, or a stream of them as it comes.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        self.put(media_type, body.into());
        self
    }

    /// Sends text.
    #[must_use]
    pub fn text(mut self, media_type: &str, text: &str) -> Self {
        self.put(&format!("{media_type}; charset=utf-8"), text.to_owned().into());
        self
    }

    fn put(&mut self, content_type: &str, body: Body) {
        match HeaderValue::try_from(content_type) {
            Ok(value) => {
                self.headers.insert(CONTENT_TYPE, value);
                self.body = Some(body.into());
            }
            Err(_) => self.note(&At::root(""), "mediaType", "is no media type that HTTP allows"),
        }
    }

    /// What is wrong with a body of which the contract says no more than `image/*`, unless the caller did.
    fn vague_media_type(&self) -> Option<Violation> {
        let range = self.headers.get(CONTENT_TYPE)?.to_str().ok().filter(|text| text.contains('*'))?;
        let message = format!("must be one of {range}: say which by the header Content-Type");
        Some(Violation { pointer: String::new(), rule: "mediaType", message })
    }

    fn note(&mut self, at: &At<'_>, rule: &'static str, message: &str) {
        self.violations.push(Violation { pointer: at.pointer(), rule, message: message.to_owned() });
    }

    /// Sends the call and reads what came back with `read`; what generated code does when a call is awaited.
    pub fn answer<T, E>(self, read: fn(Answer) -> Result<T, Error<E>>) -> Pending<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        self.read_with(read)
    }

    /// As [`Call::answer`], for a call that succeeds with one status and a body of JSON.
    pub fn answer_json<T, E>(self, status: u16, schema: &'static Schema) -> Pending<T, E>
    where
        T: DeserializeOwned + Send + 'static,
        E: OperationError + 'static,
    {
        self.read_with(move |answer| match answer.status() == status {
            true => Ok(answer.json(schema)?),
            false => Err(answer.into_error()),
        })
    }

    /// As [`Call::answer`], for a call that succeeds without a body.
    pub fn answer_empty<E: OperationError + 'static>(self) -> Pending<(), E> {
        self.read_with(|answer| match answer.status() {
            200..=299 => Ok(()),
            _ => Err(answer.into_error()),
        })
    }

    fn read_with<T, E, F>(self, read: F) -> Pending<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(Answer) -> Result<T, Error<E>> + Send + 'static,
    {
        let validates = self.transport.inner.validate_responses;
        Box::pin(async move {
            let answer = self.send().await?;
            if validates { strictly(|| read(answer)) } else { read(answer) }
        })
    }

    /// Sends the call and waits for the whole answer, whatever its status.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a call that the contract does not allow, which is not sent; otherwise when there is no
    /// answer.
    pub async fn send(mut self) -> Result<Answer, Failure> {
        self.apply_defaults();
        let request = self.request()?;
        let (inner, operation) = (self.transport.inner.clone(), self.operation);
        inner.observers.iter().for_each(|observer| observer.begins(operation));
        let begin = Instant::now();
        let key = self.idempotency_key().map(str::to_owned);
        // What changes nothing can be asked for again.
        let again = (self.unread.is_some() && operation.method == "GET").then(|| Box::new(self.clone()));
        let sending = Sending {
            operation,
            key: key.clone(),
            request,
            body: self.body,
            asked: self.asked,
            unread: self.unread,
        };
        let exchange = super::send::exchange(&inner, sending);
        let answer = match self.timeout.or(inner.timeout) {
            None => exchange.await,
            Some(timeout) => tokio::time::timeout(timeout, exchange)
                .await
                .unwrap_or_else(|_| Err(Failure::timeout(operation, key))),
        };
        let ended = Ended {
            operation,
            status: match &answer {
                Ok(answer) => Some(answer.status()),
                Err(failure) => failure.status(),
            },
            elapsed: begin.elapsed(),
        };
        inner.observers.iter().for_each(|observer| observer.ended(&ended));
        answer.map(|answer| Answer { again, ..answer })
    }

    /// Parameters that the transport has a value for and the call has not.
    fn apply_defaults(&mut self) {
        let transport = self.transport.clone();
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            let default = transport.inner.parameters.iter().find(|(name, _)| names(parameter, name));
            let place = parameters::pointer(parameter);
            let refused = self.violations.iter().any(|found| is_within(&found.pointer, &place));
            if let (None, false, Some((_, value))) = (&self.slots[index], refused, default) {
                self.set(index, value);
            }
        }
    }

    fn request(&mut self) -> Result<reqwest::Request, Failure> {
        let mut violations = std::mem::take(&mut self.violations);
        let mut headers = self.transport.inner.headers.clone();
        let mut cookies = Vec::new();
        let mut query = Vec::new();
        for (parameter, slot) in self.operation.parameters.iter().zip(&self.slots) {
            let Some(text) = slot else {
                if parameter.required && parameter.location != Location::Path {
                    let place = parameters::pointer(parameter);
                    if !violations.iter().any(|found| is_within(&found.pointer, &place)) {
                        violations.push(Violation::missing(place));
                    }
                }
                continue;
            };
            match parameter.location {
                Location::Path => {}
                Location::Query => query.push(text.as_str()),
                Location::Cookie => cookies.push(text.as_str()),
                Location::Header => put_header(&mut headers, parameter, text, &mut violations),
            }
        }
        let path = super::url::path(self.operation, &self.slots, &mut violations);
        violations.extend(self.body.as_ref().filter(|body| body.is_used_up()).map(|_| Content::used_up()));
        violations.extend(self.vague_media_type());
        if !violations.is_empty() && !self.is_unchecked() {
            return Err(Failure::invalid(violations));
        }
        match HeaderValue::try_from(self.asked) {
            Ok(asked) if !asked.is_empty() => drop(headers.insert(ACCEPT, asked)),
            _ => drop(headers.entry(ACCEPT).or_insert(HeaderValue::from_static(ANY_JSON_FIRST))),
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if !cookies.is_empty()
            && let Ok(mut value) = HeaderValue::try_from(cookies.join("; "))
        {
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        let url = super::url::join(&self.transport.inner.base_url, &path, &query);
        let method = reqwest::Method::from_bytes(self.operation.method.as_bytes());
        let (Ok(url), Ok(method)) = (reqwest::Url::parse(&url), method) else {
            let message = "the operation's path and parameters make no URL".to_owned();
            let violation = Violation { pointer: "/path".to_owned(), rule: "url", message };
            return Err(Failure::invalid(vec![violation]));
        };
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        Ok(request)
    }
}

fn put_header(headers: &mut HeaderMap, parameter: &Parameter, text: &str, violations: &mut Vec<Violation>) {
    match (HeaderName::try_from(parameter.name), HeaderValue::try_from(text)) {
        (Ok(name), Ok(mut value)) => {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        _ => violations.push(Violation {
            pointer: parameters::pointer(parameter),
            rule: "header",
            message: "cannot stand in a header".to_owned(),
        }),
    }
}

fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn names(parameter: &Parameter, name: &str) -> bool {
    match parameter.location {
        Location::Header => parameter.name.eq_ignore_ascii_case(name),
        _ => parameter.name == name,
    }
}
