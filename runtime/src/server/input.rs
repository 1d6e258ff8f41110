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
use crate::body::Body;
use crate::check::Check;
use crate::lines::{JsonLines, Reading};
use crate::media::{self, Part};
use crate::operation::Parameter;
use crate::schema::Schema;
use crate::{negotiate, parameters};

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

    /// Which of several contents of the answer is accepted most.
    ///
    /// # Errors
    /// 406 where the request accepts none of them.
    pub fn accept(&self, contents: &[&[&str]]) -> Result<usize, Refusal> {
        let headers = self.context.parts.headers.get_all(http::header::ACCEPT);
        let asked: Vec<&str> = headers.iter().filter_map(|value| value.to_str().ok()).collect();
        negotiate::accepted(&asked.join(","), contents).ok_or_else(|| {
            let list = contents.concat().join(", ");
            Refusal::new(406).detail(format!("the answer can be one of: {list}"))
        })
    }

    /// Which of several contents the body has.
    ///
    /// # Errors
    /// 415 for another media type or none.
    pub fn content(&self, contents: &[&[&str]]) -> Result<usize, Refusal> {
        body::require(&self.context.parts, contents)
    }

    /// Which of several contents the body has, if there is one.
    ///
    /// # Errors
    /// 415 for another media type, 413 for too much.
    pub async fn optional_content(&mut self, contents: &[&[&str]]) -> Result<Option<usize>, Refusal> {
        if let Some(content) = body::content(&self.context.parts, contents)? {
            return Ok(Some(content));
        }
        self.nothing(contents).await.map(|()| None)
    }

    /// Without a content type there may be no body at all.
    async fn nothing(&mut self, contents: &[&[&str]]) -> Result<(), Refusal> {
        let bytes = self.incoming.read(&self.context.parts.headers).await?;
        if bytes.is_empty() { Ok(()) } else { Err(body::unsupported(&self.context.parts, contents)) }
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// 415 for another media type, 413 for too much, 400 with everything that is wrong.
    pub async fn json<T: DeserializeOwned + Check>(&mut self, schema: &'static Schema) -> Result<T, Refusal> {
        self.json_in(&[media::JSON], schema).await
    }

    /// The body in one of `media_types`, read as JSON.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn json_in<T: DeserializeOwned + Check>(
        &mut self,
        media_types: &[&str],
        schema: &'static Schema,
    ) -> Result<T, Refusal> {
        let bytes = self.bytes(media_types).await?;
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
        self.optional_json_in(&[media::JSON], schema).await
    }

    /// The body in one of `media_types`, read as JSON, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_json_in<T: DeserializeOwned + Check>(
        &mut self,
        media_types: &[&str],
        schema: &'static Schema,
    ) -> Result<Option<T>, Refusal> {
        match self.optional_bytes(media_types).await? {
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
        self.nothing(&[&[media::MULTIPART]]).await.map(|()| None)
    }

    /// The body, read as parts (`multipart/form-data`).
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn multipart(&mut self, parts: &'static [Part]) -> Result<Parts, Refusal> {
        multipart::read(&mut self.incoming, &self.context.parts, parts).await
    }

    /// The body as text in one of `media_types`.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn text(&mut self, media_types: &[&str]) -> Result<String, Refusal> {
        let bytes = self.bytes(media_types).await?;
        utf8(&bytes).map(str::to_owned)
    }

    /// The body as text in one of `media_types`, if there is one.
    ///
    /// # Errors
    /// As [`Input::json`].
    pub async fn optional_text(&mut self, media_types: &[&str]) -> Result<Option<String>, Refusal> {
        match self.optional_bytes(media_types).await? {
            Some(bytes) => utf8(&bytes).map(|text| Some(text.to_owned())),
            None => Ok(None),
        }
    }

    /// The body as it comes, in one of `media_types`; `image/*` and `*/*` stand for many.
    ///
    /// # Errors
    /// 415 for another media type or no body, 413 for too much where that is said beforehand.
    pub async fn body(&mut self, media_types: &[&str]) -> Result<Body, Refusal> {
        body::require(&self.context.parts, &[media_types])?;
        self.incoming.stream(&self.context.parts.headers)
    }

    /// The body as it comes, if there is one.
    ///
    /// # Errors
    /// As [`Input::body`].
    pub async fn optional_body(&mut self, media_types: &[&str]) -> Result<Option<Body>, Refusal> {
        if body::content(&self.context.parts, &[media_types])?.is_none() {
            return self.nothing(&[media_types]).await.map(|()| None);
        }
        let body = self.incoming.stream(&self.context.parts.headers)?;
        Ok(body.unless_empty().await?)
    }

    /// The body as JSON line by line, each held against `schema` when it is read, in one of `media_types`.
    ///
    /// # Errors
    /// As [`Input::body`].
    pub async fn lines<T: DeserializeOwned + Check + 'static>(
        &mut self,
        media_types: &[&str],
        schema: &'static Schema,
    ) -> Result<JsonLines<T>, Refusal> {
        let body = self.body(media_types).await?;
        Ok(self.lines_of(body, schema))
    }

    /// The body as JSON line by line, if there is one.
    ///
    /// # Errors
    /// As [`Input::body`].
    pub async fn optional_lines<T: DeserializeOwned + Check + 'static>(
        &mut self,
        media_types: &[&str],
        schema: &'static Schema,
    ) -> Result<Option<JsonLines<T>>, Refusal> {
        let body = self.optional_body(media_types).await?;
        Ok(body.map(|body| self.lines_of(body, schema)))
    }

    fn lines_of<T: DeserializeOwned + Check + 'static>(
        &self,
        body: Body,
        schema: &'static Schema,
    ) -> JsonLines<T> {
        let media_type = negotiate::content_type(&self.context.parts.headers);
        let decode = move |line: &[u8]| crate::decode(line, schema);
        JsonLines::from_source(Reading::new(body, media_type, self.incoming.limit, decode))
    }

    /// The whole body as it came, in one of `media_types`.
    ///
    /// # Errors
    /// 415 for another media type or no body, 413 for too much.
    async fn bytes(&mut self, media_types: &[&str]) -> Result<Bytes, Refusal> {
        body::require(&self.context.parts, &[media_types])?;
        self.incoming.read(&self.context.parts.headers).await
    }

    /// The whole body as it came, if there is one.
    ///
    /// # Errors
    /// 415 for another media type, 413 for too much.
    async fn optional_bytes(&mut self, media_types: &[&str]) -> Result<Option<Bytes>, Refusal> {
        if body::content(&self.context.parts, &[media_types])?.is_none() {
            return self.nothing(&[media_types]).await.map(|()| None);
        }
        let bytes = self.incoming.read(&self.context.parts.headers).await?;
        Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
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
