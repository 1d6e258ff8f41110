//! A request that has passed the border, as a handler's glue takes it apart.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body::{self, Incoming};
use super::context::{Arguments, Context, RequestTicket};
use super::multipart::{self, Parts};
use super::refusal::Refusal;
use super::typed::{refused, typed};
use crate::check::Check;
use crate::media::{self, Part};
use crate::operation::Parameter;
use crate::parameters;
use crate::schema::Schema;

/// A request whose caller and parameters are known to be right, and whose body is not read yet.
pub struct Input<C> {
    pub(super) context: Context<C>,
    pub(super) arguments: Arguments,
    pub(super) incoming: Incoming,
}

impl<C> fmt::Debug for Input<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("context", &self.context).finish_non_exhaustive()
    }
}

impl<C> Input<C> {
    /// Who calls what.
    #[must_use]
    pub fn context(&self) -> &Context<C> {
        &self.context
    }

    /// The required parameter at `index` of [`Operation::parameters`](crate::operation::Operation::parameters).
    ///
    /// # Errors
    /// A value that the Rust type does not hold although the schema allows it.
    pub fn required<T: DeserializeOwned>(&mut self, index: usize) -> Result<T, Refusal> {
        typed(self.arguments.at(index).unwrap_or(&Value::Null), || self.pointer(index))
    }

    /// The parameter at `index`, if it is there.
    ///
    /// # Errors
    /// As [`Input::required`].
    pub fn optional<T: DeserializeOwned>(&mut self, index: usize) -> Result<Option<T>, Refusal> {
        self.arguments.at(index).map(|value| typed(value, || self.pointer(index))).transpose()
    }

    /// The idempotency key at `index`.
    ///
    /// # Errors
    /// Where it is not there.
    pub fn ticket(&mut self, index: usize) -> Result<RequestTicket, Refusal> {
        match self.optional_ticket(index)? {
            Some(ticket) => Ok(ticket),
            None => typed(&Value::Null, || self.pointer(index)).map(|never: Never| match never {}),
        }
    }

    /// The idempotency key at `index`, if it is there.
    ///
    /// # Errors
    /// As [`Input::required`].
    pub fn optional_ticket(&mut self, index: usize) -> Result<Option<RequestTicket>, Refusal> {
        let key = self.parameter(index).and_then(|parameter| parameter.idempotency_key.as_ref());
        let id: Option<String> = self.optional(index)?;
        Ok(id.zip(key).map(|(id, key)| RequestTicket::new(id, key)))
    }

    fn parameter(&self, index: usize) -> Option<&'static Parameter> {
        self.context.operation.parameters.get(index)
    }

    fn pointer(&self, index: usize) -> String {
        self.parameter(index).map(parameters::pointer).unwrap_or_default()
    }

    /// Which of `media_types` the body has; `None` where there is no body.
    ///
    /// # Errors
    /// 415 for a body in another media type.
    pub fn media_type(&self, media_types: &[&'static str]) -> Result<Option<usize>, Refusal> {
        body::media_type(&self.context.parts.headers, media_types)
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// 415 for another media type, 413 for too much, 400 with everything that is wrong.
    pub async fn json<T: DeserializeOwned + Check>(&mut self, schema: &'static Schema) -> Result<T, Refusal> {
        let bytes = self.bytes(&[media::JSON]).await?;
        crate::decode(&bytes, schema).map_err(Refusal::violations)
    }

    /// The body, read as JSON, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_json<T: DeserializeOwned + Check>(
        &mut self,
        schema: &'static Schema,
    ) -> Result<Option<T>, Refusal> {
        match self.optional_bytes(&[media::JSON]).await? {
            Some(bytes) => crate::decode(&bytes, schema).map(Some).map_err(Refusal::violations),
            None => Ok(None),
        }
    }

    /// The body, read as a form (`application/x-www-form-urlencoded`).
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn form<T: DeserializeOwned>(
        &mut self,
        schema: &'static Schema,
        encoding: &'static [Parameter],
    ) -> Result<T, Refusal> {
        let bytes = self.bytes(&[media::FORM]).await?;
        form(&bytes, schema, encoding)
    }

    /// The body, read as a form, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_form<T: DeserializeOwned>(
        &mut self,
        schema: &'static Schema,
        encoding: &'static [Parameter],
    ) -> Result<Option<T>, Refusal> {
        match self.optional_bytes(&[media::FORM]).await? {
            Some(bytes) => form(&bytes, schema, encoding).map(Some),
            None => Ok(None),
        }
    }

    /// The body, read as parts, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_multipart(&mut self, parts: &'static [Part]) -> Result<Option<Parts>, Refusal> {
        if self.context.parts.headers.contains_key(http::header::CONTENT_TYPE) {
            return self.multipart(parts).await.map(Some);
        }
        // Without a content type there may be no body at all.
        self.optional_bytes(&[media::MULTIPART]).await.map(|_| None)
    }

    /// The body, read as parts (`multipart/form-data`).
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn multipart(&mut self, parts: &'static [Part]) -> Result<Parts, Refusal> {
        multipart::read(&mut self.incoming, &self.context.parts.headers, parts).await
    }

    /// The body as text in one of `media_types`.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn text(&mut self, media_types: &[&'static str]) -> Result<String, Refusal> {
        let bytes = self.bytes(media_types).await?;
        utf8(&bytes).map(str::to_owned)
    }

    /// The body as text in one of `media_types`, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_text(&mut self, media_types: &[&'static str]) -> Result<Option<String>, Refusal> {
        match self.optional_bytes(media_types).await? {
            Some(bytes) => utf8(&bytes).map(|text| Some(text.to_owned())),
            None => Ok(None),
        }
    }

    /// The body as it came, in one of `media_types`; `image/*` and `*/*` stand for many.
    ///
    /// # Errors
    /// 415 for another media type or no body, 413 for too much.
    pub async fn bytes(&mut self, media_types: &[&'static str]) -> Result<Bytes, Refusal> {
        body::require(&self.context.parts.headers, media_types)?;
        self.incoming.read(&self.context.parts.headers).await
    }

    /// The body as it came, if there is one.
    ///
    /// # Errors
    /// 415 for another media type, 413 for too much.
    pub async fn optional_bytes(&mut self, media_types: &[&'static str]) -> Result<Option<Bytes>, Refusal> {
        let headers = &self.context.parts.headers;
        if !headers.contains_key(http::header::CONTENT_TYPE) {
            let bytes = self.incoming.read(headers).await?;
            return if bytes.is_empty() { Ok(None) } else { Err(body::unsupported(media_types)) };
        }
        body::require(headers, media_types)?;
        self.incoming.read(headers).await.map(|bytes| Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

/// Has no values, and so cannot be read from any.
#[derive(Clone, Copy)]
enum Never {}

impl<'de> serde::Deserialize<'de> for Never {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("must be there"))
    }
}

fn form<T: DeserializeOwned>(
    bytes: &[u8],
    schema: &'static Schema,
    encoding: &'static [Parameter],
) -> Result<T, Refusal> {
    let value = parameters::decode_form(schema, encoding, utf8(bytes)?).map_err(Refusal::violations)?;
    typed(&value, String::new)
}

fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(bytes).map_err(|_| refused("", "text", "is not UTF-8"))
}
