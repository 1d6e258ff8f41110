//! What an answer says, as the contract has it.

use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::error::{Error, Exchange, Failure};
use crate::check::Check;
use crate::error::{ErrorAnswer, OperationError};
use crate::schema::Schema;
use crate::status::StatusIn;
use crate::strict::is_strict;
use crate::violation::{At, Violation};
use crate::{media, negotiate, parameters};

impl Answer {
    /// The body as JSON, read as a tolerant reader does.
    ///
    /// # Errors
    /// A body that is not of the contract's form.
    pub fn json<T: DeserializeOwned>(&self, schema: &'static Schema) -> Result<T, Failure> {
        self.json_body().and_then(|body| {
            crate::decode_leniently(body, schema).map_err(|violations| self.unreadable(violations))
        })
    }

    fn json_body(&self) -> Result<&[u8], Failure> {
        let essence = media::essence(self.content_type());
        let tolerated = ["", "text/plain", media::OCTET_STREAM];
        if media::is_json(&essence) || (!is_strict() && tolerated.contains(&essence.as_str())) {
            return Ok(&self.body);
        }
        Err(self.wrong_media_type(&format!("is {essence}, not JSON")))
    }

    /// The body as text.
    ///
    /// # Errors
    /// A body that is not UTF-8.
    pub fn text(&self) -> Result<String, Failure> {
        String::from_utf8(self.body.to_vec()).map_err(|_| {
            let message = "is not UTF-8".to_owned();
            self.unreadable(vec![Violation { pointer: String::new(), rule: "text", message }])
        })
    }

    /// A header of the answer, if it is there.
    ///
    /// # Errors
    /// A header that is not of the contract's form.
    pub fn header<T: DeserializeOwned + Check>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Failure> {
        parameters::header(&self.headers, name, schema).map_err(|violations| self.unreadable(violations))
    }

    /// The HTTP status, of a class.
    ///
    /// # Errors
    /// A status of another class.
    pub fn status_in<const FIRST: u16, const LAST: u16>(&self) -> Result<StatusIn<FIRST, LAST>, Failure> {
        StatusIn::new(self.status).map_err(|wrong| self.unreadable(vec![wrong.into()]))
    }

    /// Which of several contents it has. Where that cannot be told, the one that was asked for: `application/octet-stream`
    /// says nothing, unless it is one of them. JSON that is labelled as no more than that is taken to be the JSON that
    /// was asked for.
    #[must_use]
    pub fn content(&self, contents: &[&[&str]]) -> usize {
        let essence = media::essence(self.content_type());
        let is_asked =
            |media_types: &[&str]| self.asked.split(',').any(|asked| media_types.contains(&asked.trim()));
        let asked = contents.iter().position(|media_types| is_asked(media_types)).unwrap_or_default();
        let takes_json = |media_types: &&[&str]| {
            negotiate::content(media::JSON, &[media_types]).is_some()
                || media_types.iter().any(|media_type| media::is_json(&media::essence(media_type)))
        };
        let is_named = || contents.concat().iter().any(|media_type| media::essence(media_type) == essence);
        let unlabelled = (is_silent(&essence) && !is_named())
            || essence == media::JSON && contents.get(asked).is_some_and(takes_json);
        if unlabelled { asked } else { negotiate::content(self.content_type(), contents).unwrap_or(asked) }
    }

    /// The same answer, in one of `media_types` as it was asked for. One that does not say what it is passes.
    ///
    /// # Errors
    /// An answer in another media type.
    pub fn as_asked(&self, media_types: &[&str]) -> Result<&Self, Failure> {
        let essence = media::essence(self.content_type());
        if is_silent(&essence) || negotiate::content(self.content_type(), &[media_types]).is_some() {
            return Ok(self);
        }
        Err(self.wrong_media_type(&format!("is {essence}, not {}", media_types.join(" or "))))
    }

    fn wrong_media_type(&self, message: &str) -> Failure {
        let (pointer, message) = (String::new(), message.to_owned());
        self.unreadable(vec![Violation { pointer, rule: "mediaType", message }])
    }

    /// As [`Answer::header`], for one that the contract requires. It may be missing all the same, unless answers are
    /// validated.
    ///
    /// # Errors
    /// As [`Answer::header`].
    pub fn required_header<T: DeserializeOwned + Check>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Failure> {
        let value = self.header(name, schema)?;
        if value.is_none() && is_strict() {
            let place = At::root("/header").key(name).pointer();
            return Err(self.unreadable(vec![Violation::missing(place)]));
        }
        Ok(value)
    }

    /// The error that an answer stands for which is none of the documented successes.
    #[must_use]
    pub fn into_error<E: OperationError>(self) -> Error<E> {
        let exchange = Exchange::of(&self);
        let documented = exchange.codes().find_map(E::from_code);
        if let Some(error) = documented {
            return Error::Api(error, exchange);
        }
        let answer =
            ErrorAnswer { status: self.status, headers: self.headers, body: self.body, broken: false };
        match E::from_response(&answer) {
            Ok(Some(error)) => Error::Api(error, exchange),
            Err(violations) => Error::Decode(violations, exchange),
            Ok(None) => Failure::undocumented(exchange).into(),
        }
    }

    pub(super) fn unreadable(&self, violations: Vec<Violation>) -> Failure {
        Failure::decode(violations, Exchange::of(self))
    }

    pub(super) fn too_large(&self, limit: usize) -> Failure {
        let message = format!("the body has more than {limit} bytes");
        self.unreadable(vec![Violation { pointer: String::new(), rule: "maxLength", message }])
    }
}

/// Whether a content type says nothing of what a body is.
fn is_silent(essence: &str) -> bool {
    matches!(essence, "" | media::OCTET_STREAM)
}
